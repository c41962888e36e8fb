import { isBlockedEitherWay } from '../accounts/blocks.ts'
import { tell } from '../accounts/tell.ts'
import type { Core } from '../core.ts'
import type { Parcel } from '../delivery/channel.ts'
import { type AccountId, type DeliveryId, type LetterId, newId } from '../ids.ts'
import type { Language } from '../language.ts'
import { inPg, type PgTx } from '../store/transaction.ts'
import { chooseReader } from './chooseReader.ts'
import { tellReached } from './noticeSettled.ts'
import { isOutOfReach, parkAnswer } from './parkedAnswer.ts'
import { seekAnother } from './seekAnother.ts'
import { LETTER_DELIVERED, LETTER_SEEKS, LOCK_LETTER, WRITE_DELIVERY } from './sql.ts'

/** When nobody is eligible the letter is tried again at once when somebody becomes so, and after this anyway. */
export const SEEK_AGAIN_MINUTES = 10
/** When whoever is eligible is just being given another letter. */
const BUSY_AGAIN_MS = 1_000
/** A letter is returned to its writer after so many readers, or when so many days found none. */
export const HOPS_MAX = 5
export const SEEK_DAYS_MAX = 30

type Due = {
  id: LetterId
  writer_id: AccountId
  kind: 'stranger' | 'self' | 'answer'
  to_id: AccountId | null
  correspondence_id: string | null
  language: Language
  state: string
  hops: number
  arrives_at: Date
  seek_at: Date | null
  posted_at: Date
}

/**
 * Hands a letter whose time has come to its reader: matched, delivered and put into the outbox in one transaction.
 * With nobody eligible it waits as `seeking`; after too long it goes back to its writer. Safe to call at any time, any
 * number of times, by many at once: a letter that is not due is left alone.
 */
export async function releaseLetter(core: Core, letterId: LetterId): Promise<void> {
  await inPg(core, async (tx) => {
    const letter = (await tx.pg.query({ ...LOCK_LETTER, values: [letterId] })).rows[0] as Due | undefined
    const now = core.clock.now()
    if (!letter || !isDue(letter, now)) return
    if (letter.kind === 'self') return deliver(core, tx, letter, letter.writer_id)
    if (letter.kind === 'answer') {
      const { id, writer_id: from, to_id: to } = letter
      if (!to || (await haveParted(tx, letter, to))) return returnToWriter(core, tx, letter)
      if (await isOutOfReach(tx, { from, to })) return parkAnswer(core, tx, { id, to })
      return deliver(core, tx, letter, to)
    }
    await seekReader(core, tx, letter)
  })
}

async function seekReader(core: Core, tx: PgTx, letter: Due): Promise<void> {
  const now = core.clock.now()
  const sought = now.getTime() - letter.posted_at.getTime() - travelTime(letter)
  if (letter.hops >= HOPS_MAX || sought > SEEK_DAYS_MAX * 86_400_000) return returnToWriter(core, tx, letter)
  const { id, writer_id: writerId, language } = letter
  const reader = await chooseReader(core, tx, { id, writerId, language })
  if (reader && reader !== 'busy') return deliver(core, tx, letter, reader)
  const again = new Date(now.getTime() + (reader ? BUSY_AGAIN_MS : SEEK_AGAIN_MINUTES * 60_000))
  await tx.pg.query({ ...LETTER_SEEKS, values: [id, now, again] })
  if (reader) tx.afterCommit(() => core.queues.releaseAt(id, again))
}

/** Two pen-friends have parted while the letter was on its way, which both read: it has ended, or one blocked the other. */
async function haveParted(tx: PgTx, letter: Due, to: AccountId): Promise<boolean> {
  if (!letter.correspondence_id) return false
  if (await isBlockedEitherWay(tx, letter.writer_id, to)) return true
  const ended = 'select 1 from correspondence where id = $1 and ended_at is not null'
  return (await tx.run(ended, [letter.correspondence_id])).length > 0
}

/** A seeking letter is always worth another try; a travelling one only once its time has come. */
function isDue(letter: Due, now: Date): boolean {
  return letter.state === 'seeking' || (letter.state === 'travelling' && letter.arrives_at <= now)
}

const travelTime = (letter: Due) => Math.max(0, letter.arrives_at.getTime() - letter.posted_at.getTime())

async function deliver(core: Core, tx: PgTx, letter: Due, reader: AccountId): Promise<void> {
  const now = core.clock.now()
  const deliveryId = newId<DeliveryId>(now)
  const parcel: Parcel = { kind: 'letter-arrived', deliveryId }
  const told = await tell(core, tx, { to: reader, parcel, priority: 'letter', onceKey: `arrived:${deliveryId}` })
  await tx.pg.query({
    ...WRITE_DELIVERY,
    values: [deliveryId, letter.id, reader, told === 'posted' || told === 'away' ? 'waiting' : 'arrived', now],
  })
  await tx.pg.query({ ...LETTER_DELIVERED, values: [letter.id, now] })
  if (told === 'digest' || told === 'silent') await tellReached(core, tx, [deliveryId])
  if (told === 'away' && letter.kind === 'stranger') await seekAnother(core, tx, { deliveryId, why: 'unreachable' })
}

/** No reader could be found: the writer is told, kindly, once. */
async function returnToWriter(core: Core, tx: PgTx, letter: Due): Promise<void> {
  await tx.pg.query(`update letter set state = 'returned', seek_at = null, changed_at = $2 where id = $1`, [
    letter.id,
    core.clock.now(),
  ])
  const parcel: Parcel = { kind: 'letter-returned', letterId: letter.id }
  await tell(core, tx, { to: letter.writer_id, parcel, priority: 'letter', onceKey: `returned:${letter.id}` })
}
