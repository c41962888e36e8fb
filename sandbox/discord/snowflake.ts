/** Discord ids: milliseconds since 2015 in the upper bits, so that they sort by time. docs: reference#snowflakes */

const epochMs = 1_420_070_400_000
/** Below this an id has fewer than the 17 digits that clients route by. */
const earliestMs = epochMs + 30_000_000_000

/** A source of ids that strictly rise, even when the clock stands still or goes back. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n
  return () => {
    const timed = BigInt(Math.floor(Math.max(now(), earliestMs)) - epochMs) << 22n
    last = timed > last ? timed : last + 1n
    return last.toString()
  }
}

export function isSnowflake(value: unknown): value is string {
  return typeof value === 'string' && /^\d{17,19}$/.test(value)
}

/** Orders ids by age: negative when `one` is older. */
export function compareIds(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0)
}
