import type { APIMessage } from 'discord.js'
import type { CleanFile, Media } from '../../core/chat/media/media.ts'
import { isChatParcel } from '../../core/chat/noticeFacts.ts'
import type { Showing as Said } from '../../core/chat/shownMessage.ts'
import type { Budget } from '../../core/delivery/budget.ts'
import type { Address, Attempt, Channel, ChatParcel, Outcome } from '../../core/delivery/channel.ts'
import type { DeliveryId } from '../../core/ids.ts'
import type { Shown } from '../../core/letters/shownLetters.ts'
import type { Log } from '../../core/log.ts'
import type { View } from '../dialogue/view.ts'
import type { DiscordApi } from './api.ts'
import { changeSaid } from './changeSaid.ts'
import { SnowflakeUtil } from './library.ts'
import { codeOf, codes, type Failure, outcomeOf } from './outcome.ts'
import { type MessageBody, renderNote, renderSaid, renderView } from './render.ts'
import { renderFiles } from './renderFiles.ts'
import { sameMessage } from './sameMessage.ts'

/** Discord forgets a nonce after "a few minutes" (docs: resources/message#create-message); from here on we look back. */
const LOOK_BACK_AFTER_MS = 2 * 60_000
/** Discord's clock and ours may differ by so much. */
const CLOCK_SKEW_MS = 10_000
const RENDER_AGAIN_AFTER_MS = 5_000
const OPEN_AGAIN_AFTER_MS = 5_000

type Around = {
  api: DiscordApi
  budget: Budget
  log: Log
  /** What there is to say; undefined when there is nothing to say any more. */
  render(attempt: Attempt): Promise<View[] | undefined>
  /** What was said in a chat; undefined when there is nothing to show any more. */
  show(parcel: ChatParcel): Promise<Said | undefined>
  /** Takes the copies of a stranger's words out of the chat. */
  takeAway(attempt: Attempt, what: Shown): Promise<Outcome>
  /** The notice of a letter asks no longer to open it. */
  endNotice(attempt: Attempt, deliveryId: DeliveryId): Promise<Outcome>
  /** Fetches and cleans what there is to see and to hear. */
  clean(media: readonly Media[]): Promise<CleanFile[]>
}

/**
 * Mail by DM. Every message carries a nonce made of the row's own, so that a repeated attempt shows nothing twice within
 * minutes; later, what may have arrived is looked for in the chat before it is sent again.
 */
export function openChannel({ api, budget, log, render, show, takeAway, endNotice, clean }: Around): Channel {
  let noNewChatsBefore = 0

  const openChat = async ({ platformId }: Address): Promise<string | Failure> => {
    const wait = noNewChatsBefore - performance.now()
    if (wait > 0) return { kind: 'later', afterMs: wait, scope: 'chat', reason: '429' }
    try {
      return await api.openChat(platformId)
    } catch (error) {
      const failure = outcomeOf(error)
      if (codeOf(error) === codes.openingDmsTooFast && failure.kind === 'later')
        noNewChatsBefore = performance.now() + failure.afterMs
      return failure.kind === 'unknown'
        ? { kind: 'later', afterMs: OPEN_AGAIN_AFTER_MS, scope: 'chat', reason: failure.reason }
        : failure
    }
  }

  const sendInto = async (chatId: string, attempt: Attempt, messages: MessageBody[]): Promise<Outcome> => {
    const messageIds: string[] = []
    let begun = false
    try {
      const earlier = await lookBack(api, chatId, attempt)
      for (const [index, message] of messages.entries()) {
        if (index > 0) await budget.take(attempt.address.platformId, 'letter')
        const id =
          takeEarlier(earlier, message, nonceOf(attempt, index)) ??
          (await sendOnce(api, chatId, message, nonceOf(attempt, index)))
        if (id !== undefined) messageIds.push(id)
        begun = true
      }
      return { kind: 'sent', messageIds, chatId }
    } catch (error) {
      const failure = outcomeOf(error)
      if (failure.kind === 'refused' && messageIds.length > 0) return { ...failure, arrived: messageIds }
      return begun && failure.kind === 'later' ? { kind: 'unknown', reason: `half-sent-${failure.reason}` } : failure
    }
  }

  const inChat = async ({ address }: Attempt, act: (chatId: string) => Promise<Outcome>): Promise<Outcome> => {
    const known = address.chatId
    if (known !== undefined) {
      const outcome = await act(known)
      if (outcome.kind !== 'gone' || outcome.reason !== 'unknown-channel') return outcome
    }
    const chat = await openChat(address)
    return typeof chat === 'string' ? act(chat) : chat
  }

  /** What cannot be cleaned does not go. */
  const said = async ({ content, replyTo }: Extract<Said, { kind: 'message' }>): Promise<MessageBody[] | 'unclean'> => {
    if (!content.media) return renderSaid(content.text, replyTo)
    try {
      return renderFiles(content, await clean(content.media), replyTo)
    } catch (error) {
      log.warn({ err: error }, 'discord: something to see or to hear could not be fetched or cleaned')
      return 'unclean'
    }
  }

  /** Shows what the other side of a live chat said, changed or took back. */
  const sendShowing = async (attempt: Attempt, parcel: ChatParcel): Promise<Outcome> => {
    const showing = await show(parcel).catch((error) => {
      log.error({ err: error, parcel: parcel.kind }, 'discord: what was said could not be read')
      return 'failed' as const
    })
    if (showing === 'failed')
      return { kind: 'later', afterMs: RENDER_AGAIN_AFTER_MS, scope: 'chat', reason: 'render-failed' }
    if (!showing) return { kind: 'void' }
    if (showing.kind === 'taken back')
      return attempt.maybeSent ? inChat(attempt, (chatId) => withdraw(api, chatId, attempt)) : { kind: 'void' }
    const messages = showing.kind === 'message' ? await said(showing) : []
    if (messages === 'unclean') return { kind: 'refused', reason: 'media' }
    return inChat(attempt, (chatId) => {
      if (showing.kind !== 'message') return changeSaid(api, { chatId, attempt, showing })
      return sendInto(chatId, attempt, messages)
    })
  }

  return {
    platform: 'discord',
    async send(attempt) {
      const resting = api.mailRestsFor()
      if (resting > 0) {
        log.error({ seconds: Math.ceil(resting / 1_000) }, 'discord: so much was refused lately that mail rests')
        return { kind: 'later', afterMs: resting, scope: 'chat', reason: '429' }
      }
      const { parcel } = attempt
      if (isChatParcel(parcel)) return sendShowing(attempt, parcel)
      if (parcel.kind === 'letter-gone') return takeAway(attempt, parcel)
      if (parcel.kind === 'notice-over') return endNotice(attempt, parcel.deliveryId)
      const views = await render(attempt).catch((error) => {
        log.error({ err: error, parcel: attempt.parcel.kind }, 'discord: a parcel could not be rendered')
        return 'failed' as const
      })
      if (views === 'failed')
        return { kind: 'later', afterMs: RENDER_AGAIN_AFTER_MS, scope: 'chat', reason: 'render-failed' }
      if (views === undefined) return { kind: 'void' }
      return inChat(attempt, (chatId) => sendInto(chatId, attempt, views.flatMap(renderView)))
    },
  }
}

