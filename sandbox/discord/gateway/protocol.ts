/** The gateway's numbers and rules. docs: topics/opcodes-and-status-codes#gateway, events/gateway */
import type { WebSocket } from 'ws'
import { isObject } from '../validate/problems.ts'

export const opcodes = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voiceState: 4,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const

export const closeCodes = {
  unknownError: 4000,
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSeq: 4007,
  rateLimited: 4008,
  sessionTimedOut: 4009,
  invalidShard: 4010,
  invalidVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const

/** A close code and what is said with it. */
export type Closing = readonly [code: number, reason: string]

/** Bits 0–16, 20, 21, 24 and 25. docs: events/gateway#list-of-intents */
const knownIntents = 0b11_0011_0001_1111_1111_1111_1111
/** GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT */
const privilegedIntents = (1 << 1) | (1 << 8) | (1 << 15)

/** Why an identify is turned away; undefined when it is not. */
export function identifyRefusal(
  d: Record<string, unknown>,
  allowed: { token: string; privilegedIntents: number },
): Closing | undefined {
  if (d.token !== allowed.token) return [closeCodes.authenticationFailed, 'Authentication failed.']
  if (!isObject(d.properties)) return [closeCodes.decodeError, 'Error while decoding payload.']
  const { intents } = d
  if (typeof intents !== 'number' || !Number.isInteger(intents) || intents < 0 || (intents & ~knownIntents) !== 0) {
    return [closeCodes.invalidIntents, 'Invalid intent(s).']
  }
  if ((intents & privilegedIntents & ~allowed.privilegedIntents) !== 0) {
    return [closeCodes.disallowedIntents, 'Disallowed intent(s).']
  }
  if (d.shard !== undefined && !isShard(d.shard)) return [closeCodes.invalidShard, 'Invalid shard.']
  return undefined
}

function isShard(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [id, count] = value as unknown[]
  return Number.isInteger(id) && Number.isInteger(count) && Number(id) >= 0 && Number(id) < Number(count)
}

/** Whether the platform keeps the session after closing with this code. */
export function keepsSession(code: number): boolean {
  const ends: readonly number[] = [
    closeCodes.authenticationFailed,
    closeCodes.invalidSeq,
    closeCodes.sessionTimedOut,
    closeCodes.invalidShard,
    4011,
    closeCodes.invalidVersion,
    closeCodes.invalidIntents,
    closeCodes.disallowedIntents,
  ]
  return !ends.includes(code)
}

/** A frame of the client; undefined when it is none. */
export function parseFrame(data: Buffer): { op: unknown; d: unknown } | undefined {
  try {
    const frame: unknown = JSON.parse(data.toString('utf8'))
    return isObject(frame) ? { op: frame.op, d: frame.d } : undefined
  } catch {
    return undefined
  }
}

export function sendFrame(socket: WebSocket, op: number, d: unknown): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ op, d, s: null, t: null }))
}
