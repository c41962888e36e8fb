/** Everything that happens, told to the open pages over a WebSocket. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'

export type Live = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  tell(news: { [key: string]: unknown }): void
  close(): void
}

const pulseEveryMs = 1_000

/** A page is told `all` when it comes, and `pulse` every second as long as somebody looks. */
export function openLive(ask: { all: () => unknown; pulse: () => Promise<unknown> }): Live {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1_024 })
  const send = (socket: WebSocket, news: unknown) => socket.send(JSON.stringify(news))
  const tell = (news: unknown) => {
    for (const socket of server.clients) send(socket, news)
  }
  let asking = false
  const beat = async () => {
    if (asking || server.clients.size === 0) return
    asking = true
    tell(await ask.pulse())
    asking = false
  }
  const timer = setInterval(beat, pulseEveryMs)
  return {
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('error', () => webSocket.terminate())
        send(webSocket, ask.all())
        void beat()
      })
    },
    tell,
    close() {
      clearInterval(timer)
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}
