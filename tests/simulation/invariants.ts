import type pg from 'pg'
import { CALM_DOWN_MS } from './fate.ts'
import type { Somebody } from './people.ts'
import type { Arrival } from './platforms.ts'

/** A look at rows, parcels and platforms once everything is done. */
type Around = {
  everybody: Somebody[]
  /** Who could not be reached at some time: what is only kind to hear was not kept for them. */
  everAway: Set<string>
  arrivals: Arrival[]
  posted: Map<string, number>
  /** Rows whose recipient was away once. */
  gone: Set<string>
  now: Date
  calmSince: number
  count(what: string): void
}

/** Mail of a calm time leaves at once: the next look, which is the net, comes later than this. */
const AT_ONCE_MS = 1_200

/**
 * A delivery `d` of a letter `l` whose notice has an end that nothing followed from, or that has none. What is not for
 * just anybody waits for a reader who cannot be reached.
 */
export const NOT_FOLLOWED_UP = `d.state = 'waiting' and (l.kind = 'stranger'
  or exists (select 1 from outbox o where o.once_key = 'arrived:' || d.id and o.state <> 'gone')
  or not exists (select 1 from outbox o where o.once_key = 'arrived:' || d.id)
    and exists (select 1 from identity i where i.account_id = d.reader_id and i.gone_at is null))`

/** What must hold at the end of a run; one line for each thing that does not. */
export async function faultsFound(real: pg.Pool, around: Around): Promise<string[]> {
  return [
    ...(await faultsOfMail(real, around)),
    ...(await faultsOfLetters(real, around)),
    ...(await faultsOfEvents(real)),
  ]
}

type Row = {
  id: string
  platform: 'discord' | 'telegram'
  chat: string
  parcel: { kind: string }
  state: string
  ambiguous: number
  created_at: Date
  due_at: Date
  settled_at: Date | null
  once_key: string | null
}

async function faultsOfMail(
  real: pg.Pool,
  { everybody, arrivals, posted, gone, calmSince, count }: Around,
): Promise<string[]> {
  const { rows } = await real.query<Omit<Row, 'chat'> & { account_id: string }>(
    `select o.id, o.platform::text, i.account_id, o.parcel, o.state::text, o.ambiguous, o.created_at, o.due_at, o.settled_at, o.once_key
     from outbox o join identity i on i.id = o.identity_id order by o.id`,
  )
  const faults: string[] = []
  const earlier = new Map<string, Earlier>()
  const sent: Sent[] = []
  for (const { account_id: account, ...found } of rows) {
    const row: Row = { ...found, chat: everybody.find(({ accountId }) => accountId === account)?.platformId ?? '' }
    count(`row: ${row.state}`)
    const nonce = `w${BigInt(row.id).toString(36)}`
    const seen = arrivals.filter((one) => one.platform === row.platform && one.nonce === nonce)
    if (seen.length > 1) count('row: doubled, and counted as doubtful')
    const before = earlier.get(row.chat) ?? { settled: 0 }
    const overtaken = seen[0] && row.ambiguous === 0 ? overtakenBy(row, seen[0], sent) : undefined
    const late = latenessOf(row, seen[0], before, calmSince)
    const name = `row ${row.id} (${row.parcel.kind} on ${row.platform}, ${row.state}, ambiguous ${row.ambiguous})`
    const complain = (wrong: boolean, what: string) => void (wrong && faults.push(`${name} ${what}`))
    complain(row.settled_at === null, 'was never settled')
    complain(row.state === 'sent' && seen.length === 0, 'never arrived')
    complain(row.state === 'unknown' && row.ambiguous === 0, 'is unknown without a doubt')
    complain(NEVER_SENT.has(row.state) && seen.length > row.ambiguous, 'arrived all the same')
    complain(row.platform === 'discord' && seen.length > 1, `arrived ${seen.length} times`)
    complain(seen.length - 1 > row.ambiguous, 'was doubled without a doubt about it')
    complain(overtaken !== undefined, `overtook row ${overtaken}`)
    complain(late > AT_ONCE_MS, `left only after ${late} ms`)
    earlier.set(row.chat, { settled: Math.max(before.settled, row.settled_at?.getTime() ?? 0) })
    // Without a key of its own nobody knows when it was committed.
    if (seen[0] && row.ambiguous === 0 && row.once_key !== null && !gone.has(row.id))
      sent.push({ row, at: seen[0].at, committed: posted.get(row.once_key) ?? 0 })
  }
  return faults
}

