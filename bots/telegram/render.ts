import type { RichText } from '../../core/chat/content.ts'
import { splitText } from '../../core/letters/splitText.ts'
import { splitRich, tidy } from '../dialogue/richText.ts'
import type { Picture, View } from '../dialogue/view.ts'
import { writeEntities } from './entities.ts'
import { type Key, layKeyboard, plainLinks } from './keyboard.ts'

/** A message, ready for sendMessage and editMessageText but for the chat. Never with `parse_mode`: nothing is parsed. */
export type OutMessage = {
  text: string
  entities: Entity[]
  link_preview_options: { is_disabled: true }
  reply_markup?: { inline_keyboard: Key[][] }
  reply_parameters?: { message_id: number; allow_sending_without_reply: true }
  /** Then it goes by sendPhoto ({@link asPhoto}), with the text as its caption. No edit makes one of the other. */
  photo?: Photo
}

type Photo = { source: Buffer; filename: string }

/** Offsets and lengths in UTF-16 code units, as everywhere in the Bot API. */
type Entity = ReturnType<typeof writeEntities>[number]

/** core.telegram.org/bots/api#sendmessage; counted here in UTF-16 code units, which is never less than characters. */
export const TEXT_MAX = 4096

/** core.telegram.org/bots/api#sendphoto; counted as the text is. */
export const CAPTION_MAX = 1024

/**
 * A view as messages: a bold title, our words, the letter as a quotation, its signature, ours about it, a quiet last line. A part goes
 * whole into a message where it can; controls stand under the last one. A picture stands above the words, which are its
 * caption where they fit.
 */
export function renderView(view: View): OutMessage[] {
  const messages = joined(partsOf(view)).map(
    (page): OutMessage => ({ text: page.text, entities: page.entities, link_preview_options: { is_disabled: true } }),
  )
  if (view.picture) showPicture(messages, view.picture)
  const last = messages.at(-1)
  const keys = layKeyboard(view.rows ?? [])
  if (last && keys.length > 0) last.reply_markup = { inline_keyboard: keys }
  return messages
}

/** A message with a photo, ready for sendPhoto but for the chat. */
export function asPhoto({ text, entities, reply_markup }: OutMessage, photo: Photo) {
  return { photo, caption: text, caption_entities: entities, ...(reply_markup ? { reply_markup } : {}) }
}

function showPicture(messages: OutMessage[], { png, name }: Picture): void {
  const photo = { source: png, filename: name }
  const [first] = messages
  if (messages.length === 1 && first && first.text.length <= CAPTION_MAX) first.photo = photo
  else messages.unshift({ text: '', entities: [], link_preview_options: { is_disabled: true }, photo })
}

type Part = { text: string; style?: Entity['type']; gap: '\n' | '\n\n' }
type Page = { text: string; entities: Entity[] }

function partsOf({ title = '', text, letter, after = '', footer = '', rows = [] }: View): Part[] {
  const parts: Part[] = [
    { text: title, style: 'bold', gap: '\n\n' },
    { text, gap: '\n\n' },
    { text: letter?.text ?? '', style: 'blockquote', gap: '\n\n' },
    { text: letter?.signature ?? '', gap: '\n' },
    { text: after, gap: '\n\n' },
    { text: plainLinks(rows).join('\n'), gap: '\n\n' },
    { text: footer, style: 'italic', gap: '\n\n' },
  ]
  return parts.filter((part) => part.text.trim() !== '').flatMap(piecesOf)
}

/** A part longer than a message, in pieces of the same kind. */
function piecesOf(part: Part): Part[] {
  if (part.text.length <= TEXT_MAX) return [part]
  return splitText(part.text, TEXT_MAX).map((text) => ({ ...part, text }))
}

/** A person's words in a live chat, as they look; long ones are several messages, of which the first is the reply. */
export function renderSaid(said: RichText, replyTo: string | undefined): OutMessage[] {
  return splitRich(tidy(said), TEXT_MAX, ({ text }) => text).map((piece, i) => {
    const reply = i === 0 && replyTo !== undefined ? Number(replyTo) : undefined
    const parameters = { message_id: reply ?? 0, allow_sending_without_reply: true } as const
    const { text, marks } = tidy(piece)
    return {
      text,
      entities: writeEntities({ text, marks }),
      link_preview_options: { is_disabled: true },
      ...(reply === undefined ? {} : { reply_parameters: parameters }),
    }
  })
}

/** Fills messages with parts, in order. */
function joined(parts: Part[]): Page[] {
  const pages: Page[] = []
  for (const { text, style, gap } of parts) {
    const open = pages.at(-1)
    const fits = open && open.text.length + gap.length + text.length <= TEXT_MAX
    const page: Page = fits ? open : { text: '', entities: [] }
    if (!fits) pages.push(page)
    const before = page.text && page.text + gap
    if (style) page.entities.push({ type: style, offset: before.length, length: text.length })
    page.text = before + text
  }
  return pages
}
