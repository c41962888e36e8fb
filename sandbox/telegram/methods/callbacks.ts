import { badRequest } from '../api-error.ts'
import { pressSeconds } from '../messages.ts'
import { announce } from '../world.ts'
import type { Method } from './call.ts'

/** core.telegram.org/bots/api#answercallbackquery */
const toastLimit = 200

export const callbackMethods: Record<string, Method> = {
  answerCallbackQuery({ world, params }) {
    const id = params.text('callback_query_id')
    const press = world.presses.get(id)
    const text = params.text('text')
    if (!press || press.answered || world.now() - press.at > pressSeconds * 1000) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid')
    }
    if ([...text].length > toastLimit) throw badRequest('MESSAGE_TOO_LONG')
    press.answered = true
    if (text !== '') press.account.toasts.push(text)
    announce(world, { account: press.account, change: 'toast', fromBot: true, text, pressId: id })
    return true
  },
}
