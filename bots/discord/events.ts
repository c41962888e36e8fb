import type { Core } from '../../core/core.ts'
import type { Lease } from '../../core/delivery/lease.ts'
import type { StoredEvent } from '../../core/inbound/inbound.ts'
import { openInbox } from '../../core/inbound/inbox.ts'
import { type EventPort, runEvent } from '../dialogue/runEvent.ts'
import type { Acks } from './acks.ts'
import type { Answer } from './answer.ts'
import type { DiscordEvent, MessageEvent } from './event.ts'
import { openIntake, parseEvent } from './intake.ts'
import { readTurn } from './readTurn.ts'

/** From what the gateway tells to handled events: commit first, then run, in order for each person. */
export type Events = {
  /** Runs what was committed by somebody who died before it was handled. Before anything else is heard. */
  rerun(): Promise<void>
  /** Takes up an event that was heard, or found later than it happened. */
  take(event: DiscordEvent): void
  /** Lets what is under way end, for a while; what comes now is stored for the next start. */
  drain(): Promise<void>
  /** Once nothing is heard any more: stores what is not stored yet. */
  close(): Promise<void>
}

/**
 * Without the lease nothing is taken: its new holder hears it too, and what was stored before would be no news to it.
 * `closing`: what comes or fails after it is aborted is left to the next start.
 */
export function openEvents(
  core: Core,
  { acks, answer, lease, closing }: { acks: Acks; answer: Answer; lease: Lease; closing: AbortSignal },
): Events {
  const port = openPort(answer)
  const inbox = openInbox(core, {
    platform: 'discord',
    lease,
    handle: (stored) => runEvent(core, stored, { platform: 'discord', port, closing }),
  })

  const handOn = (stored: StoredEvent, event: DiscordEvent, receivedAt: number) => {
    if (closing.aborted) return
    if (event.is === 'interaction') acks.watch(event, receivedAt)
    inbox.run(stored)
  }
  // What is left to the next start is not handled yet, either.
  const intake = openIntake(core, handOn, (lane) => closing.aborted || inbox.busy(lane))

  /** Whose chat it is: a deletion does not say, and belongs in the lane of its person. */
  const persons = new Map<string, string>()

  const take = (event: DiscordEvent) => {
    if (!lease.held()) return
    if (event.is === 'message') remember(persons, event)
    intake.take(event.is === 'delete' ? { ...event, personId: persons.get(event.chatId) ?? event.personId } : event)
  }

  return {
    take,
    rerun: inbox.rerun,
    async drain() {
      await inbox.close()
      acks.close()
    },
    close: intake.close,
  }
}

const PERSONS_MOST = 10_000

function remember(persons: Map<string, string>, { chatId, personId }: MessageEvent): void {
  if (persons.has(chatId)) return
  const [oldest] = persons.keys()
  if (persons.size >= PERSONS_MOST && oldest !== undefined) persons.delete(oldest)
  persons.set(chatId, personId)
}

/** Payloads are what the intake stored. */
function openPort(answer: Answer): EventPort {
  return {
    read: (payload) => readTurn(parseEvent(payload)),
    answer: (turn, payload, reply) => answer(turn, parseEvent(payload), reply),
  }
}
