import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { cleanPicture } from '../../core/chat/media/cleanPicture.ts'
import { hunt, type Needle } from '../support/hunt.ts'

/** Pictures that tell everything, in every corner where a file may: nothing but what is seen leaves. */
const TELLS = ['Persephone Greenleaf', 'Juniper Street 12', 'SecretPhone Twelve'] as const
const [ARTIST, PLACE, DEVICE] = TELLS
const needles: Needle[] = TELLS.map((value) => ({ name: value, value }))

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="${PLACE}"/></rdf:RDF></x:xmpmeta>`
const exif = {
  IFD0: { Artist: ARTIST, Model: DEVICE, ImageDescription: PLACE },
  IFD3: { GPSLatitude: '37/1 33/1 59/1' },
}
const drawn = (channels: 3 | 4 = 3) =>
  sharp({ create: { width: 24, height: 16, channels, background: { r: 200, g: 100, b: 50, alpha: 0.5 } } })

const ascii = (text: string) => Buffer.from(text, 'latin1')
const after = (data: Buffer) => Buffer.concat([data, ascii(`${TELLS.join('|')}`)])

/** A comment and what programs put beside it (w3.org/TR/png-3/#11textinfo). */
function inPng(data: Buffer): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const named = Buffer.concat([ascii(type), body])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(body.length)
    check.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, check])
  }
  const more = [
    chunk('tEXt', ascii(`Author\0${ARTIST}`)),
    chunk('zTXt', Buffer.concat([ascii('Comment\0\0'), deflateSync(ascii(PLACE))])),
    chunk('iTXt', ascii(`XML:com.adobe.xmp\0\0\0\0\0${XMP}`)),
    chunk('prVt', ascii(DEVICE)),
  ]
  return Buffer.concat([data.subarray(0, 33), ...more, data.subarray(33)])
}

/** A comment, as JPEG has them, and IPTC's place for a name. */
function inJpeg(data: Buffer): Buffer {
  const segment = (marker: number, body: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(body.length + 2, 2)
    return Buffer.concat([head, body])
  }
  const iptc = Buffer.concat([ascii('Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x19\x1c\x02\x50\0\x14'), ascii(ARTIST)])
  return Buffer.concat([data.subarray(0, 2), segment(0xfe, ascii(PLACE)), segment(0xed, iptc), data.subarray(2)])
}

/** A comment and an application's own block (GIF89a, 24 and 26). */
function inGif(data: Buffer): Buffer {
  const block = (text: string) => Buffer.concat([Buffer.from([text.length]), ascii(text), Buffer.from([0])])
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe]), block(`${ARTIST}, ${PLACE}`)])
  const app = Buffer.concat([Buffer.from([0x21, 0xff, 11]), ascii('XMP DataXMP'), block(DEVICE)])
  return Buffer.concat([data.subarray(0, -1), comment, app, data.subarray(-1)])
}

async function moving(): Promise<Buffer> {
  const pages = Buffer.concat([await drawn().raw().toBuffer(), await drawn().negate().raw().toBuffer()])
  return sharp(pages, { raw: { width: 24, height: 32, channels: 3, pageHeight: 16 } })
    .gif()
    .toBuffer()
}

it.each<[string, string, () => Promise<Buffer>]>([
  ['a JPEG', 'image/jpeg', async () => after(inJpeg(await drawn().withExif(exif).withXmp(XMP).jpeg().toBuffer()))],
  ['a PNG', 'image/jpeg', async () => after(inPng(await drawn().withExif(exif).png().toBuffer()))],
  ['a PNG that can be seen through', 'image/png', async () => inPng(await drawn(4).withExif(exif).png().toBuffer())],
  ['a WebP', 'image/jpeg', async () => drawn().withExif(exif).withXmp(XMP).webp().toBuffer()],
  ['an AVIF', 'image/jpeg', async () => drawn().withExif(exif).withXmp(XMP).avif({ effort: 0 }).toBuffer()],
  ['a TIFF', 'image/jpeg', async () => after(await drawn().withExif(exif).withXmp(XMP).tiff().toBuffer())],
  ['a moving GIF', 'image/gif', async () => inGif(await moving())],
])('%s leaves with nothing but what is seen', async (name, type, make) => {
  const data = await make()
  expect(hunt([{ name, bytes: data }], needles)).not.toEqual([])
  const clean = await cleanPicture(data)
  expect(clean.type).toBe(type)
  expect(hunt([{ name, bytes: clean.data }], needles)).toEqual([])
  const { width, exif: left, xmp, icc, iptc, comments } = await sharp(clean.data).metadata()
  expect({ width, left, xmp, icc, iptc, comments }).toEqual({ width: 24 })
})

it('what was made transparent is not there any more, also not to whoever looks behind it', async () => {
  const hidden = Buffer.from(Array.from({ length: 24 * 16 }, (_, i) => [i % 251, 77, 33, i % 2 ? 255 : 0]).flat())
  const raw = { width: 24, height: 16, channels: 4 } as const
  const clean = await cleanPicture(await sharp(hidden, { raw }).png().toBuffer())
  const pixels = await sharp(clean.data).raw().toBuffer()
  for (let at = 0; at < pixels.length; at += 4)
    expect([...pixels.subarray(at, at + 4)]).toEqual(pixels[at + 3] ? [...hidden.subarray(at, at + 4)] : [0, 0, 0, 0])
})

it.each([
  [
    'a drawing that is a text',
    ascii('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>a</text></svg>'),
  ],
  ['a document', ascii('%PDF-1.7 Author Ana')],
  ['a table of colours', ascii('P3 1 1 255 1 2 3')],
  ['nothing', Buffer.alloc(0)],
])('%s is no picture', async (_what, data) => {
  await expect(cleanPicture(data)).rejects.toThrow()
})
