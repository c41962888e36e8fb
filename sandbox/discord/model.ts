/** What the stand-in keeps. Everything here is the platform's side of things; nothing is the wire's form. */
import type { Place } from '../person.ts'

export type Json = { [key: string]: unknown }

export type User = { id: string; username: string; displayName: string; bot: boolean }

/** A person, as the platform knows them. */
export type Resident = {
  user: User
  locale: string
  timeZone: string
  /** Shares the guild with the bot. */
  inGuild: boolean
  /** Has the app installed to their own account. */
  installed: boolean
  /** What a send into their DM meets; `create`: already opening the DM is refused. */
  closed: false | 'send' | 'create'
  dmId?: string
  form?: OpenForm
}

/** A modal on a person's screen. */
export type OpenForm = {
  interactionId: string
  customId: string
  title: string
  components: Json[]
  channelId: string
  sourceMessageId?: string
}

export type Channel = { id: string; place: Place; personId?: string; messageIds: string[] }

export type Attachment = {
  id: string
  channelId: string
  name: string
  type: string
  size: number
  data: Uint8Array
  description?: string
  /** Of a voice message: how long, and how loud over time (base64). */
  seconds?: number
  waveform?: string
}

/** docs: resources/sticker#sticker-object-sticker-format-types */
export const stickerFormats: Record<string, { format: number; ending: string }> = {
  'image/png': { format: 1, ending: 'png' },
  'image/apng': { format: 2, ending: 'png' },
  'application/json': { format: 3, ending: 'json' },
  'image/gif': { format: 4, ending: 'gif' },
}
export type Sticker = { id: string; name: string; type: string; data: Uint8Array; emoji?: string }

export type Message = {
  id: string
  channelId: string
  authorId: string
  content: string
  at: number
  editedAt?: number
  nonce?: string | number
  embeds: Json[]
  components: Json[]
  attachments: Attachment[]
  stickers?: Sticker[]
  /** Passed on from elsewhere: what it says stands in a snapshot. */
  forwardOf?: { messageId: string; channelId: string }
  poll?: Json
  /** Of the message as a bot hears of it, whatever this stand-in has no word for. */
  fields?: Json
  flags: number
  mentionIds: string[]
  mentionsEveryone: boolean
  replyTo?: string
  /** emoji → who */
  reactions: Map<string, Set<string>>
  /** The only person who sees it. */
  ephemeralFor?: string
  /** The interaction whose token may edit it. */
  interaction?: { id: string; type: number; personId: string; commandName?: string }
  deleted: boolean
}

export type Command = Json & {
  id: string
  type: number
  name: string
  name_localizations: Record<string, string> | null
  description: string
  description_localizations: Record<string, string> | null
  options: CommandOption[]
  contexts: number[] | null
  integration_types: number[]
}

export type CommandOption = Json & {
  type: number
  name: string
  name_localizations?: Record<string, string> | null
  description: string
  description_localizations?: Record<string, string> | null
  required?: boolean
  choices?: { name: string; name_localizations?: Record<string, string> | null; value: string | number }[]
  options?: CommandOption[]
}

export const interactionTypes = { command: 2, component: 3, modal: 5 } as const
export const callbackTypes = {
  message: 4,
  deferMessage: 5,
  deferUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const

export type Interaction = {
  id: string
  token: string
  type: number
  personId: string
  channelId: string
  createdAt: number
  /** The first response was not given in time: the token is void. */
  dead: boolean
  answer?: number
  /** What `@original` means. */
  originalId?: string
  /** The deferred response still shows as thinking. */
  thinking: boolean
  sourceMessageId?: string
  commandName?: string
  followUps: number
  /** Hears of the first response and of all that comes after over the same token. */
  heard: (what: Answered) => void
}
/** `late`: the first response came past the deadline. */
export type Answered = { kind: 'response'; type: number } | { kind: 'later' } | { kind: 'late' }

export const flags = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  voiceMessage: 1 << 13,
  hasSnapshot: 1 << 14,
  componentsV2: 1 << 15,
} as const

export const intents = {
  guilds: 1 << 0,
  guildMessages: 1 << 9,
  guildReactions: 1 << 10,
  guildTyping: 1 << 11,
  directMessages: 1 << 12,
  directReactions: 1 << 13,
  directTyping: 1 << 14,
} as const
