import type { Core } from '../core/core.ts'

/** What the service is doing, in numbers, for the control strip of the sandbox. */
export async function sandboxStatus({ db }: Core) {
  const [outbox, letters, jobs, one] = await Promise.all([
    db.pg.query("select platform, state, count(*)::int from outbox where state <> 'void' group by 1, 2 order by 1, 2"),
    db.pg.query("select state, count(*)::int from letter where state <> 'draft' group by 1 order by 1"),
    db.pg.query(JOBS),
    db.pg.query(ONE),
  ])
  const { unhandled, next_arrival: nextArrival } = one.rows[0]
  return {
    outbox: outbox.rows,
    letters: letters.rows,
    jobs: jobs.rows,
    unhandled,
    ...(nextArrival ? { nextArrival: nextArrival.getTime() } : {}),
  }
}

/** BullMQ's tables on PostgreSQL; the sandbox never runs on Redis. The sweep that is always scheduled is left out. */
const JOBS = `select state::text, count(*)::int from bullmq.job
  where state in ('waiting', 'active', 'delayed', 'failed') and scheduler_id is null group by 1 order by 1`
const ONE = `select (select count(*)::int from inbound where handled_at is null) as unhandled,
  (select min(arrives_at) from letter where state = 'travelling') as next_arrival`
