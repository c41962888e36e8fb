import type pg from 'pg'

/** How the database does: `full` when it answers but cannot keep anything more. */
export type StoreHealth = 'up' | 'full' | 'away'

/** SQLSTATE disk_full, and the limit a host may set on its files (PostgreSQL docs: appendix-errcodes). */
const OUT_OF_ROOM = new Set(['53100', '53400'])

/** Whether a statement failed because the database has no room left, whichever driver carried it: nobody's words are at fault. */
export function isOutOfRoom(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code, cause, meta } = error as { code?: unknown; cause?: unknown; meta?: { driverAdapterError?: unknown } }
  const codes = [code, (cause as { originalCode?: unknown } | undefined)?.originalCode]
  if (codes.some((one) => OUT_OF_ROOM.has(String(one)))) return true
  return [cause, meta?.driverAdapterError].some((inner) => inner !== error && isOutOfRoom(inner))
}

/** Whether PostgreSQL's words tell of a full disk, whatever it was doing: the system's word for it, or its own hint. */
export function saysFull(words: string): boolean {
  return /No space left on device|Check free disk space/.test(words)
}

const HEALTH_WITHIN_MS = 2_000

/**
 * A full disk lets the database read on for long: it is asked for more than it may keep in memory, so that it has to
 * write a small file of its own, which it takes away again.
 */
const NEEDS_ROOM = `set local work_mem = '64kB'; select count(*) from generate_series(1, 10000)`

/** Answers within two seconds; never throws. */
export async function askHealth(pool: pg.Pool): Promise<StoreHealth> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<StoreHealth>((resolve) => {
    timer = setTimeout(resolve, HEALTH_WITHIN_MS, 'away')
  })
  const answer = pool.query(NEEDS_ROOM).then(
    (): StoreHealth => 'up',
    (error): StoreHealth => (isOutOfRoom(error) ? 'full' : 'away'),
  )
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
