import type { Core } from '../core.ts'
import type { AccountId, OpenLetterId } from '../ids.ts'
import { findReadable } from '../openLetters/readOpenLetter.ts'
import { noteSignals } from '../recommendations/noteSignals.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'

/** A person follows at most so many pen-names. */
export const FOLLOWS_MAX = 500

/**
 * Follows the pen-name that an open letter is signed with: that name of that person, and no other name of theirs, so
 * that nothing shows which names belong together. Following twice does nothing twice. The followed person learns a
 * number, and the follower's pen-name only where the follower allows it. Refused for an unsigned letter, for one's own,
 * and for one that cannot be read: somebody who was blocked reads the same as about a letter that was closed.
 */
export async function followPenName(
  core: Core,
  { followerId, openLetterId }: { followerId: AccountId; openLetterId: OpenLetterId },
): Promise<{ penName: string; already: boolean }> {
  const letter = await findReadable(core, { readerId: followerId, openLetterId })
  if (letter.signature === null) throw new Refusal('refuse.follow.unsigned')
  if (letter.authorId === followerId) throw new Refusal('refuse.follow.oneself')
  const penName = letter.signature
  const following = await core.db.prisma.follow.count({ where: { followerId } })
  if (following >= FOLLOWS_MAX) throw new Refusal('refuse.follow.tooMany', { most: FOLLOWS_MAX })
  return inPrisma(core, async (tx) => {
    const created = await tx.run(FOLLOW, [followerId, letter.authorId, penName, core.clock.now().toISOString()])
    if (created.length > 0) await noteSignals(core, { readerId: followerId, openLetterId, kinds: ['followed'], tx })
    return { penName, already: created.length === 0 }
  })
}

const FOLLOW = `insert into follow (follower_id, followed_id, pen_name, created_at)
  values ($1::uuid, $2::uuid, $3::text, $4::timestamptz) on conflict do nothing returning 1 as made`
