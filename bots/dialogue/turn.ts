import type { RichText } from '../../core/chat/content.ts'
import type { Media } from '../../core/chat/media/media.ts'
import type { ReactionChange } from '../../core/chat/react.ts'
import type { Platform } from '../../core/platform.ts'

/** One thing a person did, free of platform. Keyed by `id`: running a turn twice does nothing twice. */
export type Turn = {
  /** The platform's id of this event (interaction id, update id, message id). Unique a platform. */
  id: string
  platform: Platform
  /** Who. Opaque here; sealed before it is stored, never logged. */
  platformId: string
  /** The private chat with them, where the platform told it. */
  chatId: string | undefined
  /** The client's language tag, where the platform told it. */
  locale: string | undefined
  /** `public`: other people are around (a Discord server), so every answer is for this person's eyes only. */
  place: 'private' | 'public'
  /** How this platform asks for words: a form that opens, or one question after another. */
  asks: 'form' | 'messages'
  act: Act
  /** The message of ours whose control was pressed, or from which the form was opened, by its platform's name for it. */
  pressed?: string
  /** What a message in the private chat carried, as it is said on in a live chat; of `text`, `other` and `edited`. */
  said?: Said
  /** Why it does not travel there: something in it is too large, or of a kind that never does. */
  stays?: 'large' | 'kind'
}

/** A message as a live chat carries it. Ids are the platform's. */
export type Said = {
  messageId: string
  text: RichText
  /** Pictures, recordings and still stickers; an album's are together. */
  media: Media[]
  /** It is one message of an album, and a change of it tells of that one alone. */
  ofAlbum?: boolean
  replyTo: string | undefined
  /** When it was written, where the platform told; milliseconds since the epoch, by its clock. */
  writtenAt: number | undefined
  /** Words that hide an address, or are one to their platform. */
  hidesLink: boolean
}

export type Act =
  | { kind: 'command'; name: string; options: Record<string, string> }
  /** A button or a choice from a menu. `action` is what the control carried; a menu's value is its last argument. */
  | { kind: 'press'; action: string; args: string[] }
  | { kind: 'form'; form: string; args: string[]; values: Record<string, string> }
  | { kind: 'text'; text: string }
  /** Something in the private chat that is not words (a picture, a sticker …). */
  | { kind: 'other' }
  /** The person changed a message, or took it back. Where the platform does not say who, `platformId` is the chat's. */
  | { kind: 'edited'; messageId: string }
  | { kind: 'deleted'; messageId: string }
  | { kind: 'reacted'; messageId: string; change: ReactionChange }
  /** The person blocked the bot or closed the chat; or came back. */
  | { kind: 'left' }
  | { kind: 'returned' }

const SEPARATOR = ':'

/** The wire form of a control's action: `action:arg:arg`. At most 64 bytes (Telegram's limit for callback data). */
export function encodeAction(action: string, ...args: string[]): string {
  const wire = [action, ...args].join(SEPARATOR)
  if (Buffer.byteLength(wire) > 64) throw new Error(`action too long for a button: ${action}`)
  return wire
}

/** The action behind {@link encodeAction}. Never throws: old buttons may carry anything. */
export function decodeAction(wire: string): { action: string; args: string[] } {
  const [action = '', ...args] = wire.split(SEPARATOR)
  return { action, args }
}
