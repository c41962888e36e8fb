import { STATUS_CODES } from 'node:http'
import type { RESTOptions, ResponseLike } from 'discord.js'
import { openConnections } from '../wholeAnswer.ts'
import { DefaultRestOptions } from './library.ts'

type MakeRequest = RESTOptions['makeRequest']

/**
 * How the client sends: all that carries no file over connections of our own, on which it is given up after `timeoutMs`.
 * Its rate limits and errors stay its own.
 */
export function openRequests(api: string, timeoutMs: number): MakeRequest {
  const { origin } = new URL(api)
  const ask = openConnections(origin)
  return async (url, init) => {
    const { body = null, signal, method = 'GET' } = init
    if ((body !== null && typeof body !== 'string') || !url.startsWith(`${origin}/`)) return plainRequest(url, init)
    const {
      status,
      head,
      body: text,
    } = await ask({
      method: method as 'GET',
      path: url.slice(origin.length),
      headers: init.headers as Record<string, string>,
      body,
      signal: (signal ?? undefined) as AbortSignal | undefined,
      timeoutMs,
    })
    return withWait(asResponse(status, head, text))
  }
}

/** As the client sends by itself, but never without end. */
export const plainRequest: MakeRequest = async (url, init) => withWait(await DefaultRestOptions.makeRequest(url, init))

/** For whoever says only that it is too much: a proxy in between, since Discord says how long (docs: topics/rate-limits). */
const WAIT_UNSAID_SECONDS = '5'

/** The client asks again at once, and without end, after a 429 that names no wait. */
function withWait(response: ResponseLike): ResponseLike {
  const { status, headers } = response
  if (status !== 429 || headers.has('retry-after')) return response
  const get = (name: string) => (name.toLowerCase() === 'retry-after' ? WAIT_UNSAID_SECONDS : headers.get(name))
  return {
    status,
    statusText: response.statusText,
    ok: false,
    headers: { get, has: (name: string) => get(name) !== null } as ResponseLike['headers'],
    body: response.body,
    bodyUsed: response.bodyUsed,
    json: () => response.json(),
    text: () => response.text(),
    arrayBuffer: () => response.arrayBuffer(),
  }
}

/** As much of a response as the client looks at. */
function asResponse(status: number, head: Buffer[], text: string): ResponseLike {
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    ok: status >= 200 && status < 300,
    headers: headersIn(head),
    body: null,
    bodyUsed: true,
    json: async () => JSON.parse(text) as unknown,
    text: async () => text,
    arrayBuffer: async () => new TextEncoder().encode(text).buffer,
  }
}

/** Looked up by name only; of a name that comes twice the first counts. */
function headersIn(head: Buffer[]): ResponseLike['headers'] {
  const fields = new Map<string, string>()
  for (let i = head.length - 2; i >= 0; i -= 2) fields.set(String(head[i]).toLowerCase(), String(head[i + 1]))
  const headers = {
    get: (name: string) => fields.get(name.toLowerCase()) ?? null,
    has: (name: string) => fields.has(name.toLowerCase()),
  }
  return headers as ResponseLike['headers']
}
