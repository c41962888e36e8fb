import type { Core } from '../../core.ts'
import type { AccountId, ChatId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import type { ChatMood } from '../../store/generated/enums.ts'
import { refuseUnearned } from '../mayChat.ts'
import { CHAT_OF_PAGE, ROOM, SIGNS } from './sql.ts'

/** Where a person stands, for their page. Of the other one it says only whether they would like to keep in touch. */
export type Room = {
  at: 'alone' | 'waiting' | 'talking'
  /** The open chat, or the last one if it ended less than {@link LINGER_MINUTES} ago. */
  chat: PageChat | undefined
  wait: { since: Date; mood: ChatMood } | undefined
  /** They agreed to talk with strangers. */
  agreed: boolean
  /** Nothing is for them to see any more. */
  banned: boolean
  /** Why they may not ask for a stranger (yet). */
  refusal: Refusal | undefined
}

export type PageChat = {
  chatId: ChatId
  begunAt: Date
  endedAt: Date | undefined
  first: boolean
  withFriend: boolean
  /** Both were asked whether they are still there. */
  idle: boolean
  kept: { mine: boolean; theirs: boolean }
}

/** So long after its end a chat still stands on the page, for reading, reporting, blocking and keeping in touch. */
export const LINGER_MINUTES = 60

/** Where this person stands now. */
export async function readRoom(core: Core, { accountId }: { accountId: AccountId }): Promise<Room> {
  const [row] = (await core.db.pg.query({ ...ROOM, values: [accountId, lingersSince(core)] })).rows
  const { agreed, since, mood, banned } = row
  const chat = chatIn(row)
  const wait = since === null ? undefined : { since, mood }
  const talking = chat !== undefined && chat.endedAt === undefined
  return {
    at: talking ? 'talking' : wait ? 'waiting' : 'alone',
    chat,
    wait,
    agreed,
    banned,
    refusal: talking || banned ? undefined : await refusalOf(() => refuseUnearned(core, accountId)),
  }
}

/** The chat that stands on somebody's page; undefined when there is none. */
export async function chatOfPage(core: Core, { accountId }: { accountId: AccountId }): Promise<PageChat | undefined> {
  const { rows } = await core.db.pg.query({ ...CHAT_OF_PAGE, values: [accountId, lingersSince(core)] })
  return chatIn(rows[0])
}

function chatIn(row: ChatRow | undefined): PageChat | undefined {
  if (!row?.id) return undefined
  return {
    chatId: row.id,
    begunAt: row.begun_at,
    endedAt: row.ended_at ?? undefined,
    first: row.first,
    withFriend: row.correspondence_id !== null,
    idle: row.idle,
    kept: { mine: row.mine_kept, theirs: row.their_kept },
  }
}

/** A chat; all of it is null beside somebody who has none. */
type ChatRow = {
  id: ChatId | null
  begun_at: Date
  ended_at: Date | null
  first: boolean
  correspondence_id: string | null
  idle: boolean
  mine_kept: boolean
  their_kept: boolean
}

/** For each of these people a text that differs once their page may have to look different. */
export async function signRooms(core: Core, accountIds: readonly AccountId[]): Promise<Map<AccountId, string>> {
  const { rows } = await core.db.pg.query({ ...SIGNS, values: [accountIds, lingersSince(core)] })
  return new Map(rows.map((row) => [row.account_id as AccountId, row.sign as string]))
}

const lingersSince = (core: Core) => new Date(core.clock.now().getTime() - LINGER_MINUTES * 60_000)

async function refusalOf(ask: () => Promise<void>): Promise<Refusal | undefined> {
  try {
    await ask()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
