import { pageChatId, pageMessageId } from '../../core/chat/page/pageIds.ts'
import type { PageMessage } from '../../core/chat/page/readLog.ts'
import type { PageChat, Room } from '../../core/chat/page/readRoom.ts'
import type { Core } from '../../core/core.ts'
import type { AccountId } from '../../core/ids.ts'
import type { Language } from '../../core/language.ts'
import type { Refusal } from '../../core/refusal.ts'
import { formatDuration } from '../../core/texts/format.ts'
import { say, type TextKey } from '../../core/texts/texts.ts'

/** What is told to a page. Only this goes over the wire: ids are the page's own, and nothing says who or where the other one is. */
export type Frame =
  | { type: 'room'; at: Room['at']; agreed: boolean; no?: string; wait?: string; chat?: ChatFrame }
  | { type: 'log'; chat: string; whole: boolean; more: boolean; said: SaidFrame[]; gone: string[] }
  | { type: 'typing' }
  | { type: 'beat' }
  /** What was asked as `n` is done. */
  | { type: 'done'; n: number; what?: string }
  /** A word to the person; `n`: about what was asked, which did not happen. */
  | { type: 'word'; tone: 'no' | 'help'; text: string; n?: number }

type ChatFrame = {
  id: string
  ended: boolean
  first: boolean
  friend: boolean
  idle: boolean
  kept: PageChat['kept']
}

type SaidFrame = {
  id: string
  /** What this page called it. */
  own?: string
  mine: boolean
  text: string
  marks: { kind: string; from: number; to: number }[]
  files: { kind: string; spoiler: boolean }[]
  edited: boolean
  re?: string
  /** What was said after it, if that is shown. */
  next?: string
  my?: string
  their?: string
  /** Seconds since the epoch. */
  at: number
  lost: boolean
}

type Reader = { accountId: AccountId; language: Language }

export function roomFrame(core: Core, room: Room, { accountId, language }: Reader): Frame {
  const { at, agreed, wait, chat, refusal } = room
  const waited = wait && formatDuration(core.clock.now().getTime() - wait.since.getTime(), language)
  return {
    type: 'room',
    at,
    agreed,
    ...(refusal ? { no: refusalWords(language, refusal) } : {}),
    ...(waited && at === 'waiting' ? { wait: waited } : {}),
    ...(chat && at !== 'waiting' ? { chat: chatFrame(core, chat, accountId) } : {}),
  }
}

function chatFrame(core: Core, chat: PageChat, accountId: AccountId): ChatFrame {
  const { chatId, endedAt, first, withFriend, idle, kept } = chat
  return {
    id: pageChatId(core, { accountId, chatId }),
    ended: endedAt !== undefined,
    first,
    friend: withFriend,
    idle,
    kept,
  }
}

export function saidFrame(core: Core, said: PageMessage, { accountId }: Pick<Reader, 'accountId'>): SaidFrame {
  const { messageId, ownId, mine, content, edited, replyTo, next, reactions, at, lost } = said
  return {
    id: pageMessageId(core, { accountId, messageId }),
    ...(ownId ? { own: ownId } : {}),
    mine,
    text: content.text.text,
    marks: content.text.marks.map(({ kind, from, to }) => ({ kind, from, to })),
    files: (content.media ?? []).map(({ kind, spoiler }) => ({ kind, spoiler })),
    edited,
    ...(replyTo ? { re: pageMessageId(core, { accountId, messageId: replyTo }) } : {}),
    ...(next ? { next: pageMessageId(core, { accountId, messageId: next }) } : {}),
    ...(reactions.mine ? { my: reactions.mine } : {}),
    ...(reactions.theirs ? { their: reactions.theirs } : {}),
    at: Math.floor(at.getTime() / 1_000),
    lost,
  }
}

/** An expected no, in the reader's words. */
export function refusalWords(language: Language, { key, params }: Refusal): string {
  return (say as (language: Language, key: TextKey, params: unknown) => string)(language, key, params)
}
