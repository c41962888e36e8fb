import { quietUntil } from '../accounts/quietHours.ts'
import type { Core } from '../core.ts'
import type { Parcel } from '../delivery/channel.ts'
import { postMail } from '../delivery/outbox.ts'
import type { AccountId } from '../ids.ts'
import type { PrismaTx } from '../store/transaction.ts'

/**
 * Tells a person what moderators decided. Unlike letters it is told also to those who wish to hear of nothing, but never
 * in their quiet hours. In the caller's transaction; `onceKey` keeps it from being told twice.
 */
export async function inform(
  core: Core,
  tx: PrismaTx,
  { to, parcel, onceKey }: { to: AccountId; parcel: Parcel; onceKey: string },
): Promise<void> {
  const hours = await tx.prisma.account.findUnique({
    where: { id: to },
    select: { zone: true, quietFrom: true, quietUntil: true },
  })
  const quiet = hours && quietUntil(hours, core.clock.now())
  await postMail(core, tx, { to, parcel, priority: 'letter', onceKey, ...(quiet ? { dueAt: quiet } : {}) })
}
