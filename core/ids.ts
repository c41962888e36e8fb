import { randomBytes } from 'node:crypto'

/** Ids are branded so that a letter's id cannot be handed in where an account's is wanted. */
type Id<Brand extends string> = string & { readonly __brand: Brand }

export type AccountId = Id<'account'>
export type IdentityId = Id<'identity'>
export type LetterId = Id<'letter'>
export type DeliveryId = Id<'delivery'>
export type CorrespondenceId = Id<'correspondence'>
export type ReportId = Id<'report'>
export type BindingId = Id<'binding'>
export type ExportId = Id<'export'>
export type BlockId = Id<'block'>
export type SanctionId = Id<'sanction'>
export type AnnouncementId = Id<'announcement'>
export type OpenLetterId = Id<'openLetter'>
export type CommentId = Id<'comment'>
export type ChatId = Id<'chat'>
export type ChatPictureId = Id<'chat-picture'>
export type ChatInviteId = Id<'chat-invite'>
/** A number, as text: bigger than JavaScript counts. */
export type ChatMessageId = Id<'chat-message'>

/**
 * A new UUID, version 7 (RFC 9562 §5.7): 48 bits of the given time, then 74 random bits.
 * Ids sort by time of birth; they are never guessable and carry nothing of a person.
 */
export function newId<T extends string>(now: Date): T {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as T
}

/** An id in 22 characters of A-Z a-z 0-9 - _, short enough for a Telegram button (64 bytes). */
export function shortId(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
}

/** The id behind {@link shortId}; undefined for anything that is not one. */
export function longId<T extends string>(short: string | undefined): T | undefined {
  if (!short || !/^[\w-]{22}$/.test(short)) return undefined
  const hex = Buffer.from(short, 'base64url').toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as T
}
