import type { Core } from '../../core/core.ts'
import { type Failed, failEvent, type StoredEvent, settleEvent } from '../../core/inbound/inbound.ts'
import { noteShown, type Spot } from '../../core/letters/shownLetters.ts'
import { newIncident } from '../../core/log.ts'
import { isOutOfRoom } from '../../core/store/outOfRoom.ts'
import { pause } from '../../core/time.ts'
import { handleTurn } from './handleTurn.ts'
import { incidentReply } from './incident.ts'
import { relayTurn } from './relay.ts'
import type { Turn } from './turn.ts'
import type { Reply } from './view.ts'

/** How a platform reads its stored events and answers them. */
export type EventPort = {
  /** The turn in a stored payload; undefined when it asks nothing of us. */
  read(payload: string): Turn | undefined
  /**
   * Shows the reply, and says where: for each of its views the messages that it became. Throws only when the platform
   * could not be asked at all.
   */
  answer(turn: Turn, payload: string, reply: Reply): Promise<Spot[][]>
}

/**
 * Runs one committed event: read, handle, answer, settle. A failure is logged with an incident and tried again in
 * place, so that the lane keeps its order; what was handled is not handled again when only its answer failed; when it is given up the person is told the incident. A database that is
 * away, or has no room left, does not count as an attempt. Once `closing` is aborted nothing is tried again: the next start does.
 */
export async function runEvent(
  core: Core,
  event: StoredEvent,
  { platform, port, closing }: { platform: Turn['platform']; port: EventPort; closing: AbortSignal },
): Promise<void> {
  const turn = port.read(event.payload)
  let reply: Reply | undefined
  let replaced: Spot[] = []
  for (let attempt = 0; ; attempt++) {
    try {
      if (turn) {
        const relayed = reply ?? (await relayTurn(core, turn, event.key))
        if (relayed === 'handled') return
        reply = relayed ?? (await handleTurn(core, turn))
        replaced = await noteWhere(core, turn, reply, await port.answer(turn, event.payload, reply))
      }
      return await settleEvent(core, { platform, key: event.key, replaced })
    } catch (error) {
      const incident = newIncident()
      core.log.error({ err: error, incident, act: turn?.act.kind }, 'a turn failed')
      const failed = await noteFailure(core, error, { platform, key: event.key, incident })
      if (failed === 'put aside' && turn) await tellIncident(core, { turn, event, port, incident })
      if (failed !== 'try again' || closing.aborted) return
      await pause(core.time, Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt), closing)
    }
  }
}

/** What the database cannot keep it cannot count either: such a failure is nobody's attempt. */
async function noteFailure(core: Core, error: unknown, failure: Parameters<typeof failEvent>[1]): Promise<Failed> {
  if (isOutOfRoom(error)) return 'try again'
  return failEvent(core, failure).catch(() => 'try again')
}

/**
 * Remembers where strangers' words stand now, and forgets what they took the place of. Where something else took it, which
 * is told, that is still to be forgotten. Neither for most replies.
 */
async function noteWhere(core: Core, { platform, platformId }: Turn, reply: Reply, spots: Spot[][]): Promise<Spot[]> {
  if (reply.kind !== 'views') return []
  const shown = reply.views.flatMap(({ shows = [] }, i) =>
    shows.length > 0 || (reply.replace && i === 0) ? (spots[i] ?? []).map((spot) => ({ spot, shows })) : [],
  )
  if (shown.every(({ shows }) => shows.length === 0)) return shown.map(({ spot }) => spot)
  await noteShown(core, { platform, platformId, shown })
  return []
}

async function tellIncident(
  core: Core,
  { turn, event, port, incident }: { turn: Turn; event: StoredEvent; port: EventPort; incident: string },
): Promise<void> {
  const reply = await incidentReply(core, turn, incident)
  await port.answer(turn, event.payload, reply).catch(() => undefined)
}

const FIRST_PAUSE_MS = 300
const MAX_PAUSE_MS = 10_000
