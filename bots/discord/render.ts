import type { APIEmbed, MessageFlags, RawFile } from 'discord.js'
import type { RichText } from '../../core/chat/content.ts'
import { splitText } from '../../core/letters/splitText.ts'
import { splitRich, tidy } from '../dialogue/richText.ts'
import type { Picture, View } from '../dialogue/view.ts'
import { clip } from './clip.ts'
import { type MessageRow, renderRows } from './controls.ts'
import { escapeMarkdown, escapeWords } from './escapeMarkdown.ts'
import { writeMarkdown } from './writeMarkdown.ts'

/** One message of ours. Every part is always named, so that an edit also takes away what was there before. */
export type MessageBody = {
  content: string
  embeds: APIEmbed[]
  components: MessageRow[]
  allowed_mentions: { parse: [] }
  /** docs: resources/message#message-reference-structure */
  message_reference?: { message_id: string; fail_if_not_exists: false }
  /** docs: reference#uploading-files */
  attachments?: { id: number; filename: string; description?: string; duration_secs?: number; waveform?: string }[]
  flags?: MessageFlags
  /** What is uploaded with it; not part of the JSON. */
  files?: RawFile[]
}

/** docs: resources/message#create-message, #embed-object-embed-limits. Discord counts characters, we UTF-16 units: never less. */
const CONTENT_MAX_UNITS = 2_000
const EMBED_TEXT_MAX_UNITS = 4_096
const EMBEDS_MAX_UNITS = 6_000
const EMBEDS_MAX = 10
const TITLE_MAX_UNITS = 200
const FOOTER_MAX_UNITS = 300
const SIGNATURE_MAX_UNITS = 200
const ALT_MAX_UNITS = 1_024
/** A warm paper yellow beside the letter. */
const LETTER_COLOR = 0xf2c078
/** Discord refuses a message of nothing but blanks. */
const BLANK = '\u200b'

/** A view as one message, or as several where it does not fit into one; the controls stand under the last. Pings nobody. */
export function renderView(view: View): MessageBody[] {
  const words = renderWords(view)
  const letters = view.letter ? renderLetter(view.letter, view) : []
  const before = words.slice(0, -1).map((content) => body(content, []))
  const together = body(words.at(-1) ?? '', letters[0] ?? [])
  const messages = [...before, together, ...letters.slice(1).map((embeds) => body('', embeds))]
  if (view.picture) showPicture(together, view.picture)
  const last = messages.at(-1) ?? together
  last.components = renderRows(view.rows ?? [])
  if (last.content.trim() === '' && last.embeds.length === 0 && !last.files) last.content = BLANK
  return messages
}

/** A person's words in a live chat, as they look; long ones are several messages, of which the first is the reply. */
export function renderSaid(said: RichText, replyTo: string | undefined): MessageBody[] {
  return splitRich(tidy(said), CONTENT_MAX_UNITS, writeMarkdown).map((piece, i) => ({
    ...body(writeMarkdown(tidy(piece)), []),
    ...(i === 0 && replyTo !== undefined
      ? { message_reference: { message_id: replyTo, fail_if_not_exists: false } as const }
      : {}),
  }))
}

function showPicture(message: MessageBody, { png, name, alt }: Picture): void {
  message.attachments = [{ id: 0, filename: name, description: clip(alt, ALT_MAX_UNITS) }]
  message.files = [{ name, data: png, contentType: 'image/png' }]
}

/** A passing line, alone. */
export function renderNote(text: string): MessageBody[] {
  return renderView({ text })
}

function body(content: string, embeds: APIEmbed[]): MessageBody {
  return { content, embeds, components: [], allowed_mentions: { parse: [] } }
}

/** Title, text and, where no letter follows, the quiet last line. */
function renderWords({ title, text, footer, letter }: View): string[] {
  const head = title?.trim() ? `**${escapeWords(clip(title.trim(), TITLE_MAX_UNITS))}**\n` : ''
  const foot = letter || !footer?.trim() ? '' : `\n${small(clip(footer.trim(), FOOTER_MAX_UNITS))}`
  const limit = CONTENT_MAX_UNITS - head.length - foot.length
  const measure = (part: string) => escapeWords(part).length
  const parts = text.trim() ? splitText(text, limit, { measure }).map(escapeWords) : ['']
  return parts.map((part, index) => {
    const first = index === 0 ? head : ''
    const last = index === parts.length - 1 ? foot : ''
    return `${first}${part}${last}`.trim()
  })
}

/** docs: reference#message-formatting (subtext) */
function small(text: string): string {
  return text
    .split('\n')
    .map((line) => `-# ${escapeWords(line)}`)
    .join('\n')
}

/**
 * The embeds of a letter, a message's worth at a time. Signature and last line stand at its end, where no markdown is
 * read; our words about it are one more, since nothing else can stand below an embed.
 */
function renderLetter({ text, signature }: NonNullable<View['letter']>, { footer = '', after }: View): APIEmbed[][] {
  const signed = [clip(signature.trim(), SIGNATURE_MAX_UNITS), clip(footer.trim(), FOOTER_MAX_UNITS)]
    .filter(Boolean)
    .join('\n')
  const measure = (part: string) => escapeMarkdown(part).length
  const parts = splitText(text, EMBED_TEXT_MAX_UNITS, { measure }).map(escapeMarkdown)
  const embeds = parts.map((part, index): APIEmbed => {
    const description = part.trim() === '' ? BLANK : part
    const last = index === parts.length - 1 && signed !== ''
    return { color: LETTER_COLOR, description, ...(last ? { footer: { text: signed } } : {}) }
  })
  return packEmbeds(after ? [...embeds, { description: escapeWords(after) }] : embeds)
}

function packEmbeds(embeds: APIEmbed[]): APIEmbed[][] {
  const messages: APIEmbed[][] = []
  let room = 0
  for (const embed of embeds) {
    const size = unitsOf(embed)
    const current = messages.at(-1)
    if (current && current.length < EMBEDS_MAX && size <= room) {
      current.push(embed)
      room -= size
    } else {
      messages.push([embed])
      room = EMBEDS_MAX_UNITS - size
    }
  }
  return messages
}

/** What counts towards {@link EMBEDS_MAX_UNITS}. */
function unitsOf(embed: APIEmbed): number {
  return (embed.description?.length ?? 0) + (embed.footer?.text.length ?? 0)
}
