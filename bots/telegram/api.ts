import { Agent } from 'node:https'
import { Telegram } from 'telegraf'
import type { Telegram as Methods, Opts } from 'telegraf/types'
import { IDLE_CONNECTION_MS } from '../wholeAnswer.ts'
import { openTransport, type Transport } from './transport.ts'

/** The Bot API of one token, spoken by telegraf's client. */
export type Api = {
  /**
   * One request, never repeated. Rejects with telegraf's `TelegramError`, an `AbortError`, or the error of the connection:
   * see `outcomeOf`.
   */
  call<M extends keyof Methods>(method: M, payload: Opts<M>, options?: CallOptions): Promise<ReturnType<Methods[M]>>
}

type CallOptions = { timeoutMs?: number; signal?: AbortSignal }

/** A request without an answer is given up after this; telegraf alone would wait 500 s. */
export const CALL_TIMEOUT_MS = 15_000
const TELEGRAM = 'https://api.telegram.org'

/** Opens the client. `apiUrl` takes the place of https://api.telegram.org. Sends nothing yet. */
export function openApi(access: { token: string; apiUrl: string | undefined; timeoutMs?: number }): Api {
  const { token, apiUrl, timeoutMs: usualTimeoutMs = CALL_TIMEOUT_MS } = access
  const client = new Client(token, `${apiUrl ?? TELEGRAM}/`)
  return {
    call: (method, payload, { timeoutMs = usualTimeoutMs, signal } = {}) =>
      client.callApi(method, payload, { timeoutMs, signal }),
  }
}

/** telegraf's client, with a transport of our own for all that carries no file. */
class Client extends Telegram {
  readonly #transport: Transport

  constructor(token: string, apiRoot: string) {
    super(token, { apiRoot, agent: new Agent({ keepAlive: true, timeout: IDLE_CONNECTION_MS }), webhookReply: false })
    this.#transport = openTransport({ root: apiRoot, token })
  }

  override callApi<M extends keyof Methods>(
    method: M,
    payload: Opts<M>,
    how: { signal?: TelegrafSignal | AbortSignal | undefined; timeoutMs?: number } = {},
  ): Promise<ReturnType<Methods[M]>> {
    const { timeoutMs = CALL_TIMEOUT_MS } = how
    const signal = how.signal as AbortSignal | undefined
    if (!MAY_CARRY_FILES.test(method))
      return this.#transport(method, payload, { timeoutMs, signal }) as Promise<ReturnType<Methods[M]>>
    const ending = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])])
    return super.callApi(method, besideFiles(payload), { signal: ending as unknown as TelegrafSignal })
  }
}

/**
 * What stands beside a file, as a form takes it: telegraf writes lists and a few fields that it knows as JSON
 * (FORM_DATA_JSON_FIELDS in its core/network/client), and would lose this one.
 */
function besideFiles<Payload extends object>(payload: Payload): Payload {
  if (!('reply_parameters' in payload)) return payload
  return { ...payload, reply_parameters: JSON.stringify(payload.reply_parameters) }
}

const MAY_CARRY_FILES = /^(send(?!Message$|ChatAction$)|set(?!MessageReaction$)|editMessageMedia$|add|create|upload)/

/** telegraf's types name the signal of a package that Node has outgrown; node-fetch takes Node's own. */
type TelegrafSignal = NonNullable<NonNullable<Parameters<Telegram['callApi']>[2]>['signal']>

/** The bot's own id: the first part of its token (core.telegram.org/bots/api#authorizing-your-bot). */
export function botIdOf(token: string): string {
  return token.split(':', 1)[0] ?? ''
}
