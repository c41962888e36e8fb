import type { Showing } from '../../core/chat/shownMessage.ts'
import type { Attempt, Outcome } from '../../core/delivery/channel.ts'
import type { DiscordApi } from './api.ts'
import { codeOf, codes, outcomeOf } from './outcome.ts'
import { renderSaid } from './render.ts'

type Change = { chatId: string; attempt: Attempt; showing: Exclude<Showing, { kind: 'message' | 'taken back' }> }

/**
 * Our messages become what was said now, or go. A longer text gets more of them, a shorter one fewer (but none that may
 * show a file goes). What the person took away on their side is as it should be.
 */
export async function changeSaid(api: DiscordApi, { chatId, attempt, showing }: Change): Promise<Outcome> {
  if (showing.kind === 'reaction') return react(api, chatId, showing)
  const media = showing.kind === 'edit' ? (showing.content.media ?? []) : []
  // A voice message stands alone and cannot be edited; what was said with it stands behind it.
  const voices = showing.messageIds.slice(0, media.filter(({ kind }) => kind === 'voice').length)
  const ids = showing.messageIds.slice(voices.length)
  const words = showing.kind === 'edit' ? renderSaid(showing.content.text, undefined) : []
  const bodies =
    voices.length > 0 && media.length === voices.length ? words.filter(({ content }) => content !== '') : words
  try {
    for (const [i, body] of bodies.slice(0, ids.length).entries())
      await api.edit(chatId, ids[i] ?? '', body).catch(unlessGone)
    const surplus = media.length > voices.length ? [] : ids.slice(bodies.length)
    for (const id of surplus) await api.remove(chatId, id).catch(unlessGone)
    const kept = [...voices, ...ids.slice(0, ids.length - surplus.length)]
    for (const [i, body] of bodies.slice(ids.length).entries())
      kept.push((await api.send(chatId, body, `${attempt.nonce}.${i}`)).id)
    return { kind: 'sent', messageIds: kept, chatId }
  } catch (error) {
    return outcomeOf(error)
  }
}

/** One reaction of ours a message, as on the other platform: what stood there before goes. */
async function react(
  api: DiscordApi,
  chatId: string,
  { messageId, emoji, before }: Extract<Showing, { kind: 'reaction' }>,
): Promise<Outcome> {
  try {
    for (const old of before) await api.unreact(chatId, messageId, old).catch(unlessGone)
    if (emoji) await api.react(chatId, messageId, emoji).catch(unlessGone)
    return { kind: 'sent', messageIds: [], chatId }
  } catch (error) {
    return outcomeOf(error)
  }
}

function unlessGone(error: unknown): void {
  const code = codeOf(error)
  if (code !== codes.unknownMessage && code !== codes.unknownEmoji) throw error
}
