import type { Core } from '../core.ts'
import type { Platform } from '../platform.ts'

type Self = { platform: Platform; platformId: string }

const heard = new WeakMap<Core, Map<string, number>>()
/** More people than are heard while one message is being sent. Those heard first are forgotten first. */
const KEPT_MOST = 5_000

/**
 * This self does something just now. Called before it is looked up whether it can be reached: whoever is about to write
 * down that it cannot looks here afterwards. Kept in this process, which is the one that sends, too.
 */
export function noteHeard(core: Core, { platform, platformId }: Self): void {
  const times = heard.get(core) ?? new Map<string, number>()
  heard.set(core, times)
  const name = nameOf(platform, platformId)
  times.delete(name)
  times.set(name, core.time.monotonic())
  const [oldest] = times.keys()
  if (times.size > KEPT_MOST && oldest !== undefined) times.delete(oldest)
}

/**
 * Whether this self did something after `asked` (monotonic): what a platform answered to a request that was begun then
 * may be older than that.
 */
export function heardSince(core: Core, { platform, platformId }: Self, asked: number): boolean {
  return (heard.get(core)?.get(nameOf(platform, platformId)) ?? Number.NEGATIVE_INFINITY) >= asked
}

const nameOf = (platform: Platform, platformId: string) => `${platform}:${platformId}`
