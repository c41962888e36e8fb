import { machineTime, pause } from '../../core/time.ts'
import { outcomeOf } from './outcome.ts'

/** A 429 is waited out up to this, all waits of one call together. */
const PATIENCE_MS = 30_000
const MOST_TRIES = 4
const FIRST_PAUSE_MS = 250

/**
 * Makes a call that somebody is waiting for: waits out a rate limit, and tries again when the answer was lost or nobody
 * was there. Use it for what may be asked twice. Rejects with the last error.
 */
export type Insist = <Result>(call: () => Promise<Result>) => Promise<Result>

/** Once `closing` is aborted nothing is tried again: the next start does. */
export function openInsist(closing: AbortSignal): Insist {
  return async (call) => {
    let waited = 0
    for (let tries = 1; ; tries++) {
      try {
        return await call()
      } catch (error) {
        const afterMs = pauseAfter(error, tries)
        waited += afterMs ?? 0
        if (afterMs === undefined || tries === MOST_TRIES || waited > PATIENCE_MS || closing.aborted) throw error
        await pause(machineTime, afterMs, closing)
      }
    }
  }
}

/** undefined when there is no sense in trying again. */
function pauseAfter(error: unknown, tries: number): number | undefined {
  const failure = outcomeOf(error)
  if (failure.kind === 'later' && failure.reason === '429') return failure.afterMs
  const again = failure.kind === 'unknown' || (failure.kind === 'later' && failure.reason === 'unreachable')
  return again ? FIRST_PAUSE_MS * 4 ** (tries - 1) : undefined
}
