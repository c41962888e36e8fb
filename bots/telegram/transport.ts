import { STATUS_CODES } from 'node:http'
import { TelegramError } from 'telegraf'
import { type Dispatcher, Pool } from 'undici'

/** Sends one request of the Bot API that carries no file, and gives its result. Never repeats one. */
export type Transport = (
  method: string,
  payload: object,
  how: { timeoutMs: number; signal: AbortSignal | undefined },
) => Promise<unknown>

/** Idle connections are closed before the far side closes them under a request that is just leaving. */
export const IDLE_CONNECTION_MS = 20_000
const CONNECT_WITHIN_MS = 10_000

/** An answer that is none of the Bot API's. */
class Unreadable extends Error {
  override name = 'Unreadable'
}

/**
 * telegraf's own transport (node-fetch) takes three times the processor time of the rest of a send; this one keeps
 * connections open, one request at a time on each, and reads the answer whole. Rejects with telegraf's `TelegramError`,
 * with the error of the connection, or with an `AbortError`; none of them holds the address, since that holds the token.
 */
export function openTransport({ root, token }: { root: string; token: string }): Transport {
  const { origin, pathname } = new URL(root)
  const pool = new Pool(origin, {
    pipelining: 1,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    keepAliveMaxTimeout: IDLE_CONNECTION_MS,
    connect: { timeout: CONNECT_WITHIN_MS },
  })
  const base = `${pathname.replace(/\/$/, '')}/bot${token}/`
  return (method, payload, { timeoutMs, signal }) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(aborted())
      pool.dispatch(
        {
          path: base + method,
          method: 'POST',
          headers: JSON_HEADERS,
          body: JSON.stringify(payload),
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
        },
        readAnswer(method, signal, resolve, reject),
      )
    })
}

const JSON_HEADERS = ['content-type', 'application/json']
const aborted = () => new DOMException('The request was aborted.', 'AbortError')

function readAnswer(
  method: string,
  signal: AbortSignal | undefined,
  resolve: (result: unknown) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandlers {
  const chunks: Buffer[] = []
  let status = 0
  let abort: (() => void) | undefined
  const end = () => abort && signal?.removeEventListener('abort', abort)
  return {
    onConnect(give) {
      if (!signal) return
      abort = () => give(aborted())
      if (signal.aborted) abort()
      else signal.addEventListener('abort', abort, { once: true })
    },
    onHeaders(code) {
      status = code
      return true
    },
    onData(chunk) {
      chunks.push(chunk)
      return true
    },
    onComplete() {
      end()
      try {
        resolve(resultIn(method, status, chunks))
      } catch (error) {
        reject(error as Error)
      }
    },
    onError(error) {
      end()
      reject(error)
    },
  }
}

function resultIn(method: string, status: number, chunks: Buffer[]): unknown {
  if (status >= 500) throw new TelegramError({ error_code: status, description: STATUS_CODES[status] ?? '' })
  const answer = parse(chunks)
  if (!answer.ok) throw new TelegramError(answer, { method, payload: {} })
  return answer.result
}

type Answer = { ok: true; result: unknown } | ({ ok: false } & ConstructorParameters<typeof TelegramError>[0])

function parse(chunks: Buffer[]): Answer {
  const [first] = chunks
  const text = chunks.length === 1 && first ? first.toString() : Buffer.concat(chunks).toString()
  try {
    return JSON.parse(text) as Answer
  } catch {
    throw new Unreadable('an answer was not JSON')
  }
}
