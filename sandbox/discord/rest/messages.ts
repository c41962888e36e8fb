/** /channels/…: messages, reactions, typing. docs: resources/message, resources/channel */
import { refusals } from '../failure.ts'
import { stickerOf } from '../files.ts'
import { createdJson, messageJson, stickerJson } from '../message_wire.ts'
import { deleteMessage, editMessage, sendMessage, setReaction } from '../messages.ts'
import { flags, intents, type Json, type Message } from '../model.ts'
import { compareIds, isSnowflake } from '../snowflake.ts'
import { readMessage, refuseEmpty } from '../validate/message.ts'
import { refuse } from '../validate/problems.ts'
import { channelJson, userJson } from '../wire.ts'
import { channelOf, nonceKey, userOf, viewersOf, type World } from '../world.ts'
import { type ApiRequest, param, type Route } from './route.ts'

/** `onSent` hears of every message that a send created; `nonceWindowMs` is how long `enforce_nonce` remembers. */
export function messageRoutes(options: { nonceWindowMs: number; onSent: (message: Message) => void }): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/channels/:channel',
      rate: 'other',
      handle: (request) => ok(channelJson(request.world, channel(request))),
    },
    { method: 'GET', pattern: '/channels/:channel/messages', rate: 'other', handle: list },
    {
      method: 'GET',
      pattern: '/channels/:channel/messages/:message',
      rate: 'other',
      handle: (request) => ok(messageJson(request.world, message(request))),
    },
    {
      method: 'POST',
      pattern: '/channels/:channel/messages',
      rate: 'sendMessage',
      handle: (request) => create(request, options),
    },
    { method: 'PATCH', pattern: '/channels/:channel/messages/:message', rate: 'editMessage', handle: edit },
    { method: 'DELETE', pattern: '/channels/:channel/messages/:message', rate: 'deleteMessage', handle: remove },
    {
      method: 'PUT',
      pattern: '/channels/:channel/messages/:message/reactions/:emoji/@me',
      rate: 'react',
      handle: (request) => react(request, true),
    },
    {
      method: 'DELETE',
      pattern: '/channels/:channel/messages/:message/reactions/:emoji/@me',
      rate: 'react',
      handle: (request) => react(request, false),
    },
    {
      method: 'GET',
      pattern: '/channels/:channel/messages/:message/reactions/:emoji',
      rate: 'other',
      handle: reactors,
    },
    { method: 'POST', pattern: '/channels/:channel/typing', rate: 'other', handle: typing },
    { method: 'GET', pattern: '/stickers/:sticker', rate: 'other', handle: sticker },
  ]
}

const ok = (body: unknown) => ({ status: 200, body })
const done = { status: 204 }

function channel(request: ApiRequest) {
  return channelOf(request.world, param(request, 'channel'))
}

/** Ephemeral messages are out of reach here: only their interaction's token can touch them. */
function message(request: ApiRequest): Message {
  const found = request.world.messages.get(param(request, 'message'))
  if (!found || found.deleted || found.ephemeralFor !== undefined || found.channelId !== channel(request).id) {
    throw refusals.unknownMessage()
  }
  return found
}

function create(request: ApiRequest, options: { nonceWindowMs: number; onSent: (message: Message) => void }) {
  const { world } = request
  const to = channel(request)
  refuseUnreachable(world, to.personId)
  const draft = readMessage(request.body, request.uploads, { via: 'channel' })
  refuseEmpty(draft)
  const earlier =
    draft.enforceNonce && draft.nonce !== undefined ? sameNonce(world, draft.nonce, options.nonceWindowMs) : undefined
  if (earlier?.deleted) throw refusals.unknownMessage()
  if (earlier) return ok(createdJson(world, earlier))
  const sent = sendMessage(world, draft, { channelId: to.id, authorId: world.bot.id })
  options.onSent(sent)
  return ok(createdJson(world, sent))
}

/** @throws ApiFailure 50278 nothing shared with the bot, 50007 DMs closed */
function refuseUnreachable(world: World, personId: string | undefined): void {
  const person = personId === undefined ? undefined : world.people.get(personId)
  if (!person) return
  if (!person.inGuild && !person.installed) throw refusals.noMutualGuild()
  if (person.closed) throw refusals.cannotMessageUser(403)
}

/** The bot's message with this nonce within the window, even when deleted since; interaction messages carry none. */
function sameNonce(world: World, nonce: string | number, windowMs: number): Message | undefined {
  const earlier = world.messages.get(world.nonces.get(nonceKey(world.bot.id, nonce)) ?? '')
  return earlier && world.now() - earlier.at < windowMs ? earlier : undefined
}

