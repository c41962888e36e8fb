import type { Core } from '../core/core.ts'
import type { AccountId, OpenLetterId } from '../core/ids.ts'
import { moods, topics } from '../core/openLetters/looks.ts'
import { chooseOpenLetters } from '../core/recommendations/chooseOpenLetters.ts'
import { rebuildTaste } from '../core/recommendations/rebuildTaste.ts'
import { refreshTaste } from '../core/recommendations/refreshTaste.ts'
import { addSignals, type BenchWorld, type MadeSignal, openBenchWorld } from './recommend/world.ts'

type Size = { letters: number; readers: number; signals: number }

const LARGE: Size = { letters: 1_000_000, readers: 200_000, signals: 10_000_000 }
const SMALL_LETTERS = 10_000
const DRAWS = 500
const WARM_UP = 100
const PAGE = 10
/** A day of new signals: a hundredth of all there are. */
const DAYS = 100
const SEED = 6
/** What making the data needs; choosing and learning take what they find. */
const SETTINGS = { maintenance_work_mem: '1GB', max_wal_size: '16GB', work_mem: '128MB', shared_buffers: '1GB' }

/**
 * What it costs to choose the next ten open letters among ten thousand and among many (a million, with 200,000 readers
 * and 10 million signals, unless `--letters N` says otherwise), and to learn a day of new signals: bit by bit, as the
 * service does, beside learning everything anew.
 */
export async function run(args: string[]): Promise<Record<string, number | object>> {
  const letters = Number(args[args.indexOf('--letters') + 1]) || LARGE.letters
  const large = scaled(LARGE, letters / LARGE.letters)
  const bench = await openBenchWorld({ seed: SEED, settings: SETTINGS })
  try {
    const small = scaled(LARGE, SMALL_LETTERS / LARGE.letters)
    await fill(bench.core, small)
    await rebuild(bench.core)
    const few = await draw(bench, small)
    await fill(bench.core, large)
    const rebuildSeconds = await rebuild(bench.core)
    const lots = await draw(bench, large)
    const day = await learnDay(bench.core, large)
    return {
      letters_small: small.letters,
      p50_ms_small: few.p50,
      p99_ms_small: few.p99,
      ...large,
      p50_ms: lots.p50,
      p99_ms: lots.p99,
      ratio_p50: round(lots.p50 / few.p50),
      chosen_mean: lots.chosen,
      ...day,
      learn_all_anew_s: rebuildSeconds,
      memory_mb: Math.round(process.memoryUsage().rss / 2 ** 20),
      settings: SETTINGS,
    }
  } finally {
    await bench.close()
  }
}

const scaled = ({ letters, readers, signals }: Size, by: number): Size => ({
  letters: Math.round(letters * by),
  readers: Math.round(readers * by),
  signals: Math.round(signals * by),
})

