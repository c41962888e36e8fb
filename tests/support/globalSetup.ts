import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, realpath, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { prepareQueueTables } from '../../core/jobs/backend.ts'
import { withDatabase } from '../../core/store/databaseUrl.ts'
import { openEmbeddedPostgres } from '../../core/store/embedded.ts'
import { applyMigrations } from '../../core/store/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The quickest way to the run's server. */
    databaseUrl: string
    /** The way that a host's own server is reached: over the network, with a password. */
    networkUrl: string
    templateDatabase: string
  }
}

const hasSockets = process.platform !== 'win32'

/** A crash of the machine may take a test's data along. The socket lies in the server's own folder, closed to all others. */
const hasty = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  autovacuum: 'off',
  // Connections live for some seconds here: a statement is planned at its first call, and not at the five after it as well.
  plan_cache_mode: 'force_generic_plan',
  max_connections: 200,
  ...(hasSockets ? { unix_socket_directories: '.' } : {}),
}

const templateDatabase = 'test_template'

/** One PostgreSQL for the whole run, with a template that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(path.join(await quickFolder(), 'wiro-test-'))
  await chmod(home, 0o755)
  const opening = openEmbeddedPostgres({ home, settings: hasty })
  await buildAnew().catch(async (error) => {
    await (await opening).close()
    throw error
  })
  const postgres = await opening
  const url = await throughSocket(postgres.url)
  await makeTemplate(url)
  project.provide('databaseUrl', url)
  project.provide('networkUrl', postgres.url)
  project.provide('templateDatabase', templateDatabase)
  return async () => {
    await postgres.close()
    await rm(await realpath(path.join(home, 'postgres')), { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  }
}

/** The tests load what is built ({@link ../../vitest.config.ts}). @throws when it cannot be compiled. */
async function buildAnew(): Promise<void> {
  const build = spawn(process.execPath, [path.resolve(import.meta.dirname, '../../cli/build.js')], { stdio: 'inherit' })
  const [code] = await once(build, 'exit')
  if (code !== 0) throw new Error('It cannot be compiled, as was said above.')
}

/** The path of a socket holds some hundred characters, its own name among them. */
const SOCKET_FOLDER_MAX = 80

/**
 * The address through the server's socket, without a password: a connection costs a third of what it does over the network,
 * and the tests make thousands. The given address where there is no such socket.
 */
async function throughSocket(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const asked = "select current_setting('data_directory') as folder, current_setting('hba_file') as rules"
    const { folder, rules } = (await client.query(asked)).rows[0]
    if (!hasSockets || folder.length > SOCKET_FOLDER_MAX) return url
    await writeFile(rules, `local all all trust\n${await readFile(rules, 'utf8')}`)
    await client.query('select pg_reload_conf()')
    const { username, password, port, pathname } = new URL(url)
    return `postgresql://${username}:${password}@${encodeURIComponent(folder)}:${port}${pathname}`
  } finally {
    await client.end()
  }
}

const ROOM_BYTES = 4e9

/** Memory where the system lends plenty of it as a folder, else the usual place. */
async function quickFolder(): Promise<string> {
  const memory = '/dev/shm'
  const room = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  )
  return room > ROOM_BYTES ? memory : tmpdir()
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`CREATE DATABASE ${templateDatabase}`)
  await client.end()
  await applyMigrations({ url: withDatabase(url, templateDatabase) })
  await prepareQueueTables(withDatabase(url, templateDatabase))
}
