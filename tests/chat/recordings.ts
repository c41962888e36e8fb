import {
  AdtsOutputFormat,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  type MetadataTags,
  MkvOutputFormat,
  Mp3OutputFormat,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
  type OutputFormat,
  WavOutputFormat,
  WebMOutputFormat,
} from 'mediabunny'
import type { SentFile } from '../../sandbox/person.ts'

/** Tiny recordings, made here: what is in them can be played, and what lies around it tells who made them, where and with what. */

/** What no byte of may leave. Each stands in several places of the files below. */
export const TELLING = {
  artist: 'Persephone Greenleaf',
  title: 'Lullaby for Theodora',
  place: '+37.5665+126.9780/',
  device: 'SecretPhone Twelve',
  encoder: 'TattlingEncoder 4.2',
  comment: 'recorded at Juniper Street',
} as const

const TAGS: MetadataTags = {
  title: TELLING.title,
  artist: TELLING.artist,
  comment: TELLING.comment,
  date: new Date('2001-02-03'),
  images: [{ data: Buffer.from(`picture of ${TELLING.artist}`), mimeType: 'image/jpeg', kind: 'coverFront' }],
  raw: {},
}

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))
const join = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts))
const u32 = (value: number) => hex(value.toString(16).padStart(8, '0'))
const box = (type: string, ...content: Uint8Array[]) => {
  const inside = join(...content)
  return join(u32(8 + inside.length), ascii(type), inside)
}

/** Two frames of black, 32 by 32, from an ordinary encoder. */
const SPS = hex('6742c00ad9096c044000000300400000030283c48992')
const PPS = hex('68cb83cb20')
const KEY_SLICE = hex('658884043c98a000341b275d78')
const NEXT_SLICE = hex('419a381fe580')
/** What encoders say of themselves in the stream: user data (ITU-T H.264 D.1.7), with room for anything. */
const SEI = join(
  hex('0605'),
  Uint8Array.of(16 + TELLING.encoder.length),
  new Uint8Array(16),
  ascii(TELLING.encoder),
  hex('80'),
)
const VP8_KEY = hex('3002009d012a200020000047088585888584880202000790f3c9c0feffab50801100')
/** Silence. Opus: 20 ms; MP3: a frame of 32 kbit/s whose unused part says who encoded it; AAC: the same in a fill element. */
const OPUS = hex('f8fffe')
const MP3 = join(hex('fffb10c4 0003c000 01a40000 00200000 34800000 04'), ascii(TELLING.encoder.padEnd(104 - 21, 'U')))
const AAC_FIRST = (() => {
  const text = ascii(`\0${TELLING.encoder}\0`)
  const bits = `110${'1111'}${(text.length - 14).toString(2).padStart(8, '0')}${[...text].map((byte) => byte.toString(2).padStart(8, '0')).join('')}`
  return Uint8Array.from(
    (`${bits}00000001000110000010000000000111`.match(/.{1,8}/g) ?? []).map((one) =>
      Number.parseInt(one.padEnd(8, '0'), 2),
    ),
  )
})()
const AAC = hex('01182007')

type Track = { seconds: number }
const lengthed = (...units: Uint8Array[]) => join(...units.flatMap((unit) => [u32(unit.length), unit]))

function pictures(output: Output, codec: 'avc' | 'vp8', seconds: number): (() => Promise<void>)[] {
  const source = new EncodedVideoPacketSource(codec)
  output.addVideoTrack(source, { name: TELLING.title, languageCode: 'kor' })
  const avc = { codec: 'avc1.42c00a', description: join(hex('0142c00aff e1 0016'), SPS, hex('01 0005'), PPS) }
  const decoderConfig = { codedWidth: 32, codedHeight: 32, ...(codec === 'avc' ? avc : { codec }) }
  return Array.from({ length: seconds * 5 }, (_, i) => {
    const key = codec === 'vp8' || i % 2 === 0
    const data = codec === 'vp8' ? VP8_KEY : key ? lengthed(SEI, KEY_SLICE) : lengthed(NEXT_SLICE)
    return () => source.add(new EncodedPacket(data, key ? 'key' : 'delta', i / 5, 0.2), { decoderConfig })
  })
}

function sounds(output: Output, codec: keyof typeof SOUNDS, seconds: number): (() => Promise<void>)[] {
  const source = new EncodedAudioPacketSource(codec)
  output.addAudioTrack(source, { name: TELLING.title })
  const { step, config, frame } = SOUNDS[codec]
  return Array.from({ length: Math.ceil(seconds / step) }, (_, i) => {
    return () => source.add(new EncodedPacket(frame(i), 'key', i * step, step), { decoderConfig: config })
  })
}

async function pack(
  format: OutputFormat,
  { video, audio, seconds }: { video?: 'avc' | 'vp8'; audio?: keyof typeof SOUNDS } & Track,
): Promise<Uint8Array> {
  const target = new BufferTarget()
  const output = new Output({ format, target })
  const adds = [...(video ? pictures(output, video, seconds) : []), ...(audio ? sounds(output, audio, seconds) : [])]
  output.setMetadataTags(TAGS)
  await output.start()
  for (const add of adds) await add()
  await output.finalize()
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0))
}

