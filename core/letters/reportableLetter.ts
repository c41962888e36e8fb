import type { Core } from '../core.ts'
import type { LetterId } from '../ids.ts'
import type { GoingOn, Reportable } from '../moderation/reportable.ts'
import type { PrismaTx } from '../store/transaction.ts'

/** A letter to one reader; the thing is its delivery. One report takes it out of sight: there is nobody else to hide it from. */
export const reportableLetter: Reportable = {
  async hide() {},
  goOn,
  async remove(core, tx, deliveryId) {
    await tx.prisma.letter.updateMany({
      where: { deliveries: { some: { id: deliveryId } } },
      data: { state: 'removed', seekAt: null, changedAt: core.clock.now() },
    })
    await tx.prisma.openLetter.updateMany({
      where: { letter: { deliveries: { some: { id: deliveryId } } } },
      data: { state: 'removed', changedAt: core.clock.now() },
    })
  },
}

/**
 * Withdrawn, it is in its reader's inbox again. Otherwise a stranger's letter that nobody answered seeks another reader,
 * and any other stays with whom it was written to.
 */
async function goOn(core: Core, tx: PrismaTx, deliveryId: string, how: GoingOn): Promise<void> {
  const delivery = await tx.prisma.delivery.findUnique({ where: { id: deliveryId }, include: { letter: true } })
  if (!delivery) return
  if (how === 'restored') return restore(core, tx, delivery.letterId)
  const { letter, openedAt, answeredAt } = delivery
  const now = core.clock.now()
  const seeks = how !== 'withdrawn' && letter.state === 'held' && letter.kind === 'stranger'
  const back = { state: answeredAt ? 'answered' : openedAt ? 'opened' : 'arrived', closedAt: null } as const
  await tx.prisma.delivery.updateMany({
    where: { id: deliveryId, state: 'reported' },
    data: seeks ? { state: 'passed' } : back,
  })
  const goes = seeks
    ? ({ state: 'seeking', seekAt: now } as const)
    : ({ state: how === 'withdrawn' && !openedAt ? 'delivered' : 'opened' } as const)
  const heavy = how === 'care' ? { heavy: true } : {}
  if (letter.state === 'held')
    await tx.prisma.letter.update({ where: { id: letter.id }, data: { ...goes, ...heavy, changedAt: now } })
  if (seeks) tx.afterCommit(() => core.queues.releaseAt(letter.id as LetterId, now))
}

/** A letter that was removed, and nobody answered, goes on its way to another reader. */
export async function restore(core: Core, tx: PrismaTx, letterId: string): Promise<void> {
  const now = core.clock.now()
  const { count } = await tx.prisma.letter.updateMany({
    where: { id: letterId, state: 'removed', kind: 'stranger', deliveries: { none: { answeredAt: { not: null } } } },
    data: { state: 'seeking', seekAt: now, changedAt: now },
  })
  if (count > 0) tx.afterCommit(() => core.queues.releaseAt(letterId as LetterId, now))
}
