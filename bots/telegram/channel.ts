import type { Opts } from 'telegraf/types'
import { isChatParcel } from '../../core/chat/noticeFacts.ts'
import type { Core } from '../../core/core.ts'
import type { Attempt, Channel, Outcome } from '../../core/delivery/channel.ts'
import type { renderParcel } from '../dialogue/notices.ts'
import { asPhoto, type OutMessage, renderView } from './render.ts'
import { sendSaid } from './said.ts'
import type { Sender } from './sender.ts'
import { showNoticeOver, takeCopies } from './spots.ts'

/**
 * Telegram's way out. A private chat's id is the person's, so no chat has to be opened first. There is no key against
 * doubles and no looking back (tdlib/telegram-bot-api#482): what may have arrived is `unknown`.
 */
export function openChannel(
  core: Core,
  { sender, words, signal }: { sender: Sender; words: typeof renderParcel; signal: AbortSignal },
): Channel {
  return {
    platform: 'telegram',
    async send(attempt) {
      if (isChatParcel(attempt.parcel)) return sendSaid(core, { sender, attempt, parcel: attempt.parcel, signal })
      const { parcel } = attempt
      if (parcel.kind === 'letter-gone') return takeCopies(core, { sender, attempt, what: parcel })
      if (parcel.kind === 'notice-over') return showNoticeOver(core, { sender, attempt, deliveryId: parcel.deliveryId })
      const messages = await render(core, attempt, words)
      return Array.isArray(messages) ? sendAll(sender, attempt, messages, signal) : messages
    },
  }
}

/** Nothing has left yet: words that cannot be fetched are a delay, words that no message can carry a refusal. */
async function render(core: Core, attempt: Attempt, words: typeof renderParcel): Promise<OutMessage[] | Outcome> {
  let reason: 'not-rendered' | 'unrenderable' = 'not-rendered'
  try {
    const views = await words(core, attempt)
    reason = 'unrenderable'
    return views ? views.flatMap(renderView) : { kind: 'void' }
  } catch (error) {
    core.log.error({ err: error, parcel: attempt.parcel.kind }, 'telegram: a parcel could not be rendered')
    if (reason === 'unrenderable') return { kind: 'refused', reason }
    return { kind: 'later', afterMs: RENDER_AGAIN_MS, scope: 'chat', reason }
  }
}

const RENDER_AGAIN_MS = 1_000

/**
 * Sends a parcel's messages in order. Once the first has arrived the others are insisted on, since another attempt
 * would begin with the first again; if one does not get through, nobody can say that the parcel arrived.
 */
async function sendAll(
  sender: Sender,
  attempt: Attempt,
  messages: OutMessage[],
  signal: AbortSignal,
): Promise<Outcome> {
  const { chatId, platformId } = attempt.address
  const messageIds: string[] = []
  for (const message of messages) {
    const { photo, ...words } = message
    const payload = { chat_id: chatId ?? platformId, ...(photo ? asPhoto(message, photo) : words) }
    const method = photo ? 'sendPhoto' : 'sendMessage'
    const tried = messageIds.length
      ? await sender.insist(platformId, method, payload as Opts<typeof method>, {
          priority: 'letter',
          resend: false,
          signal,
        })
      : await sender.once(platformId, method, payload as Opts<typeof method>)
    if (tried.kind === 'sent') messageIds.push(tried.messageId)
    else if (tried.kind === 'later' && messageIds.length) return { kind: 'unknown', reason: `part-${tried.reason}` }
    else return tried
  }
  return messageIds.length ? { kind: 'sent', messageIds } : { kind: 'void' }
}
