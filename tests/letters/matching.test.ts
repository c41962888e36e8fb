import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keepApart } from '../../core/accounts/blocks.ts'
import { refreshSlots } from '../../core/accounts/readerSlots.ts'
import { openClock } from '../../core/clock.ts'
import { readConfig } from '../../core/config.ts'
import { type Core, openCore } from '../../core/core.ts'
import { type AccountId, type IdentityId, type LetterId, newId } from '../../core/ids.ts'
import type { Language } from '../../core/language.ts'
import { chooseReader, SAME_WRITER_DAYS } from '../../core/letters/chooseReader.ts'
import { openLog } from '../../core/log.ts'
import { inPg } from '../../core/store/transaction.ts'
import { newKeys } from '../../core/vault/keys.ts'
import { wallClockAt } from '../../core/wallClock.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'

const DAY = 86_400_000
let database: TestDatabase
let core: Core

beforeAll(async () => {
  database = await freshDatabase()
  const config = readConfig({ DATABASE_URL: database.url, WIRO_KEYS: newKeys() })
  core = await openCore(config, { clock: openClock(), random: seeded(20_261_123), log: openLog({ level: 'silent' }) })
})
afterAll(async () => {
  await core.close()
  await database.drop()
})
const nobody = () => core.db.pg.query('delete from letter; delete from block; delete from account')
beforeEach(async () => void (await nobody()))

/** mulberry32: a small generator that starts anywhere and repeats exactly. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Reader = {
  reads: Language[]
  willing: boolean
  welcomed: boolean
  gone: boolean
  quiet: [number, number] | null
  daily: number
  readToday: number
  /** Hours since they read a letter of the writer's; null for never. */
  readWriter: number | null
  block: 'none' | 'reader' | 'writer'
  waitedHours: number
}

const plain: Reader = {
  reads: ['en'],
  willing: true,
  welcomed: true,
  gone: false,
  quiet: null,
  daily: 3,
  readToday: 0,
  readWriter: null,
  block: 'none',
  waitedHours: 0,
}

async function addReader(reader: Reader, writerId: AccountId): Promise<AccountId> {
  const now = core.clock.now()
  const id = newId<AccountId>(now)
  const since = new Date(now.getTime() - reader.waitedHours * 3_600_000)
  const wall = wallClockAt(now, 'UTC')
  const text = `with made as (insert into account (id, language, reads, zone, willing, welcomed_at, daily_number, quiet_from, quiet_until,
        read_count, read_day, created_at)
      values ($1, 'en', $2::"Language"[], 'UTC', $3, $4, $5, $6, $7, $8, $9, $10) returning id)
    insert into identity (id, account_id, platform, lookup, sealed_id, last_seen_at, created_at, gone_at)
      select $11, id, 'telegram', $12, $13, $14, $14, $15 from made`
  await core.db.pg.query({
    name: 'test_reader',
    text,
    values: [
      id,
      reader.reads,
      reader.willing,
      reader.welcomed ? since : null,
      reader.daily,
      reader.quiet?.[0] ?? null,
      reader.quiet?.[1] ?? null,
      reader.readToday,
      reader.readToday ? `${wall.year}-${wall.month}-${wall.day}` : null,
      since,
      newId<IdentityId>(now),
      Buffer.from(core.vault.lookup('test', id)),
      Buffer.from(core.vault.seal(id, 'test')),
      now,
      reader.gone ? now : null,
    ],
  })
  if (reader.block === 'reader')
    await keepApart(core, core.db, { blockerId: id, blockedId: writerId, cause: newId(now) })
  if (reader.block === 'writer')
    await keepApart(core, core.db, { blockerId: writerId, blockedId: id, cause: newId(now) })
  if (reader.readWriter !== null) await addRead(id, writerId, reader.readWriter)
  await inPg(core, (tx) => refreshSlots(core, tx, id))
  return id
}

async function addRead(readerId: AccountId, writerId: AccountId, hoursAgo: number): Promise<void> {
  const at = new Date(core.clock.now().getTime() - hoursAgo * 3_600_000)
  await addDelivery({ letterId: await addLetter(writerId), readerId, state: 'opened', at })
}

async function addDelivery(one: { letterId: LetterId; readerId: AccountId; state: string; at: Date }): Promise<void> {
  const { letterId, readerId, state, at } = one
  const text = `insert into delivery (id, letter_id, reader_id, state, created_at) values ($1, $2, $3, $4::"DeliveryState", $5)`
  await core.db.pg.query({ name: 'test_delivery', text, values: [newId(at), letterId, readerId, state, at] })
}

async function addWriter(): Promise<AccountId> {
  const now = core.clock.now()
  const id = newId<AccountId>(now)
  const text = `insert into account (id, language, reads, zone, created_at) values ($1, 'en', '{en}', 'UTC', $2)`
  await core.db.pg.query({ name: 'test_writer', text, values: [id, now] })
  return id
}

async function addLetter(writerId: AccountId): Promise<LetterId> {
  const now = core.clock.now()
  const id = newId<LetterId>(now)
  const text = `insert into letter (id, writer_id, kind, language, state, created_at, changed_at)
    values ($1, $2, 'stranger', 'en', 'travelling', $3, $3)`
  await core.db.pg.query({ name: 'test_letter', text, values: [id, writerId, now] })
  return id
}

const choose = (letter: { id: LetterId; writerId: AccountId; language: Language }) =>
  inPg(core, (tx) => chooseReader(core, tx, letter))

