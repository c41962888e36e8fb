import type { AccountId } from '../ids.ts'
import { SANCTIONS_OF } from '../moderation/standing.ts'
import type { Tx } from '../store/transaction.ts'

/** Every sanction of a person holds for every self they have now: nobody escapes by binding, unbinding or erasing. */
export async function holdSanctions(tx: Tx, accountId: AccountId): Promise<void> {
  await tx.run(
    `insert into sanctioned_self (platform, lookup, sanction_id)
     select i.platform, i.lookup, s.id from identity i, sanction s
     where i.account_id = $1::uuid and s.id in (${SANCTIONS_OF('$1::uuid')}) and s.lifted_at is null and s.kind <> 'word'
     on conflict do nothing`,
    [accountId],
  )
}
