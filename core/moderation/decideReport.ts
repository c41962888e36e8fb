import type { Core } from '../core.ts'
import type { AccountId, ReportId } from '../ids.ts'
import { excerpt } from '../letters/inbox.ts'
import { Refusal } from '../refusal.ts'
import type { Report } from '../store/generated/client.ts'
import type { PrismaTx } from '../store/transaction.ts'
import { writeAudit } from './audit.ts'
import { inform } from './inform.ts'
import { closeCase, takeCase } from './queue.ts'
import { inRehearsal } from './rehearse.ts'
import { reportableOf } from './reportables.ts'
import type { Rule, Step } from './rules.ts'
import { imposeSanction } from './sanctions.ts'
import { REPORT_COPY } from './seals.ts'

/**
 * What a moderator may say to a report. The thing is a letter, or whatever else reportedKinds names.
 * - `uphold`: the thing is removed; its writer hears the rule and the words in question, and what follows.
 * - `dismiss`: no rule was broken; the thing goes on and the two may meet again.
 * - `care`: no rule was broken, but its writer may need help: helplines, and whoever reads it next is asked first.
 * - `hand-on`: an owner decides.
 */
export type ReportDecision =
  | { kind: 'uphold'; rule: Rule; quote?: string | undefined; gently?: boolean | undefined }
  | { kind: 'dismiss' | 'care' }
  | { kind: 'hand-on' }
type Settled = Exclude<ReportDecision, { kind: 'hand-on' }>

/**
 * Decides a report, and with it every open report of the same thing; each reporter hears the outcome, the writer never
 * who reported. Returns the sanction that followed. Refused as {@link takeCase} says, and when the quoted words are not
 * in what was reported. `rehearse`: nothing is changed.
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
    const report = await tx.prisma.report.findUniqueOrThrow({ where: { id: reportId ?? '' } })
    const what = decision.kind === 'uphold' ? `report.uphold ${decision.rule}` : `report.${decision.kind}`
    if (decision.kind === 'hand-on') {
      const handed = { forOwner: true, claimedBy: null, claimedUntil: null }
      await tx.prisma.case.update({ where: { number }, data: handed })
    } else {
      if (decision.kind === 'uphold') step = await uphold(core, tx, { report, by, ...decision })
      else await letGoOn(core, tx, report, decision.kind)
      await settle(core, tx, { thing: report, by, decision })
      await closeCase(core, tx, number, CLOSED_AS[decision.kind])
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

const CLOSED_AS = { uphold: 'upheld', dismiss: 'dismissed', care: 'care' } as const

async function uphold(
  core: Core,
  tx: PrismaTx,
  { report, by, rule, quote, gently }: { report: Report; by: string } & Extract<ReportDecision, { kind: 'uphold' }>,
): Promise<Step> {
  const copy = report.copy ? core.vault.open(report.copy, REPORT_COPY) : ''
  if (quote && !copy.includes(quote)) throw new Refusal('refuse.op.quote')
  await reportableOf(report.kind).remove(core, tx, report.thingId)
  return imposeSanction(core, tx, {
    accountId: report.writerId as AccountId,
    rule,
    by,
    reportId: report.id as ReportId,
    quote: quote || excerpt(copy),
    gently,
  })
}

/** It was all right, and goes on; the pause between the two ends. */
async function letGoOn(core: Core, tx: PrismaTx, report: Report, how: 'dismiss' | 'care'): Promise<void> {
  await reportableOf(report.kind).goOn(core, tx, report.thingId, CLOSED_AS[how])
  if (how === 'care')
    await inform(core, tx, {
      to: report.writerId as AccountId,
      parcel: { kind: 'care', reportId: report.id as ReportId },
      onceKey: `care:${report.id}`,
    })
}

/** The two may meet again, unless another report keeps them apart or one of them blocked the other. */
export async function endPairPause({ prisma }: PrismaTx, { reportId }: { reportId: string }): Promise<void> {
  await prisma.block.deleteMany({ where: { causeId: reportId, viaReport: true } })
}

/** Every open report of the thing has this outcome, and whoever made it hears so. */
async function settle(
  core: Core,
  tx: PrismaTx,
  { thing, by, decision }: { thing: Report; by: string; decision: Settled },
): Promise<void> {
  const { kind, thingId } = thing
  const state = CLOSED_AS[decision.kind]
  const rule = decision.kind === 'uphold' ? decision.rule : null
  const reports = await tx.prisma.report.findMany({ where: { kind, thingId, state: 'open' } })
  for (const report of reports) {
    await tx.prisma.report.update({
      where: { id: report.id },
      data: { state, rule, decidedAt: core.clock.now(), decidedBy: by },
    })
    if (state !== 'upheld') await endPairPause(tx, { reportId: report.id })
    await inform(core, tx, {
      to: report.reporterId as AccountId,
      parcel: { kind: 'report-decided', reportId: report.id as ReportId },
      onceKey: `report-decided:${report.id}`,
    })
  }
}
