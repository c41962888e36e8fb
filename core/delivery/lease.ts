import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Core } from '../core.ts'

/** The right to act alone for something (a bot token). Times are the database's own and the process's monotonic clock. */
export type Lease = {
  readonly name: string
  /** Rises with every change of holder: a statement that carries an old fence changes nothing. */
  readonly fence: bigint
  /** False as soon as it may have passed to somebody else. Check before every act. */
  held(): boolean
}

/** What the holder does while it holds. `stop` is awaited before the lease is given up. */
export type Duty = { stop(): Promise<void> }

/** A lease lives so long without being renewed; a dead holder is replaced within this and one look. */
export const LEASE_TTL_MS = 5_000
const RENEW_EVERY_MS = 1_500
const LOOK_EVERY_MS = 1_000
/** A holder stops acting so long before others may begin. */
const SAFETY_MS = 1_000

/**
 * Takes the lease whenever it is free and keeps it, running `duty` meanwhile; stands by otherwise.
 * When the lease is lost the duty is stopped and the wait begins anew. `close` stops the duty and gives the lease back.
 */
export function keepLease(
  core: Core,
  name: string,
  duty: (lease: Lease) => Promise<Duty>,
): { holds(): boolean; close(): Promise<void> } {
  const holder = randomUUID()
  const closing = new AbortController()
  let current: { lease: Lease; running: Duty } | undefined

  const loop = async () => {
    while (!closing.signal.aborted) {
      await holdOnce().catch((error) => core.log.warn({ err: error, lease: name }, 'lease: trying again'))
      await wait(LOOK_EVERY_MS, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  }

  const holdOnce = async () => {
    const fence = await acquire(core, name, holder)
    if (fence === undefined) return
    let until = performance.now() + LEASE_TTL_MS - SAFETY_MS
    const lease: Lease = { name, fence, held: () => performance.now() < until }
    core.log.info({ lease: name, fence: Number(fence) }, 'lease taken')
    const keeping = new AbortController()
    const renewing = renewWhile(core, {
      name,
      holder,
      fence,
      signal: keeping.signal,
      until: () => until,
      renewed: (at) => (until = at),
    })
    try {
      const running = await duty(lease)
      current = { lease, running }
      await Promise.race([renewing, aborted(closing.signal)])
      await running.stop()
    } finally {
      current = undefined
      keeping.abort()
      await renewing
      await release(core, name, holder).catch(() => undefined)
    }
  }

  const done = loop()
  return {
    holds: () => current?.lease.held() ?? false,
    async close() {
      closing.abort()
      await done
    },
  }
}

/** Renews until told to stop, or until the lease can no longer be trusted. Never throws. */
async function renewWhile(
  core: Core,
  at: {
    name: string
    holder: string
    fence: bigint
    signal: AbortSignal
    until: () => number
    renewed: (until: number) => void
  },
): Promise<void> {
  while (!at.signal.aborted && performance.now() < at.until()) {
    const asked = performance.now()
    const kept = await renew(core, at).catch(() => undefined)
    if (kept === false) return at.renewed(0)
    if (kept) at.renewed(asked + LEASE_TTL_MS - SAFETY_MS)
    await wait(kept ? RENEW_EVERY_MS : 250, undefined, { signal: at.signal }).catch(() => undefined)
  }
}

async function acquire(core: Core, name: string, holder: string): Promise<bigint | undefined> {
  const { rows } = await core.db.pg.query(ACQUIRE, [name, holder, LEASE_TTL_MS])
  return rows[0] ? BigInt(rows[0].fence) : undefined
}

async function renew(
  core: Core,
  { name, holder, fence }: { name: string; holder: string; fence: bigint },
): Promise<boolean> {
  const { rowCount } = await core.db.pg.query(RENEW, [name, holder, fence, LEASE_TTL_MS])
  return rowCount === 1
}

async function release(core: Core, name: string, holder: string): Promise<void> {
  await core.db.pg.query(`update lease set expires_at = clock_timestamp() where name = $1 and holder = $2`, [
    name,
    holder,
  ])
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

const ACQUIRE = `insert into lease (name, holder, fence, expires_at)
  values ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
  on conflict (name) do update set holder = excluded.holder, fence = lease.fence + 1, expires_at = excluded.expires_at
    where lease.expires_at < clock_timestamp()
  returning fence`
const RENEW = `update lease set expires_at = clock_timestamp() + $4 * interval '1 millisecond'
  where name = $1 and holder = $2 and fence = $3 and expires_at > clock_timestamp()`
