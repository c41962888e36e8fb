import { isBlockedEitherWay } from '../accounts/blocks.ts'
import { tell } from '../accounts/tell.ts'
import type { Core } from '../core.ts'
import type { AccountId, DeliveryId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { findReceived } from './received.ts'
import { isStamp, type Stamp } from './stamps.ts'

/** Puts a stamp of thanks on a letter; its writer hears of it, once. Another stamp takes the place of the first, quietly. */
export async function thankWriter(
  core: Core,
  { readerId, deliveryId, stamp }: { readerId: AccountId; deliveryId: DeliveryId; stamp: string },
): Promise<Stamp> {
  if (!isStamp(stamp)) throw new Refusal('refuse.letter.gone')
  const delivery = await findReceived(core, readerId, deliveryId)
  if (!delivery.openedAt || delivery.letter.kind === 'self') throw new Refusal('refuse.letter.openFirst')
  await inPrisma(core, async (tx) => {
    await tx.prisma.delivery.update({
      where: { id: deliveryId },
      data: { stamp, thankedAt: delivery.thankedAt ?? core.clock.now() },
    })
    const to = delivery.letter.writerId as AccountId
    if (delivery.thankedAt || (await isBlockedEitherWay(tx, readerId, to))) return
    await tell(core, tx, {
      to,
      parcel: { kind: 'letter-thanked', deliveryId },
      priority: 'announcement',
      onceKey: `thanked:${deliveryId}`,
    })
  })
  return stamp
}
