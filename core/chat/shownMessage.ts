import type { Core } from '../core.ts'
import { inBatches } from '../delivery/batch.ts'
import type { ChatParcel } from '../delivery/channel.ts'
import type { ChatMessageId } from '../ids.ts'
import { CHAT_SOURCE, CHAT_TWIN, type ChatContent, contentText, openContent, pageOwnId } from './content.ts'
import { takeJustSaid } from './justSaid.ts'
import { openReaction } from './react.ts'
import { MESSAGES } from './sql.ts'
import { findTwins } from './twins.ts'

/**
 * What the other side is to be shown; ids are the platform's, of messages in the chat of whoever is shown it. Read at
 * the moment of sending. For the channel's eyes only: never logged.
 */
export type Showing =
  | { kind: 'message'; content: ChatContent; replyTo: string | undefined }
  | { kind: 'edit'; content: ChatContent; messageIds: string[] }
  | { kind: 'delete'; messageIds: string[] }
  /** It was to be shown, and was taken back before that: what may have arrived of it goes. */
  | { kind: 'taken back' }
  /** The one emoji that stands there now, if any, and those that may have stood there before. */
  | { kind: 'reaction'; messageId: string; emoji: string | undefined; before: string[] }

/**
 * Undefined when there is nothing to show any more: it is gone, or the chat is over and whoever would see
 * it is in another one or blocked its sender. What was taken back disappears all the same.
 */
export async function showMessage(core: Core, parcel: ChatParcel): Promise<Showing | undefined> {
  const { kind, messageId } = parcel
  const known = kind === 'chat-message' ? takeJustSaid(core, messageId) : undefined
  if (known) return { kind: 'message', content: known, replyTo: undefined }
  const look = looks.get(core) ?? openLook(core)
  looks.set(core, look)
  const row = await look(messageId)
  if (!row) return undefined
  if (kind === 'chat-delete') return withTwins(core, messageId, (messageIds) => ({ kind: 'delete', messageIds }))
  if (row.deleted_at) return kind === 'chat-message' ? { kind: 'taken back' } : undefined
  const toSender = kind === 'chat-reaction' && parcel.on === 'source'
  if (toSender ? row.over_for_sender : row.over_for_other) return undefined
  if (kind === 'chat-reaction') return reactionOn(core, row, parcel.on)
  const content = quoting(core, row, openContent(core, row.body))
  if (kind === 'chat-edit') return withTwins(core, messageId, (messageIds) => ({ kind: 'edit', content, messageIds }))
  return { kind: 'message', content, replyTo: await replyTarget(core, row) }
}

/** What somebody replies to: the other side's own message, or ours that shows the replier's. */
async function replyTarget(core: Core, row: Row): Promise<string | undefined> {
  if (row.reply_id === null) return undefined
  if (row.reply_sender !== row.sender_id && row.reply_source) {
    const sourceId = core.vault.open(row.reply_source, CHAT_SOURCE)
    return pageOwnId(sourceId) === undefined ? sourceId : undefined
  }
  if (row.reply_twin) return core.vault.open(row.reply_twin, CHAT_TWIN)
  const [first] = await findTwins(core, row.reply_id)
  return first
}

/** What was said on a page stands nowhere that a reply could point to: its beginning is quoted instead. Pure but for the seal. */
function quoting(core: Core, row: Row, content: ChatContent): ChatContent {
  if (row.reply_sender === row.sender_id || !row.reply_source || !row.reply_body) return content
  if (pageOwnId(core.vault.open(row.reply_source, CHAT_SOURCE)) === undefined) return content
  const [line = ''] = contentText(openContent(core, row.reply_body)).split('\n')
  const characters = [...line]
  const quoted = characters.length > QUOTED_CHARACTERS ? `${characters.slice(0, QUOTED_CHARACTERS).join('')}…` : line
  const shift = quoted.length + 1
  const marks = content.text.marks.map((mark) => ({ ...mark, from: mark.from + shift, to: mark.to + shift }))
  const quote = { kind: 'quote', from: 0, to: quoted.length } as const
  return { ...content, text: { text: `${quoted}\n${content.text.text}`, marks: [quote, ...marks] } }
}

const QUOTED_CHARACTERS = 80

async function reactionOn(core: Core, row: Row, on: 'source' | 'twin'): Promise<Showing | undefined> {
  const sealed = on === 'source' ? row.other_reaction : row.sender_reaction
  const [twin] = on === 'twin' ? await findTwins(core, row.id) : []
  const messageId = on === 'source' ? core.vault.open(row.source_id, CHAT_SOURCE) : twin
  if (!sealed || messageId === undefined || pageOwnId(messageId) !== undefined) return undefined
  const { now, ever } = openReaction(core, sealed)
  const emoji = now.at(-1)
  return { kind: 'reaction', messageId, emoji, before: ever.filter((one) => one !== emoji) }
}

async function withTwins(
  core: Core,
  messageId: ChatMessageId,
  make: (messageIds: string[]) => Showing,
): Promise<Showing | undefined> {
  const messageIds = await findTwins(core, messageId)
  return messageIds.length > 0 ? make(messageIds) : undefined
}

type Row = {
  id: ChatMessageId
  body: Buffer
  source_id: Buffer
  sender_reaction: Buffer | null
  other_reaction: Buffer | null
  sender_id: string
  deleted_at: Date | null
  over_for_other: boolean
  over_for_sender: boolean
  reply_id: ChatMessageId | null
  reply_sender: string | null
  reply_source: Buffer | null
  reply_body: Buffer | null
  reply_twin: Buffer | null
}
type Look = (id: ChatMessageId) => Promise<Row | undefined>
const looks = new WeakMap<Core, Look>()
const LOOKS = { most: 200, atOnce: 2 }

/** What is asked together is fetched together. */
function openLook(core: Core): Look {
  return inBatches(async (ids) => {
    const { rows } = await core.db.hot.query({ ...MESSAGES, values: [ids] })
    const found = new Map((rows as Row[]).map((row) => [row.id, row]))
    return ids.map((id) => found.get(id))
  }, LOOKS)
}
