import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { type WebSocket, WebSocketServer } from 'ws'
import { accountsOfSessions, type LoggedIn, touchSession } from '../../core/accounts/webSessions.ts'
import { hearStirs } from '../../core/chat/page/stir.ts'
import { hearTypingElsewhere } from '../../core/chat/typingElsewhere.ts'
import type { Core } from '../../core/core.ts'
import type { AccountId } from '../../core/ids.ts'
import type { Language } from '../../core/language.ts'
import { newIncident } from '../../core/log.ts'
import { Refusal } from '../../core/refusal.ts'
import { every } from '../../core/time.ts'
import { type Asked, act } from './acts.ts'
import { CLOSED } from './closed.ts'
import { refusalWords } from './frames.ts'
import { openPageSeat, type PageSeat } from './pageSeat.ts'
import { chatWords } from './texts.ts'
import { openWatch } from './watch.ts'

/** Who comes with a connection; the session was looked at already. */
export type Visitor = { browser: LoggedIn; accountId: AccountId; language: Language; zone: string }

export type Live = {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, visitor: Visitor): void
  close(): Promise<void>
}

const FRAME_BYTES_MOST = 32 * 1024
/** Open pages of one person; the oldest one stops. */
const PAGES_MOST = 6
/** What one person may do at once, on all their pages, and so many of it may wait. */
const ACTS = { points: 40, duration: 10 }
const WAITING_MOST = 64
/** Whoever does not answer from one beat to the next is gone. */
const BEAT_EVERY_MS = 25_000
/** A page that nobody touches, with no chat in it, rests after so long. */
const REST_AFTER_MS = 60 * 60_000

/** The connections of the chat's pages. */
export function openLive(core: Core): Live {
  const server = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES_MOST, perMessageDeflate: false })
  const seats = new Set<PageSeat>()
  const limiter = new RateLimiterMemory(ACTS)
  const watch = openWatch(core, { seats, accountsOf: (browsers) => accountsOfSessions(core, browsers) })
  const typingNoMore = hearTypingElsewhere(core)
  const unhear = hearStirs(core, (stir) => {
    if (seats.size === 0) return
    if (stir.kind === 'changed') watch.soon()
    else for (const seat of seats) if (seat.accountId === stir.to) seat.tell({ type: 'typing' })
  })

  const sit = (socket: WebSocket, visitor: Visitor) => {
    const seat = openPageSeat(core, socket, visitor)
    const others = [...seats].filter(({ accountId }) => accountId === seat.accountId)
    for (const oldest of others.slice(0, Math.max(0, others.length + 1 - PAGES_MOST))) oldest.close(CLOSED.elsewhere)
    seats.add(seat)
    let queue = Promise.resolve()
    let waiting = 0
    socket.on('message', (data, isBinary) => {
      if (isBinary || ++waiting > WAITING_MOST) return seat.close(CLOSED.badly)
      queue = queue.then(() => hear(seat, String(data))).finally(() => void waiting--)
    })
    const beatNoMore = every(core.time, BEAT_EVERY_MS, () => {
      if (!seat.alive) return socket.terminate()
      if (!seat.busy() && core.time.monotonic() - seat.actedAt > REST_AFTER_MS) return seat.close(CLOSED.resting)
      seat.alive = false
      socket.ping()
      seat.tell({ type: 'beat' })
    })
    socket.on('pong', () => {
      seat.alive = true
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      beatNoMore()
      seats.delete(seat)
    })
    watch.soon()
  }

  /** Nobody can say whether what failed has come about: the page comes back, sees, and asks once more under the same id. */
  const hear = async (seat: PageSeat, data: string): Promise<void> => {
    const asked = readAsked(data)
    if (!asked) return seat.close(CLOSED.badly)
    seat.actedAt = core.time.monotonic()
    const allowed = await limiter.consume(seat.accountId).catch(() => undefined)
    if (!allowed) return say(seat, asked, chatWords(seat.language).tooMuch)
    try {
      if (await watch.stillIn(seat)) await answer(seat, asked)
    } catch (error) {
      if (error instanceof Refusal) return say(seat, asked, refusalWords(seat.language, error))
      core.log.error({ err: error, incident: newIncident() }, 'chat page: something asked failed')
      seat.close(CLOSED.broken)
    } finally {
      if (asked.do !== 'typing') watch.soon()
    }
  }

  const answer = async (seat: PageSeat, asked: Asked): Promise<void> => {
    await touchSession(core, { key: seat.browser.key })
    const answered = await act({ core, ...seat }, asked)
    if (!answered) return say(seat, asked, chatWords(seat.language).broken)
    const { word, held, what } = answered
    if (word) seat.tell({ type: 'word', ...word, ...(held ? about(asked) : {}) })
    if (!held && typeof asked.n === 'number') seat.tell({ type: 'done', n: asked.n, ...(what ? { what } : {}) })
  }

  return {
    accept(request, socket, head, visitor) {
      server.handleUpgrade(request, socket, head, (webSocket) => sit(webSocket, visitor))
    },
    async close() {
      unhear()
      for (const seat of seats) seat.close(CLOSED.goingAway)
      seats.clear()
      await watch.close()
      for (const socket of server.clients) socket.terminate()
      server.close()
      await typingNoMore()
    },
  }
}

const about = ({ n }: Asked) => (typeof n === 'number' ? { n } : {})
const say = (seat: PageSeat, asked: Asked, text: string) =>
  seat.tell({ type: 'word', tone: 'no', text, ...about(asked) })

/** Undefined for what no page of ours sends. */
function readAsked(data: string): Asked | undefined {
  try {
    const asked: unknown = JSON.parse(data)
    if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return undefined
    const { n } = asked as Asked
    return n === undefined || Number.isSafeInteger(n) ? (asked as Asked) : undefined
  } catch {
    return undefined
  }
}
