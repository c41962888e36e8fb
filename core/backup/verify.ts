import pg from 'pg'
import type { LetterId } from '../ids.ts'
import { sealedColumns } from '../vault/sealedColumns.ts'
import type { Vault } from '../vault/vault.ts'
import { readLines } from './backup.ts'
import { keysFit, linesOf, readManifest } from './manifest.ts'

/** What was tried. `broken` names what did not open: table, column, key of the row. */
export type Findings = {
  rows: number
  letters: number
  sealed: number
  broken: string[]
  /** False when the keys that are here are not those that hashed the platform ids. */
  keysFit: boolean
}

type Row = Record<string, unknown>

/** Opens everything that is sealed in a back-up, and checks each file against the manifest. @throws StoreError when damaged. */
export async function verifyBackup({ vault, folder }: { vault: Vault; folder: string }): Promise<Findings> {
  const manifest = await readManifest(folder)
  const findings = noFindings(keysFit(vault, manifest))
  for (const table of manifest.tables) {
    for await (const line of linesOf(folder, table)) tryRow(vault, table.name, JSON.parse(line), findings)
  }
  return findings
}

/** Opens everything that is sealed in a database. Changes nothing; the service may run. */
export async function verifyDatabase({ vault, url }: { vault: Vault; url: string }): Promise<Findings> {
  const findings = noFindings(true)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    for (const table of new Set(sealedColumns.map((column) => column.table))) {
      for await (const line of readLines(client, table)) tryRow(vault, table, JSON.parse(line), findings)
    }
  } finally {
    await client.end()
  }
  return findings
}

const noFindings = (keysFit: boolean): Findings => ({ rows: 0, letters: 0, sealed: 0, broken: [], keysFit })

function tryRow(vault: Vault, table: string, row: Row, findings: Findings): void {
  findings.rows++
  for (const column of sealedColumns) {
    if (column.table !== table) continue
    const sealed = bytesOf(row[column.column])
    if (!sealed) continue
    const key = Object.keys(column.key).map((name) => String(row[name]))
    findings.sealed++
    if (!opens(() => vault.open(sealed, column.purpose(key))))
      findings.broken.push(`${table}.${column.column} ${key.join(' ')}`)
  }
  if (!WITH_BODIES.has(table)) return
  const [body, bodyKey] = [bytesOf(row.body), bytesOf(row.body_key)]
  if (!body || !bodyKey) return
  if (table === 'letter') findings.letters++
  if (!opens(() => vault.openBody({ body, bodyKey }, row.id as LetterId)))
    findings.broken.push(`${table}.body ${row.id}`)
}

/** What has words sealed with a data key of the row's own. */
const WITH_BODIES: ReadonlySet<string> = new Set(['letter', 'open_letter', 'comment'])

/** Bytes as PostgreSQL writes them into JSON: `\x…`. */
function bytesOf(value: unknown): Buffer | undefined {
  return typeof value === 'string' && value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : undefined
}

function opens(open: () => unknown): boolean {
  try {
    open()
    return true
  } catch {
    return false
  }
}
