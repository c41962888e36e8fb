/**
 * The machine's own time, which nobody moves: for leases, budgets, pauses and timeouts. Due times come from the domain
 * clock instead. Only the simulation puts another one in its place.
 */
export type Time = {
  /** Milliseconds since the epoch. */
  now(): number
  /** Milliseconds on a clock that only goes forward. */
  monotonic(): number
  /** Calls once, after so long. What it returns cancels the call. */
  after(milliseconds: number, act: () => void): () => void
}

export const machineTime: Time = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds)
    return () => clearTimeout(timer)
  },
}

/**
 * What is under way when the service stops may take so long to end: with the connections to close after it, all ends
 * within ten seconds.
 */
export const DRAIN_WITHIN_MS = 7_000

/** Resolves after so long, or as soon as `signal` is aborted. Never rejects. */
export function pause(time: Time, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const end = () => {
      cancel()
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const cancel = time.after(milliseconds, end)
    signal?.addEventListener('abort', end)
  })
}

/** Calls again and again, so long after each other, until cancelled. */
export function every(time: Time, milliseconds: number, act: () => void): () => void {
  let cancel = () => {}
  const next = () => {
    cancel = time.after(milliseconds, () => {
      next()
      act()
    })
  }
  next()
  return () => cancel()
}
