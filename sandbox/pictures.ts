/** How large a picture is, by its first bytes: PNG, GIF, WebP, JPEG. */

export type PictureSize = { width: number; height: number }

/** undefined for anything else, and for what is cut off. */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (data.readUInt32BE(0) === 0x89504e47) return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) }
    const start = data.toString('latin1', 0, 4)
    if (start === 'GIF8') return { width: data.readUInt16LE(6), height: data.readUInt16LE(8) }
    if (start === 'RIFF' && data.toString('latin1', 8, 12) === 'WEBP') return webpSize(data)
    if (data.readUInt16BE(0) === 0xffd8) return jpegSize(data)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return undefined
}

/** developers.google.com/speed/webp/docs/riff_container; RFC 6386 §9.1 for the lossy form */
function webpSize(data: Buffer): PictureSize | undefined {
  switch (data.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: 1 + data.readUIntLE(24, 3), height: 1 + data.readUIntLE(27, 3) }
    case 'VP8L': {
      const bits = data.readUInt32LE(21)
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
    }
    case 'VP8 ':
      return { width: data.readUInt16LE(26) & 0x3fff, height: data.readUInt16LE(28) & 0x3fff }
    default:
      return undefined
  }
}

/** Walks the segments to the first start of frame (ITU T.81 B.2.2). */
function jpegSize(data: Buffer): PictureSize | undefined {
  for (let at = 2; data[at] === 0xff; at += 2 + data.readUInt16BE(at + 2)) {
    const marker = data.readUInt8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: data.readUInt16BE(at + 7), height: data.readUInt16BE(at + 5) }
  }
  return undefined
}
