import type { Core } from '../core.ts'
import type { Lease } from '../delivery/lease.ts'
import { FORGET_SHOWN, namesOfSpots, type Spot } from '../letters/shownLetters.ts'
import type { Platform } from '../platform.ts'
import { bytesArray } from '../store/bytesArray.ts'

/** One event of a platform, as it came. `payload` is sealed at rest and dropped once handled. */
export type InboundEvent = {
  platform: Platform
  /** The platform's own id of the event; stored as a keyed hash. */
  eventId: string
  /** The platform's id of the person: events of one lane are handled in order. Stored as a keyed hash. */
  person: string
  payload: string
}

/** An event that was committed and not yet handled. */
export type StoredEvent = { key: Uint8Array; lane: string; payload: string; receivedAt: Date; attempts: number }

/** How long a handled event is remembered, so that a redelivery does nothing. */
export const INBOUND_MEMORY_DAYS = 3
/** After so many failed attempts an event is put aside for the operator. */
export const INBOUND_MAX_ATTEMPTS = 3

/** What a payload is sealed for. */
export const INBOUND_PAYLOAD = 'inbound'

/** How far a stream was read. With a `lease`, only as long as nobody has taken that over. */
export type Cursor = { name: string; value: number; lease?: Lease }

/**
 * Commits events before anybody confirms them; those seen before are left out. With a cursor, both or neither.
 * Returns the new ones in the given order. Rejects, and stores nothing, when the cursor's lease has passed on: its next
 * holder has looked already at what was left to do, and hears these again.
 */
export async function receiveEvents(
  core: Core,
  { events, cursor }: { events: InboundEvent[]; cursor?: Cursor },
): Promise<StoredEvent[]> {
  const receivedAt = core.clock.now()
  const stored = events.map((event) => ({ ...event, ...keyed(core, event) }))
  const { rows } = await core.db.hot.query({
    name: 'inbound_receive',
    text: RECEIVE,
    values: [
      stored.map(({ platform }) => platform),
      bytesArray(stored.map(({ key }) => key)),
      bytesArray(stored.map(({ lane }) => lane)),
      bytesArray(stored.map(({ payload }) => sealPayload(core, payload))),
      receivedAt,
      cursor?.name ?? null,
      cursor?.value ?? null,
      cursor?.lease?.name ?? null,
      cursor?.lease?.fence ?? null,
    ],
  })
  if (!rows[0]?.held) throw new Error(LEASE_PASSED_ON)
  const fresh = new Set((rows[0].events as Buffer[]).map(hex))
  // Each once, also when a batch holds it twice.
  return stored.filter(({ key }) => fresh.delete(hex(key))).map((event) => asStored(event, receivedAt))
}

export const LEASE_PASSED_ON = 'the lease has passed on'

/** What an event is known by, and whose it is; nothing can be read from either. */
export type Keyed = { key: Buffer; lane: Buffer; laneHex: string }

export function keyed(core: Core, { platform, eventId, person }: InboundEvent): Keyed {
  return { key: core.vault.lookup(eventScope(platform), eventId), ...laneOf(core, platform, person) }
}

/** What the keyed hash of an event's id is made for. */
export const eventScope = (platform: Platform) => `event:${platform}`

type Lane = Pick<Keyed, 'lane' | 'laneHex'>
const lanes = new WeakMap<Core, Map<string, Lane>>()
const LANES_KEPT_MOST = 5_000

/** The same person is heard again and again: those that were heard first are forgotten first. */
function laneOf(core: Core, platform: Platform, person: string): Lane {
  const known = lanes.get(core) ?? new Map<string, Lane>()
  lanes.set(core, known)
  const found = known.get(platform + person)
  if (found) return found
  const lane = core.vault.lookup(`lane:${platform}`, person)
  const fresh = { lane, laneHex: hex(lane) }
  known.set(platform + person, fresh)
  const [oldest] = known.keys()
  if (known.size > LANES_KEPT_MOST && oldest !== undefined) known.delete(oldest)
  return fresh
}

export function sealPayload(core: Core, payload: string): Buffer {
  return core.vault.seal(payload, INBOUND_PAYLOAD)
}

/** As it is once it was stored. */
export function asStored({ key, laneHex: lane, payload }: InboundEvent & Keyed, receivedAt: Date): StoredEvent {
  return { key, lane, payload, receivedAt, attempts: 0 }
}

