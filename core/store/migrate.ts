import path from 'node:path'
import type { MigrationList, SchemaContainer, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import type { OnProgress } from '../language.ts'
import { type MigrationFiles, ownPrismaFolder, readMigrationFiles, writeMigration } from './migrationFiles.ts'
import { saysFull } from './outOfRoom.ts'
import { StoreError } from './storeError.ts'

type Options = {
  url: string
  /** Where `schema.prisma` and `migrations/` lie; this package's own by default. */
  folder?: string
}

/** A row of Prisma's own table of what was applied. */
type Applied = { name: string; checksum: string; finished: boolean }

/** Names the advisory lock under which migrations are applied: "wiro" in ASCII. */
const migrationLock = 0x7769726f

/** A server that takes no connection within this is not there. */
export const connectTimeoutMs = 10_000

const filters = { externalTables: [], externalEnums: [] }

/**
 * Brings the database to the newest migration and says which ones were applied, in order; each is applied whole
 * or not at all. Several processes may call it at once: one works, the others wait and find nothing to do. When
 * nothing is to be done it costs one query, on `client` if one is lent. Throws StoreError for a failing migration, for one
 * that was edited after it had been applied, and for a database newer than this program.
 */
export async function applyMigrations({
  client,
  ...options
}: Options & { client?: pg.ClientBase; onProgress?: OnProgress | undefined }): Promise<{ applied: string[] }> {
  const files = await readMigrationFiles(options.folder ?? ownPrismaFolder)
  const bring = (on: pg.ClientBase) => bringUp(on, files, options)
  return client ? bring(client) : onConnection(options.url, bring)
}

async function bringUp(
  client: pg.ClientBase,
  files: MigrationFiles,
  { url, onProgress }: Options & { onProgress?: OnProgress | undefined },
): Promise<{ applied: string[] }> {
  if (unapplied(files, await readApplied(client)).length === 0) return { applied: [] }
  await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
  try {
    const names = unapplied(files, await readApplied(client))
    if (names.length === 0) return { applied: [] }
    onProgress?.({
      en: `Applying ${names.length === 1 ? 'a migration' : `${names.length} migrations`} …`,
      ko: `데이터베이스를 새 버전에 맞추는 중(${names.length}단계) …`,
    })
    return { applied: await apply(url, files, client) }
  } finally {
    // On a connection that broke there is no lock any more.
    await client.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined)
  }
}

/** The names of migrations that this database has not seen; changes nothing. Throws StoreError as applying would. */
export async function pendingMigrations(options: Options): Promise<string[]> {
  const files = await readMigrationFiles(options.folder ?? ownPrismaFolder)
  return onConnection(options.url, async (client) => unapplied(files, await readApplied(client)))
}

async function onConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * Writes `prisma/migrations/<stamp>_<name>/migration.sql` with what leads from the migrations to the schema.
 * Returns the file, or undefined when they agree. The database at `url` only lends its server: the comparison
 * happens in a database of its own, so its role must be allowed to create one.
 *
 * What the schema cannot say may be added to a migration by hand and stays: functions, triggers, checks, partial
 * indexes and indexes over expressions, and any other index whose name does not end in `_idx` or `_key`, as the
 * names of the schema's own indexes do.
 */
export async function createMigration(options: Options & { name: string }): Promise<string | undefined> {
  const script = await migrationDrift(options)
  if (script === undefined) return undefined
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const name = options.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
  return await writeMigration(options.folder ?? ownPrismaFolder, `${stamp}_${name}`, script)
}

/** The SQL that is missing between the migrations and the schema; undefined when they agree. */
export async function migrationDrift(options: Options): Promise<string | undefined> {
  const files = await readMigrationFiles(options.folder ?? ownPrismaFolder)
  const { exitCode, stdout } = await runEngine(options.url, files, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...migrationList(files) },
      to: { tag: 'schemaDatamodel', files: [schemaFile(files)] },
      script: true,
      exitCode: true,
      filters,
    }),
  )
  const script = exitCode === 0 ? '' : keepIndexesByHand(stdout ?? '')
  return script === '' ? undefined : `${script}\n`
}

function keepIndexesByHand(script: string): string {
  return script
    .replaceAll(/-- DropIndex\nDROP INDEX "(.+)";\n*/g, (drop, name) => (/_(idx|key)$/.test(name) ? drop : ''))
    .trim()
}

