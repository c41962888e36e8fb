import { isBlockedEitherWay } from '../accounts/blocks.ts'
import { refreshSlots } from '../accounts/readerSlots.ts'
import type { Core } from '../core.ts'
import type { AccountId, LetterId } from '../ids.ts'
import { extraWords } from '../moderation/extraWords.ts'
import { gistOf, isSuspected } from '../moderation/likeness.ts'
import { refuseTooFast } from '../moderation/limits.ts'
import { openCase } from '../moderation/queue.ts'
import { refuseWhilePaused } from '../moderation/standing.ts'
import { publishLetter } from '../openLetters/publishLetter.ts'
import { Refusal } from '../refusal.ts'
import type { Finding } from '../safety/finding.ts'
import { readText } from '../safety/readText.ts'
import type { Letter } from '../store/generated/client.ts'
import { inPrisma, type PrismaTx } from '../store/transaction.ts'
import { type Arrival, arrivalMoment } from './arrivalChoice.ts'
import { findOwnDraft, lockOwnDraft, openLetterText } from './draft.ts'
import { obstacles } from './mayTravel.ts'
import { isOutOfReach } from './parkedAnswer.ts'

/** So many letters to strangers may be on their way at the same time. */
export const LETTERS_IN_FLIGHT_MAX = 10

/**
 * Sends a draft on its way. Returns when it should arrive, and whether a moderator looks at it first. A letter that is
 * suspected to be spam waits for one, too, but its writer is not told.
 * Refused while contact details or hurtful words are in it, when its date has passed, when the correspondence has
 * ended, when too many are on their way already or left today, and while its writer is paused. A letter that has left is
 * not sent again.
 */
export async function postLetter(
  core: Core,
  { writerId, letterId }: { writerId: AccountId; letterId: LetterId },
): Promise<{ arrivesAt: Date; held: boolean }> {
  if ((await findOwnDraft(core.db.prisma, writerId, letterId)).kind !== 'self') await refuseWhilePaused(core, writerId)
  const words = await extraWords(core)
  return inPrisma(core, async (tx) => {
    const draft = await lockOwnDraft(tx, writerId, letterId)
    const writer = await tx.prisma.account.findUniqueOrThrow({ where: { id: writerId } })
    const text = openLetterText(core, draft)
    const findings = draft.kind === 'self' ? [] : readText(text, { words })
    refuseUnsafe(obstacles(findings, { isOnlyAnswer: draft.answersId !== null }))
    const held = findings.some(({ action }) => action === 'hold')
    const now = core.clock.now()
    if (draft.kind === 'stranger') await refuseMore(tx, { writerId, since: writer.createdAt, now })
    if (draft.correspondenceId) await refuseParted(tx, draft)
    const { gist, quiet } = await quietLimit(core, tx, { draft, text, held })
    const waits = held || quiet
    const arrivesAt = arrivalMoment(core, { choice: draft.arrival, at: draft.arrivesAt } as Arrival, writer.zone)
    const signature = draft.signed && draft.kind !== 'self' ? writer.penName : null
    const { count } = await tx.prisma.letter.updateMany({
      where: { id: letterId, state: 'draft' },
      data: {
        state: waits ? 'held' : 'travelling',
        arrivesAt,
        signature,
        gist,
        quiet,
        postedAt: now,
        changedAt: now,
      },
    })
    if (count === 0) throw new Refusal('refuse.letter.alreadySent')
    if (draft.answersId) await markAnswered(tx, draft.answersId, now)
    await tx.prisma.account.update({ where: { id: writerId }, data: { lastWroteAt: now } })
    await refreshSlots(core, tx, writerId)
    if (waits) await openCase(core, tx, { kind: 'held', letterId })
    else await setOff(core, tx, { letter: { ...draft, signature }, arrivesAt })
    return { arrivesAt, held }
  })
}

/** It travels, and is there for everybody from its arrival on if its writer leaves it open. */
async function setOff(core: Core, tx: PrismaTx, { letter, arrivesAt }: { letter: Letter; arrivesAt: Date }) {
  await publishLetter(core, tx, { letter, opensAt: arrivesAt })
  tx.afterCommit(() => core.queues.releaseAt(letter.id as LetterId, arrivesAt))
}

/** Enough are on their way to strangers, or left today. */
async function refuseMore(tx: PrismaTx, writer: { writerId: AccountId; since: Date; now: Date }): Promise<void> {
  await refuseTooMany(tx.prisma, writer.writerId)
  await refuseTooFast(tx, writer)
}

/** Only what goes to strangers can be spam; what is held anyway is held openly. */
async function quietLimit(
  core: Core,
  tx: PrismaTx,
  { draft, text, held }: { draft: Letter; text: string; held: boolean },
): Promise<{ gist: ReturnType<typeof gistOf>; quiet: boolean }> {
  if (draft.kind !== 'stranger') return { gist: null, quiet: false }
  const gist = gistOf(core, text)
  return { gist, quiet: !held && (await isSuspected(core, tx, { writerId: draft.writerId as AccountId, gist })) }
}

type Prisma = Parameters<Parameters<typeof inPrisma>[1]>[0]['prisma']

function refuseUnsafe(findings: Finding[]): void {
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

/** Nothing goes to a pen-friend whose thread has ended, nor where one blocked the other: both read that it has ended. */
async function refuseParted(tx: PrismaTx, { writerId, toId, correspondenceId }: Letter): Promise<void> {
  const thread = correspondenceId && (await tx.prisma.correspondence.findUnique({ where: { id: correspondenceId } }))
  const parted = !thread || thread.endedAt || (toId && (await isBlockedEitherWay(tx, writerId, toId)))
  if (parted) throw new Refusal('refuse.correspondence.ended')
}

/** The answered letter and its delivery say so from the moment the answer leaves; the letter, if it may arrive at all. */
async function markAnswered(tx: PrismaTx, deliveryId: string, now: Date): Promise<void> {
  const { prisma } = tx
  const { count } = await prisma.delivery.updateMany({
    where: { id: deliveryId, state: 'opened' },
    data: { state: 'answered', answeredAt: now },
  })
  if (count === 0) throw new Refusal('refuse.answer.notNow')
  const delivery = await prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId }, include: { letter: true } })
  if (await isOutOfReach(tx, { from: delivery.readerId, to: delivery.letter.writerId })) return
  await prisma.letter.updateMany({
    where: { id: delivery.letterId, state: 'opened' },
    data: { state: 'answered', changedAt: now },
  })
}
