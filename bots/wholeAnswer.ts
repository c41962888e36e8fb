import { type Dispatcher, Pool } from 'undici'

/** An answer, read to its end. `head` is names and values in turn, as they came. */
export type WholeAnswer = { status: number; head: Buffer[]; body: string }

/** Sends one request and reads its answer whole. Never repeats one. Rejects with the error of the connection, or with what `signal` was aborted with. */
export type AskWhole = (request: {
  method: Dispatcher.HttpMethod
  path: string
  headers: string[] | Record<string, string>
  body: string | null
  signal: AbortSignal | undefined
  /** So long nothing may come; five minutes by default. */
  timeoutMs?: number
}) => Promise<WholeAnswer>

/** Idle connections are closed before the far side closes them under a request that is just leaving. */
export const IDLE_CONNECTION_MS = 20_000
const CONNECT_WITHIN_MS = 10_000

/**
 * Connections to one origin that are kept open, one request at a time on each. What the two platforms' libraries send with
 * makes a stream of every answer, which takes several times the processor time of the rest.
 */
export function openConnections(origin: string): AskWhole {
  const pool = new Pool(origin, {
    pipelining: 1,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    keepAliveMaxTimeout: IDLE_CONNECTION_MS,
    connect: { timeout: CONNECT_WITHIN_MS },
  })
  return ({ signal, timeoutMs, ...request }) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const limits = timeoutMs === undefined ? {} : { headersTimeout: timeoutMs, bodyTimeout: timeoutMs }
      pool.dispatch({ ...request, ...limits }, readWhole(signal, resolve, reject))
    })
}

function readWhole(
  signal: AbortSignal | undefined,
  resolve: (answer: WholeAnswer) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandlers {
  const chunks: Buffer[] = []
  let status = 0
  let head: Buffer[] = []
  let abort: (() => void) | undefined
  const end = () => abort && signal?.removeEventListener('abort', abort)
  return {
    onConnect(give) {
      if (!signal) return
      abort = () => give(signal.reason)
      if (signal.aborted) abort()
      else signal.addEventListener('abort', abort, { once: true })
    },
    onHeaders(code, fields) {
      status = code
      head = fields ?? []
      return true
    },
    onData(chunk) {
      chunks.push(chunk)
      return true
    },
    onComplete() {
      end()
      const [first] = chunks
      resolve({
        status,
        head,
        body: chunks.length === 1 && first ? first.toString() : Buffer.concat(chunks).toString(),
      })
    },
    onError(error) {
      end()
      reject(error)
    },
  }
}
