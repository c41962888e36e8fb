import { randomBytes } from 'node:crypto'
import type { Change } from '../person.ts'
import { badRequest, forbidden } from './api-error.ts'
import { createFileStore, type FileStore, type StoredFile } from './files.ts'
import type { Params } from './params.ts'
import { createRates, type RateOptions, type Rates } from './rates.ts'
import type { SavedTelegram } from './saved.ts'
import type { Message, ReplyMarkup, User } from './types.ts'
import { createUpdateQueue, type UpdateQueue } from './updates.ts'
import { createWebhook, type Webhook } from './webhook.ts'

/** Everything the stand-in knows: one bot, its people, their private chats, the bot's queue of updates. */
export type World = {
  readonly token: string
  readonly bot: User
  readonly now: () => number
  /** How long one second of the platform's waits lasts, in ms. */
  readonly secondMs: number
  /** How long a press or a command waits for the bot. */
  readonly patienceMs: number
  readonly accounts: Map<number, Account>
  readonly updates: UpdateQueue
  readonly webhook: Webhook
  readonly files: FileStore
  readonly rates: Rates
  readonly presses: Map<string, Press>
  readonly profile: Profile
  /** When each message of the bot was accepted, by the monotonic clock. */
  readonly sent: { at: number; person: string }[]
  readonly listeners: Set<(happening: Happening) => void>
}

/** One human on Telegram, and their private chat with the bot. */
export type Account = {
  readonly user: User
  /** Where their clock stands; the bot is not told. UTC when left out. */
  readonly timeZone?: string
  /** Whether the bot may write: they pressed Start, or wrote, at some time. */
  started: boolean
  blocked: boolean
  deactivated: boolean
  /** Takes no voice messages and round videos (core.telegram.org/api/privacy). */
  refusesVoice?: boolean
  nextMessageId: number
  readonly messages: Kept[]
  readonly toasts: string[]
}

export type Kept = {
  /** As the bot is told of it. */
  message: Message
  fromBot: boolean
  at: number
  editedAt?: number
  deleted: boolean
  reactions: { me?: string; bot?: string }
  files: StoredFile[]
  markup?: ReplyMarkup
  /** Whether the reply keyboard of this message is the one on the screen. */
  keyboardUp?: boolean
}

/** A pressed inline button that waits for answerCallbackQuery. */
type Press = { account: Account; at: number; answered: boolean }

export type Profile = {
  commands: Map<string, { command: string; description: string }[]>
  names: Map<string, string>
  descriptions: Map<string, string>
  shortDescriptions: Map<string, string>
}

export type Happening = {
  account: Account
  change: Change
  fromBot: boolean
  kept?: Kept
  text?: string
  /** The press that was answered. */
  pressId?: string
}

export type WorldOptions = {
  token?: string
  botUsername?: string
  botName?: string
  /** The stand-in's clock, ms since the epoch; ids, deadlines and expiries follow it. */
  now?: () => number
  secondMs?: number
  /** How long a press or a command waits for the bot, in ms. */
  patienceMs?: number
  rates?: RateOptions
  /** What `save()` of an earlier run gave: the same bot, people and chats. */
  saved?: SavedTelegram
}

/** `run` does what a webhook's answer asks for. */
export function createWorld(options: WorldOptions, run: (method: string, params: Params) => void): World {
  const { now = Date.now, secondMs = 1000, patienceMs = 10_000, saved } = options
  const token = options.token ?? saved?.token ?? `7301948265:${randomBytes(26).toString('base64url').slice(0, 35)}`
  const username = options.botUsername ?? 'stand_in_bot'
  const updates = createUpdateQueue({ now, secondMs }, saved?.updates)
  return {
    token,
    bot: { id: Number(token.split(':')[0]), is_bot: true, first_name: options.botName ?? 'Stand-in', username },
    now,
    secondMs,
    patienceMs,
    accounts: new Map(saved?.accounts.map((account) => [account.user.id, account])),
    updates,
    webhook: createWebhook({ updates, now, secondMs, reply: run }),
    files: createFileStore(saved?.files),
    rates: createRates(options.rates),
    presses: new Map(),
    profile: saved?.profile ?? {
      commands: new Map(),
      names: new Map(),
      descriptions: new Map(),
      shortDescriptions: new Map(),
    },
    sent: [],
    listeners: new Set(),
  }
}

/** The chat a call names, for reading; 400 when there is none. */
export function chatOf(world: World, chatId: string): Account {
  if (chatId === '') throw badRequest('chat_id is empty')
  const account = /^-?\d+$/.test(chatId) ? world.accounts.get(Number(chatId)) : undefined
  if (!account) throw badRequest('chat not found')
  return account
}

/** The chat a call names, for writing; 403 when the person cannot be written to. */
export function writableChat(world: World, chatId: string): Account {
  const account = chatOf(world, chatId)
  if (account.deactivated) throw forbidden('user is deactivated')
  if (account.blocked) throw forbidden('bot was blocked by the user')
  if (!account.started) throw forbidden("bot can't initiate conversation with a user")
  return account
}

export function findMessage(account: Account, messageId: number): Kept | undefined {
  // Ids rise by one from 1 in each chat.
  const kept = account.messages[messageId - 1]
  return kept?.deleted ? undefined : kept
}

export function announce(world: World, happening: Happening): void {
  for (const listener of world.listeners) listener(happening)
}
