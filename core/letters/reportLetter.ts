import { keepApart } from '../accounts/blocks.ts'
import type { Core } from '../core.ts'
import { type AccountId, type DeliveryId, newId, type ReportId } from '../ids.ts'
import { openCase } from '../moderation/queue.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { openLetterText } from './draft.ts'
import { findReceived } from './inbox.ts'

/** What a report may say is wrong; the words are in texts/. */
export const reportCategories = ['hurtful', 'sexual', 'contact', 'spam', 'danger', 'other'] as const
export const REPORT_WORDS_MAX = 1_000

/** What a report's copy and words are sealed for. */
export const REPORT_COPY = 'report:copy'
export const REPORT_WORDS = 'report:words'

/**
 * Shows a letter to the moderators, with a sealed copy of its own. It is out of the reader's sight at once and the two
 * are kept apart until it is decided. The writer learns nothing of who reported. Once a letter and reader.
 */
export async function reportLetter(
  core: Core,
  {
    readerId,
    deliveryId,
    category,
    words,
  }: { readerId: AccountId; deliveryId: DeliveryId; category: string; words: string },
): Promise<void> {
  if (!reportCategories.some((known) => known === category)) throw new Refusal('refuse.report.category')
  const delivery = await findReceived(core, readerId, deliveryId)
  if (delivery.letter.kind === 'self') throw new Refusal('refuse.letter.gone')
  const now = core.clock.now()
  const report = {
    id: newId<ReportId>(now),
    deliveryId,
    reporterId: readerId,
    category,
    words: words.trim() ? core.vault.seal(words.trim().slice(0, REPORT_WORDS_MAX), REPORT_WORDS) : null,
    copy: core.vault.seal(openLetterText(core, delivery.letter), REPORT_COPY),
    createdAt: now,
  }
  await inPrisma(core, async ({ prisma }) => {
    const before = await prisma.report.findUnique({ where: { deliveryId } })
    if (before && before.state !== 'withdrawn') throw new Refusal('refuse.report.already')
    if (before) await prisma.report.delete({ where: { id: before.id } })
    await prisma.report.create({ data: report })
    await openCase(core, { prisma }, { kind: 'report', reportId: report.id })
    await prisma.delivery.update({ where: { id: deliveryId }, data: { state: 'reported', closedAt: now } })
    await prisma.letter.updateMany({
      where: { id: delivery.letterId, state: { in: ['delivered', 'opened'] } },
      data: { state: 'held', changedAt: now },
    })
    const pair = { blockerId: readerId, blockedId: delivery.letter.writerId as AccountId }
    await keepApart(core, { prisma }, { ...pair, cause: report.id, viaReport: true })
  })
}
