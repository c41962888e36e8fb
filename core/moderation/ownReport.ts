import { keepApart } from '../accounts/blocks.ts'
import type { Core } from '../core.ts'
import type { AccountId, DeliveryId, ReportId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma, type PrismaTx } from '../store/transaction.ts'
import { endPairPause } from './decideReport.ts'
import { isEnough } from './fileReport.ts'
import { closeCase } from './queue.ts'
import { reportableOf } from './reportables.ts'
import type { ReportedKind } from './reportedKinds.ts'

/**
 * Takes a report back while nobody has decided it: the thing is in the reporter's sight again and the pause between the
 * two ends. Refused once it was decided. Nobody else ever hears that there was a report.
 */
export async function withdrawReport(
  core: Core,
  { reporterId, kind, thingId }: { reporterId: AccountId; kind: ReportedKind; thingId: string },
): Promise<void> {
  const thing = { kind, thingId }
  await inPrisma(core, async (tx) => {
    const [waiting] = await tx.run(CASE_OF, [kind, thingId])
    const report = await tx.prisma.report.findFirst({ where: { ...thing, reporterId } })
    if (!report || report.state === 'withdrawn') throw new Refusal('refuse.report.gone')
    if (report.state !== 'open' || !waiting) throw new Refusal('refuse.report.decided')
    const decided = { state: 'withdrawn', decidedAt: core.clock.now() } as const
    await tx.prisma.report.update({ where: { id: report.id }, data: decided })
    await leaveCase(core, tx, { number: Number(waiting.number), reportId: report.id, thing })
    if (!(await isEnough(core, tx, thing))) await reportableOf(kind).goOn(core, tx, thingId, 'withdrawn')
    await endPairPause(tx, { reportId: report.id })
  })
}

/** The case is over, unless others reported the same: then it is theirs. */
async function leaveCase(
  core: Core,
  tx: PrismaTx,
  { number, reportId, thing }: { number: number; reportId: string; thing: { kind: string; thingId: string } },
): Promise<void> {
  const other = await tx.prisma.report.findFirst({ where: { ...thing, state: 'open' }, orderBy: { createdAt: 'asc' } })
  if (!other) return closeCase(core, tx, number, 'withdrawn')
  await tx.prisma.case.updateMany({ where: { number, reportId }, data: { reportId: other.id } })
}

const CASE_OF = `select c.number from moderation_case c join report r on r.id = c.report_id
  where r.kind = $1 and r.thing_id = $2::uuid and c.closed_at is null for update of c`

/** After a report that was dismissed: the reporter would still rather not meet that writer again. A block like any other. */
export async function stayApart(
  core: Core,
  { reporterId, reportId }: { reporterId: AccountId; reportId: ReportId },
): Promise<void> {
  const report = await core.db.prisma.report.findFirst({
    where: { id: reportId, reporterId },
    include: { delivery: { include: { letter: true } } },
  })
  if (!report) throw new Refusal('refuse.report.gone')
  const { writerId, delivery, deliveryId } = report
  const pair = { blockerId: reporterId, blockedId: writerId as AccountId }
  const cause = (deliveryId as DeliveryId | null) ?? reportId
  await keepApart(core, core.db, { ...pair, cause, label: delivery?.letter.signature ?? null })
}
