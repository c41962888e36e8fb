import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, realpath, rm, statfs } from 'node:fs/promises'
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
    databaseUrl: string
    templateDatabase: string
  }
}

/** A crash of the machine may take a test's data along. */
const hasty = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: 200 }

const templateDatabase = 'test_template'

/** One PostgreSQL for the whole run, with a template that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildAnew()
  const home = await mkdtemp(path.join(await quickFolder(), 'wiro-test-'))
  await chmod(home, 0o755)
  const postgres = await openEmbeddedPostgres({ home, settings: hasty })
  await makeTemplate(postgres.url)
  project.provide('databaseUrl', postgres.url)
  project.provide('templateDatabase', templateDatabase)
  return async () => {
    await postgres.close()
    await rm(await realpath(path.join(home, 'postgres')), { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  }
}

/** The tests load what is built ({@link ../../vitest.config.ts}). @throws when it does not compile. */
function buildAnew(): void {
  execFileSync(process.execPath, [path.resolve(import.meta.dirname, '../../cli/build.js')], { stdio: 'inherit' })
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
