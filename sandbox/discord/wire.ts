/** How the platform writes its things as JSON. docs: resources/user, resources/message, resources/channel, resources/guild */
import type { Attachment, Channel, Json, Message, Resident, User } from './model.ts'
import { userOf, type World } from './world.ts'

const permissions = '2248473465835073'

export function userJson(user: User): Json {
  return {
    id: user.id,
    username: user.username,
    global_name: user.bot ? null : user.displayName,
    discriminator: user.bot ? '0001' : '0',
    avatar: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    public_flags: 0,
    ...(user.bot ? { bot: true } : {}),
  }
}

export function memberJson(world: World): Json {
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    deaf: false,
    flags: 0,
    joined_at: stamp(world.guild.createdAt),
    mute: false,
    nick: null,
    pending: false,
    premium_since: null,
    roles: [],
  }
}

export function channelJson(world: World, channel: Channel): Json {
  const last = channel.messageIds.at(-1) ?? null
  if (channel.personId !== undefined) {
    return {
      id: channel.id,
      type: 1,
      flags: 0,
      last_message_id: last,
      recipients: [userJson(userOf(world, channel.personId))],
    }
  }
  return {
    id: channel.id,
    type: 0,
    flags: 0,
    guild_id: world.guild.id,
    last_message_id: last,
    name: 'general',
    nsfw: false,
    parent_id: null,
    permission_overwrites: [],
    position: 0,
    rate_limit_per_user: 0,
    topic: null,
  }
}

export function guildJson(world: World): Json {
  const { id, name, locale } = world.guild
  return {
    id,
    name,
    icon: null,
    owner_id: [...world.people.keys()][0] ?? world.bot.id,
    preferred_locale: locale,
    features: [],
    roles: [everyoneRole(id)],
    emojis: [],
    stickers: [],
    afk_timeout: 300,
    afk_channel_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    max_members: 500_000,
  }
}

/** What GUILD_CREATE adds. docs: events/gateway-events#guild-create */
export function guildCreateJson(world: World): Json {
  const residents = [...world.people.values()].filter((person) => person.inGuild)
  return {
    ...guildJson(world),
    joined_at: stamp(world.guild.createdAt),
    large: false,
    unavailable: false,
    member_count: residents.length + 1,
    voice_states: [],
    members: [{ ...memberJson(world), user: userJson(world.bot) }],
    channels: [channelJson(world, world.guildChannel)],
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}

function everyoneRole(guildId: string): Json {
  return {
    id: guildId,
    name: '@everyone',
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: 0,
    permissions,
    managed: false,
    mentionable: false,
    flags: 0,
  }
}

/** `quoted`: as the `referenced_message` of another one, which itself carries no further quote. */
export function messageJson(world: World, message: Message, quoted = false): Json {
  const reactions = reactionsJson(world, message)
  return {
    id: message.id,
    type: message.replyTo !== undefined ? 19 : message.interaction?.type === 2 ? 20 : 0,
    channel_id: message.channelId,
    author: userJson(userOf(world, message.authorId)),
    content: message.content,
    timestamp: stamp(message.at),
    edited_timestamp: message.editedAt === undefined ? null : stamp(message.editedAt),
    tts: false,
    mention_everyone: message.mentionsEveryone,
    mentions: message.mentionIds.map((id) => userJson(userOf(world, id))),
    mention_roles: [],
    attachments: message.attachments.map((attachment) => attachmentJson(world, attachment)),
    embeds: message.embeds,
    components: message.components,
    pinned: false,
    flags: message.flags,
    ...(reactions.length > 0 ? { reactions } : {}),
    ...(message.interaction ? interactionParts(world, message, message.interaction) : {}),
    ...(message.replyTo === undefined ? {} : replyParts(world, message, message.replyTo, quoted)),
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

/** docs: receiving-and-responding#interaction-object-authorizing-integration-owners-object */
export function ownersJson(world: World, personId: string, channelId: string): Json {
  const person = world.people.get(personId)
  const inGuild = world.channels.get(channelId)?.place === 'guild'
  return {
    ...(person?.inGuild || inGuild ? { '0': inGuild ? world.guild.id : '0' } : {}),
    ...(person?.installed ? { '1': personId } : {}),
  }
}

function reactionsJson(world: World, message: Message): Json[] {
  return [...message.reactions].map(([emoji, who]) => ({
    emoji: { id: null, name: emoji },
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
  return {
    id: attachment.id,
    filename: attachment.name,
    size: attachment.size,
    url,
    proxy_url: url,
    content_type: attachment.type,
    content_scan_version: 0,
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

/** The sender of an interaction: `member` in a guild, `user` in a DM. docs: receiving-and-responding#interaction-object */
export function senderJson(world: World, person: Resident, channel: Channel): Json {
  const user = userJson(person.user)
  return channel.place === 'guild' ? { member: { ...memberJson(world), permissions, user } } : { user }
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000+00:00')
}
