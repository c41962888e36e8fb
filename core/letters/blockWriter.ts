import type { Core } from '../core.ts'
import type { AccountId, DeliveryId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { endThreadBetween } from './correspondence.ts'
import { findReceived } from './inbox.ts'
import { seekAnother } from './seekAnother.ts'

/**
 * Never again between these two, either way. The letter leaves the reader's sight; a stranger's unanswered letter seeks
 * another reader; a correspondence between them ends. The other side is never told who or why.
 */
export async function blockWriter(
  core: Core,
  { readerId, deliveryId }: { readerId: AccountId; deliveryId: DeliveryId },
): Promise<void> {
  const { letter } = await findReceived(core, readerId, deliveryId)
  if (letter.kind === 'self') throw new Refusal('refuse.letter.gone')
  const now = core.clock.now()
  await inPrisma(core, async (tx) => {
    const pair = { blockerId: readerId, blockedId: letter.writerId }
    const listed = { label: letter.signature, viaReport: false }
    await tx.prisma.block.upsert({
      where: { blockerId_blockedId: pair },
      create: { ...pair, ...listed, createdAt: now },
      update: listed,
    })
    const seeks = await seekAnother(core, tx, { deliveryId, why: 'blocked' })
    if (!seeks)
      await tx.prisma.delivery.update({ where: { id: deliveryId }, data: { state: 'blocked', closedAt: now } })
    await endThreadBetween(core, tx, { by: readerId, other: letter.writerId as AccountId })
  })
}
