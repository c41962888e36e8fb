/** Sessions: what was sent to each, in order, so that it can be resumed. docs: events/gateway#resuming */
import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { Dispatch } from '../world.ts'
import { opcodes } from './protocol.ts'

export type Session = {
  id: string
  seq: number
  intents: number
  sent: { seq: number; frame: string }[]
  /** Absent while the client is away. */
  socket?: WebSocket
  resumes: number
}

export function createSession(intents: number, socket: WebSocket): Session {
  return { id: randomBytes(16).toString('hex'), seq: 0, intents, sent: [], socket, resumes: 0 }
}

/** Sends an event to a session that asked for it, or keeps it while the client is away; `keep` is how many at most. */
export function deliver(session: Session, event: Dispatch, keep: number): void {
  if (event.intent !== 0 && (session.intents & event.intent) === 0) return
  session.seq += 1
  const frame = JSON.stringify({ op: opcodes.dispatch, d: event.data, s: session.seq, t: event.name })
  session.sent.push({ seq: session.seq, frame })
  if (session.sent.length > keep) session.sent.shift()
  session.socket?.send(frame)
}

/** Whether everything after this sequence number is still there. */
export function canReplay(session: Session, seq: number): boolean {
  const oldest = session.sent[0]?.seq ?? session.seq + 1
  return seq + 1 >= oldest
}

/** Sends again what the client missed. */
export function replay(session: Session, seq: number, socket: WebSocket): void {
  for (const { seq: at, frame } of session.sent) if (at > seq) socket.send(frame)
}
