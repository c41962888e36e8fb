import type { Core } from '../core.ts'
import type { DeliveryId, LetterId } from '../ids.ts'
import type { DeliveryState } from '../store/generated/enums.ts'
import type { Tx } from '../store/transaction.ts'
import { endNotice } from './letterNotice.ts'
import { type SpotName, takeAway } from './shownLetters.ts'

/** Why a reader no longer has a letter. */
type Parting = Extract<DeliveryState, 'passed' | 'expired' | 'unreachable' | 'blocked'>

/**
 * Ends a delivery that was not answered; a stranger's letter seeks another reader, in the caller's transaction.
 * Its copies leave the reader's chats, but for the message `at` which their press replaces; a notice nobody followed asks
 * no longer. Answers stay with whom they
 * were written to. Returns false when the delivery had ended already.
 */
export async function seekAnother(
  core: Core,
  tx: Tx,
  { deliveryId, why, at }: { deliveryId: DeliveryId; why: Parting; at?: SpotName | undefined },
): Promise<boolean> {
  const now = core.clock.now()
  const [letter] = await tx.run(PART, [deliveryId, why, now.toISOString()])
  if (!letter) return false
  await takeAway(core, tx, { deliveryId, but: at })
  if (why === 'expired') await endNotice(core, tx, { deliveryId })
  tx.afterCommit(() => core.queues.releaseAt(letter.id as LetterId, now))
  return true
}

const PART = `
  with parted as (
    update delivery d set state = $2::"DeliveryState", closed_at = $3::timestamptz from letter l
    where d.id = $1::uuid and l.id = d.letter_id and l.kind = 'stranger' and d.state in ('waiting', 'arrived', 'opened')
    returning d.letter_id
  )
  update letter set state = 'seeking', seek_at = $3::timestamptz, changed_at = $3::timestamptz
  from parted where letter.id = parted.letter_id and letter.state in ('delivered', 'opened')
  returning letter.id`
