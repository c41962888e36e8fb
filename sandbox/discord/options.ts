/** What a stand-in for Discord can be started with, and whom one can let in. */
import type { Rates } from './rates.ts'
import type { SavedDiscord } from './saved.ts'

export type DiscordOptions = {
  /** 0 or left out: any free port. */
  port?: number
  token?: string
  /** The stand-in's clock, in ms: ids, deadlines, expiries. */
  now?: () => number
  botName?: string
  /** What differs from `generousRates`. */
  rates?: Partial<Rates>
  /** How long `enforce_nonce` remembers; the platform says "the past few minutes". */
  nonceWindowMs?: number
  interactionDeadlineMs?: number
  heartbeatIntervalMs?: number
  /** Events a session keeps for a resume. */
  replayEvents?: number
  /** Privileged gateway intents switched on in the portal, as bits. */
  privilegedIntents?: number
  /** How many requests are kept. */
  recorded?: number
  /** How long a person waits for "thinking…" to end. */
  patienceMs?: number
  /** What `save()` of an earlier run gave: the same bot, people and chats. */
  saved?: SavedDiscord
}

export type DiscordJoin = {
  name: string
  /** A locale of Discord's, e.g. `ko` or `en-US`; a bare `en` is taken for `en-US`. */
  locale: string
  username?: string
  timeZone?: string
  /** What the person shares with the bot: the guild (default), the app installed to their account, or nothing. */
  shares?: 'guild' | 'install' | 'nothing'
}
