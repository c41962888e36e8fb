import { hasBlocked, isBlockedEitherWay, keepApart } from '../accounts/blocks.ts'
import type { Core } from '../core.ts'
import { postMail } from '../delivery/outbox.ts'
import { type AccountId, type ChatId, type CorrespondenceId, newId } from '../ids.ts'
import { fileReport } from '../moderation/fileReport.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma, type PrismaTx } from '../store/transaction.ts'
import { endChatOf } from './leaveChat.ts'
import { textsOf, VERSIONS } from './versions.ts'

/**
 * Shows what the other one said to the moderators, every time it was changed, as far as it is kept ({@link fileReport}); of
 * what the reporter said nothing. A chat that is still open ends. Refused when nothing of theirs is kept any more.
 */
export async function reportChat(
  core: Core,
  { accountId, chatId, category, words }: { accountId: AccountId; chatId: ChatId; category: string; words: string },
): Promise<void> {
  await inPrisma(core, async (tx) => {
    const other = await otherIn(tx, accountId, chatId)
    const said = await tx.prisma.chatMessage.findMany({
      where: { chatId, senderId: other },
      include: VERSIONS,
      orderBy: { id: 'asc' },
    })
    if (said.length === 0) throw new Refusal('refuse.chat.nothingSaid')
    const copy = said.map((one) => `${textsOf(core, one).join(' → ')}${one.deletedAt ? ' ✕' : ''}`)
    await fileReport(core, tx, {
      kind: 'chat',
      thingId: chatId,
      reporterId: accountId,
      writerId: other,
      category,
      words,
      copy: copy.join('\n'),
    })
  })
}

/** Never again between these two. The chat ends, and the other side is never told who or why. */
export async function blockFromChat(
  core: Core,
  { accountId, chatId }: { accountId: AccountId; chatId: ChatId },
): Promise<void> {
  await inPrisma(core, async (tx) => {
    const blockedId = await otherIn(tx, accountId, chatId)
    const [here] = await tx.run('select 1 as here from chat_seat where account_id = $1::uuid and chat_id = $2::uuid', [
      accountId,
      chatId,
    ])
    if (here) await endChatOf(core, tx, { accountId })
    await keepApart(core, tx, { blockerId: accountId, blockedId, cause: chatId })
  })
}

/**
 * One of two strangers would like to keep in touch by letters. When the other said so, too, they are pen-friends, and
 * both hear it; until then the other is asked. Somebody whom the other one blocked or reported is told the same, and
 * nobody is asked. Refused for those who are pen-friends already, and for whoever blocked the other themselves. Pressing
 * twice does nothing twice.
 */
export async function keepInTouch(
  core: Core,
  { accountId, chatId }: { accountId: AccountId; chatId: ChatId },
): Promise<'friends' | 'offered'> {
  return inPrisma(core, async (tx) => {
    const other = await otherIn(tx, accountId, chatId)
    if (await hasBlocked(tx, accountId, other)) throw new Refusal('refuse.correspondence.ended')
    const now = core.clock.now()
    const chat = await tx.prisma.chat.findUniqueOrThrow({ where: { id: chatId } })
    if (chat.correspondenceId) throw new Refusal('refuse.chat.friends')
    const mine = chat.oneId === accountId ? 'oneKeptAt' : 'otherKeptAt'
    const theirs = chat.oneId === accountId ? chat.otherKeptAt : chat.oneKeptAt
    await tx.prisma.chat.update({ where: { id: chatId }, data: { [mine]: chat[mine] ?? now } })
    if (await isBlockedEitherWay(tx, accountId, other)) return 'offered'
    if (!theirs) {
      const parcel = { kind: 'chat-keep', chatId } as const
      await postMail(core, tx, { to: other, parcel, priority: 'letter', onceKey: `chat-keep:${chatId}:${other}` })
      return 'offered'
    }
    await befriend(core, tx, { chatId, one: chat.oneId, other: chat.otherId, tell: other })
    return 'friends'
  })
}

async function befriend(
  core: Core,
  tx: PrismaTx,
  { chatId, one, other, tell }: { chatId: ChatId; one: string; other: string; tell: AccountId },
): Promise<void> {
  const now = core.clock.now()
  const id = newId<CorrespondenceId>(now)
  const known = await tx.prisma.correspondence.findUnique({ where: { openingId: chatId } })
  if (known) return
  const kept = { writerKeptAt: now, readerKeptAt: now, begunAt: now, createdAt: now }
  await tx.prisma.correspondence.create({ data: { id, openingId: chatId, writerId: one, readerId: other, ...kept } })
  const parcel = { kind: 'correspondence-begun', correspondenceId: id } as const
  await postMail(core, tx, { to: tell, parcel, priority: 'letter', onceKey: `correspondence-begun:${id}` })
}

/** The other one of a chat this person was in, not long ago. Locked. */
async function otherIn(tx: PrismaTx, accountId: AccountId, chatId: ChatId): Promise<AccountId> {
  const [chat] = await tx.run(
    'select one_id, other_id from chat where id = $1::uuid and $2::uuid in (one_id, other_id) for update',
    [chatId, accountId],
  )
  if (!chat) throw new Refusal('refuse.chat.gone')
  return (chat.one_id === accountId ? chat.other_id : chat.one_id) as AccountId
}
