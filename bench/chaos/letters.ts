import type pg from 'pg'
import { PLATFORM_ID } from '../../core/delivery/recipients.ts'
import { type AccountId, type DeliveryId, type IdentityId, type LetterId, newId } from '../../core/ids.ts'
import type { Vault } from '../../core/vault/vault.ts'
import type { Person } from '../../sandbox/person.ts'

/** People who receive letters, straight into the database. */
export async function addPeople(db: pg.Pool, vault: Vault, people: readonly Person[]): Promise<AccountId[]> {
  const accounts = (await addAccounts(db, vault, people)).map(({ accountId }) => accountId)
  await db.query(
    `insert into reader_slot (account_id, language, open, band, key)
     select id, 'en', true, 2, random() from unnest($1::uuid[]) as a(id)`,
    [accounts],
  )
  return accounts
}

/** People straight into the database, as if they had been through the welcome. */
export async function addAccounts(
  db: pg.Pool,
  vault: Vault,
  people: readonly Person[],
): Promise<{ accountId: AccountId; identityId: IdentityId }[]> {
  const now = new Date()
  const accounts = people.map(() => newId<AccountId>(now))
  await db.query(
    `insert into account (id, language, reads, zone, pen_name, pen_name_key, adult_at, willing, daily_number, welcomed_at, created_at)
     select id, 'en', '{en}', 'UTC', name, name, $3, true, 30000, $3, $3 from unnest($1::uuid[], $2::text[]) as a(id, name)`,
    [accounts, people.map(({ name }) => name), now],
  )
  const identities = people.map(() => newId<IdentityId>(now))
  for (const [n, person] of people.entries()) {
    const values = [
      identities[n],
      accounts[n],
      person.platform,
      Buffer.from(vault.lookup(`identity:${person.platform}`, person.id)),
      Buffer.from(vault.seal(person.id, PLATFORM_ID)),
      now,
    ]
    await db.query(
      `insert into identity (id, account_id, platform, lookup, sealed_id, last_seen_at, created_at) values ($1, $2, $3::"Platform", $4, $5, $6, $6)`,
      values,
    )
  }
  return accounts.map((accountId, n) => ({ accountId, identityId: identities[n] as IdentityId }))
}

/** Letters to strangers that leave now. */
export async function writeLetters(db: pg.Pool, vault: Vault, writers: AccountId[]): Promise<void> {
  const now = new Date()
  const ids = writers.map(() => newId<LetterId>(now))
  const sealed = ids.map((id) => vault.sealBody('A letter for the chaos, warm enough.', id))
  await db.query(
    `insert into letter (id, writer_id, kind, body, body_key, language, state, arrives_at, created_at, posted_at, changed_at)
     select id, writer, 'stranger', body, body_key, 'en', 'travelling', $5, $5, $5, $5
     from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[]) as l(id, writer, body, body_key)`,
    [ids, writers, sealed.map(({ body }) => Buffer.from(body)), sealed.map(({ bodyKey }) => Buffer.from(bodyKey)), now],
  )
}

/** Readers answer letters that have arrived: up to so many. Returns how many. */
export async function writeAnswers(db: pg.Pool, vault: Vault, most: number): Promise<number> {
  const now = new Date()
  const { rows } = await db.query(
    `select d.id, d.reader_id, l.writer_id, l.id as letter_id from delivery d join letter l on l.id = d.letter_id
     where d.state = 'arrived' and l.kind = 'stranger' and l.state = 'delivered' limit $1`,
    [most],
  )
  for (const row of rows)
    await answer(db, vault, {
      deliveryId: row.id,
      letterId: row.letter_id,
      from: row.reader_id,
      to: row.writer_id,
      now,
    })
  return rows.length
}

type Answer = { deliveryId: DeliveryId; letterId: LetterId; from: AccountId; to: AccountId; now: Date }

async function answer(db: pg.Pool, vault: Vault, { deliveryId, letterId, from, to, now }: Answer): Promise<void> {
  const id = newId<LetterId>(now)
  const { body, bodyKey } = vault.sealBody('An answer for the chaos, warm enough.', id)
  await db.query(
    `with answered as (
       update delivery set state = 'answered', opened_at = $2, answered_at = $2 where id = $1 and state = 'arrived' returning id
     ), noted as (
       update letter set state = 'answered', changed_at = $2 where id = $3 and exists (select 1 from answered) returning id
     )
     insert into letter (id, writer_id, kind, to_id, answers_id, body, body_key, language, state, arrives_at, created_at, posted_at, changed_at)
     select $4, $5, 'answer', $6, $1, $7, $8, 'en', 'travelling', $2, $2, $2, $2 where exists (select 1 from noted)`,
    [deliveryId, now, letterId, id, from, to, Buffer.from(body), Buffer.from(bodyKey)],
  )
}
