import type { Core } from '../core.ts'
import type { ChatParcel, Parcel } from '../delivery/channel.ts'
import type { AccountId, ChatId, ChatInviteId, ChatMessageId } from '../ids.ts'
import { openContent } from './content.ts'

/** What a notice about a chat has to tell: nothing of the other side. */
export type ChatFacts =
  | { kind: 'chat-invited'; inviteId: ChatInviteId }
  | { kind: 'chat-declined' | 'chat-nobody' }
  | { kind: 'chat-idle'; chatId: ChatId }
  /** `file`: something to see or to hear that certainly did not arrive, or not all of it. `over`: its chat has ended since. */
  | { kind: 'chat-lost'; file: boolean; over: boolean }
  | { kind: 'chat-begun'; chatId: ChatId; first: boolean; withFriend: boolean }
  /** `earlier`: whoever is told is in another one by now. */
  | { kind: 'chat-ended'; chatId: ChatId; withFriend: boolean; earlier: boolean }
  | { kind: 'chat-keep'; chatId: ChatId }

export type ChatNotice = Exclude<Extract<Parcel, { kind: `chat-${string}` }>, ChatParcel>

/** What stands for itself in a chat, rather than being told in words of ours. */
export function isChatParcel(parcel: Parcel): parcel is ChatParcel {
  return SHOWN.has(parcel.kind)
}

const SHOWN: ReadonlySet<Parcel['kind']> = new Set([
  'chat-message',
  'chat-edit',
  'chat-delete',
  'chat-reaction',
] satisfies ChatParcel['kind'][])

/** Undefined when there is nothing to tell any more. */
export async function chatFacts(core: Core, parcel: ChatNotice): Promise<ChatFacts | undefined> {
  const { prisma } = core.db
  switch (parcel.kind) {
    case 'chat-invited': {
      const invite = await prisma.chatInvite.findUnique({ where: { id: parcel.inviteId } })
      return invite && invite.expiresAt > core.clock.now() ? parcel : undefined
    }
    case 'chat-begun': {
      const chat = await prisma.chat.findUnique({ where: { id: parcel.chatId } })
      if (!chat || (await sitsElsewhere(core, parcel))) return undefined
      return {
        kind: 'chat-begun',
        chatId: chat.id as ChatId,
        first: chat.first,
        withFriend: chat.correspondenceId !== null,
      }
    }
    case 'chat-ended': {
      const earlier = await sitsElsewhere(core, parcel)
      if (earlier && (await neverBegan(core, parcel))) return undefined
      const chat = await prisma.chat.findUnique({ where: { id: parcel.chatId } })
      return { kind: 'chat-ended', chatId: parcel.chatId, withFriend: chat?.correspondenceId != null, earlier }
    }
    case 'chat-idle': {
      const chat = await prisma.chat.findUnique({ where: { id: parcel.chatId } })
      return chat?.askedAt && !chat.endedAt ? { kind: 'chat-idle', chatId: parcel.chatId } : undefined
    }
    case 'chat-keep':
      return { kind: 'chat-keep', chatId: parcel.chatId }
    case 'chat-lost': {
      const id = BigInt(parcel.messageId)
      const said = await prisma.chatMessage.findUnique({ where: { id }, include: { chat: true } })
      const file =
        said !== null && openContent(core, said.body).media !== undefined && !(await mayHaveArrived(core, parcel))
      return { kind: 'chat-lost', file, over: !said || said.chat.endedAt !== null }
    }
    case 'chat-nobody':
      return (await findsSomebody(core, parcel)) ? undefined : { kind: 'chat-nobody' }
    case 'chat-declined':
      return { kind: 'chat-declined' }
  }
}

/** No answer came, twice: nobody can say. */
async function mayHaveArrived(core: Core, { messageId }: { messageId: ChatMessageId }): Promise<boolean> {
  const { rowCount } = await core.db.pg.query(UNKNOWN, [`chat:${messageId}`])
  return rowCount !== 0
}

const UNKNOWN = `select 1 from outbox where once_key = $1 and state = 'unknown'`

type Told = { accountId?: AccountId; chatId?: ChatId }

/** What is told late must not be taken for the chat that somebody is in by now. */
async function sitsElsewhere(core: Core, { accountId, chatId }: Told): Promise<boolean> {
  const seat = accountId && (await core.db.prisma.chatSeat.findUnique({ where: { accountId } }))
  return seat ? seat.chatId !== chatId : false
}

/** They waited no longer when it began, and were told nothing of it. */
async function neverBegan(core: Core, { accountId, chatId }: Told): Promise<boolean> {
  const { rowCount } = await core.db.pg.query(UNTOLD, [[`chat-begun:${chatId}`, `chat-begun:${chatId}:one`], accountId])
  return rowCount !== 0
}

const UNTOLD = `select 1 from outbox where once_key = any($1) and state = 'void' and parcel->>'accountId' = $2`

async function findsSomebody(core: Core, { accountId }: Told): Promise<boolean> {
  if (!accountId) return false
  const { prisma } = core.db
  const where = { where: { accountId } }
  return ((await prisma.chatSeat.findUnique(where)) ?? (await prisma.chatWait.findUnique(where))) !== null
}
