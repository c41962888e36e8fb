import type { PersonalData } from './export/collect.ts'

/** A column that says to whom a row belongs, and what becomes of the row. */
export type PersonalColumn = {
  /** Whose id it holds. */
  holds: 'account' | 'self'
  /** The part of the archive that shows it, or why none does. */
  exported: keyof PersonalData | { not: string }
  /** After erasing no row has the id any more; or why rows keep it (the account's row then says nothing but when). */
  erased: 'gone' | { stays: string }
  /** Merging moves the row to the account that stays; or why it is thrown away. Not asked of a self: it moves as it is. */
  merged?: 'moves' | { dropped: string }
  /** Having such a row makes an account one with a history, which is not joined to another without asking; or why not. */
  history?: 'counts' | { not: string }
}

const THREAD = 'it is in an answered letter, which counts'
const IN_CHAT = 'it is in a chat, which counts'
const UNDERWAY = 'where one sits or waits, for minutes'
const EMPTY_SHELL = 'the other one’s letter or thread stays theirs; what it points to says nothing any more'

/**
 * Every column of the database that holds the id of an account or of a self. tests/core/personalColumns.test.ts holds it
 * against the database, and tries merging, erasing and joining on a row of each: a new table has to be entered here, and
 * to be covered there. docs/contributing.md has the list of what else a new table owes to people.
 */
export const personalColumns: Readonly<Record<string, PersonalColumn>> = {
  'account.id': {
    holds: 'account',
    exported: 'account',
    erased: { stays: EMPTY_SHELL },
    merged: { dropped: 'there is one account afterwards' },
    history: { not: 'settings and a name alone are none' },
  },
  'identity.account_id': {
    holds: 'account',
    exported: 'selves',
    erased: 'gone',
    merged: 'moves',
    history: { not: 'a first self is none; a second one is' },
  },
  'reader_slot.account_id': {
    holds: 'account',
    exported: { not: 'made from the settings' },
    erased: 'gone',
    merged: { dropped: 'the one that stays has its own' },
    history: { not: 'made from the settings' },
  },
  'letter.writer_id': {
    holds: 'account',
    exported: 'written',
    erased: { stays: EMPTY_SHELL },
    merged: 'moves',
    history: 'counts',
  },
  'letter.to_id': {
    holds: 'account',
    exported: 'received',
    erased: { stays: EMPTY_SHELL },
    merged: 'moves',
    history: 'counts',
  },
  'delivery.reader_id': {
    holds: 'account',
    exported: 'received',
    erased: { stays: EMPTY_SHELL },
    merged: 'moves',
    history: 'counts',
  },
  'correspondence.writer_id': {
    holds: 'account',
    exported: 'penFriends',
    erased: { stays: EMPTY_SHELL },
    merged: 'moves',
    history: { not: THREAD },
  },
  'correspondence.reader_id': {
    holds: 'account',
    exported: 'penFriends',
    erased: { stays: EMPTY_SHELL },
    merged: 'moves',
    history: { not: THREAD },
  },
  'block.blocker_id': {
    holds: 'account',
    exported: 'blocked',
    erased: 'gone',
    merged: 'moves',
    history: 'counts',
  },
  'block.blocked_id': {
    holds: 'account',
    exported: { not: 'who blocked somebody is nobody else’s to know' },
    erased: 'gone',
    merged: 'moves',
    history: 'counts',
  },
  'report.reporter_id': {
    holds: 'account',
    exported: 'reports',
    erased: { stays: 'moderators still decide it; the words go once they have' },
    merged: 'moves',
    history: { not: 'it is about a letter they had, which counts' },
  },
  'report.writer_id': {
    holds: 'account',
    exported: { not: 'a person learns of a report only by what was decided' },
    erased: { stays: 'the copy of an open report is still decided; it is shredded afterwards' },
    merged: 'moves',
    history: { not: 'it is about words of theirs, which count' },
  },
  'open_letter.author_id': {
    holds: 'account',
    exported: 'openLetters',
    erased: { stays: 'others’ answers under it stay theirs; it says nothing any more' },
    merged: 'moves',
    history: 'counts',
  },
  'comment.author_id': {
    holds: 'account',
    exported: 'comments',
    erased: { stays: 'others’ answers to it stay theirs; it says nothing any more' },
    merged: 'moves',
    history: 'counts',
  },
  'open_thank.reader_id': {
    holds: 'account',
    exported: 'reading',
    erased: 'gone',
    merged: 'moves',
    history: 'counts',
  },
  'follow.follower_id': {
    holds: 'account',
    exported: 'following',
    erased: 'gone',
    merged: 'moves',
    history: 'counts',
  },
  'follow.followed_id': {
    holds: 'account',
    exported: 'followers',
    erased: 'gone',
    merged: 'moves',
    history: 'counts',
  },
  'signal.reader_id': {
    holds: 'account',
    exported: 'reading',
    erased: 'gone',
    merged: 'moves',
    history: { not: 'having read is none' },
  },
  'signal_news.reader_id': {
    holds: 'account',
    exported: { not: 'which of the signals are not learnt yet, for a minute' },
    erased: 'gone',
    merged: 'moves',
    history: { not: 'having read is none' },
  },
  'liking.reader_id': {
    holds: 'account',
    exported: { not: 'made from the signals' },
    erased: 'gone',
    merged: 'moves',
    history: { not: 'having read is none' },
  },
  'choice.reader_id': {
    holds: 'account',
    exported: { not: 'why a letter was shown, for a month; that it was shown is in the signals' },
    erased: 'gone',
    merged: { dropped: 'it explains what is on nobody’s screen any more' },
    history: { not: 'having read is none' },
  },
  'sanction.account_id': {
    holds: 'account',
    exported: 'sanctions',
    erased: { stays: 'it still holds; its words go' },
    merged: 'moves',
    history: 'counts',
  },
  'export.account_id': {
    holds: 'account',
    exported: { not: 'it is the archive' },
    erased: 'gone',
    merged: { dropped: 'it would not be complete; another one is quickly asked for' },
    history: { not: 'a copy' },
  },
  'binding.left_id': {
    holds: 'account',
    exported: { not: 'the way of a login, for a week' },
    erased: { stays: 'an account that was kept aside is empty, and goes after a week' },
    merged: { dropped: 'the way back is not to an account that is gone' },
    history: { not: 'an account that was left has nothing' },
  },
  'chat.one_id': { holds: 'account', exported: 'chats', erased: 'gone', merged: 'moves', history: 'counts' },
  'chat.other_id': { holds: 'account', exported: 'chats', erased: 'gone', merged: 'moves', history: 'counts' },
  'chat_seat.account_id': {
    holds: 'account',
    exported: { not: UNDERWAY },
    erased: 'gone',
    merged: 'moves',
    history: { not: IN_CHAT },
  },
  'chat_wait.account_id': {
    holds: 'account',
    exported: { not: UNDERWAY },
    erased: 'gone',
    merged: { dropped: 'one wait is enough; it is quickly begun again' },
    history: { not: 'waiting is none' },
  },
  'chat_invite.from_id': {
    holds: 'account',
    exported: { not: UNDERWAY },
    erased: 'gone',
    merged: 'moves',
    history: { not: THREAD },
  },
  'chat_message.sender_id': {
    holds: 'account',
    exported: 'chats',
    erased: 'gone',
    merged: 'moves',
    history: { not: IN_CHAT },
  },
  'chat_seat.identity_id': { holds: 'self', exported: { not: UNDERWAY }, erased: 'gone' },
  'chat_wait.identity_id': { holds: 'self', exported: { not: UNDERWAY }, erased: 'gone' },
  'chat_invite.identity_id': { holds: 'self', exported: { not: UNDERWAY }, erased: 'gone' },
  'chat_message.identity_id': { holds: 'self', exported: 'chats', erased: 'gone' },
  'chat_twin.identity_id': {
    holds: 'self',
    exported: { not: 'where a message of ours stands, for a day' },
    erased: 'gone',
  },
  'shown_letter.identity_id': {
    holds: 'self',
    exported: { not: 'where a stranger’s words stand in one’s own chat' },
    erased: 'gone',
  },
  'pending_form.identity_id': { holds: 'self', exported: { not: 'half a form, for a week' }, erased: 'gone' },
  'outbox.identity_id': { holds: 'self', exported: { not: 'what was to be told, without words' }, erased: 'gone' },
  'binding.identity_id': { holds: 'self', exported: { not: 'the way of a login, for a week' }, erased: 'gone' },
}

