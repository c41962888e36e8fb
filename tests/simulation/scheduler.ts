import type { Time } from '../../core/time.ts'
import type { Chance } from './chance.ts'

/** Whoever can die: what it still had to do is then never done. */
export type Owner = { name: string; alive: boolean }

/** Something that happens next: a statement, an answer, a timer. */
export type Deed = {
  what: string
  owner: Owner | undefined
  /** Not before this moment of simulated time. */
  at: number
  run(): Promise<void> | void
}

/** Does one deed at a time, whichever chance picks among those whose time has come. Time passes between deeds only. */
export type Scheduler = {
  now(): number
  add(deed: Deed): void
  /** Forgets what fits. Returns how many. */
  drop(fits: (deed: Deed) => boolean): number
  /** The deed that would be next; undefined when nothing is left to do. It leaves the list. */
  next(): Deed | undefined
  /** The time of one process. */
  timeOf(owner: Owner): Time
}

const BEGAN = Date.UTC(2027, 0, 4, 12)
const STEP_MOST_MS = 3

export function openScheduler(chance: Chance): Scheduler {
  let deeds: Deed[] = []
  let now = BEGAN
  const scheduler: Scheduler = {
    now: () => now,
    add(deed) {
      if (deed.owner?.alive !== false) deeds.push(deed)
    },
    drop(fits) {
      const before = deeds.length
      deeds = deeds.filter((deed) => !fits(deed))
      return before - deeds.length
    },
    next() {
      if (deeds.length === 0) return undefined
      now = Math.max(now + chance.below(STEP_MOST_MS), Math.min(...deeds.map(({ at }) => at)))
      const deed = chance.pick(deeds.filter(({ at }) => at <= now))
      deeds = deeds.filter((one) => one !== deed)
      return deed
    },
    timeOf: (owner) => ({
      now: () => now,
      monotonic: () => now,
      after(milliseconds, act) {
        const deed: Deed = { what: 'timer', owner, at: now + milliseconds, run: act }
        if (owner.alive) deeds.push(deed)
        return () => void scheduler.drop((one) => one === deed)
      },
    }),
  }
  return scheduler
}

/** Resolves once everything that can go on without a further deed has done so. */
export const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
