import type { LetterWork } from './queues.ts'

/** A sweep, the net under everything that is due, ends well at least this often. */
export const SWEPT_WITHIN_MS = 60_000

/** The same work, and whether its sweeps still end well. `now`: milliseconds by a clock that nobody moves. */
export function watchSweeps(work: LetterWork, now: () => number): { work: LetterWork; sweeps(): boolean } {
  let sweptAt = now()
  const sweep = async () => {
    await work.sweep()
    sweptAt = now()
  }
  return { work: { ...work, sweep }, sweeps: () => now() - sweptAt <= SWEPT_WITHIN_MS }
}
