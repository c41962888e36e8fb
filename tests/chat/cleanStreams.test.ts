import { expect, it } from 'vitest'
import { flacConfig, opusConfig, vorbisConfig } from '../../core/chat/media/recordings/cleanAudio.ts'
import { cleanAv1, cleanHevc } from '../../core/chat/media/recordings/cleanVideo.ts'
import { Uncleanable } from '../../core/chat/media/recordings/uncleanable.ts'

/** What an encoder, a phone or a program would like to tell in each codec's own places. */
const TOLD = 'made by Persephone'

const bytes = (...parts: (string | number[] | Uint8Array)[]) =>
  Uint8Array.from(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))),
  )
const sized = (unit: Uint8Array, lengthBytes: number) =>
  bytes([...Array<number>(lengthBytes - 1).fill(0), unit.length], unit)
const text = (data: Uint8Array | undefined) => Buffer.from(data ?? []).toString('latin1')

it('keeps of H.265 the parameter sets and the slices', () => {
  const unit = (type: number, content: string) => bytes([type << 1, 1], content)
  const array = (type: number, content: string) => bytes([type, 0, 1], sized(unit(type, content), 2))
  const head = bytes([...Array<number>(21).fill(1)], [0xff])
  const config = bytes(head, [4], array(32, 'vps'), array(33, 'sps'), array(34, 'pps'), array(39, TOLD))
  const { config: clean, packet } = cleanHevc(config)
  expect(text(clean)).not.toContain(TOLD)
  expect(clean).toEqual(bytes(head, [3], array(32, 'vps'), array(33, 'sps'), array(34, 'pps')))
  const slice = sized(unit(19, 'a picture'), 4)
  expect(packet(bytes(sized(unit(39, TOLD), 4), slice, sized(unit(40, TOLD), 4), sized(unit(62, TOLD), 4)))).toEqual(
    slice,
  )
  expect(packet(sized(unit(39, TOLD), 4))).toBeUndefined()
  expect(() => packet(bytes([0, 0, 0, 99], 'short'))).toThrow(Uncleanable)
  expect(() => cleanHevc(config.subarray(0, 30))).toThrow(Uncleanable)
})

it('keeps of AV1 the sequence header and the frames', () => {
  const obu = (type: number, content: string) => bytes([(type << 3) | 2, content.length], content)
  const { config, packet } = cleanAv1(bytes([0x81, 0, 0, 0], obu(1, 'sequence'), obu(5, TOLD)))
  expect(config).toEqual(bytes([0x81, 0, 0, 0], obu(1, 'sequence')))
  expect(packet(bytes(obu(2, ''), obu(5, TOLD), obu(6, 'frame'), obu(15, TOLD)))).toEqual(
    bytes(obu(2, ''), obu(6, 'frame')),
  )
  const unsized = bytes([6 << 3], 'the last may have no size')
  expect(packet(bytes(obu(5, TOLD), unsized))).toEqual(unsized)
  expect(() => packet(bytes([(6 << 3) | 2, 0xff, 0xff, 0xff, 0xff, 0x7f], 'x'))).toThrow(Uncleanable)
})

it('empties the comments of Vorbis, and cuts what follows the headers of Opus and FLAC', () => {
  const identification = bytes([1], 'vorbis', Array<number>(23).fill(0))
  const comments = bytes([3], 'vorbis', TOLD)
  const setup = bytes([5], 'vorbis', 'tables')
  const clean = vorbisConfig(bytes([2, identification.length, comments.length], identification, comments, setup))
  expect(text(clean)).not.toContain(TOLD)
  expect(clean).toEqual(
    bytes([2, 30, 16], identification, bytes([3], 'vorbis', [...Array<number>(8).fill(0), 1]), setup),
  )
  expect(() => vorbisConfig(bytes([2, 255, 255, 3], 'x'))).toThrow(Uncleanable)

  const head = bytes('OpusHead', [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  expect(opusConfig(bytes(head, TOLD))).toEqual(head)
  expect(() => opusConfig(head.subarray(0, 12))).toThrow(Uncleanable)

  const info = Array<number>(34).fill(7)
  const flac = flacConfig(bytes('fLaC', [0, 0, 0, 34], info, [0x84, 0, 0, TOLD.length], TOLD))
  expect(flac).toEqual(bytes('fLaC', [0x80, 0, 0, 34], info))
  expect(() => flacConfig(bytes('fLaC', [4, 0, 0, 4], 'tags'))).toThrow(Uncleanable)
})
