import type { PostgresConnectionOptions, Processor, Queue, Worker } from 'bullmq'
import pg from 'pg'
import { checkRedis, REDIS_ANSWERS_WITHIN_MS } from './redisProblem.ts'

/** Queues and workers of one kind, whichever backend keeps them. */
export type QueueBackend = {
  queue(name: string): Queue
  /** `metrics`: how many jobs end is counted by the minute, for so many minutes. */
  worker(name: string, work: Processor, options: { concurrency: number; metrics?: { maxDataPoints: number } }): Worker
  /** Whether it cannot be reached now, so that nobody waits for what it would say at the end. */
  away(): boolean
  /** Resolves once the way to it breaks off, from now on. */
  lost(): Promise<void>
  close(): Promise<void>
}

/** The schema BullMQ keeps its tables in. */
const SCHEMA = 'bullmq'
/** Each of the workers keeps one to itself, to be woken on; the others are lent for a statement each. */
const POOL_MAX = 8

/**
 * The one place where PostgreSQL or Redis is chosen: Redis when there is a `REDIS_URL`. BullMQ is loaded only here:
 * commands need none.
 * @throws ConfigError when that Redis cannot be used now; lost later, it is waited for
 */
export async function openBackend(
  { databaseUrl, redisUrl }: { databaseUrl: string; redisUrl: string | undefined },
  onError: (error: unknown) => void,
): Promise<QueueBackend> {
  return redisUrl ? openRedis(redisUrl, onError) : openPostgres(databaseUrl, onError)
}

/** Prepares the tables of the PostgreSQL backend; safe to call at every start, by many at once. */
export async function prepareQueueTables(databaseUrl: string): Promise<void> {
  const pool = await openPool(databaseUrl, () => undefined)
  await pool.end()
}

/** Its tables are there. */
async function openPool(databaseUrl: string, onError: (error: unknown) => void): Promise<pg.Pool> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: POOL_MAX,
    keepAlive: true,
    options: `-c search_path=${SCHEMA},public`,
  })
  pool.on('error', onError)
  try {
    const { runMigrations } = await import('bullmq')
    await runMigrations(pool)
    return pool
  } catch (error) {
    await pool.end()
    throw error
  }
}

async function openPostgres(databaseUrl: string, onError: (error: unknown) => void): Promise<QueueBackend> {
  const pool = await openPool(databaseUrl, onError)
  // Every queue and worker listens for errors of the pool they share.
  pool.setMaxListeners(0)
  const connection = pool as unknown as PostgresConnectionOptions
  const { createPostgresBackend, withBackend } = await import('bullmq')
  const { Queue: PgQueue, Worker: PgWorker } = withBackend(createPostgresBackend)
  return {
    queue: (name) => listen(new PgQueue(name, { connection }), onError) as unknown as Queue,
    worker: (name, work, options) =>
      listen(new PgWorker(name, work, { connection, ...options }), onError) as unknown as Worker,
    away: () => false,
    lost: () => new Promise(() => undefined),
    close: () => pool.end(),
  }
}

async function openRedis(redisUrl: string, onError: (error: unknown) => void): Promise<QueueBackend> {
  const [{ Queue, Worker }, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')])
  const once = { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null }
  await checkRedis(redisUrl, new Redis(redisUrl, { ...once, connectTimeout: REDIS_ANSWERS_WITHIN_MS }))
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  connection.on('error', onError)
  connection.setMaxListeners(0)
  return {
    queue: (name) => listen(new Queue(name, { connection }), onError),
    worker: (name, work, options) => listen(new Worker(name, work, { connection, ...options }), onError),
    away: () => connection.status !== 'ready',
    lost: () => new Promise((resolve) => connection.once('close', resolve)),
    close: async () => connection.disconnect(),
  }
}

function listen<T extends { on(event: 'error', listener: (error: Error) => void): unknown }>(
  thing: T,
  onError: (error: unknown) => void,
): T {
  thing.on('error', onError)
  return thing
}
