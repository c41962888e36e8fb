import type { Core } from '../core.ts'
import type { AccountId, CorrespondenceId, DeliveryId, LetterId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { DeliveryState, LetterKind } from '../store/generated/enums.ts'
import { inPrisma } from '../store/transaction.ts'
import { type ThreadState, threadState } from './correspondence.ts'
import { openLetterText } from './draft.ts'
import { endNotice } from './letterNotice.ts'
import { tellReached } from './noticeSettled.ts'

export const INBOX_PAGE = 8

/** A letter a person got, as a line in their inbox. */
export type InboxEntry = {
  deliveryId: DeliveryId
  kind: LetterKind
  /** It belongs to a correspondence. */
  fromFriend: boolean
  /** Whose pen-name it is signed with; null when unsigned. */
  signature: string | null
  state: DeliveryState
  createdAt: Date
}

/** A letter a person got, with its words. Nothing here tells who wrote it but the signature they chose. */
export type ReceivedLetter = InboxEntry & {
  letterId: LetterId
  text: string
  writtenAt: Date
  stamp: string | null
  heavy: boolean
  /** What it answers, if it is an answer to a letter of the reader's own: its first words. */
  answers: string | null
  /** The delivery that began the exchange, when this is an answer: what both may keep writing from. */
  openingId: DeliveryId | null
  /** The thread this letter may open or belongs to. */
  correspondence: {
    id: CorrespondenceId | null
    state: ThreadState
  }
  mayAnswer: boolean
}

/** What a person may still see: passed on, reported and blocked letters are out of their sight. */
export const VISIBLE: DeliveryState[] = ['waiting', 'arrived', 'opened', 'answered']
const EXCERPT_CHARACTERS = 60

/** A page of the inbox, newest first, and how many are unread in all. */
export async function listInbox(
  core: Core,
  { readerId, page }: { readerId: AccountId; page: number },
): Promise<{ entries: InboxEntry[]; unread: number; more: boolean }> {
  const where = { readerId, state: { in: VISIBLE } }
  const rows = await core.db.prisma.delivery.findMany({
    where,
    include: { letter: { select: { kind: true, signature: true, correspondenceId: true } } },
    orderBy: { createdAt: 'desc' },
    skip: page * INBOX_PAGE,
    take: INBOX_PAGE + 1,
  })
  const unread = await core.db.prisma.delivery.count({ where: { readerId, state: { in: ['waiting', 'arrived'] } } })
  const entries = rows.slice(0, INBOX_PAGE).map((row) => ({
    deliveryId: row.id as DeliveryId,
    kind: row.letter.kind,
    fromFriend: row.letter.correspondenceId !== null,
    signature: row.letter.signature,
    state: row.state,
    createdAt: row.createdAt,
  }))
  return { entries, unread, more: rows.length > INBOX_PAGE }
}

/** Whether a letter may still be opened, and whether the reader should be asked first, without opening it. */
export async function peekLetter(
  core: Core,
  { readerId, deliveryId }: { readerId: AccountId; deliveryId: DeliveryId },
): Promise<{ heavy: boolean; opened: boolean }> {
  const delivery = await findReceived(core, readerId, deliveryId)
  return { heavy: delivery.letter.heavy, opened: delivery.openedAt !== null }
}

/**
 * Opens a letter (again). The writer can see that it was opened; the notice of it asks no longer; `onNotice`: it was opened
 * there, and shows the letter now. Refused when the reader no longer has it.
 */
export async function openLetter(
  core: Core,
  { readerId, deliveryId, onNotice = false }: { readerId: AccountId; deliveryId: DeliveryId; onNotice?: boolean },
): Promise<ReceivedLetter> {
  const now = core.clock.now()
  await findReceived(core, readerId, deliveryId)
  await inPrisma(core, async (tx) => {
    const { prisma } = tx
    const { count } = await prisma.delivery.updateMany({
      where: { id: deliveryId, readerId, state: { in: ['waiting', 'arrived'] } },
      data: { state: 'opened', openedAt: now },
    })
    if (count === 0) return
    const { letterId } = await prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId } })
    await prisma.letter.updateMany({
      where: { id: letterId, state: 'delivered' },
      data: { state: 'opened', changedAt: now },
    })
    await tellReached(core, tx, [deliveryId])
    if (!onNotice) await endNotice(core, tx, { deliveryId })
  })
  return describe(core, readerId, await findReceived(core, readerId, deliveryId))
}

/** @throws Refusal when this person does not have this letter (any more). */
export async function findReceived(core: Core, readerId: AccountId, deliveryId: DeliveryId) {
  const delivery = await core.db.prisma.delivery.findFirst({
    where: { id: deliveryId, readerId, state: { in: VISIBLE } },
    include: {
      letter: { include: { answers: { include: { letter: true } } } },
      answeredBy: { select: { state: true } },
    },
  })
  if (!delivery) throw new Refusal('refuse.letter.gone')
  return delivery
}

type Received = Awaited<ReturnType<typeof findReceived>>

async function describe(core: Core, readerId: AccountId, delivery: Received): Promise<ReceivedLetter> {
  const { letter } = delivery
  const answered = letter.answers?.letter
  const correspondence = await findThread(core, readerId, delivery)
  const unanswered = delivery.answeredBy === null || delivery.answeredBy.state === 'draft'
  return {
    deliveryId: delivery.id as DeliveryId,
    letterId: letter.id as LetterId,
    kind: letter.kind,
    fromFriend: letter.correspondenceId !== null,
    signature: letter.signature,
    state: delivery.state,
    createdAt: delivery.createdAt,
    text: openLetterText(core, letter),
    writtenAt: letter.postedAt ?? letter.createdAt,
    stamp: delivery.stamp,
    heavy: letter.heavy,
    answers: answered ? excerpt(openLetterText(core, answered)) : null,
    openingId: letter.answersId as DeliveryId | null,
    correspondence,
    mayAnswer: letter.kind === 'stranger' ? delivery.state === 'opened' && unanswered : correspondence.state === 'open',
  }
}

/** The thread between this reader and the letter's writer, as this reader may know it. */
async function findThread(
  core: Core,
  readerId: AccountId,
  { letter }: Received,
): Promise<ReceivedLetter['correspondence']> {
  const none = { id: null, state: 'none' } as const
  const where = letter.correspondenceId
    ? { id: letter.correspondenceId }
    : letter.answersId
      ? { openingId: letter.answersId }
      : undefined
  const thread = where && (await core.db.prisma.correspondence.findUnique({ where }))
  if (!thread) return none
  return { id: thread.id as CorrespondenceId, state: threadState(thread, readerId) }
}

/** The first words of a letter, cut between words where there are any. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const characters = [...line]
  if (characters.length <= EXCERPT_CHARACTERS) return line
  const cut = characters.slice(0, EXCERPT_CHARACTERS).join('')
  const space = cut.lastIndexOf(' ')
  return `${space > EXCERPT_CHARACTERS / 2 ? cut.slice(0, space) : cut}…`
}
