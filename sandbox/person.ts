/** What a stand-in offers its test, its page and its HTTP driver, whichever platform it stands in for. */
import type { Faults } from './faults.ts'
import type { RecordedRequest } from './recorder.ts'

type Platform = 'discord' | 'telegram'
/** Where something happens: the private chat with the bot, or the room everybody shares (Discord only). */
export type Place = 'dm' | 'guild'

type SeenOption = { label: string; value: string; description?: string }
export type SeenControl = {
  kind: 'button' | 'select' | 'link'
  label: string
  /** custom_id, callback_data or URL */
  id: string
  disabled: boolean
  options?: SeenOption[]
  placeholder?: string
}

/** One message as this person sees it. */
export type SeenMessage = {
  id: string
  from: 'me' | 'bot'
  /** All visible text in reading order, markup as plain text. */
  text: string
  controls: SeenControl[]
  ephemeral: boolean
  /** ms since the epoch */
  at: number
  editedAt?: number
  deleted: boolean
  replyTo?: string
  reactions: { emoji: string; from: 'me' | 'bot' }[]
  files: SeenFile[]
  /** The same for all messages of one album (Telegram; on Discord an album is one message). */
  album?: string
  /** A native forward: the name it shows, '' where the platform shows none. */
  forwardedFrom?: string
  place: Place
  /** The platform's own JSON for this message, as it is when this is looked at. */
  raw: unknown
}

export type SeenField = {
  id: string
  label: string
  description?: string
  value?: string
  placeholder?: string
  required: boolean
  min?: number
  max?: number
  long: boolean
  options?: { label: string; value: string }[]
}
/** A form that is open on the person's screen (a Discord modal; Telegram has none). */
export type SeenForm = { id: string; title: string; fields: SeenField[] }

/** A command as the platform's picker shows it, in the person's language. */
export type SeenCommand = {
  /** What `command()` takes. */
  name: string
  /** What the picker shows. */
  label: string
  description: string
  options: {
    name: string
    label: string
    description: string
    required: boolean
    choices?: { label: string; value: string }[]
  }[]
}

/** What a file is sent as. Telegram has all of them; on Discord everything but stickers and voice is an attachment. */
export type FileKind = 'photo' | 'video' | 'animation' | 'voice' | 'audio' | 'video_note' | 'sticker' | 'document'
type SeenFile = { name: string; type: string; size: number; kind: FileKind; spoiler: boolean }

export type SentFile = {
  name: string
  type: string
  data: Uint8Array
  /** Guessed from the type when left out. */
  as?: FileKind
  /** Covered until it is tapped. */
  spoiler?: boolean
  /** How long it plays. */
  seconds?: number
  /** What a sticker stands for. */
  emoji?: string
  /** Of music. */
  title?: string
  performer?: string
}

/** What is neither words nor a file. Discord has polls, and what it may invent: fields of the message as a bot hears of it. */
export type Shared =
  | { contact: { name: string; phone: string } }
  /** With a `place` it is a venue. */
  | { location: { latitude: number; longitude: number; place?: string } }
  | { poll: { question: string; options: string[] } }
  | { dice: string }
  | { fields: Record<string, unknown> }

/** Formatting in the Bot API's form, offsets in UTF-16 code units. */
export type SaidEntity = { type: string; offset: number; length: number; [extra: string]: unknown }

export type Said = {
  replyTo?: string
  /** Several are an album. */
  files?: SentFile[]
  /** Telegram only; on Discord the formatting is in the text. */
  entities?: SaidEntity[]
  /** The message is passed on from elsewhere; `hidden` is somebody who hides behind a bare name (Telegram). */
  forwardOf?: { name: string; kind?: 'user' | 'hidden' | 'channel' }
  share?: Shared
}

