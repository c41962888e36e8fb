import type { Sharp } from 'sharp'
import { type CleanFile, SENT_BYTES_MOST } from './media.ts'

type CleanPicture = Omit<CleanFile, 'spoiler'>

/** Longer sides are made shorter; nobody sees more on a phone. */
const SIDE_MOST = 2_560
const PIXELS_MOST = 60_000_000
const JPEG_QUALITY = 88
const FRAMES_MOST = 300
/** What takes longer to draw is refused. */
const DRAWN_WITHIN = { seconds: 10 }

/** What is made of pixels (`heif`: AVIF). A drawing that is a text, such as SVG, is none. */
const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff'])
/** Laid over a picture it changes nothing of what is seen; what nobody sees becomes nothing. */
const NOTHING_SEEN = { input: { create: { width: 1, height: 1, channels: 4, background: '#0000' } } } as const

/**
 * A picture drawn anew from what is seen of its pixels: turned as it is meant to stand, without place, camera, time, names,
 * comments, thumbnails, colour profile, what was made transparent, or whatever else a file may carry behind its picture. A
 * moving GIF stays one. Rejects what is no picture, or too large to be drawn.
 */
export async function cleanPicture(data: Uint8Array): Promise<CleanPicture> {
  const { default: sharp } = await import('sharp')
  const options = { limitInputPixels: PIXELS_MOST, failOn: 'error' } as const
  const { pages = 1, hasAlpha, format } = await sharp(data, options).metadata()
  if (!FORMATS.has(format)) throw new Error('this is no picture')
  if (pages > 1 && (format === 'gif' || format === 'webp')) {
    const moving = sharp(data, { ...options, pages: Math.min(pages, FRAMES_MOST) }).timeout(DRAWN_WITHIN)
    return fitting({ kind: 'gif', name: 'picture.gif', type: 'image/gif', data: await moving.gif().toBuffer() })
  }
  const still = sharp(data, options)
    .timeout(DRAWN_WITHIN)
    .rotate()
    .resize({ width: SIDE_MOST, height: SIDE_MOST, fit: 'inside', withoutEnlargement: true })
  if (hasAlpha) return fitting({ kind: 'picture', name: 'picture.png', type: 'image/png', data: await pngOf(still) })
  return fitting({
    kind: 'picture',
    name: 'picture.jpg',
    type: 'image/jpeg',
    data: await still.jpeg({ quality: JPEG_QUALITY }).toBuffer(),
  })
}

const pngOf = (still: Sharp) => still.ensureAlpha().composite([NOTHING_SEEN]).png().toBuffer()

function fitting(file: CleanPicture): CleanPicture {
  if (file.data.length > SENT_BYTES_MOST) throw new Error('a picture is too large to be sent')
  return file
}
