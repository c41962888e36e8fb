import type pg from 'pg'
import type { Clock } from '../../core/clock.ts'
import type { DeliveryId } from '../../core/ids.ts'
import { seekAnother } from '../../core/letters/seekAnother.ts'
import { chatPlatforms } from '../../core/platform.ts'
import { inPg } from '../../core/store/transaction.ts'
import type { Vault } from '../../core/vault/vault.ts'
import { type Chance, openChance } from './chance.ts'
import { type Means, openDatabase, unpark } from './database.ts'
import { faultsOfHearing, PREPARE } from './hearing.ts'
import { faultsFound, NOT_FOLLOWED_UP } from './invariants.ts'
import { answerOne, peopleOf, type Somebody, writeLetter } from './people.ts'
import { openPlatforms } from './platforms.ts'
import { bear, openJobs, type Process, type World } from './process.ts'
import { openScheduler, quiet } from './scheduler.ts'
import { openUpdates, type Updates } from './updates.ts'

/** Bugs that the simulation has to find. */
export const bugs = {
  'no lease check': (sql: string) =>
    sql.replace(/and exists \(select 1 from lease where name = \$14 .*\(\)\)/, 'and $14::text is not null'),
  'acknowledged before it was sent': (sql: string) =>
    sql.replace(`set state = 'sending', fence`, `set state = 'sent', settled_at = $10, fence`),
  'lost wake-up': (sql: string) => sql,
  'confirmed before it was stored': (sql: string) => sql,
  'youngest first': (sql: string) =>
    sql
      .replaceAll('order by id limit $3', 'order by id desc limit $3')
      .replace(/order by o\.id$/, 'order by o.id desc'),
} as const
export type Bug = keyof typeof bugs

/** How often each thing was reached, by name. */
export type Coverage = Map<string, number>

const PEOPLE = 6
/** Who talks to the bot. */
const TALKERS = 3
const LETTERS = 5
/** Written when all is calm: these have to leave at once. */
const CALM_LETTERS = 3
const STORM_STEPS = 1_000
const CALM_MS = 40 * 60_000
const STEPS_MOST = 20_000

/**
 * One run from a seed: a storm of failing platforms, dying processes, stolen leases and an emptied queue while letters
 * travel; then calm, until nothing is left to do. Returns what is wrong then, one line each.
 */
export async function simulate(
  real: pg.Pool,
  vault: Vault,
  seed: number,
  coverage: Coverage,
  bug?: Bug,
): Promise<string[]> {
  const chance = openChance(seed)
  const scheduler = openScheduler(chance)
  const count = (what: string) => void coverage.set(what, (coverage.get(what) ?? 0) + 1)
  const clock: Clock = { now: () => new Date(scheduler.now()), move: () => undefined, onMove: () => () => undefined }
  let storm = 0.5
  const platforms = openPlatforms(scheduler, chance, {
    storm: () => storm,
    met: (meeting) => count(`platform: ${meeting}`),
  })
  const updates = openUpdates(scheduler, chance, {
    storm: () => storm,
    met: (meeting) => count(`telegram: ${meeting}`),
  })
  const database: Means = {
    real,
    scheduler,
    chance,
    parked: new Set(),
    posted: new Map(),
    usurped: [],
    rewrite: bug ? bugs[bug] : (sql) => sql,
  }
  const processes: Process[] = []
  const alive = () => processes.filter((process) => process.alive)
  const queues = openJobs(() => ({ scheduler, chance, clock, alive }))
  const world: World = {
    scheduler,
    chance,
    database,
    platforms,
    updates,
    vault,
    clock,
    queues,
    losesWakes: bug === 'lost wake-up',
    confirmsTooSoon: bug === 'confirmed before it was stored',
  }
  await real.query(PREPARE)
  const people = await peopleOf(real, vault, clock.now(), PEOPLE)
  const fate = openFate(world, { real, vault, people, processes, count })
  const posted = watchPosting(real, scheduler, updates)

  await fate.begin()
  for (let step = 0; step < STORM_STEPS; step++) {
    await fate.strike()
    if (!(await act(world))) break
  }
  count('calm')
  storm = 0
  platforms.blocked.clear()
  await fate.calm()
  const until = scheduler.now() + CALM_MS
  for (let step = 0; step < STEPS_MOST && scheduler.now() < until; step++) {
    if (!(await act(world)) || (await posted.nothingLeft(step))) break
  }
  for (const process of alive()) await process.kill()
  const unheard = await faultsOfHearing(real, updates)
  const usurped = database.usurped.map((id) => `row ${id} was taken up without the lease`)
  const faults = await faultsFound(real, {
    posted: database.posted,
    arrivals: platforms.arrivals,
    now: clock.now(),
    count,
    calmSince: fate.calmSince,
  })
  return [...unheard, ...usurped, ...faults]
}

/** Does one deed. False when nothing is left. */
async function act({ scheduler, database }: World): Promise<boolean> {
  await quiet()
  const deed = scheduler.next()
  if (deed) await deed.run()
  else if (database.parked.size > 0) {
    await Promise.race([...database.parked].map(({ done }) => done))
    await unpark(database)
  } else return false
  return true
}

/** Looks now and then whether anything is still to be done. */
function watchPosting(real: pg.Pool, scheduler: { now(): number }, updates: Updates) {
  const open = async () => {
    const { rows } = await real.query(
      `select (select count(*) from outbox where settled_at is null) + (select count(*) from inbound where handled_at is null) + (select count(*) from delivery d join letter l on l.id = d.letter_id where ${NOT_FOLLOWED_UP})
        + (select count(*) from letter where (state = 'travelling' or state = 'seeking' and hops = 0) and coalesce(seek_at, arrives_at) < $1) as left`,
      [new Date(scheduler.now() + 3_600_000)],
    )
    return Number(rows[0].left) + updates.kept()
  }
  return {
    nothingLeft: async (step: number) => step % 100 === 99 && (await open()) === 0,
  }
}

