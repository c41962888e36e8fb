import { isBlockedEitherWay } from '../accounts/blocks.ts'
import { refreshSlots } from '../accounts/readerSlots.ts'
import type { Core } from '../core.ts'
import type { AccountId, LetterId } from '../ids.ts'
import { extraWords } from '../moderation/extraWords.ts'
import { gistOf, isSuspected, likeSince } from '../moderation/likeness.ts'
import { countedSince, refuseTooFast } from '../moderation/limits.ts'
import { openCase } from '../moderation/queue.ts'
import { refusePaused, standingOf } from '../moderation/standing.ts'
import { publishLetter } from '../openLetters/publishLetter.ts'
import { Refusal } from '../refusal.ts'
import type { Finding } from '../safety/finding.ts'
import { readText } from '../safety/readText.ts'
import type { Letter } from '../store/generated/client.ts'
import { inPg, type Tx } from '../store/transaction.ts'
import { type Arrival, arrivalMoment } from './arrivalChoice.ts'
import { type Draft, isLeftOpen, lockOwnDraft, openLetterText, recipientOf } from './draft.ts'
import { obstacles } from './mayTravel.ts'
import { isOutOfReach } from './parkedAnswer.ts'
import { ANSWER_DELIVERY, ANSWER_LETTER, POST_LETTER, SENT_LATELY } from './sql.ts'

/** So many letters to strangers may be on their way at the same time. */
export const LETTERS_IN_FLIGHT_MAX = 10

/** A letter that has left: when it should arrive, whether a moderator looks at it first, and what its writer chose. */
export type Posted = Pick<Draft, 'recipient' | 'leaveOpen'> & {
  arrivesAt: Date
  held: boolean
  choice: Arrival['choice']
}

/**
 * Sends a draft on its way. A letter that is suspected to be spam waits for a moderator, too, but its writer is not told.
 * Refused while contact details or hurtful words are in it, when its date has passed, when the correspondence has
 * ended, when too many are on their way already or left today, and while its writer is paused. A letter that has left is
 * not sent again.
 */
export async function postLetter(
  core: Core,
  { writerId, letterId }: { writerId: AccountId; letterId: LetterId },
): Promise<Posted> {
  const standing = await standingOf(core, { accountId: writerId })
  const words = await extraWords(core)
  return inPg(core, async (tx) => {
    const { draft, writer } = await lockOwnDraft(tx, writerId, letterId)
    if (draft.kind !== 'self') refusePaused(core, standing)
    const text = openLetterText(core, draft)
    const findings = draft.kind === 'self' ? [] : readText(text, { words })
    refuseUnsafe(obstacles(findings, { isOnlyAnswer: draft.answersId !== null }))
    const held = findings.some(({ action }) => action === 'hold')
    const now = core.clock.now()
    if (draft.correspondenceId) await refuseParted(tx, draft)
    const { gist, suspected } = await refuseMore(core, tx, { draft, text, since: writer.createdAt })
    // What is held anyway is held openly.
    const quiet = suspected && !held
    const waits = held || quiet
    const choice = draft.arrival as Arrival['choice']
    const arrivesAt = arrivalMoment(core, { choice, at: draft.arrivesAt } as Arrival, writer.zone)
    const signature = draft.signed && draft.kind !== 'self' ? writer.penName : null
    const at = [arrivesAt, now].map((time) => time.toISOString())
    await tx.run(POST_LETTER, [letterId, waits ? 'held' : 'travelling', at[0], signature, gist, quiet, at[1]])
    if (draft.answersId) await markAnswered(tx, draft.answersId, now)
    await refreshSlots(core, tx, writerId)
    if (waits) await openCase(core, tx, { kind: 'held', letterId })
    else await setOff(core, tx, { letter: { ...draft, signature }, arrivesAt })
    return { arrivesAt, held, choice, recipient: recipientOf(draft), leaveOpen: isLeftOpen(draft) }
  })
}

/** It travels, and is there for everybody from its arrival on if its writer leaves it open. */
async function setOff(core: Core, tx: Tx, { letter, arrivesAt }: { letter: Letter; arrivesAt: Date }) {
  await publishLetter(core, tx, { letter, opensAt: arrivesAt })
  tx.afterCommit(() => core.queues.releaseAt(letter.id as LetterId, arrivesAt))
}

/** Refused when enough are on their way to strangers, or left today. Only what goes to strangers can look like spam. */
async function refuseMore(
  core: Core,
  tx: Tx,
  { draft: { writerId, kind }, text, since }: { draft: Letter; text: string; since: Date },
): Promise<{ gist: ReturnType<typeof gistOf>; suspected: boolean }> {
  if (kind !== 'stranger') return { gist: null, suspected: false }
  const now = core.clock.now()
  const gist = gistOf(core, text)
  const times = [countedSince(now), likeSince(now)].map((time) => time.toISOString())
  const [sent] = (await tx.run(SENT_LATELY, [writerId, times[0], gist, times[1]])) as [SentLately]
  if (sent.under_way >= LETTERS_IN_FLIGHT_MAX)
    throw new Refusal('refuse.letter.tooMany', { most: LETTERS_IN_FLIGHT_MAX })
  refuseTooFast({ sent: sent.today, since, now })
  const suspected = isSuspected({ alikeOwn: sent.alike_own, alike: sent.alike, reporters: sent.reporters })
  return { gist, suspected }
}

type SentLately = Record<'under_way' | 'today' | 'alike_own' | 'alike' | 'reporters', number>

function refuseUnsafe(findings: Finding[]): void {
  const contact = findings.find((finding) => finding.kind === 'contact')
  if (contact) throw new Refusal('refuse.letter.contact', { found: contact.matched })
  const [hurtful] = findings
  if (hurtful) throw new Refusal('refuse.letter.hurtful', { found: hurtful.matched })
}

/** Nothing goes to a pen-friend whose thread has ended, nor where one blocked the other: both read that it has ended. */
async function refuseParted(tx: Tx, { writerId, toId, correspondenceId }: Letter): Promise<void> {
  const open = 'select 1 from correspondence where id = $1::uuid and ended_at is null'
  const [thread] = await tx.run(open, [correspondenceId])
  const parted = !thread || (toId && (await isBlockedEitherWay(tx, writerId, toId)))
  if (parted) throw new Refusal('refuse.correspondence.ended')
}

/** The answered letter and its delivery say so from the moment the answer leaves; the letter, if it may arrive at all. */
async function markAnswered(tx: Tx, deliveryId: string, now: Date): Promise<void> {
  const [answered] = await tx.run(ANSWER_DELIVERY, [deliveryId, now.toISOString()])
  if (!answered) throw new Refusal('refuse.answer.notNow')
  const { id, reader_id: from, writer_id: to } = answered as { id: string; reader_id: string; writer_id: string }
  if (await isOutOfReach(tx, { from, to })) return
  await tx.run(ANSWER_LETTER, [id, now.toISOString()])
}
