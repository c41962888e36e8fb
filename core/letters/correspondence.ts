import { isBlockedEitherWay } from '../accounts/blocks.ts'
import { tell } from '../accounts/tell.ts'
import type { Core } from '../core.ts'
import { type AccountId, type CorrespondenceId, type DeliveryId, newId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { Correspondence } from '../store/generated/client.ts'
import { inPrisma, type PrismaTx } from '../store/transaction.ts'

/** A thread of two as one of them knows it: the other's last signature, never more. */
export type Thread = { id: CorrespondenceId; with: string | null; begunAt: Date }

/**
 * One of the two wants to keep writing. When the other said so too it is a correspondence, and both hear it; until then
 * the other is asked. `openingId` is the delivery of the letter that was answered. Pressing twice does nothing twice.
 * Refused while the answer has not been read by its receiver's side of the exchange, and once a correspondence has ended.
 * Where the two must not meet, the wish is taken as if the other one had not said so, and told to nobody: whoever was
 * blocked cannot tell, nor whoever blocked the same person for another letter.
 */
export async function keepWriting(
  core: Core,
  { accountId, openingId }: { accountId: AccountId; openingId: DeliveryId },
): Promise<'open' | 'offered'> {
  return inPrisma(core, async (tx) => {
    const { writerId, readerId } = await findExchange(tx, accountId, openingId)
    const apart = await isBlockedEitherWay(tx, writerId, readerId)
    const thread = await lockThread(core, tx, { openingId, writerId, readerId })
    const isOver = apart || thread.endedAt !== null
    if (thread.begunAt && isOver) throw new Refusal('refuse.correspondence.ended')
    if (thread.begunAt) return 'open'
    return keep(core, tx, { thread, accountId, quietly: isOver })
  })
}

/** Notes the wish; the other is asked, or both are told, once. `quietly`: nobody is. */
async function keep(
  core: Core,
  tx: PrismaTx,
  { thread, accountId, quietly }: { thread: Correspondence; accountId: AccountId; quietly: boolean },
): Promise<'open' | 'offered'> {
  const now = core.clock.now()
  const iAmWriter = accountId === thread.writerId
  const [mine, theirs] = iAmWriter
    ? [thread.writerKeptAt, thread.readerKeptAt]
    : [thread.readerKeptAt, thread.writerKeptAt]
  const agreed = theirs !== null && !quietly
  if (mine && !agreed) return 'offered'
  await tx.prisma.correspondence.update({
    where: { id: thread.id },
    data: { [iAmWriter ? 'writerKeptAt' : 'readerKeptAt']: mine ?? now, begunAt: agreed ? now : null },
  })
  if (quietly) return 'offered'
  const correspondenceId = thread.id as CorrespondenceId
  const kind = agreed ? 'correspondence-begun' : 'keep-offered'
  await tell(core, tx, {
    to: (iAmWriter ? thread.readerId : thread.writerId) as AccountId,
    parcel: { kind, correspondenceId },
    priority: 'letter',
    onceKey: `${kind}:${correspondenceId}`,
  })
  return agreed ? 'open' : 'offered'
}

/** What one of the two may know of a thread. One that never began is never told to have ended. */
export type ThreadState = 'none' | 'offered by me' | 'offered by them' | 'open' | 'ended'

/** What tells it. */
export type ThreadFacts = Pick<Correspondence, 'writerId' | 'writerKeptAt' | 'readerKeptAt' | 'begunAt' | 'endedAt'>

export function threadState(thread: ThreadFacts, accountId: AccountId): ThreadState {
  if (thread.begunAt) return thread.endedAt ? 'ended' : 'open'
  const mine = thread.writerId === accountId ? thread.writerKeptAt : thread.readerKeptAt
  return mine ? 'offered by me' : 'offered by them'
}

export const THREADS_PAGE = 20

/** The open threads of a person, newest first, a page at a time. */
export async function listThreads(
  core: Core,
  { accountId, page }: { accountId: AccountId; page: number },
): Promise<{ threads: Thread[]; more: boolean }> {
  const rows = await core.db.prisma.correspondence.findMany({
    where: { begunAt: { not: null }, endedAt: null, OR: [{ writerId: accountId }, { readerId: accountId }] },
    orderBy: { begunAt: 'desc' },
    skip: page * THREADS_PAGE,
    take: THREADS_PAGE + 1,
  })
  const threads = await Promise.all(rows.slice(0, THREADS_PAGE).map((row) => describeThread(core, accountId, row)))
  return { threads, more: rows.length > THREADS_PAGE }
}

/** One thread, for one of its two people. */
export async function readThread(
  core: Core,
  { accountId, correspondenceId }: { accountId: AccountId; correspondenceId: CorrespondenceId },
): Promise<Thread & { openingId: DeliveryId; ended: boolean }> {
  const row = await findOwnThread(core.db.prisma, accountId, correspondenceId)
  return {
    ...(await describeThread(core, accountId, row)),
    openingId: row.openingId as DeliveryId,
    ended: row.endedAt !== null,
  }
}

/** Leaves a thread. The other side reads that it has ended, never why. */
export async function leaveThread(
  core: Core,
  { accountId, correspondenceId }: { accountId: AccountId; correspondenceId: CorrespondenceId },
): Promise<void> {
  await inPrisma(core, async (tx) => {
    const thread = await findOwnThread(tx.prisma, accountId, correspondenceId)
    await endThread(core, tx, thread, accountId)
  })
}

/** Ends whatever threads there are between two people, on behalf of one of them. */
export async function endThreadBetween(
  core: Core,
  tx: PrismaTx,
  { by, other }: { by: AccountId; other: AccountId },
): Promise<void> {
  const between = [
    { writerId: by, readerId: other },
    { writerId: other, readerId: by },
  ]
  for (const thread of await tx.prisma.correspondence.findMany({ where: { endedAt: null, OR: between } }))
    await endThread(core, tx, thread, by)
}

async function endThread(core: Core, tx: PrismaTx, thread: Correspondence, by: AccountId): Promise<void> {
  const { count } = await tx.prisma.correspondence.updateMany({
    where: { id: thread.id, endedAt: null },
    data: { endedAt: core.clock.now() },
  })
  if (count === 0 || !thread.begunAt) return
  const to = (by === thread.writerId ? thread.readerId : thread.writerId) as AccountId
  const correspondenceId = thread.id as CorrespondenceId
  await tell(core, tx, {
    to,
    parcel: { kind: 'correspondence-ended', correspondenceId },
    priority: 'letter',
    onceKey: `ended:${correspondenceId}`,
  })
}

/** The two people of an answered letter, of whom this must be one. */
async function findExchange(
  tx: PrismaTx,
  accountId: AccountId,
  openingId: DeliveryId,
): Promise<{ writerId: AccountId; readerId: AccountId }> {
  const opening = await tx.prisma.delivery.findUnique({
    where: { id: openingId },
    include: { letter: true, answeredBy: true },
  })
  const writerId = opening?.letter.writerId as AccountId | undefined
  const readerId = opening?.readerId as AccountId | undefined
  if (!opening || !writerId || !readerId || (accountId !== writerId && accountId !== readerId))
    throw new Refusal('refuse.letter.gone')
  const answer = opening.answeredBy
  if (!answer || !['delivered', 'opened', 'answered'].includes(answer.state)) throw new Refusal('refuse.keep.notYet')
  return { writerId, readerId }
}

async function lockThread(
  core: Core,
  tx: PrismaTx,
  { openingId, writerId, readerId }: { openingId: DeliveryId; writerId: AccountId; readerId: AccountId },
): Promise<Correspondence> {
  const now = core.clock.now()
  await tx.run(
    `insert into correspondence (id, opening_id, writer_id, reader_id, created_at) values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::timestamptz)
     on conflict (opening_id) do nothing`,
    [newId<CorrespondenceId>(now), openingId, writerId, readerId, now.toISOString()],
  )
  await tx.run('select 1 from correspondence where opening_id = $1::uuid for update', [openingId])
  return tx.prisma.correspondence.findUniqueOrThrow({ where: { openingId } })
}

async function findOwnThread(
  prisma: Pick<PrismaTx['prisma'], 'correspondence'>,
  accountId: AccountId,
  id: CorrespondenceId,
): Promise<Correspondence> {
  const thread = await prisma.correspondence.findFirst({
    where: { id, OR: [{ writerId: accountId }, { readerId: accountId }] },
  })
  if (!thread) throw new Refusal('refuse.correspondence.ended')
  return thread
}

async function describeThread(core: Core, accountId: AccountId, thread: Correspondence): Promise<Thread> {
  const otherId = thread.writerId === accountId ? thread.readerId : thread.writerId
  const last = await core.db.prisma.delivery.findFirst({
    where: {
      readerId: accountId,
      letter: {
        writerId: otherId,
        OR: [
          { correspondenceId: thread.id },
          { answersId: thread.openingId },
          { deliveries: { some: { id: thread.openingId } } },
        ],
      },
    },
    orderBy: { createdAt: 'desc' },
    select: { letter: { select: { signature: true } } },
  })
  return {
    id: thread.id as CorrespondenceId,
    with: last?.letter.signature ?? null,
    begunAt: thread.begunAt ?? thread.createdAt,
  }
}
