import type { Core } from '../core.ts'

/** A reporter's past. `since`: when they came. */
export type ReporterRecord = {
  penName: string | null
  since: Date
  upheld: number
  dismissed: number
  weight: number
}

const DAY_MS = 86_400_000
/** Somebody new weighs half; after so many days here, one. */
export const FULL_WEIGHT_DAYS = 14
/** An accuracy is believed only slowly: it begins as if so many reports had been half right. */
const PRIOR_REPORTS = 4

/**
 * What one report weighs, between 0 and 1.5: half for somebody who came today, one after two weeks, and more or less by
 * how many of their reports were upheld. A gang of new accounts, or somebody who reports everything, weighs little. Pure.
 */
export function reportWeight(
  { since, upheld, dismissed }: Pick<ReporterRecord, 'since' | 'upheld' | 'dismissed'>,
  now: Date,
): number {
  const days = Math.max(0, now.getTime() - since.getTime()) / DAY_MS
  const byAge = 0.5 + 0.5 * Math.min(1, days / FULL_WEIGHT_DAYS)
  const accuracy = (upheld + PRIOR_REPORTS / 2) / (upheld + dismissed + PRIOR_REPORTS)
  return Math.round(byAge * (0.5 + accuracy) * 100) / 100
}

/** How far a reporter's word has been right so far; null once they are gone. */
export async function reporterRecord(core: Core, reporterId: string): Promise<ReporterRecord | null> {
  const account = await core.db.prisma.account.findUnique({ where: { id: reporterId } })
  if (!account) return null
  const decided = await core.db.prisma.report.groupBy({
    by: ['state'],
    where: { reporterId, state: { in: ['upheld', 'dismissed'] } },
    _count: true,
  })
  const count = (state: string) => decided.find((one) => one.state === state)?._count ?? 0
  const record = { since: account.createdAt, upheld: count('upheld'), dismissed: count('dismissed') }
  return { penName: account.penName, ...record, weight: reportWeight(record, core.clock.now()) }
}
