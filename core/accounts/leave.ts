import type { Core } from '../core.ts'
import { rememberGone } from '../delivery/recipients.ts'
import type { AccountId, DeliveryId, IdentityId } from '../ids.ts'
import { inPrisma } from '../store/transaction.ts'
import { refreshSlots } from './readerSlots.ts'
import { tell } from './tell.ts'

/** So many unopened letters at most are told of again. */
const TOLD_MOST = 10

/**
 * A self that can no longer be reached (it blocked the bot): no letter is sent its way until it is seen again. Where the
 * person has another chat, that one hears of the letters not opened yet, once. Returns whether anything still reaches the person.
 */
export async function noteGone(
  core: Core,
  { accountId, identityId }: { accountId: AccountId; identityId: IdentityId },
): Promise<boolean> {
  await rememberGone(core, identityId, 'left')
  return inPrisma(core, async (tx) => {
    await refreshSlots(core, tx, accountId)
    const others = { accountId, goneAt: null, platform: { not: 'google' as const } }
    if ((await tx.prisma.identity.count({ where: others })) === 0) return false
    const unread = await tx.prisma.delivery.findMany({
      where: { readerId: accountId, state: 'arrived' },
      orderBy: { createdAt: 'asc' },
      take: TOLD_MOST,
    })
    for (const { id } of unread) {
      const parcel = { kind: 'letter-arrived', deliveryId: id as DeliveryId } as const
      await tell(core, tx, { to: accountId, parcel, priority: 'letter', onceKey: `moved:${identityId}:${id}` })
    }
    return true
  })
}
