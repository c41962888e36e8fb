import { tell } from '../accounts/tell.ts'
import type { Core } from '../core.ts'
import { type AccountId, type DeliveryId, type LetterId, newId } from '../ids.ts'
import { SANCTIONS_OF } from '../moderation/standing.ts'
import { inPg, type PgTx, type Tx } from '../store/transaction.ts'
import { noteArrived } from './noticeSettled.ts'
import { WRITE_DELIVERY } from './sql.ts'

/**
 * Answers that cannot be handed over: one of the two blocked or reported the other, or whoever they are for erased
 * everything or is banned. Writing, sending and what is read of it afterwards are to the byte the same as for somebody
 * who is asleep or left for a while, so that nobody learns who blocked whom, nor that two letters came from one person.
 * When nothing stands between the two any more, the answer arrives.
 */
export async function isOutOfReach(tx: Tx, { from, to }: { from: string; to: string }): Promise<boolean> {
  return (await tx.run(`select 1 as apart where ${OUT_OF_REACH('$1::uuid', '$2::uuid')}`, [from, to])).length > 0
}

/** The answer waits where nobody sees it; to its writer it is on its way. The letter it answers is one not answered yet. */
export async function parkAnswer(core: Core, tx: PgTx, answer: { id: LetterId; to: AccountId }): Promise<void> {
  const now = core.clock.now()
  await tx.pg.query({ ...WRITE_DELIVERY, values: [newId<DeliveryId>(now), answer.id, answer.to, 'blocked', now] })
  await tx.run(PARK, [answer.id, now.toISOString()])
}

/** Nothing stands between the two any more: the answer arrives like any other. Found twice, it arrives once. */
export async function handParked(core: Core, deliveryId: DeliveryId): Promise<void> {
  const told = await inPg(core, async (tx) => {
    const [row] = await tx.run(HAND, [deliveryId, core.clock.now().toISOString()])
    if (!row) return undefined
    const parcel = { kind: 'letter-arrived', deliveryId } as const
    const to = row.reader_id as AccountId
    return tell(core, tx, { to, parcel, priority: 'letter', onceKey: `arrived:${deliveryId}` })
  })
  if (told === 'digest' || told === 'silent') await noteArrived(core, [deliveryId])
}

const OUT_OF_REACH = (from: string, to: string) => `(
  exists (select 1 from block b where (b.blocker_id = ${from} and b.blocked_id = ${to}) or (b.blocker_id = ${to} and b.blocked_id = ${from}))
  or exists (select 1 from account gone where gone.id = ${to} and gone.erased_at is not null)
  or exists (select 1 from sanction ban where ban.kind = 'ban' and ban.lifted_at is null and ban.id in (${SANCTIONS_OF(to)})))`

const PARK = `with parked as (
    update letter set state = 'delivered', seek_at = null, changed_at = $2::timestamptz where id = $1::uuid returning answers_id
  )
  update letter answered set state = 'opened' from parked join delivery d on d.id = parked.answers_id
  where answered.id = d.letter_id and answered.state = 'answered'`

/** A block is rarely thought over later than so many days. */
export const PARKED_DAYS = 90
const PARKED = `l.id = d.letter_id and l.kind = 'answer' and l.state = 'delivered'
  and d.state = 'blocked' and d.arrived_at is null and d.opened_at is null`

/** Parked answers with nothing in between any more. */
export const UNPARKED = `select d.id from delivery d join letter l on ${PARKED}
  and d.created_at > $1 and not ${OUT_OF_REACH('l.writer_id', 'd.reader_id')} limit $2`

const HAND = `with handed as (
    update delivery d set state = 'waiting', closed_at = null from letter l where ${PARKED} and d.id = $1::uuid returning d.reader_id, l.answers_id
  ), answered as (
    update letter answered set state = 'answered', changed_at = $2::timestamptz from handed join delivery d on d.id = handed.answers_id
    where answered.id = d.letter_id and answered.state = 'opened'
  )
  select reader_id from handed`
