import type { Pool } from 'pg'
import type { Core } from '../core.ts'
import {
  type AccountId,
  type BlockId,
  type ChatId,
  type CommentId,
  type DeliveryId,
  newId,
  type OpenLetterId,
  type ReportId,
} from '../ids.ts'
import type { PrismaTx, Tx } from '../store/transaction.ts'

/**
 * One letter whose writer a person blocked, by its signature. Two letters of one writer are two entries, and nothing
 * tells that they are one writer's.
 */
export type BlockEntry = { id: BlockId; label: string | null; createdAt: Date }

export const BLOCKS_PAGE = 20

/** Whom this person blocked, newest first, a page at a time. Blocks that a report made are not among them. */
export async function listBlocks(
  core: Core,
  { accountId, page }: { accountId: AccountId; page: number },
): Promise<{ entries: BlockEntry[]; more: boolean }> {
  const rows = await core.db.prisma.block.findMany({
    where: { blockerId: accountId, viaReport: false },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: page * BLOCKS_PAGE,
    take: BLOCKS_PAGE + 1,
  })
  const entries = rows
    .slice(0, BLOCKS_PAGE)
    .map(({ id, label, createdAt }) => ({ id: id as BlockId, label, createdAt }))
  return { entries, more: rows.length > BLOCKS_PAGE }
}

/**
 * Takes a block back; the other side learns nothing, as they learned nothing of the block. The two may meet again
 * unless another block or a report keeps them apart, which nobody is told either. Twice is as once.
 */
export async function unblock(
  core: Core,
  { accountId, blockId }: { accountId: AccountId; blockId: BlockId },
): Promise<void> {
  await core.db.prisma.block.deleteMany({ where: { id: blockId, blockerId: accountId, viaReport: false } })
}

/** Keeps two people apart, in the caller's transaction; once for one cause. */
export async function keepApart(
  core: Core,
  { prisma }: Pick<PrismaTx, 'prisma'>,
  {
    blockerId,
    blockedId,
    cause,
    label = null,
    viaReport = false,
  }: {
    blockerId: AccountId
    blockedId: AccountId
    cause: DeliveryId | ReportId | OpenLetterId | CommentId | ChatId
    label?: string | null
    viaReport?: boolean
  },
): Promise<void> {
  const now = core.clock.now()
  await prisma.$executeRaw`
    insert into block (id, blocker_id, blocked_id, cause_id, label, via_report, created_at)
    values (${newId<BlockId>(now)}::uuid, ${blockerId}::uuid, ${blockedId}::uuid, ${cause}::uuid, ${label}, ${viaReport}, ${now.toISOString()}::timestamptz)
    on conflict (blocker_id, blocked_id, cause_id) do nothing`
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

/** True when the first blocked or reported the second. Inside a transaction. */
export async function hasBlocked(tx: Tx, blocker: string, blocked: string): Promise<boolean> {
  const rows = await tx.run(`select 1 from block where blocker_id = $1::uuid and blocked_id = $2::uuid limit 1`, [
    blocker,
    blocked,
  ])
  return rows.length > 0
}

const EITHER_WAY = `select 1 from block where (blocker_id = $1::uuid and blocked_id = $2::uuid)
  or (blocker_id = $2::uuid and blocked_id = $1::uuid) limit 1`
