import type { MediaKind } from './types.ts'

/**
 * What the server makes of a file a bot uploads, by its first bytes: each method has formats of its own, and what is in
 * another one is sent as a document (core.telegram.org/bots/api#sendvoice, #sendaudio, #sendvideo, #sendanimation,
 * #sendvideonote).
 */
export function shownAs(kind: MediaKind, data: Buffer): MediaKind {
  const fits = formats[kind]
  return !fits || fits.some((is) => is(data)) ? kind : 'document'
}

const starts = (data: Buffer, text: string, at = 0) => data.toString('latin1', at, at + text.length) === text

const isMp4 = (data: Buffer) => starts(data, 'ftyp', 4)
const isGif = (data: Buffer) => starts(data, 'GIF8')
const isMp3 = (data: Buffer) => starts(data, 'ID3') || (data[0] === 0xff && ((data[1] ?? 0) & 0xe6) === 0xe2)
const isOggOpus = (data: Buffer) => starts(data, 'OggS') && data.subarray(0, 64).includes('OpusHead')

const formats: Partial<Record<MediaKind, ((data: Buffer) => boolean)[]>> = {
  voice: [isOggOpus, isMp3, isMp4],
  audio: [isMp3, isMp4],
  video: [isMp4],
  animation: [isGif, isMp4],
  video_note: [isMp4],
}
