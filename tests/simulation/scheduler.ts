import type { Time } from '../../core/time.ts'
import type { Chance } from './chance.ts'

/** Whoever can die: what it still had to do is then never done. */
export type Owner = {
  name: string
  alive: boolean
  /** Until then it stands still, as a machine does that is out of memory: nothing it wanted to do is done. */
  frozenUntil: number
  /** Until then nothing it asks of the database gets there, nor any answer back; the rest of it goes on. */
  cutOffUntil: number
}

/** Something that happens next: a statement, an answer, a timer. */
export type Deed = {
  what: string
  owner: Owner | undefined
  /** Not before this moment of simulated time. */
  at: number
  /** On its way between a process and the database. */
  onTheWire?: boolean
  run(): Promise<void> | void
}

/** Does one deed at a time, whichever chance picks among those whose time has come. Time passes between deeds only. */
export type Scheduler = {
  now(): number
  add(deed: Deed): void
  /** All that is still to be done. */
  waiting(): readonly Deed[]
  /** Forgets what fits. Returns how many. */
  drop(fits: (deed: Deed) => boolean): number
  /** The deed that would be next; undefined when nothing is left to do. It leaves the list. */
  next(): Deed | undefined
  /** Holds up what a process does: all of it, or what it has to do with the database. */
  holdUp(owner: Owner, how: 'frozen' | 'cut off', until: number): void
  /** The time of one process. */
  timeOf(owner: Owner): Time
}

const BEGAN = Date.UTC(2027, 0, 4, 12)
const STEP_MOST_MS = 3

export function openScheduler(chance: Chance): Scheduler {
  let deeds: Deed[] = []
  let now = BEGAN
  const momentOf = ({ at, owner, onTheWire }: Deed) =>
    owner ? Math.max(at, owner.frozenUntil, onTheWire ? owner.cutOffUntil : 0) : at
  const scheduler: Scheduler = {
    now: () => now,
    waiting: () => deeds,
    add(deed) {
      if (deed.owner?.alive === false) return
      deed.at = momentOf(deed)
      deeds.push(deed)
    },
    drop(fits) {
      const before = deeds.length
      deeds = deeds.filter((deed) => !fits(deed))
      return before - deeds.length
    },
    next() {
      if (deeds.length === 0) return undefined
      let first = Number.POSITIVE_INFINITY
      for (const { at } of deeds) if (at < first) first = at
      now = Math.max(now + chance.below(STEP_MOST_MS), first)
      const deed = chance.pick(deeds.filter(({ at }) => at <= now))
      deeds.splice(deeds.indexOf(deed), 1)
      return deed
    },
    holdUp(owner, how, until) {
      if (how === 'frozen') owner.frozenUntil = until
      else owner.cutOffUntil = until
      for (const deed of deeds) if (deed.owner === owner) deed.at = momentOf(deed)
    },
    timeOf: (owner) => ({
      now: () => now,
      monotonic: () => now,
      after(milliseconds, act) {
        const deed: Deed = { what: 'timer', owner, at: now + milliseconds, run: act }
        scheduler.add(deed)
        return () => void scheduler.drop((one) => one === deed)
      },
    }),
  }
  return scheduler
}

/** Resolves once everything that can go on without a further deed has done so. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < QUIET_TURNS; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** Libraries go on in a later turn of the event loop now and then. */
const QUIET_TURNS = 3
