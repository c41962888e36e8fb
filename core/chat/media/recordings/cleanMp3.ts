import { Uncleanable } from './uncleanable.ts'

/**
 * The frames of an MP3 with nothing in them but what is played. Between the end of a frame's sound and the beginning of the next
 * there is room that no decoder reads, and encoders write their names there; it is emptied, bit by bit. The sound of a
 * frame may begin in frames before it (ISO/IEC 11172-3 2.4.2.7, main_data_begin), so all are looked at together.
 */
export function cleanMp3(frames: readonly Uint8Array[]): Uint8Array[] {
  const laid = frames.filter((frame) => !TAGS.some((tag) => Buffer.from(frame).includes(tag))).map(layout)
  const total = laid.reduce((sum, { frame, mainAt }) => sum + frame.length - mainAt, 0)
  const sound = new Uint8Array(total)
  const kept = new Uint8Array(total)
  let at = 0
  for (const { frame, mainAt, begin, bits } of laid) {
    sound.set(frame.subarray(mainAt), at)
    const end = at + frame.length - mainAt
    // A frame's sound never ends behind it: what claims to is none, and would keep what others have in their room.
    if ((end - at + begin) * 8 >= bits) keepBits(sound, kept, at - begin, bits)
    at = end
  }
  at = 0
  return laid.map(({ frame, mainAt }) => {
    const clean = Uint8Array.from(frame)
    clean.set(kept.subarray(at, at + frame.length - mainAt), mainAt)
    at += frame.length - mainAt
    return clean
  })
}

/** A frame that is cut off may run into what is written behind the sound. */
const TAGS = ['APETAGEX', 'LYRICSBEGIN', 'LYRICS200']

/** Without an ID3v1 tag at its end (128 bytes, id3.org/ID3v1). */
export function withoutTail(data: Uint8Array): Uint8Array {
  const tail = data.subarray(-128)
  return tail.length === 128 && Buffer.from(tail.subarray(0, 3)).toString('latin1') === 'TAG'
    ? data.subarray(0, -128)
    : data
}

function keepBits(from: Uint8Array, to: Uint8Array, start: number, bits: number): void {
  const whole = start + (bits >> 3)
  for (let at = Math.max(0, start); at < Math.min(whole, from.length); at++) to[at] = from[at] ?? 0
  const rest = bits & 7
  if (rest && whole >= 0 && whole < from.length)
    to[whole] = (to[whole] ?? 0) | ((from[whole] ?? 0) & ((0xff00 >> rest) & 0xff))
}

type Layout = { frame: Uint8Array; mainAt: number; begin: number; bits: number }

/** ISO/IEC 11172-3 2.4.1.3 and 2.4.1.7, ISO/IEC 13818-3 2.4.1.7: header, checksum, side information, sound. */
function layout(frame: Uint8Array): Layout {
  const [, second = 0, , fourth = 0] = frame
  const isLayer3 = ((second >> 1) & 3) === 1
  if (frame[0] !== 0xff || (second & 0xe0) !== 0xe0 || !isLayer3) throw new Uncleanable('a frame is no MP3')
  const isFirst = ((second >> 3) & 3) === 3
  const channels = fourth >> 6 === 3 ? 1 : 2
  const sideAt = second & 1 ? 4 : 6
  const mainAt = sideAt + (isFirst ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17)
  if (frame.length < mainAt) throw new Uncleanable('a frame is cut off')
  const number = (bit: number, count: number) => {
    let value = 0
    for (let i = bit; i < bit + count; i++) value = value * 2 + (((frame[sideAt + (i >> 3)] ?? 0) >> (7 - (i & 7))) & 1)
    return value
  }
  const granules = (isFirst ? 2 : 1) * channels
  const firstAt = isFirst ? (channels === 1 ? 18 : 20) : channels === 1 ? 9 : 10
  const granuleBits = isFirst ? 59 : 63
  let bits = 0
  for (let i = 0; i < granules; i++) bits += number(firstAt + i * granuleBits, 12)
  return { frame, mainAt, begin: number(0, isFirst ? 9 : 8), bits }
}
