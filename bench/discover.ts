import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Core } from '../core/core.ts'
import type { AccountId, OpenLetterId } from '../core/ids.ts'
import { chooseOpenLetters } from '../core/recommendations/chooseOpenLetters.ts'
import { rebuildTaste } from '../core/recommendations/rebuildTaste.ts'
import { refreshTaste } from '../core/recommendations/refreshTaste.ts'
import { FILL_SETTINGS, fill, newSize, newsOf, readerOf, type Size } from './discover/fill.ts'
import { addSignals, type BenchWorld, openBenchWorld } from './recommend/world.ts'

const LARGE = { letters: 1_000_000, readers: 200_000, signals: 10_000_000 }
const SMALL_LETTERS = 10_000
const DRAWS = 2_000
const WARM_UP = 500
const PAGE = 10
/** A day of new signals: a hundredth of all there are. */
const DAYS = 100
const SEED = 6
/** The database as an operator of a million letters would have it; everything else is as it comes. */
const SERVE_SETTINGS = { shared_buffers: '1GB', max_wal_size: '4GB', maintenance_work_mem: '512MB' }

/** What is done in this order; what was done in a kept home is not done again, but for the last. */
const steps = ['fill', 'learn', 'day', 'choose'] as const
type Step = (typeof steps)[number]
type Done = { size: Size; steps: Partial<Record<Step, Record<string, number>>> }

/**
 * What it costs to choose the next ten open letters among ten thousand and among many (a million, with 200,000 readers
 * and 10 million signals, unless `--letters`, `--readers`, `--signals` say otherwise), to learn everything anew, and to
 * learn a day of new signals as the service does, bit by bit. With `--home DIR` what was made stays there for the next
 * time; `--until fill` (learn, day) ends early, and `--again day` (learn) does a step once more.
 */
export async function run(args: string[]): Promise<Record<string, unknown>> {
  const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
  const number = (name: string, otherwise: number) => Number(option(name)) || otherwise
  const letters = number('--letters', LARGE.letters)
  const by = letters / LARGE.letters
  const large = newSize(letters, number('--readers', LARGE.readers * by), number('--signals', LARGE.signals * by))
  const share = SMALL_LETTERS / letters
  const small = newSize(SMALL_LETTERS, Math.round(large.readers * share), Math.round(large.signals * share))
  const until = steps.find((step) => step === option('--until')) ?? 'choose'
  const again = steps.find((step) => step === option('--again'))
  const kept = option('--home')
  const home = kept ?? (await mkdtemp(join(tmpdir(), 'wiro-bench-')))
  try {
    const few = await measure(small, { home: join(home, 'small'), until, again })
    const many = await measure(large, { home: join(home, 'large'), until, again })
    return figuresOf(few, many)
  } finally {
    if (!kept) await rm(home, { recursive: true, force: true })
  }
}

function figuresOf(few: Done, many: Done): Record<string, unknown> {
  return {
    ...sizeOf(many.size),
    ...many.steps.choose,
    letters_small: few.size.letters,
    p50_ms_small: few.steps.choose?.p50_ms,
    p99_ms_small: few.steps.choose?.p99_ms,
    ratio_p50: round((many.steps.choose?.p50_ms ?? 0) / (few.steps.choose?.p50_ms ?? 0)),
    ...many.steps.day,
    ...many.steps.learn,
    ...many.steps.fill,
    settings: SERVE_SETTINGS,
  }
}

async function measure(
  size: Size,
  { home, until, again }: { home: string; until: Step; again: Step | undefined },
): Promise<Done> {
  const { done, note } = await openNotes(size, home)
  say(`${size.letters.toLocaleString('en')} letters`)
  const due = steps.slice(0, steps.indexOf(until) + 1).filter((step) => isDue(done, step, again))
  let world: BenchWorld | undefined
  try {
    if (due.includes('fill')) {
      world = await openBenchWorld({ seed: SEED, settings: FILL_SETTINGS, home })
      const began = performance.now()
      await fill(world.core, size, say)
      await note('fill', { fill_s: seconds(began) })
    }
    // Opened anew, it is as it serves.
    world = await world?.close().then(() => undefined)
    for (const step of due) {
      if (step === 'fill') continue
      world ??= await openBenchWorld({ seed: SEED, settings: SERVE_SETTINGS, home })
      await note(step, await does[step](world.core, size))
    }
  } finally {
    await world?.close()
  }
  return done
}

