import type { Mark, MarkKind, RichText } from '../../core/chat/content.ts'
import { isPublicSite } from '../../core/safety/contact/links.ts'

/** An entity of a message, as far as we look at it (core.telegram.org/bots/api#messageentity). Offsets in UTF-16 units. */
export type Entity = { type: string; offset: number; length: number }

/** How Telegram calls the looks we carry. */
const KINDS: Partial<Record<string, MarkKind>> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strike',
  spoiler: 'spoiler',
  code: 'code',
  pre: 'pre',
  blockquote: 'quote',
  expandable_blockquote: 'quote',
}
const NAMES = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strike: 'strikethrough',
  spoiler: 'spoiler',
  code: 'code',
  pre: 'pre',
  quote: 'blockquote',
} as const satisfies Record<MarkKind, string>

/**
 * A message's words with their looks. What an entity points to (a person, an address behind words) does not come along;
 * a custom emoji is the ordinary one that Telegram writes in its place.
 */
export function readEntities(text: string, entities: readonly Entity[]): RichText {
  const marks = entities.flatMap(({ type, offset, length }): Mark[] => {
    const kind = KINDS[type]
    return kind ? [{ kind, from: offset, to: offset + length }] : []
  })
  return { text, marks }
}

/**
 * Whether words hide an address, or a person without a public name; or whether some of them are an address to Telegram, which
 * makes a link of them wherever they stand. It knows every ending there is.
 */
export function hidesLink(text: string, entities: readonly Entity[]): boolean {
  return entities.some(({ type, offset, length }) => {
    if (type === 'text_link' || type === 'text_mention') return true
    return (type === 'url' || type === 'email') && !isPublicSite(text.slice(offset, offset + length).toLowerCase())
  })
}

/**
 * Marks as entities. Code takes no other looks with it, and quotations do not lie in each other: Telegram refuses
 * or drops what breaks that (core.telegram.org/bots/api#formatting-options).
 */
export function writeEntities({
  marks,
}: RichText): { type: (typeof NAMES)[MarkKind]; offset: number; length: number }[] {
  const fixed = marks.filter(({ kind }) => kind === 'code' || kind === 'pre')
  const apart = (mark: Mark) =>
    mark.kind === 'quote' ||
    fixed.every(
      (code) =>
        code === mark ||
        (fixed.includes(mark) && fixed.indexOf(mark) < fixed.indexOf(code)) ||
        code.to <= mark.from ||
        mark.to <= code.from,
    )
  return marks.filter(apart).map(({ kind, from, to }) => ({ type: NAMES[kind], offset: from, length: to - from }))
}
