import { onTestFinished } from 'vitest'
import {
  startTelegramStandIn,
  type TelegramStandIn,
  type TelegramStandInOptions,
} from '../../../sandbox/telegram/start.ts'

export type ApiAnswer = {
  status: number
  ok: boolean
  result: ApiObject
  description?: string
  error_code?: number
  parameters?: { retry_after?: number }
  headers: Headers
}
/** Whatever the platform's JSON holds: looked into with `?.`, judged with `expect`. */
export interface ApiObject {
  readonly [field: string]: ApiObject
}

/** A stand-in for one test: a hundredth of the platform's waits, no send limits unless asked for. */
export async function start(options: TelegramStandInOptions = {}): Promise<TelegramStandIn> {
  const standIn = await startTelegramStandIn({ secondMs: 10, rates: false, ...options })
  onTestFinished(() => standIn.close())
  return standIn
}

/** Calls a method with a JSON body. */
export function call(
  standIn: TelegramStandIn,
  method: string,
  params: Record<string, unknown> = {},
): Promise<ApiAnswer> {
  return request(`${standIn.apiUrl}/bot${standIn.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
}

export async function request(url: string, init: RequestInit = {}): Promise<ApiAnswer> {
  const response = await fetch(url, init)
  const body = (await response.json()) as ApiAnswer
  return { ...body, status: response.status, headers: response.headers }
}

/** Calls a method that takes a file, with a multipart body. */
export function upload(
  standIn: TelegramStandIn,
  method: string,
  params: Record<string, string>,
  files: Record<string, File>,
): Promise<ApiAnswer> {
  const form = new FormData()
  for (const [name, value] of Object.entries(params)) form.set(name, value)
  for (const [name, file] of Object.entries(files)) form.set(name, file)
  return request(`${standIn.apiUrl}/bot${standIn.token}/${method}`, { method: 'POST', body: form })
}

/** The updates that wait, without confirming them. */
export async function updates(standIn: TelegramStandIn, params: Record<string, unknown> = {}): Promise<ApiObject[]> {
  const answer = await call(standIn, 'getUpdates', params)
  if (!Array.isArray(answer.result)) throw new Error(`getUpdates answered ${answer.description}`)
  return answer.result
}

/** The bot sends a text; answers the message. */
export async function sendText(
  standIn: TelegramStandIn,
  chatId: string,
  text: string,
  more: Record<string, unknown> = {},
): Promise<ApiObject> {
  const answer = await call(standIn, 'sendMessage', { chat_id: chatId, text, ...more })
  if (!answer.ok) throw new Error(answer.description)
  return answer.result
}

export const oneButton = { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] }

/** The smallest picture there is: a GIF of one pixel. */
export const pixel = Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64')

/** The beginnings by which the server tells formats apart. */
export const beginnings = {
  mp4: Buffer.from('\0\0\0\x10ftypisom\0\0\0\0', 'latin1'),
  mp3: Buffer.from('ID3\x04', 'latin1'),
  opus: Buffer.from(`OggS${'\0'.repeat(24)}OpusHead`, 'latin1'),
  webm: Buffer.from('1a45dfa3', 'hex'),
}
