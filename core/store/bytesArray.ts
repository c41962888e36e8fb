/** PostgreSQL's number for `bytea`; it is the same everywhere (src/include/catalog/pg_type.dat). */
const BYTEA = 17
const NULL_LENGTH = -1

/**
 * A value of the type `bytea[]` as PostgreSQL itself writes it (array_send in src/backend/utils/adt/arrayfuncs.c): number
 * of dimensions, whether there are nulls, type; length and first index; then each with its length before it. The driver
 * would write every byte as two letters, which are to be read again; a buffer it hands on as it is.
 */
export function bytesArray(items: readonly (Uint8Array | null)[]): Buffer {
  let size = HEAD_BYTES
  for (const item of items) size += 4 + (item?.length ?? 0)
  const bytes = Buffer.allocUnsafe(items.length === 0 ? EMPTY_BYTES : size)
  bytes.writeInt32BE(items.length === 0 ? 0 : 1, 0)
  bytes.writeInt32BE(items.includes(null) ? 1 : 0, 4)
  bytes.writeInt32BE(BYTEA, 8)
  if (items.length === 0) return bytes
  bytes.writeInt32BE(items.length, 12)
  bytes.writeInt32BE(1, 16)
  let at = HEAD_BYTES
  for (const item of items) {
    at = bytes.writeInt32BE(item?.length ?? NULL_LENGTH, at)
    if (!item) continue
    bytes.set(item, at)
    at += item.length
  }
  return bytes
}

const EMPTY_BYTES = 12
const HEAD_BYTES = 20
