/** What happens to messages: sent, edited, deleted, reacted to, with the events that everybody hears. */
import { refusals } from './failure.ts'
import { emojiJson, messageEventJson } from './message_wire.ts'
import { type Attachment, flags, intents, type Json, type Message } from './model.ts'
import { mentionedIn } from './validate/allowed_mentions.ts'
import type { MessageDraft } from './validate/message.ts'
import { refuse } from './validate/problems.ts'
import { memberJson, userJson } from './wire.ts'
import { nonceKey, placeOf, userOf, viewersOf, type World } from './world.ts'

/** A new message, seen and heard of by all whom it concerns. */
export function sendMessage(
  world: World,
  draft: MessageDraft,
  facts: Pick<Message, 'channelId' | 'authorId'> &
    Pick<Partial<Message>, 'ephemeralFor' | 'interaction' | 'flags' | 'stickers' | 'forwardOf' | 'poll' | 'fields'>,
): Message {
  const { channelId, flags = draft.flags ?? 0, authorId, ...given } = facts
  const replyTo = replyTarget(world, draft, channelId)
  const id = world.nextId()
  const message: Message = {
    id,
    channelId,
    authorId,
    content: draft.content ?? '',
    at: world.now(),
    embeds: draft.embeds ?? [],
    components: draft.components ?? [],
    attachments: draft.uploads.map((upload) => store(world, channelId, upload)),
    flags,
    mentionIds: [],
    mentionsEveryone: false,
    reactions: new Map(),
    deleted: false,
    ...(draft.nonce === undefined ? {} : { nonce: draft.nonce }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...given,
  }
  setMentions(world, message, draft)
  world.messages.set(id, message)
  if (message.nonce !== undefined) world.nonces.set(nonceKey(message.authorId, message.nonce), id)
  world.channels.get(channelId)?.messageIds.push(id)
  announce(world, message, 'MESSAGE_CREATE')
  return message
}

/**
 * Changes what the draft names; null and empty lists take away.
 * @throws ApiFailure 50006 when nothing would be left to see, 50162 for a voice message; nothing has changed then
 */
export function editMessage(world: World, message: Message, draft: MessageDraft): void {
  if ((message.flags & flags.voiceMessage) !== 0) throw refusals.voiceMessageFixed()
  const keep = draft.keep
  const content = draft.content ?? message.content
  const embeds = draft.embeds ?? message.embeds
  const components = draft.components ?? message.components
  const kept = keep === undefined ? message.attachments : message.attachments.filter(({ id }) => keep.includes(id))
  if (!content && embeds.length + components.length + kept.length + draft.uploads.length === 0)
    throw refusals.emptyMessage()
  const added = draft.uploads.map((upload) => store(world, message.channelId, upload))
  const attachments = [...kept, ...added]
  // Two edits never bear one moment: the platform counts in microseconds.
  const editedAt = Math.max(world.now(), (message.editedAt ?? 0) + 1)
  Object.assign(message, { content, embeds, components, attachments, editedAt })
  message.flags = editedFlags(message.flags, draft.flags)
  setMentions(world, message, draft)
  announce(world, message, 'MESSAGE_UPDATE')
}

/** An edit may hide or show embeds and turn to Components V2, never back. docs: resources/message#edit-message */
function editedFlags(before: number, asked: number | undefined): number {
  const settled = before & ~flags.loading
  if (asked === undefined) return settled
  return (settled & ~flags.suppressEmbeds) | (asked & (flags.suppressEmbeds | flags.componentsV2))
}

/** What a link leads to appears beneath the message; `edited_timestamp` stays. docs: events/gateway-events#message-update */
export function unfurlMessage(world: World, message: Message, embed: Json): void {
  message.embeds = [...message.embeds, embed]
  announce(world, message, 'MESSAGE_UPDATE')
}

export function deleteMessage(world: World, message: Message): void {
  message.deleted = true
  const guild = placeOf(world, message.channelId) === 'guild'
  if (message.ephemeralFor === undefined) {
    world.dispatch({
      name: 'MESSAGE_DELETE',
      data: { id: message.id, channel_id: message.channelId, ...(guild ? { guild_id: world.guild.id } : {}) },
      intent: guild ? intents.guildMessages : intents.directMessages,
    })
  }
  tellViewers(world, message, 'delete')
}

/** Adds or takes back one reaction; nothing is heard when nothing changes. */
export function setReaction(
  world: World,
  message: Message,
  reaction: { emoji: string; userId: string; on: boolean },
): void {
  const { emoji, userId, on } = reaction
  const who = message.reactions.get(emoji) ?? new Set<string>()
  if (who.has(userId) === on) return
  if (on) who.add(userId)
  else who.delete(userId)
  if (who.size > 0) message.reactions.set(emoji, who)
  else message.reactions.delete(emoji)
  const guild = placeOf(world, message.channelId) === 'guild'
  world.dispatch({
    name: on ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE',
    data: {
      user_id: userId,
      channel_id: message.channelId,
      message_id: message.id,
      emoji: emojiJson(emoji),
      burst: false,
      type: 0,
      ...(on ? { message_author_id: message.authorId } : {}),
      ...(guild ? { guild_id: world.guild.id } : {}),
      ...(guild && on ? { member: { ...memberJson(world), user: userJson(userOf(world, userId)) } } : {}),
    },
    intent: guild ? intents.guildReactions : intents.directReactions,
  })
  tellViewers(world, message, 'reaction')
}

/** Makes a message heard on the gateway and seen on screens. */
function announce(world: World, message: Message, name: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE'): void {
  const guild = placeOf(world, message.channelId) === 'guild'
  const intent = guild ? intents.guildMessages : intents.directMessages
  world.dispatch({ name, data: messageEventJson(world, message), intent })
  tellViewers(world, message, name === 'MESSAGE_CREATE' ? 'message' : 'edit')
}

function tellViewers(world: World, message: Message, change: 'message' | 'edit' | 'delete' | 'reaction'): void {
  for (const personId of viewersOf(world, message)) world.changed({ personId, change, messageId: message.id })
}

function setMentions(world: World, message: Message, draft: MessageDraft): void {
  const { userIds, everyone } = mentionedIn(message.content, draft.allowedMentions)
  const replied = message.replyTo === undefined ? undefined : world.messages.get(message.replyTo)?.authorId
  const named = userIds.filter((id) => world.people.has(id) || id === world.bot.id)
  const known = new Set([...named, ...(replied !== undefined && draft.allowedMentions.repliedUser ? [replied] : [])])
  message.mentionIds = [...known]
  message.mentionsEveryone = everyone && placeOf(world, message.channelId) === 'guild'
}

/** The message replied to, undefined for none. docs: resources/message#message-reference-structure */
function replyTarget(world: World, draft: MessageDraft, channelId: string): string | undefined {
  if (draft.replyTo === undefined) return undefined
  const target = world.messages.get(draft.replyTo)
  if (target && !target.deleted && target.channelId === channelId && target.ephemeralFor === undefined) return target.id
  if (draft.failIfMissing) refuse(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message')
  return undefined
}

function store(world: World, channelId: string, upload: MessageDraft['uploads'][number]): Attachment {
  const name = upload.name.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '') || 'unknown'
  return {
    id: world.nextId(),
    channelId,
    name,
    type: upload.type,
    size: upload.data.byteLength,
    data: upload.data,
    ...(upload.description === undefined ? {} : { description: upload.description }),
    ...(upload.seconds === undefined ? {} : { seconds: upload.seconds }),
    ...(upload.waveform === undefined ? {} : { waveform: upload.waveform }),
  }
}
