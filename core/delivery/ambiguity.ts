import type { Platform } from '../platform.ts'
import type { Parcel } from './channel.ts'

/**
 * What to do when nobody can say whether a message arrived: the answer was lost after the request had left, or its sender
 * died meanwhile. `times` says how often that happened to this row, this time included.
 * Discord is asked again with the same nonce, and looked back on when that is too old: nothing is doubled.
 * Telegram has no such key (tdlib/telegram-bot-api#482): a notice that somebody needs in order to read a letter is sent
 * again, at most once; a courtesy ("it arrived", "thank you") is let go. Both are counted and shown to operators.
 */
export function afterUnknown(platform: Platform, parcel: Parcel, times: number): 'resend' | 'let go' {
  if (platform === 'discord') return 'resend'
  return NEED[parcel.kind] === 'needed' && times <= 1 ? 'resend' : 'let go'
}

/** What somebody cannot go on without, and what is kind to hear. A new kind of parcel has to say which it is. */
const NEED: Record<Parcel['kind'], 'needed' | 'courtesy'> = {
  hello: 'courtesy',
  'letter-arrived': 'needed',
  'letter-gone': 'needed',
  'notice-over': 'needed',
  'letter-reached': 'courtesy',
  'letter-thanked': 'courtesy',
  'letter-returned': 'needed',
  'keep-offered': 'needed',
  'correspondence-begun': 'needed',
  'correspondence-ended': 'courtesy',
  'inbox-digest': 'needed',
  'report-decided': 'needed',
  sanctioned: 'needed',
  'sanction-lifted': 'needed',
  'appeal-decided': 'needed',
  care: 'needed',
  'letter-freed': 'courtesy',
  announcement: 'courtesy',
  'open-thanked': 'courtesy',
  'open-commented': 'needed',
  'comment-answered': 'needed',
  'followed-opened': 'courtesy',
  'followed-digest': 'courtesy',
  'daily-prompt': 'courtesy',
  'binding-asked': 'needed',
  'self-bound': 'needed',
  'export-ready': 'needed',
  'chat-invited': 'needed',
  'chat-declined': 'courtesy',
  'chat-begun': 'needed',
  'chat-ended': 'needed',
  'chat-idle': 'courtesy',
  'chat-nobody': 'needed',
  'chat-lost': 'courtesy',
  'chat-keep': 'needed',
  'chat-message': 'needed',
  'chat-reaction': 'needed',
  'chat-edit': 'needed',
  'chat-delete': 'needed',
}

/** The kinds somebody cannot go on without. */
export const NEEDED = Object.entries(NEED).flatMap(([kind, need]) => (need === 'needed' ? [kind] : []))
