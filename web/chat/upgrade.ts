import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Express, Request, Response } from 'express'
import { accountOfGoogle, googleLookups } from '../../core/accounts/google.ts'
import type { Core } from '../../core/core.ts'
import type { AccountId } from '../../core/ids.ts'
import type { Live } from './live.ts'

/** Once it is accepted, WebSocket's own beat takes over (`ws` lifts the limit). */
const ANSWER_WITHIN_MS = 10_000

type Waiting = { socket: Socket; head: Buffer }
const waiting = new WeakMap<IncomingMessage, Waiting>()

/**
 * Lets a request for a connection take the way of every page: the same limits, headers and session; who is refused reads
 * an ordinary answer. Nobody holds one open before it is accepted: nothing is read from it, and it has its time.
 */
export function upgradeThrough(app: Express) {
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.method !== 'GET') return void socket.destroy()
    ;(socket as Socket).setTimeout(ANSWER_WITHIN_MS, () => socket.destroy())
    const response = new ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(socket as Socket)
    response.once('finish', () => socket.end())
    waiting.set(request, { socket: socket as Socket, head })
    app(request as Request, response as Response)
  }
}

/**
 * `/chat/live`: for somebody who is logged in, on a page of this very place (RFC 6455 §10.2: browsers send a cookie
 * whichever page asks). Asked for without an upgrade it says whether they are.
 */
export function acceptLive(core: Core, live: Live) {
  return async (request: Request, response: Response): Promise<void> => {
    const asked = waiting.get(request)
    if (asked && request.get('origin') !== new URL(core.config.publicUrl).origin) return void response.status(403).end()
    const sub = request.session.google?.sub
    const account = sub && (await accountOfGoogle(core, { lookups: googleLookups(core, sub) }))
    if (!sub || !account) return void response.status(401).end()
    if (!asked) return void response.status(426).set('upgrade', 'websocket').end()
    const { language, zone } = account
    response.removeAllListeners('finish')
    response.detachSocket(asked.socket)
    const browser = { key: request.sessionID, sub }
    live.accept(request, asked.socket, asked.head, { browser, accountId: account.id as AccountId, language, zone })
  }
}
