import type { PoolClient } from 'pg'
import type { Core } from '../core.ts'
import type { Lease } from '../delivery/lease.ts'
import type { Platform } from '../platform.ts'

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
type Cursor = { name: string; value: number; lease?: Lease }

/**
 * Commits events before anybody confirms them; those seen before are left out. With a cursor, both in one transaction.
 * Returns the new ones in the given order. Rejects, and stores nothing, when the cursor's lease has passed on: its next
 * holder has looked already at what was left to do, and hears these again.
 */
export async function receiveEvents(
  core: Core,
  { events, cursor }: { events: InboundEvent[]; cursor?: Cursor },
): Promise<StoredEvent[]> {
  const receivedAt = core.clock.now()
  const stored = events.map((event) => ({
    event,
    key: core.vault.lookup(`event:${event.platform}`, event.eventId),
    lane: core.vault.lookup(`lane:${event.platform}`, event.person),
  }))
  const client = await core.db.pg.connect()
  try {
    await client.query('begin')
    const fresh = new Set<string>()
    for (const { event, key, lane } of stored) {
      const values = [event.platform, key, lane, core.vault.seal(event.payload, INBOUND_PAYLOAD), receivedAt]
      const { rowCount } = await client.query({ name: 'inbound_insert', text: INSERT, values: values.map(asBuffer) })
      if (rowCount) fresh.add(hex(key))
    }
    if (cursor) await advance(client, cursor)
    await client.query('commit')
    return stored
      .filter(({ key }) => fresh.has(hex(key)))
      .map(({ event, key, lane }) => ({ key, lane: hex(lane), payload: event.payload, receivedAt, attempts: 0 }))
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

async function advance(client: PoolClient, { name, value, lease }: Cursor): Promise<void> {
  if (lease) {
    const { rowCount } = await client.query({ name: 'lease_hold', text: HOLD, values: [lease.name, lease.fence] })
    if (rowCount === 0) throw new Error('the lease has passed on')
  }
  await client.query({ name: 'cursor_advance', text: ADVANCE, values: [name, value] })
}

/** Marks an event as handled and drops its payload. */
export async function settleEvent(
  core: Core,
  { platform, key }: { platform: Platform; key: Uint8Array },
): Promise<void> {
  await core.db.pg.query({ name: 'inbound_settle', text: SETTLE, values: [platform, asBuffer(key), core.clock.now()] })
}

/** Notes a failed attempt; after {@link INBOUND_MAX_ATTEMPTS} the event is put aside with its incident. True while it may be tried again. */
export async function failEvent(
  core: Core,
  { platform, key, incident }: { platform: Platform; key: Uint8Array; incident: string },
): Promise<boolean> {
  const { rows } = await core.db.pg.query({
    name: 'inbound_fail',
    text: FAIL,
    values: [platform, asBuffer(key), incident, INBOUND_MAX_ATTEMPTS, core.clock.now()],
  })
  return rows[0]?.handled_at === null
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

/** By platform, as the index is. */
const FORGET = `delete from inbound where platform in ('discord', 'telegram') and handled_at < $1`
const INSERT = `insert into inbound (platform, event, lane, payload, received_at)
  values ($1, $2, $3, $4, $5) on conflict do nothing`
const ADVANCE = `insert into cursor (name, value) values ($1, $2)
  on conflict (name) do update set value = excluded.value`
/** Until the commit nobody can take it over. */
const HOLD = `select 1 from lease where name = $1 and fence = $2 and expires_at > clock_timestamp() for share`
const SETTLE = `update inbound set handled_at = $3, payload = null where platform = $1 and event = $2`
const FAIL = `update inbound set attempts = attempts + 1, failure = $3,
    handled_at = case when attempts + 1 >= $4 then $5::timestamptz end
  where platform = $1 and event = $2 returning handled_at`
const UNHANDLED = `select event, lane, payload, received_at, attempts from inbound
  where platform = $1 and handled_at is null and payload is not null and ($2::timestamptz is null or received_at < $2) order by seq limit 10000`

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const asBuffer = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value) : value)
