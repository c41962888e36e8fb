import type { Core } from '../core.ts'
import type { AccountId, LetterId, ReportId } from '../ids.ts'
import { REPORT_COPY } from '../letters/reportLetter.ts'
import { Refusal } from '../refusal.ts'
import type { PrismaTx } from '../store/transaction.ts'
import { writeAudit } from './audit.ts'
import { inform } from './inform.ts'
import { closeCase, takeCase } from './queue.ts'
import { inRehearsal } from './rehearse.ts'
import type { Rule, Step } from './rules.ts'
import { imposeSanction } from './sanctions.ts'

/**
 * What a moderator may say to a report.
 * - `uphold`: the letter is removed; its writer hears the rule and the words in question, and what follows.
 * - `dismiss`: no rule was broken; the letter goes on and the two may meet again.
 * - `care`: no rule was broken, but its writer may need help: helplines, and the next reader is asked before opening.
 * - `hand-on`: an owner decides.
 */
export type ReportDecision =
  | { kind: 'uphold'; rule: Rule; quote?: string | undefined; gently?: boolean | undefined }
  | { kind: 'dismiss' | 'care' | 'hand-on' }

/**
 * Decides a report; the reporter hears the outcome, the writer never who reported. Returns the sanction that followed.
 * Refused as {@link takeCase} says, and when the quoted words are not in the letter. `rehearse`: nothing is changed.
 */
export async function decideReport(
  core: Core,
  {
    by,
    number,
    decision,
    why,
    rehearse = false,
  }: { by: string; number: number; decision: ReportDecision; why: string; rehearse?: boolean },
): Promise<Step | undefined> {
  return inRehearsal(core, rehearse, async (tx) => {
    let step: Step | undefined
    const { reportId } = await takeCase(core, tx, { by, number, kind: 'report' })
    const report = await readReport(tx, reportId)
    const what = decision.kind === 'uphold' ? `report.uphold ${decision.rule}` : `report.${decision.kind}`
    if (decision.kind === 'hand-on') {
      const handed = { forOwner: true, claimedBy: null, claimedUntil: null }
      await tx.prisma.case.update({ where: { number }, data: handed })
    } else {
      if (decision.kind === 'uphold') step = await uphold(core, tx, { report, by, ...decision })
      else await letGoOn(core, tx, report, decision.kind)
      await settle(core, tx, { report, by, number, decision })
    }
    await writeAudit(core, tx, {
      operator: by,
      act: step ? `${what} ${step.kind}` : what,
      subject: `case ${number}`,
      why,
    })
    return step
  })
}

/** A report with the letter it is about. */
export type ReportWithLetter = Awaited<ReturnType<typeof readReport>>

async function readReport({ prisma }: PrismaTx, reportId: string | null) {
  return prisma.report.findUniqueOrThrow({
    where: { id: reportId ?? '' },
    include: { delivery: { include: { letter: true } } },
  })
}

async function uphold(
  core: Core,
  tx: PrismaTx,
  {
    report,
    by,
    rule,
    quote,
    gently,
  }: { report: ReportWithLetter; by: string } & Extract<ReportDecision, { kind: 'uphold' }>,
): Promise<Step> {
  const { letter } = report.delivery
  const copy = report.copy ? core.vault.open(report.copy, REPORT_COPY) : ''
  if (quote && !copy.includes(quote)) throw new Refusal('refuse.op.quote')
  await tx.prisma.letter.update({
    where: { id: letter.id },
    data: { state: 'removed', seekAt: null, changedAt: core.clock.now() },
  })
  return imposeSanction(core, tx, {
    accountId: letter.writerId as AccountId,
    rule,
    by,
    letterId: letter.id as LetterId,
    reportId: report.id as ReportId,
    quote,
    gently,
  })
}

/**
 * The letter was all right. A stranger's letter that nobody answered seeks another reader; any other stays with whom it
 * was written to. The pause between the two ends.
 */
async function letGoOn(
  core: Core,
  tx: PrismaTx,
  { delivery, ...report }: ReportWithLetter,
  how: 'dismiss' | 'care',
): Promise<void> {
  const { letter } = delivery
  const now = core.clock.now()
  const heavy = how === 'care' ? { heavy: true } : {}
  const seeks = letter.state === 'held' && letter.kind === 'stranger'
  const back = {
    state: delivery.answeredAt ? 'answered' : delivery.openedAt ? 'opened' : 'arrived',
    closedAt: null,
  } as const
  await tx.prisma.delivery.update({ where: { id: delivery.id }, data: seeks ? { state: 'passed' } : back })
  const goesOn = seeks ? ({ state: 'seeking', seekAt: now } as const) : ({ state: 'opened' } as const)
  if (letter.state === 'held')
    await tx.prisma.letter.update({ where: { id: letter.id }, data: { ...goesOn, ...heavy, changedAt: now } })
  if (seeks) tx.afterCommit(() => core.queues.releaseAt(letter.id as LetterId, now))
  await endPairPause(tx, { reportId: report.id })
  if (how === 'care')
    await inform(core, tx, {
      to: letter.writerId as AccountId,
      parcel: { kind: 'care', letterId: letter.id as LetterId },
      onceKey: `care:${report.id}`,
    })
}

/** The two may meet again, unless another report keeps them apart or one of them blocked the other. */
export async function endPairPause({ prisma }: PrismaTx, { reportId }: { reportId: string }): Promise<void> {
  await prisma.block.deleteMany({ where: { causeId: reportId, viaReport: true } })
}

async function settle(
  core: Core,
  tx: PrismaTx,
  { report, by, number, decision }: { report: ReportWithLetter; by: string; number: number; decision: ReportDecision },
): Promise<void> {
  const upheld = decision.kind === 'uphold'
  await tx.prisma.report.update({
    where: { id: report.id },
    data: {
      state: upheld ? 'upheld' : 'dismissed',
      rule: upheld ? decision.rule : null,
      decidedAt: core.clock.now(),
      decidedBy: by,
    },
  })
  await closeCase(core, tx, number, upheld ? 'upheld' : decision.kind === 'care' ? 'care' : 'dismissed')
  await inform(core, tx, {
    to: report.reporterId as AccountId,
    parcel: { kind: 'report-decided', reportId: report.id as ReportId },
    onceKey: `report-decided:${report.id}`,
  })
}
