import type {
  AccountId,
  AnnouncementId,
  BindingId,
  ChatId,
  ChatInviteId,
  ChatMessageId,
  CommentId,
  CorrespondenceId,
  DeliveryId,
  ExportId,
  LetterId,
  OpenLetterId,
  ReportId,
  SanctionId,
} from '../ids.ts'
import type { Language } from '../language.ts'
import type { Platform } from '../platform.ts'

/** What an outbox row asks to be told. Ids only: the words are fetched, unsealed and rendered at the moment of sending. */
export type Parcel =
  | { kind: 'hello' }
  | { kind: 'letter-arrived'; deliveryId: DeliveryId }
  /** Its reader no longer has it: the copies in their chat go. */
  | ({ kind: 'letter-gone' } & ({ deliveryId: DeliveryId } | { openLetterId: OpenLetterId } | { commentId: CommentId }))
  /** It was opened elsewhere, or seeks another reader: the notice of it no longer asks to open it. */
  | { kind: 'notice-over'; deliveryId: DeliveryId }
  | { kind: 'letter-reached'; letterId: LetterId }
  | { kind: 'letter-thanked'; deliveryId: DeliveryId }
  | { kind: 'letter-returned'; letterId: LetterId }
  | { kind: 'keep-offered'; correspondenceId: CorrespondenceId }
  | { kind: 'correspondence-begun'; correspondenceId: CorrespondenceId }
  | { kind: 'correspondence-ended'; correspondenceId: CorrespondenceId }
  | { kind: 'inbox-digest'; accountId: AccountId }
  | { kind: 'report-decided'; reportId: ReportId }
  | { kind: 'sanctioned' | 'sanction-lifted' | 'appeal-decided'; sanctionId: SanctionId }
  | { kind: 'care'; reportId: ReportId }
  | { kind: 'letter-freed'; letterId: LetterId }
  | { kind: 'open-thanked' | 'followed-opened'; openLetterId: OpenLetterId }
  | { kind: 'open-commented' | 'comment-answered'; commentId: CommentId }
  | { kind: 'followed-digest' }
  | { kind: 'daily-prompt'; day: number }
  | { kind: 'announcement'; announcementId: AnnouncementId }
  | { kind: 'binding-asked' | 'self-bound'; bindingId: BindingId }
  | { kind: 'export-ready'; exportId: ExportId }
  | { kind: 'chat-invited' | 'chat-declined'; inviteId: ChatInviteId }
  /** `accountId`: who is told; what they are in by then decides whether, and how. */
  | { kind: 'chat-begun' | 'chat-ended'; chatId: ChatId; accountId?: AccountId }
  | { kind: 'chat-idle' | 'chat-keep'; chatId: ChatId }
  | { kind: 'chat-nobody'; accountId?: AccountId }
  | { kind: 'chat-lost'; messageId: ChatMessageId }
  | ChatParcel

/** What was said or done in a chat; shown as the platform shows such things, not as words of ours. */
export type ChatParcel =
  | { kind: 'chat-message' | 'chat-edit' | 'chat-delete'; messageId: ChatMessageId }
  /** `on` says whose message takes the reaction: its sender's own, or ours that shows it. */
  | { kind: 'chat-reaction'; messageId: ChatMessageId; on: 'source' | 'twin' }

/** Where a parcel goes. Opaque outside the platform's own room; never logged. */
export type Address = {
  /** The platform's id of the person. */
  platformId: string
  /** The platform's id of the private chat, once it is known. */
  chatId: string | undefined
  language: Language
  zone: string
}

/**
 * What became of one attempt.
 * - `sent`: the platform gave its message ids, in order.
 * - `gone`: this person cannot be reached there (blocked, closed, left): nothing more is sent until they return.
 * - `later`: not sent; try again in `afterMs`. `scope` says who must wait: this chat, or the whole bot.
 * - `refused`: the platform will never take it: a bug, kept for the operator. `arrived`: the message ids of what of it did.
 * - `unknown`: it may have been sent (PLATFORM answers lost after the request left): the row's kind decides.
 * - `void`: there is nothing to say any more (the letter was taken back meanwhile).
 */
export type Outcome =
  | { kind: 'sent'; messageIds: string[]; chatId?: string }
  | { kind: 'gone'; reason: string }
  | { kind: 'later'; afterMs: number; scope: 'chat' | 'bot'; reason: string }
  | { kind: 'refused'; reason: string; arrived?: string[] }
  | { kind: 'unknown'; reason: string }
  | { kind: 'void' }

/** The ids of our messages that did arrive, if any may have. */
export function arrivedOf(outcome: Outcome): string[] | undefined {
  if (outcome.kind === 'sent') return outcome.messageIds
  return outcome.kind === 'refused' ? outcome.arrived : undefined
}

/** One attempt at one outbox row. */
export type Attempt = {
  address: Address
  parcel: Parcel
  /** The same for every attempt at this row, ≤ 20 characters: a platform that knows nonces never shows it twice. */
  nonce: string
  /** True when an earlier attempt may have arrived: look before sending, where the platform lets one look. */
  maybeSent: boolean
  /** When that earlier attempt began (real time), if there was one. */
  firstTriedAt: Date | undefined
}

/** A platform's way out. Reasons are short codes for operators: no ids, no words. */
export interface Channel {
  readonly platform: Platform
  send(attempt: Attempt): Promise<Outcome>
}
