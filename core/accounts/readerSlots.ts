import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import type { Language } from '../language.ts'
import { SANCTIONS_OF } from '../moderation/standing.ts'
import type { Tx } from '../store/transaction.ts'
import { wallClockAt } from '../wallClock.ts'
import { nextMidnight, type QuietHours, quietBegins, quietUntil } from './quietHours.ts'

/** What decides whether, and how soon, a person is sent a stranger's letter. */
export type ReaderFacts = QuietHours & {
  willing: boolean
  welcomed: boolean
  reachable: boolean
  /** Moderators paused this person until then; a ban has no end. */
  pausedUntil: Date | 'for good' | null
  reads: Language[]
  dailyNumber: number
  readCount: number
  readDay: string | null
  waitingSince: Date
  lastWroteAt: Date | null
}

/** A person's place in the line: whether it is open, which band, and when to look again. */
export type Slot = { open: boolean; band: number; changesAt: Date | null }

/** Bands by how long one has waited; 0 is first. */
export const BAND_AFTER_DAYS = [3, 1] as const
export const LAST_BAND = BAND_AFTER_DAYS.length
/** Who wrote within these days stands one band further in front. */
export const WRITER_DAYS = 7
const DAY_MS = 86_400_000

/** The date on the person's own calendar, as `readDay` keeps it. */
function dayOf(now: Date, zone: string): string {
  const { year, month, day } = wallClockAt(now, zone)
  return `${year}-${month}-${day}`
}

/** Where a person stands in the line now. Pure. */
export function slotOf(facts: ReaderFacts, now: Date): Slot {
  const band = bandOf(facts, now)
  if (!facts.willing || !facts.welcomed || !facts.reachable) return { open: false, band: band.band, changesAt: null }
  if (facts.pausedUntil === 'for good') return { open: false, band: band.band, changesAt: null }
  const wake = facts.pausedUntil ?? quietUntil(facts, now) ?? fullUntil(facts, now)
  if (wake) return { open: false, band: band.band, changesAt: wake }
  return { open: true, band: band.band, changesAt: earliest(quietBegins(facts, now) ?? null, band.changesAt) }
}

function bandOf({ waitingSince, lastWroteAt }: ReaderFacts, now: Date): { band: number; changesAt: Date | null } {
  const waited = now.getTime() - waitingSince.getTime()
  const byWait = BAND_AFTER_DAYS.findIndex((days) => waited >= days * DAY_MS)
  const band = byWait < 0 ? LAST_BAND : byWait
  const wroteUntil = lastWroteAt ? new Date(lastWroteAt.getTime() + WRITER_DAYS * DAY_MS) : null
  const writes = wroteUntil !== null && wroteUntil > now
  const nextDays = BAND_AFTER_DAYS[band - 1]
  const moves = nextDays === undefined ? null : new Date(waitingSince.getTime() + nextDays * DAY_MS)
  return { band: Math.max(0, band - (writes ? 1 : 0)), changesAt: earliest(moves, writes ? wroteUntil : null) }
}

/** The next midnight of a person who has had their number for today; undefined while there is room. */
function fullUntil({ readCount, readDay, dailyNumber, zone }: ReaderFacts, now: Date): Date | undefined {
  return readDay === dayOf(now, zone) && readCount >= dailyNumber ? nextMidnight(now, zone) : undefined
}

function earliest(...times: (Date | null)[]): Date | null {
  const known = times.filter((time) => time !== null)
  return known.length ? new Date(Math.min(...known.map((time) => time.getTime()))) : null
}

/**
 * Puts a person's slots right after anything about them changed, in the caller's transaction; locks the account. When they
 * became open, seeking letters are told.
 */
export async function refreshSlots(core: Core, tx: Tx, accountId: AccountId): Promise<void> {
  const facts = await lockFacts(core, tx, accountId)
  if (facts) await writeSlots(core, tx, { accountId, facts })
}

/**
 * Counts a stranger's letter in this language as this person's and gives them a new random place in the line, in the
 * caller's transaction; locks the account. False when they take none now: their slots were out of date, and are right
 * afterwards.
 */
