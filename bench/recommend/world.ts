import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, openClock } from '../../core/clock.ts'
import { readConfig } from '../../core/config.ts'
import { type Core, openCore } from '../../core/core.ts'
import type { AccountId, OpenLetterId } from '../../core/ids.ts'
import { openLog } from '../../core/log.ts'
import type { Random } from '../../core/random.ts'
import { openEmbeddedPostgres } from '../../core/store/embedded.ts'

/** A service of its own for a measurement, with a seeded chance and a clock that stands where it is put. */
export type BenchWorld = { core: Core; at(time: Date): void; close(): Promise<void> }

export async function openBenchWorld(options: {
  seed: number
  settings?: Record<string, string>
  /** A folder in which the database stays; without it, it is gone when closed. */
  home?: string | undefined
}): Promise<BenchWorld> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'wiro-bench-')))
  const postgres = await openEmbeddedPostgres({ home, settings: options.settings ?? {} })
  let time: Date | undefined
  const machine = openClock()
  const clock: Clock = { ...machine, now: () => time ?? machine.now() }
  const core = await openCore(readConfig({ WIRO_HOME: home, DATABASE_URL: postgres.url }), {
    log: openLog({ level: 'silent' }),
    clock,
    random: seeded(options.seed),
  })
  return {
    core,
    at: (then) => {
      time = then
    },
    close: async () => {
      await core.close()
      await postgres.close()
      if (!options.home) await rm(home, { recursive: true, force: true })
    },
  }
}

/** Chance that comes out the same every time (mulberry32, public domain). */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let hash = Math.imul(state ^ (state >>> 15), state | 1)
    hash ^= hash + Math.imul(hash ^ (hash >>> 7), hash | 61)
    return ((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A letter as a measurement makes it. */
export type MadeLetter = {
  id: OpenLetterId
  authorId: AccountId
  mood: string | null
  topic: string | null
  openedAt: Date
}

export async function addReaders(core: Core, ids: AccountId[]): Promise<void> {
  await core.db.pg.query(
    `insert into account (id, language, reads, zone, welcomed_at, created_at)
      select id, 'en', '{en}', 'UTC', $2, $2 from unnest($1::uuid[]) id`,
    [ids, core.clock.now()],
  )
}

export async function addLetters(core: Core, letters: MadeLetter[]): Promise<void> {
  await core.db.pg.query(
    `with made as (
      insert into open_letter (id, author_id, body, language, mood, topic, stationery, opened_at, changed_at)
      select id, author, 'x'::bytea, 'en', mood, topic, 'cream', opened, opened
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) l(id, author, mood, topic, opened)
      returning id, mood, topic
    )
    insert into letter_taste (open_letter_id, language, mood, topic, band, key) select id, 'en', mood, topic, 1, random() from made`,
    [
      letters.map(({ id }) => id),
      letters.map(({ authorId }) => authorId),
      letters.map(({ mood }) => mood),
      letters.map(({ topic }) => topic),
      letters.map(({ openedAt }) => openedAt),
    ],
  )
}

export type MadeSignal = { readerId: AccountId; letterId: OpenLetterId; kinds: string[]; at: Date }

/** What `noteSignals` writes, many at once: in this order they are learnt. */
export async function addSignals(core: Core, signals: MadeSignal[]): Promise<void> {
  await core.db.pg.query(
    `insert into signal (reader_id, open_letter_id, kind, at)
      select reader, letter, kind::"SignalKind", at
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) s(reader, letter, kinds, at),
        unnest(string_to_array(kinds, ',')) kind
      on conflict do nothing`,
    [
      signals.map(({ readerId }) => readerId),
      signals.map(({ letterId }) => letterId),
      signals.map(({ kinds }) => kinds.join(',')),
      signals.map(({ at }) => at),
    ],
  )
  await core.db.pg.query(
    `insert into signal_news (reader_id, open_letter_id, looks)
      select reader, letter, 1 from unnest($1::uuid[], $2::uuid[]) with ordinality s(reader, letter, nth) order by nth`,
    [signals.map(({ readerId }) => readerId), signals.map(({ letterId }) => letterId)],
  )
}
