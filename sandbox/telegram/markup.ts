import { badRequest } from './api-error.ts'
import { isObject, type Params } from './params.ts'
import type { InlineButton, InlineKeyboard, ReplyMarkup } from './types.ts'

/** Bytes, not characters (core.telegram.org/bots/api#inlinekeyboardbutton). */
const callbackDataBytes = 64
const inlineButtonLimit = 100

/** Reads `reply_markup` as the API server does (Client.cpp get_reply_markup); undefined when there is none. */
export function readMarkup(params: Params): ReplyMarkup | undefined {
  const value = params.json('reply_markup', "Can't parse reply keyboard markup JSON object")
  if (value === undefined) return undefined
  if (!isObject(value)) throw badRequest('Object expected as reply markup')
  const keyboard = rowsOf(value, 'keyboard', 'Field "keyboard" must be an Array of Arrays')
  const inline = rowsOf(
    value,
    'inline_keyboard',
    'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
  )
  if (keyboard.length > 0) return { kind: 'keyboard', keyboard: { ...value, keyboard: keyboard.map(readKeyRow) } }
  if (inline.length > 0) return inlineMarkup(inline.map((row) => row.map(readInlineButton)))
  if (value.remove_keyboard === true) return { kind: 'remove' }
  const placeholder = value.input_field_placeholder
  if (value.force_reply === true) {
    return typeof placeholder === 'string' ? { kind: 'force', placeholder } : { kind: 'force' }
  }
  return undefined
}

/** For edits: only an inline keyboard may stand under an edited message. */
export function readInlineMarkup(params: Params): InlineKeyboard | undefined {
  const markup = readMarkup(params)
  if (!markup) return undefined
  if (markup.kind !== 'inline') throw badRequest('inline keyboard expected')
  return markup.inline
}

function inlineMarkup(rows: InlineButton[][]): ReplyMarkup | undefined {
  const filled = rows.filter((row) => row.length > 0)
  if (filled.length === 0) return undefined
  if (filled.flat().length > inlineButtonLimit) throw badRequest('reply markup is too long')
  return { kind: 'inline', inline: { inline_keyboard: filled } }
}

function rowsOf(value: Record<string, unknown>, field: string, complaint: string): unknown[][] {
  const rows = value[field]
  if (rows === undefined || rows === null) return []
  if (!Array.isArray(rows)) throw badRequest(`Field "${field}" must be of type Array`)
  return rows.map((row) => {
    if (!Array.isArray(row)) throw badRequest(complaint)
    return row
  })
}

function readKeyRow(row: unknown[]): { text: string }[] {
  return row.map((button) => {
    if (typeof button === 'string') return { text: button }
    if (!isObject(button)) throw badRequest("Can't parse keyboard button: KeyboardButton must be a String or an Object")
    return { text: requiredText(button, "Can't parse keyboard button") }
  })
}

function readInlineButton(button: unknown): InlineButton {
  const prefix = "Can't parse inline keyboard button"
  if (!isObject(button)) throw badRequest(`${prefix}: InlineKeyboardButton must be an Object`)
  const words = requiredText(button, prefix)
  if (words.trim() === '') throw badRequest(`${prefix}: text buttons are unallowed in the inline keyboard`)
  const text = { text: words, ...(nonEmpty(button.style) ? { style: readStyle(button.style) } : {}) }
  if (nonEmpty(button.url)) return { ...text, url: readUrl(button.url) }
  if (nonEmpty(button.callback_data)) {
    if (Buffer.byteLength(button.callback_data) > callbackDataBytes) throw badRequest('BUTTON_DATA_INVALID')
    return { ...text, callback_data: button.callback_data }
  }
  const copied = button.copy_text
  if (isObject(copied) && nonEmpty(copied.text)) return { ...text, copy_text: { text: copied.text } }
  throw badRequest(`${prefix}: Text buttons are unallowed in the inline keyboard`)
}

/** core.telegram.org/bots/api#inlinekeyboardbutton: how a button is coloured. */
function readStyle(style: string): string {
  if (!['danger', 'success', 'primary'].includes(style)) throw badRequest('BUTTON_STYLE_INVALID')
  return style
}

/** Only addresses another device could reach are buttons (tdlib LinkManager; seen for localhost). */
function readUrl(url: string): string {
  const full = /^(https?|tg|ton):/i.test(url) ? url : `http://${url}`
  const reachable = URL.canParse(full) && (/^(tg|ton):/i.test(full) || new URL(full).hostname.includes('.'))
  if (!reachable) throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`)
  return url
}

function requiredText(button: Record<string, unknown>, prefix: string): string {
  const text = button.text
  if (text === undefined) throw badRequest(`${prefix}: Can't find field "text"`)
  if (typeof text === 'number') return String(text)
  if (typeof text !== 'string') throw badRequest(`${prefix}: Field "text" must be of type String`)
  return text
}

function nonEmpty(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
