import type { Core } from '../core.ts'
import { newId, type OpenLetterId } from '../ids.ts'
import { openLetterText } from '../letters/draft.ts'
import { bandOf } from '../recommendations/candidate.ts'
import { ENTER_LETTER } from '../recommendations/sql.ts'
import type { Letter } from '../store/generated/client.ts'
import type { PrismaTx } from '../store/transaction.ts'
import { readLooks } from './looks.ts'

/**
 * Puts the words of a letter to a stranger where everyone finds them from `opensAt` on, if its writer wants it left
 * open; in the caller's transaction. A letter is there once.
 */
export async function publishLetter(
  core: Core,
  tx: PrismaTx,
  { letter, opensAt }: { letter: Letter; opensAt: Date },
): Promise<OpenLetterId | undefined> {
  if (!letter.leaveOpen || letter.kind !== 'stranger') return undefined
  const before = await tx.prisma.openLetter.findUnique({ where: { letterId: letter.id }, select: { id: true } })
  if (before) return before.id as OpenLetterId
  const now = core.clock.now()
  const id = newId<OpenLetterId>(now)
  await tx.prisma.openLetter.create({
    data: {
      id,
      authorId: letter.writerId,
      letterId: letter.id,
      ...core.vault.sealBody(openLetterText(core, letter), id),
      signature: letter.signature,
      language: letter.language,
      ...readLooks(letter),
      heavy: letter.heavy,
      openedAt: opensAt,
      changedAt: now,
    },
  })
  await tx.run(ENTER_LETTER, [id, bandOf({ looks: 0, liked: 0 }), core.random()])
  return id
}
