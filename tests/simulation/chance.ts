/** Chance from a seed: the same seed, the same run. */
export type Chance = {
  /** In [0, 1). */
  next(): number
  /** A whole number from 0 up to and without `n`. */
  below(n: number): number
  /** True that often. */
  odds(share: number): boolean
  pick<T>(things: readonly T[]): T
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough to choose by. */
export function openChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    next,
    below,
    odds: (share) => next() < share,
    pick: (things) => things[below(things.length)] as (typeof things)[number],
  }
}
