import { keepApart } from '../accounts/blocks.ts'
import type { Core } from '../core.ts'
import type { AccountId, DeliveryId, ReportId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { endPairPause } from './decideReport.ts'
import { closeCase } from './queue.ts'

/**
 * Takes a report back while nobody has decided it: the letter is in the inbox again and the pause between the two ends.
 * Refused once it was decided. Nobody else ever hears that there was a report.
 */
export async function withdrawReport(
  core: Core,
  { reporterId, deliveryId }: { reporterId: AccountId; deliveryId: DeliveryId },
): Promise<void> {
  await inPrisma(core, async (tx) => {
    const where = { deliveryId, reporterId }
    const found = await tx.prisma.report.findFirst({ where, include: { case: true } })
    if (!found?.case) throw new Refusal('refuse.report.gone')
    await tx.run('select number from moderation_case where number = $1 for update', [found.case.number])
    const report = await tx.prisma.report.findFirst({
      where: { ...where, state: 'open' },
      include: { delivery: { include: { letter: true } } },
    })
    if (!report) throw new Refusal('refuse.report.decided')
    const { delivery } = report
    const { openedAt, answeredAt } = delivery
    const now = core.clock.now()
    await tx.prisma.report.update({ where: { id: report.id }, data: { state: 'withdrawn', decidedAt: now } })
    await closeCase(core, tx, found.case.number, 'withdrawn')
    const state = answeredAt ? 'answered' : openedAt ? 'opened' : 'arrived'
    await tx.prisma.delivery.update({ where: { id: deliveryId }, data: { state, closedAt: null } })
    await tx.prisma.letter.updateMany({
      where: { id: delivery.letterId, state: 'held' },
      data: { state: openedAt ? 'opened' : 'delivered', changedAt: now },
    })
    await endPairPause(tx, { reportId: report.id })
  })
}

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
  const { writerId, signature } = report.delivery.letter
  const pair = { blockerId: reporterId, blockedId: writerId as AccountId }
  await keepApart(core, core.db, { ...pair, cause: report.delivery.id as DeliveryId, label: signature })
}
