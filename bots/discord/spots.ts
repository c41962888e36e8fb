import type { Core } from '../../core/core.ts'
import type { Attempt, Outcome } from '../../core/delivery/channel.ts'
import type { DeliveryId } from '../../core/ids.ts'
import { noticeToEnd } from '../../core/letters/letterNotice.ts'
import { copiesToTake, noteShown, type Shown, type Spot, spotId } from '../../core/letters/shownLetters.ts'
import { goneView, noticeOverView } from '../dialogue/letterGone.ts'
import type { DiscordApi } from './api.ts'
import type { InteractionEvent } from './event.ts'
import { codeOf, codes, outcomeOf } from './outcome.ts'
import { renderView } from './render.ts'

/** How a message of ours is reached: in a DM at any time; what one person alone sees in a server, by the token it came with. */
type Way = { chat: string; message: string } | { application: string; token: string; message: string }

/** A token is good for 15 minutes (docs: receiving-and-responding#followup-messages). */
const TOKEN_LIVES_MS = 15 * 60_000

export function spotInDm(chat: string, message: string): Spot {
  return { id: spotId(chat, message), way: JSON.stringify({ chat, message } satisfies Way) }
}

/** Where an answer to an interaction stands. `isFirst`: that answer, or the message whose control was pressed. */
export function spotOfAnswer(
  { chatId, applicationId: application, token }: InteractionEvent,
  message: string,
  isFirst: boolean,
): Spot {
  if (chatId !== undefined) return spotInDm(chatId, message)
  const way: Way = { application, token, message: isFirst ? '@original' : message }
  return { id: spotId('', message), way: JSON.stringify(way), forMs: TOKEN_LIVES_MS }
}

/** The message whose control was pressed, or from which a form was opened. */
export function pressedIn({ chatId = '', messageId }: InteractionEvent): { pressed?: string } {
  return messageId === undefined ? {} : { pressed: spotId(chatId, messageId) }
}

/**
 * The copies of a letter that its reader no longer has leave the chat; one that Discord will not let go becomes a line
 * that says so. What is not there any more is as it should be, and so is what only an expired token would reach.
 */
export async function takeCopies(
  core: Core,
  { api, attempt, what }: { api: DiscordApi; attempt: Attempt; what: Shown },
): Promise<Outcome> {
  const { address } = attempt
  const { copies, leaves } = await copiesToTake(core, { platform: 'discord', address, what })
  try {
    for (const { way, took } of copies) {
      await takeOne(api, JSON.parse(way) as Way, () => renderView(goneView(address.language, { what, leaves })), leaves)
      await took()
    }
    return copies.length > 0 ? { kind: 'sent', messageIds: [] } : { kind: 'void' }
  } catch (error) {
    return outcomeOf(error)
  }
}

/** The notice of a letter asks no longer to open it. One that is not there any more is as it should be. */
export async function showNoticeOver(
  core: Core,
  { api, attempt, deliveryId }: { api: DiscordApi; attempt: Attempt; deliveryId: DeliveryId },
): Promise<Outcome> {
  const { address } = attempt
  const notice = await noticeToEnd(core, { platform: 'discord', address, deliveryId })
  const [message] = notice ? renderView(noticeOverView(address.language, { deliveryId, says: notice.says })) : []
  if (!notice || !message) return { kind: 'void' }
  const { chat, messageId, letterId, says } = notice
  try {
    await api.edit(chat, messageId, message)
  } catch (error) {
    return isGone(error) ? { kind: 'void' } : outcomeOf(error)
  }
  const shown = says === 'opened' ? [{ spot: spotInDm(chat, messageId), shows: [{ deliveryId, letterId }] }] : []
  await noteShown(core, { platform: 'discord', platformId: address.platformId, shown })
  return { kind: 'sent', messageIds: [] }
}

async function takeOne(
  api: DiscordApi,
  way: Way,
  words: () => ReturnType<typeof renderView>,
  leaves: 'nothing' | 'taken back',
): Promise<void> {
  if ('token' in way) return void (await api.removeAnswer(way).catch(unless(outOfReach)))
  const edit = async () => {
    const [instead] = words()
    // Naming no attachments leaves those that are there (docs: resources/message#edit-message).
    if (instead) await api.edit(way.chat, way.message, { ...instead, attachments: [] }).catch(unless(isGone))
  }
  if (leaves === 'taken back') return edit()
  await api.remove(way.chat, way.message).catch(async (error) => {
    if (isGone(error)) return
    if (outcomeOf(error).kind !== 'refused') throw error
    await edit()
  })
}

const isGone = (error: unknown) => [codes.unknownMessage, codes.unknownChannel].some((code) => code === codeOf(error))
/** The token is worth nothing any more: the message goes when the person's client forgets it. */
const outOfReach = (error: unknown) =>
  isGone(error) || [codes.unknownWebhook, codes.invalidWebhookToken].some((code) => code === codeOf(error))

const unless = (fine: (error: unknown) => boolean) => (error: unknown) => {
  if (!fine(error)) throw error
}
