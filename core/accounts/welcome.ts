import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { refreshSlots } from './readerSlots.ts'

/** The person says that they are an adult and agree to the house rules. Saying it twice changes nothing. */
export async function declareAdult(core: Core, { accountId }: { accountId: AccountId }): Promise<void> {
  await core.db.prisma.account.updateMany({
    where: { id: accountId, adultAt: null },
    data: { adultAt: core.clock.now() },
  })
}

/** Completes the welcome; from now on everything is open to them. Refused without a declaration or a pen-name. */
export async function finishWelcome(
  core: Core,
  { accountId, willing }: { accountId: AccountId; willing: boolean },
): Promise<void> {
  await inPrisma(core, async (tx) => {
    const account = await tx.prisma.account.findUniqueOrThrow({ where: { id: accountId } })
    if (!account.adultAt || !account.penName) throw new Refusal('refuse.welcomeFirst')
    const welcomedAt = account.welcomedAt ?? core.clock.now()
    await tx.prisma.account.update({ where: { id: accountId }, data: { welcomedAt, willing } })
    await refreshSlots(core, tx, accountId)
  })
}
