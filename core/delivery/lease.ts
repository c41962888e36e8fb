import { randomUUID } from 'node:crypto'
import type { Core } from '../core.ts'
import { pause, whenAborted } from '../time.ts'

/** The right to act alone for something (a bot token). Times are the database's own and the process's monotonic clock. */
export type Lease = {
  readonly name: string
  /** Rises with every change of any holder: a statement that carries an old fence changes nothing. */
  readonly fence: bigint
  /** For so long nobody had acted under this lease when it was taken: what the platform's buckets gained since. */
  readonly restedMs: number
  /** False as soon as it may have passed to somebody else, and from then on. Check before every act. */
  held(): boolean
}

/** What the holder does while it holds. `stop` is awaited before the lease is given up. */
export type Duty = { stop(): Promise<void> }

/** A lease lives so long without being renewed; a dead holder is replaced within this and one look. */
export const LEASE_TTL_MS = 5_000
const RENEW_EVERY_MS = 1_500
const RENEW_AGAIN_MS = 250
const LOOK_EVERY_MS = 1_000
/** A holder stops acting so long before others may begin. */
export const LEASE_SAFETY_MS = 1_000

/**
 * Takes the lease whenever it is free and keeps it, running `duty` meanwhile; stands by otherwise.
 * When the lease is lost the duty is stopped and the wait begins anew, as it does when the duty cannot be begun. `close`
 * stops the duty and gives the lease back.
 */
export function keepLease(
  core: Core,
  name: string,
  duty: (lease: Lease) => Promise<Duty>,
): { holds(): boolean; close(): Promise<void> } {
  const holder = randomUUID()
  const closing = new AbortController()
  let current: Lease | undefined

  const loop = async () => {
    while (!closing.signal.aborted) {
      await holdOnce().catch((error) => core.log.warn({ err: error, lease: name }, 'lease: trying again'))
      await pause(core.time, LOOK_EVERY_MS, closing.signal)
    }
  }

  const holdOnce = async () => {
    const asked = core.time.monotonic()
    const taken = await acquire(core, name, holder)
    if (!taken) return
    const term = openTerm(core, { name, holder, fence: taken.fence, until: asked + LEASE_TTL_MS - LEASE_SAFETY_MS })
    const lease: Lease = { name, ...taken, held: term.held }
    core.log.info({ lease: name, fence: Number(taken.fence) }, 'lease taken')
    let forget = () => {}
    const closed = new Promise<void>((resolve) => {
      forget = whenAborted(closing.signal, resolve)
    })
    try {
      const running = await duty(lease)
      current = lease
      await Promise.race([term.over, closed])
      await running.stop()
    } finally {
      forget()
      current = undefined
      await term.close()
      await core.db.pg.query(RELEASE, [name, holder, taken.fence]).catch(() => undefined)
    }
  }

  const done = loop()
  return {
    holds: () => current?.held() ?? false,
    async close() {
      closing.abort()
      await done
    },
  }
}

type Tenure = { name: string; holder: string; fence: bigint; until: number }

/** Renews until it is closed or the lease can no longer be trusted; `over` resolves then. Never throws. */
function openTerm(core: Core, tenure: Tenure) {
  const { time } = core
  const closing = new AbortController()
  let { until } = tenure

  const keep = async () => {
    while (!closing.signal.aborted && time.monotonic() < until) {
      const asked = time.monotonic()
      // An answer that takes longer than the lease has to live is no answer.
      const kept = await Promise.race([renew(core, tenure), pause(time, until - asked, closing.signal)])
      // Once it was not held it never is again: what was left to the next holder meanwhile, nobody else would do.
      if (kept === 'lost' || time.monotonic() >= until) until = 0
      else if (kept === 'kept') until = asked + LEASE_TTL_MS - LEASE_SAFETY_MS
      if (until > 0) await pause(time, kept === 'kept' ? RENEW_EVERY_MS : RENEW_AGAIN_MS, closing.signal)
    }
  }

  const over = keep()
  return {
    over,
    held: () => time.monotonic() < until,
    async close() {
      closing.abort()
      await over
    },
  }
}

async function acquire(
  core: Core,
  name: string,
  holder: string,
): Promise<{ fence: bigint; restedMs: number } | undefined> {
  const { rows } = await core.db.pg.query(ACQUIRE, [name, holder, LEASE_TTL_MS])
  if (!rows[0]) return undefined
  const { fence, rested_ms: rested } = rows[0]
  return { fence: BigInt(fence), restedMs: rested === null ? Number.POSITIVE_INFINITY : Number(rested) }
}

async function renew(core: Core, { name, holder, fence }: Tenure): Promise<'kept' | 'lost' | undefined> {
  try {
    const { rowCount } = await core.db.pg.query(RENEW, [name, holder, fence, LEASE_TTL_MS])
    return rowCount === 1 ? 'kept' : 'lost'
  } catch {
    return undefined
  }
}

/** The fence is above that of every lease, so that it rises too when a token is exchanged for another. */
const ACQUIRE = `
  with before as (select greatest(0, extract(epoch from clock_timestamp() - expires_at) * 1000) as rested_ms from lease where name = $1)
  insert into lease (name, holder, fence, expires_at)
  values ($1, $2, (select coalesce(max(fence), 0) + 1 from lease), clock_timestamp() + $3 * interval '1 millisecond')
  on conflict (name) do update set holder = excluded.holder, fence = greatest(excluded.fence, lease.fence + 1), expires_at = excluded.expires_at
    where lease.expires_at < clock_timestamp()
  returning fence, (select rested_ms from before) as rested_ms`
const RENEW = `update lease set expires_at = clock_timestamp() + $4 * interval '1 millisecond'
  where name = $1 and holder = $2 and fence = $3 and expires_at > clock_timestamp()`
const RELEASE = `update lease set expires_at = clock_timestamp() where name = $1 and holder = $2 and fence = $3`
