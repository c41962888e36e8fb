import { identityScope } from '../accounts/identityScope.ts'
import type { Core } from '../core.ts'
import type { Address } from '../delivery/channel.ts'
import { postMail } from '../delivery/outbox.ts'
import type { AccountId, CommentId, DeliveryId, IdentityId, LetterId, OpenLetterId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import { inPg, type Tx } from '../store/transaction.ts'

/**
 * A stranger's words: a letter to their reader, an open letter, an answer under one. A letter that is being shown is named,
 * too: two who both had it may become one meanwhile, and keep one of their deliveries.
 */
export type Shown = { deliveryId: DeliveryId; letterId?: LetterId } | ShownOpenly
export type ShownOpenly = { openLetterId: OpenLetterId } | { commentId: CommentId }

/**
 * Where a message of ours stands in somebody's chat. `id` is the same whenever that message is meant; `way` is how its
 * platform reaches it, for so long as `forMs` says (always by default). Both are opaque outside the platform's room.
 */
export type Spot = { id: string; way: string; forMs?: number }

/** A message by its {@link spotId}. */
export type SpotName = { platform: Platform; id: string }

/** The name of a message, by its platform's ids of the chat and of it. */
export const spotId = (chat: string, message: string): string => `${chat}:${message}`

/** Where an open letter stands, or an answer under one, is forgotten after so many days; a letter to somebody is theirs for good. */
export const OPEN_SHOWN_DAYS = 30
const DAY_MS = 86_400_000

/** The way to a message is sealed for this purpose. */
export const SHOWN_WAY = 'shown-letter:way'

/**
 * Remembers what messages of ours show in their reader's chat, so that every copy can be taken away when the reader no
 * longer has it; and forgets it of messages that show something else now. Kept sealed. Noting twice does nothing twice.
 */
export async function noteShown(
  core: Core,
  { platform, platformId, shown }: { platform: Platform; platformId: string; shown: Showing[] },
): Promise<void> {
  const now = core.clock.now().getTime()
  const names = namesOfSpots(
    core,
    platform,
    shown.map(({ spot }) => spot),
  )
  const rows = shown.flatMap(({ spot, shows }) =>
    shows.map((what) => ({
      lookup: core.vault.lookup(scope(platform), spot.id),
      ...columnsOf(what),
      way: core.vault.seal(spot.way, SHOWN_WAY),
      until: shownUntil(spot, what, now),
    })),
  )
  if (rows.length === 0) return forget(core, names)
  const self = core.vault.lookups(identityScope(platform), platformId)
  await inPg(core, async (tx) => {
    const deliveries = await hold(tx, { platform, self, rows })
    const lost = await tx.run(NOTE, [
      platform,
      self,
      rows.map(({ lookup }) => lookup),
      deliveries,
      rows.map(({ open }) => open),
      rows.map(({ comment }) => comment),
      rows.map(({ way }) => way),
      rows.map(({ until }) => until?.toISOString() ?? null),
      names,
    ])
    // Somebody took it from them just now, in another chat of theirs.
    for (const row of lost) await takeFrom(core, tx, { readerId: row.account_id as AccountId, what: shownIn(row) })
  })
}

type Holding = { platform: Platform; self: Uint8Array[]; rows: Pick<ShownColumns, 'delivery' | 'letter'>[] }

/**
 * The deliveries of what is to be noted. Whoever takes one of them away at this moment comes before, and is seen, or after,
 * and sees what is noted.
 */
async function hold(tx: Tx, { platform, self, rows }: Holding): Promise<(string | null)[]> {
  const ids = rows.flatMap(({ delivery }) => delivery ?? [])
  const held = new Set(ids.length > 0 ? (await tx.run(HOLD, [ids])).map(({ id }) => id) : [])
  const letters = rows.flatMap(({ delivery, letter }) => (delivery && letter && !held.has(delivery) ? letter : []))
  const theirs = letters.length > 0 ? await tx.run(HOLD_THEIRS, [platform, self, letters]) : []
  const kept = new Map(theirs.map(({ letter_id, id }) => [letter_id, id as string]))
  return rows.map(({ delivery, letter }) => (letter && kept.get(letter)) ?? delivery)
}

/** A message, and whose words it shows; none when it shows something else now. */
export type Showing = { spot: Spot; shows: readonly Shown[] }

function shownUntil({ forMs = Number.POSITIVE_INFINITY }: Spot, what: Shown, now: number): Date | undefined {
  const ms = 'deliveryId' in what ? forMs : Math.min(forMs, OPEN_SHOWN_DAYS * DAY_MS)
  return Number.isFinite(ms) ? new Date(now + ms) : undefined
}

type ShownColumns = { delivery: string | null; letter: string | null; open: string | null; comment: string | null }

function columnsOf(what: Shown): ShownColumns {
  return {
    delivery: 'deliveryId' in what ? what.deliveryId : null,
    letter: 'deliveryId' in what ? (what.letterId ?? null) : null,
    open: 'openLetterId' in what ? what.openLetterId : null,
    comment: 'commentId' in what ? what.commentId : null,
  }
}

function shownIn(row: Record<string, unknown>): Shown {
  if (row.delivery_id) return { deliveryId: row.delivery_id as DeliveryId }
  if (row.open_letter_id) return { openLetterId: row.open_letter_id as OpenLetterId }
  return { commentId: row.comment_id as CommentId }
}

/**
 * A reader no longer has a letter: its copies leave their chats, wherever they are, in the caller's transaction. `but` is
 * the message that the reader's own press replaces anyway.
 */
export async function takeAway(
  core: Core,
  tx: Tx,
  { deliveryId, but }: { deliveryId: DeliveryId; but?: SpotName | undefined },
): Promise<void> {
  await takeFrom(core, tx, { readerId: null, what: { deliveryId }, but })
}

/** The same for an open letter or an answer under one, which others may read on. */
export async function takeAwayOpenly(
  core: Core,
  tx: Tx,
  { readerId, what, but }: { readerId: AccountId; what: ShownOpenly; but?: SpotName | undefined },
): Promise<void> {
  await takeFrom(core, tx, { readerId, what, but })
}

async function takeFrom(
  core: Core,
  tx: Tx,
  { readerId, what, but }: { readerId: AccountId | null; what: Shown; but?: SpotName | undefined },
): Promise<void> {
  const { delivery, open, comment } = columnsOf(what)
  const spared = but ? namesOf(core, but) : []
  const now = core.clock.now().toISOString()
  for (const row of await tx.run(TAKE, [delivery, open, comment, readerId, now, spared]))
    await postGone(core, tx, { to: row.account_id as AccountId, self: row.identity_id as IdentityId, what })
}

async function postGone(
  core: Core,
  tx: Tx,
  { to, self, what }: { to: AccountId; self: IdentityId; what: Shown },
): Promise<void> {
  await postMail(core, tx, { to, self, parcel: { kind: 'letter-gone', ...what }, priority: 'letter' })
}

/** A chat can be reached again: what was to leave it while it could not. */
export async function takeAwayLate(
  core: Core,
  tx: Tx,
  { accountId, identityId }: { accountId: AccountId; identityId: IdentityId },
): Promise<void> {
  for (const row of await tx.run(LATE, [identityId]))
    await postGone(core, tx, { to: accountId, self: identityId, what: shownIn(row) })
}

/** After a merge one may no longer have what one of the two showed. */
export async function takeAwayLost(core: Core, tx: Tx, { readerId }: { readerId: AccountId }): Promise<void> {
  for (const row of await tx.run(LOST, [readerId])) await takeFrom(core, tx, { readerId, what: shownIn(row) })
}

/** Its writer erased everything: whoever has a letter of theirs finds that it was taken back, also where they read it. */
export async function takeAwayWritten(core: Core, tx: Tx, { writerId }: { writerId: AccountId }): Promise<void> {
  await tx.run(HOLD_WRITTEN, [writerId])
  for (const { id } of await tx.run(WRITTEN, [writerId])) await takeAway(core, tx, { deliveryId: id as DeliveryId })
}

/**
 * The copies of a stranger's words that are to leave this chat, and what stands there instead: nothing, or, where the
 * reader still has the letter and only its words are no more, that it was taken back. `took` is called for each that is gone.
 */
export async function copiesToTake(
  core: Core,
  { platform, address, what }: { platform: Platform; address: Address; what: Shown },
): Promise<{ copies: { way: string; took(): Promise<void> }[]; leaves: 'nothing' | 'taken back' }> {
  const self = core.vault.lookups(identityScope(platform), address.platformId)
  const { delivery, open, comment } = columnsOf(what)
  const { rows } = await core.db.pg.query(TO_TAKE, [platform, self, delivery, open, comment, core.clock.now()])
  const copies = rows.map(({ lookup, way }) => ({
    way: core.vault.open(way, SHOWN_WAY),
    took: () => forget(core, [lookup]),
  }))
  return { copies, leaves: rows[0]?.has ? 'taken back' : 'nothing' }
}

/** Whether a message of ours shows a stranger's words now. */
export async function showsWords(core: Core, name: SpotName): Promise<boolean> {
  const { rowCount } = await core.db.pg.query('select 1 from shown_letter where lookup = any($1::bytea[]) limit 1', [
    namesOf(core, name),
  ])
  return Boolean(rowCount)
}

/** Messages that only one person saw, in a server, cannot be reached any more after a while; what is open is nobody's own. */
export async function forgetOldShown(core: Core): Promise<void> {
  await core.db.pg.query('delete from shown_letter where until < $1', [core.clock.now()])
}

const scope = (platform: Platform) => `shown:${platform}`
const namesOf = (core: Core, { platform, id }: SpotName) => core.vault.lookups(scope(platform), id)

/** Under what these messages are kept. */
export const namesOfSpots = (core: Core, platform: Platform, spots: readonly Spot[]): Uint8Array[] =>
  spots.flatMap(({ id }) => namesOf(core, { platform, id }))

async function forget(core: Core, names: Uint8Array[]): Promise<void> {
  await core.db.pg.query({ ...FORGET, values: [names] })
}

/** As part of a statement; `names` are those of {@link namesOfSpots}. */
export const FORGET_SHOWN = (names: string) => `delete from shown_letter where lookup = any(${names}::bytea[])`
/** Whatever takes the place of something else may take that of a letter. */
const FORGET = { name: 'shown_forget', text: FORGET_SHOWN('$1') }

const HOLD = `select d.id from delivery d join letter l on l.id = d.letter_id where d.id = any($1::uuid[])
  order by d.id for share of d, l`
/** By the letter, of whoever speaks from this self by now. */
const HOLD_THEIRS = `select d.id, d.letter_id from identity i join delivery d on d.reader_id = i.account_id join letter l on l.id = d.letter_id
  where i.platform = $1::"Platform" and i.lookup = any($2::bytea[]) and d.letter_id = any($3::uuid[]) order by d.id for share of d, l`
const HOLD_WRITTEN = 'select 1 from letter where writer_id = $1::uuid order by id for update'

const HAS = `d.state in ('waiting', 'arrived', 'opened', 'answered')`

/** Whether this person reported an open letter or an answer under one. */
const REPORTED = (thing: string, account: string) => `exists (select 1 from report r
  where r.kind in ('open', 'comment') and r.thing_id = ${thing} and r.reporter_id = ${account} and r.state <> 'withdrawn')`

/** What stood there before is forgotten. Tells which of the words their reader no longer has, or are no more. */
const NOTE = `with self as (
    select id, account_id from identity where platform = $1::"Platform" and lookup = any($2::bytea[])
  ), before as (
    delete from shown_letter where lookup = any($9::bytea[])
  ), noted as (
    insert into shown_letter (lookup, identity_id, delivery_id, open_letter_id, comment_id, way, until)
    select shown.lookup, self.id, d.id, o.id, c.id, shown.way, shown.until
    from self, unnest($3::bytea[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bytea[], $8::timestamptz[])
        shown (lookup, delivery_id, open_letter_id, comment_id, way, until)
      left join delivery d on d.id = shown.delivery_id
      left join open_letter o on o.id = shown.open_letter_id
      left join comment c on c.id = shown.comment_id
    where d.id is not null or o.id is not null or c.id is not null
    returning delivery_id, open_letter_id, comment_id
  )
  select distinct self.account_id, noted.* from self, noted
    left join delivery d on d.id = noted.delivery_id left join letter l on l.id = d.letter_id
  where not ${HAS} or (d.id is not null and l.body is null)
    or ${REPORTED('coalesce(noted.open_letter_id, noted.comment_id)', 'self.account_id')}`

/** Of a reader's ($4), or whosever it is. */
const TAKE = `with taken as (
    update shown_letter s set goes_at = $5::timestamptz from identity i
    where (s.delivery_id = $1::uuid or s.open_letter_id = $2::uuid or s.comment_id = $3::uuid) and s.goes_at is null
      and i.id = s.identity_id and ($4::uuid is null or i.account_id = $4::uuid) and not (s.lookup = any($6::bytea[]))
    returning i.account_id, i.id as identity_id
  )
  select distinct account_id, identity_id from taken`

const LATE = `select distinct delivery_id, open_letter_id, comment_id from shown_letter
  where identity_id = $1::uuid and goes_at is not null`

const LOST = `select distinct s.delivery_id, s.open_letter_id, s.comment_id
  from identity i join shown_letter s on s.identity_id = i.id left join delivery d on d.id = s.delivery_id
  where i.account_id = $1::uuid and s.goes_at is null
    and (not ${HAS} or ${REPORTED('coalesce(s.open_letter_id, s.comment_id)', '$1::uuid')})`

const WRITTEN = `select distinct d.id from letter l join delivery d on d.letter_id = l.id join shown_letter s on s.delivery_id = d.id
  where l.writer_id = $1::uuid and d.reader_id <> $1::uuid`

const TO_TAKE = `select s.lookup, s.way, coalesce(${HAS}, false) as has from identity i join shown_letter s on s.identity_id = i.id
    left join delivery d on d.id = s.delivery_id
  where i.platform = $1::"Platform" and i.lookup = any($2::bytea[]) and s.goes_at is not null
    and (s.delivery_id = $3::uuid or s.open_letter_id = $4::uuid or s.comment_id = $5::uuid) and (s.until is null or s.until > $6)`
