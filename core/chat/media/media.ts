import type { Platform } from '../../platform.ts'

/**
 * Something to see that was said, as a reference into the platform it came from; the bytes stay there until it is sent
 * on. `sticker`: a still one. Of its name nothing is kept.
 */
export type Media = {
  platform: Platform
  kind: 'picture' | 'sticker'
  /** The platform's own way to find it; sealed wherever it is stored. */
  ref: string
  /** Covered until it is tapped. */
  spoiler: boolean
}

/** Fetches the bytes behind a reference; rejects when they are not there any more, or too many. */
export type FetchMedia = (ref: string) => Promise<Uint8Array>

/** The smaller of what both platforms let a bot fetch and send (core.telegram.org/bots/api#getfile, Discord: 10 MiB a file). */
export const MEDIA_BYTES_MOST = 20_000_000
export const SENT_BYTES_MOST = 10 * 1024 * 1024
/** In one message of Discord, in one album of Telegram. */
export const MEDIA_MOST = 10
