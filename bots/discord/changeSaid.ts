import type { Showing } from '../../core/chat/shownMessage.ts'
import type { Attempt, Outcome } from '../../core/delivery/channel.ts'
import type { DiscordApi } from './api.ts'
import { codeOf, codes, outcomeOf } from './outcome.ts'
import { renderSaid } from './render.ts'

type Change = { chatId: string; attempt: Attempt; showing: Exclude<Showing, { kind: 'message' }> }

/**
 * Our messages become what was said now, or go. A longer text gets more of them, a shorter one fewer. What the person
 * took away on their side is as it should be.
 */
export async function changeSaid(api: DiscordApi, { chatId, attempt, showing }: Change): Promise<Outcome> {
  const ids = showing.messageIds
  const bodies = showing.kind === 'edit' ? renderSaid(showing.content.text, undefined) : []
  try {
    for (const [i, body] of bodies.slice(0, ids.length).entries())
      await api.edit(chatId, ids[i] ?? '', body).catch(unlessGone)
    for (const id of ids.slice(bodies.length)) await api.remove(chatId, id).catch(unlessGone)
    const kept = ids.slice(0, bodies.length)
    for (const [i, body] of bodies.slice(ids.length).entries())
      kept.push((await api.send(chatId, body, `${attempt.nonce}.${i}`)).id)
    return { kind: 'sent', messageIds: kept, chatId }
  } catch (error) {
    return outcomeOf(error)
  }
}

function unlessGone(error: unknown): void {
  if (codeOf(error) !== codes.unknownMessage) throw error
}
