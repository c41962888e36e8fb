import type { Core } from '../core.ts'
import { type Place, placeLookup } from './content.ts'

/** Until then whoever mends what was held back says it with that. */
const MENDED_WITHIN_MS = 30 * 60_000
const KEPT_MOST = 5_000
const all = new WeakMap<Core, Map<string, number>>()

/**
 * Something that somebody said in a chat was held back, and stands on their own screen alone. Known for a while, to this
 * process; nothing of the words, and where it stands as a keyed hash.
 */
export function noteHeld(core: Core, place: Place): void {
  const held = all.get(core) ?? new Map<string, number>()
  all.set(core, held)
  held.set(keyOf(core, place), core.time.monotonic())
  const [oldest] = held.keys()
  if (held.size > KEPT_MOST && oldest !== undefined) held.delete(oldest)
}

/** Whether what stands there was held back lately: then a change of it is the first that the other one hears. */
export function wasHeld(core: Core, place: Place): boolean {
  const at = all.get(core)?.get(keyOf(core, place))
  return at !== undefined && core.time.monotonic() - at < MENDED_WITHIN_MS
}

const keyOf = (core: Core, place: Place) => placeLookup(core, place).toString('base64')
