import type { Core } from '../core.ts'
import type { AccountId, CorrespondenceId, DeliveryId, LetterId } from '../ids.ts'
import { wasReceivedWell } from '../openLetters/leaveOpen.ts'
import { Refusal } from '../refusal.ts'
import type { Letter, Prisma } from '../store/generated/client.ts'
import type { DeliveryState, LetterKind, LetterState } from '../store/generated/enums.ts'
import { threadState } from './correspondence.ts'
import { openLetterText } from './draft.ts'
import { excerpt, type ReceivedLetter } from './inbox.ts'

export const SENT_PAGE = 8

/** A letter of one's own and where it is. Nothing here tells who has it. */
export type SentLetter = {
  id: LetterId
  kind: LetterKind
  state: LetterState
  /** What its writer chose; the moment of slow post is a surprise, also to them. */
  arrival: string
  arrivesAt: Date | null
  postedAt: Date | null
  changedAt: Date
  /**
   * Whether somebody really has it: an answer may wait for a person who is asleep, who left, or who cannot be met for
   * whatever reason; which of them is nobody else's business.
   */
  reached: boolean
  stamp: string | null
  excerpt: string
}

export type SentLetterWhole = SentLetter & {
  text: string
  signature: string | null
  openingId: DeliveryId | null
  correspondence: ReceivedLetter['correspondence']
  /** Its writer may leave it open for everyone. */
  receivedWell: boolean
}

/** A page of what a person sent, newest first. Drafts are not among them. */
export async function listSent(
  core: Core,
  { writerId, page }: { writerId: AccountId; page: number },
): Promise<{ letters: SentLetter[]; more: boolean }> {
  const rows = await core.db.prisma.letter.findMany({
    where: { writerId, state: { not: 'draft' } },
    include: LAST_DELIVERY,
    orderBy: { postedAt: 'desc' },
    skip: page * SENT_PAGE,
    take: SENT_PAGE + 1,
  })
  return { letters: rows.slice(0, SENT_PAGE).map((row) => summary(core, row)), more: rows.length > SENT_PAGE }
}

/** One letter of one's own, with its words. */
export async function readSent(
  core: Core,
  { writerId, letterId }: { writerId: AccountId; letterId: LetterId },
): Promise<SentLetterWhole> {
  const letter = await core.db.prisma.letter.findFirst({
    where: { id: letterId, writerId, state: { not: 'draft' } },
    include: LAST_DELIVERY,
  })
  if (!letter) throw new Refusal('refuse.letter.gone')
  return {
    ...summary(core, letter),
    text: openLetterText(core, letter),
    signature: letter.signature,
    openingId: letter.answersId as DeliveryId | null,
    correspondence: await threadOfAnswer(core, writerId, letter),
    receivedWell: wasReceivedWell(letter),
  }
}

/** The thread that an answer of one's own may open, as its writer may know it. */
async function threadOfAnswer(
  core: Core,
  writerId: AccountId,
  letter: Letter,
): Promise<ReceivedLetter['correspondence']> {
  const thread = letter.correspondenceId
    ? await core.db.prisma.correspondence.findUnique({ where: { id: letter.correspondenceId } })
    : letter.answersId
      ? await core.db.prisma.correspondence.findUnique({ where: { openingId: letter.answersId } })
      : null
  if (!thread) return { id: null, state: 'none' }
  return { id: thread.id as CorrespondenceId, state: threadState(thread, writerId) }
}

/**
 * Where a letter is, as its writer may know it. That somebody reported it is nobody else's business: a pen-friend would
 * know who; until a moderator has decided it is where it was. What waits quietly is on its way.
 */
export function stateForWriter(
  { state, quiet }: { state: LetterState; quiet: boolean },
  last: { state: DeliveryState; openedAt: Date | null } | undefined,
): LetterState {
  if (state === 'held' && quiet) return 'travelling'
  if (state !== 'held' || last?.state !== 'reported') return state
  return last.openedAt ? 'opened' : 'delivered'
}

const LAST_DELIVERY = { deliveries: { orderBy: { createdAt: 'desc' }, take: 1 } } satisfies Prisma.LetterInclude

type LastDelivery = { state: DeliveryState; arrivedAt: Date | null; openedAt: Date | null; stamp: string | null }

function summary(core: Core, letter: Letter & { deliveries: LastDelivery[] }): SentLetter {
  const [last] = letter.deliveries
  return {
    id: letter.id as LetterId,
    kind: letter.kind,
    state: stateForWriter(letter, last),
    arrival: letter.arrival,
    arrivesAt: letter.arrivesAt,
    postedAt: letter.postedAt,
    changedAt: letter.changedAt,
    reached: !last || last.arrivedAt !== null || last.openedAt !== null,
    stamp: last?.stamp ?? null,
    excerpt: excerpt(openLetterText(core, letter)),
  }
}
