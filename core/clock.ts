/**
 * The domain clock: every due time comes from it, never from the database's `now()`.
 * Leases and timeouts do not use it; they use a monotonic clock that nobody moves.
 */
export type Clock = {
  now(): Date
  /** Moves this clock forward (tests, the sandbox) and tells everyone who waits for a time to come. */
  move(milliseconds: number): void
  /** Called after every move. Returns a function that stops it. */
  onMove(listener: () => void): () => void
}

/** The time of the machine, until somebody moves it. */
export function openClock(): Clock {
  let ahead = 0
  const listeners = new Set<() => void>()
  return {
    now: () => new Date(Date.now() + ahead),
    move(milliseconds) {
      ahead += milliseconds
      for (const listener of listeners) listener()
    },
    onMove(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
