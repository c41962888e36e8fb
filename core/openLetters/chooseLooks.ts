import type { Core } from '../core.ts'
import type { AccountId, LetterId } from '../ids.ts'
import { CHANGE_LOOKS } from '../recommendations/sql.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { isMood, isStationery, isTopic, type Looks, readLooks } from './looks.ts'

/** How a letter of one's own stands with being left open. */
export type Openness = Looks & {
  letterId: LetterId
  isDraft: boolean
  /** Its writer wants it open; for a draft: from the moment it arrives. */
  leaveOpen: boolean
}

/** Refused when it is no letter to a stranger of this writer's. */
export async function readOpenness(
  core: Core,
  { writerId, letterId }: { writerId: AccountId; letterId: LetterId },
): Promise<Openness> {
  const letter = await core.db.prisma.letter.findFirst({ where: { id: letterId, writerId, kind: 'stranger' } })
  if (!letter) throw new Refusal('refuse.open.notThis')
  return { ...readLooks(letter), letterId, isDraft: letter.state === 'draft', leaveOpen: letter.leaveOpen }
}

/**
 * Chooses mood, topic or paper of a letter of one's own, also of one that is open already; or, for a draft, whether it
 * is left open. What is no choice is refused.
 */
export async function chooseLooks(
  core: Core,
  {
    writerId,
    letterId,
    change,
  }: {
    writerId: AccountId
    letterId: LetterId
    change: { mood?: string | null; topic?: string | null; stationery?: string; leaveOpen?: boolean }
  },
): Promise<Openness> {
  const { mood, topic, stationery, leaveOpen } = change
  if ((mood && !isMood(mood)) || (topic && !isTopic(topic)) || (stationery && !isStationery(stationery)))
    throw new Refusal('refuse.stale')
  await inPrisma(core, async ({ prisma, run }) => {
    const looks = {
      ...(mood === undefined ? {} : { mood }),
      ...(topic === undefined ? {} : { topic }),
      ...(stationery === undefined ? {} : { stationery }),
    }
    const where = { id: letterId, writerId, kind: 'stranger' as const }
    await prisma.letter.updateMany({ where, data: looks })
    if (leaveOpen !== undefined)
      await prisma.letter.updateMany({ where: { ...where, state: 'draft' }, data: { leaveOpen } })
    if (Object.keys(looks).length > 0) {
      await prisma.openLetter.updateMany({
        where: { letterId, authorId: writerId },
        data: { ...looks, changedAt: core.clock.now() },
      })
      await run(CHANGE_LOOKS, [letterId])
    }
  })
  return readOpenness(core, { writerId, letterId })
}
