import type { Pool } from 'pg'
import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import type { Tx } from '../store/transaction.ts'

/** Somebody a person blocked, as they know them: by the signature of a letter, never by more. */
export type BlockEntry = { blockedId: AccountId; label: string | null; createdAt: Date }

const BLOCKS_LISTED = 25

/** Whom this person blocked, newest first. Blocks that a report made are not among them. */
export async function listBlocks(core: Core, { accountId }: { accountId: AccountId }): Promise<BlockEntry[]> {
  const rows = await core.db.prisma.block.findMany({
    where: { blockerId: accountId, viaReport: false },
    orderBy: { createdAt: 'desc' },
    take: BLOCKS_LISTED,
  })
  return rows.map(({ blockedId, label, createdAt }) => ({ blockedId: blockedId as AccountId, label, createdAt }))
}

/** Takes a block back; the other side learns nothing, as they learned nothing of the block. */
export async function unblock(
  core: Core,
  { accountId, blockedId }: { accountId: AccountId; blockedId: AccountId },
): Promise<void> {
  await core.db.prisma.block.deleteMany({ where: { blockerId: accountId, blockedId, viaReport: false } })
}

/** True when either blocked the other, or reported the other and it is not decided. Inside a transaction, or not. */
export async function isBlockedEitherWay(
  where: Tx | Pick<Pool, 'query'>,
  one: string,
  other: string,
): Promise<boolean> {
  const rows =
    'run' in where ? await where.run(EITHER_WAY, [one, other]) : (await where.query(EITHER_WAY, [one, other])).rows
  return rows.length > 0
}

const EITHER_WAY = `select 1 from block where (blocker_id = $1::uuid and blocked_id = $2::uuid)
  or (blocker_id = $2::uuid and blocked_id = $1::uuid) limit 1`
