import { tell } from '../accounts/tell.ts'
import type { Core } from '../core.ts'
import type { Settled } from '../delivery/dispatcher.ts'
import type { AccountId, DeliveryId, LetterId } from '../ids.ts'
import { inPrisma, type Tx } from '../store/transaction.ts'
import { seekAnother } from './seekAnother.ts'

/**
 * What follows from a notice having been settled: the letter has arrived and its writer hears so, once; or the reader
 * cannot be reached and the letter seeks another. Told twice, it does nothing twice.
 */
export function noticeSettled(core: Core): Settled {
  return async ({ parcel, outcome }) => {
    if (parcel.kind !== 'letter-arrived') return
    if (outcome === 'gone')
      await inPrisma(core, (tx) => seekAnother(core, tx, { deliveryId: parcel.deliveryId, why: 'unreachable' }))
    else if (outcome !== 'void') await noteArrived(core, parcel.deliveryId)
  }
}

/** The reader has the notice, or finds the letter in the inbox; the writer is told the first time this happens. */
export async function noteArrived(core: Core, deliveryId: DeliveryId): Promise<void> {
  await inPrisma(core, async (tx) => {
    const now = core.clock.now().toISOString()
    await tx.run(ARRIVED, [deliveryId, now])
    await tellReached(core, tx, deliveryId)
  })
}

/** Tells the writer that somebody has their letter: once a letter, however many readers it sees; never to oneself. */
export async function tellReached(core: Core, tx: Tx, deliveryId: DeliveryId): Promise<void> {
  const [letter] = await tx.run(REACHED, [deliveryId, core.clock.now().toISOString()])
  if (!letter) return
  const letterId = letter.id as LetterId
  const to = letter.writer_id as AccountId
  await tell(core, tx, {
    to,
    parcel: { kind: 'letter-reached', letterId },
    priority: 'announcement',
    onceKey: `reached:${letterId}`,
  })
}

const ARRIVED = `update delivery set state = 'arrived', arrived_at = $2::timestamptz
  where id = $1::uuid and state = 'waiting' returning id`
const REACHED = `update letter l set told_reached_at = $2::timestamptz from delivery d
  where d.id = $1::uuid and l.id = d.letter_id and l.kind <> 'self' and l.told_reached_at is null
  returning l.id, l.writer_id`
