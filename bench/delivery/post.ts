import type { Core } from '../../core/core.ts'
import { PLATFORM_ID } from '../../core/delivery/recipients.ts'
import { type AccountId, type DeliveryId, type IdentityId, type LetterId, newId } from '../../core/ids.ts'

export type Reader = { accountId: AccountId; identityId: IdentityId; chat: string }

/** People who read on Telegram, welcomed and willing. */
export async function addReaders(core: Core, count: number, from = 5_000_000_000): Promise<Reader[]> {
  const now = core.clock.now()
  const readers = Array.from({ length: count }, (_, n) => ({
    accountId: newId<AccountId>(now),
    identityId: newId<IdentityId>(now),
    chat: String(from + n),
  }))
  await core.db.pg.query(
    `insert into account (id, language, reads, zone, pen_name, pen_name_key, willing, daily_number, welcomed_at, created_at)
     select id, 'en', '{en}', 'UTC', name, name, true, 1000, $3, $3 from unnest($1::uuid[], $2::text[]) as a(id, name)`,
    [readers.map(({ accountId }) => accountId), readers.map(({ chat }) => `reader ${chat}`), now],
  )
  await core.db.pg.query(
    `insert into identity (id, account_id, platform, lookup, sealed_id, last_seen_at, created_at)
     select id, account, 'telegram', lookup, sealed, $5, $5 from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[]) as i(id, account, lookup, sealed)`,
    [
      readers.map(({ identityId }) => identityId),
      readers.map(({ accountId }) => accountId),
      readers.map(({ chat }) => Buffer.from(core.vault.lookup('identity:telegram', chat))),
      readers.map(({ chat }) => Buffer.from(core.vault.seal(chat, PLATFORM_ID))),
      now,
    ],
  )
  return readers
}

/** A signature that tells which letter it is. */
export const signatureOf = (n: number): string => `w-${String(n).padStart(6, '0')}`
export const numberIn = (text: string): number => Number(/w-(\d{6})/.exec(text)?.[1] ?? -1)

/** Letters that are on their way to these readers in turn: delivered, their notices not yet in the outbox. */
export async function addDeliveries(
  core: Core,
  readers: Reader[],
  count: number,
): Promise<{ deliveryId: DeliveryId; reader: Reader }[]> {
  const now = core.clock.now()
  const writer = newId<AccountId>(now)
  await core.db.prisma.account.create({
    data: { id: writer, language: 'en', reads: ['en'], zone: 'UTC', createdAt: now },
  })
  const letters = Array.from({ length: count }, (_, n) => ({
    letterId: newId<LetterId>(now),
    deliveryId: newId<DeliveryId>(now),
    reader: readers[n % readers.length] as Reader,
  }))
  const ids = letters.map(({ letterId }) => letterId)
  await addLetters(core, {
    ids,
    writers: ids.map(() => writer),
    state: 'delivered',
    signatures: ids.map((_, n) => signatureOf(n)),
  })
  await core.db.pg.query(
    `insert into delivery (id, letter_id, reader_id, state, created_at)
     select id, letter, reader, 'waiting', $4 from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as d(id, letter, reader)`,
    [letters.map(({ deliveryId }) => deliveryId), ids, letters.map(({ reader }) => reader.accountId), now],
  )
  return letters
}

type NewLetters = { ids: LetterId[]; writers: AccountId[]; state: 'delivered' | 'travelling'; signatures: string[] }

/** Letters to strangers whose writers need not hear any more that they were reached. */
export async function addLetters(core: Core, { ids, writers, state, signatures }: NewLetters): Promise<void> {
  const sealed = ids.map((id) => core.vault.sealBody('A letter for a bench, warm enough.', id))
  await core.db.pg.query(
    `insert into letter (id, writer_id, kind, body, body_key, signature, language, state, told_reached_at, arrives_at, created_at, posted_at, changed_at)
     select id, writer, 'stranger', body, body_key, signature, 'en', $6::"LetterState", $7, $7, $7, $7, $7
     from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[], $5::text[]) as l(id, writer, body, body_key, signature)`,
    [
      ids,
      writers,
      sealed.map(({ body }) => Buffer.from(body)),
      sealed.map(({ bodyKey }) => Buffer.from(bodyKey)),
      signatures,
      state,
      core.clock.now(),
    ],
  )
}

/** Puts their notices into the outbox in one go, waking nobody. */
export async function queueNotices(
  core: Core,
  deliveries: { deliveryId: DeliveryId; reader: Reader }[],
): Promise<void> {
  await core.db.pg.query(
    `insert into outbox (platform, identity_id, priority, parcel, once_key, due_at, created_at)
     select 'telegram', identity, 1, jsonb_build_object('kind', 'letter-arrived', 'deliveryId', delivery), 'arrived:' || delivery, $3, $3
     from unnest($1::uuid[], $2::text[]) with ordinality as o(identity, delivery, n) order by n`,
    [
      deliveries.map(({ reader }) => reader.identityId),
      deliveries.map(({ deliveryId }) => deliveryId),
      core.clock.now(),
    ],
  )
}
