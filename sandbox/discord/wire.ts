/** How the platform writes its things as JSON. docs: resources/user, resources/channel, resources/guild */
import type { Channel, Json, Resident, User } from './model.ts'
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

/** docs: receiving-and-responding#interaction-object-authorizing-integration-owners-object */
export function ownersJson(world: World, personId: string, channelId: string): Json {
  const person = world.people.get(personId)
  const inGuild = world.channels.get(channelId)?.place === 'guild'
  return {
    ...(person?.inGuild || inGuild ? { '0': inGuild ? world.guild.id : '0' } : {}),
    ...(person?.installed ? { '1': personId } : {}),
  }
}

/** The sender of an interaction: `member` in a guild, `user` in a DM. docs: receiving-and-responding#interaction-object */
export function senderJson(world: World, person: Resident, channel: Channel): Json {
  const user = userJson(person.user)
  return channel.place === 'guild' ? { member: { ...memberJson(world), permissions, user } } : { user }
}

/** A moment as the platform writes it. */
export function stamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000+00:00')
}
