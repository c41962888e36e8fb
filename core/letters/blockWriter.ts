import { keepApart } from '../accounts/blocks.ts'
import { endChatBetween } from '../chat/leaveChat.ts'
import type { Core } from '../core.ts'
import type { AccountId, DeliveryId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { endThreadBetween } from './correspondence.ts'
import { findReceived } from './received.ts'
import { seekAnother } from './seekAnother.ts'
import { type SpotName, takeAway } from './shownLetters.ts'

/**
 * Never again between these two, either way. The letter leaves the reader's sight; a stranger's unanswered letter seeks
 * another reader; its copies leave the reader's chats (but for `at`, where the block was pressed); a correspondence between them ends. The other side is never told who or why.
 */
export async function blockWriter(
  core: Core,
  { readerId, deliveryId, at }: { readerId: AccountId; deliveryId: DeliveryId; at?: SpotName | undefined },
): Promise<void> {
  const { letter } = await findReceived(core, readerId, deliveryId)
  if (letter.kind === 'self') throw new Refusal('refuse.letter.gone')
  const now = core.clock.now()
  await inPrisma(core, async (tx) => {
    const blockedId = letter.writerId as AccountId
    await keepApart(core, tx, { blockerId: readerId, blockedId, cause: deliveryId, label: letter.signature })
    const seeks = await seekAnother(core, tx, { deliveryId, why: 'blocked', at })
    if (!seeks) {
      await tx.prisma.delivery.update({ where: { id: deliveryId }, data: { state: 'blocked', closedAt: now } })
      await takeAway(core, tx, { deliveryId, but: at })
    }
    await endChatBetween(core, tx, { by: readerId, other: blockedId })
    await endThreadBetween(core, tx, { by: readerId, other: blockedId })
  })
}
