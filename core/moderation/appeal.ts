import type { Core } from '../core.ts'
import type { AccountId, SanctionId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { Sanction } from '../store/generated/client.ts'
import { inPrisma, type PrismaTx } from '../store/transaction.ts'
import { openCase } from './queue.ts'
import { SANCTION_APPEAL } from './seals.ts'
import { SANCTIONS_OF } from './standing.ts'

export const APPEAL_MIN_CHARACTERS = 10
export const APPEAL_MAX_CHARACTERS = 1_000
/** A sanction can be appealed for so long. */
export const APPEAL_DAYS = 30

/**
 * Asks the moderators to look at a sanction again; it stands in the same queue as reports. Once a sanction. It goes on
 * holding until somebody decided. Refused when it was appealed before, is over, or is too long ago.
 */
export async function appealSanction(
  core: Core,
  { accountId, sanctionId, words }: { accountId: AccountId; sanctionId: SanctionId; words: string },
): Promise<void> {
  const said = words.trim()
  if (said.length < APPEAL_MIN_CHARACTERS) throw new Refusal('refuse.appeal.short', { least: APPEAL_MIN_CHARACTERS })
  if (said.length > APPEAL_MAX_CHARACTERS)
    throw new Refusal('refuse.words.tooLong', { length: said.length, most: APPEAL_MAX_CHARACTERS })
  await inPrisma(core, async (tx) => {
    await findAppealable(core, tx, { accountId, sanctionId })
    const now = core.clock.now()
    const { count } = await tx.prisma.sanction.updateMany({
      where: { id: sanctionId, appealedAt: null },
      data: { appealedAt: now, appeal: core.vault.seal(said, SANCTION_APPEAL) },
    })
    if (count === 0) throw new Refusal('refuse.appeal.once')
    await openCase(core, tx, { kind: 'appeal', sanctionId })
  })
}

/** Refused with the reason when this person cannot appeal this sanction (any more). */
export async function checkAppeal(
  core: Core,
  { accountId, sanctionId }: { accountId: AccountId; sanctionId: SanctionId },
): Promise<void> {
  await inPrisma(core, (tx) => findAppealable(core, tx, { accountId, sanctionId }))
}

async function findAppealable(
  core: Core,
  tx: PrismaTx,
  { accountId, sanctionId }: { accountId: AccountId; sanctionId: SanctionId },
): Promise<Sanction> {
  const [own] = await tx.run(`select 1 as own where $2::uuid in (${SANCTIONS_OF('$1::uuid')})`, [accountId, sanctionId])
  const sanction = own && (await tx.prisma.sanction.findUnique({ where: { id: sanctionId } }))
  if (!sanction || sanction.liftedAt) throw new Refusal('refuse.appeal.over')
  if (sanction.appealedAt) throw new Refusal('refuse.appeal.once')
  const age = core.clock.now().getTime() - sanction.createdAt.getTime()
  if (sanction.kind !== 'ban' && age > APPEAL_DAYS * 86_400_000) throw new Refusal('refuse.appeal.over')
  return sanction
}
