import type { Core } from '../core.ts'
import type { ChatParcel, Parcel } from '../delivery/channel.ts'
import type { ChatId, ChatInviteId } from '../ids.ts'
import { openContent } from './content.ts'

/** What a notice about a chat has to tell: nothing of the other side. */
export type ChatFacts =
  | { kind: 'chat-invited'; inviteId: ChatInviteId }
  | { kind: 'chat-declined' | 'chat-idle' | 'chat-nobody' }
  /** `file`: it was something to see or to hear. */
  | { kind: 'chat-lost'; file: boolean }
  | { kind: 'chat-begun'; first: boolean; withFriend: boolean }
  | { kind: 'chat-ended'; chatId: ChatId; withFriend: boolean }
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
      return chat ? { kind: 'chat-begun', first: chat.first, withFriend: chat.correspondenceId !== null } : undefined
    }
    case 'chat-ended': {
      const chat = await prisma.chat.findUnique({ where: { id: parcel.chatId } })
      return { kind: 'chat-ended', chatId: parcel.chatId, withFriend: chat?.correspondenceId != null }
    }
    case 'chat-idle': {
      const chat = await prisma.chat.findUnique({ where: { id: parcel.chatId } })
      return chat?.askedAt && !chat.endedAt ? { kind: 'chat-idle' } : undefined
    }
    case 'chat-keep':
      return { kind: 'chat-keep', chatId: parcel.chatId }
    case 'chat-lost': {
      const said = await prisma.chatMessage.findUnique({ where: { id: BigInt(parcel.messageId) } })
      return { kind: 'chat-lost', file: said !== null && openContent(core, said.body).media !== undefined }
    }
    case 'chat-declined':
    case 'chat-nobody':
      return { kind: parcel.kind }
  }
}
