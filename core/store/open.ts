import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import type { OnProgress } from '../language.ts'
import { checkDatabaseUrl, connectionProblem } from './connectionProblem.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from './embedded.ts'
import { PrismaClient } from './generated/client.ts'
import { applyMigrations, connectTimeoutMs } from './migrate.ts'
import { outliveBreaks } from './outliveBreaks.ts'
import { askHealth, type StoreHealth } from './outOfRoom.ts'
import { PatientPool } from './patientPool.ts'
import { statementNames } from './statementNames.ts'

/** The database of this installation. A transaction is all `prisma` or all `pg`: they use different connections. */
export type Store = {
  prisma: PrismaClient
  pg: pg.Pool
  /**
   * For statements that are made for every message, each for many rows at a time: they are planned once a connection, and
   * always look rows up by their indexes, so that none is slow only because a table was small when it was planned. What is
   * asked on one of them leaves at once, also while an answer is awaited: see `whileDeciding`.
   */
  hot: pg.Pool
  /** Holds the password: not for logs. */
  url: string
  /** How the database does; answers within two seconds, never throws. */
  health(): Promise<StoreHealth>
  /** Ends all connections and, for the built-in database, leaves it. */
  close(): Promise<void>
}

type Options = {
  /** A PostgreSQL of the operator's own; without it the built-in one of `home` is used. */
  databaseUrl?: string | undefined
  home: string
  onProgress?: OnProgress | undefined
}

const poolSize = 8
const prismaPoolSize = 10
const hotPoolSize = 6
/**
 * Everything that is asked for lies in memory, and a row costs what a row costs: so the planner looks rows up one by one
 * from a few dozen on, instead of reading all of a table that happened to be small when the statement was planned.
 */
const HOT_SETTINGS = [
  'set plan_cache_mode = force_generic_plan',
  'set enable_seqscan = off',
  'set jit = off',
  'set random_page_cost = 0',
  'set seq_page_cost = 0',
  'set cpu_tuple_cost = 0.1',
  'set cpu_index_tuple_cost = 0.1',
].join(';')
/** Then a connection is made anew, and its statements are planned for what the tables have become. */
const HOT_LIFE_SECONDS = 300

/**
 * Opens the database and brings it to the newest migration. When the database goes away later, queries fail until it is
 * back, and then work again. Throws StoreError when it cannot be reached, started or migrated.
 */
export async function openStore({ databaseUrl, home, onProgress }: Options): Promise<Store> {
  const embedded = databaseUrl ? undefined : await openEmbeddedPostgres({ home, onProgress })
  const url = embedded?.url ?? databaseUrl ?? ''
  let store: Store | undefined
  try {
    if (!embedded) checkDatabaseUrl(url)
    store = connect(url, embedded)
    await bringUpToDate(store, onProgress)
    return store
  } catch (error) {
    await (store ?? embedded)?.close()
    throw embedded ? error : connectionProblem(url, error)
  }
}

/** On the first of the connections that are there to stay. */
async function bringUpToDate({ pg, url }: Store, onProgress: OnProgress | undefined): Promise<void> {
  const client = await pg.connect()
  try {
    await applyMigrations({ url, client, onProgress })
  } finally {
    client.release()
  }
}

function connect(url: string, embedded: EmbeddedPostgres | undefined): Store {
  const settings = { connectionString: url, max: poolSize, connectionTimeoutMillis: connectTimeoutMs, keepAlive: true }
  const pool = outliveBreaks(new PatientPool({ ...settings, application_name: 'wiro' }))
  // Without the settings all works, only slower.
  const onConnect = (client: pg.ClientBase) =>
    client.query(HOT_SETTINGS).then(
      () => undefined,
      () => undefined,
    )
  const hot = outliveBreaks(
    new pg.Pool({
      ...settings,
      max: hotPoolSize,
      maxLifetimeSeconds: HOT_LIFE_SECONDS,
      // A new one would have to plan all of it first.
      idleTimeoutMillis: 0,
      pipeline: true,
      application_name: 'wiro hot',
      onConnect,
    }),
  )
  const prisma = new PrismaClient({
    adapter: new PrismaPg(
      outliveBreaks(new PatientPool({ ...settings, max: prismaPoolSize, application_name: 'wiro prisma' })),
      { statementNameGenerator: statementNames(), disposeExternalPool: true },
    ),
  })
  let closing: Promise<void> | undefined
  const close = async () => {
    await Promise.all([prisma.$disconnect(), pool.end(), hot.end()])
    await embedded?.close()
  }
  return {
    prisma,
    pg: pool,
    hot,
    url,
    health: () => askHealth(pool),
    close: () => {
      closing ??= close()
      return closing
    },
  }
}
