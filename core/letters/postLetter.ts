import { refreshSlots } from '../accounts/readerSlots.ts'
import type { Core } from '../core.ts'
import type { AccountId, LetterId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { readText } from '../safety/readText.ts'
import { inPrisma } from '../store/transaction.ts'
import { type Arrival, arrivalMoment } from './arrivalChoice.ts'
import { findOwnDraft, openLetterText } from './draft.ts'

/** So many letters to strangers may be on their way at the same time. */
export const LETTERS_IN_FLIGHT_MAX = 10

/**
 * Sends a draft on its way. Returns when it should arrive.
 * Refused while contact details or hurtful words are in it, when its date has passed, when the correspondence has
 * ended, and when too many are on their way already. A letter that has left is not sent again.
 */
export async function postLetter(
  core: Core,
  { writerId, letterId }: { writerId: AccountId; letterId: LetterId },
): Promise<{ arrivesAt: Date }> {
  return inPrisma(core, async (tx) => {
    const draft = await findOwnDraft(core, writerId, letterId)
    const writer = await tx.prisma.account.findUniqueOrThrow({ where: { id: writerId } })
    if (draft.kind !== 'self') refuseUnsafe(openLetterText(core, draft))
    if (draft.kind === 'stranger') await refuseTooMany(tx.prisma, writerId)
    if (draft.correspondenceId) await refuseEnded(tx.prisma, draft.correspondenceId)
    const now = core.clock.now()
    const arrivesAt = arrivalMoment(core, { choice: draft.arrival, at: draft.arrivesAt } as Arrival, writer.zone)
    const signature = draft.signed && draft.kind !== 'self' ? writer.penName : null
    const { count } = await tx.prisma.letter.updateMany({
      where: { id: letterId, state: 'draft' },
      data: { state: 'travelling', arrivesAt, signature, postedAt: now, changedAt: now },
    })
    if (count === 0) throw new Refusal('refuse.letter.alreadySent')
    if (draft.answersId) await markAnswered(tx.prisma, draft.answersId, now)
    await tx.prisma.account.update({ where: { id: writerId }, data: { lastWroteAt: now } })
    await refreshSlots(core, tx, writerId)
    tx.afterCommit(() => core.queues.releaseAt(letterId, arrivesAt))
    return { arrivesAt }
  })
}

type Prisma = Parameters<Parameters<typeof inPrisma>[1]>[0]['prisma']

function refuseUnsafe(text: string): void {
  const findings = readText(text).filter((finding) => finding.action !== 'support')
  const contact = findings.find((finding) => finding.kind === 'contact')
  if (contact) throw new Refusal('refuse.letter.contact', { found: contact.matched })
  const [hurtful] = findings
  if (hurtful) throw new Refusal('refuse.letter.hurtful', { found: hurtful.matched })
}

async function refuseTooMany(prisma: Prisma, writerId: AccountId): Promise<void> {
  const inFlight = await prisma.letter.count({
    where: { writerId, kind: 'stranger', state: { in: ['travelling', 'seeking'] } },
  })
  if (inFlight >= LETTERS_IN_FLIGHT_MAX) throw new Refusal('refuse.letter.tooMany', { most: LETTERS_IN_FLIGHT_MAX })
}

async function refuseEnded(prisma: Prisma, correspondenceId: string): Promise<void> {
  const thread = await prisma.correspondence.findUnique({ where: { id: correspondenceId } })
  if (!thread || thread.endedAt) throw new Refusal('refuse.correspondence.ended')
}

/** The answered letter and its delivery say so from the moment the answer leaves. */
async function markAnswered(prisma: Prisma, deliveryId: string, now: Date): Promise<void> {
  const { count } = await prisma.delivery.updateMany({
    where: { id: deliveryId, state: 'opened' },
    data: { state: 'answered', answeredAt: now },
  })
  if (count === 0) throw new Refusal('refuse.answer.notNow')
  const delivery = await prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId } })
  await prisma.letter.updateMany({
    where: { id: delivery.letterId, state: 'opened' },
    data: { state: 'answered', changedAt: now },
  })
}
