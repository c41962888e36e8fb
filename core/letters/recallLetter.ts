import type { Core } from '../core.ts'
import type { AccountId, LetterId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'

/**
 * Takes a letter back while nobody has it. It becomes a draft again under a new life only if its writer wants so;
 * here it ends as `recalled`, its words kept for the writer; left open, it is closed. Refused once it was delivered.
 */
export async function recallLetter(
  core: Core,
  { writerId, letterId }: { writerId: AccountId; letterId: LetterId },
): Promise<void> {
  await inPrisma(core, async ({ prisma }) => {
    const letter = await prisma.letter.findFirst({ where: { id: letterId, writerId } })
    if (!letter) throw new Refusal('refuse.letter.gone')
    const { count } = await prisma.letter.updateMany({
      where: { id: letterId, OR: [{ state: { in: ['travelling', 'seeking'] } }, { state: 'held', quiet: true }] },
      data: { state: 'recalled', seekAt: null, answersId: null, changedAt: core.clock.now() },
    })
    if (count === 0) throw new Refusal(letter.state === 'recalled' ? 'refuse.recall.already' : 'refuse.recall.tooLate')
    // What waited quietly for a moderator is nobody's case any more.
    const over = { closedAt: core.clock.now(), decision: 'withdrawn' }
    await prisma.case.updateMany({ where: { letterId, closedAt: null }, data: over })
    await prisma.openLetter.updateMany({ where: { letterId, state: 'open' }, data: { state: 'closed' } })
    if (letter.answersId) {
      const again = await prisma.delivery.updateMany({
        where: { id: letter.answersId, state: 'answered' },
        data: { state: 'opened', answeredAt: null },
      })
      if (again.count === 0) return
      const answered = await prisma.delivery.findUniqueOrThrow({ where: { id: letter.answersId } })
      await prisma.letter.updateMany({ where: { id: answered.letterId, state: 'answered' }, data: { state: 'opened' } })
    }
  })
}
