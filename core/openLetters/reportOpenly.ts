import type { Core } from '../core.ts'
import type { AccountId, CommentId, OpenLetterId } from '../ids.ts'
import { openLetterText } from '../letters/draft.ts'
import { type SpotName, takeAwayOpenly } from '../letters/shownLetters.ts'
import { fileReport } from '../moderation/fileReport.ts'
import { inPrisma } from '../store/transaction.ts'
import { readComment } from './readComments.ts'
import { findReadable } from './readOpenLetter.ts'
import { reportableComment } from './reportableOpenly.ts'

type Said = { reporterId: AccountId; category: string; words: string; at?: SpotName | undefined }

/**
 * Shows an open letter to the moderators ({@link fileReport}). It is out of the reporter's sight at once, with every copy
 * in their chats (but for `at`, where it was reported), and out of everybody's when enough people say so. Its author learns nothing of who reported.
 */
export async function reportOpenLetter(
  core: Core,
  { openLetterId, at, ...said }: Said & { openLetterId: OpenLetterId },
): Promise<void> {
  const letter = await findReadable(core, { readerId: said.reporterId, openLetterId })
  await inPrisma(core, async (tx) => {
    await fileReport(core, tx, {
      kind: 'open',
      thingId: openLetterId,
      ...said,
      writerId: letter.authorId as AccountId,
      copy: openLetterText(core, letter),
    })
    await takeAwayOpenly(core, tx, { readerId: said.reporterId, what: { openLetterId }, but: at })
  })
}

/**
 * The same for a comment. One that the author of the letter reports is out of everybody's sight at once: it stands under
 * their words. Worry about whoever wrote it hides nothing.
 */
export async function reportComment(
  core: Core,
  { commentId, at, ...said }: Said & { commentId: CommentId },
): Promise<void> {
  const readerId = said.reporterId
  const comment = await readComment(core, { readerId, commentId })
  const letter = await findReadable(core, { readerId, openLetterId: comment.openLetterId })
  await inPrisma(core, async (tx) => {
    const { authorId: writerId, text: copy } = comment
    await fileReport(core, tx, { kind: 'comment', thingId: commentId, ...said, writerId, copy })
    await takeAwayOpenly(core, tx, { readerId, what: { commentId }, but: at })
    if (letter.authorId === readerId && said.category !== 'danger') await reportableComment.hide(core, tx, commentId)
  })
}
