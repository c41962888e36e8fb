import { ByteReader, bigEndian, joinBytes } from './bytes.ts'
import { Uncleanable } from './uncleanable.ts'

/** Takes from a stream of pictures what is no picture. `packet` is undefined when nothing of one is left. */
export type StreamCleaner = {
  /** The decoder's configuration, written anew; undefined where the codec needs none. */
  config: Uint8Array | undefined
  packet(data: Uint8Array): Uint8Array | undefined
}

/** What is needed for drawing: slices, parameter sets, delimiters (ITU-T H.264 table 7-1). No SEI (6), filler (12) or unspecified unit. */
const AVC_KEPT = new Set([1, 2, 3, 4, 5, 7, 8, 9, 10, 11])
const AVC_SLICE_MOST = 5
/** ITU-T H.265 table 7-1: slices are 0 to 31; parameter sets, delimiters and ends follow. No filler (38), SEI (39, 40), unspecified unit. */
const HEVC_KEPT_MOST = 37
const HEVC_SLICE_MOST = 31
const HEVC_PARAMETER_SETS = new Set([32, 33, 34])
/** AV1 specification 6.2.2: sequence header, temporal delimiter, frame header, tile group, frame, redundant frame header. No metadata (5), padding (15). */
const OBU_KEPT = new Set([1, 2, 3, 4, 6, 7])
const OBU_SEQUENCE_HEADER = 1

const avcType = (unit: Uint8Array) => (unit[0] ?? 0) & 0x1f
const hevcType = (unit: Uint8Array) => ((unit[0] ?? 0) >> 1) & 0x3f

/** Encoders write their name and settings, and phones time and place, into supplemental units (SEI) of the stream. @throws Uncleanable */
export function cleanAvc(description: Uint8Array): StreamCleaner {
  const { config, lengthSize } = avcConfig(description)
  const packet = (data: Uint8Array) =>
    keptUnits(data, lengthSize, {
      keep: (unit) => AVC_KEPT.has(avcType(unit)),
      shows: (unit) => avcType(unit) <= AVC_SLICE_MOST,
    })
  return { config, packet }
}

/** The same for H.265. @throws Uncleanable */
export function cleanHevc(description: Uint8Array): StreamCleaner {
  const { config, lengthSize } = hevcConfig(description)
  const packet = (data: Uint8Array) =>
    keptUnits(data, lengthSize, {
      keep: (unit) => hevcType(unit) <= HEVC_KEPT_MOST,
      shows: (unit) => hevcType(unit) <= HEVC_SLICE_MOST,
    })
  return { config, packet }
}

/** ISO/IEC 14496-15 5.3.3.1.2: header, parameter sets, and of high profiles three bytes more. Nothing behind that. */
function avcConfig(description: Uint8Array): { config: Uint8Array; lengthSize: number } {
  const reader = new ByteReader(description)
  const head = reader.take(5)
  const lengthSize = ((head[4] ?? 0) & 3) + 1
  const sets = (count: number, type: number) =>
    Array.from({ length: count }, () => {
      const unit = reader.take(reader.number(2))
      if (avcType(unit) !== type) throw new Uncleanable('a parameter set is none')
      return joinBytes([bigEndian(unit.length, 2), unit])
    })
  const sps = sets(reader.number(1) & 0x1f, 7)
  const pps = sets(reader.number(1), 8)
  const high = [100, 110, 122, 144].includes(head[1] ?? 0) && reader.left >= 4 ? [reader.take(3), bigEndian(0, 1)] : []
  return {
    config: joinBytes([head, bigEndian(0xe0 | sps.length, 1), ...sps, bigEndian(pps.length, 1), ...pps, ...high]),
    lengthSize,
  }
}

/** ISO/IEC 14496-15 8.3.3.1.2: the header of 22 bytes, then arrays of units, of which only parameter sets stay. */
function hevcConfig(description: Uint8Array): { config: Uint8Array; lengthSize: number } {
  const reader = new ByteReader(description)
  const head = reader.take(22)
  const lengthSize = ((head[21] ?? 0) & 3) + 1
  const arrays: Uint8Array[] = []
  for (let left = reader.number(1); left > 0; left--) {
    const kind = reader.number(1)
    const units = Array.from({ length: reader.number(2) }, () => reader.take(reader.number(2)))
    if (!HEVC_PARAMETER_SETS.has(kind & 0x3f)) continue
    if (units.some((unit) => hevcType(unit) !== (kind & 0x3f))) throw new Uncleanable('a parameter set is none')
    const written = units.flatMap((unit) => [bigEndian(unit.length, 2), unit])
    arrays.push(joinBytes([bigEndian(kind & 0xbf, 1), bigEndian(units.length, 2), ...written]))
  }
  return { config: joinBytes([head, bigEndian(arrays.length, 1), ...arrays]), lengthSize }
}

type Choice = { keep(unit: Uint8Array): boolean; shows(unit: Uint8Array): boolean }

function keptUnits(data: Uint8Array, lengthSize: number, { keep, shows }: Choice): Uint8Array | undefined {
  const reader = new ByteReader(data)
  const kept: Uint8Array[] = []
  let shown = false
  while (reader.left > 0) {
    const unit = reader.take(reader.number(lengthSize))
    if (unit.length === 0 || !keep(unit)) continue
    shown ||= shows(unit)
    kept.push(bigEndian(unit.length, lengthSize), unit)
  }
  return shown ? joinBytes(kept) : undefined
}

/** AV1's metadata units carry HDR, but also whatever their user likes (ITU-T T.35). @throws Uncleanable */
export function cleanAv1(description: Uint8Array | undefined): StreamCleaner {
  const head = description?.subarray(0, 4)
  if (head && head.length < 4) throw new Uncleanable('a configuration is cut off')
  const config =
    head && description && joinBytes([head, keptObus(description.subarray(4), (type) => type === OBU_SEQUENCE_HEADER)])
  return {
    config,
    packet(data) {
      const kept = keptObus(data, (type) => OBU_KEPT.has(type))
      return kept.length > 0 ? kept : undefined
    },
  }
}

/** AV1 specification 5.3: header, extension, size, payload. */
function keptObus(data: Uint8Array, keep: (type: number) => boolean): Uint8Array {
  const reader = new ByteReader(data)
  const kept: Uint8Array[] = []
  while (reader.left > 0) {
    const first = reader.number(1)
    const extension = first & 4 ? [reader.take(1)] : []
    const size = first & 2 ? leb128(reader) : { value: reader.left, bytes: new Uint8Array() }
    const payload = reader.take(size.value)
    if (keep((first >> 3) & 0xf)) kept.push(Uint8Array.of(first), ...extension, size.bytes, payload)
  }
  return joinBytes(kept)
}

function leb128(reader: ByteReader): { value: number; bytes: Uint8Array } {
  const bytes: number[] = []
  let value = 0
  for (let i = 0; i < 8; i++) {
    const byte = reader.number(1)
    bytes.push(byte)
    value += (byte & 0x7f) * 2 ** (7 * i)
    if (!(byte & 0x80)) return { value, bytes: Uint8Array.from(bytes) }
  }
  throw new Uncleanable('a length has no end')
}
