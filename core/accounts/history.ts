import type { AccountId } from '../ids.ts'
import type { PrismaTx } from '../store/transaction.ts'

/**
 * Whether there is anything in an account that would be joined to another: letters, open letters and what
 * was done with them, follows, live chats, blocks, sanctions, a second self.
 * Settings and a pen-name alone are none.
 */
export async function hasHistory(
  prisma: Pick<PrismaTx['prisma'], '$queryRaw'>,
  accountId: AccountId,
): Promise<boolean> {
  const [row] = await prisma.$queryRaw<{ has: boolean }[]>`
    select exists (select 1 from letter where writer_id = ${accountId}::uuid or to_id = ${accountId}::uuid)
      or exists (select 1 from delivery where reader_id = ${accountId}::uuid)
      or exists (select 1 from block where blocker_id = ${accountId}::uuid or blocked_id = ${accountId}::uuid)
      or exists (select 1 from open_letter where author_id = ${accountId}::uuid)
      or exists (select 1 from comment where author_id = ${accountId}::uuid)
      or exists (select 1 from open_thank where reader_id = ${accountId}::uuid)
      or exists (select 1 from follow where follower_id = ${accountId}::uuid or followed_id = ${accountId}::uuid)
      or exists (select 1 from chat where one_id = ${accountId}::uuid or other_id = ${accountId}::uuid)
      or exists (select 1 from sanction where account_id = ${accountId}::uuid)
      or (select count(*) from identity where account_id = ${accountId}::uuid) > 1 as has`
  return row?.has === true
}
