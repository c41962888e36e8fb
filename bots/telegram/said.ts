import { fetchClean } from '../../core/chat/media/fetchClean.ts'
import type { CleanFile } from '../../core/chat/media/media.ts'
import { type Showing, showMessage } from '../../core/chat/shownMessage.ts'
import type { Core } from '../../core/core.ts'
import type { Attempt, ChatParcel, Outcome } from '../../core/delivery/channel.ts'
import { nearestReaction } from './reactions.ts'
import { CAPTION_MAX, type OutMessage, renderSaid } from './render.ts'
import type { Sender, Tried } from './sender.ts'
import { type FileCall, fileCalls, plainCall } from './sendFiles.ts'

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
    // What may have arrived stays: nobody can know what Telegram calls it.
    case 'taken back':
      return { kind: 'void' }
    case 'message':
      return sendWhole(core, means, showing)
    case 'edit':
      if (showing.content.media) return editBesideFiles(means, showing)
      return edit(means, renderSaid(showing.content.text, undefined), showing.messageIds)
    case 'delete':
      return take(means, showing.messageIds)
    case 'reaction':
      return react(means, showing)
  }
}

/** Files first, with the words under them where they fit; else the words follow. What cannot be cleaned does not go. */
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
    core.log.warn({ err: error }, 'telegram: something to see or to hear could not be fetched or cleaned')
    return { kind: 'refused', reason: 'media' }
  }
  const { chat } = addressOf(means.attempt)
  const written = content.text.text.trim() === '' ? [] : renderSaid(content.text, undefined)
  const [caption] = content.text.text.length <= CAPTION_MAX ? written : []
  const under = caption && fileCalls(files, { chat, caption, replyTo })
  const shown = await sendFiles(means, under ?? fileCalls(files, { chat, caption: undefined, replyTo }) ?? [])
  if (shown.kind !== 'sent' || under || written.length === 0) return shown
  return sendNew(means, written, shown.messageIds)
}

/** Once the first has arrived the others are insisted on: another attempt would begin with the first again. */
async function sendFiles(means: Means, calls: FileCall[]): Promise<Outcome> {
  const messageIds: string[] = []
  for (const call of calls) {
    const told = await tryNext(means, call, messageIds.length > 0)
    const plain = told.kind === 'refused' && told.reason === 'voice-forbidden' ? plainCall(call) : undefined
    const tried = plain ? await tryNext(means, plain, messageIds.length > 0) : told
    if (tried.kind !== 'sent') return inPart(tried, messageIds)
    messageIds.push(...tried.messageId.split(' '))
  }
  return { kind: 'sent', messageIds }
}

function tryNext({ sender, attempt, signal }: Means, { method, payload }: FileCall, begun: boolean): Promise<Tried> {
  const { platformId } = addressOf(attempt)
  if (!begun) return sender.once(platformId, method, payload)
  return sender.insist(platformId, method, payload, { priority: 'chat', resend: false, signal })
}

/** What did arrive stays, and is known, so that it can be changed and taken back: it is not begun with again. */
function inPart(tried: Exclude<Tried, { kind: 'sent' }>, arrived: string[]): Outcome {
  if (arrived.length === 0 || tried.kind === 'gone') return tried
  return { kind: 'refused', reason: `part-${tried.reason}`, arrived }
}

/**
 * The words of a message with files are changed where they stand: under the first file, or in messages of their own behind
 * all files, of which each is one. What grew too long for the one moves to the other.
 */
async function editBesideFiles(
  means: Means,
  { content, messageIds }: Extract<Showing, { kind: 'edit' }>,
): Promise<Outcome> {
  const { chat, platformId } = addressOf(means.attempt)
  const files = messageIds.slice(0, content.media?.length)
  const words = messageIds.slice(files.length)
  const written = content.text.text.trim() === '' ? [] : renderSaid(content.text, undefined)
  const under = words.length === 0 && content.text.text.length <= CAPTION_MAX
  if (words.length === 0) {
    const [caption] = under ? written : []
    const tried = await means.sender.once(platformId, 'editMessageCaption', {
      chat_id: chat,
      message_id: Number(files[0]),
      caption: caption?.text ?? '',
      caption_entities: caption?.entities ?? [],
    })
    if (!isDone(tried)) return tried as Outcome
  }
  if (under) return { kind: 'sent', messageIds }
  const changed = await edit(means, written, words)
  return behind(files, changed)
}

/** Once the first has arrived the others are insisted on: another attempt would begin with the first again. */
async function sendNew(
  { sender, attempt, signal }: Means,
  messages: OutMessage[],
  shown: readonly string[] = [],
): Promise<Outcome> {
  const { chat, platformId } = addressOf(attempt)
  const messageIds = [...shown]
  for (const message of messages) {
    const payload = { chat_id: chat, ...message }
    const tried = messageIds.length
      ? await sender.insist(platformId, 'sendMessage', payload, { priority: 'chat', resend: false, signal })
      : await sender.once(platformId, 'sendMessage', payload)
    if (tried.kind !== 'sent') return inPart(tried, messageIds)
    messageIds.push(tried.messageId)
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
  if (more.length === 0) return { kind: 'sent', messageIds: messageIds.slice(0, messages.length) }
  const added = await sendNew(means, more)
  return behind(messageIds, added)
}

/** What stands there already, and what came behind it. */
function behind(before: readonly string[], outcome: Outcome): Outcome {
  if (outcome.kind === 'sent') return { ...outcome, messageIds: [...before, ...outcome.messageIds] }
  return outcome.kind === 'refused' && outcome.arrived
    ? { ...outcome, arrived: [...before, ...outcome.arrived] }
    : outcome
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
    tried.kind === 'refused' &&
    ['not-modified', 'no-text', 'cannot-edit', 'cannot-delete', 'cannot-react'].includes(tried.reason)
  )
}

function addressOf({ address }: Attempt) {
  return { chat: address.chatId ?? address.platformId, platformId: address.platformId }
}
