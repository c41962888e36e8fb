import { STATUS_CODES } from 'node:http'
import { TelegramError } from 'telegraf'
import { openConnections } from '../wholeAnswer.ts'

/** Sends one request of the Bot API that carries no file, and gives its result. Never repeats one. */
export type Transport = (
  method: string,
  payload: object,
  how: { timeoutMs: number; signal: AbortSignal | undefined },
) => Promise<unknown>

/** An answer that is none of the Bot API's. */
class Unreadable extends Error {
  override name = 'Unreadable'
}

/**
 * telegraf's own transport (node-fetch) takes three times the processor time of the rest of a send. Rejects with telegraf's
 * `TelegramError`, with the error of the connection, or with an `AbortError`; none of them holds the address, since that
 * holds the token.
 */
export function openTransport({ root, token }: { root: string; token: string }): Transport {
  const { origin, pathname } = new URL(root)
  const ask = openConnections(origin)
  const base = `${pathname.replace(/\/$/, '')}/bot${token}/`
  return async (method, payload, { timeoutMs, signal }) => {
    const body = JSON.stringify(payload)
    const answer = await ask({ method: 'POST', path: base + method, headers: JSON_HEADERS, body, signal, timeoutMs })
    return resultIn(method, answer)
  }
}

const JSON_HEADERS = ['content-type', 'application/json']

function resultIn(method: string, { status, body }: { status: number; body: string }): unknown {
  if (status >= 500) throw new TelegramError({ error_code: status, description: STATUS_CODES[status] ?? '' })
  const answer = parse(body)
  if (!answer.ok) throw new TelegramError(answer, { method, payload: {} })
  return answer.result
}

type Answer = { ok: true; result: unknown } | ({ ok: false } & ConstructorParameters<typeof TelegramError>[0])

function parse(text: string): Answer {
  try {
    return JSON.parse(text) as Answer
  } catch {
    throw new Unreadable('an answer was not JSON')
  }
}
