import type { Core } from '../core.ts'
import type { AccountId, SanctionId } from '../ids.ts'
import { restore } from '../letters/reportableLetter.ts'
import type { Sanction } from '../store/generated/client.ts'
import type { PrismaTx } from '../store/transaction.ts'
import { writeAudit } from './audit.ts'
import { inform } from './inform.ts'
import { closeCase, takeCase } from './queue.ts'
import { inRehearsal } from './rehearse.ts'
import { reportableOf } from './reportables.ts'
import { endSanction } from './sanctions.ts'

/**
 * Decides an appeal. Granted, the sanction is as if it had never been, and what was removed with it is
 * back (a stranger's letter goes on its way); denied, it stays. The person hears it either way.
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
      await bringBack(core, tx, sanction)
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

/** Its reports count as dismissed from now on; those two stay apart all the same. */
async function bringBack(core: Core, tx: PrismaTx, { letterId, reportId }: Sanction): Promise<void> {
  const report = reportId && (await tx.prisma.report.findUnique({ where: { id: reportId } }))
  if (letterId && !report) await restore(core, tx, letterId)
  if (!report) return
  const { kind, thingId } = report
  await tx.prisma.report.updateMany({
    where: { kind, thingId, state: 'upheld' },
    data: { state: 'dismissed', rule: null },
  })
  await reportableOf(kind).goOn(core, tx, thingId, 'restored')
}
