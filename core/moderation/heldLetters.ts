import type { Core } from '../core.ts'
import type { AccountId, LetterId } from '../ids.ts'
import { publishLetter } from '../openLetters/publishLetter.ts'
import { writeAudit } from './audit.ts'
import { inform } from './inform.ts'
import { closeCase, takeCase } from './queue.ts'
import { inRehearsal } from './rehearse.ts'
import type { Rule, Step } from './rules.ts'
import { imposeSanction } from './sanctions.ts'

/** What a moderator may say to a letter that the safety check held back. */
export type HeldDecision =
  | { kind: 'release' }
  | { kind: 'remove'; rule: Rule; quote?: string | undefined; gently?: boolean | undefined }

/**
 * Lets a held letter travel as its writer wished, or removes it for a broken rule, with what the ladder says. The writer
 * hears it either way, save that a letter that waited without their knowing goes on without their knowing.
 */
export async function decideHeld(
  core: Core,
  {
    by,
    number,
    decision,
    why,
    rehearse = false,
  }: { by: string; number: number; decision: HeldDecision; why: string; rehearse?: boolean },
): Promise<Step | undefined> {
  return inRehearsal(core, rehearse, async (tx) => {
    const found = await takeCase(core, tx, { by, number, kind: 'held' })
    const letter = await tx.prisma.letter.findUniqueOrThrow({ where: { id: found.letterId ?? '' } })
    const letterId = letter.id as LetterId
    const writerId = letter.writerId as AccountId
    const now = core.clock.now()
    const removed = decision.kind === 'remove'
    await tx.prisma.letter.updateMany({
      where: { id: letterId, state: 'held' },
      data: { state: removed ? 'removed' : 'travelling', quiet: false, changedAt: now },
    })
    const step = removed
      ? await imposeSanction(core, tx, { ...decision, accountId: writerId, by, letterId })
      : undefined
    if (!removed) {
      const opensAt = letter.arrivesAt ?? now
      await publishLetter(core, tx, { letter, opensAt })
      if (!letter.quiet)
        await inform(core, tx, {
          to: writerId,
          parcel: { kind: 'letter-freed', letterId },
          onceKey: `freed:${letterId}`,
        })
      tx.afterCommit(() => core.queues.releaseAt(letterId, opensAt))
    }
    await closeCase(core, tx, number, removed ? 'removed' : 'released')
    const act = removed ? `held.remove ${decision.rule} ${step?.kind}` : 'held.release'
    await writeAudit(core, tx, { operator: by, act, subject: `case ${number}`, why })
    return step
  })
}
