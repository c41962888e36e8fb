import { TelegramError } from 'telegraf'
import type { Outcome } from '../../core/delivery/channel.ts'

/** Why a call did not do what it was asked to. `reason` is one of a few codes; it quotes nothing. */
export type Failure = Extract<Outcome, { kind: 'gone' | 'later' | 'refused' | 'unknown' }>

/**
 * What a failed call to the Bot API means for the message it carried. A 429 names no scope: it is taken to be the
 * chat's until others are refused too (see `openSlowdowns`).
 */
export function outcomeOf(error: unknown): Failure {
  if (error instanceof TelegramError) return outcomeOfAnswer(error)
  if (!(error instanceof Error)) return unknown('unexpected')
  const code = 'code' in error ? String(error.code) : ''
  if (error.name === 'AbortError' || NO_ANSWER.test(code)) return unknown('timeout')
  if (neverConnected(error, code)) return later(UNREACHABLE_PAUSE_MS, 'unreachable')
  const known = ['FetchError', 'Unreadable'].includes(error.name) || /^(E[A-Z]+|UND_ERR_\w+|HPE_\w+)$/.test(code)
  return unknown(known ? 'connection-lost' : 'unexpected')
}

/** undici's: the request left, and nothing came within the time given. */
const NO_ANSWER = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/

const UNREACHABLE_PAUSE_MS = 2_000
const REFUSED_TOKEN_PAUSE_MS = 60_000
const DEFAULT_RETRY_AFTER_SECONDS = 5

/** Statuses and descriptions as in the source of tdlib/telegram-bot-api (Client.cpp, Query.cpp). */
function outcomeOfAnswer({ code, description, parameters }: TelegramError): Failure {
  if (code >= 500) return unknown('server-error')
  switch (code) {
    case 429:
      return { ...later((parameters?.retry_after ?? DEFAULT_RETRY_AFTER_SECONDS) * 1000, '429'), scope: 'chat' }
    case 401:
    case 404:
      return later(REFUSED_TOKEN_PAUSE_MS, 'token-refused')
    case 403:
      return { kind: 'gone', reason: reasonIn(FORBIDDEN, description) ?? 'forbidden' }
    case 413:
      return refused('too-long')
    case 400: {
      const gone = reasonIn(NOBODY_THERE, description)
      return gone ? { kind: 'gone', reason: gone } : refused(reasonIn(BAD_REQUEST, description) ?? 'bad-request')
    }
    default:
      return refused(`status-${code}`)
  }
}

type Reasons = readonly (readonly [pattern: RegExp, reason: string])[]

const FORBIDDEN: Reasons = [
  [/blocked by the user/i, 'blocked'],
  [/user is deactivated/i, 'deactivated'],
  [/can't initiate conversation/i, 'never-started'],
]

const NOBODY_THERE: Reasons = [
  [/chat not found|user not found|PEER_ID_INVALID/i, 'no-chat'],
  [/USER_IS_BLOCKED/, 'blocked'],
  [/USER_DEACTIVATED/, 'deactivated'],
]

const BAD_REQUEST: Reasons = [
  [/message is not modified/i, 'not-modified'],
  [/VOICE_MESSAGES_FORBIDDEN/, 'voice-forbidden'],
  [/no text in the message to edit/i, 'no-text'],
  [/message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i, 'cannot-edit'],
  [/message to react not found|REACTION_INVALID/i, 'cannot-react'],
  [/message to delete not found|message can't be deleted/i, 'cannot-delete'],
  [/query is too old|query ID is invalid|QUERY_ID_INVALID/i, 'query-too-old'],
  [/too long|TOO_LONG/, 'too-long'],
  [/text is empty|text must be non-empty/i, 'empty'],
  [/button|reply markup|BUTTON_/i, 'buttons'],
  [/entit/i, 'entities'],
]

function reasonIn(reasons: Reasons, description: string): string | undefined {
  return reasons.find(([pattern]) => pattern.test(description))?.[1]
}

const NAMELESS_CODES =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

/**
 * True when no connection came about, so that nothing can have been done. Node names the call that failed; node-fetch 2
 * quotes the system's words: `… failed, reason: connect ETIMEDOUT 192.0.2.1:443`, and nothing after `reason:` when every
 * address of a name failed.
 */
function neverConnected(error: Error, code: string): boolean {
  return (
    NAMELESS_CODES.test(code) ||
    ('syscall' in error && error.syscall === 'connect') ||
    error instanceof AggregateError ||
    /reason: (connect |$)|Client network socket disconnected before secure/.test(error.message)
  )
}

const later = (afterMs: number, reason: string) => ({ kind: 'later', afterMs, scope: 'bot', reason }) as const
const refused = (reason: string): Failure => ({ kind: 'refused', reason })
const unknown = (reason: string): Failure => ({ kind: 'unknown', reason })
