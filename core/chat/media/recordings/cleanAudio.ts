import { ByteReader, bigEndian, joinBytes } from './bytes.ts'
import { Uncleanable } from './uncleanable.ts'

/**
 * AAC's fill and data elements at the beginning of a frame hold what no decoder plays: encoders write their names there.
 * They are emptied where they stand (ISO/IEC 14496-3 4.4.2.1, 4.4.2.7, 4.4.2.9). `config`: without one, the frames have
 * headers of their own (ADTS).
 */
export function cleanAac(data: Uint8Array, config: Uint8Array | undefined): Uint8Array {
  const frame = Uint8Array.from(data)
  const begin = config ? 0 : adtsHeaderBytes(frame)
  let at = begin * 8
  const bits = (count: number) => {
    if (at + count > frame.length * 8) throw new Uncleanable('a frame is cut off')
    let value = 0
    for (let i = 0; i < count; i++, at++) value = value * 2 + (((frame[at >> 3] ?? 0) >> (7 - (at & 7))) & 1)
    return value
  }
  const empty = (bytes: number) => {
    const end = at + bytes * 8
    if (end > frame.length * 8) throw new Uncleanable('a frame is cut off')
    for (; at < end; at++) frame[at >> 3] = (frame[at >> 3] ?? 0) & ~(0x80 >> (at & 7))
  }
  while (at + 3 <= frame.length * 8) {
    const element = bits(3)
    if (element === AAC_FILL) {
      const count = bits(4)
      empty(count === 15 ? 14 + bits(8) : count)
    } else if (element === AAC_DATA) {
      bits(4)
      const aligned = bits(1) === 1
      const count = bits(8)
      const bytes = count === 255 ? 255 + bits(8) : count
      if (aligned) at += (8 - ((at - begin * 8) & 7)) & 7
      empty(bytes)
    } else if (element === AAC_PROGRAM) throw new Uncleanable('a program element may hold a comment')
    else break
  }
  return frame
}

const AAC_DATA = 4
const AAC_PROGRAM = 5
const AAC_FILL = 6

function adtsHeaderBytes(frame: Uint8Array): number {
  if (frame[0] !== 0xff || ((frame[1] ?? 0) & 0xf6) !== 0xf0) throw new Uncleanable('a frame has no header')
  return (frame[1] ?? 0) & 1 ? 7 : 9
}

/** Opus may pad a packet with whatever it likes (RFC 6716 3.2.5); nothing of it is played. */
export function cleanOpus(data: Uint8Array): Uint8Array {
  const [toc = 0, count = 0] = data
  if ((toc & 3) !== 3 || !(count & 0x40)) return data
  const reader = new ByteReader(data)
  reader.take(2)
  let padding = 0
  for (let byte = 255; byte === 255; ) {
    byte = reader.number(1)
    padding += byte === 255 ? 254 : byte
  }
  return joinBytes([Uint8Array.of(toc, count & ~0x40), reader.take(reader.left - padding)])
}

/** RFC 7845 5.1: nineteen bytes, and with a mapping one more for each channel. Nothing behind that. */
export function opusConfig(description: Uint8Array): Uint8Array {
  const reader = new ByteReader(description)
  const head = reader.take(19)
  const channels = head[9] ?? 0
  return head[18] === 0 ? head : joinBytes([head, reader.take(2 + channels)])
}

/** Vorbis' three headers, the comments between them emptied (Vorbis I 5.2.1). */
export function vorbisConfig(description: Uint8Array): Uint8Array {
  const reader = new ByteReader(description)
  if (reader.number(1) !== 2) throw new Uncleanable('there should be three headers')
  const laced = () => {
    let length = 0
    for (let byte = 255; byte === 255; length += byte) byte = reader.number(1)
    return length
  }
  const [first, second] = [laced(), laced()]
  const identification = reader.take(first)
  reader.take(second)
  const comments = joinBytes([Uint8Array.of(3), Buffer.from('vorbis'), new Uint8Array(8), Uint8Array.of(1)])
  if (identification.length > 254) throw new Uncleanable('a header is too long')
  const lengths = Uint8Array.of(2, identification.length, comments.length)
  return joinBytes([lengths, identification, comments, reader.take(reader.left)])
}

/** FLAC's stream information alone, of all its blocks (RFC 9639 8). */
export function flacConfig(description: Uint8Array): Uint8Array {
  const reader = new ByteReader(description)
  const marker = reader.take(4)
  if (Buffer.from(marker).toString('latin1') !== 'fLaC' || (reader.number(1) & 0x7f) !== 0 || reader.number(3) !== 34)
    throw new Uncleanable('there is no stream information')
  return joinBytes([marker, Uint8Array.of(0x80), bigEndian(34, 3), reader.take(34)])
}
