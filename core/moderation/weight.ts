import type { PrismaTx } from '../store/transaction.ts'

/** A reporter's past. `since`: when they came. */
export type ReporterRecord = {
  penName: string | null
  since: Date
  /** Reports that were right: upheld, or the writer was shown help. */
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

/** What open reports of one thing must weigh together before it is hidden from everybody until it is decided. */
const HIDING_WEIGHT = 2.5
/** How many of the reporters must be known here, so that no number of new accounts is enough. */
const KNOWN_REPORTERS = 2
/** Somebody is known here from this weight on: two weeks without bad reports. */
const KNOWN_WEIGHT = 0.9

/** Whether reports of these weights, each of another person, hide a thing until a moderator decides. Pure. */
export function enoughToHide(weights: readonly number[]): boolean {
  const known = weights.filter((weight) => weight >= KNOWN_WEIGHT).length
  return known >= KNOWN_REPORTERS && weights.reduce((sum, weight) => sum + weight, 0) >= HIDING_WEIGHT
}

/** How far a reporter's word has been right so far; null once they are gone. */
export async function reporterRecord(
  { prisma }: Pick<PrismaTx, 'prisma'>,
  { reporterId, now }: { reporterId: string; now: Date },
): Promise<ReporterRecord | null> {
  const account = await prisma.account.findUnique({ where: { id: reporterId } })
  if (!account) return null
  const decided = await prisma.report.groupBy({
    by: ['state'],
    where: { reporterId, state: { in: ['upheld', 'dismissed', 'care'] } },
    _count: true,
  })
  const count = (state: string) => decided.find((one) => one.state === state)?._count ?? 0
  const record = {
    since: account.createdAt,
    upheld: count('upheld') + count('care'),
    dismissed: count('dismissed'),
  }
  return { penName: account.penName, ...record, weight: reportWeight(record, now) }
}
