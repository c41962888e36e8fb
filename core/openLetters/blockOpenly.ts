import { keepApart } from '../accounts/blocks.ts'
import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import { endThreadBetween } from '../letters/correspondence.ts'
import { type ShownOpenly, type SpotName, takeAwayOpenly } from '../letters/shownLetters.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { readComment } from './readComments.ts'
import { findReadable } from './readOpenLetter.ts'

/**
 * Never again between a reader and whoever wrote this, either way: open letters, comments, letters, follows. The other
 * side is never told who or why. What it was pressed on leaves the reader's chats, but for `at`.
 */
export async function blockOpenly(
  core: Core,
  { readerId, thing, at }: { readerId: AccountId; thing: ShownOpenly; at?: SpotName | undefined },
): Promise<void> {
  const { writerId, label } = await whoWrote(core, readerId, thing)
  if (writerId === readerId) throw new Refusal('refuse.open.own')
  const cause = 'openLetterId' in thing ? thing.openLetterId : thing.commentId
  await inPrisma(core, async (tx) => {
    await keepApart(core, tx, { blockerId: readerId, blockedId: writerId, cause, label })
    const [mine, theirs] = [
      { followerId: readerId, followedId: writerId },
      { followerId: writerId, followedId: readerId },
    ]
    await tx.prisma.follow.deleteMany({ where: { OR: [mine, theirs] } })
    await endThreadBetween(core, tx, { by: readerId, other: writerId })
    await takeAwayOpenly(core, tx, { readerId, what: thing, but: at })
  })
}

async function whoWrote(
  core: Core,
  readerId: AccountId,
  thing: ShownOpenly,
): Promise<{ writerId: AccountId; label: string | null }> {
  if ('openLetterId' in thing) {
    const letter = await findReadable(core, { readerId, openLetterId: thing.openLetterId })
    return { writerId: letter.authorId as AccountId, label: letter.signature }
  }
  const comment = await readComment(core, { readerId, commentId: thing.commentId })
  return { writerId: comment.authorId, label: comment.signature }
}
