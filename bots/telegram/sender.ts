import type { Message, Opts } from 'telegraf/types'
import type { Budget, Priority } from '../../core/delivery/budget.ts'
import { machineTime, pause } from '../../core/time.ts'
import type { Api } from './api.ts'
import { type Failure, outcomeOf } from './outcome.ts'
import { openSlowdowns } from './slowdowns.ts'

/** What a try came to: Telegram's id of the message, or why there is none. */
export type Tried = { kind: 'sent'; messageId: string } | Failure

/** What shows something in a chat. The published rates are of messages sent; an edit is held up by a 429 only. */
export type Showing =
  | 'sendMessage'
  | 'sendPhoto'
  | 'editMessageText'
  | 'sendAnimation'
  | 'sendMediaGroup'
  | 'sendVideo'
  | 'sendVideoNote'
  | 'sendVoice'
  | 'sendAudio'
  | 'sendDocument'
  | 'editMessageCaption'
  | 'editMessageMedia'
  | 'deleteMessage'
  | 'setMessageReaction'

const UPLOADS: ReadonlySet<Showing> = new Set<Showing>([
  'sendPhoto',
  'sendAnimation',
  'sendMediaGroup',
  'sendVideo',
  'sendVideoNote',
  'sendVoice',
  'sendAudio',
  'sendDocument',
  'editMessageMedia',
])
/** What carries a file may take longer than words: a home's line is slow upwards. */
const UPLOAD_TIMEOUT_MS = 60_000

/** Sends one message or edit to one chat. Never throws. */
export type Sender = {
  /** One try. The caller has taken the budget. */
  once<M extends Showing>(chat: string, method: M, payload: Opts<M>): Promise<Tried>
  /**
   * Takes the budget for a message and tries until it is done or hopeless: waits out a 429 of at most
   * {@link PATIENCE_MS}, repeats what never arrived, and what may have arrived only if `resend`.
   */
  insist<M extends Showing>(chat: string, method: M, payload: Opts<M>, how: Insistence): Promise<Tried>
}

export type Insistence = { priority: Priority; resend: boolean; signal: AbortSignal }

/** A 429 is waited out up to this, all waits together. */
const PATIENCE_MS = 30_000
const MOST_TRIES = 3
const FIRST_PAUSE_MS = 300

export function openSender({ api, budget }: { api: Api; budget: Budget }): Sender {
  const slowdowns = openSlowdowns()

  const once: Sender['once'] = async (chat, method, payload) => {
    try {
      const result: unknown = await api.call(
        method,
        payload,
        UPLOADS.has(method) ? { timeoutMs: UPLOAD_TIMEOUT_MS } : {},
      )
      slowdowns.accepted()
      return { kind: 'sent', messageId: idsOf(result) }
    } catch (error) {
      const failure = outcomeOf(error)
      return told429(failure) ? { ...failure, scope: slowdowns.refused(chat) } : failure
    }
  }

  return {
    once,
    async insist(chat, method, payload, { priority, resend, signal }) {
      const spent: Spent = { tries: 0, waitedMs: 0 }
      for (;;) {
        if (method === 'sendMessage' || UPLOADS.has(method)) await budget.take(chat, priority)
        const tried = await once(chat, method, payload)
        if (told429(tried)) budget.pause(tried.afterMs, tried.scope === 'chat' ? chat : undefined)
        const afterMs = pauseBeforeNext(tried, spent, resend)
        if (afterMs === undefined) return tried
        await pause(machineTime, afterMs, signal)
        if (signal.aborted) return tried
      }
    },
  }
}

/** Of an album several, with blanks between. */
function idsOf(result: unknown): string {
  return [result]
    .flat()
    .map((message) => String((message as Message).message_id))
    .join(' ')
}

type Spent = { tries: number; waitedMs: number }

/** How long to wait before another try, noting it in `spent`; undefined when there shall be none. */
function pauseBeforeNext(tried: Tried, spent: Spent, resend: boolean): number | undefined {
  if (told429(tried)) {
    spent.waitedMs += tried.afterMs
    return spent.waitedMs <= PATIENCE_MS ? tried.afterMs : undefined
  }
  spent.tries++
  const again = tried.kind === 'later' || (tried.kind === 'unknown' && resend)
  return again && spent.tries < MOST_TRIES ? FIRST_PAUSE_MS * 4 ** (spent.tries - 1) : undefined
}

type Told429 = Extract<Failure, { kind: 'later' }> & { reason: '429' }

function told429(tried: Tried): tried is Told429 {
  return tried.kind === 'later' && tried.reason === '429'
}
