import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../core/config.ts'
import { type Core, openCore } from '../core/core.ts'
import { type AccountId, type LetterId, newId } from '../core/ids.ts'
import { chooseReader } from '../core/letters/chooseReader.ts'
import { openLog } from '../core/log.ts'
import { openEmbeddedPostgres } from '../core/store/embedded.ts'
import { inPg } from '../core/store/transaction.ts'

const SMALL = 1_000
const DRAWS = 400

/**
 * What it costs to choose a reader among a thousand and among many (a million unless `--readers N` says otherwise):
 * half of them asleep, a tenth of the rest blocked by the writer or having read them lately.
 */
export async function run(args: string[]): Promise<Record<string, number>> {
  const many = Number(args[args.indexOf('--readers') + 1]) || 1_000_000
  const home = await mkdtemp(join(tmpdir(), 'wiro-bench-'))
  const postgres = await openEmbeddedPostgres({ home })
  const core = await openCore(readConfig({ WIRO_HOME: home, DATABASE_URL: postgres.url }), {
    log: openLog({ level: 'silent' }),
  })
  try {
    const writer = await addWriter(core)
    await addReaders(core, writer, 0, SMALL)
    const few = await draw(core, writer)
    await addReaders(core, writer, SMALL, many - SMALL)
    const lots = await draw(core, writer)
    return {
      readers_small: SMALL,
      p50_ms_small: few.p50,
      p99_ms_small: few.p99,
      readers_large: many,
      p50_ms_large: lots.p50,
      p99_ms_large: lots.p99,
      ratio_p50: round(lots.p50 / few.p50),
    }
  } finally {
    await core.close()
    await postgres.close()
    await rm(home, { recursive: true, force: true })
  }
}

async function addWriter(core: Core): Promise<AccountId> {
  const now = core.clock.now()
  const id = newId<AccountId>(now)
  await core.db.prisma.account.create({ data: { id, language: 'en', reads: ['en'], zone: 'UTC', createdAt: now } })
  return id
}

async function addReaders(core: Core, writer: AccountId, from: number, count: number): Promise<void> {
  const step = 50_000
  for (let done = 0; done < count; done += step) {
    const until = from + Math.min(count, done + step)
    await core.db.pg.query(FILL, [writer, from + done, until - 1])
    process.stderr.write(`\r${until.toLocaleString('en')} readers`)
  }
  process.stderr.write('\n')
  await core.db.pg.query('analyze account; analyze reader_slot; analyze identity; analyze block')
}

async function draw(core: Core, writerId: AccountId): Promise<{ p50: number; p99: number }> {
  const times: number[] = []
  for (let i = 0; i < DRAWS; i++) {
    const letter = { id: newId<LetterId>(core.clock.now()), writerId, language: 'en' as const }
    const began = performance.now()
    const reader = await inPg(core, (tx) => chooseReader(core, tx, letter))
    times.push(performance.now() - began)
    if (!reader) throw new Error('nobody was found')
  }
  times.sort((a, b) => a - b)
  return { p50: round(times[Math.floor(DRAWS * 0.5)] ?? 0), p99: round(times[Math.floor(DRAWS * 0.99)] ?? 0) }
}

const round = (value: number) => Math.round(value * 100) / 100

/** Readers number $2 to $3: every second asleep, every tenth blocked by the writer. */
const FILL = `
  with fresh as (
    insert into account (id, language, reads, zone, willing, welcomed_at, daily_number, created_at)
    select gen_random_uuid(), 'en', '{en}', 'UTC', true, now(), 10, now() from generate_series($2::int, $3::int)
    returning id
  ), numbered as (
    select id, row_number() over () as n from fresh
  ), selves as (
    insert into identity (id, account_id, platform, lookup, sealed_id, last_seen_at, created_at)
    select gen_random_uuid(), id, 'telegram', uuid_send(id), uuid_send(id), now(), now() from numbered
  ), blocked as (
    insert into block (id, cause_id, blocker_id, blocked_id, created_at) select gen_random_uuid(), gen_random_uuid(), $1::uuid, id, now() from numbered where n % 10 = 0
  )
  insert into reader_slot (account_id, language, open, band, key, changes_at)
  select id, 'en', n % 2 = 1, 2, random(), null from numbered`
