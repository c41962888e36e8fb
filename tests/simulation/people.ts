import type pg from 'pg'
import { PLATFORM_ID } from '../../core/delivery/recipients.ts'
import { type AccountId, type DeliveryId, type IdentityId, type LetterId, newId } from '../../core/ids.ts'
import { chatPlatforms, type Platform } from '../../core/platform.ts'
import type { Vault } from '../../core/vault/vault.ts'

export type Somebody = { accountId: AccountId; platform: Platform; platformId: string }

/** Empties everything and lets people in, half of them on either platform, all willing to read. */
export async function peopleOf(real: pg.Pool, vault: Vault, now: Date, count: number): Promise<Somebody[]> {
  await real.query('truncate account, outbox, lease, letter, delivery, inbound, cursor restart identity cascade')
  const people: Somebody[] = []
  for (let n = 0; n < count; n++) {
    const platform = chatPlatforms[n % 2] as Platform
    const accountId = newId<AccountId>(now)
    const platformId = `${platform} ${n}`
    await real.query(
      `insert into account (id, language, reads, zone, willing, daily_number, welcomed_at, created_at)
       values ($1, 'en', '{en}', 'UTC', true, 50, $2, $2)`,
      [accountId, now],
    )
    await real.query(
      `insert into identity (id, account_id, platform, lookup, sealed_id, last_seen_at, created_at) values ($1, $2, $3, $4, $5, $6, $6)`,
      [
        newId<IdentityId>(now),
        accountId,
        platform,
        Buffer.from(platformId),
        Buffer.from(vault.seal(platformId, PLATFORM_ID)),
        now,
      ],
    )
    await real.query(`insert into reader_slot (account_id, language, open, band, key) values ($1, 'en', true, 2, $2)`, [
      accountId,
      n / count,
    ])
    people.push({ accountId, platform, platformId })
  }
  return people
}

/** A letter to a stranger that has left. */
export async function writeLetter(
  real: pg.Pool,
  vault: Vault,
  { writer, now, arrivesAt }: { writer: Somebody; now: Date; arrivesAt: Date },
): Promise<LetterId> {
  const id = newId<LetterId>(now)
  const { body, bodyKey } = vault.sealBody('A letter for the simulation.', id)
  await real.query(
    `insert into letter (id, writer_id, kind, body, body_key, language, state, arrives_at, created_at, posted_at, changed_at)
     values ($1, $2, 'stranger', $3, $4, 'en', 'travelling', $5, $6, $6, $6)`,
    [id, writer.accountId, Buffer.from(body), Buffer.from(bodyKey), arrivesAt, now],
  )
  return id
}

/** Somebody answers a letter they have: in one transaction, as the use-case does. Undefined when there is none. */
export async function answerOne(real: pg.Pool, vault: Vault, now: Date): Promise<LetterId | undefined> {
  const { rows } = await real.query(
    `select d.id, d.letter_id, d.reader_id, l.writer_id from delivery d join letter l on l.id = d.letter_id
     where d.state = 'arrived' and d.closed_at is null and l.kind = 'stranger' and l.state = 'delivered' order by d.created_at limit 1
     for update of d, l skip locked`,
  )
  if (!rows[0]) return undefined
  const id = newId<LetterId>(now)
  const { body, bodyKey } = vault.sealBody('An answer for the simulation.', id)
  const { rowCount } = await real.query(
    `with answered as (
       update delivery set state = 'answered', opened_at = $2, answered_at = $2 where id = $1 and state = 'arrived' returning id
     ), letter_answered as (
       update letter set state = 'answered', changed_at = $2 where id = $3 and state = 'delivered' and exists (select 1 from answered) returning id
     )
     insert into letter (id, writer_id, kind, to_id, answers_id, body, body_key, language, state, arrives_at, created_at, posted_at, changed_at)
     select $4, $5, 'answer', $6, $1, $7, $8, 'en', 'travelling', $2, $2, $2, $2 where exists (select 1 from letter_answered)`,
    [
      rows[0].id as DeliveryId,
      now,
      rows[0].letter_id,
      id,
      rows[0].reader_id,
      rows[0].writer_id,
      Buffer.from(body),
      Buffer.from(bodyKey),
    ],
  )
  return rowCount ? id : undefined
}
