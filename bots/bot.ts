import type { Rates } from '../core/delivery/budget.ts'

/** A platform's bot, running. */
export type Bot = {
  /** `standing-by` means another process holds the lease of this token. Details are for operators: no ids. */
  health(): Promise<{ state: 'up' | 'standing-by' | 'down'; detail: string }>
  /** Takes nothing new, finishes what is under way (at most 10 s), gives the lease back. */
  close(): Promise<void>
}

/**
 * How a bot is let in. `rates` takes the place of the platform's published ones, and `timeoutMs` of the usual patience with
 * a request that is not answered (a server of one's own, tests).
 */
export type Access = { token: string; apiUrl: string | undefined; rates?: Rates; timeoutMs?: number }
