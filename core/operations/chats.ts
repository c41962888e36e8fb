import { endChatOf } from '../chat/leaveChat.ts'
import type { Core } from '../core.ts'
import { type AccountId, longId, shortId } from '../ids.ts'
import { writeAudit } from '../moderation/audit.ts'
import { requireOperator } from '../moderation/operators.ts'
import { inRehearsal } from '../moderation/rehearse.ts'
import { Refusal } from '../refusal.ts'

/** A live chat as operators may see it: who by pen-name, when, how much. Never a word of it. */
export type ChatLine = {
  id: string
  between: (string | null)[]
  /** The two never met before. */
  first: boolean
  begunAt: Date
  lastAt: Date
  endedAt: Date | null
  /** What is still kept of it; it is destroyed after a day. */
  messages: number
}

/** Live chats, newest first: those under way, or all that are remembered. */
export async function listChats(
  core: Core,
  { by, open, of, id, limit }: { by: string; open: boolean; of?: AccountId | undefined; id?: string; limit: number },
): Promise<ChatLine[]> {
  await requireOperator(core.db, by)
  const rows = await core.db.prisma.chat.findMany({
    where: {
      ...(id ? { id } : {}),
      ...(open ? { endedAt: null } : {}),
      ...(of ? { OR: [{ oneId: of }, { otherId: of }] } : {}),
    },
    include: { _count: { select: { messages: true } } },
    orderBy: { begunAt: 'desc' },
    take: limit,
  })
  const people = await core.db.prisma.account.findMany({
    where: { id: { in: rows.flatMap(({ oneId, otherId }) => [oneId, otherId]) } },
    select: { id: true, penName: true },
  })
  const nameOf = new Map(people.map(({ id, penName }) => [id, penName]))
  return rows.map(({ id, oneId, otherId, first, begunAt, lastAt, endedAt, _count }) => ({
    id: shortId(id),
    between: [nameOf.get(oneId) ?? null, nameOf.get(otherId) ?? null],
    first,
    begunAt,
    lastAt,
    endedAt,
    messages: _count.messages,
  }))
}

/** One chat: what {@link ChatLine} has, who said how much, and the cases about it. */
export type ChatFile = ChatLine & {
  people: { penName: string | null; said: number; lastAt: Date | null }[]
  cases: { number: number; decision: string | null }[]
}

/** A live chat, under way or ended not long ago. Refused when none of this id is remembered. Never a word of it. */
export async function readChat(core: Core, { by, id }: { by: string; id: string }): Promise<ChatFile> {
  const { prisma } = core.db
  const found = await prisma.chat.findUnique({ where: { id: longId(id) ?? NO_ID } })
  const [chat] = found ? await listChats(core, { by, open: false, id: found.id, limit: 1 }) : []
  if (!found || !chat) {
    await requireOperator(core.db, by)
    throw new Refusal('refuse.op.noChat')
  }
  const said = await prisma.chatMessage.groupBy({
    by: ['senderId'],
    where: { chatId: found.id },
    _count: true,
    _max: { at: true },
  })
  const people = [found.oneId, found.otherId].map((person, at) => {
    const of = said.find(({ senderId }) => senderId === person)
    return { penName: chat.between[at] ?? null, said: of?._count ?? 0, lastAt: of?._max.at ?? null }
  })
  const cases = await prisma.case.findMany({
    where: { report: { kind: 'chat', thingId: found.id } },
    orderBy: { number: 'asc' },
    select: { number: true, decision: true },
  })
  return { ...chat, people, cases }
}

const NO_ID = '00000000-0000-0000-0000-000000000000'

/** Ends a chat for both; each reads that it has ended, never why. Refused when there is none under way. */
export async function endChat(
  core: Core,
  { by, id, why, rehearse = false }: { by: string; id: string; why: string; rehearse?: boolean },
): Promise<void> {
  await inRehearsal(core, rehearse, async (tx) => {
    await requireOperator(tx, by)
    const chatId = longId(id) ?? ''
    const seat = chatId && (await tx.prisma.chatSeat.findFirst({ where: { chatId } }))
    if (!seat) throw new Refusal('refuse.op.noChat')
    await writeAudit(core, tx, { operator: by, act: 'chat.end', subject: `chat ${id}`, why })
    await endChatOf(core, tx, { accountId: seat.accountId as AccountId, tell: 'both' })
  })
}
