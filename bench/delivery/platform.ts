import { createServer } from 'node:http'
import { createRates, type Rates } from '../../sandbox/telegram/rates.ts'

/**
 * A Bot API server that does next to nothing, in a process of its own, so that what is measured is the sender. It keeps
 * the stand-in's send limits when told to, answers after `delayMs`, and notes when which message came.
 */
export type Order = { kind: 'configure'; delayMs: number; limits: boolean } | { kind: 'count' } | { kind: 'report' }
export type Report = {
  /** Milliseconds since the epoch, with fractions. */
  arrivals: { chat: string; text: string; at: number }[]
  refused: number
}

const now = () => performance.timeOrigin + performance.now()

let delayMs = 0
let rates: Rates = createRates(false)
let report: Report = { arrivals: [], refused: 0 }
let messageId = 0

const server = createServer((request, response) => {
  const at = now()
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const method = request.url?.split('/').at(-1)
    const answer = (status: number, body: object) => {
      const text = JSON.stringify(body)
      response
        .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
        .end(text)
    }
    if (method === 'getUpdates') setTimeout(answer, 1_000, 200, { ok: true, result: [] })
    else if (method !== 'sendMessage') answer(200, { ok: true, result: method === 'getMyCommands' ? [] : true })
    else sendMessage(JSON.parse(Buffer.concat(chunks).toString()), at, answer)
  })
})

function sendMessage(
  { chat_id: chat, text }: { chat_id: string; text: string },
  at: number,
  answer: (status: number, body: object) => void,
): void {
  if (!mayCome(chat)) {
    report.refused++
    answer(429, TOO_MANY)
    return
  }
  report.arrivals.push({ chat: String(chat), text, at })
  const result = { message_id: ++messageId, date: 0, chat: { id: Number(chat), type: 'private' }, text }
  if (delayMs) setTimeout(answer, delayMs, 200, { ok: true, result })
  else answer(200, { ok: true, result })
}

const TOO_MANY = {
  ok: false,
  error_code: 429,
  description: 'Too Many Requests: retry after 1',
  parameters: { retry_after: 1 },
}

function mayCome(chat: string): boolean {
  try {
    rates.spend(Number(chat))
    return true
  } catch {
    return false
  }
}

process.on('message', (order: Order) => {
  if (order.kind === 'configure') {
    delayMs = order.delayMs
    rates = createRates(order.limits ? {} : false)
    report = { arrivals: [], refused: 0 }
    process.send?.({ kind: 'configured' })
  } else process.send?.(order.kind === 'count' ? { count: report.arrivals.length } : { report })
})
process.on('disconnect', () => process.exit())

server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ kind: 'listening', port: typeof address === 'object' ? address?.port : 0 })
})
