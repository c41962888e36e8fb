/**
 * Runs work of one lane in the order it was given, different lanes side by side.
 * A failure of one piece never stops its lane: handle errors inside `work`.
 */
export type Lanes = {
  run(lane: string, work: () => Promise<void>): void
  /** Resolves when everything given so far is done. */
  idle(): Promise<void>
  readonly size: number
  /** Whether something of this lane is not done yet. */
  has(lane: string): boolean
}

/** Opens lanes; `onError` hears what `work` threw. */
export function openLanes(onError: (error: unknown) => void): Lanes {
  const tails = new Map<string, Promise<void>>()
  return {
    run(lane, work) {
      const tail = (tails.get(lane) ?? Promise.resolve()).then(work).catch(onError)
      tails.set(lane, tail)
      void tail.then(() => {
        if (tails.get(lane) === tail) tails.delete(lane)
      })
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values())
    },
    get size() {
      return tails.size
    },
    has: (lane) => tails.has(lane),
  }
}