type Stage = { real: pg.Pool; vault: Vault; people: Somebody[]; processes: Process[]; count(what: string): void }

/** Everything that befalls the service from outside. */
function openFate(world: World, { real, vault, people, processes, count }: Stage) {
  const { scheduler, chance, platforms } = world
  let births = 0
  let written = 0
  let calmSince = Number.POSITIVE_INFINITY
  /** Who the leases were given to last: others may believe for a while that they still hold them. */
  let holder: Process | undefined
  const now = () => new Date(scheduler.now())

  /** False when somebody is just committing under one of the leases: then nobody can take it. */
  const give = async (process: Process): Promise<boolean> => {
    const free = await real.query('select 1 from lease for update skip locked')
    const all = await real.query('select 1 from lease')
    if (free.rowCount !== all.rowCount) return false
    for (const platform of chatPlatforms) {
      const { rows } = await real.query(
        `insert into lease (name, holder, fence, expires_at) values ($1, 'simulated', 1, 'infinity')
         on conflict (name) do update set fence = lease.fence + 1 returning fence`,
        [`${platform}:simulated`],
      )
      process.takeOver(platform, BigInt(rows[0].fence))
    }
    holder = process
    return true
  }
  const birth = () => {
    const process = bear(world, `process ${births++}`)
    processes.push(process)
    return process
  }
  const living = () => processes.filter(({ alive }) => alive)

  /** Another one is born, and if the holder of the leases is gone the others find that out and one of them goes on. */
  const succeed = () => {
    const inherit = async (born: Process) => {
      // When all are gone, whoever is born next inherits.
      if (holder?.alive || living().length === 0) return
      const heir = chance.odds(0.5) || !born.alive ? chance.pick(living()) : born
      if (!(await give(heir))) later(() => inherit(born))
    }
    const later = (run: () => Promise<void>) =>
      scheduler.add({ what: 'birth', owner: undefined, at: scheduler.now() + 1_000 + chance.below(5_000), run })
    later(() => inherit(birth()))
  }

  const kill = async (point: string, process: Process) => {
    count(`death: ${point}`)
    await process.kill()
    succeed()
  }

  const steal = async () => {
    const former = holder?.alive ? holder : undefined
    const heir = living().find((process) => process !== former)
    if (!former || !heir) return
    const lost = [...former.leases.values()]
    if (!(await give(heir))) return
    count('lease stolen unnoticed')
    scheduler.add({
      what: 'notice',
      owner: former,
      at: scheduler.now() + chance.below(4_000),
      run: () => {
        for (const lease of lost) lease.lose()
      },
    })
  }

  /** People are no process, but their statements wait for locks like everybody's. */
  const outside = openDatabase(world.database, { name: 'people', alive: true }).pg

  const post = async (arrivesAt: Date) => {
    const id = await writeLetter(outside, vault, { writer: chance.pick(people), now: now(), arrivesAt })
    world.queues.releaseAt(id, arrivesAt)
  }
  const answer = async () => {
    const id = await answerOne(outside, vault, now())
    if (!id) return
    count('answered')
    world.queues.releaseAt(id, now())
  }
  const write = () => {
    if (written++ >= LETTERS) void answer()
    else void post(new Date(scheduler.now() + (chance.odds(0.5) ? 0 : chance.below(60_000))))
  }

  const passOn = async (process: Process) => {
    const { rows } = await real.query(
      `select id from delivery where state::text = any($1) order by created_at limit 1`,
      [[chance.pick(['arrived', 'waiting'])]],
    )
    if (!rows[0]) return
    count('passed on')
    const deliveryId = rows[0].id as DeliveryId
    void inPg(process.core, (tx) => seekAnother(process.core, tx, { deliveryId, why: 'passed' })).catch(() => undefined)
  }

  return {
    get calmSince() {
      return calmSince
    },
    async begin() {
      const first = birth()
      birth()
      await give(first)
    },
    async strike() {
      const process = living()[0]
      if (chance.odds(0.03)) write()
      if (chance.odds(0.008)) world.updates.say(1 + chance.below(TALKERS))
      if (chance.odds(0.006) && process) await passOn(process)
      if (chance.odds(0.004)) await steal()
      if (chance.odds(0.003) && scheduler.drop(({ what }) => what.startsWith('job')) > 0) count('queue emptied')
      if (chance.odds(0.003)) platforms.blocked.add(chance.pick(people).platformId)
      const next = chance.odds(0.02) ? pending(world, chance) : undefined
      if (next) await kill(next.what, next.process)
    },
    async calm() {
      calmSince = scheduler.now()
      while (written < LETTERS) write()
      if (living().length < 2) birth()
      while (!holder?.alive) if (!(await give(living()[0] ?? birth()))) await act(world)
      for (let n = 0; n < CALM_LETTERS; n++) void post(new Date(scheduler.now() + 30_000 + n * 7_000))
    },
  }

  /** A deed of somebody who dies just before it. */
  function pending({ scheduler }: World, chance: Chance) {
    const points: { what: string; process: Process }[] = []
    scheduler.drop(({ what, owner }) => {
      const process = processes.find((one) => one === owner)
      if (process?.alive) points.push({ what, process })
      return false
    })
    // Timers are many: each kind of deed is as likely.
    const kind = chance.pick([...new Set(points.map(({ what }) => what))])
    return points.length > 0 ? chance.pick(points.filter(({ what }) => what === kind)) : undefined
  }
}
