import { badRequest } from './api-error.ts'
import type { StoredFile } from './files.ts'
import { isObject, type Params } from './params.ts'
import type { FileMention, MediaKind, Message, ReplyMarkup, UpdateType } from './types.ts'
import { type Account, announce, findMessage, type Kept, type World, writableChat } from './world.ts'

/** What a message says, whoever sends it. */
export type Content = Partial<
  Omit<Message, 'message_id' | 'from' | 'chat' | 'date' | 'edit_date' | 'reply_to_message' | 'reply_markup'>
>
export type Sending = { content: Content; files?: StoredFile[] }

/** core.telegram.org/bots/api#getting-updates: updates are kept no longer than 24 hours. */
const updateSeconds = 24 * 3600
/** Client.cpp: a pressed button is told of for 150 seconds. */
export const pressSeconds = 150

/**
 * Sends what the bot asked to the chat that the call names: checks chat, reply, markup and rate first, so that a refused
 * call leaves nothing behind. Several sendings are one album.
 */
export function sendFromBot(
  world: World,
  params: Params,
  sendings: Sending[],
  markup: ReplyMarkup | undefined,
): Message[] {
  const account = writableChat(world, params.text('chat_id'))
  const replyTo = readReply(account, params)
  const isProtected = params.boolean('protect_content')
  world.rates.spend(account.user.id, sendings.length)
  return sendings.map(({ content, files = [] }) => {
    const kept = keep(world, account, { content, files, fromBot: true, replyTo, markup, isProtected })
    return kept.message
  })
}

/** A message of the person: kept, shown, and told to the bot. */
export function sendFromPerson(world: World, account: Account, sending: Sending, replyTo?: Kept): Kept {
  account.started = true
  const kept = keep(world, account, { ...sending, files: sending.files ?? [], fromBot: false, replyTo })
  tellBot(world, account, 'message', kept.message)
  return kept
}

/** Queues an update about this chat for the bot. */
export function tellBot(world: World, account: Account, type: UpdateType, payload: unknown): void {
  const isPress = type === 'callback_query'
  world.updates.push(type, payload, {
    ttlSeconds: isPress ? pressSeconds : updateSeconds,
    lane: `${isPress ? 'press' : 'chat'}:${account.user.id}`,
  })
}

export function chatJson(account: Account): Message['chat'] {
  const { id, first_name, last_name, username } = account.user
  return {
    id,
    type: 'private',
    first_name,
    ...(last_name === undefined ? {} : { last_name }),
    ...(username === undefined ? {} : { username }),
  }
}

/** Seconds since the epoch, as the Bot API dates everything. */
export function seconds(world: World): number {
  return Math.floor(world.now() / 1000)
}

type Keeping = Required<Sending> & {
  fromBot: boolean
  replyTo?: Kept | undefined
  markup?: ReplyMarkup | undefined
  isProtected?: boolean
}

function keep(world: World, account: Account, keeping: Keeping): Kept {
  const { content, files, fromBot, replyTo, markup, isProtected } = keeping
  const message: Message = {
    message_id: account.nextMessageId,
    from: fromBot ? world.bot : account.user,
    chat: chatJson(account),
    date: seconds(world),
    ...(replyTo ? { reply_to_message: withoutReply(replyTo.message) } : {}),
    ...(isProtected ? { has_protected_content: true } : {}),
    ...content,
    ...(markup?.kind === 'inline' ? { reply_markup: markup.inline } : {}),
  }
  account.nextMessageId += 1
  const kept: Kept = { message, fromBot, at: world.now(), deleted: false, reactions: {}, files }
  if (markup) kept.markup = markup
  if (markup?.kind === 'keyboard' || markup?.kind === 'remove') putDownKeyboard(account)
  if (markup?.kind === 'keyboard') kept.keyboardUp = true
  account.messages.push(kept)
  if (fromBot) world.sent.push({ at: performance.now(), person: String(account.user.id) })
  announce(world, { account, change: 'message', fromBot, kept })
  return kept
}

/** One reply keyboard is on the screen at a time. */
export function putDownKeyboard(account: Account): void {
  for (const kept of account.messages) kept.keyboardUp = false
}

function withoutReply(message: Message): Message {
  const { reply_to_message: _dropped, ...rest } = message
  return rest
}

/** reply_parameters, or the older reply_to_message_id (Client.cpp get_reply_parameters, check_reply_parameters). */
function readReply(account: Account, params: Params): Kept | undefined {
  const asked = params.json('reply_parameters', "Can't parse reply parameters JSON object")
  if (asked !== undefined && !isObject(asked)) throw badRequest('Object expected as reply parameters')
  const fields = asked ?? {
    message_id: params.integer('reply_to_message_id', 0),
    allow_sending_without_reply: params.boolean('allow_sending_without_reply'),
  }
  if (Object.keys(fields).length === 0) return undefined
  if (fields.message_id === undefined) throw badRequest(`Can't find field "message_id"`)
  const messageId = Number(fields.message_id)
  if (!Number.isInteger(messageId)) throw badRequest('Field "message_id" must be a valid Number')
  if (messageId <= 0) return undefined
  const found = findMessage(account, messageId)
  if (!found && fields.allow_sending_without_reply !== true) throw badRequest('message to be replied not found')
  return found
}

/** core.telegram.org/bots/api#photosize, #sticker, #videonote, #voice: these carry no file name. */
const nameless: readonly MediaKind[] = ['photo', 'sticker', 'video_note', 'voice']

/** How a message names a file. */
export function mention(file: StoredFile, extra: Partial<FileMention> = {}): FileMention {
  return {
    file_id: file.fileId,
    file_unique_id: file.uniqueId,
    file_size: file.data.length,
    ...(nameless.includes(file.kind) ? {} : { file_name: file.name }),
    ...(nameless.includes(file.kind) && file.kind !== 'voice' ? {} : { mime_type: file.type }),
    ...extra,
  }
}
