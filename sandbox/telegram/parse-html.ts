import { badRequest } from './api-error.ts'
import type { Entity, FormattedText } from './types.ts'

const entityOfTag: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  'tg-emoji': 'custom_emoji',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
}
const namedCharacters: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

type OpenTag = { name: string; attributes: Map<string, string>; offset: number }

/**
 * parse_mode HTML (core.telegram.org/bots/api#html-style). Errors are the server's own, with byte offsets
 * (tdlib/td MessageEntity.cpp): unsupported, unclosed and unmatched tags.
 */
export function parseHtml(source: string): FormattedText {
  const open: OpenTag[] = []
  const entities: Entity[] = []
  let text = ''
  const tokens = /<(?<slash>\/?)(?<inner>(?:"[^"]*"|'[^']*'|[^>"'])*)(?<close>>?)|&(?<name>#x?[0-9a-f]+|[a-z]+);?/gi
  let last = 0
  for (const token of source.matchAll(tokens)) {
    text += source.slice(last, token.index)
    last = token.index + token[0].length
    const at = Buffer.byteLength(source.slice(0, token.index))
    const { slash, inner = '', close, name } = token.groups ?? {}
    if (name !== undefined) text += decode(name, token[0])
    else if (slash) closeTag(open, inner.trim().toLowerCase(), close === '>', at, text, entities)
    else open.push(openTag(inner, close === '>', at, text.length))
  }
  text += source.slice(last)
  const unclosed = open.at(-1)
  if (unclosed) throw fail(`Can't find end tag corresponding to start tag "${unclosed.name}"`)
  return { text, entities: joinCode(entities) }
}

function openTag(inner: string, closed: boolean, at: number, offset: number): OpenTag {
  if (!closed) throw fail(`Unclosed start tag at byte offset ${at}`)
  const name = /^[^\s]*/.exec(inner)?.[0].toLowerCase() ?? ''
  if (!Object.hasOwn(entityOfTag, name)) throw fail(`Unsupported start tag "${name}" at byte offset ${at}`)
  const attributes = new Map<string, string>()
  for (const match of inner.slice(name.length).matchAll(/([^\s=/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s]+)))?/g)) {
    const value = match[2] ?? match[3] ?? match[4] ?? ''
    attributes.set(
      match[1] ?? '',
      value.replace(/&(#x?[0-9a-f]+|[a-z]+);?/gi, (whole, code) => decode(code, whole)),
    )
  }
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
    throw fail(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`)
  }
  return { name, attributes, offset }
}

function closeTag(open: OpenTag[], name: string, closed: boolean, at: number, text: string, out: Entity[]): void {
  const tag = open.pop()
  if (!tag) throw fail(`Unexpected end tag at byte offset ${at}`)
  if (!closed) throw fail(`Unclosed end tag at byte offset ${at}`)
  if (name !== '' && name !== tag.name) {
    throw fail(`Unmatched end tag at byte offset ${at}, expected "</${tag.name}>", found "</${name}>"`)
  }
  if (text.length > tag.offset) out.push(entityOf(tag, text))
}

function entityOf({ name, attributes, offset }: OpenTag, text: string): Entity {
  const entity: Entity = { type: entityOfTag[name] ?? name, offset, length: text.length - offset }
  const language = attributes.get('class')?.match(/^language-(.+)$/)?.[1]
  if (name === 'a') return { ...entity, url: attributes.get('href') ?? text.slice(offset) }
  if (name === 'tg-emoji') return { ...entity, custom_emoji_id: attributes.get('emoji-id') ?? '' }
  if (name === 'code' && language) return { ...entity, language }
  if (name === 'blockquote' && attributes.has('expandable')) return { ...entity, type: 'expandable_blockquote' }
  return entity
}

/** `<pre><code class="language-x">` is one entity. */
function joinCode(entities: Entity[]): Entity[] {
  return entities.flatMap((entity, index) => {
    const outer = entities[index + 1]
    const inner = entities[index - 1]
    if (entity.type === 'code' && entity.language && outer?.type === 'pre' && same(entity, outer)) return []
    if (entity.type === 'pre' && inner?.language && same(entity, inner))
      return [{ ...entity, language: inner.language }]
    if (entity.type === 'code') return [{ type: 'code', offset: entity.offset, length: entity.length }]
    return [entity]
  })
}

function same(a: Entity, b: Entity): boolean {
  return a.offset === b.offset && a.length === b.length
}

function decode(name: string, whole: string): string {
  const number = /^#(x?)([0-9a-f]+)$/i.exec(name)
  if (!number) return namedCharacters[name.toLowerCase()] ?? whole
  const code = Number.parseInt(number[2] ?? '', number[1] ? 16 : 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
}

function fail(why: string): Error {
  return badRequest(`Can't parse entities: ${why}`)
}