/** The rules once more, written from the design and not from the statement. */
function eligible(reader: Reader, language: Language): boolean {
  const wall = wallClockAt(core.clock.now(), 'UTC')
  const minute = wall.hour * 60 + wall.minute
  const [from, until] = reader.quiet ?? [0, 0]
  const asleep = from < until ? minute >= from && minute < until : from > until && (minute >= from || minute < until)
  const readLately = reader.readWriter !== null && reader.readWriter < SAME_WRITER_DAYS * 24
  return (
    reader.willing &&
    reader.welcomed &&
    !reader.gone &&
    reader.reads.includes(language) &&
    !asleep &&
    reader.readToday < reader.daily &&
    !readLately &&
    reader.block === 'none'
  )
}

const minuteOfDay = fc.integer({ min: 0, max: 1439 })
const anyReader: fc.Arbitrary<Reader> = fc.record({
  reads: fc.constantFrom<Language[]>(['en'], ['ko'], ['ko', 'en']),
  willing: fc.boolean(),
  welcomed: fc.boolean(),
  gone: fc.boolean(),
  quiet: fc.option(fc.tuple(minuteOfDay, minuteOfDay)),
  daily: fc.integer({ min: 1, max: 3 }),
  readToday: fc.integer({ min: 0, max: 3 }),
  readWriter: fc.option(fc.integer({ min: 0, max: SAME_WRITER_DAYS * 48 })),
  block: fc.constantFrom('none' as const, 'reader' as const, 'writer' as const),
  waitedHours: fc.integer({ min: 0, max: 200 }),
})
/** Mostly eligible, so that the interesting rule decides. */
const likelyReader = anyReader.map((reader) => ({ ...plain, ...reader, willing: true, welcomed: true, gone: false }))

describe('choosing a reader', () => {
  it('never chooses somebody ineligible, and chooses somebody whenever anybody is eligible', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(anyReader, likelyReader), { maxLength: 6 }),
        fc.constantFrom<Language>('ko', 'en'),
        async (readers, language) => {
          await nobody()
          const writerId = await addWriter()
          const people = new Map<AccountId, Reader>()
          for (const reader of readers) people.set(await addReader(reader, writerId), reader)
          const chosen = await choose({ id: await addLetter(writerId), writerId, language })
          const able = [...people].filter(([, reader]) => eligible(reader, language))
          if (chosen === undefined) expect(able).toEqual([])
          else expect(able.map(([id]) => id)).toContain(chosen)
        },
      ),
      { numRuns: 60, seed: 20_261_123 },
    )
  })

  it('never chooses the writer, and never the same reader twice for one letter', async () => {
    const writerId = await addReader(plain, newId<AccountId>(core.clock.now()))
    const reader = await addReader(plain, writerId)
    const letter = { id: await addLetter(writerId), writerId, language: 'en' as const }
    expect(await choose(letter)).toBe(reader)
    const at = new Date(core.clock.now().getTime() - 40 * DAY)
    await addDelivery({ letterId: letter.id, readerId: reader, state: 'passed', at })
    expect(await choose(letter)).toBeUndefined()
  })

  it('counts the daily number under haste: many letters at once find no more readers than there is room', async () => {
    const writers = await Promise.all(Array.from({ length: 12 }, addWriter))
    for (let i = 0; i < 3; i++) await addReader({ ...plain, daily: 2 }, writers[0] as AccountId)
    const letters = await Promise.all(
      writers.map(async (writerId) => ({ id: await addLetter(writerId), writerId, language: 'en' as const })),
    )
    const chosen: (AccountId | 'busy' | undefined)[] = []
    for (let round = 0; round < 3; round++)
      chosen.push(...(await Promise.all(letters.slice(round * 4, round * 4 + 4).map(choose))))
    const { rows } = await core.db.pg.query('select read_count from account where willing')
    expect(rows.every((row) => row.read_count <= 2)).toBe(true)
    expect(chosen.filter((one) => one && one !== 'busy').length).toBe(
      rows.reduce((sum, row) => sum + row.read_count, 0),
    )
  })

  it('does not take a reader who is being given another letter for nobody at all', async () => {
    const writerId = await addWriter()
    const reader = await addReader(plain, writerId)
    const letter = { id: await addLetter(writerId), writerId, language: 'en' as const }
    await inPg(core, async (tx) => {
      await tx.pg.query('select 1 from account where id = $1 for update', [reader])
      expect(await choose(letter)).toBe('busy')
    })
    expect(await choose(letter)).toBe(reader)
    await core.db.pg.query('update reader_slot set open = false')
    expect(await choose(letter)).toBeUndefined()
  })

  it('takes those who have waited longest first', async () => {
    const writerId = await addWriter()
    await addReader({ ...plain, waitedHours: 1 }, writerId)
    const longest = await addReader({ ...plain, waitedHours: 100 }, writerId)
    await addReader({ ...plain, waitedHours: 30 }, writerId)
    expect(await choose({ id: await addLetter(writerId), writerId, language: 'en' })).toBe(longest)
  })

  it('gives equals an even chance (chi-square)', async () => {
    const READERS = 10
    const DRAWS = 600
    const TOGETHER = 60
    const writerId = await addWriter()
    const counts = new Map<AccountId, number>()
    for (let i = 0; i < READERS; i++) counts.set(await addReader({ ...plain, daily: 2 * DRAWS }, writerId), 0)
    const letter = { id: await addLetter(writerId), writerId, language: 'en' as const }
    for (let i = 0; i < DRAWS; i += TOGETHER)
      await inPg(core, async (tx) => {
        for (let j = 0; j < TOGETHER; j++) {
          const chosen = await chooseReader(core, tx, letter)
          if (!chosen || chosen === 'busy') throw new Error('nobody was chosen')
          counts.set(chosen, (counts.get(chosen) ?? 0) + 1)
        }
      })
    const expected = DRAWS / READERS
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(counts.size).toBe(READERS)
    expect(chiSquare).toBeLessThan(27.88)
  })
})
