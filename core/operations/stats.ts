import type { Core } from '../core.ts'

/** One day (UTC). Shares are of that day's letters to strangers; null where there were none. */
export type Day = {
  day: string
  letters: number
  answers: number
  newcomers: number
  /** People who wrote or opened a letter. */
  active: number
  /** Minutes from the moment a letter should arrive to its first reader: the middle one, and nine of ten. */
  toReaderP50: number | null
  toReaderP90: number | null
  answeredShare: number | null
  reportShare: number | null
}

export type Stats = {
  days: Day[]
  now: {
    people: number
    willing: number
    travelling: number
    seeking: number
    held: number
    cases: number
    outboxWaiting: number
    outboxTrouble: number
  }
}

/** The last `days` days, oldest first, and how things stand now. Counts only: nobody is in it. */
export async function readStats(core: Core, { days }: { days: number }): Promise<Stats> {
  const since = new Date(core.clock.now().getTime() - (days - 1) * 86_400_000)
  since.setUTCHours(0, 0, 0, 0)
  const byDay = await core.db.pg.query(BY_DAY, [since, core.clock.now()])
  const now = await core.db.pg.query(NOW)
  return { days: byDay.rows, now: now.rows[0] }
}

const DAY = (time: string) => `date_trunc('day', ${time} at time zone 'UTC')`
const BY_DAY = `
  with days as (
    select d from generate_series(${DAY('$1::timestamptz')}, ${DAY('$2::timestamptz')}, interval '1 day') d
  ), letters as (
    select ${DAY('l.posted_at')} as d, l.kind::text as kind,
      extract(epoch from (select min(x.created_at) from delivery x where x.letter_id = l.id) - greatest(l.arrives_at, l.posted_at)) / 60 as minutes,
      exists (select 1 from delivery x where x.letter_id = l.id and x.answered_at is not null) as answered,
      exists (select 1 from delivery x join report r on r.delivery_id = x.id where x.letter_id = l.id and r.state <> 'withdrawn') as reported
    from letter l where l.posted_at >= $1 and l.kind <> 'self'
  ), lively as (
    select ${DAY('posted_at')} as d, writer_id as person from letter where posted_at >= $1
    union select ${DAY('opened_at')}, reader_id from delivery where opened_at >= $1
  )
  select to_char(days.d, 'YYYY-MM-DD') as day,
    count(l.*) filter (where l.kind = 'stranger')::int as letters,
    count(l.*) filter (where l.kind = 'answer')::int as answers,
    (select count(*)::int from account a where ${DAY('a.welcomed_at')} = days.d) as newcomers,
    (select count(distinct person)::int from lively where lively.d = days.d) as active,
    round((percentile_cont(0.5) within group (order by l.minutes) filter (where l.kind = 'stranger'))::numeric, 1)::float8 as "toReaderP50",
    round((percentile_cont(0.9) within group (order by l.minutes) filter (where l.kind = 'stranger'))::numeric, 1)::float8 as "toReaderP90",
    round(avg(l.answered::int) filter (where l.kind = 'stranger'), 3)::float8 as "answeredShare",
    round(avg(l.reported::int) filter (where l.kind = 'stranger'), 3)::float8 as "reportShare"
  from days left join letters l on l.d = days.d
  group by days.d order by days.d`
const NOW = `select
  (select count(*)::int from account where welcomed_at is not null and erased_at is null) as people,
  (select count(*)::int from account where willing and erased_at is null) as willing,
  (select count(*)::int from letter where state = 'travelling') as travelling,
  (select count(*)::int from letter where state = 'seeking') as seeking,
  (select count(*)::int from letter where state = 'held') as held,
  (select count(*)::int from moderation_case where closed_at is null) as cases,
  (select count(*)::int from outbox where state in ('pending', 'sending')) as "outboxWaiting",
  (select count(*)::int from outbox where state in ('refused', 'unknown')) as "outboxTrouble"`