/** When the last of a chat's rows was settled. */
type Earlier = { settled: number }
/** A row that arrived without a doubt. */
type Sent = { row: Row; at: number; committed: number }

/** An earlier row of the same chat that was there to be sent when this one was written, and arrived after it. */
function overtakenBy(row: Row, first: Arrival, sent: Sent[]): string | undefined {
  const written = row.created_at.getTime()
  return sent.find(
    (one) => one.row.chat === row.chat && one.at > first.at && one.committed < written && one.row.due_at <= row.due_at,
  )?.row.id
}

const NEVER_SENT = new Set(['gone', 'void', 'refused'])

/** How long after it could have left a message of the calm time left. */
function latenessOf(row: Row, first: Arrival | undefined, before: Earlier, calmSince: number): number {
  const since = Math.max(row.created_at.getTime(), row.due_at.getTime(), before.settled)
  const calm = since > calmSince + CALM_DOWN_MS && row.state === 'sent' && row.ambiguous === 0
  return calm && first ? first.at - since : 0
}

async function faultsOfLetters(real: pg.Pool, { everybody, everAway, now, count }: Around): Promise<string[]> {
  const { rows } = await real.query(
    `select l.id, l.kind::text, l.state::text, l.arrives_at, l.seek_at, l.told_reached_at is not null as told, l.hops,
       (select count(*)::int from delivery d where d.letter_id = l.id and d.closed_at is null) as open,
       (select count(*)::int from delivery d where d.letter_id = l.id and ${NOT_FOLLOWED_UP}) as waiting,
       (select count(*)::int from delivery d where d.letter_id = l.id) as deliveries,
       (select count(*)::int from outbox o where o.once_key = 'reached:' || l.id) as reached,
       (select count(*)::int from outbox o where o.once_key = 'returned:' || l.id) as returned,
       l.writer_id
     from letter l order by l.created_at`,
  )
  const faults: string[] = []
  for (const row of rows) {
    count(`letter: ${row.state}`)
    const writer = everybody.find(({ accountId }) => accountId === row.writer_id)?.platformId ?? ''
    const reachable = !everAway.has(writer)
    const readers = HELD.has(row.state) ? 1 : 0
    const lost = row.seek_at === null || row.seek_at < new Date(now.getTime() - 60_000)
    const complain = (wrong: boolean, what: string) =>
      void (
        wrong && faults.push(`${row.kind} ${row.id.slice(-6)} (${row.state}, ${row.deliveries} deliveries) ${what}`)
      )
    complain(row.open !== readers, `is with ${row.open} readers`)
    complain(row.waiting > 0, 'has a notice that nobody followed up')
    complain(row.state === 'travelling' && row.arrives_at < now, 'is due and was not released')
    complain(row.state === 'seeking' && lost, 'is sought no reader for')
    complain(row.reached > 1 || (row.told && row.reached === 0 && reachable), `told its writer ${row.reached} times`)
    complain(row.state === 'returned' && row.returned !== 1 && reachable, 'came home without a word')
  }
  return faults
}

const HELD = new Set(['delivered', 'opened', 'answered'])

/** Whatever was written down as heard was handled, and an answer belongs to a letter that says so. */
async function faultsOfEvents(real: pg.Pool): Promise<string[]> {
  const { rows: left } = await real.query(
    `select platform::text, attempts, handled_at is null as open from inbound where handled_at is null or failure is not null`,
  )
  const { rows: answers } = await real.query(
    `select l.state::text as answer, d.state::text as delivery, answered.state::text as answered
     from letter l join delivery d on d.id = l.answers_id join letter answered on answered.id = d.letter_id
     where l.state not in ('draft', 'recalled') and not (d.state = 'answered' and answered.state = 'answered')`,
  )
  const { rows: unanswered } = await real.query(
    `select d.id from delivery d where d.state = 'answered' and not exists (select 1 from letter l where l.answers_id = d.id
       and l.state not in ('draft', 'recalled'))`,
  )
  return [
    ...left.map(
      ({ platform, attempts, open }) =>
        `an event of ${platform} ${open ? 'was never handled' : `failed ${attempts} times`}`,
    ),
    ...answers.map((one) => `an answer (${one.answer}) to a letter that is ${one.answered} (${one.delivery})`),
    ...unanswered.map(({ id }) => `delivery ${id.slice(-6)} is answered, and there is no answer`),
  ]
}
