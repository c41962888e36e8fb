import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openDiscord } from './discord.ts'
import { openTelegram } from './telegram.ts'

/**
 * A Bot API server and a Discord that do next to nothing, in a process of their own, so that what is measured is the
 * relay. They hand out what people say, in batches as the real ones do, and note when they did and which request came when.
 */
export type Order =
  /** From now on a request is answered after so long. Forgets what was noted. */
  | { kind: 'configure'; delayMs: number }
  /** Says these things: all at once, or so many a second. */
  | { kind: 'say'; lines: Line[]; perSecond: number | undefined }
  | { kind: 'count' }
  | { kind: 'report' }

/** Something a person says; `chat` is the private chat they say it in. `bot` is the token that hears it. */
export type Line = { platform: 'discord' | 'telegram'; bot: string; person: string; chat: string; text: string }

/** Milliseconds since the epoch, with fractions. */
export type Report = {
  handedOut: { text: string; at: number }[]
  arrivals: { chat: string; text: string; at: number }[]
}

export type Answer = (status: number, body: unknown) => void
export type Noted = { handedOut(text: string): void; arrived(chat: string, text: string): void }

const now = () => performance.timeOrigin + performance.now()

let delayMs = 0
let report: Report = { handedOut: [], arrivals: [] }
const noted: Noted = {
  handedOut: (text) => report.handedOut.push({ text, at: now() }),
  arrived: (chat, text) => report.arrivals.push({ chat, text, at: now() }),
}
const telegram = openTelegram(noted)
const discord = openDiscord(noted, () => port)

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : {}
    const path = request.url ?? ''
    const answer: Answer = (status, value) =>
      delayMs ? setTimeout(write, delayMs, response, status, value) : write(response, status, value)
    if (path.startsWith('/bot')) telegram.serve(path, body, answer)
    else discord.serve(`${request.method} ${path}`, body, answer)
  })
})
server.on('upgrade', discord.upgrade)

function write(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value)
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text)
}

function say(lines: Line[], perSecond: number | undefined): void {
  const began = performance.now()
  let next = 0
  const step = () => {
    const due = perSecond === undefined ? lines.length : ((performance.now() - began) / 1000) * perSecond + 1
    for (; next < Math.min(lines.length, Math.floor(due)); next++) {
      const line = lines[next] as Line
      if (line.platform === 'telegram') telegram.say(line)
      else discord.say(line)
    }
    if (next < lines.length) setTimeout(step, 2)
  }
  step()
}

process.on('message', (order: Order) => {
  if (order.kind === 'count') process.send?.({ count: report.arrivals.length })
  else if (order.kind === 'report') process.send?.({ report })
  else {
    if (order.kind === 'say') say(order.lines, order.perSecond)
    else {
      delayMs = order.delayMs
      report = { handedOut: [], arrivals: [] }
    }
    process.send?.({ kind: 'done' })
  }
})
process.on('disconnect', () => process.exit())

let port = 0
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  port = (server.address() as AddressInfo).port
  process.send?.({ kind: 'listening', port })
})
