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
      listenNoMore?.()
      resolve()
    }
    const cancel = time.after(milliseconds, end)
    const listenNoMore = signal && whenAborted(signal, end)
  })
}

const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls once `signal` is aborted (at once, if it is already), unless that is taken back with what it returns. However many wait for one that lives as
 * long as the service, it has one listener, and keeps nothing of those who wait no longer.
 */
export function whenAborted(signal: AbortSignal, act: () => void): () => void {
  if (signal.aborted) {
    act()
    return () => {}
  }
  const acts = waiting.get(signal) ?? listenTo(signal)
  const own = () => act()
  acts.add(own)
  return () => void acts.delete(own)
}

function listenTo(signal: AbortSignal): Set<() => void> {
  const acts = new Set<() => void>()
  waiting.set(signal, acts)
  const callAll = () => {
    for (const act of acts) act()
  }
  signal.addEventListener('abort', callAll, { once: true })
  return acts
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
