import { inflateSync } from 'node:zlib'

const HEADER_BYTES = 44
const ENTRY_BYTES = 20
const SFNT_HEADER_BYTES = 12
const SFNT_ENTRY_BYTES = 16

/**
 * A font out of its WOFF 1.0 wrapping (w3.org/TR/WOFF, sections 3 to 5): the same tables, inflated by the machine. What reads
 * fonts to draw with would do that in JavaScript, twice, which takes more than half a second for those with all of Korean.
 */
export function sfntOf(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF font')
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, i) => tableAt(woff, HEADER_BYTES + i * ENTRY_BYTES))
  const [entrySelector, searchRange] = [Math.floor(Math.log2(count)), 16 * 2 ** Math.floor(Math.log2(count))]
  const head = Buffer.alloc(SFNT_HEADER_BYTES + count * SFNT_ENTRY_BYTES)
  woff.copy(head, 0, 4, 8)
  for (const [i, value] of [count, searchRange, entrySelector, count * 16 - searchRange].entries())
    head.writeUInt16BE(value, 4 + 2 * i)
  let offset = head.length
  const bodies = tables.map(({ tag, checksum, bytes }, i) => {
    const at = SFNT_HEADER_BYTES + i * SFNT_ENTRY_BYTES
    for (const [j, value] of [tag, checksum, offset, bytes.length].entries()) head.writeUInt32BE(value, at + 4 * j)
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
    offset += padded.length
    return padded
  })
  return Buffer.concat([head, ...bodies])
}

function tableAt(woff: Buffer, at: number): { tag: number; checksum: number; bytes: Buffer } {
  const [tag = 0, offset = 0, packed = 0, length = 0, checksum = 0] = [0, 4, 8, 12, 16].map((i) =>
    woff.readUInt32BE(at + i),
  )
  const stored = woff.subarray(offset, offset + packed)
  return { tag, checksum, bytes: packed < length ? inflateSync(stored) : stored }
}
