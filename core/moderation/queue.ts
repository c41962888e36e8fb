import type { Core } from '../core.ts'
import type { LetterId, ReportId, SanctionId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { Case } from '../store/generated/client.ts'
import type { CaseKind } from '../store/generated/enums.ts'
import { inPrisma, type PrismaTx, type Tx } from '../store/transaction.ts'
import { requireOperator } from './operators.ts'

export type { CaseKind }

/** A case should be decided within so many hours; reports of somebody in danger sooner. */
export const TARGET_HOURS = 24
export const DANGER_TARGET_HOURS = 2
/** A case that somebody looks at is given to nobody else for so long. */
export const CLAIM_MINUTES = 15

/** A line of the queue. */
export type CaseLine = {
  number: number
  kind: CaseKind
  /** A report's category, a sanction's rule. */
  about: string
  /** What kind of thing it is about: see reportedKinds. */
  thing: string
  forOwner: boolean
  claimedBy: string | null
  createdAt: Date
  closedAt: Date | null
  decision: string | null
  /** When it should be decided. */
  dueAt: Date
}

type Opening =
  | { kind: 'report'; reportId: ReportId }
  | { kind: 'appeal'; sanctionId: SanctionId }
  | { kind: 'held'; letterId: LetterId }

/** Puts something into the queue, in the caller's transaction. */
export async function openCase(core: Core, tx: Tx, opening: Opening): Promise<void> {
  await tx.run(OPEN_CASE, [
    opening.kind,
    'reportId' in opening ? opening.reportId : null,
    'sanctionId' in opening ? opening.sanctionId : null,
    'letterId' in opening ? opening.letterId : null,
    core.clock.now().toISOString(),
  ])
}

const OPEN_CASE = `insert into moderation_case (kind, report_id, sanction_id, letter_id, created_at)
  values ($1::"CaseKind", $2::uuid, $3::uuid, $4::uuid, $5::timestamptz)`

/**
 * Gives this operator the next case: what they hold already first, then whichever nobody holds that is due first, so the
 * oldest, save that somebody in danger does not wait behind the others. Two operators are never given the same one; a
 * claim lapses by itself. What was handed on goes to owners, and an appeal to somebody other than who made the sanction,
 * where there is somebody. `besides`: cases to leave out.
 */
export async function claimNext(
  core: Core,
  { by, besides = [] }: { by: string; besides?: readonly number[] },
): Promise<number | undefined> {
  return inPrisma(core, async (tx) => {
    const { role } = await requireOperator(tx, by)
    const others = await tx.prisma.operator.count({ where: { removedAt: null, name: { not: by } } })
    const now = core.clock.now()
    const until = new Date(now.getTime() + CLAIM_MINUTES * 60_000)
    const [row] = await tx.run(CLAIM_NEXT, [
      by,
      now.toISOString(),
      until.toISOString(),
      role === 'owner',
      others === 0,
      JSON.stringify(besides),
      DANGER_TARGET_HOURS,
      TARGET_HOURS,
    ])
    return row ? Number(row.number) : undefined
  })
}

/**
 * Holds a case that was fetched a while ago, from now on. False when it was decided or taken back meanwhile, or another
 * operator was given it because the claim had lapsed.
 */
export async function renewClaim(core: Core, { by, number }: { by: string; number: number }): Promise<boolean> {
  const now = core.clock.now()
  const { count } = await core.db.prisma.case.updateMany({
    where: { number, closedAt: null, OR: [{ claimedBy: null }, { claimedBy: by }, { claimedUntil: { lte: now } }] },
    data: { claimedBy: by, claimedUntil: new Date(now.getTime() + CLAIM_MINUTES * 60_000) },
  })
  return count === 1
}

/** Gives back what this operator holds, or one of it. */
export async function releaseClaims(core: Core, { by, number }: { by: string; number?: number }): Promise<void> {
  await core.db.prisma.case.updateMany({
    where: { claimedBy: by, closedAt: null, ...(number === undefined ? {} : { number }) },
    data: { claimedBy: null, claimedUntil: null },
  })
}

/**
 * Locks an open case for its decision. Refused when it is decided already, when another operator is looking at it, and
 * when it was handed on and this one is no owner.
 */
export async function takeCase(
  core: Core,
  tx: PrismaTx,
  { by, number, kind }: { by: string; number: number; kind: CaseKind },
): Promise<Case> {
  const { role } = await requireOperator(tx, by)
  await tx.run('select number from moderation_case where number = $1 for update', [number])
  const found = await tx.prisma.case.findUnique({ where: { number } })
  if (!found || found.kind !== kind) throw new Refusal('refuse.op.noCase', { number })
  if (found.closedAt) throw new Refusal('refuse.op.decided', { number })
  if (found.forOwner && role !== 'owner') throw new Refusal('refuse.op.ownerOnly')
  const { claimedBy, claimedUntil } = found
  if (claimedBy && claimedBy !== by && claimedUntil && claimedUntil > core.clock.now())
    throw new Refusal('refuse.op.claimed', { name: claimedBy })
  return found
}

export async function closeCase(core: Core, { prisma }: PrismaTx, number: number, decision: string): Promise<void> {
  await prisma.case.update({
    where: { number },
    data: { closedAt: core.clock.now(), decision, claimedBy: null, claimedUntil: null },
  })
}

/** The queue: what is open, by when it is due; or what was decided, newest first. `about`: of this category or rule. */
export async function listCases(
  core: Core,
  {
    kind,
    about,
    open,
    limit,
  }: { kind?: CaseKind | undefined; about?: string | undefined; open: boolean; limit: number },
): Promise<CaseLine[]> {
  const rows = await core.db.prisma.case.findMany({
    where: {
      closedAt: open ? null : { not: null },
      ...(kind ? { kind } : {}),
      ...(about ? { OR: [{ report: { category: about } }, { sanction: { rule: about } }] } : {}),
    },
    include: { report: { select: { category: true, kind: true } }, sanction: { select: { rule: true } } },
    orderBy: open ? { createdAt: 'asc' } : { closedAt: 'desc' },
    ...(open ? {} : { take: limit }),
  })
  const now = core.clock.now()
  const lines = rows.map(({ report, sanction, ...row }) => {
    const about = report?.category ?? sanction?.rule ?? ''
    return {
      number: row.number,
      kind: row.kind,
      about,
      thing: report?.kind ?? 'letter',
      forOwner: row.forOwner,
      claimedBy: row.claimedUntil && row.claimedUntil > now ? row.claimedBy : null,
      createdAt: row.createdAt,
      closedAt: row.closedAt,
      decision: row.decision,
      dueAt: dueAt(row.createdAt, about),
    }
  })
  const byDue = (one: CaseLine, other: CaseLine) => one.dueAt.getTime() - other.dueAt.getTime()
  return open ? lines.sort(byDue).slice(0, limit) : lines
}

/** How many wait, and since when the oldest does. */
export async function queueLength(core: Core): Promise<{ open: number; oldest: Date | null }> {
  const found = await core.db.prisma.case.aggregate({
    where: { closedAt: null },
    _count: true,
    _min: { createdAt: true },
  })
  return { open: found._count, oldest: found._min.createdAt }
}

/** When a case of this age and category should be decided. Pure. */
export function dueAt(createdAt: Date, about: string): Date {
  const hours = about === 'danger' ? DANGER_TARGET_HOURS : TARGET_HOURS
  return new Date(createdAt.getTime() + hours * 3_600_000)
}

const CLAIM_NEXT = `
  with next as (
    select c.number from moderation_case c left join sanction s on s.id = c.sanction_id
      left join report r on r.id = c.report_id
    where c.closed_at is null
      and (c.claimed_by is null or c.claimed_by = $1 or c.claimed_until <= $2::timestamptz)
      and (not c.for_owner or $4::boolean)
      and (s.id is null or s.created_by <> $1 or $5::boolean)
      and c.number not in (select value::int from json_array_elements_text($6::json))
    order by (c.claimed_by = $1 and c.claimed_until > $2::timestamptz) desc nulls last,
      c.created_at + case when r.category = 'danger' then $7::int else $8::int end * interval '1 hour', c.number
    limit 1 for update of c skip locked
  )
  update moderation_case c set claimed_by = $1, claimed_until = $3::timestamptz from next
  where c.number = next.number returning c.number`
