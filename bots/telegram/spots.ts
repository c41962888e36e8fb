import type { Core } from '../../core/core.ts'
import type { Address, Attempt, Outcome } from '../../core/delivery/channel.ts'
import type { DeliveryId } from '../../core/ids.ts'
import { noticeToEnd } from '../../core/letters/letterNotice.ts'
import { copiesToTake, noteShown, type Shown, type Spot, spotId } from '../../core/letters/shownLetters.ts'
import { goneView, noticeOverView } from '../dialogue/letterGone.ts'
import type { View } from '../dialogue/view.ts'
import { closedEnvelope } from './closedEnvelope.ts'
import { asPhoto, type OutMessage, renderView } from './render.ts'
import type { Sender, Tried } from './sender.ts'

/** A message of ours in a private chat. Ids of messages are a chat's own. */
export function spotOf(chat: string, messageId: string): Spot {
  const id = spotId(chat, messageId)
  return { id, way: id }
}

/**
 * The copies of a letter that its reader no longer has leave the chat. Telegram deletes nothing that is older than 48
 * hours (core.telegram.org/bots/api#deletemessage), but lets a bot change its own words and pictures at any time: such a
 * copy becomes a line that says so. What the person deleted themselves is as it should be.
 */
export async function takeCopies(
  core: Core,
  { sender, attempt, what }: { sender: Sender; attempt: Attempt; what: Shown },
): Promise<Outcome> {
  const { address } = attempt
  const { copies, leaves } = await copiesToTake(core, { platform: 'telegram', address, what })
  for (const { way, took } of copies) {
    const [chat_id = '', message] = way.split(':')
    const at = { chat_id, message_id: Number(message) }
    const deleted = leaves === 'nothing' && (await sender.once(address.platformId, 'deleteMessage', at))
    const tried =
      deleted && !isRefused(deleted, 'cannot-delete')
        ? deleted
        : await writeOver(sender, { address, at, message: asMessage(goneView(address.language, { what, leaves })) })
    if (tried.kind !== 'sent' && !isRefused(tried, 'cannot-edit') && !isRefused(tried, 'not-modified'))
      return tried as Outcome
    await took()
  }
  return copies.length > 0 ? { kind: 'sent', messageIds: [] } : { kind: 'void' }
}

/** A picture has no words that could be changed, but may be another picture (core.telegram.org/bots/api#editmessagemedia). */
async function writeOver(
  sender: Sender,
  { address, at, message }: { address: Address; at: { chat_id: string; message_id: number }; message: OutMessage },
): Promise<Tried> {
  const tried = await sender.once(address.platformId, 'editMessageText', { ...at, ...message })
  if (!isRefused(tried, 'no-text')) return tried
  const { photo, caption, caption_entities, reply_markup } = asPhoto(message, closedEnvelope)
  const media = { type: 'photo', media: photo, caption, caption_entities } as const
  return sender.once(address.platformId, 'editMessageMedia', {
    ...at,
    media,
    ...(reply_markup ? { reply_markup } : {}),
  })
}

/** The notice of a letter asks no longer to open it. What was changed or deleted meanwhile is as it should be. */
export async function showNoticeOver(
  core: Core,
  { sender, attempt, deliveryId }: { sender: Sender; attempt: Attempt; deliveryId: DeliveryId },
): Promise<Outcome> {
  const { address } = attempt
  const notice = await noticeToEnd(core, { platform: 'telegram', address, deliveryId })
  if (!notice) return { kind: 'void' }
  const { chat, messageId, letterId, says } = notice
  const tried = await sender.once(address.platformId, 'editMessageText', {
    chat_id: chat,
    message_id: Number(messageId),
    ...asMessage(noticeOverView(address.language, { deliveryId, says })),
  })
  if (isRefused(tried, 'cannot-edit') || isRefused(tried, 'not-modified')) return { kind: 'void' }
  if (tried.kind !== 'sent') return tried as Outcome
  const shown = says === 'opened' ? [{ spot: spotOf(chat, messageId), shows: [{ deliveryId, letterId }] }] : []
  await noteShown(core, { platform: 'telegram', platformId: address.platformId, shown })
  return { kind: 'sent', messageIds: [] }
}

function asMessage(view: View): OutMessage {
  const [message] = renderView(view)
  if (!message) throw new Error('there is nothing to say')
  return message
}

const isRefused = (tried: Tried, reason: string) => tried.kind === 'refused' && tried.reason === reason
