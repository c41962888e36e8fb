import { timingSafeEqual } from 'node:crypto'
import type { Core } from '../../core.ts'
import { type ExportId, longId, shortId } from '../../ids.ts'

const PROOF_BYTES = 16
const SHORT_ID_LENGTH = 22

/** Where an archive is fetched. The link proves itself with a keyed hash, so it is stored nowhere. */
export function exportLink(core: Core, exportId: ExportId): string {
  return `${core.config.publicUrl}/export/${shortId(exportId)}${proofsOf(core, exportId)[0]?.toString('base64url')}`
}

/** The archive that a link's last part names; undefined when it is no link of ours. */
export function readExportLink(core: Core, part: string): ExportId | undefined {
  const exportId = longId<ExportId>(part.slice(0, SHORT_ID_LENGTH))
  const given = Buffer.from(part.slice(SHORT_ID_LENGTH), 'base64url')
  const right =
    exportId && proofsOf(core, exportId).some((proof) => given.length === proof.length && timingSafeEqual(given, proof))
  return right ? exportId : undefined
}

function proofsOf(core: Core, exportId: ExportId): Buffer[] {
  return core.vault.lookups('export-link', exportId).map((hash) => Buffer.from(hash.subarray(0, PROOF_BYTES)))
}
