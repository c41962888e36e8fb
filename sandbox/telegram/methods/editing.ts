import { badRequest } from '../api-error.ts'
import { readCaption, readText, withFoundEntities } from '../entities.ts'
import type { StoredFile } from '../files.ts'
import { readInlineMarkup } from '../markup.ts'
import { seconds } from '../messages.ts'
import { isObject } from '../params.ts'
import { readReactions } from '../reactions.ts'
import type { Message } from '../types.ts'
import { captionContent, mediaContent } from '../upload.ts'
import { type Account, announce, chatOf, findMessage, type Kept, type World, writableChat } from '../world.ts'
import type { Call, Method } from './call.ts'
import { readIds } from './copying.ts'
import { checkAlbum, readInputMedia } from './media.ts'
import { readLinkPreview } from './sending.ts'

/** core.telegram.org/bots/api#deletemessage: only younger than 48 hours. */
const deletableMs = 48 * 3_600_000

export const editingMethods: Record<string, Method> = {
  editMessageText(call) {
    const { text, entities } = withFoundEntities(readText(call.params))
    const preview = readLinkPreview(call.params)
    return edit(call, (message) => {
      if (message.text === undefined) throw badRequest('there is no text in the message to edit')
      const { entities: _old, link_preview_options: _shown, ...rest } = message
      return {
        ...rest,
        text,
        ...(entities.length > 0 ? { entities } : {}),
        ...(preview ? { link_preview_options: preview } : {}),
      }
    })
  },

  editMessageCaption(call) {
    const { text, entities } = withFoundEntities(readCaption(call.params))
    return edit(call, (message) => {
      if (message.text !== undefined) throw badRequest('there is no caption in the message to edit')
      const { caption: _oldCaption, caption_entities: _oldEntities, ...rest } = message
      return {
        ...rest,
        ...(text === '' ? {} : { caption: text }),
        ...(entities.length > 0 ? { caption_entities: entities } : {}),
      }
    })
  },

  editMessageMedia(call) {
    const { world, params } = call
    const media = params.json('media', "Can't parse media JSON object")
    if (media === undefined) throw badRequest('Parameter "media" is required')
    const { file, caption } = readInputMedia(world, params, media)
    return edit(
      call,
      (message, kept) => {
        if (message.media_group_id !== undefined) checkAlbum([...kept.files, file].map(({ kind }) => kind))
        return { ...withoutContent(message), ...mediaContent(file), ...captionContent(withFoundEntities(caption)) }
      },
      [file],
    )
  },

  editMessageReplyMarkup: (call) => edit(call, (message) => message),

  deleteMessage({ world, params }) {
    if (params.text('chat_id') === '') throw badRequest('Chat identifier is not specified')
    if (params.integer('message_id', 0) <= 0) throw badRequest('Message identifier is not specified')
    const account = writableChat(world, params.text('chat_id'))
    const kept = findMessage(account, params.integer('message_id', 0))
    if (!kept) throw badRequest('message to delete not found')
    if (world.now() - kept.at > deletableMs) throw badRequest("message can't be deleted for everyone")
    takeAway(world, account, kept)
    return true
  },

  /** Those that are not there, or too old, are passed over in silence. */
  deleteMessages({ world, params }) {
    const ids = readIds(params)
    const account = writableChat(world, params.text('chat_id'))
    for (const id of ids) {
      const kept = findMessage(account, id)
      if (kept && world.now() - kept.at <= deletableMs) takeAway(world, account, kept)
    }
    return true
  },

  setMessageReaction({ world, params }) {
    const reactions = readReactions(params.json('reaction', "Can't parse reaction types JSON object"))
    const account = chatOf(world, params.text('chat_id'))
    const kept = findMessage(account, params.integer('message_id', 0))
    if (!kept) throw badRequest('message to react not found')
    setReaction(kept, reactions)
    announce(world, { account, change: 'reaction', fromBot: true, kept })
    return true
  },
}

function takeAway(world: World, account: Account, kept: Kept): void {
  kept.deleted = true
  announce(world, { account, change: 'delete', fromBot: true, kept })
}

/** The message without its words and its files. */
function withoutContent(message: Message): Message {
  const { message_id, from, chat, date, reply_to_message, media_group_id, has_protected_content } = message
  return {
    message_id,
    from,
    chat,
    date,
    ...(reply_to_message ? { reply_to_message } : {}),
    ...(media_group_id === undefined ? {} : { media_group_id }),
    ...(has_protected_content ? { has_protected_content } : {}),
  }
}

/** A bot sets at most one reaction on a message (core.telegram.org/bots/api#setmessagereaction). */
function setReaction(kept: Kept, reactions: string[]): void {
  if (reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY')
  const [reaction] = reactions
  if (reaction !== undefined) kept.reactions.bot = reaction
  else delete kept.reactions.bot
}

/** Changes the bot's own message, and its files when given; without `reply_markup` its inline keyboard goes away. */
function edit(
  { world, params }: Call,
  change: (message: Message, kept: Kept) => Message,
  files?: StoredFile[],
): Message {
  const markup = readInlineMarkup(params)
  const messageId = params.integer('message_id', 0)
  if (params.text('chat_id') === '' && messageId === 0) throw badRequest('Message identifier is not specified')
  const account = writableChat(world, params.text('chat_id'))
  const kept = findMessage(account, messageId)
  if (!kept) throw badRequest('message to edit not found')
  if (!kept.fromBot || (kept.markup && kept.markup.kind !== 'inline')) throw badRequest("message can't be edited")
  const { reply_markup: _old, ...rest } = change(kept.message, kept)
  const changed: Message = { ...rest, ...(markup ? { reply_markup: markup } : {}) }
  if (sameContent(kept.message, changed)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  }
  kept.message = { ...changed, edit_date: seconds(world) }
  kept.editedAt = world.now()
  if (files) kept.files = files
  if (markup) kept.markup = { kind: 'inline', inline: markup }
  else delete kept.markup
  announce(world, { account, change: 'edit', fromBot: true, kept })
  return kept.message
}

function sameContent(before: Message, after: Message): boolean {
  const { edit_date: _before, ...a } = before
  const { edit_date: _after, ...b } = after
  return canonical(a) === canonical(b)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  )
}
