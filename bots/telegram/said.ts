import type { CleanFile } from '../../core/chat/media/cleanPicture.ts'
import { fetchClean } from '../../core/chat/media/fetchClean.ts'
import { type Showing, showMessage } from '../../core/chat/shownMessage.ts'
import type { Core } from '../../core/core.ts'
import type { Attempt, ChatParcel, Outcome } from '../../core/delivery/channel.ts'
import { nearestReaction } from './reactions.ts'
import { CAPTION_MAX, type OutMessage, renderSaid } from './render.ts'
import type { Sender, Tried } from './sender.ts'

type Means = { sender: Sender; attempt: Attempt; signal: AbortSignal }

const LOOK_AGAIN_MS = 1_000

/** Shows what the other side of a live chat said, changed or took back. */
export async function sendSaid(core: Core, { parcel, ...means }: Means & { parcel: ChatParcel }): Promise<Outcome> {
  let showing: Showing | undefined
  try {
    showing = await showMessage(core, parcel)
  } catch (error) {
    core.log.error({ err: error, parcel: parcel.kind }, 'telegram: what was said could not be read')
    return { kind: 'later', afterMs: LOOK_AGAIN_MS, scope: 'chat', reason: 'not-rendered' }
  }
  switch (showing?.kind) {
    case undefined:
      return { kind: 'void' }
    case 'message':
      return sendWhole(core, means, showing)
    case 'edit':
      if (showing.content.media) return editCaption(means, showing)
      return edit(means, renderSaid(showing.content.text, undefined), showing.messageIds)
    case 'delete':
      return take(means, showing.messageIds)
    case 'reaction':
      return react(means, showing)
  }
}

/** Pictures first, with the words under them where they fit; else the words follow. What cannot be cleaned does not go. */
async function sendWhole(
  core: Core,
  means: Means,
  { content, replyTo }: Extract<Showing, { kind: 'message' }>,
): Promise<Outcome> {
  if (!content.media) return sendNew(means, renderSaid(content.text, replyTo))
  let files: CleanFile[]
  try {
    files = await fetchClean(core, content.media)
  } catch (error) {
    core.log.warn({ err: error }, 'telegram: something to see could not be fetched or cleaned')
    return { kind: 'refused', reason: 'media' }
  }
  const fits = content.text.text.length <= CAPTION_MAX
  const [caption] = fits ? renderSaid(content.text, undefined) : []
  const shown = await sendFiles(means, files, { caption, replyTo })
  const words = fits ? [] : renderSaid(content.text, undefined)
  if (shown.kind !== 'sent' || words.length === 0) return shown
  const told = await sendNew(means, words)
  return told.kind === 'sent' ? { kind: 'sent', messageIds: [...shown.messageIds, ...told.messageIds] } : told
}

/** Several still pictures are an album; what moves goes by itself (core.telegram.org/bots/api#sendmediagroup). */
async function sendFiles(
  { sender, attempt }: Means,
  files: CleanFile[],
  { caption, replyTo }: { caption: OutMessage | undefined; replyTo: string | undefined },
): Promise<Outcome> {
  const { chat, platformId } = addressOf(attempt)
  const under = caption?.text ? { caption: caption.text, caption_entities: caption.entities } : {}
  const reply = replyTo === undefined ? {} : { message_id: Number(replyTo), allow_sending_without_reply: true }
  const to = { chat_id: chat, ...(replyTo === undefined ? {} : { reply_parameters: reply as { message_id: number } }) }
  const stills = files.filter(({ type }) => type !== 'image/gif')
  const moving = files.filter(({ type }) => type === 'image/gif')
  const source = ({ data, name }: CleanFile) => ({ source: data, filename: name })
  const tries: (() => Promise<Tried>)[] = [
    ...(stills.length > 1
      ? [
          () =>
            sender.once(platformId, 'sendMediaGroup', {
              ...to,
              media: stills.map((file, i) => ({
                type: 'photo' as const,
                media: source(file),
                has_spoiler: file.spoiler,
                ...(i === 0 ? under : {}),
              })),
            }),
        ]
      : stills.map(
          (file) => () =>
            sender.once(platformId, 'sendPhoto', { ...to, ...under, photo: source(file), has_spoiler: file.spoiler }),
        )),
    ...moving.map(
      (file, i) => () =>
        sender.once(platformId, 'sendAnimation', {
          ...to,
          ...(i === 0 && stills.length === 0 ? under : {}),
          animation: source(file),
          has_spoiler: file.spoiler,
        }),
    ),
  ]
  const messageIds: string[] = []
  for (const attempted of tries) {
    const tried = await attempted()
    if (tried.kind === 'sent') messageIds.push(...tried.messageId.split(' '))
    else
      return messageIds.length && tried.kind === 'later' ? { kind: 'unknown', reason: `part-${tried.reason}` } : tried
  }
  return { kind: 'sent', messageIds }
}

