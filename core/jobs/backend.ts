import type { BackendFactory, IQueueBackend, PostgresConnectionOptions, Processor, Queue, Worker } from 'bullmq'
import pg from 'pg'
import { outliveBreaks } from '../store/outliveBreaks.ts'
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
const POOL_MAX = 6
/** Where nothing is worked on: what is looked at is looked at one after the other. */
const POOL_MAX_TO_LOOK = 2

/**
 * The one place where PostgreSQL or Redis is chosen: Redis when there is a `REDIS_URL`. BullMQ is loaded only here:
 * commands need none. `toLook`: nothing will be worked on, so that few connections do.
 * @throws ConfigError when that Redis cannot be used now; lost later, it is waited for
 */
export async function openBackend(
  { databaseUrl, redisUrl, toLook }: { databaseUrl: string; redisUrl: string | undefined; toLook?: boolean },
  onError: (error: unknown) => void,
): Promise<QueueBackend> {
  const max = toLook ? POOL_MAX_TO_LOOK : POOL_MAX
  return redisUrl ? openRedis(redisUrl, onError) : openPostgres({ databaseUrl, max }, onError)
}

/** Prepares the tables of the PostgreSQL backend; safe to call at every start, by many at once. */
export async function prepareQueueTables(databaseUrl: string): Promise<void> {
  const pool = await openPool({ databaseUrl, max: 1 }, () => undefined)
  await pool.end()
}

type PoolOptions = { databaseUrl: string; max: number }

/** Its tables are there. */
async function openPool({ databaseUrl, max }: PoolOptions, onError: (error: unknown) => void): Promise<pg.Pool> {
  const options = `-c search_path=${SCHEMA},public`
  const pool = outliveBreaks(new pg.Pool({ connectionString: databaseUrl, max, keepAlive: true, options }), onError)
  try {
    await prepareTables(pool)
    return pool
  } catch (error) {
    await pool.end()
    throw error
  }
}

/** As a rule one look: only what is to be changed is locked. */
async function prepareTables(pool: pg.Pool): Promise<void> {
  const bullmq = await import('./library.ts')
  // The lock under which tables are changed belongs to one connection.
  const client = await pool.connect()
  try {
    const version = await bullmq.assertSchemaCompatibility(client, SCHEMA).catch((error) => {
      if (error instanceof bullmq.SchemaMigrationRequiredError) return 0
      throw error
    })
    if (version < bullmq.LATEST_SCHEMA_VERSION) await bullmq.runMigrations(client, SCHEMA)
  } finally {
    client.release()
  }
}

async function openPostgres(options: PoolOptions, onError: (error: unknown) => void): Promise<QueueBackend> {
  const pool = await openPool(options, onError)
  // Every queue and worker listens for errors of the pool they share.
  pool.setMaxListeners(0)
  const connection = pool as unknown as PostgresConnectionOptions
  const { createPostgresBackend, withBackend } = await import('./library.ts')
  // Queues need nothing to themselves: one look at the tables is for all of them, and so on one connection.
  const shared = createPostgresBackend('all', { connection })
  shared.on('error', onError)
  const ofQueue: BackendFactory<IQueueBackend, PostgresConnectionOptions> = (name) => shared.forQueue(name)
  const { Queue: PgQueue } = withBackend(ofQueue)
  const { Worker: PgWorker } = withBackend(createPostgresBackend)
  return {
    // Besides its defaults there is nothing to be noted of a queue.
    queue: (name) => listen(new PgQueue(name, { connection, skipMetasUpdate: true }), onError) as unknown as Queue,
    worker: (name, work, options) =>
      listen(new PgWorker(name, work, { connection, ...options }), onError) as unknown as Worker,
    away: () => false,
    lost: () => new Promise(() => undefined),
    close: () => pool.end(),
  }
}

async function openRedis(redisUrl: string, onError: (error: unknown) => void): Promise<QueueBackend> {
  const [{ Queue, Worker }, { Redis }] = await Promise.all([import('./library.ts'), import('ioredis')])
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
