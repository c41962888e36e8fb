import { badRequest } from './api-error.ts'
import { isObject, type Params } from './params.ts'
import { parseHtml } from './parse-html.ts'
import { parseMarkdown } from './parse-markdown.ts'
import type { Entity, FormattedText } from './types.ts'

/** core.telegram.org/bots/api: 1-4096 and 0-1024 characters after entity parsing, here in UTF-16 code units. */
export const textLimit = 4096
const captionLimit = 1024
/** Client.cpp get_formatted_text: before parsing, in bytes. */
const rawTextBytes = 1 << 15

const settable = new Set([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'custom_emoji',
  'blockquote',
  'expandable_blockquote',
])
/** Found by the server in the text; what the bot says of them is ignored. */
const found = new Set([
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bank_card_number',
])

/** The text a call names, its formatting read and checked: 400 when empty or too long. */
export function readText(params: Params): FormattedText {
  if (params.text('text') === '') throw badRequest('Message text is empty')
  const formatted = format(params.text('text'), params.text('parse_mode'), params.json('entities'))
  if (formatted.text === '') throw badRequest('Text must be non-empty')
  if (formatted.text.length > textLimit) throw badRequest('message is too long')
  return formatted
}

/** The caption a call names; '' is allowed. */
export function readCaption(params: Params): FormattedText {
  return checkCaption(format(params.text('caption'), params.text('parse_mode'), params.json('caption_entities')))
}

export function checkCaption(caption: FormattedText): FormattedText {
  if (caption.text.length > captionLimit) throw badRequest('message caption is too long')
  return caption
}

export function format(text: string, parseMode: string, entities: unknown): FormattedText {
  if (Buffer.byteLength(text) > rawTextBytes) throw badRequest('Text is too long')
  return trimmed(parse(text, parseMode.toLowerCase(), entities))
}

function parse(text: string, mode: string, entities: unknown): FormattedText {
  if (text === '' || mode === '' || mode === 'none') return { text, entities: checkEntities(text, entities) }
  if (mode === 'html') return parseHtml(text)
  if (mode === 'markdownv2') return parseMarkdown(text)
  throw badRequest('Unsupported parse_mode')
}

function checkEntities(text: string, entities: unknown): Entity[] {
  if (!Array.isArray(entities)) return []
  return entities.flatMap((entity) => readEntity(text, entity))
}

function readEntity(text: string, entity: unknown): Entity[] {
  const fail = (why: string): Error => badRequest(`Can't parse MessageEntity: ${why}`)
  if (!isObject(entity)) throw fail('expected an Object')
  const { type, offset, length } = entity
  for (const [field, value] of Object.entries({ offset, length, type })) {
    if (value === undefined) throw fail(`Can't find field "${field}"`)
  }
  if (typeof type !== 'string' || !(settable.has(type) || found.has(type))) throw fail('Unsupported type specified')
  if (!isWhole(offset) || !isWhole(length)) throw fail('Field "offset" must be of type Number')
  if (type === 'text_link' && typeof entity.url !== 'string') throw fail(`Can't find field "url"`)
  if (found.has(type)) return []
  if (offset < 0) throw badRequest(`Receive an entity with incorrect offset ${offset}`)
  if (length < 0) throw badRequest(`Receive an entity with incorrect length ${length}`)
  if (length === 0) return []
  checkEdges(text, offset, length)
  return [{ ...extrasOf(entity), type, offset, length }]
}

function checkEdges(text: string, offset: number, length: number): void {
  if (offset >= text.length) {
    throw badRequest(`Entity begins after the end of the text at UTF-16 offset ${offset}`)
  }
  if (offset + length > text.length) {
    throw badRequest(
      `Entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${offset + length}`,
    )
  }
  if (splitsPair(text, offset)) throw badRequest('Entity begins in a middle of a UTF-16 symbol at byte offset')
  if (splitsPair(text, offset + length)) {
    throw badRequest(`Entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol at byte offset`)
  }
}

function extrasOf(entity: Record<string, unknown>): Partial<Entity> {
  const { url, language, custom_emoji_id: emoji, user } = entity
  return {
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof language === 'string' ? { language } : {}),
    ...(typeof emoji === 'string' ? { custom_emoji_id: emoji } : {}),
    ...(isObject(user) && typeof user.id === 'number' ? { user: { ...user, id: user.id } } : {}),
  }
}

/** The server cuts spaces and line ends off both ends and moves the entities along. */
function trimmed({ text, entities }: FormattedText): FormattedText {
  const end = text.trimEnd().length
  const firstEntity = Math.min(end, ...entities.map((entity) => entity.offset))
  const start = Math.min(/^[ \n]*/.exec(text)?.[0].length ?? 0, firstEntity)
  return {
    text: text.slice(start, end),
    entities: entities
      .filter((entity) => entity.offset < end)
      .map((entity) => ({
        ...entity,
        offset: entity.offset - start,
        length: Math.min(entity.length, end - entity.offset),
      }))
      .sort((a, b) => a.offset - b.offset || b.length - a.length),
  }
}

const patterns: [type: string, pattern: RegExp][] = [
  ['bot_command', /(?<![\w/@])\/[A-Za-z0-9_]{1,64}(?:@\w+)?(?![\w/])/g],
  [
    'url',
    /(?<![\w@.])(?:https?:\/\/\S+[^\s.,!?)]|(?:[a-z0-9-]+\.)+(?:com|org|net|me|io|kr|dev)\b(?:\/\S*[^\s.,!?)])?)/gi,
  ],
  ['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['mention', /(?<![\w@.])@[A-Za-z]\w{3,31}\b/g],
  ['hashtag', /(?<![\w#])#[\p{L}\d_]*[\p{L}_][\p{L}\d_]*/gu],
]

/** What the server finds in a text by itself: commands, addresses, names. Text already formatted as code is left. */
export function withFoundEntities({ text, entities }: FormattedText): FormattedText {
  const taken = entities.filter((entity) => ['code', 'pre', 'text_link', 'text_mention'].includes(entity.type))
  const all = [...entities]
  for (const [type, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length }
      if (taken.some((other) => overlap(entity, other))) continue
      taken.push(entity)
      all.push(entity)
    }
  }
  return { text, entities: all.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}

/** The entities of one part of a text, from `start` to `end`, counted from the start of that part. */
export function entitiesWithin(entities: readonly Entity[], start: number, end: number): Entity[] {
  return entities.flatMap((entity) => {
    const from = Math.max(entity.offset, start)
    const to = Math.min(entity.offset + entity.length, end)
    return to > from ? [{ ...entity, offset: from - start, length: to - from }] : []
  })
}

function overlap(a: Entity, b: Entity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length
}

function splitsPair(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1)
  const after = text.charCodeAt(index)
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value)
}
