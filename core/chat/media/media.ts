import type { Platform } from '../../platform.ts'
import { type RecordingKind, recordingKinds } from './recordings/recording.ts'

/**
 * Something to see or to hear that was said, as a reference into the platform it came from; the bytes stay there until
 * it is sent on. `sticker`: a still one. Of its name nothing is kept.
 */
export type Media = {
  /** Where it is fetched from; `page`: it was sent in the browser, and is kept here. */
  platform: Platform | 'page'
  kind: 'picture' | 'sticker' | RecordingKind
  /** The platform's own way to find it; sealed wherever it is stored. */
  ref: string
  /** Alike for the same file, where `ref` may change from one time to the next. */
  same?: string
  /** Covered until it is tapped. */
  spoiler: boolean
}

/** Whether it is to be heard or watched, rather than a picture. */
export function isRecording(media: Pick<Media, 'kind'>): media is { kind: RecordingKind } {
  return recordingKinds.some((kind) => kind === media.kind)
}

/** What a file is by its type; undefined for one that cannot be cleaned. */
export function mediaKindOf(type: string | undefined): 'picture' | 'audio' | 'video' | undefined {
  const [name = ''] = (type ?? '').toLowerCase().split(';', 1)
  if (/^image\/(jpeg|png|webp|gif|avif|tiff)$/.test(name)) return 'picture'
  if (/^audio\/(mpeg|mp3|mp4|m4a|x-m4a|aac|ogg|opus|wav|x-wav|wave|vnd\.wave|flac|x-flac|webm)$/.test(name))
    return 'audio'
  return /^video\/(mp4|quicktime|webm|x-matroska|x-m4v)$/.test(name) ? 'video' : undefined
}

/** How large a file may be that is to be sent on: recordings are written anew in about their size, pictures get smaller. */
export function bytesMost(kind: Media['kind'] | undefined): number {
  return kind && isRecording({ kind }) ? SENT_BYTES_MOST : MEDIA_BYTES_MOST
}

/** Fetches the bytes behind a reference; rejects when they are not there any more, or too many. */
export type FetchMedia = (ref: string) => Promise<Uint8Array>

/** The smaller of what both platforms let a bot fetch and send (core.telegram.org/bots/api#getfile, Discord: 10 MiB a file). */
export const MEDIA_BYTES_MOST = 20_000_000
export const SENT_BYTES_MOST = 10 * 1024 * 1024
/** In one message of Discord, in one album of Telegram. */
export const MEDIA_MOST = 10

/** A file that says nothing of where it comes from: drawn or written anew, with a name of ours. */
export type CleanFile = {
  /** `gif`: a moving picture that was drawn anew. */
  kind: 'picture' | 'gif' | RecordingKind
  name: string
  type: string
  data: Buffer
  spoiler: boolean
  /** Of a recording; see CleanRecording. */
  seconds?: number
  width?: number
  height?: number
  waveform?: Uint8Array
}
