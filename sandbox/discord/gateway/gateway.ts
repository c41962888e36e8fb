/** The gateway: every event to every session, and the test's hand on the connections. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Dispatch } from '../world.ts'
import { accept, type Connection, end, type GatewayOptions, type Hub } from './hub.ts'
import { opcodes, sendFrame } from './protocol.ts'
import { deliver } from './sessions.ts'

type SessionInfo = { id: string; connected: boolean; seq: number; intents: number; resumes: number }

/** The test's hand on the gateway. `session` left out means all of them. */
export interface GatewayControl {
  sessions(): SessionInfo[]
  /** Closes with a code, as the platform does; the session can be resumed when the code allows it. */
  disconnect(code: number, session?: string): void
  /** Cuts the TCP connection. */
  drop(session?: string): void
  /** Asks for a heartbeat at once (opcode 1). docs: events/gateway#heartbeat-requests */
  askForHeartbeat(session?: string): void
  /** Asks for a reconnect (opcode 7). */
  reconnect(session?: string): void
  /** Declares sessions invalid (opcode 9); without `resumable` they are forgotten. */
  invalidate(resumable: boolean, session?: string): void
  /** Tells every session once more, as new events, what was told lately of messages and reactions; how many. */
  repeat(): number
  /** While true, heartbeats are not acknowledged. */
  withholdAcks(on: boolean): void
}

export interface Gateway {
  readonly control: GatewayControl
  dispatch(event: Dispatch): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** docs: events/gateway#session-start-limit-object */
  startLimit(): { total: number; remaining: number; reset_after: number; max_concurrency: number }
  close(): void
}

const startsPerDay = 1_000
const repeatedMost = 100

export function createGateway(options: GatewayOptions): Gateway {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 64 * 1024 })
  const hub: Hub = { options, sessions: new Map(), connections: new Set(), acknowledging: true, starts: 0 }
  const lately: Dispatch[] = []
  return {
    control: createControl(hub, lately),
    dispatch(event) {
      if (event.name.startsWith('MESSAGE_')) lately.push(event)
      if (lately.length > repeatedMost) lately.shift()
      for (const session of hub.sessions.values()) deliver(session, event, options.replayEvents)
    },
    upgrade(request, socket, head) {
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
      server.handleUpgrade(request, socket, head, (webSocket) => accept(hub, webSocket, searchParams.get('v')))
    },
    startLimit: () => ({
      total: startsPerDay,
      remaining: Math.max(0, startsPerDay - hub.starts),
      reset_after: 86_400_000,
      max_concurrency: 1,
    }),
    close() {
      for (const { socket } of hub.connections) socket.terminate()
      server.close()
    },
  }
}

function createControl(hub: Hub, lately: readonly Dispatch[]): GatewayControl {
  const chosen = (id?: string): Connection[] =>
    [...hub.connections].filter(({ session }) => id === undefined || session?.id === id)
  return {
    sessions: () =>
      [...hub.sessions.values()].map(({ id, seq, intents, socket, resumes }) => {
        return { id, seq, intents, resumes, connected: socket !== undefined }
      }),
    disconnect(code, id) {
      for (const connection of chosen(id)) end(hub, connection, [code, ''])
    },
    drop(id) {
      for (const { socket } of chosen(id)) socket.terminate()
    },
    askForHeartbeat(id) {
      for (const { socket } of chosen(id)) sendFrame(socket, opcodes.heartbeat, null)
    },
    reconnect(id) {
      for (const { socket } of chosen(id)) sendFrame(socket, opcodes.reconnect, null)
    },
    invalidate(resumable, id) {
      for (const { socket, session } of chosen(id)) {
        if (!resumable && session) hub.sessions.delete(session.id)
        sendFrame(socket, opcodes.invalidSession, resumable)
      }
    },
    repeat() {
      for (const event of lately)
        for (const session of hub.sessions.values()) deliver(session, event, hub.options.replayEvents)
      return lately.length
    },
    withholdAcks(on) {
      hub.acknowledging = !on
    },
  }
}