/** The names still to apply. Throws StoreError where the history in the database cannot be continued. */
function unapplied(files: MigrationFiles, applied: Applied[]): string[] {
  const rows = new Map(applied.map((row) => [row.name, row]))
  const known = new Set(files.migrations.map(({ name }) => name))
  const foreign = applied.find((row) => !known.has(row.name))
  if (foreign) {
    throw new StoreError({
      en: `The database has the migration ${foreign.name}, which this version of Wiro does not know: it was used by a newer version. Update Wiro, or use another database.`,
      ko: `데이터베이스에 이 버전의 위로가 모르는 마이그레이션 ${foreign.name} 이 있어요. 더 새로운 버전에서 쓰던 것이에요. 위로를 업데이트하거나 다른 데이터베이스를 써 주세요.`,
    })
  }
  const edited = files.migrations.find(({ name, checksum }) => {
    const row = rows.get(name)
    return row?.finished && row.checksum !== checksum
  })
  if (edited) {
    throw new StoreError({
      en: `The migration ${edited.name} was changed after it had been applied to this database. Restore its file and put the change into a new migration (or, if the database holds nothing of worth, start with an empty one).`,
      ko: `마이그레이션 ${edited.name} 은 이 데이터베이스에 적용된 뒤에 고쳐졌어요. 파일을 되돌리고 고친 내용은 새 마이그레이션에 담아 주세요(아까울 것이 없는 데이터베이스라면 빈 것으로 시작해도 돼요).`,
    })
  }
  return files.migrations.filter(({ name }) => !rows.get(name)?.finished).map(({ name }) => name)
}

async function readApplied(client: pg.ClientBase): Promise<Applied[]> {
  const { rows: tables } = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`)
  if (!tables[0]?.there) return []
  const { rows } = await client.query<Applied>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  )
  return rows
}

async function apply(url: string, files: MigrationFiles, client: pg.ClientBase): Promise<string[]> {
  const interrupted = await readInterrupted(client)
  try {
    const { appliedMigrationNames } = await runEngine(url, files, async (engine) => {
      for (const migrationName of interrupted) await engine.markMigrationRolledBack({ migrationName })
      return await engine.applyMigrations({ migrationsList: migrationList(files), filters })
    })
    return appliedMigrationNames
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    const [failed] = await readInterrupted(client)
    throw failed
      ? new StoreError({
          en: `${error.said.en} (in the migration ${failed})`,
          ko: `${error.said.ko} (마이그레이션 ${failed})`,
        })
      : error
  }
}

/** Migrations that began and never ended: the process died, or the script failed. Nothing of them remains. */
async function readInterrupted(client: pg.ClientBase): Promise<string[]> {
  return (await readApplied(client)).filter((row) => !row.finished).map((row) => row.name)
}

/** The engine (5 MB) is loaded only when it has something to do. */
async function runEngine<T>(
  url: string,
  files: MigrationFiles,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { withSchemaEngine } = await import('./schemaEngine.ts')
  try {
    return await withSchemaEngine({ url, datamodel: schemaFile(files) }, work)
  } catch (error) {
    throw notMigrated(withoutTrace(error))
  }
}

function notMigrated(why: string): StoreError {
  if (saysFull(why))
    return new StoreError({
      en: 'The database could not be migrated: its disk is full. Make room, then start again; nothing is lost.',
      ko: '데이터베이스를 새 버전에 맞출 수 없어요. 그 디스크가 가득 찼어요. 자리를 비우고 다시 시작해 주세요. 잃은 것은 없어요.',
    })
  return new StoreError({
    en: `The database could not be migrated: ${why}`,
    ko: `데이터베이스를 새 버전에 맞출 수 없어요: ${why}`,
  })
}

/** The engine appends the names of its own functions ("   0: …"), which help nobody here. */
function withoutTrace(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message
    .replace(/\n +0: [\s\S]*$/, '')
    .replace(/^external connector error\n/, '')
    .replace(/^Error querying the database: ERROR: /, '')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
}

function migrationList({ folder, lockfile, migrations }: MigrationFiles): MigrationList {
  return {
    baseDir: path.join(folder, 'migrations'),
    lockfile: { path: 'migration_lock.toml', content: lockfile },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
    })),
  }
}

function schemaFile({ folder, schema }: MigrationFiles): SchemaContainer {
  return { path: path.join(folder, 'schema.prisma'), content: schema }
}
