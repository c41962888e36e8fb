import type pg from 'pg'

/**
 * A connection of this pool that breaks, be it idle or lent, is replaced at the next query, and what was asked on it
 * fails. An error that nobody listens for would end the process.
 */
export function outliveBreaks(pool: pg.Pool, hear: (error: unknown) => void = () => undefined): pg.Pool {
  pool.on('error', hear)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
