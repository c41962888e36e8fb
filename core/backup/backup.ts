import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { StoreError } from '../store/storeError.ts'
import type { Vault } from '../vault/vault.ts'
import { FORMAT, fingerprintOf, MANIFEST, type Manifest, type TableFile } from './manifest.ts'

/** What another start makes anew, or what means nothing elsewhere. */
const LEFT_OUT: ReadonlySet<string> = new Set(['_prisma_migrations', 'lease', 'web_session'])
const ROWS_A_FETCH = 500

/**
 * Writes everything the service knows into a folder, as of one moment, while the service runs: a file a table, one row a
 * line, as PostgreSQL's own JSON, and last of all the manifest, so that a folder without one is no back-up. What is
 * sealed stays sealed; the keys are not in it, only by what they can be told. The queue is not in it either: it is made
 * anew. Any PostgreSQL from version 14 on writes it, and any reads it: it is the way from one major version to the next.
 * @throws StoreError when the folder holds something already.
 */
export async function backUp({
  url,
  vault,
  folder,
  now,
}: {
  url: string
  vault: Vault
  folder: string
  now: Date
}): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 0)
    throw new StoreError({
      en: `${folder} is not empty: a back-up needs a folder of its own.`,
      ko: `${folder} 이 비어 있지 않아요. 백업은 빈 폴더에 만들어요.`,
    })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const tables: TableFile[] = []
    for (const name of await ownTables(client)) tables.push(await writeTable(client, name, folder))
    const manifest: Manifest = {
      format: FORMAT,
      madeAt: now.toISOString(),
      migrations: (
        await client.query(
          'select migration_name as name from _prisma_migrations where finished_at is not null order by 1',
        )
      ).rows.map(({ name }) => name),
      lookupKey: fingerprintOf(vault),
      tables,
      sequences: await readSequences(client),
    }
    await writeFile(path.join(folder, `${MANIFEST}.new`), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
    await rename(path.join(folder, `${MANIFEST}.new`), path.join(folder, MANIFEST))
    return manifest
  } finally {
    await client.end()
  }
}

async function ownTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query(`select tablename as name from pg_tables where schemaname = 'public' order by 1`)
  return rows.map(({ name }) => name as string).filter((name) => !LEFT_OUT.has(name))
}

async function writeTable(client: pg.Client, name: string, folder: string): Promise<TableFile> {
  const file = `${name}.jsonl.gz`
  const hash = createHash('sha256')
  let rows = 0
  const hashing = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const lines = async function* () {
    for await (const line of readLines(client, name)) {
      rows++
      yield `${line}\n`
    }
  }
  await pipeline(
    Readable.from(lines()),
    createGzip(),
    hashing,
    createWriteStream(path.join(folder, file), { mode: 0o600 }),
  )
  return { name, file, rows, sha256: hash.digest('hex') }
}

/** The rows of a table as JSON, inside the transaction at hand. */
export async function* readLines(client: pg.Client, table: string): AsyncGenerator<string> {
  await client.query(
    `declare lines no scroll cursor for select to_jsonb(t)::text as line from ${pg.escapeIdentifier(table)} t`,
  )
  for (;;) {
    const { rows } = await client.query(`fetch ${ROWS_A_FETCH} from lines`)
    for (const { line } of rows) yield line as string
    if (rows.length < ROWS_A_FETCH) break
  }
  await client.query('close lines')
}

async function readSequences(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query(
    `select sequencename as name, last_value as last from pg_sequences where schemaname = 'public' and last_value is not null`,
  )
  return Object.fromEntries(rows.map(({ name, last }) => [name, String(last)]))
}
