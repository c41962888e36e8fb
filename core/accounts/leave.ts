import type { Core } from '../core.ts'
import { rememberGone } from '../delivery/recipients.ts'
import type { AccountId, IdentityId } from '../ids.ts'
import { inPrisma } from '../store/transaction.ts'
import { refreshSlots } from './readerSlots.ts'

/** A self that can no longer be reached (it blocked the bot): no letter is sent its way until it is seen again. */
export async function noteGone(
  core: Core,
  { accountId, identityId }: { accountId: AccountId; identityId: IdentityId },
): Promise<void> {
  await rememberGone(core, identityId, 'left')
  await inPrisma(core, (tx) => refreshSlots(core, tx, accountId))
}
