import type { Core } from '../../core.ts'
import type { AccountId, ChatId, ChatMessageId } from '../../ids.ts'
import { CHAT_SOURCE, type ChatContent, openContent, pageOwnId } from '../content.ts'
import { openReaction } from '../react.ts'
import { LOG, LOG_VERSIONS } from './sql.ts'

/** Something said in a chat, as one of the two sees it. Nothing in it names the other one or where they are. */
export type PageMessage = {
  messageId: ChatMessageId
  mine: boolean
  /** What this person's page called it when it sent it; undefined for everything else. */
  ownId: string | undefined
  content: ChatContent
  edited: boolean
  replyTo: ChatMessageId | undefined
  /** What was said after it, if that is shown, too. */
  next: ChatMessageId | undefined
  reactions: { mine: string | undefined; theirs: string | undefined }
  at: Date
  /** It may not have arrived on the other side. */
  lost: boolean
}

/** What differs from what a page knows: each message's version when it was last read. */
export type LogChange = { said: PageMessage[]; gone: ChatMessageId[]; versions: Versions; more: boolean }
export type Versions = ReadonlyMap<ChatMessageId, string>

/** No page goes further back than so many messages. */
export const SHOWN_MOST = 2_000

/**
 * What was said in a chat, as far as it is kept, compared with what the page has: what is new or was changed, in order,
 * and what is there no longer. Never more than the last `most`, of at most {@link SHOWN_MOST}. Whose chat it is must have been looked up before.
 */
export async function readLog(
  core: Core,
  { accountId, chatId, known, most }: { accountId: AccountId; chatId: ChatId; known: Versions; most: number },
): Promise<LogChange> {
  const { rows } = await core.db.pg.query({ ...LOG_VERSIONS, values: [chatId, most + 1] })
  const versions = new Map<ChatMessageId, string>(rows.slice(0, most).map(({ id, version }) => [id, version]))
  const fresh = [...versions].flatMap(([id, version]) => (known.get(id) === version ? [] : [id]))
  const said = fresh.length > 0 ? (await core.db.pg.query({ ...LOG, values: [chatId, fresh] })).rows : []
  const order = [...versions.keys()]
  const next = new Map(order.map((id, at) => [id, order[at - 1]]))
  return {
    said: (said as Row[]).map((row) => ({ ...openRow(core, row, accountId), next: next.get(row.id) })),
    gone: [...known.keys()].filter((id) => !versions.has(id)),
    versions,
    more: rows.length > most && most < SHOWN_MOST,
  }
}

type Row = {
  id: ChatMessageId
  sender_id: string
  source_id: Buffer
  body: Buffer
  edited: boolean
  sender_reaction: Buffer | null
  other_reaction: Buffer | null
  reply_to: ChatMessageId | null
  at: Date
  lost: boolean
}

function openRow(core: Core, row: Row, accountId: AccountId): Omit<PageMessage, 'next'> {
  const mine = row.sender_id === accountId
  const [bySender, byOther] = [row.sender_reaction, row.other_reaction].map((one) => openReaction(core, one).now.at(-1))
  return {
    messageId: row.id,
    mine,
    ownId: mine ? pageOwnId(core.vault.open(row.source_id, CHAT_SOURCE)) : undefined,
    content: openContent(core, row.body),
    edited: row.edited,
    replyTo: row.reply_to ?? undefined,
    reactions: mine ? { mine: bySender, theirs: byOther } : { mine: byOther, theirs: bySender },
    at: row.at,
    lost: mine && row.lost,
  }
}
