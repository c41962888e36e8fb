import type { Chance } from './chance.ts'
import { bear, type Process, type World } from './process.ts'

/** Everything that befalls the service from outside. */
export type Fate = {
  /** When the storm was over. */
  readonly calmSince: number
  begin(): Promise<void>
  /** Perhaps something happens now. */
  strike(): Promise<void>
  /** One process is left, and people write a few more letters, which have to leave at once. */
  calm(): void
}

const STORM_LETTERS = 6
const CALM_LETTERS = 3
/** From then on nothing of the storm is under way any more. */
export const CALM_DOWN_MS = 25_000
/** Back just after the lease is over and before another has taken it up, or when all that was theirs is done. */
const JUST_AFTER_MS = 1_200
const LONG_AFTER_MS = 9_000

export function openFate(world: World, processes: Process[]): Fate {
  const { scheduler, chance, database, platforms, people, count } = world
  let births = 0
  let written = 0
  let calmSince = Number.POSITIVE_INFINITY

  const ending = new Set<Process>()
  const living = () => processes.filter((process) => process.alive && !ending.has(process))
  const birth = async () => void processes.push(await bear(world, `process ${births++}`))

  /** Another one is born for each that is gone. */
  const succeed = () => {
    const at = scheduler.now() + 500 + chance.below(4_000)
    scheduler.add({
      what: 'birth',
      owner: undefined,
      at,
      run: () => (calmSince > scheduler.now() ? birth() : undefined),
    })
  }

  const kill = async (point: string, process: Process) => {
    count(`death: ${point}`)
    await process.kill()
    succeed()
  }

  /** As a service is stopped: what is under way may end. */
  const stop = (process: Process) => {
    count('stopped')
    ending.add(process)
    void process.bots.close().then(() => {
      scheduler.add({ what: 'end', owner: process, at: scheduler.now(), run: () => process.kill() })
    })
    succeed()
  }

  /** Somebody is held up for longer than their lease lives, preferably while they want to send something. */
  const holdUp = () => {
    const waitsAt = (what: string) => scheduler.waiting().find((one) => one.what === what && one.owner?.alive)?.owner
    const sore = world.soreSpot === undefined ? undefined : waitsAt(world.soreSpot)
    const claiming = waitsAt('outbox_claim')
    if (!chance.odds(sore ? 0.5 : claiming ? 0.1 : 0.002)) return
    const one = sore ?? claiming ?? chance.pick(living())
    if (!one || one.frozenUntil > scheduler.now() || one.cutOffUntil > scheduler.now()) return
    const how = sore || chance.odds(0.5) ? 'cut off' : 'frozen'
    count(how)
    const over = Math.max(scheduler.now(), ...[...database.leases.values()].map(({ until }) => until))
    scheduler.holdUp(one, how, over + chance.below(chance.odds(0.7) ? JUST_AFTER_MS : LONG_AFTER_MS))
  }

  const write = () => {
    if (written++ >= STORM_LETTERS) return
    people.write(chance.pick(people.everybody), chance.odds(0.5) ? 0 : 5_000 + chance.below(40_000))
  }

  return {
    get calmSince() {
      return calmSince
    },
    async begin() {
      await birth()
      await birth()
    },
    async strike() {
      if (chance.odds(0.02)) write()
      holdUp()
      if (chance.odds(0.001) && living().length > 1) stop(chance.pick(living()))
      if (chance.odds(0.003) && scheduler.drop(({ what }) => what.startsWith('job')) > 0) count('queue emptied')
      if (chance.odds(0.003)) platforms.blocked.add(chance.pick(people.everybody).platformId)
      const next = chance.odds(0.006) ? pending(world, processes) : undefined
      if (next) await kill(next.what, next.process)
    },
    calm() {
      calmSince = scheduler.now()
      while (written < STORM_LETTERS) write()
      platforms.blocked.clear()
      const [last, ...others] = living()
      for (const process of others) stop(process)
      if (!last) void birth()
      for (let n = 0; n < CALM_LETTERS; n++) {
        const at = scheduler.now() + CALM_DOWN_MS + 5_000 + n * 7_000
        const run = () => people.write(chance.pick(people.everybody), 0)
        scheduler.add({ what: 'a person', owner: undefined, at, run })
      }
    },
  }
}

/** What goes on all the time, whatever else happens. */
const IDLE = /timer|poll|lease|outbox_due_recipients|inbound_unhandled/
const IDLE_SHARE = 0.2

/** A deed of somebody who dies just before it; each kind is as likely, and rarely one of those that are always there. */
function pending({ scheduler, chance }: { scheduler: World['scheduler']; chance: Chance }, processes: Process[]) {
  const idle = chance.odds(IDLE_SHARE)
  const points = scheduler.waiting().flatMap(({ what, owner }) => {
    const process = processes.find((one) => one === owner)
    return process?.alive && IDLE.test(what) === idle ? [{ what, process }] : []
  })
  if (points.length === 0) return undefined
  const kind = chance.pick([...new Set(points.map(({ what }) => what))])
  return chance.pick(points.filter(({ what }) => what === kind))
}
