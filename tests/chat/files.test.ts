import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchClean } from '../../core/chat/media/fetchClean.ts'
import { en } from '../../core/texts/en.ts'
import type { FileKind, Person, SentFile } from '../../sandbox/person.ts'
import { type Haystack, hunt } from '../support/hunt.ts'
import { openService, type Service } from '../support/service.ts'
import { chatter, heard, together } from './chatters.ts'
import { recordings, TELLING } from './recordings.ts'

let service: Service
let telling: SentFile
beforeAll(async () => {
  service = await openService()
  telling = await picture('IMG_Persephone_Home.jpg')
})
afterAll(() => service.close())

/** A photo that says who took it, with what, and where. */
async function picture(name: string, as?: SentFile['as'], background = '#c86432'): Promise<SentFile> {
  const data = await sharp({ create: { width: 64, height: 48, channels: 3, background } })
    .withExif({
      IFD0: { Artist: TELLING.artist, Model: TELLING.device, Copyright: 'Greenleaf Family' },
      IFD3: { GPSLatitude: '37/1 33/1 59/1', GPSLongitude: '126/1 58/1 41/1' },
    })
    .jpeg()
    .toBuffer()
  return { name, type: 'image/jpeg', data, ...(as ? { as } : {}) }
}

const withFiles = (person: Person, files: number, text = '') =>
  person.until((message) => message.from === 'bot' && message.files.length === files && message.text.includes(text))

/** Says something with a file, and what of it the other one's screen shows. */
async function arrives(
  from: Person,
  to: Person,
  file: SentFile,
  text = '',
): Promise<{ kind: FileKind; name: string; id: string; mine: string; raw: unknown }> {
  const before = to.chat().at(-1)?.id
  const mine = await from.say(text, { files: [file] })
  const { id, files, raw } = await to.until(
    (message) => message.from === 'bot' && message.files.length > 0,
    before ? { after: before } : {},
  )
  const [shown] = files
  return { kind: shown?.kind ?? 'document', name: shown?.name ?? '', id, mine, raw }
}

const sixMinutes = 6 * 60_000

