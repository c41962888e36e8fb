import type { Core } from '../core.ts'
import type { AuditEntry } from '../store/generated/client.ts'
import type { PrismaTx } from '../store/transaction.ts'

/** What an operator did. `subject` names things by number or pen-name-free id: never words of a letter. */
export type Act = { operator: string; act: string; subject: string; why: string }

/** One line of the log, as operators see it. `hash` in hex. */
export type AuditLine = Act & { seq: number; at: Date; hash: string }

/** Names the advisory lock under which the log grows: "wira" in ASCII. One writer at a time keeps the chain. */
const AUDIT_LOCK = 0x77697261
const SCOPE = 'audit'
const VERIFY_AT_ONCE = 1_000

/**
 * Adds to the log, in the caller's transaction: what was not logged did not happen. Each entry carries a keyed hash over
 * itself and the entry before, so that a line changed, taken out or put in afterwards is found by {@link verifyAudit},
 * also by somebody who can write to the database but has not the keys.
 */
export async function writeAudit(core: Core, tx: PrismaTx, { operator, act, subject, why }: Act): Promise<void> {
  await tx.run('select 1 as held from pg_advisory_xact_lock($1)', [AUDIT_LOCK])
  const last = await tx.prisma.auditEntry.findFirst({ orderBy: { seq: 'desc' } })
  const entry = { seq: (last?.seq ?? 0n) + 1n, at: core.clock.now(), operator, act, subject, why }
  const hash = core.vault.lookup(SCOPE, chained(last?.hash, entry))
  await tx.prisma.auditEntry.create({ data: { ...entry, hash } })
}

/** The log, newest first. */
export async function listAudit(
  core: Core,
  { operator, subject, limit }: { operator?: string | undefined; subject?: string | undefined; limit: number },
): Promise<AuditLine[]> {
  const rows = await core.db.prisma.auditEntry.findMany({
    where: { ...(operator ? { operator } : {}), ...(subject ? { subject } : {}) },
    orderBy: { seq: 'desc' },
    take: limit,
  })
  return rows.map(asLine)
}

/** Whether the chain holds from the first entry to the last, and where it breaks. */
export type AuditVerdict = { entries: number; head: string | null; brokenAt: number | null; missing: boolean }

/**
 * Walks the whole chain. `head` is a hash somebody noted earlier: `missing` tells that it is not in the log any more,
 * which is how a log cut off at its end shows.
 */
export async function verifyAudit(core: Core, { head }: { head?: string | undefined } = {}): Promise<AuditVerdict> {
  let before: AuditEntry | undefined
  let entries = 0
  let met = false
  for (;;) {
    const rows = await core.db.prisma.auditEntry.findMany({
      where: { seq: { gt: before?.seq ?? 0n } },
      orderBy: { seq: 'asc' },
      take: VERIFY_AT_ONCE,
    })
    for (const row of rows) {
      if (!follows(core, before, row))
        return { entries, head: before ? hex(before.hash) : null, brokenAt: Number(row.seq), missing: false }
      entries++
      met ||= head === hex(row.hash)
      before = row
    }
    if (rows.length < VERIFY_AT_ONCE) break
  }
  return { entries, head: before ? hex(before.hash) : null, brokenAt: null, missing: head !== undefined && !met }
}

function follows(core: Core, before: AuditEntry | undefined, row: AuditEntry): boolean {
  if (row.seq !== (before?.seq ?? 0n) + 1n) return false
  const right = core.vault.lookups(SCOPE, chained(before?.hash, row))
  return right.some((hash) => hex(hash) === hex(row.hash))
}

function chained(before: Uint8Array | undefined, entry: Omit<AuditEntry, 'hash'>): string {
  const { seq, at, operator, act, subject, why } = entry
  return JSON.stringify([before ? hex(before) : '', String(seq), at.toISOString(), operator, act, subject, why])
}

function asLine({ seq, hash, ...entry }: AuditEntry): AuditLine {
  return { seq: Number(seq), ...entry, hash: hex(hash) }
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