function edit(request: ApiRequest) {
  const { world } = request
  const target = message(request)
  if (target.authorId !== world.bot.id) throw refusals.notYourMessage()
  const draft = readMessage(request.body, request.uploads, {
    via: 'channel',
    standing: target.flags & flags.componentsV2,
  })
  editMessage(world, target, draft)
  return ok(messageJson(world, target))
}

function remove(request: ApiRequest) {
  const target = message(request)
  if (target.authorId !== request.world.bot.id) {
    throw channel(request).place === 'dm' ? refusals.notOnDm() : refusals.missingPermissions()
  }
  deleteMessage(request.world, target)
  return done
}

/** Newest first. docs: resources/message#get-channel-messages */
function list(request: ApiRequest) {
  const { world, query } = request
  const limit = readLimit(query.get('limit'))
  const cursors = ['before', 'after', 'around'].filter((name) => query.has(name))
  for (const name of cursors) {
    const value = query.get(name)
    if (!isSnowflake(value)) refuse([name], 'NUMBER_TYPE_COERCE', `Value "${value}" is not snowflake.`)
  }
  const cursor = cursors[0] ?? ''
  const at = query.get(cursor) ?? ''
  const visible = channel(request)
    .messageIds.map((id) => world.messages.get(id))
    .filter((item): item is Message => item !== undefined && !item.deleted && item.ephemeralFor === undefined)
  return ok(
    window(visible, cursor, at, limit)
      .reverse()
      .map((item) => messageJson(world, item)),
  )
}

function window(visible: readonly Message[], cursor: string, at: string, limit: number): Message[] {
  switch (cursor) {
    case 'after':
      return visible.filter(({ id }) => compareIds(id, at) > 0).slice(0, limit)
    case 'before':
      return visible.filter(({ id }) => compareIds(id, at) < 0).slice(-limit)
    case 'around': {
      const middle = visible.findIndex(({ id }) => compareIds(id, at) >= 0)
      const from = Math.max(0, (middle < 0 ? visible.length : middle) - Math.floor(limit / 2))
      return visible.slice(from, from + limit)
    }
    default:
      return visible.slice(-limit)
  }
}

function readLimit(value: string | null): number {
  if (value === null) return 50
  const limit = Number(value)
  if (!Number.isInteger(limit)) refuse(['limit'], 'NUMBER_TYPE_COERCE', `Value "${value}" is not int.`)
  if (limit < 1) refuse(['limit'], 'NUMBER_TYPE_MIN', 'int value should be greater than or equal to 1.')
  if (limit > 100) refuse(['limit'], 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 100.')
  return limit
}

function react(request: ApiRequest, on: boolean) {
  const target = message(request)
  const emoji = param(request, 'emoji')
  if (!isEmoji(emoji)) throw refusals.unknownEmoji()
  setReaction(request.world, target, { emoji, userId: request.world.bot.id, on })
  return done
}

function reactors(request: ApiRequest) {
  const { world } = request
  const who = message(request).reactions.get(param(request, 'emoji')) ?? []
  return ok([...who].map((id): Json => userJson(userOf(world, id))))
}

function sticker(request: ApiRequest) {
  const found = stickerOf(request.world, param(request, 'sticker'))
  if (!found) throw refusals.unknownSticker()
  return ok(stickerJson(request.world, found))
}

const emojiPattern =
  /^(?:\p{Regional_Indicator}{2}|[#*0-9]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?)*)$/u

/** One emoji of Unicode; the guild here has none of its own. */
export function isEmoji(text: string): boolean {
  return emojiPattern.test(text)
}

function typing(request: ApiRequest) {
  const { world } = request
  const to = channel(request)
  const guild = to.place === 'guild'
  world.dispatch({
    name: 'TYPING_START',
    data: { channel_id: to.id, user_id: world.bot.id, timestamp: Math.floor(world.now() / 1_000) },
    intent: guild ? intents.guildTyping : intents.directTyping,
  })
  const viewers = to.personId === undefined ? [...world.people.keys()] : [to.personId]
  for (const personId of viewers) world.changed({ personId, change: 'typing' })
  return done
}

/** Who a send to this channel reaches, for `sentAt`. */
export function recipientOf(world: World, sent: Message): string {
  return viewersOf(world, sent)[0] ?? ''
}
