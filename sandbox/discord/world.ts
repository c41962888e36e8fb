/** The state of the small Discord: one bot, one guild, the people, their DMs. */
import type { Change, Place } from '../person.ts'
import { refusals } from './failure.ts'
import type { Channel, Command, Interaction, Message, Resident, User } from './model.ts'
import { createSnowflakes } from './snowflake.ts'

/** An event on its way to the gateway; sessions without the intent do not get it (0: everybody). */
export type Dispatch = { name: string; data: unknown; intent: number }
/** A visible change for one person. */
export type WorldChange = { personId: string; change: Change; messageId?: string; text?: string }

export type World = {
  now: () => number
  nextId: () => string
  bot: User
  applicationId: string
  guild: { id: string; name: string; locale: string; createdAt: number }
  guildChannel: Channel
  people: Map<string, Resident>
  channels: Map<string, Channel>
  messages: Map<string, Message>
  /** The newest message by author and nonce. */
  nonces: Map<string, string>
  commands: Map<string, Command>
  /** By token. */
  interactions: Map<string, Interaction>
  /** The signed address of an attachment, good for a day. */
  fileUrl: (attachment: { id: string; channelId: string; name: string }) => string
  dispatch: (event: Dispatch) => void
  changed: (change: WorldChange) => void
}

export function createWorld(options: {
  now: () => number
  fileUrl: World['fileUrl']
  dispatch: World['dispatch']
  changed: World['changed']
}): World {
  const nextId = createSnowflakes(options.now)
  const botId = nextId()
  const guildChannel: Channel = { id: nextId(), place: 'guild', messageIds: [] }
  return {
    ...options,
    nextId,
    bot: { id: botId, username: 'bot', displayName: 'Bot', bot: true },
    applicationId: botId,
    guild: { id: nextId(), name: 'Lantern', locale: 'en-US', createdAt: options.now() },
    guildChannel,
    people: new Map(),
    channels: new Map([[guildChannel.id, guildChannel]]),
    messages: new Map(),
    nonces: new Map(),
    commands: new Map(),
    interactions: new Map(),
  }
}

/** The DM of the bot and this person, opened when there is none yet. */
export function openDm(world: World, person: Resident): Channel {
  const known = person.dmId === undefined ? undefined : world.channels.get(person.dmId)
  if (known) return known
  const channel: Channel = { id: world.nextId(), place: 'dm', personId: person.user.id, messageIds: [] }
  world.channels.set(channel.id, channel)
  person.dmId = channel.id
  return channel
}

/** @throws ApiFailure 10003 */
export function channelOf(world: World, id: string): Channel {
  const channel = world.channels.get(id)
  if (!channel) throw refusals.unknownChannel()
  return channel
}

export function personOf(world: World, id: string): Resident {
  const person = world.people.get(id)
  if (!person) throw refusals.unknownUser()
  return person
}

export function userOf(world: World, id: string): User {
  return id === world.bot.id ? world.bot : personOf(world, id).user
}

/** Whether this message is on this person's screen. */
export function sees(world: World, person: Resident, message: Message): boolean {
  if (message.ephemeralFor !== undefined) return message.ephemeralFor === person.user.id
  const channel = world.channels.get(message.channelId)
  return channel?.place === 'guild' ? person.inGuild : channel?.personId === person.user.id
}

/** Who has this message on their screen. */
export function viewersOf(world: World, message: Message): string[] {
  const only = message.ephemeralFor ?? world.channels.get(message.channelId)?.personId
  if (only !== undefined) return [only]
  return [...world.people.values()].filter((person) => sees(world, person, message)).map((person) => person.user.id)
}

export function placeOf(world: World, channelId: string): Place {
  return world.channels.get(channelId)?.place ?? 'dm'
}

export function nonceKey(authorId: string, nonce: string | number): string {
  return `${authorId} ${nonce}`
}
