import type { Log } from '../../core/log.ts'
import type { DiscordApi, FirstAnswer } from './api.ts'
import type { InteractionEvent } from './event.ts'
import { InteractionResponseType, MessageFlags } from './library.ts'
import { codeOf, codes } from './outcome.ts'

/**
 * How an interaction stands: `open` waits for its first answer; `thinking` shows that we think, and that is the message
 * to fill in; `quiet` was acknowledged without a sign, and its first answer is the message that was pressed.
 */
export type Ack = 'open' | 'thinking' | 'quiet'

/** Discord drops an interaction that has no answer after 3 s; by then we have said that we think. */
const DEFER_AFTER_MS = 1_500
/** A form cannot open once we said so: where one may still come, we wait until it would come too late anyway. */
const DEFER_LAST_MS = 2_200

/** Keeps interactions alive while their turns take long. */
export type Acks = {
  /** Watches over a committed interaction that came at `receivedAt` (monotonic clock). */
  watch(event: InteractionEvent, receivedAt: number): void
  /** Ends the watch, for somebody is about to answer, and says how the interaction stands. */
  take(event: InteractionEvent): Promise<Ack>
  close(): void
}

type Watched = { timer: NodeJS.Timeout; ack: Promise<Ack> | undefined }

export function openAcks({ api, log }: { api: DiscordApi; log: Log }): Acks {
  const watched = new Map<string, Watched>()

  const defer = async (event: InteractionEvent): Promise<Ack> => {
    const ack = event.messageId === undefined ? 'thinking' : 'quiet'
    try {
      await api.answerFirst(event, deferral(event))
      return ack
    } catch (error) {
      if (codeOf(error) === codes.alreadyAcknowledged) return ack
      log.warn({ err: error }, 'discord: could not ask for more time')
      return 'open'
    }
  }

  return {
    watch(event, receivedAt) {
      const left = Math.max(0, patience(event) - (performance.now() - receivedAt))
      const entry: Watched = { ack: undefined, timer: setTimeout(() => (entry.ack = defer(event)), left) }
      watched.set(event.id, entry)
    },
    async take({ id }) {
      const entry = watched.get(id)
      if (!entry) return 'open'
      watched.delete(id)
      clearTimeout(entry.timer)
      return entry.ack ?? 'open'
    },
    close() {
      for (const { timer } of watched.values()) clearTimeout(timer)
      watched.clear()
    },
  }
}

/** A form never follows a form (docs: receiving-and-responding); it may follow a command or a press. */
function patience({ asked }: InteractionEvent): number {
  return asked.kind === 'form' ? DEFER_AFTER_MS : DEFER_LAST_MS
}

function deferral(event: InteractionEvent): FirstAnswer {
  if (event.messageId !== undefined) return { type: InteractionResponseType.DeferredMessageUpdate }
  const forThemOnly = event.chatId === undefined ? { data: { flags: MessageFlags.Ephemeral } as const } : {}
  return { type: InteractionResponseType.DeferredChannelMessageWithSource, ...forThemOnly }
}
