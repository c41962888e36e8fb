import type { Core } from '../../core/core.ts'
import { moods, topics } from '../../core/openLetters/looks.ts'

/** How much there is in a made-up service. `began`: when its first letter was left open, in ms. */
export type Size = { letters: number; readers: number; signals: number; began: number }

/** Over so many days letters were left open; what was done with them, in the last of them. */
const DAYS = 1_000
const READING_DAYS = 300
const DAY_MS = 86_400_000
const STEPS = 20
/** What speeds up filling and is no good for anything else: what is lost in a crash is filled anew. */
export const FILL_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  max_wal_size: '16GB',
  shared_buffers: '1GB',
  work_mem: '512MB',
  maintenance_work_mem: '1GB',
}

export const newSize = (letters: number, readers: number, signals: number): Size => ({
  letters,
  readers,
  signals,
  began: Date.now() - DAYS * DAY_MS,
})

/** Fills an empty database; indices are made afterwards, which takes a tenth of the time. Says how far it is. */
export async function fill(core: Core, size: Size, say: (line: string) => void): Promise<void> {
  const client = await core.db.pg.connect()
  const run = async (what: string, sql: string) => {
    const began = performance.now()
    const { rowCount } = await client.query(sql)
    say(`${what}: ${(rowCount ?? 0).toLocaleString('en')} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  }
  const inSteps = async (what: string, number: number, sql: (from: number, until: number) => string) => {
    for (let step = 0; step < STEPS; step++)
      await run(
        `${what}, ${step + 1} of ${STEPS}`,
        sql(Math.floor((number * step) / STEPS), Math.floor((number * (step + 1)) / STEPS)),
      )
  }
  const withoutIndices = async (table: string, work: () => Promise<void>) => {
    const { rows } = await client.query(INDICES, [table])
    for (const { index, constrained } of rows)
      await client.query(constrained ? `alter table ${table} drop constraint "${index}"` : `drop index "${index}"`)
    await work()
    for (const { index, constrained, made } of rows)
      await run(`index ${index}`, constrained ? `alter table ${table} add constraint "${index}" ${constrained}` : made)
  }
  try {
    await client.query('set session_replication_role = replica')
    // In one transaction with what empties them, tables are filled without a log.
    await client.query('begin')
    await client.query(
      'truncate account, open_letter, letter_taste, letter_kin, liking, signal, signal_news, choice, follow, block, sanction, report cascade',
    )
    for (const sql of idsOf(size)) await client.query(sql)
    await run('readers', readers(size))
    await inSteps('letters', size.letters, (from, until) => letters(size, from, until))
    await withoutIndices('letter_taste', () => run('tastes', TASTES))
    for (const [what, sql] of Object.entries(bonds(size))) await run(what, sql)
    await run('readings', readings(size))
    await withoutIndices('signal', () => inSteps('signals', READING_DAYS, (from, until) => signals(from, until)))
    await client.query('drop table bench_read')
    await client.query('commit')
    await client.query('set session_replication_role = origin')
    await run('statistics', 'vacuum analyze')
  } finally {
    client.release()
  }
}

/** What may be dropped while filling: indices that no foreign key of another table rests on. */
const INDICES = `select i.indexrelid::regclass::name as index, pg_get_indexdef(i.indexrelid) as made,
    (select pg_get_constraintdef(c.oid) from pg_constraint c where c.conindid = i.indexrelid and c.conrelid = i.indrelid and c.contype in ('p', 'u')) as constrained
  from pg_index i where i.indrelid = $1::regclass
    and not exists (select 1 from pg_constraint f where f.contype = 'f' and f.confrelid = i.indrelid and f.conindid = i.indexrelid)`

/** Ids as the service makes them: by time of birth, then random (UUID version 7), but found again by number. */
function idsOf({ letters, readers, began }: Size): string[] {
  const made = (name: string, number: number) => `create or replace function bench_${name}(n bigint) returns uuid
    language sql immutable parallel safe return (lpad(to_hex(${began} + n * ${Math.floor((DAYS * DAY_MS) / number)}), 12, '0')
      || '7' || substr(md5('${name}' || n), 1, 3) || '8' || substr(md5('${name}' || n), 4, 15))::uuid`
  return [made('reader', readers), made('letter', letters)]
}

/** The SQL of a reader and a letter by number, and of when a letter was left open. */
const timeOf = ({ letters, began }: Size, n: string) =>
  `to_timestamp((${began} + ${n}::bigint * ${Math.floor((DAYS * DAY_MS) / letters)}) / 1000.0)`

/** Six of ten read Korean, three English, one both. */
const LANGUAGE = (n: string) => `(case when ${n} % 10 < 6 then 'ko' else 'en' end)::"Language"`
const READS = (n: string) =>
  `(case when ${n} % 10 < 6 then '{ko}' when ${n} % 10 < 9 then '{en}' else '{ko,en}' end)::"Language"[]`

const readers = ({ readers }: Size) => `
  insert into account (id, language, reads, zone, welcomed_at, created_at)
  select bench_reader(n), ${LANGUAGE('n')}, ${READS('n')}, 'UTC', now(), now() from generate_series(0, ${readers - 1}) n`

/** By a few authors many and by many a few; eight of ten signed. */
const letters = (size: Size, from: number, until: number) => `
  insert into open_letter (id, author_id, body, signature, language, mood, topic, stationery, opened_at, changed_at)
  select bench_letter(n), bench_reader(author), decode(repeat(md5(n::text), 12), 'hex'),
    case when author % 10 < 8 then 'Pen ' || author end, ${LANGUAGE('n')},
    ${oneOf(moods)}, ${oneOf(topics)}, 'cream', ${timeOf(size, 'n')}, ${timeOf(size, 'n')}
  from (select n, floor(${size.readers} * random() ^ 1.5)::int as author from generate_series(${from}, ${until - 1}) n) drawn`

const oneOf = (values: readonly string[]) =>
  `('{${values.join()}}'::text[])[1 + floor(random() * ${values.length + 1})::int]`

const TASTES = `insert into letter_taste (open_letter_id, language, mood, topic, band, key)
  select id, language, mood, topic, 1, random() from open_letter`

/** Three follows a reader; a few blocks, sanctions and reports. */
const bonds = ({ readers, letters }: Size) => ({
  follows: `insert into follow (follower_id, followed_id, pen_name, created_at)
    select bench_reader(reader), bench_reader(author), 'Pen ' || author, now()
    from (select distinct floor(${readers} * random() ^ 2)::int as reader, floor(${readers} * random() ^ 2)::int as author
      from generate_series(1, ${readers * 3})) drawn where reader <> author and author % 10 < 8`,
  blocks: `insert into block (id, blocker_id, blocked_id, cause_id, created_at)
    select gen_random_uuid(), bench_reader(floor(${readers} * random())::int), bench_reader(floor(${readers} * random())::int), gen_random_uuid(), now()
    from generate_series(1, ${Math.ceil(readers / 10)})`,
  sanctions: `insert into sanction (id, account_id, kind, rule, created_by, created_at, ends_at)
    select gen_random_uuid(), bench_reader(floor(${readers} * random())::int), 'pause', 'cruel', 'bench', now() - random() * interval '300 days', now() - interval '1 day'
    from generate_series(1, ${Math.ceil(readers / 100)})`,
  reports: `insert into report (id, kind, thing_id, writer_id, reporter_id, category, state, created_at)
    select gen_random_uuid(), 'open', bench_letter(n), bench_reader(n % ${readers}), bench_reader(floor(${readers} * random())::int), 'cruel', 'open', now()
    from (select floor(${letters} * random())::bigint as n from generate_series(1, ${Math.ceil(letters / 100)})) drawn`,
})

/**
 * Which letter somebody reads: one whose number ends as theirs, so that it is of a language of theirs. Readers of like
 * taste are in one of a hundred circles (the last two digits); two reads of three stay in it, and some letters are famous,
 * whatever their age. The number of letters must be a multiple of a hundred.
 */
const readingOf = (reader: string, letters: number) => `(case
  when random() < 0.67 then floor(${letters / 100} * random() ^ 2)::bigint * 100 + ${reader} * 27 % 100
  else floor(${letters / 10} * random() ^ 3)::bigint * 10 + ${reader} * 7 % 10 end * ${SCATTER} % ${letters})`
/** A prime: numbers by fame become numbers by age, and 27 times its last digits ends in 01. */
const SCATTER = 15_485_863
/** Some read ever so often, many now and then. */
export const readerOf = (readers: number) => `floor(${readers} * random() ^ 2)::int`

/** Shown and opened, half of them read to the end, a quarter thanked for. */
const SIGNALS_A_READ = 2.75
const KINDS = (dice: string) => `('{shown,opened'
  || case when ${dice} < 0.5 then ',read' else '' end
  || case when mod((${dice} * 2)::numeric, 1) < 0.25 then ',thanked' else '' end || '}')::text[]`

/** Some are drawn twice, so a few more are drawn. */
const readings = ({ letters, readers, signals }: Size) => `
  create unlogged table bench_read as
  select reader, letter, min(random()) as dice, min(random() * ${READING_DAYS}) as day
  from (select reader, ${readingOf('reader', letters)} as letter
    from (select ${readerOf(readers)} as reader from generate_series(1, ${Math.round((signals / SIGNALS_A_READ) * 1.3)})) someone) drawn
  group by 1, 2 limit ${Math.round(signals / SIGNALS_A_READ)}`

/** In the order of time, as the service writes them: what one reader did lies far apart. */
const signals = (from: number, until: number) => `
  insert into signal (reader_id, open_letter_id, kind, at)
  select bench_reader(reader), bench_letter(letter), kind::"SignalKind", now() + (day - ${READING_DAYS}) * interval '1 day'
  from (select * from bench_read where day >= ${from} and day < ${until} order by day) read, unnest(${KINDS('dice')}) kind`

/** What some readers do next, with letters that they have not had. */
export const newsOf = ({ readers, letters }: Size, signals: number) => `
  select bench_reader(reader) as reader, bench_letter(letter) as letter, ${KINDS('min(dice)')} as kinds
  from (select reader, ${readingOf('reader', letters)} as letter, random() as dice
    from (select floor(${readers / 10} * random())::int * 10 as reader from generate_series(1, ${Math.round(signals / SIGNALS_A_READ)})) someone) drawn
  where not exists (select 1 from signal s where s.reader_id = bench_reader(reader) and s.open_letter_id = bench_letter(letter))
  group by reader, letter`
