import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { withDatabase } from '../../core/store/databaseUrl.ts'

export type TestDatabase = {
  url: string
  drop(): Promise<void>
  /** Throws everybody out and lets nobody in; returns the way back. */
  shut(): Promise<() => Promise<void>>
}

/**
 * A database of its own with all migrations and no rows: a copy of the template that the run's one server holds.
 * `drop` also cuts whoever is still connected; a database that is not dropped ends with the run.
 */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${inject('templateDatabase')} STRATEGY FILE_COPY`)
  return called(name, inject('databaseUrl'))
}

/** A database without any table, reached as a host's own is: over the network, with a password. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(`CREATE DATABASE ${name} STRATEGY FILE_COPY`)
  return called(name, inject('networkUrl'))
}

function called(name: string, server: string): TestDatabase {
  return {
    url: withDatabase(server, name),
    drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
    async shut() {
      await onServer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
      await onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`)
      return () => onServer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
    },
  }
}

/**
 * Changes rows beneath a service that is still at work on them: when the two wait for each other PostgreSQL gives one of
 * them up, and then it is done again.
 */
export async function insist(pool: Pick<pg.Pool, 'query'>, ...statements: string[]): Promise<void> {
  for (const sql of statements)
    while (!(await pool.query(sql).then(() => true, isDeadlock))) {
      // Once more.
    }
}

/** Everybody has a place in the line again, if they want letters. */
export const SLOTS_BY_WISH = 'update reader_slot s set open = a.willing from account a where a.id = s.account_id'

/** False for a deadlock; throws whatever else it is. */
function isDeadlock(error: { code?: string }): false {
  if (error.code !== '40P01') throw error
  return false
}

/** Kept open between files: to make and drop a database takes a connection to another one. */
let pool: pg.Pool | undefined

async function onServer(sql: string): Promise<void> {
  pool ??= openPool()
  await pool.query(sql)
}

function openPool(): pg.Pool {
  const opened = new pg.Pool({ connectionString: inject('databaseUrl'), max: 1, allowExitOnIdle: true })
  // At the end of the run the server goes first.
  opened.on('error', () => undefined)
  return opened
}
