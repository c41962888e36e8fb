import type { Core } from '../core.ts'
import type { AccountId, LetterId } from '../ids.ts'
import { openLetterText } from '../letters/draft.ts'
import { obstacles } from '../letters/mayTravel.ts'
import { extraWords } from '../moderation/extraWords.ts'
import { refuseWhilePaused } from '../moderation/standing.ts'
import { Refusal } from '../refusal.ts'
import { readText } from '../safety/readText.ts'
import type { Letter } from '../store/generated/client.ts'
import { inPrisma, type PrismaTx } from '../store/transaction.ts'
import { readLooks } from './looks.ts'
import { publishLetter } from './publishLetter.ts'

/** A letter that somebody has: its writer may leave it open once it was received well. */
const RECEIVED = ['delivered', 'opened', 'answered']

/**
 * Leaves a letter of one's own open for everyone, at once, as it was signed. Only a letter to a stranger that was
 * thanked or answered: an answer is half somebody else's, and is never opened. One that was closed is opened again.
 * Refused while paused, and when contact details or hurtful words are found in it now.
 */
export async function leaveOpen(
  core: Core,
  { writerId, letterId }: { writerId: AccountId; letterId: LetterId },
): Promise<void> {
  await refuseWhilePaused(core, writerId)
  const words = await extraWords(core)
  return inPrisma(core, async (tx) => {
    await tx.run('select 1 as held from letter where id = $1::uuid for update', [letterId])
    const letter = await tx.prisma.letter.findFirst({
      where: { id: letterId, writerId },
      include: { deliveries: { select: { stamp: true, answeredAt: true } }, opened: true },
    })
    if (letter?.kind !== 'stranger') throw new Refusal('refuse.open.notThis')
    if (letter.opened) return await reopen(core, tx, { ...letter.opened, letter })
    if (!wasReceivedWell(letter)) throw new Refusal('refuse.open.notYet')
    const [problem] = obstacles(readText(openLetterText(core, letter), { words }), { isOnlyAnswer: false })
    if (problem) throw new Refusal('refuse.open.words', { found: problem.matched })
    const open = await tx.prisma.letter.update({ where: { id: letterId }, data: { leaveOpen: true } })
    await publishLetter(core, tx, { letter: open, opensAt: core.clock.now() })
  })
}

/** Whether a letter was received well, so that its writer may leave it open: somebody has it, and thanked or answered. Pure. */
export function wasReceivedWell({
  kind,
  state,
  deliveries,
}: Pick<Letter, 'kind' | 'state'> & { deliveries: { stamp: string | null; answeredAt: Date | null }[] }): boolean {
  const welcome = deliveries.some(({ stamp, answeredAt }) => stamp !== null || answeredAt !== null)
  return kind === 'stranger' && RECEIVED.includes(state) && welcome
}

async function reopen(core: Core, tx: PrismaTx, opened: { id: string; state: string; letter: Letter }): Promise<void> {
  if (opened.state !== 'closed') throw new Refusal('refuse.open.already')
  await tx.prisma.openLetter.update({
    where: { id: opened.id },
    data: { state: 'open', ...readLooks(opened.letter), changedAt: core.clock.now() },
  })
}
