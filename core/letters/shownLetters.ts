import { identityScope } from '../accounts/identityScope.ts'
import type { Core } from '../core.ts'
import type { Address } from '../delivery/channel.ts'
import { postMail } from '../delivery/outbox.ts'
import type { AccountId, DeliveryId, IdentityId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import { inPg, type Tx } from '../store/transaction.ts'

/**
 * Where a message of ours stands in somebody's chat. `id` is the same whenever that message is meant; `way` is how its
 * platform reaches it, for so long as `forMs` says (always by default). Both are opaque outside the platform's room.
 */
export type Spot = { id: string; way: string; forMs?: number }

/** A message by the name that its platform's room gives it. */
export type SpotName = { platform: Platform; id: string }

/** The way to a message is sealed for this purpose. */
export const SHOWN_WAY = 'shown-letter:way'

/**
 * Remembers where letters stand in their reader's chat, so that every copy can be taken away when the reader no longer
 * has the letter; and forgets it of messages that show something else now. Kept sealed, as long as the reader has the
 * letter. Noting twice does nothing twice.
 */
export async function noteShown(
  core: Core,
  { platform, platformId, shown }: { platform: Platform; platformId: string; shown: Showing[] },
): Promise<void> {
  const names = shown.flatMap(({ spot }) => namesOf(core, { platform, id: spot.id }))
  const letters = shown.flatMap(({ spot, deliveryId }) => (deliveryId ? [{ spot, deliveryId }] : []))
  if (names.length > 0) await core.db.pg.query(FORGET, [names])
  if (letters.length === 0) return
  const now = core.clock.now()
  const until = ({ forMs }: Spot) => (forMs === undefined ? null : new Date(now.getTime() + forMs))
  await inPg(core, async (tx) => {
    const gone = await tx.run(NOTE, [
      platform,
      core.vault.lookups(identityScope(platform), platformId),
      letters.map(({ spot }) => core.vault.lookup(scope(platform), spot.id)),
      letters.map(({ deliveryId }) => deliveryId),
      letters.map(({ spot }) => core.vault.seal(spot.way, SHOWN_WAY)),
      letters.map(({ spot }) => until(spot)?.toISOString() ?? null),
    ])
    // Somebody took it from them just now, in another chat of theirs.
    for (const { id } of gone) await takeAway(core, tx, { deliveryId: id as DeliveryId })
  })
}

type Showing = { spot: Spot; deliveryId: DeliveryId | undefined }

/**
 * A reader no longer has a letter: its copies leave their chats, wherever they are, in the caller's transaction. `but` is
 * the message that the reader's own press replaces anyway.
 */
export async function takeAway(
  core: Core,
  tx: Tx,
  { deliveryId, but }: { deliveryId: DeliveryId; but?: SpotName | undefined },
): Promise<void> {
  const now = core.clock.now()
  const spared = but ? namesOf(core, but) : []
  for (const { account_id: to, identity_id: self } of await tx.run(TAKE, [deliveryId, now.toISOString(), spared]))
    await postGone(core, tx, { to: to as AccountId, self: self as IdentityId, deliveryId })
}

async function postGone(
  core: Core,
  tx: Tx,
  { to, self, deliveryId }: { to: AccountId; self: IdentityId; deliveryId: DeliveryId },
): Promise<void> {
  await postMail(core, tx, { to, self, parcel: { kind: 'letter-gone', deliveryId }, priority: 'letter' })
}

/** A chat can be reached again: what was to leave it while it could not. */
export async function takeAwayLate(
  core: Core,
  tx: Tx,
  { accountId, identityId }: { accountId: AccountId; identityId: IdentityId },
): Promise<void> {
  for (const { delivery_id } of await tx.run(LATE, [identityId]))
    await postGone(core, tx, { to: accountId, self: identityId, deliveryId: delivery_id as DeliveryId })
}

/** After a merge one may no longer have what one of the two showed. */
export async function takeAwayLost(core: Core, tx: Tx, { readerId }: { readerId: AccountId }): Promise<void> {
  for (const { id } of await tx.run(LOST, [readerId])) await takeAway(core, tx, { deliveryId: id as DeliveryId })
}

/** Its writer erased everything: whoever has a letter of theirs finds that it was taken back, also where they read it. */
export async function takeAwayWritten(core: Core, tx: Tx, { writerId }: { writerId: AccountId }): Promise<void> {
  for (const { id } of await tx.run(WRITTEN, [writerId])) await takeAway(core, tx, { deliveryId: id as DeliveryId })
}

/**
 * The copies of a letter that are to leave this chat, and what stands there instead: nothing, or, where the reader still
 * has it and only its words are no more, that it was taken back. `took` is called for each that is gone.
 */
export async function copiesToTake(
  core: Core,
  { platform, address, deliveryId }: { platform: Platform; address: Address; deliveryId: DeliveryId },
): Promise<{ copies: { way: string; took(): Promise<void> }[]; leaves: 'nothing' | 'taken back' }> {
  const self = core.vault.lookups(identityScope(platform), address.platformId)
  const { rows } = await core.db.pg.query(TO_TAKE, [platform, self, deliveryId, core.clock.now()])
  const copies = rows.map(({ lookup, way }) => ({
    way: core.vault.open(way, SHOWN_WAY),
    took: async () => void (await core.db.pg.query(FORGET, [[lookup]])),
  }))
  return { copies, leaves: rows[0]?.has ? 'taken back' : 'nothing' }
}

/** Messages that only one person saw, in a server, cannot be reached any more after a while. */
export async function forgetOldShown(core: Core): Promise<void> {
  await core.db.pg.query('delete from shown_letter where until < $1', [core.clock.now()])
}

const scope = (platform: Platform) => `shown:${platform}`
const namesOf = (core: Core, { platform, id }: SpotName) => core.vault.lookups(scope(platform), id)

const FORGET = 'delete from shown_letter where lookup = any($1::bytea[])'

const HAS = `d.state in ('waiting', 'arrived', 'opened', 'answered')`

/** Tells which of the letters their reader no longer has, or whose words are no more. */
const NOTE = `with self as (
    select id from identity where platform = $1::"Platform" and lookup = any($2::bytea[])
  ), noted as (
    insert into shown_letter (lookup, identity_id, delivery_id, way, until)
    select shown.lookup, self.id, d.id, shown.way, shown.until
    from self, unnest($3::bytea[], $4::uuid[], $5::bytea[], $6::timestamptz[]) shown (lookup, delivery_id, way, until)
      join delivery d on d.id = shown.delivery_id
    on conflict (lookup) do update set delivery_id = excluded.delivery_id, way = excluded.way, until = excluded.until, goes_at = null
    returning delivery_id
  )
  select distinct d.id from noted join delivery d on d.id = noted.delivery_id join letter l on l.id = d.letter_id
  where not ${HAS} or l.body is null`

const TAKE = `with taken as (
    update shown_letter set goes_at = $2::timestamptz
    where delivery_id = $1::uuid and goes_at is null and not (lookup = any($3::bytea[])) returning identity_id
  )
  select distinct i.account_id, i.id as identity_id from taken join identity i on i.id = taken.identity_id`

const LATE = 'select distinct delivery_id from shown_letter where identity_id = $1::uuid and goes_at is not null'

const LOST = `select distinct d.id from shown_letter s join delivery d on d.id = s.delivery_id
  where d.reader_id = $1::uuid and s.goes_at is null and not ${HAS}`

const WRITTEN = `select distinct d.id from letter l join delivery d on d.letter_id = l.id join shown_letter s on s.delivery_id = d.id
  where l.writer_id = $1::uuid and d.reader_id <> $1::uuid`

const TO_TAKE = `select s.lookup, s.way, ${HAS} as has from identity i join shown_letter s on s.identity_id = i.id
    join delivery d on d.id = s.delivery_id
  where i.platform = $1::"Platform" and i.lookup = any($2::bytea[]) and s.delivery_id = $3::uuid and s.goes_at is not null
    and (s.until is null or s.until > $4)`