/** Marks an event as handled and drops its payload. */
export async function settleEvent(
  core: Core,
  { platform, key, replaced = [] }: { platform: Platform; key: Uint8Array; replaced?: readonly Spot[] },
): Promise<void> {
  const values = [platform, asBuffer(key), core.clock.now()]
  if (replaced.length === 0) return void (await core.db.hot.query({ name: 'inbound_settle', text: SETTLE, values }))
  const names = bytesArray(namesOfSpots(core, platform, replaced))
  await core.db.hot.query({ name: 'inbound_settle_replaced', text: SETTLE_REPLACED, values: [...values, names] })
}

/** What follows from a failed attempt: another one, an incident to be told, or nothing, because somebody else handled it. */
export type Failed = 'try again' | 'put aside' | 'handled'

/** Notes a failed attempt; after {@link INBOUND_MAX_ATTEMPTS} the event is put aside with its incident. */
export async function failEvent(
  core: Core,
  { platform, key, incident }: { platform: Platform; key: Uint8Array; incident: string },
): Promise<Failed> {
  const { rows } = await core.db.pg.query({
    name: 'inbound_fail',
    text: FAIL,
    values: [platform, asBuffer(key), incident, INBOUND_MAX_ATTEMPTS, core.clock.now()],
  })
  const [noted] = rows
  if (!noted) return 'handled'
  return noted.handled_at === null ? 'try again' : 'put aside'
}

/** What was committed (before this moment, if one is given) but not handled: the process died. Oldest first. */
export async function unhandledEvents(core: Core, platform: Platform, before?: Date): Promise<StoredEvent[]> {
  const { rows } = await core.db.pg.query({
    name: 'inbound_unhandled',
    text: UNHANDLED,
    values: [platform, before ?? null],
  })
  return rows.map((row) => ({
    key: new Uint8Array(row.event),
    lane: hex(row.lane),
    payload: core.vault.open(row.payload, INBOUND_PAYLOAD),
    receivedAt: row.received_at,
    attempts: row.attempts,
  }))
}

/** How far a stream was read; undefined at the very first start. */
export async function readCursor(core: Core, name: string): Promise<number | undefined> {
  const { rows } = await core.db.pg.query('select value from cursor where name = $1', [name])
  return rows[0] ? Number(rows[0].value) : undefined
}

/** Forgets handled events that are too old to be redelivered. Returns how many. */
export async function forgetOldEvents(core: Core): Promise<number> {
  const before = new Date(core.clock.now().getTime() - INBOUND_MEMORY_DAYS * 86_400_000)
  const { rowCount } = await core.db.pg.query(FORGET, [before])
  return rowCount ?? 0
}

/** What was handled then was received before. */
const FORGET = `delete from inbound where received_at < $1 and handled_at < $1`
/**
 * All or nothing, and the cursor with them. Nothing without the lease, if one is given: until the commit nobody can take
 * it over.
 */
const RECEIVE = `with held as (
    select 1 from lease where name = $8 and fence = $9 and expires_at > clock_timestamp() for share
  ), may as materialized (
    select $8::text is null or exists (select 1 from held) as ok
  ), stored as (
    insert into inbound (platform, event, lane, payload, received_at)
    select platform, event, lane, payload, $5
    from unnest($1::"Platform"[], $2::bytea[], $3::bytea[], $4::bytea[]) with ordinality as n(platform, event, lane, payload, i)
    where (select ok from may)
    order by i
    on conflict do nothing
    returning event
  ), moved as (
    insert into cursor (name, value) select $6::text, $7::bigint from may where ok and $6::text is not null
    on conflict (name) do update set value = excluded.value
  )
  select may.ok as held, array(select event from stored) as events from may`
const SETTLE = `update inbound set handled_at = $3, payload = null where platform = $1 and event = $2`
const SETTLE_REPLACED = `with replaced as (${FORGET_SHOWN('$4')}) ${SETTLE}`
const FAIL = `update inbound set attempts = attempts + 1, failure = $3,
    handled_at = case when attempts + 1 >= $4 then $5::timestamptz end
  where platform = $1 and event = $2 and handled_at is null returning handled_at`
const UNHANDLED = `select event, lane, payload, received_at, attempts from inbound
  where platform = $1 and handled_at is null and payload is not null and ($2::timestamptz is null or received_at < $2) order by seq limit 10000`

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes)
