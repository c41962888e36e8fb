import type { Core } from '../core.ts'
import type { AccountId, IdentityId } from '../ids.ts'
import { inPg, type Tx } from '../store/transaction.ts'
import { refreshSlots } from './readerSlots.ts'
import { tellReturned } from './tell.ts'

type Self = { accountId: AccountId; identityId: IdentityId }

/** A self can be reached again, in the caller's transaction: letters come its way, and it hears what it missed. */
export async function comeBack(core: Core, tx: Tx, { accountId, identityId }: Self): Promise<void> {
  await tx.run(REACHABLE, [identityId])
  await refreshSlots(core, tx, accountId)
  await tellReturned(core, tx, { accountId, identityId })
}

/** It was taken for unreachable by an answer that was older than their coming back. Nothing for who is no more. */
export async function comeBackAfterAll(core: Core, identityId: IdentityId): Promise<void> {
  await inPg(core, async (tx) => {
    const [self] = await tx.run('select account_id from identity where id = $1::uuid', [identityId])
    if (self) await comeBack(core, tx, { accountId: self.account_id as AccountId, identityId })
  })
}

const REACHABLE = 'update identity set gone_at = null, gone_reason = null where id = $1::uuid returning id'
