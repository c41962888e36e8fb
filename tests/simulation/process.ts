import type { Clock } from '../../core/clock.ts'
import type { Core } from '../../core/core.ts'
import { DISCORD_RATES, openBudget, TELEGRAM_RATES } from '../../core/delivery/budget.ts'
import { type Dispatcher, startDispatcher } from '../../core/delivery/dispatcher.ts'
import type { Lease } from '../../core/delivery/lease.ts'
import type { LetterWork, Queues } from '../../core/jobs/queues.ts'
import { foreseeNotice } from '../../core/letters/noticeFacts.ts'
import { noticeSettled } from '../../core/letters/noticeSettled.ts'
import { letterWork } from '../../core/letters/sweepLetters.ts'
import { openLog } from '../../core/log.ts'
import type { Platform } from '../../core/platform.ts'
import { every } from '../../core/time.ts'
import type { Vault } from '../../core/vault/vault.ts'
import type { Chance } from './chance.ts'
import { type Means, openDatabase } from './database.ts'
import { hear } from './hearing.ts'
import type { Platforms } from './platforms.ts'
import type { Owner, Scheduler } from './scheduler.ts'
import type { Updates } from './updates.ts'

/** A process of the service: real use-cases and dispatchers over simulated time, statements and platforms. */
export type Process = Owner & {
  core: Core
  work: LetterWork
  /** The leases it believes to hold. */
  leases: Map<Platform, { lose(): void }>
  /** Takes a lease over, whoever held it; the former holder may not notice for a while. */
  takeOver(platform: Platform, fence: bigint): void
  kill(): Promise<void>
}

/** As in the service, but rarer: each sweep is many deeds. */
const SWEEP_EVERY_MS = 15_000

export type World = {
  scheduler: Scheduler
  chance: Chance
  database: Means
  platforms: Platforms
  updates: Updates
  vault: Vault
  clock: Clock
  queues: Queues
  losesWakes: boolean
  confirmsTooSoon: boolean
}

export function bear(world: World, name: string): Process {
  const { scheduler, chance, platforms, vault, clock, queues } = world
  const owner: Owner = { name, alive: true }
  const database = openDatabase(world.database, owner)
  const time = scheduler.timeOf(owner)
  const core = {
    config: {},
    db: { pg: database.pg, hot: database.pg, prisma: FORGETTING },
    queues,
    clock,
    time,
    random: chance.next,
    vault,
    log: silent,
    dispatchers: new Map<Platform, Dispatcher>(),
    close: async () => undefined,
  } as unknown as Core
  const work = letterWork(core)
  let sweeping = false
  every(time, SWEEP_EVERY_MS, () => {
    if (sweeping) return
    sweeping = true
    void work
      .sweep()
      .catch(() => undefined)
      .finally(() => {
        sweeping = false
      })
  })

  const process: Process = Object.assign(owner, {
    core,
    work,
    leases: new Map<Platform, { lose(): void }>(),
    takeOver(platform: Platform, fence: bigint) {
      let held = true
      const lease: Lease = { name: `${platform}:simulated`, fence, restedMs: 0, held: () => held && owner.alive }
      const budget = openBudget(platform === 'telegram' ? TELEGRAM_RATES : DISCORD_RATES, { time, restedMs: 0 })
      const channel = platforms.channel(platform, { owner, core })
      const dispatcher = startDispatcher(core, {
        channel,
        lease,
        budget,
        settled: noticeSettled(core),
        foresee: (parcel) => foreseeNotice(core, parcel),
      })
      const hearing =
        platform === 'telegram'
          ? hear(core, { updates: world.updates, owner, lease, hasty: world.confirmsTooSoon })
          : undefined
      const heard = world.losesWakes ? deafWhileBusy(dispatcher) : dispatcher
      const term = {
        lose() {
          held = false
          // It may have been given the lease anew before it noticed that it had lost it.
          if (process.leases.get(platform) === term) process.leases.delete(platform)
          if (core.dispatchers.get(platform) === heard) core.dispatchers.delete(platform)
          void dispatcher.stop()
          hearing?.stop()
        },
      }
      core.dispatchers.set(platform, heard)
      process.leases.set(platform, term)
    },
    async kill() {
      owner.alive = false
      scheduler.drop((deed) => deed.owner === owner)
      await database.die()
    },
  })
  return process
}

/** A planted bug: every second wake-up is not heard, while the caller believes it was. */
function deafWhileBusy(dispatcher: Dispatcher): Dispatcher {
  let turn = 0
  return { ...dispatcher, wake: (...wake) => turn++ % 2 === 0 || dispatcher.wake(...wake) }
}

const silent = openLog({ level: 'silent' })

/** The sweep also forgets old forms and reports, of which there are none here. */
const forget = { deleteMany: async () => ({ count: 0 }), updateMany: async () => ({ count: 0 }) }
const FORGETTING = new Proxy({}, { get: () => forget })

/** A queue that keeps its promises when it can: jobs go to whoever lives, and may be gone at any moment. */
export function openJobs(
  world: () => { scheduler: Scheduler; chance: Chance; clock: Clock; alive(): Process[] },
): Queues {
  const add = (what: string, at: number, act: (process: Process) => void) => {
    const { scheduler, chance, alive } = world()
    scheduler.add({
      what,
      owner: undefined,
      at: at + chance.below(10),
      run() {
        const living = alive()
        if (living.length > 0) act(chance.pick(living))
      },
    })
  }
  const now = () => world().scheduler.now()
  return {
    releaseAt: (letterId, at) =>
      add(
        'job release',
        Math.max(now(), at.getTime()),
        ({ work }) => void work.release(letterId).catch(() => undefined),
      ),
    seekReaders: (language) => add('job seek', now(), ({ work }) => void work.seek(language).catch(() => undefined)),
    wakeDispatcher: ({ platform, recipient, priority }) =>
      add('job wake', now(), () => {
        for (const { core } of world().alive()) core.dispatchers.get(platform)?.wake(recipient, priority)
      }),
    makeExport: () => undefined,
    work: async () => ({ close: async () => undefined }),
    hearWakes: () => ({ close: async () => undefined }),
    health: async () => true,
    close: async () => undefined,
  }
}
