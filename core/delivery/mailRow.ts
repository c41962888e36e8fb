import type { IdentityId } from '../ids.ts'
import type { Language } from '../language.ts'
import type { Parcel } from './channel.ts'

/** A row of the outbox that is due. */
export type MailRow = {
  id: string
  identity_id: IdentityId
  parcel: Parcel
  priority: number
  /** Somebody was sending it and did not live to write down what became of it. */
  left_sending: boolean
  /** Attempts that count: being told to wait is none. */
  attempts: number
  /** How many attempts may have arrived without our knowing. */
  ambiguous: number
  retry_at: Date | null
  first_tried_at: Date | null
  gone_at: Date | null
}

/** The same, with where it goes. */
export type FoundRow = MailRow & { language: Language; zone: string; sealed_id: Buffer; sealed_chat: Buffer | null }

/** What is written down about a row after an attempt. `pending`: it is tried again, not before `retryAt`. */
export type Settlement = {
  id: string
  state: 'pending' | 'sent' | 'gone' | 'refused' | 'void' | 'unknown'
  reason: string | null
  messageIds: Buffer | null
  retryAt: Date | null
  attempts: number
  ambiguous: number
}
