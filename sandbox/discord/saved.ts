/** What of the small Discord outlives a restart. */
import { type Channel, flags, type Message, type Resident, type User } from './model.ts'
import type { World } from './world.ts'

export type SavedDiscord = {
  token: string
  bot: User
  applicationId: string
  guild: World['guild']
  people: Resident[]
  channels: Channel[]
  messages: Message[]
}

/** As after a restart of the client: open forms and what only one person sees are gone. */
export function saveWorld(world: World, token: string): SavedDiscord {
  const messages = [...world.messages.values()].filter((message) => outlives(message))
  const ids = new Set(messages.map(({ id }) => id))
  return {
    token,
    bot: world.bot,
    applicationId: world.applicationId,
    guild: world.guild,
    people: [...world.people.values()].map(({ form: _closed, ...person }) => person),
    channels: [...world.channels.values()].map((channel) => ({
      ...channel,
      messageIds: channel.messageIds.filter((id) => ids.has(id)),
    })),
    messages,
  }
}

/** Fills a fresh world; commands are registered anew by the bot. */
export function restoreWorld(world: World, saved: SavedDiscord): void {
  world.bot = saved.bot
  world.applicationId = saved.applicationId
  world.guild = saved.guild
  world.people = new Map(saved.people.map((person) => [person.user.id, person]))
  world.channels = new Map(saved.channels.map((channel) => [channel.id, channel]))
  world.messages = new Map(saved.messages.map((message) => [message.id, message]))
  world.guildChannel = saved.channels.find(({ place }) => place === 'guild') ?? world.guildChannel
  world.channels.set(world.guildChannel.id, world.guildChannel)
}

function outlives(message: Message): boolean {
  return message.ephemeralFor === undefined && (message.flags & flags.loading) === 0
}
