import { askToday, UNASKED } from '../accounts/dailyPrompt.ts'
import { makeExport, UNMADE } from '../accounts/export/make.ts'
import { refreshSlots } from '../accounts/readerSlots.ts'
import { CHATS_DUE, idleSince, sweepChats } from '../chat/sweepChats.ts'
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
 * were sent but not followed up. Whatever the queue lost is found here. One bad row never stops the others. Mostly nothing
 * is due, which one statement tells.
 */
export async function sweepLetters(core: Core): Promise<void> {
  const kinds = kindsOf(core)
  const chats = { sql: CHATS_DUE, values: [idleSince(core.clock.now())] }
  const due = await whatIsDue(core, [...kinds, chats])
  let some = false
  // What is done may make due what comes after it.
  for (const [at, kind] of kinds.entries()) if (some || due[at]) some = (await each(core, kind)) || some
  if (some || due[kinds.length]) await sweepChats(core)
}

/** Something that may be due: how it is found, by `id`, and what is done with each. */
type Kind = Asked & { act(id: string): Promise<unknown> }
type Asked = { sql: string; values: unknown[] }

function kindsOf(core: Core): Kind[] {
  const now = core.clock.now()
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
  const partAs = (why: 'expired' | 'unreachable') => (id: string) =>
    inPg(core, async (tx) => void (await seekAnother(core, tx, { deliveryId: id as DeliveryId, why })))
  return [
    { sql: SLOTS, values: [now, A_LOOK], act: (id) => inPg(core, (tx) => refreshSlots(core, tx, id as AccountId)) },
    { sql: UNREAD, values: [daysAgo(UNREAD_DAYS), A_LOOK], act: partAs('expired') },
    {
      sql: SENT_NOT_NOTED,
      values: [daysAgo(NOT_NOTED_DAYS), A_LOOK],
      act: (id) => noteArrived(core, [id as DeliveryId]),
    },
    { sql: GONE_NOT_NOTED, values: [daysAgo(NOT_NOTED_DAYS), A_LOOK], act: partAs('unreachable') },
    { sql: UNPARKED, values: [daysAgo(PARKED_DAYS), A_LOOK], act: (id) => handParked(core, id as DeliveryId) },
    { sql: DUE_LETTERS, values: [now, A_LOOK], act: (id) => releaseLetter(core, id as LetterId) },
    { sql: UNMADE, values: [now, A_LOOK], act: (id) => makeExport(core, { exportId: id as ExportId }) },
    { sql: UNASKED, values: [now, A_LOOK], act: (id) => askToday(core, id as AccountId) },
    { sql: UNTOLD, values: [now, A_LOOK], act: (id) => tellFollowers(core, id as OpenLetterId) },
    {
      sql: UNADDRESSED,
      values: [A_LOOK],
      act: (id) => addressAnnouncement(core, { id: id as AnnouncementId, most: A_SWEEP }),
    },
  ]
}

/** For each whether it finds anything now. */
async function whatIsDue(core: Core, asked: Asked[]): Promise<boolean[]> {
  let before = 0
  const looks = asked.map(({ sql, values }) => {
    const look = sql.replace(/\$(\d+)/g, (_, number) => `$${before + Number(number)}`)
    before += values.length
    return `exists (${look})`
  })
  const text = `select array[${looks.join(', ')}] as due`
  const { rows } = await core.db.pg.query({ name: 'sweep_due', text, values: asked.flatMap(({ values }) => values) })
  return rows[0].due
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

/** Acts on every row found, some at a time, until nothing is found any more; whether any was. One that fails stops no other. */
async function each(core: Core, { sql, values, act }: Kind): Promise<boolean> {
  const passedOver = (error: unknown) => core.log.error({ err: error }, 'sweep: a row was passed over')
  let some = false
  for (let look = 0; look < LOOKS_MOST; look++) {
    const { rows } = await core.db.pg.query(sql, values)
    some ||= rows.length > 0
    const left = rows.values()
    const work = async () => {
      for (const row of left) await act(row.id).catch(passedOver)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    if (rows.length < A_LOOK) break
  }
  return some
}

const SLOTS = 'select account_id as id from reader_slot where changes_at <= $1 group by 1 limit $2'

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
