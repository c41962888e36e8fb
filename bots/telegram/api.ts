import { Agent } from 'node:https'
import { Telegram } from 'telegraf'
import type { Telegram as Methods, Opts } from 'telegraf/types'

/** The Bot API of one token, spoken by telegraf's client. */
export type Api = {
  /** One request, never repeated. Rejects with telegraf's `TelegramError`, node-fetch's `FetchError` or an `AbortError`. */
  call<M extends keyof Methods>(method: M, payload: Opts<M>, options?: CallOptions): Promise<ReturnType<Methods[M]>>
}

type CallOptions = { timeoutMs?: number; signal?: AbortSignal }

/** A request without an answer is given up after this; telegraf alone would wait 500 s. */
export const CALL_TIMEOUT_MS = 15_000
/** Idle connections are closed before the far side closes them under a request that is just leaving. */
const IDLE_CONNECTION_MS = 20_000

/** Opens the client. `apiUrl` takes the place of https://api.telegram.org. Sends nothing yet. */
export function openApi(access: { token: string; apiUrl: string | undefined; timeoutMs?: number }): Api {
  const { token, apiUrl, timeoutMs: usualTimeoutMs = CALL_TIMEOUT_MS } = access
  const telegram = new Telegram(token, {
    ...(apiUrl ? { apiRoot: `${apiUrl}/` } : {}),
    agent: new Agent({ keepAlive: true, timeout: IDLE_CONNECTION_MS }),
    webhookReply: false,
  })
  return {
    async call(method, payload, { timeoutMs = usualTimeoutMs, signal } = {}) {
      const ending = new AbortController()
      const end = () => ending.abort()
      const timer = setTimeout(end, timeoutMs)
      if (signal?.aborted) end()
      signal?.addEventListener('abort', end)
      try {
        return await telegram.callApi(method, payload, { signal: ending.signal as unknown as TelegrafSignal })
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
      }
    },
  }
}

/** telegraf's types name the signal of a package that Node has outgrown; node-fetch takes Node's own. */
type TelegrafSignal = NonNullable<NonNullable<Parameters<Telegram['callApi']>[2]>['signal']>

/** The bot's own id: the first part of its token (core.telegram.org/bots/api#authorizing-your-bot). */
export function botIdOf(token: string): string {
  return token.split(':', 1)[0] ?? ''
}
