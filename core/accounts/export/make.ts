import { strToU8, zipSync } from 'fflate'
import type { Core } from '../../core.ts'
import { postMail } from '../../delivery/outbox.ts'
import { type AccountId, type ExportId, newId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { inPrisma } from '../../store/transaction.ts'
import { EXPORT_ARCHIVE } from '../../vault/sealedColumns.ts'
import { collectData } from './collect.ts'
import { exportPage } from './page.ts'

/** An archive can be fetched for so many hours after it was asked for, and so often. */
export const EXPORT_HOURS = 24
export const EXPORT_FETCHES = 5
/** Another one can be asked for after so many minutes. */
export const EXPORT_EVERY_MINUTES = 10

/** Asks for an archive of everything about a person; they are told when it is ready. Refused right after another. */
export async function askExport(core: Core, { accountId }: { accountId: AccountId }): Promise<ExportId> {
  const now = core.clock.now()
  const lately = new Date(now.getTime() - EXPORT_EVERY_MINUTES * 60_000)
  const recent = await core.db.prisma.export.count({ where: { accountId, askedAt: { gt: lately } } })
  if (recent > 0) throw new Refusal('refuse.export.justNow', { minutes: EXPORT_EVERY_MINUTES })
  const id = newId<ExportId>(now)
  const expiresAt = new Date(now.getTime() + EXPORT_HOURS * 3_600_000)
  await core.db.prisma.export.create({ data: { id, accountId, askedAt: now, expiresAt } })
  core.queues.makeExport(id)
  return id
}

/** Makes the archive that was asked for and tells the person. Called twice, it does nothing twice. */
export async function makeExport(core: Core, { exportId }: { exportId: ExportId }): Promise<void> {
  const asked = await core.db.prisma.export.findUnique({ where: { id: exportId } })
  if (!asked || asked.readyAt) return
  const accountId = asked.accountId as AccountId
  const data = await collectData(core, { accountId })
  if (!data) return
  const files = { 'wiro.html': strToU8(exportPage(data)), 'wiro.json': strToU8(JSON.stringify(data, null, 2)) }
  const archive = core.vault.sealBytes(zipSync(files), EXPORT_ARCHIVE)
  await inPrisma(core, async (tx) => {
    const made = await tx.prisma.export.updateMany({
      where: { id: exportId, readyAt: null },
      data: { archive, readyAt: core.clock.now() },
    })
    if (made.count === 0) return
    await postMail(core, tx, {
      to: accountId,
      parcel: { kind: 'export-ready', exportId },
      priority: 'chat',
      onceKey: `export:${exportId}`,
    })
  })
}

/** Whether an archive can be fetched, without fetching it. */
export async function peekExport(core: Core, { exportId }: { exportId: ExportId }): Promise<boolean> {
  const found = await core.db.prisma.export.findFirst({
    where: { id: exportId, ...fetchable(core) },
    select: { id: true },
  })
  return found !== null
}

/** The archive (ZIP). Refused when it is too old, was fetched too often, or was never there. */
export async function fetchExport(core: Core, { exportId }: { exportId: ExportId }): Promise<Buffer> {
  const { count } = await core.db.prisma.export.updateMany({
    where: { id: exportId, ...fetchable(core) },
    data: { fetched: { increment: 1 } },
  })
  const found = count === 1 ? await core.db.prisma.export.findUnique({ where: { id: exportId } }) : null
  if (!found?.archive) throw new Refusal('refuse.export.dead')
  return core.vault.openBytes(found.archive, EXPORT_ARCHIVE)
}

/** Archives whose time is over are gone. Returns how many. */
export async function forgetOldExports(core: Core): Promise<number> {
  const { count } = await core.db.prisma.export.deleteMany({ where: { expiresAt: { lte: core.clock.now() } } })
  return count
}

const fetchable = (core: Core) => ({
  readyAt: { not: null },
  expiresAt: { gt: core.clock.now() },
  fetched: { lt: EXPORT_FETCHES },
})

/** Archives that were asked for and whose job was lost. */
export const UNMADE = `select id from export where ready_at is null and expires_at > $1 and asked_at < $1::timestamptz - interval '20 seconds' order by asked_at limit $2`
