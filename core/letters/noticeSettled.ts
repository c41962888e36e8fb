import { tell } from '../accounts/tell.ts'
import { chatSettled } from '../chat/chatSettled.ts'
import type { Core } from '../core.ts'
import { inBatches } from '../delivery/batch.ts'
import type { Settled } from '../delivery/dispatcher.ts'
import type { AccountId, DeliveryId, LetterId } from '../ids.ts'
import { inPg, type Tx } from '../store/transaction.ts'
import { seekAnother } from './seekAnother.ts'

/**
 * What follows from a notice having been settled: the letter has arrived and its writer hears so, once; or the reader
 * cannot be reached and the letter seeks another. Told twice, it does nothing twice.
 */
export function noticeSettled(core: Core): Settled {
  const arrived = inBatches<DeliveryId, undefined>(
    async (ids) => {
      await noteArrived(core, ids)
      return ids.map(() => undefined)
    },
    { most: ARRIVED_AT_ONCE },
  )
  return async (settled) => {
    const { parcel, outcome } = settled
    if (parcel.kind.startsWith('chat-')) return chatSettled(core, settled)
    if (parcel.kind !== 'letter-arrived') return
    const { deliveryId } = parcel
    if (outcome === 'gone') await inPg(core, (tx) => seekAnother(core, tx, { deliveryId, why: 'unreachable' }))
    else if (outcome !== 'void') await arrived(deliveryId)
  }
}

const ARRIVED_AT_ONCE = 100

/** The readers have the notices, or find the letters in the inbox; each writer is told the first time this happens. */
export async function noteArrived(core: Core, deliveryIds: DeliveryId[]): Promise<void> {
  await inPg(core, async (tx) => {
    await tx.run(ARRIVED, [deliveryIds, core.clock.now().toISOString()])
    await tellReached(core, tx, deliveryIds)
  })
}

/** Tells writers that somebody has their letter: once a letter, however many readers it sees; never to oneself. */
export async function tellReached(core: Core, tx: Tx, deliveryIds: DeliveryId[]): Promise<void> {
  for (const letter of await tx.run(REACHED, [deliveryIds, core.clock.now().toISOString()])) {
    const letterId = letter.id as LetterId
    await tell(core, tx, {
      to: letter.writer_id as AccountId,
      parcel: { kind: 'letter-reached', letterId },
      priority: 'announcement',
      onceKey: `reached:${letterId}`,
    })
  }
}

const ARRIVED = `update delivery set state = 'arrived', arrived_at = $2::timestamptz
  where id = any($1::uuid[]) and state = 'waiting'`
/** Locked in one order, so that two who tell the same writers never wait for each other. */
const REACHED = `with reached as (
    select l.id from delivery d join letter l on l.id = d.letter_id
    where d.id = any($1::uuid[]) and l.kind <> 'self' and l.told_reached_at is null order by l.id for update of l
  )
  update letter l set told_reached_at = $2::timestamptz from reached
  where l.id = reached.id and l.told_reached_at is null returning l.id, l.writer_id`
