import type { Spot } from '../../core/letters/shownLetters.ts'
import type { Turn } from '../dialogue/turn.ts'
import type { Reply, View } from '../dialogue/view.ts'
import type { Api } from './api.ts'
import type { KeptUpdate } from './keptUpdate.ts'
import type { Failure } from './outcome.ts'
import { asPhoto, type OutMessage, renderView } from './render.ts'
import type { Sender, Tried } from './sender.ts'
import { spotOf } from './spots.ts'

/**
 * Shows replies in the private chat. Every press is answered once, whatever the reply and after it is shown, so that
 * its button stops turning. Somebody who has left is not an error; a reply that Telegram will not take is.
 */
export function openAnswers({ api, sender, signal }: { api: Api; sender: Sender; signal: AbortSignal }) {
  const how = { priority: 'answer', resend: true, signal } as const

  /** Stops the pressed button from turning, with a passing line if there is one. False when Telegram did not take it. */
  const answerPress = (id: string, text = '') =>
    api.call('answerCallbackQuery', { callback_query_id: id, text }).catch(() => false)

  const send = async (chat: string, message: OutMessage): Promise<Tried> =>
    message.photo
      ? sender.insist(chat, 'sendPhoto', { chat_id: chat, ...asPhoto(message, message.photo) }, how)
      : sender.insist(chat, 'sendMessage', { chat_id: chat, ...message }, how)

  const replace = async (chat: string, messageId: number, message: OutMessage): Promise<Tried> => {
    if (message.photo) return send(chat, message)
    const tried = await sender.insist(
      chat,
      'editMessageText',
      { chat_id: chat, message_id: messageId, ...message },
      how,
    )
    if (tried.kind !== 'refused') return tried
    if (tried.reason === 'not-modified') return { kind: 'sent', messageId: String(messageId) }
    return ['cannot-edit', 'no-text'].includes(tried.reason) ? send(chat, message) : tried
  }

  /** Where each view stands then. */
  const show = async (chat: string, views: View[], pressed: number | undefined): Promise<Spot[][]> => {
    const spots = views.map((): Spot[] => [])
    let first = true
    for (const [i, view] of views.entries())
      for (const message of renderView(view)) {
        const inPlace = first && pressed !== undefined
        const tried = inPlace ? await replace(chat, pressed, message) : await send(chat, message)
        first = false
        if (tried.kind === 'gone') return spots
        if (tried.kind !== 'sent') throw new Unanswered(tried)
        spots[i]?.push(spotOf(chat, tried.messageId))
      }
    return spots
  }

  /** A passing line under the pressed button; a message when there is none, or the line is too long or too late. */
  const note = async (chat: string, pressId: string | undefined, text: string) => {
    const fits = text.length <= TOAST_MAX
    const passed = pressId !== undefined && (await answerPress(pressId, fits ? text : ''))
    if (!passed || !fits) await show(chat, [{ text }], undefined)
  }

  return async function answer(
    { platformId: chat }: Turn,
    { callback_query: press }: KeptUpdate,
    reply: Reply,
  ): Promise<Spot[][]> {
    switch (reply.kind) {
      case 'note':
        await note(chat, press?.id, reply.text)
        return []
      case 'views': {
        const pressed = reply.replace ? press?.message.message_id : undefined
        return show(chat, reply.views, pressed).finally(() => press && answerPress(press.id))
      }
      case 'nothing':
        if (press) await answerPress(press.id)
        return []
      case 'form':
        throw new Error('Telegram has no forms: the dialogue asks by messages')
    }
  }
}

/** core.telegram.org/bots/api#answercallbackquery */
const TOAST_MAX = 200

/** A reply that did not get through. `code` is one of the reasons of `outcomeOf`. */
class Unanswered extends Error {
  override name = 'Unanswered'
  readonly code: string
  constructor(failure: Failure) {
    super('a reply did not get through')
    this.code = failure.reason
  }
}
