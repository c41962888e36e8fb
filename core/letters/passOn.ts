import type { Core } from '../core.ts'
import type { AccountId, DeliveryId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { findReceived } from './received.ts'
import { seekAnother } from './seekAnother.ts'
import type { SpotName } from './shownLetters.ts'

/**
 * Passes a stranger's letter on: it leaves this reader and seeks another. `at`: the message it is passed on from. Refused
 * for answers and answered letters.
 */
export async function passOn(
  core: Core,
  { readerId, deliveryId, at }: { readerId: AccountId; deliveryId: DeliveryId; at?: SpotName | undefined },
): Promise<void> {
  await findReceived(core, readerId, deliveryId)
  const passed = await inPrisma(core, (tx) => seekAnother(core, tx, { deliveryId, why: 'passed', at }))
  if (!passed) throw new Refusal('refuse.passOn.notThis')
}

/** A reader who left altogether: the unanswered letters of strangers they had not opened seek others. */
export async function letGoUnread(core: Core, { readerId }: { readerId: AccountId }): Promise<void> {
  const unread = await core.db.prisma.delivery.findMany({
    where: { readerId, state: { in: ['waiting', 'arrived'] }, letter: { kind: 'stranger' } },
    select: { id: true },
  })
  for (const { id } of unread)
    await inPrisma(core, (tx) => seekAnother(core, tx, { deliveryId: id as DeliveryId, why: 'unreachable' }))
}
