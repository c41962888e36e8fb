import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person, SentFile } from '../../sandbox/person.ts'
import { type Haystack, hunt } from '../support/hunt.ts'
import { openService, type Service } from '../support/service.ts'
import { chatter, heard, together } from './chatters.ts'

let service: Service
let telling: SentFile
beforeAll(async () => {
  service = await openService()
  telling = await picture('IMG_Persephone_Home.jpg')
})
afterAll(() => service.close())

/** A photo that says who took it, with what, and where. */
async function picture(name: string, as?: SentFile['as']): Promise<SentFile> {
  const data = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c86432' } })
    .withExif({
      IFD0: { Artist: 'Persephone Greenleaf', Model: 'SecretPhone 12', Copyright: 'Greenleaf Family' },
      IFD3: { GPSLatitude: '37/1 33/1 59/1', GPSLongitude: '126/1 58/1 41/1' },
    })
    .jpeg()
    .toBuffer()
  return { name, type: 'image/jpeg', data, ...(as ? { as } : {}) }
}

const withFiles = (person: Person, files: number, text = '') =>
  person.until((message) => message.from === 'bot' && message.files.length === files && message.text.includes(text))

describe.each([
  ['discord', 'telegram'],
  ['telegram', 'discord'],
  ['telegram', 'telegram'],
  ['discord', 'discord'],
] as const)('pictures from %s to %s', (here, there) => {
  it('arrive drawn anew, with their words, and can be replied to and changed', async () => {
    const ana = await chatter(service, here, 'Persephone Greenleaf')
    const ben = await chatter(service, there, 'Ben')
    await together(ana, ben)
    const mine = await ana.say('my **cat**', { files: [telling] })
    const seen = await withFiles(ben, 1, 'cat')
    const file = ben.file(seen.id, 0)
    const { width, height, exif, icc } = await sharp(Buffer.from(file?.data ?? [])).metadata()
    expect({ width, height, exif, icc }).toEqual({ width: 64, height: 48, exif: undefined, icc: undefined })
    expect(seen.files[0]?.name).not.toContain('Persephone')
    await ben.say('what a cat', { replyTo: seen.id })
    expect((await heard(ana, 'what a cat')).replyTo).toBe(mine)
    await ana.edit(mine, 'my dog')
    await withFiles(ben, 1, 'my dog')

    await ana.say('two of them', { files: [await picture('a.jpg'), await picture('b.jpg')] })
    await ben.until((message) => message.text.includes('two of them') && message.files.length > 0)
    await expect
      .poll(() => ben.chat().reduce((count, { from, files }) => count + (from === 'bot' ? files.length : 0), 0), {
        timeout: 10_000,
      })
      .toBe(3)
    const albums = service[there].requests.filter(({ path }) => path.endsWith('sendMediaGroup'))
    if (there === 'telegram') expect(albums.length).toBeGreaterThan(0)
    else expect(ben.chat().filter(({ files }) => files.length === 2)).toHaveLength(1)
  })
})

it('holds back what cannot be cleaned, with a word', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  const file = { name: 'diary.pdf', type: 'application/pdf', data: Buffer.from('%PDF-1.7 Author Ana') }
  await ana.say('', { files: [file] })
  await ana.until('doesn’t travel in a chat')
  await ben.say('', { share: { contact: { name: 'Ben Real Name', phone: '+15550100' } } })
  await ben.until('doesn’t travel in a chat')
  await ben.say('', { files: [{ name: 'x.jpg', type: 'image/jpeg', data: Buffer.from('no picture at all') }] })
  await ben.until('may not have arrived')
  expect(ana.chat().filter(({ from, files }) => from === 'bot' && files.length > 0)).toEqual([])
})

it('lets nothing of a picture out but what it shows', () => {
  const sent: Haystack[] = [service.discord, service.telegram].flatMap(({ platform, requests }) =>
    requests.map(({ method, path, body }, i) => ({ name: `${platform} ${i} ${method} ${path}`, bytes: body })),
  )
  const needles = ['Persephone', 'Greenleaf', 'SecretPhone', 'diary', 'Real Name'].map((value) => ({
    name: value,
    value,
  }))
  expect(sent.some(({ bytes }) => bytes.includes('picture.jpg'))).toBe(true)
  expect(hunt([...sent, { name: 'log', bytes: service.logs.join('') }], needles)).toEqual([])
})
