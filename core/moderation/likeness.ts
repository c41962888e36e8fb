import type { Core } from '../core.ts'
import { fold } from '../safety/fold.ts'

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

/** How often such a letter was posted of late ({@link likeSince}), by its writer and by all, and how many report them for spam now. */
export type Suspicion = { alikeOwn: number; alike: number; reporters: number }

/**
 * Whether a letter to a stranger should wait for a moderator without its writer being told: it says what they, or many,
 * have said before, or several people report its writer for spam just now. Whoever sends spam learns nothing from it. Pure.
 */
export const isSuspected = ({ alikeOwn, alike, reporters }: Suspicion): boolean =>
  alikeOwn >= ALIKE_OF_ONE_MAX || alike >= ALIKE_OF_ALL_MAX || reporters >= SPAM_REPORTERS

/** Letters from before are compared with nothing. */
export const likeSince = (now: Date): Date => new Date(now.getTime() - LIKENESS_DAYS * DAY_MS)

/** How many letters of these days begin with the same words as this one, itself among them. */
export async function countAlike(core: Core, { gist }: { gist: Uint8Array | null }): Promise<number> {
  if (!gist) return 0
  return core.db.prisma.letter.count({
    where: { gist: Buffer.from(gist), postedAt: { gt: likeSince(core.clock.now()) } },
  })
}

/** Letters that are old enough are compared with nothing any more. Returns how many. */
export async function forgetLikeness(core: Core): Promise<number> {
  const before = likeSince(core.clock.now())
  const { count } = await core.db.prisma.letter.updateMany({
    where: { gist: { not: null }, postedAt: { lte: before } },
    data: { gist: null },
  })
  return count
}