async function draw({ core }: BenchWorld, { readers }: Size) {
  const times: number[] = []
  let chosen = 0
  for (let i = 0; i < WARM_UP + DRAWS; i++) {
    const accountId = await idOf<AccountId>(core, 'bench_reader', Math.floor(core.random() * readers))
    const began = performance.now()
    const page = await chooseOpenLetters(core, { accountId, count: PAGE, session: core.clock.now() })
    if (i < WARM_UP) continue
    times.push(performance.now() - began)
    chosen += page.length
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => round(times[Math.floor(DRAWS * share)] ?? 0)
  say(`choosing: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`)
  return { p50: at(0.5), p99: at(0.99), chosen: round(chosen / DRAWS) }
}

/** A day's signals by a tenth of the readers, learnt in the steps in which the service learns. */
async function learnDay(core: Core, { signals, readers, letters }: Size) {
  const reads = Math.round(signals / DAYS / SIGNALS_A_READ)
  const { rows } = await core.db.pg.query(DAY, [reads, readers, letters])
  const now = core.clock.now()
  const told = rows.map(
    ({ reader, letter, kinds }): MadeSignal => ({
      readerId: reader as AccountId,
      letterId: letter as OpenLetterId,
      kinds: kinds.split(','),
      at: now,
    }),
  )
  await addSignals(core, told)
  const number = told.reduce((sum, { kinds }) => sum + kinds.length, 0)
  const began = performance.now()
  await refreshTaste(core)
  const seconds = (performance.now() - began) / 1000
  say(`a day of ${number.toLocaleString('en')} signals: ${round(seconds)} s`)
  return { day_signals: number, refresh_day_s: round(seconds), refresh_ms_a_signal: round((seconds * 1000) / number) }
}

async function rebuild(core: Core): Promise<number> {
  const began = performance.now()
  await rebuildTaste(core, {
    onProgress: (learnt) => process.stderr.write(`\r${learnt.toLocaleString('en')} likings learnt`),
  })
  await core.db.pg.query('vacuum analyze')
  const seconds = (performance.now() - began) / 1000
  say(`\nlearning all anew: ${round(seconds)} s`)
  return round(seconds)
}

const STEP = 100_000

/** Fills up to this size; what is there stays. Indices of signals are made afterwards, which takes a tenth of the time. */
async function fill(core: Core, { letters, readers, signals }: Size): Promise<void> {
  const client = await core.db.pg.connect()
  const many = async (what: string, sql: string, until: number, more: unknown[] = []) => {
    const { rows } = await client.query(`select count(*)::int as number from bench_${what}`)
    for (let from = rows[0].number; from < until; from += STEP) {
      await client.query(sql, [from, Math.min(until, from + STEP) - 1, ...more])
      process.stderr.write(`\r${Math.min(until, from + STEP).toLocaleString('en')} ${what}s   `)
    }
    process.stderr.write('\n')
  }
  try {
    await client.query('set session_replication_role = replica')
    for (const sql of TABLES) await client.query(sql)
    await many('reader', READERS, readers)
    await many('letter', LETTERS, letters, [readers, moods, topics])
    await client.query('analyze bench_reader; analyze bench_letter')
    await client.query(`truncate signal, signal_news, bench_read`)
    const { rows: indices } = await client.query(
      `select indexname, indexdef from pg_indexes where tablename = 'signal' and schemaname = 'public' and indexname <> 'signal_pkey'`,
    )
    await client.query('alter table signal drop constraint signal_pkey')
    for (const { indexname } of indices) await client.query(`drop index "${indexname}"`)
    await many('read', READS, Math.round(signals / SIGNALS_A_READ), [readers, letters])
    say('putting signals in their places')
    await client.query(SIGNALS)
    await client.query('alter table signal add primary key (reader_id, open_letter_id, kind)')
    for (const { indexdef } of indices) await client.query(indexdef)
    const { rows } = await client.query('select count(*)::int as number from signal')
    say(`${rows[0].number.toLocaleString('en')} signals`)
  } finally {
    await client.query('set session_replication_role = origin')
    client.release()
  }
  await core.db.pg.query('vacuum analyze')
}

async function idOf<T extends string>(core: Core, table: string, number: number): Promise<T> {
  const { rows } = await core.db.pg.query(`select id from ${table} where n = $1`, [number])
  return rows[0].id as T
}

const say = (line: string) => process.stderr.write(`${line}\n`)
const round = (value: number) => Math.round(value * 100) / 100

/** Shown and opened, half of them read to the end, a quarter thanked for. */
const SIGNALS_A_READ = 2.75
const KINDS = `'shown,opened' || case when random() < 0.5 then ',read' else '' end || case when random() < 0.25 then ',thanked' else '' end`

const TABLES = [
  'create unlogged table if not exists bench_reader (n int primary key, id uuid not null)',
  'create unlogged table if not exists bench_letter (n int primary key, id uuid not null)',
  'create unlogged table if not exists bench_read (reader int, letter int, kinds text)',
]

const READERS = `with made as (
    insert into account (id, language, reads, zone, welcomed_at, created_at)
    select gen_random_uuid(), 'en', '{en}', 'UTC', now(), now() from generate_series($1::int, $2::int) returning id
  ) insert into bench_reader select $1::int + row_number() over () - 1, id from made`

/** Letters of the last three years; some of each author, fewer and fewer for each. */
const LETTERS = `with made as (
    insert into open_letter (id, author_id, body, signature, language, mood, topic, stationery, opened_at, changed_at)
    select gen_random_uuid(), r.id, decode(repeat('77', 400), 'hex'), 'Pen ' || r.n, 'en',
      ($4::text[])[1 + floor(random() * 10)::int], ($5::text[])[1 + floor(random() * 10)::int], 'cream', t.at, t.at
    from (select floor($3::int * random() ^ 1.5)::int as author, now() - random() * interval '1000 days' as at
      from generate_series($1::int, $2::int)) t join bench_reader r on r.n = t.author
    returning id, mood, topic
  ), known as (
    insert into letter_taste (open_letter_id, language, mood, topic, band, key) select id, 'en', mood, topic, 1, random() from made
  ) insert into bench_letter select $1::int + row_number() over () - 1, id from made`

/** Readers of like taste are in one of a hundred circles; two reads of three stay in it, and some letters are famous. */
const CIRCLE = (reader: string, letters: string) => `
  case when random() < 0.67 then floor(${letters}::int / 100 * random() ^ 2)::int * 100 + ${reader} % 100
    else floor(${letters}::int * random() ^ 3)::int end`

const READS = `insert into bench_read select reader, ${CIRCLE('reader', '$4')}, ${KINDS}
  from (select floor($3::int * random() ^ 1.3)::int as reader from generate_series($1::int, $2::int)) drawn`

const SIGNALS = `insert into signal (reader_id, open_letter_id, kind, at)
  select r.id, l.id, kind::"SignalKind", once.at
  from (select reader, letter, min(kinds) as kinds, now() - random() * interval '300 days' as at from bench_read group by 1, 2) once
    join bench_reader r on r.n = once.reader join bench_letter l on l.n = once.letter, unnest(string_to_array(once.kinds, ',')) kind`

const DAY = `select r.id as reader, l.id as letter, ${KINDS} as kinds
  from (select reader, ${CIRCLE('reader', '$3')} as letter
    from (select floor($2::int / 10 * random())::int * 10 as reader from generate_series(1, $1::int)) drawn) read
    join bench_reader r on r.n = read.reader join bench_letter l on l.n = read.letter
  where not exists (select 1 from signal s where s.reader_id = r.id and s.open_letter_id = l.id)
  group by r.id, l.id`
