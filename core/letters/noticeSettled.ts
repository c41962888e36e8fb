import type { Core } from '../core.ts'
import { postMail } from '../delivery/outbox.ts'
import type { Settled } from '../delivery/dispatcher.ts'
import type { AccountId, DeliveryId, LetterId } from '../ids.ts'
import { inPrisma } from '../store/transaction.ts'
import { seekAnother } from './seekAnother.ts'

/**
 * What follows from a notice having been settled: the letter has arrived and its writer hears so, once; or the reader
 * cannot be reached and the letter seeks another. Told twice, it does nothing twice.
 */
export function noticeSettled(core: Core): Settled {
  return async ({ parcel, outcome }) => {
    if (parcel.kind !== 'letter-arrived') return
    if (outcome === 'gone') await inPrisma(core, (tx) => seekAnother(core, tx, { deliveryId: parcel.deliveryId, why: 'unreachable' }))
    else if (outcome !== 'void') await noteArrived(core, parcel.deliveryId)
  }
}

/** The reader has the notice, or finds the letter in the inbox; the writer is told the first time this happens. */
export async function noteArrived(core: Core, deliveryId: DeliveryId): Promise<void> {
  await inPrisma(core, async (tx) => {
    const now = core.clock.now()
    await tx.prisma.delivery.updateMany({ where: { id: deliveryId, state: 'waiting' }, data: { state: 'arrived', arrivedAt: now } })
    const delivery = await tx.prisma.delivery.findUnique({ where: { id: deliveryId }, include: { letter: true } })
    if (!delivery || delivery.letter.kind === 'self') return
    const { count } = await tx.prisma.letter.updateMany({ where: { id: delivery.letterId, toldReachedAt: null }, data: { toldReachedAt: now } })
    if (count === 0) return
    const letterId = delivery.letterId as LetterId
    const to = delivery.letter.writerId as AccountId
    await postMail(core, tx, { to, parcel: { kind: 'letter-reached', letterId }, priority: 'announcement', onceKey: `reached:${letterId}` })
  })
}
