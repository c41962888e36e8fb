import type { Job, Queue } from 'bullmq'
import type { Core } from '../core.ts'
import { Refusal } from '../refusal.ts'
import { openBackend } from './backend.ts'
import { queueNames } from './queues.ts'

export const jobStates = ['waiting', 'active', 'delayed', 'failed', 'completed', 'prioritized'] as const
export type JobState = (typeof jobStates)[number]

/** How a queue stands: how many jobs are in each state. */
export type QueueLine = {
  queue: string
  paused: boolean
  workers: number
  /** Jobs done and failed a minute, over the latest five with work; 0 for a queue that is not counted. */
  doneAMinute: number
  failedAMinute: number
} & Record<JobState, number>

const RATE_MINUTES = 5

/** A job in a list. Its data are ids only. */
export type JobLine = {
  id: string
  name: string
  data: unknown
  attempts: number
  addedAt: Date
  /** When it should run, if it was put off. */
  runsAt: Date | null
  startedAt: Date | null
  endedAt: Date | null
  failedBecause: string | null
}

export type ScheduleLine = { queue: string; id: string; every: string; everyMs: number | null; nextAt: Date | null }

/** The operators' view of the queues, the same on PostgreSQL and on Redis. Close it. */
export type JobBoard = {
  queues(): Promise<QueueLine[]>
  list(queue: string, state: JobState, limit: number): Promise<JobLine[]>
  show(queue: string, id: string): Promise<JobLine & { state: string; stack: string[] }>
  retry(queue: string, id: string): Promise<void>
  promote(queue: string, id: string): Promise<void>
  remove(queue: string, id: string): Promise<void>
  pause(queue: string): Promise<void>
  resume(queue: string): Promise<void>
  /** Empties what waits (and, with `delayed`, what was put off). Letters are found again by the sweep. */
  drain(queue: string, options: { delayed: boolean }): Promise<void>
  schedules(): Promise<ScheduleLine[]>
  close(): Promise<void>
}

const COUNTED_WHILE_PAUSED_MAX = 9_999

/** Opens the queues to look at and to steer; nothing is worked on in this process. */
export async function openJobBoard(core: Pick<Core, 'db' | 'config' | 'log' | 'time'>): Promise<JobBoard> {
  const address = { databaseUrl: core.db.url, redisUrl: core.config.redisUrl, toLook: true }
  const backend = await openBackend(address, (error) => core.log.warn({ err: error }, 'queue: trouble'))
  const all = new Map(queueNames.map((name) => [name as string, backend.queue(name)]))
  const queueOf = (name: string) => {
    const queue = all.get(name)
    if (!queue) throw new Refusal('refuse.op.noQueue', { name })
    return queue
  }
  const jobOf = async (name: string, id: string) => {
    const job = await queueOf(name).getJob(id)
    if (!job) throw new Refusal('refuse.op.noJob', { id })
    return job
  }
  const lineOf = async (name: string): Promise<QueueLine> => {
    const queue = queueOf(name)
    const counts = await queue.getJobCounts(...jobStates)
    const states = Object.fromEntries(jobStates.map((state) => [state, counts[state] ?? 0])) as Record<JobState, number>
    const workers = await queue.getWorkersCount().catch(() => 0)
    const paused = await queue.isPaused()
    // On PostgreSQL, BullMQ 6.7 counts what waits in a paused queue as nothing; its lists show it.
    const waiting = paused ? (await queue.getRanges(['waiting'], 0, COUNTED_WHILE_PAUSED_MAX)).length : states.waiting
    const now = core.time.now()
    const [doneAMinute, failedAMinute] = await Promise.all([
      rateOf(queue, 'completed', now),
      rateOf(queue, 'failed', now),
    ])
    return { queue: name, paused, workers, doneAMinute, failedAMinute, ...states, waiting }
  }
  return {
    queues: () => Promise.all([...all.keys()].map(lineOf)),
    list: async (name, state, limit) => (await queueOf(name).getJobs([state], 0, limit - 1, true)).map(jobLine),
    async show(name, id) {
      const job = await jobOf(name, id)
      return { ...jobLine(job), state: await job.getState(), stack: job.stacktrace ?? [] }
    },
    retry: async (name, id) => (await jobOf(name, id)).retry(),
    promote: async (name, id) => (await jobOf(name, id)).promote(),
    remove: async (name, id) => (await jobOf(name, id)).remove(),
    pause: (name) => queueOf(name).pause(),
    resume: (name) => queueOf(name).resume(),
    drain: (name, { delayed }) => queueOf(name).drain(delayed),
    async schedules() {
      const lines = [...all].map(async ([name, queue]) => {
        const found = await queue.getJobSchedulers(0, -1, true)
        return found.map((one) => ({
          queue: name,
          id: one.key,
          every: one.pattern ?? `${one.every} ms`,
          everyMs: one.pattern ? null : Number(one.every),
          nextAt: one.next ? new Date(one.next) : null,
        }))
      })
      return (await Promise.all(lines)).flat()
    },
    async close() {
      await Promise.all([...all.values()].map((queue) => queue.close()))
      await backend.close()
    },
  }
}

/** The queues themselves, for a page that shows and steers them. Close it. */
export async function openQueuesToShow(
  core: Pick<Core, 'db' | 'config' | 'log'>,
): Promise<{ queues: Queue[]; close(): Promise<void> }> {
  const address = { databaseUrl: core.db.url, redisUrl: core.config.redisUrl, toLook: true }
  const backend = await openBackend(address, (error) => core.log.warn({ err: error }, 'queue: trouble'))
  const queues = queueNames.map((name) => backend.queue(name))
  return {
    queues,
    async close() {
      await Promise.all(queues.map((queue) => queue.close()))
      await backend.close()
    },
  }
}

/**
 * The mean of the newest counted minutes; without jobs no minute is counted. On PostgreSQL, BullMQ 6.7 does not tell when
 * the newest was, so a queue that rests shows how busy it was last.
 */
async function rateOf(queue: Queue, kind: 'completed' | 'failed', now: number): Promise<number> {
  const { meta, data } = await queue.getMetrics(kind, 0, RATE_MINUTES - 1)
  if (meta.prevTS > 0 && now - meta.prevTS > RATE_MINUTES * 60_000) return 0
  const sum = data.reduce((total, count) => total + count, 0)
  return Math.round((sum / Math.max(1, data.length)) * 10) / 10
}

function jobLine(job: Job): JobLine {
  const at = (milliseconds: number | undefined) => (milliseconds ? new Date(milliseconds) : null)
  return {
    id: job.id ?? '',
    name: job.name,
    data: job.data,
    attempts: job.attemptsMade,
    addedAt: new Date(job.timestamp),
    runsAt: job.delay ? new Date(job.timestamp + job.delay) : null,
    startedAt: at(job.processedOn),
    endedAt: at(job.finishedOn),
    failedBecause: job.failedReason ?? null,
  }
}
