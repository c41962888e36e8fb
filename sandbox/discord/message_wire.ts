/** How the platform writes messages as JSON. docs: resources/message, resources/sticker, resources/emoji */
import { pictureSize } from '../pictures.ts'
import { type Attachment, flags, type Json, type Message, type Sticker, stickerFormats } from './model.ts'
import { memberJson, ownersJson, stamp, userJson } from './wire.ts'
import { userOf, type World } from './world.ts'

/** `quoted`: as the `referenced_message` of another one, which itself carries no further quote. */
export function messageJson(world: World, message: Message, quoted = false): Json {
  const reactions = reactionsJson(world, message)
  const said = saidJson(world, message)
  return {
    id: message.id,
    type: message.replyTo !== undefined ? 19 : message.interaction?.type === 2 ? 20 : 0,
    channel_id: message.channelId,
    author: userJson(userOf(world, message.authorId)),
    timestamp: stamp(message.at),
    edited_timestamp: message.editedAt === undefined ? null : stamp(message.editedAt),
    tts: false,
    mention_everyone: message.mentionsEveryone,
    mentions: message.mentionIds.map((id) => userJson(userOf(world, id))),
    mention_roles: [],
    ...(message.forwardOf ? forwardParts(message.forwardOf, message, said) : said),
    pinned: false,
    flags: message.forwardOf ? message.flags | flags.hasSnapshot : message.flags,
    ...(message.poll ? { poll: message.poll } : {}),
    ...(reactions.length > 0 ? { reactions } : {}),
    ...(message.interaction ? interactionParts(world, message, message.interaction) : {}),
    ...(message.replyTo === undefined ? {} : replyParts(world, message, message.replyTo, quoted)),
    ...message.fields,
  }
}

/** What a message itself says, wherever it stands. */
function saidJson(world: World, { content, attachments, embeds, components, stickers = [] }: Message): Json {
  const written = attachments.map((attachment) => attachmentJson(world, attachment))
  const inEmbeds = JSON.stringify(embeds)
  return {
    content,
    // What an embed shows is no attachment beside it. docs: reference#uploading-files (attachment://)
    attachments: written.filter(({ filename }) => !inEmbeds.includes(`"attachment://${filename}"`)),
    embeds: resolved(embeds, written),
    components: resolved(components, written),
    ...(stickers.length > 0 ? { sticker_items: stickers.map(stickerItemJson) } : {}),
  }
}

/** With every `attachment://name` become the address of that file. */
function resolved<Value>(value: Value, written: readonly Json[]): Value {
  if (written.length === 0) return value
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    const name = typeof inner === 'string' ? /^attachment:\/\/(.+)$/.exec(inner)?.[1] : undefined
    return written.find(({ filename }) => filename === name)?.url ?? inner
  })
  return JSON.parse(text)
}

function stickerItemJson({ id, name, type }: Sticker): Json {
  return { id, name, format_type: stickerFormats[type]?.format ?? 1 }
}

/** docs: resources/message#message-snapshot-object, #message-reference-types */
function forwardParts(from: { messageId: string; channelId: string }, message: Message, said: Json): Json {
  const snapshot = { type: 0, timestamp: stamp(message.at), edited_timestamp: null, flags: 0, mentions: [] }
  return {
    content: '',
    attachments: [],
    embeds: [],
    components: [],
    message_reference: { type: 1, channel_id: from.channelId, message_id: from.messageId },
    message_snapshots: [{ message: { ...snapshot, mention_roles: [], ...said } }],
  }
}

/** docs: resources/sticker#sticker-object */
export function stickerJson(world: World, sticker: Sticker): Json {
  return {
    ...stickerItemJson(sticker),
    description: null,
    tags: sticker.emoji ?? '',
    type: 2,
    available: true,
    guild_id: world.guild.id,
  }
}

function replyParts(world: World, message: Message, replyTo: string, quoted: boolean): Json {
  const target = world.messages.get(replyTo)
  return {
    message_reference: { type: 0, channel_id: message.channelId, message_id: replyTo },
    ...(quoted ? {} : { referenced_message: target && !target.deleted ? messageJson(world, target, true) : null }),
  }
}

function interactionParts(world: World, message: Message, interaction: NonNullable<Message['interaction']>): Json {
  const user = userJson(userOf(world, interaction.personId))
  return {
    application_id: world.applicationId,
    webhook_id: world.applicationId,
    interaction_metadata: {
      id: interaction.id,
      type: interaction.type,
      user,
      authorizing_integration_owners: ownersJson(world, interaction.personId, message.channelId),
    },
    ...(interaction.type === 2
      ? { interaction: { id: interaction.id, type: 2, name: interaction.commandName ?? '', user } }
      : {}),
  }
}

/** An emoji of Unicode, or one of a server, kept as `<a:name:id>`. docs: resources/emoji#emoji-object */
export function emojiJson(emoji: string): Json {
  const [, animated, name, id] = /^<(a?):(\w+):(\d+)>$/.exec(emoji) ?? []
  if (id === undefined) return { id: null, name: emoji }
  return { id, name, ...(animated === 'a' ? { animated: true } : {}) }
}

function reactionsJson(world: World, message: Message): Json[] {
  return [...message.reactions].map(([emoji, who]) => ({
    emoji: emojiJson(emoji),
    count: who.size,
    count_details: { burst: 0, normal: who.size },
    burst_colors: [],
    me: who.has(world.bot.id),
    me_burst: false,
    burst_me: false,
    burst_count: 0,
  }))
}

function attachmentJson(world: World, attachment: Attachment): Json {
  const url = world.fileUrl(attachment)
  const { seconds, waveform } = attachment
  return {
    id: attachment.id,
    filename: attachment.name,
    size: attachment.size,
    url,
    proxy_url: url,
    content_type: attachment.type,
    content_scan_version: 0,
    ...pictureSize(attachment.data),
    ...(seconds === undefined ? {} : { duration_secs: seconds }),
    ...(waveform === undefined ? {} : { waveform }),
    ...(attachment.description === undefined ? {} : { description: attachment.description }),
  }
}

/** A message as its sender gets it back: with the nonce, which later reads do not show. */
export function createdJson(world: World, message: Message): Json {
  return { ...messageJson(world, message), ...(message.nonce === undefined ? {} : { nonce: message.nonce }) }
}

/** A message as the gateway sends it. docs: events/gateway-events#message-create */
export function messageEventJson(world: World, message: Message): Json {
  const channel = world.channels.get(message.channelId)
  const inGuild = channel?.place === 'guild'
  return {
    ...createdJson(world, message),
    channel_type: inGuild ? 0 : 1,
    ...(inGuild && message.ephemeralFor === undefined
      ? { guild_id: world.guild.id, ...(message.interaction ? {} : { member: memberJson(world) }) }
      : {}),
  }
}
