import type { Core } from '../../core/core.ts'
import { CHAT_ID, PLATFORM_ID } from '../../core/delivery/recipients.ts'
import { type AccountId, type ChatId, type IdentityId, newId } from '../../core/ids.ts'
import type { Platform } from '../../core/platform.ts'

export type Sitter = { accountId: AccountId; identityId: IdentityId; platform: Platform; person: string; chat: string }
export type Pair = { one: Sitter; other: Sitter }

/** Which platform talks with which: all there are. */
export const MIXES = [
  ['discord', 'telegram'],
  ['telegram', 'discord'],
  ['telegram', 'telegram'],
  ['discord', 'discord'],
] as const

/** Pairs of people who sit in a chat with each other, over all platform mixes in turn, or all on one platform. */
export async function seatPairs(core: Core, count: number, only?: Platform): Promise<Pair[]> {
  const now = core.clock.now()
  const sitter = (platform: Platform, n: number): Sitter => {
    const discord = platform === 'discord'
    const person = String((discord ? 800_000_000_000_000_000n : 5_000_000_000n) + BigInt(n))
    const chat = discord ? String(810_000_000_000_000_000n + BigInt(n)) : person
    return { accountId: newId<AccountId>(now), identityId: newId<IdentityId>(now), platform, person, chat }
  }
  const from = only ? 10_000 : 0
  const pairs = Array.from({ length: count }, (_, n) => {
    const [here, there] = only ? [only, only] : (MIXES[n % MIXES.length] as (typeof MIXES)[number])
    return { one: sitter(here, from + 2 * n), other: sitter(there, from + 2 * n + 1) }
  })
  await addSitters(
    core,
    pairs.flatMap(({ one, other }) => [one, other]),
  )
  const chats = pairs.map((pair) => ({ ...pair, id: newId<ChatId>(now) }))
  await core.db.pg.query(
    `insert into chat (id, one_id, other_id, first, begun_at, last_at)
     select id, one, other, false, $4, $4 from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as c(id, one, other)`,
    [chats.map(({ id }) => id), chats.map(({ one }) => one.accountId), chats.map(({ other }) => other.accountId), now],
  )
  const seats = chats.flatMap(({ id, one, other }) => [
    { id, ...one },
    { id, ...other },
  ])
  await core.db.pg.query(
    `insert into chat_seat (account_id, chat_id, identity_id)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[])`,
    [seats.map(({ accountId }) => accountId), seats.map(({ id }) => id), seats.map(({ identityId }) => identityId)],
  )
  return pairs
}

async function addSitters(core: Core, sitters: Sitter[]): Promise<void> {
  const now = core.clock.now()
  const { vault, db } = core
  await db.pg.query(
    `insert into account (id, language, reads, zone, pen_name, pen_name_key, welcomed_at, created_at)
     select id, 'en', '{en}', 'UTC', name, name, $3, $3 from unnest($1::uuid[], $2::text[]) as a(id, name)`,
    [sitters.map(({ accountId }) => accountId), sitters.map(({ person }) => `sitter ${person}`), now],
  )
  await db.pg.query(
    `insert into identity (id, account_id, platform, lookup, sealed_id, sealed_chat, last_seen_at, created_at)
     select i.*, $7, $7 from unnest($1::uuid[], $2::uuid[], $3::"Platform"[], $4::bytea[], $5::bytea[], $6::bytea[]) as i`,
    [
      sitters.map(({ identityId }) => identityId),
      sitters.map(({ accountId }) => accountId),
      sitters.map(({ platform }) => platform),
      sitters.map(({ platform, person }) => Buffer.from(vault.lookup(`identity:${platform}`, person))),
      sitters.map(({ person }) => Buffer.from(vault.seal(person, PLATFORM_ID))),
      sitters.map(({ platform, chat }) => (platform === 'discord' ? Buffer.from(vault.seal(chat, CHAT_ID)) : null)),
      now,
    ],
  )
}
