import type { Core } from '../core.ts'
import type { AccountId, DeliveryId } from '../ids.ts'
import { fileReport } from '../moderation/fileReport.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { openLetterText } from './draft.ts'
import { findReceived } from './received.ts'
import { type SpotName, takeAway } from './shownLetters.ts'

/**
 * Shows a letter to the moderators ({@link fileReport}). It is out of the reader's sight at once, with
 * every copy in their chats (but for `at`, where it was reported); the writer learns nothing of who reported. Once a letter and reader.
 */
export async function reportLetter(
  core: Core,
  {
    readerId,
    deliveryId,
    category,
    words,
    at,
  }: {
    readerId: AccountId
    deliveryId: DeliveryId
    category: string
    words: string
    at?: SpotName | undefined
  },
): Promise<void> {
  const { letter } = await findReceived(core, readerId, deliveryId)
  if (letter.kind === 'self') throw new Refusal('refuse.letter.gone')
  const now = core.clock.now()
  await inPrisma(core, async (tx) => {
    await fileReport(core, tx, {
      kind: 'letter',
      thingId: deliveryId,
      reporterId: readerId,
      writerId: letter.writerId as AccountId,
      category,
      words,
      copy: openLetterText(core, letter),
    })
    await tx.prisma.delivery.update({ where: { id: deliveryId }, data: { state: 'reported', closedAt: now } })
    await takeAway(core, tx, { deliveryId, but: at })
    await tx.prisma.letter.updateMany({
      where: { id: letter.id, state: { in: ['delivered', 'opened'] } },
      data: { state: 'held', changedAt: now },
    })
  })
}
