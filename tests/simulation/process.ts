import type { Clock } from '../../core/clock.ts'
import type { Core } from '../../core/core.ts'
import type { Dispatcher } from '../../core/delivery/dispatcher.ts'
import type { LetterWork, Queues } from '../../core/jobs/queues.ts'
import { letterWork } from '../../core/letters/sweepLetters.ts'
import { openLog } from '../../core/log.ts'
import type { Platform } from '../../core/platform.ts'
import type { Vault } from '../../core/vault/vault.ts'
import type { Chance } from './chance.ts'
import { type Means, openDatabase } from './database.ts'
import { type Bots, startBots } from './duties.ts'
import type { People } from './people.ts'
import type { Platforms } from './platforms.ts'
import { lendPrisma } from './prisma.ts'
import type { Owner, Scheduler } from './scheduler.ts'
import type { Updates } from './updates.ts'

/** A process of the service: real use-cases, leases and dispatchers over simulated time, statements and platforms. */
export type Process = Owner & {
  core: Core
  work: LetterWork
  bots: Bots
  kill(): Promise<void>
}

export type World = {
  scheduler: Scheduler
  chance: Chance
  database: Means
  platforms: Platforms
  updates: Updates
  people: People
  vault: Vault
  clock: Clock
  queues: Queues
  count(what: string): void
  losesWakes: boolean
  confirmsTooSoon: boolean
  /** A statement at which processes are cut off more often than elsewhere. */
  soreSpot: string | undefined
}

export async function bear(world: World, name: string): Promise<Process> {
  const { scheduler, chance, vault, clock, queues } = world
  const owner: Owner = { name, alive: true, frozenUntil: 0, cutOffUntil: 0 }
  const database = openDatabase(world.database, owner)
  const lent = await lendPrisma(database.pg)
  const core = {
    config: {},
    db: { pg: database.pg, hot: database.pg, prisma: lent.prisma },
    queues,
    clock,
    time: scheduler.timeOf(owner),
    // The dead do not draw.
    random: () => (owner.alive ? chance.next() : 0),
    vault,
    log: silent,
    dispatchers: new Map<Platform, Dispatcher>(),
    typing: new Map(),
    media: new Map(),
    close: async () => undefined,
  } as unknown as Core
  return Object.assign(owner, {
    core,
    work: letterWork(core),
    bots: startBots({ world, owner, core }),
    async kill() {
      owner.alive = false
      scheduler.drop((deed) => deed.owner === owner)
      await database.die()
      lent.giveBack()
    },
  })
}

const silent = openLog({ level: 'silent' })

/** A queue that keeps its promises when it can: jobs go to whoever lives, and may be gone at any moment. */
export function openJobs({
  scheduler,
  chance,
  alive,
}: {
  scheduler: Scheduler
  chance: Chance
  alive(): Process[]
}): Queues & { startSweeping(): void } {
  const add = (what: string, at: number, act: (process: Process) => void) =>
    scheduler.add({
      what,
      owner: undefined,
      at: at + chance.below(10),
      run() {
        const living = alive()
        if (living.length > 0) act(chance.pick(living))
      },
    })
  const now = () => scheduler.now()
  const sweep = () =>
    scheduler.add({
      what: 'schedule',
      owner: undefined,
      at: now() + SWEEP_EVERY_MS,
      run() {
        sweep()
        add('job sweep', now(), ({ work }) => void work.sweep().catch(() => undefined))
      },
    })
  return {
    startSweeping: sweep,
    releaseAt(letterId, at) {
      // A worker that stalls has its job done by another as well.
      for (let times = chance.odds(TWICE) ? 2 : 1; times > 0; times--)
        add(
          'job release',
          Math.max(now(), at.getTime()),
          ({ work }) => void work.release(letterId).catch(() => undefined),
        )
    },
    seekReaders: (language) => add('job seek', now(), ({ work }) => void work.seek(language).catch(() => undefined)),
    wakeDispatcher: ({ platform, recipient, priority }) =>
      add('job wake', now(), () => {
        for (const { core } of alive()) core.dispatchers.get(platform)?.wake(recipient, priority)
      }),
    makeExport: () => undefined,
    work: async () => ({ close: async () => undefined }),
    hearWakes: () => ({ close: async () => undefined }),
    health: async () => true,
    close: async () => undefined,
  }
}

/** How often a job is given to two. */
const TWICE = 0.2
/** As the queue's schedule does, but rarer: each sweep is many deeds. */
const SWEEP_EVERY_MS = 15_000
