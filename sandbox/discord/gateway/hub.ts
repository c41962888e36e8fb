/** What one connection to the gateway may do, frame by frame. docs: events/gateway#connection-lifecycle */
import type { WebSocket } from 'ws'
import type { Recorder } from '../../recorder.ts'
import { isObject } from '../validate/problems.ts'
import type { Dispatch } from '../world.ts'
import { type Closing, closeCodes, identifyRefusal, keepsSession, opcodes, parseFrame, sendFrame } from './protocol.ts'
import { canReplay, createSession, deliver, replay, type Session } from './sessions.ts'

export type GatewayOptions = {
  token: string
  heartbeatIntervalMs: number
  /** Privileged intents that the portal has switched on. */
  privilegedIntents: number
  /** How many events a session keeps for a resume. */
  replayEvents: number
  resumeUrl: () => string
  recorder: Recorder
  ready: () => Record<string, unknown>
  /** Events that follow READY in a new session. */
  afterReady: () => Dispatch[]
  /** The answer to a request for the guild's members. */
  members: () => Record<string, unknown>
}

export type Connection = {
  socket: WebSocket
  session?: Session
  lastHeartbeat: number
  /** When the client sent what, within the last minute. */
  sends: number[]
}

export type Hub = {
  options: GatewayOptions
  sessions: Map<string, Session>
  connections: Set<Connection>
  acknowledging: boolean
  starts: number
}

const sendsPerMinute = 120
const trace = { _trace: ['["sandbox"]'] }

/** Greets a new connection and listens to it until it closes. */
export function accept(hub: Hub, socket: WebSocket, version: string | null): void {
  const connection: Connection = { socket, lastHeartbeat: performance.now(), sends: [] }
  const { heartbeatIntervalMs } = hub.options
  hub.connections.add(connection)
  const watch = setInterval(() => {
    const silentMs = performance.now() - connection.lastHeartbeat
    if (silentMs > heartbeatIntervalMs * 2) end(hub, connection, [closeCodes.sessionTimedOut, 'Session timed out'])
  }, heartbeatIntervalMs)
  socket.on('close', (code) => {
    clearInterval(watch)
    hub.connections.delete(connection)
    leave(hub, connection, code)
  })
  socket.on('error', () => socket.terminate())
  if (version !== '10') {
    end(hub, connection, [closeCodes.invalidVersion, 'Invalid API version.'])
    return
  }
  socket.on('message', (data: Buffer) => {
    const closing = receive(hub, connection, data)
    if (closing) end(hub, connection, closing)
  })
  sendFrame(socket, opcodes.hello, { heartbeat_interval: heartbeatIntervalMs, ...trace })
}

/** Closes a connection, and its session when the code says so. */
export function end(hub: Hub, { socket, session }: Connection, [code, reason]: Closing): void {
  if (session && !keepsSession(code)) hub.sessions.delete(session.id)
  if (session?.socket === socket) delete session.socket
  socket.close(code, reason)
}

/** The client's own 1000 or 1001 ends the session; any other way of going leaves it to be resumed. */
function leave(hub: Hub, { session, socket }: Connection, code: number): void {
  if (session?.socket !== socket) return
  delete session.socket
  if (code === 1000 || code === 1001) hub.sessions.delete(session.id)
}

function receive(hub: Hub, connection: Connection, data: Buffer): Closing | undefined {
  hub.options.recorder.frame(connection.session?.id ?? '', data)
  const now = performance.now()
  connection.sends = [...connection.sends.filter((at) => now - at < 60_000), now]
  if (connection.sends.length > sendsPerMinute) return [closeCodes.rateLimited, 'Rate limited.']
  const frame = parseFrame(data)
  if (!frame) return [closeCodes.decodeError, 'Error while decoding payload.']
  return handle(hub, connection, frame.op, isObject(frame.d) ? frame.d : {})
}

function handle(hub: Hub, connection: Connection, op: unknown, d: Record<string, unknown>): Closing | undefined {
  switch (op) {
    case opcodes.heartbeat:
      connection.lastHeartbeat = performance.now()
      if (hub.acknowledging) sendFrame(connection.socket, opcodes.heartbeatAck, undefined)
      return undefined
    case opcodes.identify:
      return identify(hub, connection, d)
    case opcodes.resume:
      return resume(hub, connection, d)
    case opcodes.presence:
    case opcodes.voiceState:
      return connection.session ? undefined : [closeCodes.notAuthenticated, 'Not authenticated.']
    case opcodes.requestMembers:
      return sendMembers(hub, connection, d)
    default:
      return [closeCodes.unknownOpcode, 'Unknown opcode.']
  }
}

function identify(hub: Hub, connection: Connection, d: Record<string, unknown>): Closing | undefined {
  if (connection.session) return [closeCodes.alreadyAuthenticated, 'Already authenticated.']
  const { options } = hub
  const refusal = identifyRefusal(d, options)
  if (refusal) return refusal
  hub.starts += 1
  const session = createSession(Number(d.intents), connection.socket)
  hub.sessions.set(session.id, session)
  connection.session = session
  const ready = {
    v: 10,
    ...options.ready(),
    session_id: session.id,
    resume_gateway_url: options.resumeUrl(),
    session_type: 'normal',
    private_channels: [],
    presences: [],
    relationships: [],
    user_settings: {},
    geo_ordered_rtc_regions: [],
    ...(d.shard === undefined ? {} : { shard: d.shard }),
    ...trace,
  }
  const first: Dispatch = { name: 'READY', data: ready, intent: 0 }
  for (const event of [first, ...options.afterReady()]) deliver(session, event, options.replayEvents)
  return undefined
}

function resume(hub: Hub, connection: Connection, d: Record<string, unknown>): Closing | undefined {
  if (connection.session) return [closeCodes.alreadyAuthenticated, 'Already authenticated.']
  const { options, sessions } = hub
  if (d.token !== options.token) return [closeCodes.authenticationFailed, 'Authentication failed.']
  const session = sessions.get(String(d.session_id))
  const { seq } = d
  if (session && (typeof seq !== 'number' || seq > session.seq)) {
    sessions.delete(session.id)
    return [closeCodes.invalidSeq, 'Invalid seq.']
  }
  if (!session || !canReplay(session, Number(seq))) {
    if (session) sessions.delete(session.id)
    sendFrame(connection.socket, opcodes.invalidSession, false)
    return undefined
  }
  const before = session.socket
  session.socket = connection.socket
  session.resumes += 1
  connection.session = session
  before?.close(closeCodes.unknownError, 'Resumed elsewhere.')
  replay(session, Number(seq), connection.socket)
  deliver(session, { name: 'RESUMED', data: trace, intent: 0 }, options.replayEvents)
  return undefined
}

function sendMembers(hub: Hub, { session }: Connection, d: Record<string, unknown>): Closing | undefined {
  if (!session) return [closeCodes.notAuthenticated, 'Not authenticated.']
  const data = { ...hub.options.members(), ...(d.nonce === undefined ? {} : { nonce: d.nonce }) }
  deliver(session, { name: 'GUILD_MEMBERS_CHUNK', data, intent: 0 }, hub.options.replayEvents)
  return undefined
}