describe.each([
  ['discord', 'telegram'],
  ['telegram', 'discord'],
  ['telegram', 'telegram'],
  ['discord', 'discord'],
] as const)('files from %s to %s', (here, there) => {
  let ana: Person
  let ben: Person
  beforeAll(async () => {
    ana = await chatter(service, here, TELLING.artist)
    ben = await chatter(service, there, 'Ben')
    await together(ana, ben)
  })

  it('pictures arrive drawn anew, with their words, and can be replied to and changed', async () => {
    const mine = await ana.say('my **cat**', { files: [telling] })
    const seen = await withFiles(ben, 1, 'cat')
    const file = ben.file(seen.id, 0)
    const { width, height, exif, icc } = await sharp(Buffer.from(file?.data ?? [])).metadata()
    expect({ width, height, exif, icc }).toEqual({ width: 64, height: 48, exif: undefined, icc: undefined })
    expect(seen.files[0]?.name).not.toContain('Persephone')
    await ben.say('what a cat', { replyTo: seen.id })
    const answer = await heard(ana, 'what a cat')
    expect(answer.replyTo).toBe(mine)
    await ana.edit(mine, 'my dog')
    await withFiles(ben, 1, 'my dog')

    const theirs = ben.chat().findLast(({ text }) => text === 'what a cat')?.id
    await ana.say('two of them', { files: [await picture('a.jpg'), await picture('b.jpg')], replyTo: answer.id })
    const album = await ben.until((message) => message.text.includes('two of them') && message.files.length > 0)
    expect(album.replyTo).toBe(theirs)
    await expect
      .poll(() => ben.chat().reduce((count, { from, files }) => count + (from === 'bot' ? files.length : 0), 0), {})
      .toBe(3)
    const albums = service[there].requests.filter(({ path }) => path.endsWith('sendMediaGroup'))
    if (there === 'telegram') expect(albums.length).toBeGreaterThan(0)
    else expect(ben.chat().filter(({ files }) => files.length === 2)).toHaveLength(1)
  })

  it('stickers and moving pictures arrive as what they are, or as what they mean', async () => {
    const gif = readFileSync(new URL('../../sandbox/page/public/samples/beat.gif', import.meta.url))
    expect(await arrives(ana, ben, { name: 'b.gif', type: 'image/gif', data: gif })).toMatchObject({
      kind: 'animation',
    })
    const image = sharp({ create: { width: 16, height: 16, channels: 4, background: '#c8643280' } })
    if (here === 'discord') {
      await ana.say('', {
        files: [{ name: 'wave', type: 'image/png', data: await image.png().toBuffer(), as: 'sticker' }],
      })
      await heard(ben, ':wave:')
      await ana.say('', {
        files: [
          { name: 'Persephone of Oak Street', type: 'image/png', data: await image.png().toBuffer(), as: 'sticker' },
        ],
      })
      await heard(ben, ':sticker:')
      return
    }
    const still = { name: 's.webp', type: 'image/webp', data: await image.webp().toBuffer(), as: 'sticker' } as const
    expect(await arrives(ana, ben, still)).toMatchObject({ kind: 'photo' })
    const moving = { ...still, type: 'application/x-tgsticker', emoji: '🥰' }
    await ana.say('', { files: [moving] })
    await heard(ben, '🥰')
  })

  it('recordings wait for the first five minutes, then each arrives as what it is', async () => {
    await ana.say('', { files: [await recordings.voice()] })
    await ana.until('In 5 minutes you can send it again')
    await ben.say('', { files: [await recordings.mp3()] })
    await ben.until('In 5 minutes you can send it again')
    service.clock.move(sixMinutes)

    const voice = await arrives(ana, ben, await recordings.voice())
    const told = { voice: { duration: 2 } }
    const drawn = {
      attachments: [{ duration_secs: expect.closeTo(2, 1), waveform: expect.stringMatching(/^[\w+/]{20,}=*$/) }],
    }
    expect(voice).toMatchObject({ kind: 'voice', raw: there === 'telegram' ? told : drawn })
    await ben.say('nice voice', { replyTo: voice.id })
    expect((await heard(ana, 'nice voice')).replyTo).toBe(voice.mine)

    expect(await arrives(ana, ben, await recordings.mp3(), 'a song')).toMatchObject({ kind: 'audio' })
    await ana.say('this one', { files: [await recordings.m4a()], replyTo: voice.mine })
    expect((await ben.until('this one')).replyTo).toBe(voice.id)
    const video = await arrives(ana, ben, await recordings.mov(), 'our sea')
    expect(video).toMatchObject({ kind: 'video' })
    if (there === 'telegram') expect(video.raw).toMatchObject({ video: { width: 32, height: 32, duration: 2 } })
    await ben.until('our sea')
    const plain = there === 'telegram' ? 'document' : undefined
    expect(await arrives(ana, ben, await recordings.webm())).toMatchObject({ kind: plain ?? 'video' })
    expect(await arrives(ana, ben, await recordings.wav())).toMatchObject({ kind: plain ?? 'audio' })
    const ogg = { ...(await recordings.voice()), as: 'audio' } as const
    expect(await arrives(ana, ben, ogg)).toMatchObject({ kind: plain ?? 'audio' })
    expect(await arrives(ana, ben, await recordings.aac())).toMatchObject({ kind: 'audio' })
    expect(await arrives(ana, ben, await recordings.mkv())).toMatchObject({ kind: 'video' })
    if (here === 'discord') return
    const native = there === 'telegram'
    expect(await arrives(ana, ben, await recordings.animation())).toMatchObject({
      kind: native ? 'animation' : 'video',
    })
    expect(await arrives(ana, ben, await recordings.round())).toMatchObject({ kind: native ? 'video_note' : 'video' })
  })

  it('words beside a file can be changed wherever they stand', async () => {
    if (here === 'discord' && there === 'telegram') {
      const long = 'a long story '.repeat(120).trim()
      const mine = await ana.say(long, { files: [telling] })
      const story = await ben.until(long)
      await ana.edit(mine, 'a short story')
      await heard(ben, 'a short story')
      expect(ben.chat().find(({ id }) => id === story.id)?.text).toBe('a short story')
      const other = await ana.say('another', { files: [telling] })
      const under = await withFiles(ben, 1, 'another')
      await ana.edit(other, `another, ${long}`)
      await heard(ben, `another, ${long}`)
      expect(ben.chat().find(({ id }) => id === under.id)?.text).toBe('')
    }
    if (here === 'telegram' && there === 'discord') {
      const mine = await ana.say('listen', { files: [await recordings.voice()] })
      await heard(ben, 'listen')
      await ana.edit(mine, 'listen well')
      await heard(ben, 'listen well')
      expect(ben.chat().filter(({ text }) => text === 'listen')).toEqual([])
    }
    const said = await ana.say('not this', { files: [telling] })
    await withFiles(ben, 1, 'not this')
    if (here === 'telegram') await ana.edit(said, 'but this', { file: await picture('other.jpg', 'photo', '#123456') })
    else await ana.edit(said, 'but this', { keepFiles: [] })
    await ana.until('That change was not carried over')
    expect(ben.chat().filter(({ text }) => text.includes('but this'))).toEqual([])
  })

  it('a picture and a video that came together stay together', async () => {
    const { as: _as, ...video } = await recordings.video()
    await ana.say('both', { files: [await picture('a.jpg'), video] })
    const seen = await ben.until((message) => message.from === 'bot' && message.text.includes('both'))
    if (there === 'discord') return expect(seen.files.map(({ kind }) => kind)).toEqual(['photo', 'video'])
    const album = () => ben.chat().filter((message) => message.album !== undefined && message.album === seen.album)
    await expect.poll(() => album().map(({ files }) => files[0]?.kind)).toEqual(['photo', 'video'])
  })

  it('what cannot be cleaned or is too large does not go, and its sender hears so', async () => {
    const before = ben.chat().filter(({ files }) => files.length > 0).length
    await ana.say('', {
      files: [{ name: 'diary.pdf', type: 'application/pdf', data: Buffer.from('%PDF-1.7 Author Ana') }],
    })
    await ana.until('doesn’t travel in a chat')
    const large = { name: 'x.mp4', type: 'video/mp4', data: Buffer.alloc(11 * 1024 * 1024, 1) }
    await ana.say('', { files: [large] })
    await ana.until('Up to 10 MB travels')
    await ana.say('', { files: [{ name: 'x.mp4', type: 'video/mp4', data: Buffer.from('no video at all') }] })
    await ana.until('didn’t get through')
    expect(ben.chat().filter(({ files }) => files.length > 0)).toHaveLength(before)
    await ana.say('well then')
    await heard(ben, 'well then')
  })
})

