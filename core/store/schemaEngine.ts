import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQueryable,
} from '@prisma/driver-adapter-utils'
import type { SchemaContainer, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { withDatabase } from './databaseUrl.ts'

/** The part of Node's own WebAssembly that is needed here; its types come only with a browser's. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>
}

/**
 * PostgreSQL's internal type "char" fills its catalogues, and the adapter refuses it. It is announced to the adapter
 * as uuid, which it hands through as a string and which no catalogue holds; the engine is then told a character.
 */
const charOid = 18
const uuidOid = 2950

/**
 * Runs `work` with Prisma's schema engine over the database at `url`, and closes its connections afterwards.
 * The engine is WebAssembly from the package: no download, no child process. Where it compares schemas it
 * creates a database of its own beside the one at `url` and drops it again.
 */
export async function withSchemaEngine<T>(
  { url, datamodel }: { url: string; datamodel: SchemaContainer },
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadEngine()
  const open = new Set<SqlDriverAdapter>()
  const adapters = bindMigrationAwareSqlAdapterFactory(migrationAdapters(url, open))
  const engine = await SchemaEngine.new(
    { datamodels: [[datamodel.path, datamodel.content]] },
    () => undefined,
    adapters,
  )
  try {
    return await work(engine)
  } finally {
    engine.free()
    for (const adapter of open) await adapter.dispose()
  }
}

let loaded: Promise<typeof import('@prisma/schema-engine-wasm/schema_engine_bg')> | undefined

/** The package's own entry imports `.wasm` as a module, which Node 20 cannot: instantiate it by hand, once. */
function loadEngine() {
  loaded ??= instantiateEngine()
  return loaded
}

async function instantiateEngine() {
  const engineModule = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const bytes = await readFile(path.join(folder, 'schema_engine_bg.wasm'))
  const imports = { './schema_engine_bg.js': withIdleTimers(engineModule) }
  const { instance } = await WebAssembly.instantiate(bytes, imports)
  engineModule.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: tellPanic } })
  return engineModule
}

/** The engine leaves a timer of ten seconds behind when it applied something; no process need wait for that. */
function withIdleTimers(functions: object): Record<string, unknown> {
  const idleTimeout = (act: () => void, ms: number) => setTimeout(act, ms).unref()
  return Object.fromEntries(
    Object.entries(functions).map(([name, value]) => [name, name.startsWith('__wbg_setTimeout') ? idleTimeout : value]),
  )
}

/** The engine announces a panic here before it traps, and a trap says nothing. */
function tellPanic(message: string) {
  process.stderr.write(`Prisma's schema engine failed: ${message}\n`)
}

function migrationAdapters(url: string, open: Set<SqlDriverAdapter>): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: 'wiro-migrations',
    connect: () => connect(url, open),
    async connectToShadowDb() {
      const name = `wiro_shadow_${randomUUID().replaceAll('-', '')}`
      await runAlone(url, `CREATE DATABASE ${name} TEMPLATE template0`)
      return connect(withDatabase(url, name), open, () => runAlone(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

async function connect(url: string, open: Set<SqlDriverAdapter>, closed?: () => Promise<void>) {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('connect', announceCharAsUuid)
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect()
  returnUuidAsCharacter(adapter)
  const startTransaction = adapter.startTransaction.bind(adapter)
  adapter.startTransaction = async (isolationLevel) => {
    const transaction = await startTransaction(isolationLevel)
    returnUuidAsCharacter(transaction)
    return transaction
  }
  const endPool = adapter.dispose.bind(adapter)
  adapter.executeScript = async (script) => {
    // The adapter's own splits at every ';', inside function bodies too. Without arguments this is PostgreSQL's
    // simple protocol: the whole script in one implicit transaction.
    await adapter.executeRaw({ sql: script, args: [], argTypes: [] })
  }
  adapter.dispose = async () => {
    if (!open.delete(adapter)) return
    await endPool()
    await closed?.()
  }
  open.add(adapter)
  return adapter
}

function announceCharAsUuid(client: pg.PoolClient) {
  if (!('connection' in client && client.connection instanceof EventEmitter)) return
  client.connection.prependListener('rowDescription', (description: { fields: { dataTypeID: number }[] }) => {
    for (const field of description.fields) if (field.dataTypeID === charOid) field.dataTypeID = uuidOid
  })
}

function returnUuidAsCharacter(queryable: SqlQueryable) {
  const queryRaw = queryable.queryRaw.bind(queryable)
  queryable.queryRaw = async (query) => {
    const result = await queryRaw(query)
    const columnTypes = result.columnTypes.map((type) =>
      type === ColumnTypeEnum.Uuid ? ColumnTypeEnum.Character : type,
    )
    return { ...result, columnTypes }
  }
}

async function runAlone(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