/** Every other column of ids, and what they are ids of. */
export const otherIds: Readonly<Record<string, string>> = {
  'identity.id': 'a self: found by its account',
  'letter.id': 'a letter',
  'letter.answers_id': 'a delivery',
  'letter.correspondence_id': 'a correspondence',
  'delivery.id': 'a delivery',
  'delivery.letter_id': 'a letter',
  'shown_letter.delivery_id': 'a delivery',
  'shown_letter.open_letter_id': 'an open letter',
  'shown_letter.comment_id': 'a comment',
  'correspondence.id': 'a correspondence',
  'correspondence.opening_id': 'a delivery, or a chat',
  'report.id': 'a report',
  'report.delivery_id': 'a delivery',
  'report.thing_id': 'a delivery, or whatever else was reported',
  'block.id': 'a block',
  'block.cause_id': 'a delivery, a chat, or a report',
  'binding.id': 'a binding',
  'export.id': 'an archive',
  'moderation_case.report_id': 'a report',
  'moderation_case.sanction_id': 'a sanction',
  'moderation_case.letter_id': 'a letter',
  'sanction.id': 'a sanction',
  'sanction.letter_id': 'a letter',
  'sanction.report_id': 'a report',
  'sanctioned_self.sanction_id': 'a sanction',
  'open_letter.id': 'an open letter',
  'open_letter.letter_id': 'a letter',
  'open_thank.open_letter_id': 'an open letter',
  'comment.id': 'a comment',
  'comment.open_letter_id': 'an open letter',
  'comment.parent_id': 'a comment',
  'signal.open_letter_id': 'an open letter',
  'signal_news.open_letter_id': 'an open letter',
  'letter_taste.open_letter_id': 'an open letter',
  'choice.open_letter_id': 'an open letter',
  'choice.because_id': 'an open letter',
  'announcement.id': 'an announcement',
  'chat.id': 'a chat',
  'chat.correspondence_id': 'a correspondence',
  'chat_seat.chat_id': 'a chat',
  'chat_invite.id': 'a question',
  'chat_invite.correspondence_id': 'a correspondence',
  'chat_message.chat_id': 'a chat',
  'chat_picture.id': 'a picture',
  'chat_picture.chat_id': 'a chat',
}