it('holds back contact cards, says so where a picture is none, and passes on without where from', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  await ben.say('', { share: { contact: { name: 'Ben Real Name', phone: '+15550100' } } })
  await ben.until('doesn’t travel in a chat')
  const passedOn = { forwardOf: { name: 'Somebody Whose Name Stays' } }
  await ana.say('read this', { ...passedOn, files: [telling] })
  await withFiles(ben, 1, 'read this')
  await ben.say('and this', passedOn)
  await heard(ana, 'and this')
  await ben.say('', { files: [{ name: 'x.jpg', type: 'image/jpeg', data: Buffer.from('no picture at all') }] })
  await ben.until('didn’t get through')
  expect(ana.chat().filter(({ from, files }) => from === 'bot' && files.length > 0)).toEqual([])
})

it('brings voice messages and round videos to somebody who takes none as a file and a video', async () => {
  const ana = await chatter(service, 'telegram', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  service.telegram
    .people()
    .find(({ id }) => id === ben.id)
    ?.refuseVoice()
  await together(ana, ben)
  service.clock.move(sixMinutes)
  expect(await arrives(ana, ben, await recordings.voice())).toMatchObject({ kind: 'document' })
  expect(await arrives(ana, ben, await recordings.round())).toMatchObject({ kind: 'video' })
})

it('doubles no file of several that stumble on Telegram, and takes back what did arrive', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  service.clock.move(sixMinutes)
  const shown = () => ben.chat().flatMap(({ from, files, deleted }) => (from === 'bot' && !deleted ? files : []))
  const both = async () => ({ files: [await picture('a.jpg'), await recordings.mp3()] })
  const sounds = { match: { path: /sendAudio/, person: ben.id } }
  service.telegram.faults.inject({ ...sounds, kind: '429', times: 1 })
  await ana.say('', await both())
  await expect.poll(() => shown().map(({ kind }) => kind)).toEqual(['photo', 'audio'])

  const broken = service.telegram.faults.inject({ ...sounds, kind: '500' })
  const mine = await ana.say('', await both())
  await ana.until('didn’t get through')
  broken()
  expect(shown().map(({ kind }) => kind)).toEqual(['photo', 'audio', 'photo'])
  await ana.remove(mine)
  await expect.poll(() => shown().map(({ kind }) => kind)).toEqual(['photo', 'audio'])
})

