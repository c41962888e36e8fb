import { askToday, UNASKED } from '../accounts/dailyPrompt.ts'
import { makeExport, UNMADE } from '../accounts/export/make.ts'
import { refreshSlots } from '../accounts/readerSlots.ts'
import { sweepChats } from '../chat/sweepChats.ts'
import type { Core } from '../core.ts'
import { tellFollowers, UNTOLD } from '../follows/tellFollowers.ts'
import type { AccountId, AnnouncementId, DeliveryId, ExportId, LetterId, OpenLetterId } from '../ids.ts'
import type { LetterWork } from '../jobs/queues.ts'
import type { Language } from '../language.ts'
import { A_SWEEP, addressAnnouncement, UNADDRESSED } from '../operations/addressAnnouncement.ts'
import { refreshTaste } from '../recommendations/refreshTaste.ts'
import { inPg } from '../store/transaction.ts'
import { openForgetting } from './forgetOld.ts'
import { noteArrived } from './noticeSettled.ts'
import { handParked, PARKED_DAYS, UNPARKED } from './parkedAnswer.ts'
import { releaseLetter } from './releaseLetter.ts'
import { seekAnother } from './seekAnother.ts'
import { DUE_LETTERS, SEEKING_LETTERS } from './sql.ts'

/** An unread letter seeks another reader after so many days. */
export const UNREAD_DAYS = 7
const A_LOOK = 500
const AT_ONCE = 6
/** A sweep ends, even when it leaves behind what it finds: the next one goes on. */
const LOOKS_MOST = 20

/** The letters' jobs: what the queue wakes us for, and the look at everything that is due, which needs no queue. */
export function letterWork(core: Core): LetterWork {
  const forget = openForgetting(core)
  return {
    release: (letterId) => releaseLetter(core, letterId),
    seek: (language) => seekReaders(core, language),
    makeExport: (exportId) => makeExport(core, { exportId }),
    refreshTaste: async () => void (await refreshTaste(core)),
    sweep: async () => {
      await sweepLetters(core)
      await forget()
    },
  }
}

/**
 * Finds everything that is due and does it: places in the line, letters to release, letters unread too long, words that
 * were sent but not followed up. Whatever the queue lost is found here. One bad row never stops the others.
 */
export async function sweepLetters(core: Core): Promise<void> {
  const now = core.clock.now()
  await each(
    core,
    'select account_id as id from reader_slot where changes_at <= $1 group by 1 limit $2',
    [now, A_LOOK],
    (id) => inPg(core, (tx) => refreshSlots(core, tx, id as AccountId)),
  )
  await each(core, UNREAD, [new Date(now.getTime() - UNREAD_DAYS * 86_400_000), A_LOOK], (id) =>
    inPg(core, async (tx) => void (await seekAnother(core, tx, { deliveryId: id as DeliveryId, why: 'expired' }))),
  )
  const lately = new Date(now.getTime() - NOT_NOTED_DAYS * 86_400_000)
  await each(core, SENT_NOT_NOTED, [lately, A_LOOK], (id) => noteArrived(core, [id as DeliveryId]))
  await each(core, GONE_NOT_NOTED, [lately, A_LOOK], (id) =>
    inPg(core, async (tx) => void (await seekAnother(core, tx, { deliveryId: id as DeliveryId, why: 'unreachable' }))),
  )
  const parkedSince = new Date(now.getTime() - PARKED_DAYS * 86_400_000)
  await each(core, UNPARKED, [parkedSince, A_LOOK], (id) => handParked(core, id as DeliveryId))
  await each(core, DUE_LETTERS, [now, A_LOOK], (id) => releaseLetter(core, id as LetterId))
  await each(core, UNMADE, [now, A_LOOK], (id) => makeExport(core, { exportId: id as ExportId }))
  await each(core, UNASKED, [now, A_LOOK], (id) => askToday(core, id as AccountId))
  await each(core, UNTOLD, [now, A_LOOK], (id) => tellFollowers(core, id as OpenLetterId))
  await each(core, UNADDRESSED, [A_LOOK], (id) =>
    addressAnnouncement(core, { id: id as AnnouncementId, most: A_SWEEP }),
  )
  await sweepChats(core)
}

/** Tries the letters that seek a reader of this language, longest first, until nobody is left to take one. */
async function seekReaders(core: Core, language: Language): Promise<void> {
  const { rows } = await core.db.pg.query(SEEKING_LETTERS, [language, A_LOOK])
  for (const row of rows) {
    const { rowCount } = await core.db.pg.query(
      'select 1 from reader_slot where language = $1::"Language" and open limit 1',
      [language],
    )
    if (!rowCount) return
    await releaseLetter(core, row.id)
  }
}

/** Acts on every row found, some at a time, until nothing is found any more. One that fails stops no other. */
async function each(core: Core, sql: string, values: unknown[], act: (id: string) => Promise<unknown>): Promise<void> {
  const passedOver = (error: unknown) => core.log.error({ err: error }, 'sweep: a row was passed over')
  for (let look = 0; look < LOOKS_MOST; look++) {
    const { rows } = await core.db.pg.query(sql, values)
    const left = rows.values()
    const work = async () => {
      for (const row of left) await act(row.id).catch(passedOver)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    if (rows.length < A_LOOK) return
  }
}

/** A letter is `delivered` from the moment its reader got it until they open it. */
const UNREAD = `select d.id from letter l join delivery d on d.letter_id = l.id and d.state in ('waiting', 'arrived')
  where l.state = 'delivered' and l.kind = 'stranger' and l.changed_at <= $1 order by l.changed_at limit $2`
/** Older ones wait for somebody who is away. */
const NOT_NOTED_DAYS = 30
const SENT_NOT_NOTED = `select d.id from delivery d join outbox o on o.once_key = 'arrived:' || d.id
  where d.state = 'waiting' and d.created_at > $1 and o.state in ('sent', 'unknown', 'refused') limit $2`
const GONE_NOT_NOTED = `select d.id from delivery d join letter l on l.id = d.letter_id and l.kind = 'stranger'
  join outbox o on o.once_key = 'arrived:' || d.id
  where d.state = 'waiting' and d.created_at > $1 and o.state = 'gone' limit $2`
