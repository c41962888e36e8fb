import { badRequest } from '../api-error.ts'
import { readText, withFoundEntities } from '../entities.ts'
import { readMarkup } from '../markup.ts'
import { sendFromBot } from '../messages.ts'
import { isObject, type Params } from '../params.ts'
import { announce, writableChat } from '../world.ts'
import type { Call, Method } from './call.ts'

const actions = new Set([
  'cancel',
  'typing',
  'record_video',
  'upload_video',
  'record_audio',
  'record_voice',
  'upload_audio',
  'upload_voice',
  'upload_photo',
  'upload_document',
  'choose_sticker',
  'pick_up_location',
  'find_location',
  'record_video_note',
  'upload_video_note',
])

export const sendingMethods: Record<string, Method> = {
  sendMessage({ world, params }) {
    const { text, entities } = withFoundEntities(readText(params))
    const preview = readLinkPreview(params)
    const content = {
      text,
      ...(entities.length > 0 ? { entities } : {}),
      ...(preview ? { link_preview_options: preview } : {}),
    }
    return sendFromBot(world, params, [{ content }], readMarkup(params))[0]
  },

  sendChatAction({ world, params }: Call) {
    const action = params.text('action').toLowerCase()
    if (!actions.has(action)) throw badRequest('Wrong parameter action in request')
    const account = writableChat(world, params.text('chat_id'))
    announce(world, { account, change: 'typing', fromBot: true, text: action })
    return true
  },
}

export function readLinkPreview(params: Params): Record<string, unknown> | undefined {
  const options = params.json('link_preview_options', "Can't parse link preview options JSON object")
  if (options === undefined) return params.boolean('disable_web_page_preview') ? { is_disabled: true } : undefined
  if (!isObject(options)) throw badRequest('Object expected as link preview options')
  return options
}