it('shows a file again whose answer Telegram lost: the second is taken back, the first stays; lost twice, its sender hears that nobody knows', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  const shown = () => ben.chat().flatMap(({ from, files, deleted }) => (from === 'bot' && files[0] ? [!deleted] : []))
  const lose = (times: number) =>
    service.telegram.faults.inject({ kind: '500AfterCommit', times, match: { path: /sendPhoto/, person: ben.id } })
  lose(1)
  const mine = await ana.say('', { files: [telling] })
  await expect.poll(shown).toEqual([true, true])
  await ana.remove(mine)
  await expect.poll(shown).toEqual([true, false])

  lose(2)
  const unsure = await ana.say('', { files: [telling] })
  await ana.until(en['chat.lost'])
  expect(ana.chat().filter(({ text }) => text === en['chat.lost.file'])).toEqual([])
  await ana.remove(unsure)
  await ana.say('Did you see it?')
  await heard(ben, 'Did you see it?')
  expect(shown()).toEqual([true, false, true, true])
})

it('carries no more at once than one request of a platform takes', async () => {
  const wav = (await recordings.wav()).data
  const most = Buffer.alloc(9_900_000)
  most.set(wav)
  most.writeUInt32LE(most.length - 8, 4)
  // Of eight channels: what is large in fewer pieces is sooner looked through.
  const [channels, bytes] = [8, 2]
  most.writeUInt16LE(channels, 22)
  most.writeUInt32LE(8_000 * channels * bytes, 28)
  most.writeUInt16LE(channels * bytes, 32)
  const at = most.indexOf('data') + 4
  most.writeUInt32LE(most.length - at - 4, at)
  const fetched: string[] = []
  const fetch = async (ref: string) => {
    fetched.push(ref)
    return new Uint8Array(most)
  }
  const core = { ...service.core, media: new Map([['discord', fetch]] as const) }
  const media = ['1', '2', '3', '4', '5', '6'].map(
    (ref) => ({ platform: 'discord', kind: 'audio', ref, spoiler: false }) as const,
  )
  expect(await fetchClean(core, media.slice(0, 4))).toHaveLength(4)
  await expect(fetchClean(core, media)).rejects.toThrow('too large to be sent together')
  expect(fetched.slice(4)).toEqual(['1', '2', '3', '4', '5'])
})

it('lets nothing of a file out but what it shows and sounds', () => {
  const sent: Haystack[] = [service.discord, service.telegram].flatMap(({ platform, requests }) =>
    requests.map(({ method, path, body }, i) => ({ name: `${platform} ${i} ${method} ${path}`, bytes: body })),
  )
  const telling = ['Persephone', 'Greenleaf', 'diary', 'Real Name', 'Name Stays', ...Object.values(TELLING)]
  const needles = telling.map((value) => ({ name: value, value }))
  for (const name of ['picture.jpg', 'voice-message.ogg', 'audio.mp3', 'video.mp4'])
    expect(sent.filter(({ bytes }) => bytes.includes(name))).not.toEqual([])
  expect(hunt([...sent, { name: 'log', bytes: service.logs.join('') }], needles)).toEqual([])
})
