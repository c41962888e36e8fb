import { type Heard, hearSaid } from '../../core/chat/hearSaid.ts'
import type { Core } from '../../core/core.ts'
import type { StoredEvent } from '../../core/inbound/inbound.ts'
import { pause } from '../../core/time.ts'
import { saidAtOnce } from '../dialogue/relay.ts'
import type { DiscordEvent } from './event.ts'
import { readTurn } from './readTurn.ts'

/**
 * Commits events in the order they came, several at a time when they come fast, and hands the new ones on. While the
 * database is away they wait here: Discord does not send them again.
 */
export type Intake = {
  take(event: DiscordEvent): void
  /** Resolves when everything taken is committed, or given up after {@link CLOSE_WITHIN_MS}. */
  close(): Promise<void>
}

const CLOSE_WITHIN_MS = 1_000

const BATCH_MAX = 100
const FIRST_PAUSE_MS = 100
const MOST_PAUSE_MS = 2_000

type Taken = { event: DiscordEvent; receivedAt: number }

/**
 * `handle` is called once an event is committed and something is left to do about it; `receivedAt` is on the monotonic
 * clock. Events seen before are dropped. `busy` says whose earlier events are not handled yet.
 */
export function openIntake(
  core: Core,
  handle: (stored: StoredEvent, event: DiscordEvent, receivedAt: number) => void,
  busy: (lane: string) => boolean,
): Intake {
  const waiting: Taken[] = []
  let working: Promise<void> | undefined
  let over = false

  const commitAll = async () => {
    for (let failures = 0; waiting.length > 0 && !over; ) {
      const batch = waiting.slice(0, BATCH_MAX)
      try {
        const events = batch.map(({ event }) => heardIn(core, event))
        const stored = await hearSaid(core, { events, busy })
        waiting.splice(0, batch.length)
        failures = 0
        for (const one of stored) handOn(one, batch)
      } catch (error) {
        core.log.error({ err: error, waiting: waiting.length }, 'discord: cannot commit events yet')
        await pause(core.time, Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++))
      }
    }
    working = undefined
  }

  const handOn = (stored: StoredEvent, batch: Taken[]) => {
    const event = parseEvent(stored.payload)
    const receivedAt = batch.find((taken) => taken.event.id === event.id)?.receivedAt ?? performance.now()
    handle(stored, event, receivedAt)
  }

  return {
    take(event) {
      waiting.push({ event, receivedAt: performance.now() })
      working ??= commitAll()
    },
    async close() {
      const waited = new AbortController()
      await Promise.race([working, pause(core.time, CLOSE_WITHIN_MS, waited.signal)])
      waited.abort()
      over = true
    },
  }
}

function heardIn(core: Core, event: DiscordEvent): Heard {
  const heard = {
    platform: 'discord',
    eventId: event.id,
    person: event.personId,
    payload: JSON.stringify(event),
  } as const
  return event.is === 'message' ? { ...heard, ...saidAtOnce(core, readTurn(event)) } : heard
}

/** A stored payload, as {@link openIntake} wrote it. */
export function parseEvent(payload: string): DiscordEvent {
  return JSON.parse(payload) as DiscordEvent
}
