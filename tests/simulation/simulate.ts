import type pg from 'pg'
import type { Clock } from '../../core/clock.ts'
import type { Vault } from '../../core/vault/vault.ts'
import { openChance } from './chance.ts'
import { type Means, unpark } from './database.ts'
import { openFate } from './fate.ts'
import { faultsFound, NOT_FOLLOWED_UP } from './invariants.ts'
import { letIn, openPeople } from './people.ts'
import { openPlatforms } from './platforms.ts'
import { warmPrisma } from './prisma.ts'
import { openJobs, type Process, type World } from './process.ts'
import { openScheduler, quiet } from './scheduler.ts'
import { openUpdates } from './updates.ts'

/** Bugs that the simulation has to find. */
export const bugs = {
  'no lease check': (sql: string) =>
    sql.replace(/and exists \(select 1 from lease where name = \$14 .*\(\)\)/, 'and $14::text is not null'),
  'acknowledged before it was sent': (sql: string) =>
    sql.replace(`set state = 'sending', fence`, `set state = 'sent', settled_at = $10, fence`),
  'lost wake-up': (sql: string) => sql,
  'confirmed before it was stored': (sql: string) => sql,
  'released twice': (sql: string) => sql.replace('from letter where id = $1 for update', 'from letter where id = $1'),
  'youngest first': (sql: string) =>
    sql
      .replaceAll('order by id limit $3', 'order by id desc limit $3')
      .replace(/order by o\.id$/, 'order by o.id desc'),
} as const
export type Bug = keyof typeof bugs

/** Where a bug shows, if that is a moment that seldom comes. */
const SORE_SPOTS: Partial<Record<Bug, string>> = {
  'no lease check': 'outbox_claim',
  'confirmed before it was stored': 'inbound_receive',
}

/** How often each thing was reached, by name. */
export type Coverage = Map<string, number>

const PEOPLE = 6
const STORM = 0.5
const STORM_STEPS = 1_200
/** Retries of a storm of a minute or two have all been made by then. */
const CALM_MS = 5 * 60_000
const STEPS_MOST = 20_000
const PROCESSES_MOST = 4

/**
 * One run from a seed: a storm of failing platforms, processes that die or stand still until their leases are gone, and an
 * emptied queue, while people write, read and answer; then calm, until nothing is left to do. Returns what is wrong then,
 * one line each.
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
  let storm = STORM
  const weather = { storm: () => storm }
  const database: Means = {
    real,
    scheduler,
    chance,
    parked: new Set(),
    inTransaction: new Set(),
    posted: new Map(),
    gone: new Set(),
    leases: new Map(),
    usurped: [],
    rewrite: bug ? bugs[bug] : (sql) => sql,
  }
  const processes: Process[] = []
  const alive = () => processes.filter((process) => process.alive)
  const unlawful: string[] = []
  const updates = openUpdates(scheduler, chance, { ...weather, met: (meeting) => count(`telegram: ${meeting}`) })
  const everybody = await letIn(real, vault, clock.now(), PEOPLE)
  const people = openPeople({ scheduler, chance, updates, everybody, alive, count })
  const platforms = openPlatforms(scheduler, chance, {
    ...weather,
    met: (meeting) => count(`platform: ${meeting}`),
    read: people.read,
    sends({ name, fence }) {
      if (database.leases.get(name)?.fence !== fence)
        unlawful.push(`something was sent under a lease that had passed on`)
    },
  })
  const queues = openJobs({ scheduler, chance, alive })
  const world: World = {
    scheduler,
    chance,
    database,
    platforms,
    updates,
    people,
    vault,
    clock,
    queues,
    count,
    losesWakes: bug === 'lost wake-up',
    confirmsTooSoon: bug === 'confirmed before it was stored',
    soreSpot: bug && SORE_SPOTS[bug],
  }
  await warmPrisma(real, PROCESSES_MOST)
  const fate = openFate(world, processes)

  await fate.begin()
  queues.startSweeping()
  for (let step = 0; step < STORM_STEPS; step++) {
    await quiet()
    await fate.strike()
    if (!(await act(world))) break
  }
  storm = 0
  fate.calm()
  const until = scheduler.now() + CALM_MS
  const left = () => whatIsLeft(real, world)
  for (let step = 0; step < STEPS_MOST && scheduler.now() < until; step++) {
    if (!(await act(world)) || (step % 100 === 99 && (await left()) === 0)) break
  }
  count(`leases held at the end: ${alive().flatMap(({ bots }) => bots.holds()).length}`)
  for (const process of alive()) await process.kill()
  const faults = await faultsFound(real, {
    everybody,
    everAway: platforms.everBlocked,
    posted: database.posted,
    gone: database.gone,
    arrivals: platforms.arrivals,
    now: clock.now(),
    count,
    calmSince: fate.calmSince,
  })
  const usurped = database.usurped.map((id) => `row ${id} was taken up without the lease`)
  return [...people.unheard(), ...people.unordered(), ...usurped, ...unlawful, ...faults]
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

/** How much is still to be done, of what has to be done soon. */
async function whatIsLeft(real: pg.Pool, { scheduler, updates, people }: World): Promise<number> {
  const { rows } = await real.query(
    `select (select count(*) from outbox where settled_at is null) + (select count(*) from inbound where handled_at is null)
        + (select count(*) from delivery d join letter l on l.id = d.letter_id where ${NOT_FOLLOWED_UP})
        + (select count(*) from letter where state in ('travelling', 'seeking') and coalesce(seek_at, arrives_at) < $1) as left`,
    [new Date(scheduler.now() + 60_000)],
  )
  const persons = scheduler.waiting().filter(({ what }) => what === 'a person').length
  return Number(rows[0].left) + updates.kept() + people.waiting() + persons
}