/** The words under a picture are changed where they stand. */
async function editCaption(
  { sender, attempt }: Means,
  { content, messageIds }: Extract<Showing, { kind: 'edit' }>,
): Promise<Outcome> {
  const { chat, platformId } = addressOf(attempt)
  const [caption] = renderSaid(content.text, undefined)
  const tried = await sender.once(platformId, 'editMessageCaption', {
    chat_id: chat,
    message_id: Number(messageIds[0]),
    caption: (caption?.text ?? '').slice(0, CAPTION_MAX),
    caption_entities: caption && caption.text.length <= CAPTION_MAX ? caption.entities : [],
  })
  return isDone(tried) ? { kind: 'sent', messageIds } : (tried as Outcome)
}

/** Once the first has arrived the others are insisted on: another attempt would begin with the first again. */
async function sendNew({ sender, attempt, signal }: Means, messages: OutMessage[]): Promise<Outcome> {
  const { chat, platformId } = addressOf(attempt)
  const messageIds: string[] = []
  for (const message of messages) {
    const payload = { chat_id: chat, ...message }
    const tried = messageIds.length
      ? await sender.insist(platformId, 'sendMessage', payload, { priority: 'chat', resend: false, signal })
      : await sender.once(platformId, 'sendMessage', payload)
    if (tried.kind === 'sent') messageIds.push(tried.messageId)
    else
      return messageIds.length && tried.kind === 'later' ? { kind: 'unknown', reason: `part-${tried.reason}` } : tried
  }
  return messageIds.length ? { kind: 'sent', messageIds } : { kind: 'void' }
}

/** Our messages become what was said now; a longer text gets more of them, a shorter one fewer. */
async function edit(means: Means, messages: OutMessage[], messageIds: string[]): Promise<Outcome> {
  const { sender, attempt } = means
  const { chat, platformId } = addressOf(attempt)
  for (const [i, message] of messages.slice(0, messageIds.length).entries()) {
    const payload = { chat_id: chat, message_id: Number(messageIds[i]), ...message }
    const tried = await sender.once(platformId, 'editMessageText', payload)
    if (!isDone(tried)) return tried as Outcome
  }
  const surplus = await take(means, messageIds.slice(messages.length))
  if (surplus.kind !== 'sent') return surplus
  const more = messages.slice(messageIds.length)
  if (more.length === 0) return { kind: 'sent', messageIds }
  const added = await sendNew(means, more)
  return added.kind === 'sent' ? { kind: 'sent', messageIds: [...messageIds, ...added.messageIds] } : added
}

/** A bot sets one reaction a message, of those that Telegram has (core.telegram.org/bots/api#setmessagereaction). */
async function react(
  { sender, attempt }: Means,
  { messageId, emoji }: Extract<Showing, { kind: 'reaction' }>,
): Promise<Outcome> {
  const { chat, platformId } = addressOf(attempt)
  const tried = await sender.once(platformId, 'setMessageReaction', {
    chat_id: chat,
    message_id: Number(messageId),
    reaction: emoji ? [{ type: 'emoji', emoji: nearestReaction(emoji) }] : [],
  })
  return isDone(tried) ? { kind: 'sent', messageIds: [] } : (tried as Outcome)
}

async function take({ sender, attempt }: Means, messageIds: string[]): Promise<Outcome> {
  const { chat, platformId } = addressOf(attempt)
  for (const id of messageIds) {
    const tried = await sender.once(platformId, 'deleteMessage', { chat_id: chat, message_id: Number(id) })
    if (!isDone(tried)) return tried as Outcome
  }
  return { kind: 'sent', messageIds: [] }
}

/** As it should be already, or nothing to be changed any more: the person took it away on their side. */
function isDone(tried: Tried): boolean {
  if (tried.kind === 'sent') return true
  return (
    tried.kind === 'refused' && ['not-modified', 'cannot-edit', 'cannot-delete', 'cannot-react'].includes(tried.reason)
  )
}

function addressOf({ address }: Attempt) {
  return { chat: address.chatId ?? address.platformId, platformId: address.platformId }
}
