import type { Core } from '../core.ts'
import type { AccountId, IdentityId } from '../ids.ts'
import { Refusal } from '../refusal.ts'

/** The chat goes on at another self of the same person. What was said before stays where it stands. */
export async function moveSeat(
  core: Core,
  { accountId, identityId }: { accountId: AccountId; identityId: IdentityId },
): Promise<void> {
  const { rowCount } = await core.db.pg.query('update chat_seat set identity_id = $2 where account_id = $1', [
    accountId,
    identityId,
  ])
  if (!rowCount) throw new Refusal('refuse.chat.none')
}
