import fc from 'fast-check'
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { expect, it } from 'vitest'
import { cleanRecording } from '../../core/chat/media/recordings/cleanRecording.ts'
import type { RecordingKind } from '../../core/chat/media/recordings/recording.ts'
import { remux } from '../../core/chat/media/recordings/remux.ts'
import { Uncleanable } from '../../core/chat/media/recordings/uncleanable.ts'
import { machineTime } from '../../core/time.ts'
import { hunt, type Needle } from '../support/hunt.ts'
import { recordings, TELLING } from './recordings.ts'

const needles: Needle[] = Object.entries(TELLING).map(([name, value]) => ({ name, value }))

/** Each recording, as what it is sent, and as what it leaves. */
const cases: [keyof typeof recordings, RecordingKind, object][] = [
  ['voice', 'voice', { kind: 'voice', name: 'audio.ogg', type: 'audio/ogg' }],
  ['mp3', 'audio', { kind: 'audio', name: 'audio.mp3', type: 'audio/mpeg' }],
  ['m4a', 'audio', { kind: 'audio', name: 'audio.m4a', type: 'audio/mp4' }],
  ['wav', 'audio', { kind: 'audio', name: 'audio.wav', type: 'audio/wav' }],
  ['video', 'video', { kind: 'video', name: 'video.mp4', type: 'video/mp4', width: 32, height: 32 }],
  ['mov', 'video', { kind: 'video', name: 'video.mp4', type: 'video/mp4' }],
  ['webm', 'video', { kind: 'video', name: 'video.webm', type: 'video/webm', width: 32, height: 32 }],
  ['mkv', 'video', { kind: 'video', name: 'video.mp4', type: 'video/mp4', width: 32, height: 32 }],
  ['aac', 'audio', { kind: 'audio', name: 'audio.m4a', type: 'audio/mp4' }],
  ['animation', 'animation', { kind: 'animation', name: 'video.mp4' }],
  ['round', 'round', { kind: 'round', width: 32, height: 32 }],
  // What is sent as something that it is not goes as what it is.
  ['mp3', 'voice', { kind: 'audio', name: 'audio.mp3' }],
  ['video', 'animation', { kind: 'video' }],
  ['webm', 'round', { kind: 'video' }],
  ['voice', 'video', { kind: 'audio' }],
]

/** Everything in the first track of each type: when, and how large. */
async function packets(data: Uint8Array): Promise<{ type: string; at: number }[]> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(data) })
  const found: { type: string; at: number }[] = []
  for (const track of await input.getTracks())
    for await (const { timestamp, data } of new EncodedPacketSink(track).packets())
      if (data.length > 0) found.push({ type: track.type, at: timestamp })
  return found.sort((one, other) => one.type.localeCompare(other.type) || one.at - other.at)
}

it.each(cases)('%s sent as %s leaves with nothing but what is seen and heard', async (name, kind, expected) => {
  const { data } = await recordings[name]()
  expect(hunt([{ name, bytes: Buffer.from(data) }], needles)).not.toEqual([])
  const clean = await remux(data, kind)
  expect(clean).toMatchObject(expected)
  expect(Math.abs(clean.seconds - 2)).toBeLessThan(0.06)
  expect(hunt([{ name, bytes: Buffer.from(clean.data) }], needles)).toEqual([])
  // Matroska tells whole milliseconds.
  expect(await packets(clean.data)).toEqual(
    (await packets(data)).map(({ type, at }) => ({ type, at: expect.closeTo(at, 2) })),
  )
  if (clean.kind === 'voice') expect(new Set(clean.waveform).size).toBeGreaterThan(2)
})

it('is tried with files that tell everything', async () => {
  const files = await Promise.all(Object.values(recordings).map((make) => make()))
  const found = hunt([{ name: 'files', bytes: Buffer.concat(files.map(({ data }) => data)) }], needles)
  expect(new Set(found.map(({ needle }) => needle))).toEqual(new Set(Object.keys(TELLING)))
})

it('refuses what it does not know, or not for certain', async () => {
  const { data } = await recordings.video()
  const unknown = Buffer.from(data)
  for (let at = unknown.indexOf('avc1'); at >= 0; at = unknown.indexOf('avc1', at + 1))
    unknown.write('xvid', at, 'latin1')
  const endless = Buffer.concat([Buffer.from(data), Buffer.alloc(12 * 1024 * 1024)])
  for (const file of [Buffer.from('%PDF-1.7 Author Ana'), Buffer.alloc(0), Buffer.alloc(4_096), unknown])
    await expect(cleanRecording(machineTime, { file: Uint8Array.from(file), kind: 'video' })).rejects.toThrow(
      Uncleanable,
    )
  // What lies behind the end is none of it.
  expect((await cleanRecording(machineTime, { file: endless, kind: 'video' })).data.length).toBeLessThan(
    data.length + 500,
  )
})

it('keeps nothing for a frame whose sound would end behind it', async () => {
  const { data } = await recordings.mp3()
  const second = Buffer.from(data).indexOf('TattlingEncoder', Buffer.from(data).indexOf('TattlingEncoder') + 1)
  const hurt = Uint8Array.from(data)
  // The lengths of both granules' sound, behind the header: far more than there is in the frame.
  hurt.set(Buffer.from('ff'.repeat(4), 'hex'), second - 17 + 2)
  const clean = await remux(hurt, 'audio')
  expect(hunt([{ name: 'hurt', bytes: Buffer.from(clean.data) }], needles)).toEqual([])
})

it('gives a file up that takes too long, and goes on with the next', async () => {
  const { data } = await recordings.mp3(60)
  const hasty = { ...machineTime, after: (_ms: number, act: () => void) => machineTime.after(0, act) }
  await expect(cleanRecording(hasty, { file: Uint8Array.from(data), kind: 'audio' })).rejects.toThrow('too long')
  const both = [1, 2].map(() => cleanRecording(machineTime, { file: Uint8Array.from(data), kind: 'audio' }))
  expect((await Promise.all(both)).map(({ seconds }) => Math.round(seconds))).toEqual([60, 60])
})

it('ends with a clean recording or a refusal, whatever a file claims', async () => {
  const files = (await Promise.all(Object.values(recordings).map((make) => make()))).map(({ data }) => data)
  // A blow may make a frame of an MP3 say that the name in its room is sound. It is not decoded: then that is what one hears.
  const sounds = files[Object.keys(recordings).indexOf('mp3')]
  const damage = fc.record({
    file: fc.constantFrom(...files),
    keep: fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
    blows: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
      }),
      {
        maxLength: 6,
      },
    ),
    huge: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(damage, async ({ file, keep, blows, huge }) => {
      const hurt = Uint8Array.from(file.subarray(0, Math.ceil(file.length * keep)))
      for (const { at, bytes } of blows) {
        const from = Math.floor(at * Math.max(0, hurt.length - bytes.length))
        if (from + bytes.length <= hurt.length) hurt.set(huge ? bytes.fill(0xff) : bytes, from)
      }
      try {
        const clean = await cleanRecording(machineTime, { file: hurt, kind: 'video' })
        const told = needles.filter(({ name }) => !(name === 'encoder' && file === sounds && blows.length > 0))
        expect(hunt([{ name: 'hurt', bytes: Buffer.from(clean.data) }], told)).toEqual([])
      } catch (error) {
        if (!(error instanceof Uncleanable)) throw error
      }
    }),
    { numRuns: 150 },
  )
})