export type Edited = {
  entities?: SaidEntity[]
  /** Takes the place of the file that was there (Telegram). */
  file?: SentFile
  /** Which of the files stay, by their place (Discord); all when left out. */
  keepFiles?: number[]
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly platform: Platform
  readonly locale: string
  /** Where their clock stands, as an IANA name. */
  readonly timeZone: string
  /** The commands this person may run, as the picker shows them. */
  commands(): SeenCommand[]
  /**
   * Runs a command. Resolves when the platform would show a result: on Discord the bot's first response (rejects
   * with "The application did not respond" past the deadline), on Telegram the bot's next message, edit or answer.
   */
  command(name: string, options?: Record<string, string>, where?: { in?: Place }): Promise<void>
  /** Writes to the bot; resolves with the message id and does not wait for the bot. */
  say(text: string, extra?: Said): Promise<string>
  /** Presses a button by its visible label (exact, or a unique part) on the newest message that has it; waits like `command`. */
  press(label: string, on?: { message?: string; in?: Place }): Promise<void>
  /** Chooses an option of a select menu by its visible label; waits like `command`. */
  choose(label: string, on?: { message?: string; in?: Place }): Promise<void>
  /** The form open now. */
  form(): SeenForm | undefined
  /** Sends the open form by field id; fields not named keep what they were filled with. Checks what the client checks. */
  submit(values: Record<string, string>): Promise<void>
  /** Closes the open form without sending it. */
  dismiss(): void
  edit(messageId: string, text: string, extra?: Edited): Promise<void>
  /** Starts typing; absent where the platform tells bots nothing of it. */
  type?(): Promise<void>
  /** The platform shows what a link in one's own message leads to; absent where bots hear nothing of it. */
  unfurl?(messageId: string, embed: { [field: string]: unknown }): Promise<void>
  /** Deletes the person's own message (on Telegram the bot hears nothing of it). */
  remove(messageId: string): Promise<void>
  /**
   * Sets the person's reaction on a message; null takes it back. A custom emoji is `<:name:id>` on Discord and
   * `custom:id` on Telegram.
   */
  react(messageId: string, emoji: string | null): Promise<void>
  /** Makes the bot unable to write to this person: Discord closes the DMs, Telegram blocks the bot. */
  block(): Promise<void>
  unblock(): Promise<void>
  blocked(): boolean
  /** Everything on this person's screen, oldest first. Deleted messages stay, marked. */
  chat(): SeenMessage[]
  /** The bytes of a file on the screen, by its place in `files`. */
  file(messageId: string, index: number): SentFile | undefined
  /**
   * The newest message that matches and is not deleted, or the next one to come.
   * `after`: only messages later than the one with this id. Rejects after `timeoutMs` with the chat in the error.
   */
  until(
    match: string | RegExp | ((message: SeenMessage) => boolean),
    options?: { after?: string; timeoutMs?: number },
  ): Promise<SeenMessage>
  /** Short notices the platform flashed up (Telegram's answers to button presses); empty on Discord. */
  toasts(): string[]
}

export type Change = 'message' | 'edit' | 'delete' | 'reaction' | 'typing' | 'form' | 'toast'
/** Something visible changed on a person's screen. */
export type ChangeEvent = { person: Person; change: Change; message?: SeenMessage; form?: SeenForm; text?: string }

/** What both stand-ins have in common. */
export interface StandIn {
  readonly platform: Platform
  /** What the bot is given as the platform's address. */
  readonly apiUrl: string
  readonly token: string
  join(person: { name: string; locale: string }): Person
  people(): Person[]
  readonly faults: Faults
  /** Every request the bot made, oldest first, a bounded number of them. */
  readonly requests: readonly RecordedRequest[]
  /** Listens to everything visible; returns the way to stop. */
  onEvent(listener: (event: ChangeEvent) => void): () => void
  /** When each message of the bot was accepted, in ms of the monotonic clock. */
  sentAt(): readonly { at: number; person: string }[]
  /**
   * Everything that outlives a restart (who the bot is, the people, their chats), to be written down at once: Maps, Sets
   * and bytes among it. What `saved` of the start options takes.
   */
  save(): unknown
  /** Closes every socket and the server at once. */
  close(): Promise<void>
}
