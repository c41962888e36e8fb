import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKeys, parseKeys } from '../../core/vault/keys.ts'
import { openVault, type Vault } from '../../core/vault/vault.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { type Bug, bugs, type Coverage, simulate } from './simulate.ts'

/** `WIRO_SIMULATION_SEEDS=5000` looks longer (`.ci/run` looks at some dozen); `WIRO_SIMULATION_SEED=42` runs one seed alone. */
const seeds = Number(process.env.WIRO_SIMULATION_SEEDS ?? 4)
const only = process.env.WIRO_SIMULATION_SEED === undefined ? undefined : Number(process.env.WIRO_SIMULATION_SEED)

let database: TestDatabase
let pool: pg.Pool
let vault: Vault

beforeAll(async () => {
  database = await freshDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 60 })
  pool.on('error', () => undefined)
  vault = openVault(parseKeys(newKeys()))
})
afterAll(async () => {
  await pool?.end()
  await database?.drop()
})

test('nothing is lost, doubled or reordered, whatever fails and whoever dies', {
  timeout: 60_000 + seeds * 5_000,
}, async () => {
  const coverage: Coverage = new Map()
  const [first, last] = only === undefined ? [1, seeds] : [only, only]
  for (let seed = first; seed <= last; seed++) {
    const faults = await simulate(pool, vault, seed, coverage)
    expect(faults, `seed ${seed}; alone: WIRO_SIMULATION_SEED=${seed}`).toEqual([])
  }
  const reached = [...coverage].toSorted(([a], [b]) => a.localeCompare(b))
  console.log(
    [`${last - first + 1} seeds`, ...reached.map(([what, times]) => `${String(times).padStart(7)} ${what}`)].join('\n'),
  )
  const wanted = [
    ...ALWAYS_REACHED,
    ...(seeds >= SOME_SEEDS ? REACHED_BY_SOME : []),
    ...(seeds >= MANY_SEEDS ? REACHED_BY_MANY : []),
  ]
  if (only !== undefined) return
  const kinds = (of: string) => reached.filter(([what]) => what.startsWith(of)).length
  expect(wanted.filter((what) => !coverage.has(what))).toEqual([])
  expect(kinds('death: ')).toBeGreaterThanOrEqual(DEATHS_LEAST)
  expect(kinds('platform: ')).toBeGreaterThanOrEqual(MEETINGS_LEAST)
})

test('the same seed is the same run', async () => {
  const runs = [new Map<string, number>(), new Map<string, number>()]
  for (const run of runs) await simulate(pool, vault, 7, run)
  expect([...(runs[0] ?? [])]).toEqual([...(runs[1] ?? [])])
})

/** Takes some dozen seeds to find. */
const RARE: Bug = 'youngest first'

for (const bug of Object.keys(bugs) as Bug[]) {
  test.skipIf(bug === RARE && seeds < 200)(`finds a planted bug: ${bug}`, { timeout: 60_000 }, async () => {
    let found: string[] = []
    for (let seed = 1; seed <= 150 && found.length === 0; seed++)
      found = await simulate(pool, vault, seed, new Map(), bug)
    expect(found).not.toEqual([])
    console.log(`${bug}: ${found[0]}`)
  })
}

/** What every run must have gone through for its silence to mean anything. */
const ALWAYS_REACHED = [
  ...['row: sent', 'letter: delivered', 'platform: taken', 'death: timer'],
  ...['telegram: a batch', 'telegram: a poll lost', 'lease stolen unnoticed'],
]
/** … and how many different ways to die and to fail. */
const DEATHS_LEAST = 8
const MEETINGS_LEAST = 6

/** What a dozen seeds come upon. */
const SOME_SEEDS = 12
const REACHED_BY_SOME = ['row: gone', 'platform: blocked', 'queue emptied']

/** States, outcomes and points of death that need so many seeds until each of them has come about. */
const MANY_SEEDS = 200
const REACHED_BY_MANY = [
  ...['refused', 'void', 'unknown', 'doubled, and counted as doubtful'].map((state) => `row: ${state}`),
  ...['seeking', 'answered'].map((state) => `letter: ${state}`),
  ...['void', '500', 'hang', 'hang after commit', 'drop', 'drop after commit', '429 chat', '429 bot'].map(
    (one) => `platform: ${one}`,
  ),
  ...['unreachable', 'refused', 'the same again', '500 after commit'].map((one) => `platform: ${one}`),
  ...['begin', 'answer of commit', 'request', 'answer of request', 'outbox_step', 'answer of outbox_step'].map(
    (point) => `death: ${point}`,
  ),
  ...['outbox_due_of_recipients', 'letter_lock', 'answer of delivery_write', 'answer of poll'].map(
    (point) => `death: ${point}`,
  ),
  ...['answer of inbound_receive', 'inbound_settle', 'insert into simulated_turn', 'inbound_receive', 'commit'].map(
    (point) => `death: ${point}`,
  ),
  'passed on',
  'answered',
]
