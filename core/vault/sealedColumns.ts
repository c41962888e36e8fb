import { FORM_VALUES } from '../accounts/pendingForm.ts'
import { CHAT_BODY, CHAT_PICTURE, CHAT_REACTION, CHAT_SOURCE, CHAT_TWIN } from '../chat/content.ts'
import { CHAT_ID, MESSAGE_IDS, PLATFORM_ID } from '../delivery/recipients.ts'
import { INBOUND_PAYLOAD } from '../inbound/inbound.ts'
import { SHOWN_WAY } from '../letters/shownLetters.ts'
import { REPORT_COPY, REPORT_WORDS, SANCTION_APPEAL, SANCTION_QUOTE } from '../moderation/seals.ts'

/** A column whose content is sealed with a key of `WIRO_KEYS`. */
export type SealedColumn = {
  table: string
  /** The primary key's columns with their types. */
  key: Readonly<Record<string, string>>
  column: string
  /** What the content of a row is sealed for; given the row's key. */
  purpose(key: string[]): string
}

const of = (
  table: string,
  column: string,
  purpose: string,
  key: SealedColumn['key'] = { id: 'uuid' },
): SealedColumn => ({
  table,
  key,
  column,
  purpose: () => purpose,
})

export const GOOGLE_ID = 'binding:google'
export const WEB_SESSION = 'web-session'
export const EXPORT_ARCHIVE = 'export'

/** Every sealed column of the database. A test holds it against the schema: a new one has to be entered here. */
export const sealedColumns: readonly SealedColumn[] = [
  of('identity', 'sealed_id', PLATFORM_ID),
  of('identity', 'sealed_chat', CHAT_ID),
  { table: 'letter', key: { id: 'uuid' }, column: 'body_key', purpose: ([id]) => `letter:${id}` },
  { table: 'open_letter', key: { id: 'uuid' }, column: 'body_key', purpose: ([id]) => `letter:${id}` },
  { table: 'comment', key: { id: 'uuid' }, column: 'body_key', purpose: ([id]) => `letter:${id}` },
  of('report', 'words', REPORT_WORDS),
  of('report', 'copy', REPORT_COPY),
  of('sanction', 'quote', SANCTION_QUOTE),
  of('sanction', 'appeal', SANCTION_APPEAL),
  of('pending_form', 'values', FORM_VALUES, { identity_id: 'uuid' }),
  of('outbox', 'message_ids', MESSAGE_IDS, { id: 'bigint' }),
  of('shown_letter', 'way', SHOWN_WAY, { id: 'bigint' }),
  of('inbound', 'payload', INBOUND_PAYLOAD, { platform: '"Platform"', event: 'bytea' }),
  of('binding', 'sealed_google', GOOGLE_ID),
  of('web_session', 'data', WEB_SESSION, { id: 'bytea' }),
  of('export', 'archive', EXPORT_ARCHIVE),
  of('chat_message', 'source_id', CHAT_SOURCE, { id: 'bigint' }),
  of('chat_message', 'body', CHAT_BODY, { id: 'bigint' }),
  of('chat_message', 'edited', CHAT_BODY, { id: 'bigint' }),
  of('chat_message', 'sender_reaction', CHAT_REACTION, { id: 'bigint' }),
  of('chat_message', 'other_reaction', CHAT_REACTION, { id: 'bigint' }),
  of('chat_version', 'body', CHAT_BODY, { id: 'bigint' }),
  of('chat_picture', 'data', CHAT_PICTURE),
  of('chat_twin', 'sealed_id', CHAT_TWIN, { lookup: 'bytea' }),
]

/** Columns of bytes that hold nothing sealed with those keys, and what they hold instead. */
export const unsealedBytes: Readonly<Record<string, string>> = {
  'identity.lookup': 'a keyed hash',
  'letter.body': 'sealed with the data key in body_key',
  'letter.source': 'a keyed hash',
  'letter_kin.kin': 'numbers of open letters liked by the same readers, and how much',
  'letter.gist': 'a keyed hash',
  'open_letter.body': 'sealed with the data key in body_key',
  'comment.body': 'sealed with the data key in body_key',
  'comment.source': 'a keyed hash',
  'shown_letter.lookup': 'a keyed hash',
  'inbound.event': 'a keyed hash',
  'inbound.lane': 'a keyed hash',
  'sanctioned_self.lookup': 'a keyed hash',
  'audit_entry.hash': 'a keyed hash',
  'binding.token': 'a keyed hash',
  'binding.google_lookup': 'a keyed hash',
  'web_session.id': 'a keyed hash',
  'web_session.owner': 'a keyed hash',
  'chat_message.source': 'a keyed hash',
  'chat_twin.lookup': 'a keyed hash',
}
