import type { Core } from '../core.ts'
import type { AccountId, LetterId, SanctionId } from '../ids.ts'
import type { Sanction } from '../store/generated/client.ts'
import type { PrismaTx } from '../store/transaction.ts'
import { writeAudit } from './audit.ts'
import { inform } from './inform.ts'
import { closeCase, takeCase } from './queue.ts'
import { inRehearsal } from './rehearse.ts'
import { endSanction } from './sanctions.ts'

/**
 * Decides an appeal. Granted, the sanction is as if it had never been, and a stranger's letter that was removed with it
 * goes on its way; denied, it stays. The person hears it either way.
 */
export async function decideAppeal(
  core: Core,
  {
    by,
    number,
    grant,
    why,
    rehearse = false,
  }: { by: string; number: number; grant: boolean; why: string; rehearse?: boolean },
): Promise<void> {
  await inRehearsal(core, rehearse, async (tx) => {
    const { sanctionId } = await takeCase(core, tx, { by, number, kind: 'appeal' })
    const sanction = await tx.prisma.sanction.findUniqueOrThrow({ where: { id: sanctionId ?? '' } })
    await tx.prisma.sanction.update({
      where: { id: sanction.id },
      data: { granted: grant, appealDecidedAt: core.clock.now() },
    })
    if (grant) {
      await endSanction(core, tx, sanction)
      await restoreLetter(core, tx, sanction)
    }
    await closeCase(core, tx, number, grant ? 'granted' : 'denied')
    if (sanction.accountId)
      await inform(core, tx, {
        to: sanction.accountId as AccountId,
        parcel: { kind: 'appeal-decided', sanctionId: sanction.id as SanctionId },
        onceKey: `appeal-decided:${sanction.id}`,
      })
    const act = grant ? 'appeal.grant' : 'appeal.deny'
    await writeAudit(core, tx, { operator: by, act, subject: `case ${number}`, why })
  })
}

/** The report counts as dismissed from now on; the two stay apart all the same. */
async function restoreLetter(core: Core, tx: PrismaTx, { letterId, reportId }: Sanction): Promise<void> {
  const now = core.clock.now()
  if (reportId) await tx.prisma.report.updateMany({ where: { id: reportId }, data: { state: 'dismissed', rule: null } })
  if (!letterId) return
  const { count } = await tx.prisma.letter.updateMany({
    where: { id: letterId, state: 'removed', kind: 'stranger', deliveries: { none: { answeredAt: { not: null } } } },
    data: { state: 'seeking', seekAt: now, changedAt: now },
  })
  if (count > 0) tx.afterCommit(() => core.queues.releaseAt(letterId as LetterId, now))
}
