import type { Core } from '../core.ts'

/** The sealed copy of a reported letter is kept so long after its decision. */
export const COPY_DAYS = 30

/** Shreds what was kept of letters whose reports were decided long ago, and what was said about them. */
export async function forgetOldReports(core: Core): Promise<number> {
  const before = new Date(core.clock.now().getTime() - COPY_DAYS * 86_400_000)
  const { count } = await core.db.prisma.report.updateMany({
    where: { state: { not: 'open' }, decidedAt: { lte: before }, copy: { not: null } },
    data: { copy: null, words: null },
  })
  await core.db.prisma.sanction.updateMany({
    where: { appealDecidedAt: { lte: before }, OR: [{ quote: { not: null } }, { appeal: { not: null } }] },
    data: { quote: null, appeal: null },
  })
  return count
}
