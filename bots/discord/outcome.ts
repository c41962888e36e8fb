import type { Outcome } from '../../core/delivery/channel.ts'
import { DiscordAPIError, HTTPError, RateLimitError } from './library.ts'

/** Why a call did not do what it was asked to. `reason` is a short code; it quotes nothing. */
export type Failure = Extract<Outcome, { kind: 'gone' | 'later' | 'refused' | 'unknown' }>

/** What a failed call to Discord means for the message it carried (docs: topics/opcodes-and-status-codes). */
export function outcomeOf(error: unknown): Failure {
  if (error instanceof RateLimitError) return rateLimited(error)
  if (error instanceof DiscordAPIError) return outcomeOfCode(error)
  if (error instanceof HTTPError) return unknown(`http-${error.status}`)
  if (!(error instanceof Error)) return unknown('unexpected')
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return unknown('timeout')
  return outcomeOfConnection('code' in error ? String(error.code) : '')
}

/** Discord's own code for a refusal; undefined for any other failure. */
export function codeOf(error: unknown): number | undefined {
  return error instanceof DiscordAPIError ? Number(error.code) : undefined
}

/** The codes that this adapter acts upon. docs: topics/opcodes-and-status-codes#json */
export const codes = {
  unknownChannel: 10003,
  unknownMessage: 10008,
  unknownUser: 10013,
  unknownEmoji: 10014,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  writingTooFast: 20028,
  openingDmsTooFast: 40003,
  alreadyAcknowledged: 40060,
  serviceLimited: 40062,
  tooManyFollowUps: 40094,
  missingAccess: 50001,
  cannotMessageUser: 50007,
  invalidWebhookToken: 50027,
  invalidRecipients: 50033,
  noMutualGuild: 50278,
  overloaded: 130000,
} as const

const UNREACHABLE_PAUSE_MS = 2_000
const OVERLOADED_PAUSE_MS = 15_000
const DM_OPENING_PAUSE_MS = 60_000
const TOKEN_REFUSED_PAUSE_MS = 60_000
const NO_ACCESS_PAUSE_MS = 5 * 60_000

/** By code and not by status: 50007 comes as 400 from opening a DM, as 403 from sending (discord/discord-api-docs#1905). */
function outcomeOfCode({ code, status }: DiscordAPIError): Failure {
  switch (Number(code)) {
    case codes.cannotMessageUser:
      return gone('dms-closed')
    case codes.noMutualGuild:
      return gone('no-mutual-guild')
    case codes.unknownUser:
    case codes.invalidRecipients:
      return gone('unknown-user')
    case codes.unknownChannel:
      return gone('unknown-channel')
    case codes.openingDmsTooFast:
      return later(DM_OPENING_PAUSE_MS, 'chat', 'opening-dms-too-fast')
    case codes.writingTooFast:
      return later(OVERLOADED_PAUSE_MS, 'chat', '429')
    case codes.serviceLimited:
    case codes.overloaded:
      return later(OVERLOADED_PAUSE_MS, 'bot', '429')
    case codes.missingAccess:
      // Reported as passing for first DMs: discord/discord-api-docs#7666.
      return later(NO_ACCESS_PAUSE_MS, 'chat', 'no-access')
    default:
      return outcomeOfStatus(status, Number(code))
  }
}

function outcomeOfStatus(status: number, code: number): Failure {
  if (status === 401) return later(TOKEN_REFUSED_PAUSE_MS, 'bot', 'token-refused')
  if (status === 408) return unknown('http-408')
  // Without a code of its own this is the door before Discord (too many bad requests from this address).
  if (status === 403 && !(code > 0)) return later(TOKEN_REFUSED_PAUSE_MS, 'bot', 'turned-away')
  return { kind: 'refused', reason: code > 0 ? `discord-${code}` : `http-${status}` }
}

/** The wait is said in one of three places, by what was exhausted. */
function rateLimited({ retryAfter, timeToReset, sublimitTimeout, global }: RateLimitError): Failure {
  return later(Math.max(1, retryAfter, timeToReset, sublimitTimeout), global ? 'bot' : 'chat', '429')
}

/** Without a connection nothing was sent; once there was one, nobody can say. */
function outcomeOfConnection(code: string): Failure {
  if (NEVER_CONNECTED.test(code)) return later(UNREACHABLE_PAUSE_MS, 'bot', 'unreachable')
  return unknown(GIVEN_UP.test(code) ? 'timeout' : code || 'unexpected')
}

const GIVEN_UP = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/

const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

const gone = (reason: string): Failure => ({ kind: 'gone', reason })
const unknown = (reason: string): Failure => ({ kind: 'unknown', reason })
const later = (afterMs: number, scope: 'chat' | 'bot', reason: string): Failure => ({
  kind: 'later',
  afterMs,
  scope,
  reason,
})
