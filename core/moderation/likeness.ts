import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import { fold } from '../safety/fold.ts'
import type { PrismaTx } from '../store/transaction.ts'

/** Letters are compared with those of so many days; then what compares them is forgotten. */
export const LIKENESS_DAYS = 7
/** The same words from one person so often, or from all people together so often, are suspected to be spam. */
export const ALIKE_OF_ONE_MAX = 2
export const ALIKE_OF_ALL_MAX = 4
/** Open reports of spam by so many people put somebody's next letters in front of a moderator. */
export const SPAM_REPORTERS = 2
/** Shorter letters are alike by nature ("You can do it!"); of longer ones the beginning is compared. In letters and digits. */
const COMPARED_FROM = 40
const COMPARED = 160

const SCOPE = 'likeness'
const DAY_MS = 86_400_000

/**
 * What makes two letters the same: a keyed hash of how they begin, without case, spaces, punctuation and disguises.
 * Null for a short letter. Nobody can tell the words from it, and without the keys nobody can try them either.
 */
export function gistOf(core: Core, text: string): Uint8Array<ArrayBuffer> | null {
  const bare = fold(text).text.replaceAll(/[^\p{L}\p{N}]/gu, '')
  return bare.length < COMPARED_FROM ? null : core.vault.lookup(SCOPE, bare.slice(0, COMPARED))
}

/**
 * Whether a letter to a stranger should wait for a moderator without its writer being told: it says what they, or many,
 * have said before, or several people report its writer for spam just now. Whoever sends spam learns nothing from it.
 */
export async function isSuspected(
  core: Core,
  { prisma }: Pick<PrismaTx, 'prisma'>,
  { writerId, gist }: { writerId: AccountId; gist: Uint8Array<ArrayBuffer> | null },
): Promise<boolean> {
  const since = new Date(core.clock.now().getTime() - LIKENESS_DAYS * DAY_MS)
  if (gist) {
    const alike = { gist, postedAt: { gt: since } }
    if ((await prisma.letter.count({ where: { ...alike, writerId } })) >= ALIKE_OF_ONE_MAX) return true
    if ((await prisma.letter.count({ where: alike })) >= ALIKE_OF_ALL_MAX) return true
  }
  const open = { writerId, category: 'spam', state: 'open' as const }
  const reporters = await prisma.report.findMany({ where: open, distinct: ['reporterId'], select: { id: true } })
  return reporters.length >= SPAM_REPORTERS
}

/** How many letters of these days begin with the same words as this one, itself among them. */
export async function countAlike(core: Core, { gist }: { gist: Uint8Array | null }): Promise<number> {
  if (!gist) return 0
  const since = new Date(core.clock.now().getTime() - LIKENESS_DAYS * DAY_MS)
  return core.db.prisma.letter.count({ where: { gist: Buffer.from(gist), postedAt: { gt: since } } })
}

/** Letters that are old enough are compared with nothing any more. Returns how many. */
export async function forgetLikeness(core: Core): Promise<number> {
  const before = new Date(core.clock.now().getTime() - LIKENESS_DAYS * DAY_MS)
  const { count } = await core.db.prisma.letter.updateMany({
    where: { gist: { not: null }, postedAt: { lte: before } },
    data: { gist: null },
  })
  return count
}