const OPUS_HEAD = join(ascii('OpusHead'), hex('01 01 3801 80bb0000 0000 00'))
const SOUNDS = {
  opus: {
    step: 0.02,
    config: { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, description: OPUS_HEAD },
    /** Some packets are larger; one is padded with what nobody hears (RFC 6716 3.2.5). */
    frame: (i: number) => (i === 1 ? paddedOpus() : i % 10 < 5 ? OPUS : join(OPUS, new Uint8Array(20 + (i % 7)))),
  },
  mp3: {
    step: 1_152 / 44_100,
    config: { codec: 'mp3', sampleRate: 44_100, numberOfChannels: 1 },
    frame: () => MP3,
  },
  aac: {
    step: 1_024 / 44_100,
    config: { codec: 'mp4a.40.2', sampleRate: 44_100, numberOfChannels: 1, description: hex('1208') },
    frame: (i: number) => (i === 0 ? AAC_FIRST : AAC),
  },
  'pcm-s16': {
    step: 0.1,
    config: { codec: 'pcm-s16', sampleRate: 8_000, numberOfChannels: 1 },
    frame: () => new Uint8Array(1_600),
  },
}

function paddedOpus(): Uint8Array {
  const padding = ascii(TELLING.encoder)
  return join(hex('fb 41'), Uint8Array.of(padding.length), hex('fffe'), padding)
}

/** An MP4 ends with its `moov`, into which a phone writes where and with what it was recorded. */
async function mp4(tracks: { video?: 'avc'; audio?: 'aac' } & Track): Promise<Uint8Array> {
  const file = await pack(new Mp4OutputFormat({ fastStart: false }), tracks)
  const at = Buffer.from(file).lastIndexOf('moov') - 4
  const apple = (name: string, value: string) =>
    box(name, hex(value.length.toString(16).padStart(4, '0')), hex('15c7'), ascii(value))
  const loci = box('loci', u32(0), hex('15c7'), ascii(`${TELLING.comment}\0`), new Uint8Array(13), ascii('earth\0'))
  const told = box('udta', apple('\u00a9xyz', TELLING.place), apple('\u00a9mod', TELLING.device), loci)
  const moov = box('moov', file.subarray(at + 8), told)
  return join(file.subarray(0, at), moov, box('free', ascii(TELLING.comment)), box('uuid', ascii(TELLING.device)))
}

/** ID3v1 at the end, APEv2 before it. */
async function mp3(seconds: number): Promise<Uint8Array> {
  const file = await pack(new Mp3OutputFormat(), { audio: 'mp3', seconds })
  const ape = join(
    ascii('APETAGEX'),
    hex('d0070000 00000000 01000000 000000a0'),
    new Uint8Array(8),
    ascii(TELLING.artist),
  )
  const id3 = join(ascii('TAG'), ascii(TELLING.title.slice(0, 30).padEnd(30)), ascii(TELLING.artist.padEnd(95)))
  return join(file, ape, id3)
}

const file =
  (as: SentFile['as'], name: string, type: string, seconds: number) =>
  (data: Uint8Array): SentFile => ({
    name,
    type,
    data,
    seconds,
    ...(as ? { as } : {}),
  })

const NAME = TELLING.artist.replace(' ', '_')

const made = {
  voice: (seconds = 2) =>
    pack(new OggOutputFormat(), { audio: 'opus', seconds }).then(file('voice', `${NAME}.ogg`, 'audio/ogg', seconds)),
  mp3: (seconds = 2) => mp3(seconds).then(file('audio', `${NAME}.mp3`, 'audio/mpeg', seconds)),
  m4a: () => mp4({ audio: 'aac', seconds: 2 }).then(file('audio', `${NAME}.m4a`, 'audio/mp4', 2)),
  wav: () =>
    pack(new WavOutputFormat(), { audio: 'pcm-s16', seconds: 2 }).then(file('audio', `${NAME}.wav`, 'audio/wav', 2)),
  video: () => mp4({ video: 'avc', audio: 'aac', seconds: 2 }).then(file('video', `${NAME}.mp4`, 'video/mp4', 2)),
  mov: () => mp4({ video: 'avc', audio: 'aac', seconds: 2 }).then(file('video', `${NAME}.mov`, 'video/quicktime', 2)),
  webm: () =>
    pack(new WebMOutputFormat(), { video: 'vp8', audio: 'opus', seconds: 2 }).then(
      file('video', `${NAME}.webm`, 'video/webm', 2),
    ),
  mkv: () =>
    pack(new MkvOutputFormat(), { video: 'avc', audio: 'aac', seconds: 2 }).then(
      file('video', `${NAME}.mkv`, 'video/x-matroska', 2),
    ),
  aac: () =>
    pack(new AdtsOutputFormat(), { audio: 'aac', seconds: 2 }).then(file('audio', `${NAME}.aac`, 'audio/aac', 2)),
  animation: () => mp4({ video: 'avc', seconds: 2 }).then(file('animation', `${NAME}.mp4`, 'video/mp4', 2)),
  round: () => mp4({ video: 'avc', audio: 'aac', seconds: 2 }).then(file('video_note', `${NAME}.mp4`, 'video/mp4', 2)),
}

const known = new Map<string, Promise<SentFile>>()

/** Each as a person's client would send it; packed once, and given with bytes of its own, which may be given away. */
export const recordings = Object.fromEntries(
  Object.entries(made).map(([name, make]) => [
    name,
    async (seconds?: number) => {
      const key = `${name} ${seconds}`
      const packing = known.get(key) ?? make(seconds)
      known.set(key, packing)
      const recording = await packing
      return { ...recording, data: Uint8Array.from(recording.data) }
    },
  ]),
) as typeof made