export async function takeTurn(core: Core, tx: Tx, accountId: AccountId, language: Language): Promise<boolean> {
  const facts = await lockFacts(core, tx, accountId)
  if (!facts) return false
  const now = core.clock.now()
  if (!facts.reads.includes(language) || !slotOf(facts, now).open) {
    await writeSlots(core, tx, { accountId, facts })
    return false
  }
  const readDay = dayOf(now, facts.zone)
  const readCount = facts.readDay === readDay ? facts.readCount + 1 : 1
  await writeSlots(core, tx, { accountId, facts: { ...facts, waitingSince: now, readDay, readCount }, took: true })
  return true
}

/** Undefined for an account that is no more. */
async function lockFacts(core: Core, tx: Tx, accountId: AccountId): Promise<ReaderFacts | undefined> {
  const [row] = await tx.run(FACTS, [accountId, core.clock.now().toISOString()])
  return row && readFacts(row)
}

async function writeSlots(
  core: Core,
  tx: Tx,
  { accountId, facts, took = false }: { accountId: AccountId; facts: ReaderFacts; took?: boolean },
): Promise<void> {
  const slot = slotOf(facts, core.clock.now())
  const keys = facts.reads.map(() => core.random())
  const written = await tx.run(WRITE, [
    accountId,
    facts.reads,
    keys,
    slot.open,
    slot.band,
    slot.changesAt?.toISOString() ?? null,
    took,
    ...(took ? [facts.waitingSince.toISOString(), facts.readDay, facts.readCount] : [null, null, null]),
  ])
  const opened = written.filter((one) => one.newly_open === true)
  tx.afterCommit(() => {
    for (const one of opened) core.queues.seekReaders(one.language as Language)
  })
}

function readFacts(row: Record<string, unknown>): ReaderFacts {
  return {
    willing: row.willing === true,
    welcomed: row.welcomed_at !== null,
    reachable: row.reachable === true,
    pausedUntil: row.banned === true ? 'for good' : (row.paused_until as Date | null),
    reads: row.reads as Language[],
    zone: row.zone as string,
    quietFrom: row.quiet_from as number | null,
    quietUntil: row.quiet_until as number | null,
    dailyNumber: row.daily_number as number,
    readCount: row.read_count as number,
    readDay: row.read_day as string | null,
    waitingSince: (row.last_read_at ?? row.welcomed_at ?? row.created_at) as Date,
    lastWroteAt: row.last_wrote_at as Date | null,
  }
}

const FACTS = `select a.willing, a.welcomed_at, array_to_json(a.reads) as reads, a.zone, a.quiet_from, a.quiet_until, a.daily_number,
    a.read_count, a.read_day, a.last_read_at, a.last_wrote_at, a.created_at,
    exists (select 1 from identity i where i.account_id = a.id and i.gone_at is null and i.platform in ('discord', 'telegram')) as reachable,
    standing.banned, standing.paused_until
  from account a, lateral (
    select bool_or(s.kind = 'ban') as banned, max(s.ends_at) filter (where s.ends_at > $2::timestamptz) as paused_until
    from sanction s where s.id in (${SANCTIONS_OF('a.id')}) and s.lifted_at is null and s.kind <> 'word'
  ) standing where a.id = $1::uuid for update of a`

/** $7: a letter was taken, which is counted, and gives a new place in the line. */
const WRITE = `
  with took as (
    update account set last_read_at = $8::timestamptz, read_day = $9::text, read_count = $10::int where id = $1::uuid and $7::boolean
  ), wanted as (
    select * from unnest($2::text[], $3::float8[]) as w(language, key)
  ), gone as (
    delete from reader_slot where account_id = $1::uuid and language::text not in (select language from wanted)
  ), before as (
    select language::text, open from reader_slot where account_id = $1::uuid
  ), written as (
    insert into reader_slot (account_id, language, open, band, key, changes_at)
    select $1::uuid, language::"Language", $4::boolean, $5::smallint, key, $6::timestamptz from wanted
    on conflict (account_id, language) do update set open = excluded.open, band = excluded.band, changes_at = excluded.changes_at,
      key = case when $7::boolean then excluded.key else reader_slot.key end
    returning language::text, open
  )
  select written.language, written.open and not coalesce(before.open, false) as newly_open
  from written left join before using (language)`