/** At most 25 characters (docs: resources/message#create-message). */
function nonceOf({ nonce }: Attempt, index: number): string {
  return `${nonce}.${index}`
}

/** One message; undefined when it had arrived before and was deleted since: only then is a nonce's message unknown. */
async function sendOnce(
  api: DiscordApi,
  chatId: string,
  message: MessageBody,
  nonce: string,
): Promise<string | undefined> {
  try {
    return (await api.send(chatId, message, nonce)).id
  } catch (error) {
    if (codeOf(error) === codes.unknownMessage) return undefined
    throw error
  }
}

/**
 * Takes away what may have arrived: asked for by its nonce, with a blank that only appears where nothing had arrived, and
 * goes at once. Where Discord may have forgotten the nonce, nothing is asked for.
 */
async function withdraw(api: DiscordApi, chatId: string, attempt: Attempt): Promise<Outcome> {
  const [blank] = renderNote('')
  try {
    for (let index = 0; blank && !mayForget(attempt) && index < WITHDRAWN_MOST; index++) {
      const { id, content } = await api.send(chatId, blank, nonceOf(attempt, index))
      await api.remove(chatId, id)
      if (content === blank.content) break
    }
    return { kind: 'void' }
  } catch (error) {
    return codeOf(error) === codes.unknownMessage ? { kind: 'void' } : outcomeOf(error)
  }
}

const WITHDRAWN_MOST = 10

/** Our own messages since the first attempt, when that one may have arrived and its nonce may be forgotten. */
async function lookBack(api: DiscordApi, chatId: string, { maybeSent, firstTriedAt }: Attempt): Promise<APIMessage[]> {
  if (!maybeSent || firstTriedAt === undefined || !mayForget({ firstTriedAt })) return []
  const since = SnowflakeUtil.generate({ timestamp: firstTriedAt.getTime() - CLOCK_SKEW_MS, increment: 0n })
  const messages = await api.messagesAfter(chatId, String(since))
  return messages.filter(({ author }) => author.bot)
}

const mayForget = ({ firstTriedAt }: Pick<Attempt, 'firstTriedAt'>) =>
  firstTriedAt !== undefined && Date.now() - firstTriedAt.getTime() >= LOOK_BACK_AFTER_MS

/** Each earlier message stands for one of ours only. */
function takeEarlier(earlier: APIMessage[], message: MessageBody, nonce: string): string | undefined {
  const index = earlier.findIndex((old) => sameMessage(old, message, nonce))
  return index < 0 ? undefined : earlier.splice(index, 1)[0]?.id
}