const isDue = (done: Done, step: Step, again: Step | undefined) =>
  step === 'choose' || step === again || !done.steps[step]

/** What was done in a kept home before, and how to write down what is done now. */
async function openNotes(size: Size, home: string) {
  const file = join(home, 'bench.json')
  await mkdir(home, { recursive: true })
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  const done: Done = kept ? JSON.parse(kept) : { size, steps: {} }
  if (JSON.stringify(sizeOf(done.size)) !== JSON.stringify(sizeOf(size)))
    throw new Error(`${home} holds another size: ${JSON.stringify(sizeOf(done.size))}`)
  const note = async (step: Step, figures: Record<string, number>) => {
    done.steps[step] = figures
    await writeFile(file, JSON.stringify(done, null, 2))
  }
  return { done, note }
}

const does = { learn: learnAll, day: learnDay, choose: chooseMany }

const sizeOf = ({ letters, readers, signals }: Size) => ({ letters, readers, signals })

/** Who asks is drawn as who reads: those who read much ask much. */
async function chooseMany(core: Core, { readers }: Size): Promise<Record<string, number>> {
  const times: number[] = []
  let chosen = 0
  const asking = await core.db.pg.query(
    `select bench_reader(${readerOf(readers)}) as id from generate_series(1, ${WARM_UP + DRAWS})`,
  )
  for (const [at, { id }] of asking.rows.entries()) {
    const began = performance.now()
    const page = await chooseOpenLetters(core, { accountId: id as AccountId, count: PAGE, session: core.clock.now() })
    if (at < WARM_UP) continue
    times.push(performance.now() - began)
    chosen += page.length
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => round(times[Math.floor(DRAWS * share)] ?? 0)
  say(`choosing: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`)
  return { p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), chosen_mean: round(chosen / DRAWS) }
}

async function learnAll(core: Core): Promise<Record<string, number>> {
  const began = performance.now()
  let told = 0
  await rebuildTaste(core, {
    onProgress: (learnt) => {
      if (learnt - told < 100_000) return
      told = learnt
      say(`${learnt.toLocaleString('en')} likings learnt, ${seconds(began)} s`)
    },
  })
  const learn_all_anew_s = seconds(began)
  say(`learning all anew: ${learn_all_anew_s} s`)
  const memory_mb = Math.round(process.resourceUsage().maxRSS / 1024)
  await core.db.pg.query('vacuum analyze')
  return { learn_all_anew_s, memory_mb }
}

/** A day's signals by a tenth of the readers, learnt in the steps in which the service learns. */
async function learnDay(core: Core, size: Size): Promise<Record<string, number>> {
  const { rows } = await core.db.pg.query(newsOf(size, size.signals / DAYS))
  const at = core.clock.now()
  const told = rows.map(({ reader, letter, kinds }) => ({
    readerId: reader as AccountId,
    letterId: letter as OpenLetterId,
    kinds,
    at,
  }))
  await addSignals(core, told)
  const number = told.reduce((sum, { kinds }) => sum + kinds.length, 0)
  const began = performance.now()
  await refreshTaste(core)
  const took = (performance.now() - began) / 1000
  say(`a day of ${number.toLocaleString('en')} signals: ${round(took)} s`)
  return { day_signals: number, refresh_day_s: round(took), refresh_ms_a_signal: round((took * 1000) / number) }
}

const say = (line: string) => process.stderr.write(`${line}\n`)
const round = (value: number) => Math.round(value * 100) / 100
const seconds = (began: number) => round((performance.now() - began) / 1000)
