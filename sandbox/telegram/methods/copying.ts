import { badRequest } from '../api-error.ts'
import { readCaption, withFoundEntities } from '../entities.ts'
import { readMarkup } from '../markup.ts'
import { type Content, sendFromBot } from '../messages.ts'
import type { Params } from '../params.ts'
import type { Message } from '../types.ts'
import { chatOf, findMessage, type Kept, type World } from '../world.ts'
import type { Call, Method } from './call.ts'

/** core.telegram.org/bots/api#copymessages */
const batchLimit = 100

/**
 * Copies carry everything but a link to where they come from; forwards name their author
 * (core.telegram.org/bots/api#copymessage, #forwardmessage).
 */
export const copyingMethods: Record<string, Method> = {
  copyMessage(call) {
    const kept = source(call, 'message to copy not found')
    const content = { ...contentOf(kept.message), ...newCaption(call.params, kept.message) }
    const [copy] = sendFromBot(call.world, call.params, [{ content, files: kept.files }], readMarkup(call.params))
    return { message_id: copy?.message_id }
  },

  forwardMessage(call) {
    const kept = source(call, 'message to forward not found')
    if (kept.message.has_protected_content) throw badRequest("the message can't be forwarded")
    return sendFromBot(call.world, call.params, [{ content: forwarded(kept), files: kept.files }], undefined)[0]
  },

  copyMessages: (call) => sendBatch(call, (kept) => contentOf(kept.message, call.params.boolean('remove_caption'))),
  forwardMessages: (call) => sendBatch(call, forwarded),
}

function source({ world, params }: Call, missing: string): Kept {
  if (params.text('from_chat_id') === '') throw badRequest('Parameter "from_chat_id" is required')
  const kept = findMessage(chatOf(world, params.text('from_chat_id')), params.integer('message_id', 0))
  if (!kept) throw badRequest(missing)
  return kept
}

/** Messages that are not there are passed over in silence; the ids must rise. */
function sendBatch({ world, params }: Call, contentFor: (kept: Kept) => Content): { message_id: number }[] {
  if (params.text('from_chat_id') === '') throw badRequest('Parameter "from_chat_id" is required')
  const ids = readIds(params)
  const from = chatOf(world, params.text('from_chat_id'))
  if (ids.some((id, index) => index > 0 && id <= (ids[index - 1] ?? 0))) {
    throw badRequest('Message identifiers must be in a strictly increasing order')
  }
  const found = ids.flatMap((id) => findMessage(from, id) ?? []).filter((kept) => !kept.message.has_protected_content)
  if (found.length === 0) throw badRequest("Messages can't be forwarded")
  const sendings = regroup(world, found).map(({ kept, group }) => {
    const { media_group_id: _old, ...content } = contentFor(kept)
    return { content: { ...content, ...(group ? { media_group_id: group } : {}) }, files: kept.files }
  })
  return sendFromBot(world, params, sendings, undefined).map(({ message_id }) => ({ message_id }))
}

/** Albums stay albums, under a new id. */
function regroup(world: World, kept: Kept[]): { kept: Kept; group: string | undefined }[] {
  const stamp = String(world.now())
  return kept.map((one) => {
    const old = one.message.media_group_id
    return { kept: one, group: old === undefined ? undefined : `${stamp}${old.slice(-6)}` }
  })
}

function forwarded({ message }: Kept): Content {
  return {
    ...contentOf(message),
    forward_origin: message.forward_origin ?? { type: 'user', sender_user: message.from, date: message.date },
  }
}

/** What a copy takes along: the words, the formatting, the files with their names. */
function contentOf(message: Message, withoutCaption = false): Content {
  const {
    message_id: _id,
    from: _from,
    chat: _chat,
    date: _date,
    edit_date: _edited,
    reply_to_message: _reply,
    reply_markup: _markup,
    forward_origin: _origin,
    has_protected_content: _protected,
    ...content
  } = message
  if (!withoutCaption || content.caption === undefined) return content
  const { caption: _caption, caption_entities: _entities, ...bare } = content
  return bare
}

function newCaption(params: Params, message: Message): Content {
  if (!params.has('caption') || message.text !== undefined) return {}
  const { text, entities } = withFoundEntities(readCaption(params))
  return { caption: text, caption_entities: entities }
}

/** `message_ids`: 1 to 100 of them. */
export function readIds(params: Params): number[] {
  if (params.text('message_ids') === '') throw badRequest('Message identifiers are not specified')
  const ids = params.json('message_ids', "Can't parse message_ids JSON object")
  if (!Array.isArray(ids)) throw badRequest('Expected an Array of message identifiers')
  if (ids.length > batchLimit) throw badRequest('Too many message identifiers specified')
  if (ids.length === 0) throw badRequest('Message identifiers are not specified')
  return ids.map((id) => {
    if (typeof id !== 'number' && typeof id !== 'string') throw badRequest('Message identifier must be a Number')
    const number = Number(id)
    if (!Number.isInteger(number)) throw badRequest('Invalid message identifier specified')
    return number
  })
}
