import type { Core } from '../core/core.ts'

/** What the service is doing, in numbers, for the control strip of the sandbox. */
export async function sandboxStatus({ db }: Core) {
  const [row] = (await db.pg.query<Status>(STATUS)).rows
  if (!row) throw new Error('no figures came')
  const { outbox, letters, jobs, unhandled, next_arrival: nextArrival } = row
  return { outbox, letters, jobs, unhandled, ...(nextArrival ? { nextArrival: nextArrival.getTime() } : {}) }
}

type Counted = { state: string; count: number }
type Status = {
  outbox: (Counted & { platform: string })[]
  letters: Counted[]
  jobs: Counted[]
  unhandled: number
  next_arrival: Date | null
}

const listOf = (rows: string) => `(select coalesce(json_agg(one), '[]') from (${rows}) one)`

/**
 * Asked every second as long as somebody looks. BullMQ's tables on PostgreSQL; the sandbox never runs on Redis. The sweep that
 * is always scheduled is left out.
 */
const STATUS = {
  name: 'sandbox_status',
  text: `select
    ${listOf(`select platform, state, count(*)::int from outbox where state <> 'void' group by 1, 2 order by 1, 2`)} as outbox,
    ${listOf(`select state, count(*)::int from letter where state <> 'draft' group by 1 order by 1`)} as letters,
    ${listOf(`select state::text, count(*)::int from bullmq.job
      where state in ('waiting', 'active', 'delayed', 'failed') and scheduler_id is null group by 1 order by 1`)} as jobs,
    (select count(*)::int from inbound where handled_at is null) as unhandled,
    (select min(arrives_at) from letter where state = 'travelling') as next_arrival`,
}
