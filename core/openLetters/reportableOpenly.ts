import type { Reportable } from '../moderation/reportable.ts'
import type { CommentState, OpenState } from '../store/generated/enums.ts'
import type { PrismaTx } from '../store/transaction.ts'

/** An open letter. Hidden, its author sees that a moderator looks at it. */
export const reportableOpenLetter: Reportable = {
  async hide(_core, tx, id) {
    await moveLetter(tx, id, ['open'], 'held')
  },
  async goOn(_core, tx, id, how) {
    await moveLetter(tx, id, how === 'restored' ? ['held', 'removed'] : ['held'], 'open')
    if (how === 'care') await tx.prisma.openLetter.updateMany({ where: { id }, data: { heavy: true } })
  },
  async remove(_core, tx, id) {
    await moveLetter(tx, id, ['open', 'closed', 'held'], 'removed')
  },
}

/** A comment under an open letter. */
export const reportableComment: Reportable = {
  async hide(_core, tx, id) {
    await moveComment(tx, id, ['shown'], 'held')
  },
  async goOn(_core, tx, id, how) {
    await moveComment(tx, id, how === 'restored' ? ['held', 'removed'] : ['held'], 'shown')
  },
  async remove(_core, tx, id) {
    await moveComment(tx, id, ['shown', 'held'], 'removed')
  },
}

async function moveLetter({ prisma }: PrismaTx, id: string, from: OpenState[], to: OpenState): Promise<void> {
  await prisma.openLetter.updateMany({ where: { id, state: { in: from } }, data: { state: to } })
}

/** Changes a comment's state, and the count of its letter with it. */
async function moveComment({ prisma }: PrismaTx, id: string, from: CommentState[], to: CommentState): Promise<void> {
  for (const state of from) {
    const { count } = await prisma.comment.updateMany({ where: { id, state }, data: { state: to } })
    if (count === 0) continue
    const { openLetterId } = await prisma.comment.findUniqueOrThrow({ where: { id }, select: { openLetterId: true } })
    const change = Number(to === 'shown') - Number(state === 'shown')
    await prisma.openLetter.update({ where: { id: openLetterId }, data: { comments: { increment: change } } })
    return
  }
}
