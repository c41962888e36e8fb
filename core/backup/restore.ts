import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { applyMigrations } from '../store/migrate.ts'
import { ownPrismaFolder, readMigrationFiles } from '../store/migrationFiles.ts'
import { StoreError } from '../store/storeError.ts'
import type { Vault } from '../vault/vault.ts'
import { keysFit, linesOf, type Manifest, readManifest, type TableFile } from './manifest.ts'

const ROWS_A_STATEMENT = 500

/**
 * Fills an empty database with a back-up: its migrations first, then all rows in one transaction, then whatever
 * migrations are newer. Mail that was waiting then may have been sent since, so that every such row counts as doubtful:
 * Discord is looked back on, Telegram gets what somebody needs. Letters that became due meanwhile leave at the next start.
 * @throws StoreError when the database holds something, the back-up is damaged or newer, or the keys are others.
 */
export async function restore({
  url,
  vault,
  folder,
  rehearse = false,
}: {
  /** Undefined in the rehearsal for a database that does not exist yet. */
  url: string | undefined
  vault: Vault
  folder: string
  /** Refuses what would be refused before anything is written, and writes nothing. */
  rehearse?: boolean
}): Promise<Manifest> {
  const manifest = await readManifest(folder)
  if (!keysFit(vault, manifest))
    throw new StoreError({
      en: 'These are not the keys of this back-up: set WIRO_KEYS to those of its time, or put the file "keys" of then into WIRO_HOME.',
      ko: '이 백업의 열쇠가 아니에요. WIRO_KEYS 를 그때의 것으로 바꾸거나 그때의 "keys" 파일을 WIRO_HOME 에 넣어 주세요.',
    })
  if (!url) return manifest
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await refuseFull(client)
    if (rehearse) return manifest
    await migrateTo(url, manifest.migrations)
    await client.query('begin')
    const constraints = await takeForeignKeysOff(client)
    for (const table of manifest.tables) await fill(client, folder, table)
    for (const { table, name, definition } of constraints)
      await client.query(`alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`)
    for (const [name, last] of Object.entries(manifest.sequences))
      await client.query('select setval($1::regclass, $2)', [pg.escapeIdentifier(name), last])
    await client.query(DOUBT)
    await client.query('commit')
  } finally {
    await client.end()
  }
  await applyMigrations({ url })
  return manifest
}

async function refuseFull(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select to_regclass('public.account') is not null as full`)
  if (rows[0].full)
    throw new StoreError({
      en: 'This database holds a Wiro already. Restore into an empty one: another DATABASE_URL, or another WIRO_HOME.',
      ko: '이 데이터베이스에는 이미 위로가 들어 있어요. 빈 데이터베이스에 되살려 주세요. DATABASE_URL 이나 WIRO_HOME 을 다른 것으로 바꾸면 돼요.',
    })
}

/** Brings an empty database to where the backed-up one was. */
async function migrateTo(url: string, wanted: string[]): Promise<void> {
  const own = await readMigrationFiles(ownPrismaFolder)
  const newer = wanted.find((name) => !own.migrations.some((migration) => migration.name === name))
  if (newer)
    throw new StoreError({
      en: `The back-up was made by a newer version of Wiro (it knows the migration ${newer}). Restore it with that one.`,
      ko: `더 새로운 버전의 위로가 만든 백업이에요(마이그레이션 ${newer} 이 들어 있어요). 그 버전으로 되살려 주세요.`,
    })
  const folder = await mkdtemp(path.join(tmpdir(), 'wiro-restore-'))
  try {
    await mkdir(path.join(folder, 'migrations'))
    await cp(path.join(ownPrismaFolder, 'schema.prisma'), path.join(folder, 'schema.prisma'))
    for (const name of wanted)
      await cp(path.join(ownPrismaFolder, 'migrations', name), path.join(folder, 'migrations', name), {
        recursive: true,
      })
    await applyMigrations({ url, folder })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type ForeignKey = { table: string; name: string; definition: string }

/** Rows come table by table, and tables point at each other in rings. */
async function takeForeignKeysOff(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'f' and connamespace = 'public'::regnamespace`,
  )
  for (const { table, name } of rows)
    await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`)
  return rows
}

async function fill(client: pg.Client, folder: string, table: TableFile): Promise<void> {
  const name = pg.escapeIdentifier(table.name)
  let batch: string[] = []
  let filled = 0
  const flush = async () => {
    const { rowCount } = await client.query(
      `insert into ${name} select * from jsonb_populate_recordset(null::${name}, $1::jsonb)`,
      [`[${batch.join()}]`],
    )
    filled += rowCount ?? 0
    batch = []
  }
  for await (const line of linesOf(folder, table)) {
    batch.push(line)
    if (batch.length === ROWS_A_STATEMENT) await flush()
  }
  if (batch.length > 0) await flush()
  if (filled !== table.rows)
    throw new StoreError({
      en: `The back-up in ${folder} is damaged: ${table.name} has ${filled} rows instead of ${table.rows}.`,
      ko: `${folder} 의 백업이 상했어요: ${table.name} 에 ${table.rows}행이 있어야 하는데 ${filled}행뿐이에요.`,
    })
}

const DOUBT = `update outbox set state = 'pending', fence = null, ambiguous = greatest(ambiguous, 1), first_tried_at = coalesce(first_tried_at, created_at)
  where settled_at is null and due_at <= now()`
