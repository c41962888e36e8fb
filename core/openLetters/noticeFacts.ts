import type { Core } from '../core.ts'
import type { Parcel } from '../delivery/channel.ts'
import type { CommentId, OpenLetterId } from '../ids.ts'
import { openLetterText } from '../letters/draft.ts'
import { excerpt } from '../letters/inbox.ts'

/**
 * What a notice about open letters has to tell. Of others there is nothing in it but the pen-name that they signed an
 * open letter with; excerpts are of the recipient's own words.
 */
export type OpenFacts =
  | { kind: 'open-thanked'; openLetterId: OpenLetterId; excerpt: string; thanks: number }
  | { kind: 'open-commented'; openLetterId: OpenLetterId; excerpt: string }
  | { kind: 'comment-answered'; openLetterId: OpenLetterId; excerpt: string }
  | { kind: 'followed-opened'; openLetterId: OpenLetterId; penName: string }
  | { kind: 'followed-digest' }
  | { kind: 'daily-prompt'; day: number }

type OpenParcel = Extract<Parcel, { kind: OpenFacts['kind'] }>

/** The facts of a parcel about open letters; undefined when there is nothing to tell any more. */
export async function openFacts(core: Core, parcel: OpenParcel): Promise<OpenFacts | undefined> {
  switch (parcel.kind) {
    case 'open-thanked': {
      const letter = await core.db.prisma.openLetter.findUnique({ where: { id: parcel.openLetterId } })
      if (letter?.state !== 'open' || letter.thanks === 0) return undefined
      const { openLetterId } = parcel
      const own = excerpt(openLetterText(core, letter))
      return { kind: 'open-thanked', openLetterId, excerpt: own, thanks: letter.thanks }
    }
    case 'open-commented':
    case 'comment-answered':
      return commented(core, parcel.kind, parcel.commentId)
    case 'followed-opened': {
      const letter = await core.db.prisma.openLetter.findUnique({ where: { id: parcel.openLetterId } })
      if (letter?.state !== 'open' || !letter.signature) return undefined
      return { kind: 'followed-opened', openLetterId: parcel.openLetterId, penName: letter.signature }
    }
    case 'followed-digest':
      return { kind: 'followed-digest' }
    case 'daily-prompt':
      return { kind: 'daily-prompt', day: parcel.day }
  }
}

async function commented(
  core: Core,
  kind: 'open-commented' | 'comment-answered',
  commentId: CommentId,
): Promise<OpenFacts | undefined> {
  const comment = await core.db.prisma.comment.findUnique({
    where: { id: commentId },
    include: { openLetter: true, parent: true },
  })
  if (comment?.state !== 'shown' || comment.openLetter.state !== 'open') return undefined
  const own = kind === 'comment-answered' ? (comment.parent ?? comment.openLetter) : comment.openLetter
  return {
    kind,
    openLetterId: comment.openLetterId as OpenLetterId,
    excerpt: excerpt(openLetterText(core, own)),
  }
}
