import type { Core } from '../core.ts'
import type { Platform } from '../platform.ts'
import { eventScope } from './inbound.ts'

/** Those of these events that were never committed, as far back as events are remembered; also under an older key. */
export async function leaveOutHeard<Event extends { id: string }>(
  core: Core,
  { platform, events }: { platform: Platform; events: Event[] },
): Promise<Event[]> {
  if (events.length === 0) return events
  const keys = events.map(({ id }) => core.vault.lookups(eventScope(platform), id))
  const { rows } = await core.db.pg.query({ name: 'inbound_heard', text: HEARD, values: [platform, keys.flat()] })
  const heard = new Set(rows.map(({ event }) => event.toString('hex')))
  return events.filter((_event, at) => !keys[at]?.some((key) => heard.has(key.toString('hex'))))
}

const HEARD = `select event from inbound where platform = $1 and event = any($2::bytea[])`
