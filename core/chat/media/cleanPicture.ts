import sharp from 'sharp'
import { SENT_BYTES_MOST } from './media.ts'

/** A file that says nothing of where it comes from: drawn anew, with a name of ours. */
export type CleanFile = { name: string; type: string; data: Buffer; spoiler: boolean }

/** Longer sides are made shorter; nobody sees more on a phone. */
const SIDE_MOST = 2_560
const PIXELS_MOST = 60_000_000
const JPEG_QUALITY = 88
const FRAMES_MOST = 300

/**
 * A picture drawn anew from its pixels alone: turned as it is meant to stand, without place, camera, time, names,
 * comments, thumbnails, colour profile or whatever else a file may carry behind its picture. A moving GIF stays one.
 * Rejects what is no picture, or too large to be drawn.
 */
export async function cleanPicture(data: Uint8Array): Promise<Omit<CleanFile, 'spoiler'>> {
  const options = { limitInputPixels: PIXELS_MOST, failOn: 'error' } as const
  const { pages = 1, hasAlpha, format } = await sharp(data, options).metadata()
  if (pages > 1 && (format === 'gif' || format === 'webp')) {
    const moving = sharp(data, { ...options, pages: Math.min(pages, FRAMES_MOST) })
    return fitting({ name: 'picture.gif', type: 'image/gif', data: await moving.gif().toBuffer() })
  }
  const still = sharp(data, options)
    .rotate()
    .resize({ width: SIDE_MOST, height: SIDE_MOST, fit: 'inside', withoutEnlargement: true })
  if (hasAlpha) return fitting({ name: 'picture.png', type: 'image/png', data: await still.png().toBuffer() })
  return fitting({
    name: 'picture.jpg',
    type: 'image/jpeg',
    data: await still.jpeg({ quality: JPEG_QUALITY }).toBuffer(),
  })
}

function fitting<File extends { data: Buffer }>(file: File): File {
  if (file.data.length > SENT_BYTES_MOST) throw new Error('a picture is too large to be sent')
  return file
}
