import {
  type AudioCodec,
  type EncodedPacket,
  EncodedPacketSink,
  type Input,
  type InputAudioTrack,
  type InputVideoTrack,
  type VideoCodec,
} from 'mediabunny'
import { MEDIA_BYTES_MOST } from '../media.ts'
import { cleanAac, cleanOpus, flacConfig, opusConfig, vorbisConfig } from './cleanAudio.ts'
import { cleanMp3 } from './cleanMp3.ts'
import { cleanAv1, cleanAvc, cleanHevc, type StreamCleaner } from './cleanVideo.ts'
import { Uncleanable } from './uncleanable.ts'

type VideoConfig = NonNullable<Awaited<ReturnType<InputVideoTrack['getDecoderConfig']>>>
type AudioConfig = NonNullable<Awaited<ReturnType<InputAudioTrack['getDecoderConfig']>>>

/** The pictures of a recording, cleaned, in the order of decoding. */
export type Sight = {
  codec: VideoCodec
  config: VideoConfig
  packets: EncodedPacket[]
  width: number
  height: number
  transformationMatrix: Awaited<ReturnType<InputVideoTrack['getTransformationMatrix']>>
}

/** Its sound, cleaned. */
export type Sound = { codec: AudioCodec; config: AudioConfig; packets: EncodedPacket[] }

const PACKETS_MOST = 400_000

/** The main pictures; undefined when there are none. @throws Uncleanable when they are of a kind we do not know. */
export async function readSight(input: Input): Promise<Sight | undefined> {
  const track = await input.getPrimaryVideoTrack()
  if (!track) return undefined
  const codec = await track.getCodec()
  const config = await track.getDecoderConfig()
  if (!codec || !config) throw new Uncleanable('pictures of an unknown kind')
  const cleaner = cleanerOf(codec, bytesOf(config.description))
  const packets = (await packetsOf(track)).flatMap((packet) => {
    const data = cleaner.packet(packet.data)
    return data ? [packet.clone({ data, sideData: {} })] : []
  })
  const { description: _description, ...rest } = config
  return {
    codec,
    config: { ...rest, ...(cleaner.config ? { description: cleaner.config } : {}) },
    packets: orderly(packets),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    transformationMatrix: await track.getTransformationMatrix(),
  }
}

/** The main sound; undefined when there is none. @throws Uncleanable when it is of a kind we do not know. */
export async function readSound(input: Input): Promise<Sound | undefined> {
  const track = await input.getPrimaryAudioTrack()
  if (!track) return undefined
  const codec = await track.getCodec()
  const config = await track.getDecoderConfig()
  if (!codec || !config || !SOUNDS.test(codec)) throw new Uncleanable('sound of an unknown kind')
  const { description, ...rest } = config
  const clean = cleanSound(codec, await packetsOf(track), bytesOf(description))
  return {
    codec,
    config: { ...rest, ...(clean.description ? { description: clean.description } : {}) },
    packets: clean.packets,
  }
}

/** Those in which we know what is played and what is not. */
const SOUNDS = /^(aac|opus|mp3|vorbis|flac|pcm-.+|ulaw|alaw)$/

function cleanerOf(codec: VideoCodec, description: Uint8Array | undefined): StreamCleaner {
  if (codec === 'vp8' || codec === 'vp9') return { config: undefined, packet: (data) => data }
  if (codec === 'av1') return cleanAv1(description)
  if (!description || (codec !== 'avc' && codec !== 'hevc')) throw new Uncleanable('pictures of an unknown kind')
  return codec === 'avc' ? cleanAvc(description) : cleanHevc(description)
}

function cleanSound(
  codec: AudioCodec,
  packets: EncodedPacket[],
  description: Uint8Array | undefined,
): { description: Uint8Array | undefined; packets: EncodedPacket[] } {
  const each = (clean: (data: Uint8Array) => Uint8Array) =>
    packets.map((packet) => packet.clone({ data: clean(packet.data) }))
  switch (codec) {
    case 'aac':
      return { description: aacConfig(description), packets: each((data) => cleanAac(data, description)) }
    case 'opus': {
      const config = description && opusConfig(description)
      return { description: config, packets: config?.[18] === 0 ? each(cleanOpus) : packets }
    }
    case 'mp3': {
      const frames = cleanMp3(packets.map(({ data }) => data))
      if (frames.length !== packets.length) throw new Uncleanable('there is something else between the sound')
      return {
        description: undefined,
        packets: packets.map((packet, i) => packet.clone({ data: frames[i] ?? packet.data })),
      }
    }
    case 'vorbis':
      if (!description) throw new Uncleanable('sound without its headers')
      return { description: vorbisConfig(description), packets }
    case 'flac':
      if (!description) throw new Uncleanable('sound without its headers')
      return { description: flacConfig(description), packets }
    default:
      return { description: undefined, packets }
  }
}

/** ISO/IEC 14496-3 1.6.2.1 is a few bytes; a longer one holds something else. */
function aacConfig(description: Uint8Array | undefined): Uint8Array | undefined {
  if (description && description.length > AAC_CONFIG_BYTES_MOST) throw new Uncleanable('a configuration is too long')
  return description
}
const AAC_CONFIG_BYTES_MOST = 16

/** All packets from the first that can be shown by itself. */
async function packetsOf(track: InputVideoTrack | InputAudioTrack): Promise<EncodedPacket[]> {
  const sink = new EncodedPacketSink(track)
  const first = await sink.getFirstKeyPacket({ verifyKeyPackets: true })
  const packets: EncodedPacket[] = []
  let bytes = 0
  if (!first) return packets
  for await (const packet of sink.packets(first, undefined, { verifyKeyPackets: true })) {
    bytes += packet.byteLength
    if (bytes > MEDIA_BYTES_MOST || packets.length >= PACKETS_MOST)
      throw new Uncleanable('it holds more than it is large')
    if (!Number.isFinite(packet.timestamp) || !Number.isFinite(packet.duration)) throw new Uncleanable('it has no time')
    packets.push(packet)
  }
  return packets
}

/** A key picture before what came earlier is none for a muxer: it stays with those before it. */
function orderly(packets: EncodedPacket[]): EncodedPacket[] {
  let latest = Number.NEGATIVE_INFINITY
  return packets.map((packet) => {
    const early = packet.type === 'key' && packet.timestamp < latest
    latest = Math.max(latest, packet.timestamp)
    return early ? packet.clone({ type: 'delta' }) : packet
  })
}

function bytesOf(description: VideoConfig['description']): Uint8Array | undefined {
  if (description === undefined) return undefined
  if (ArrayBuffer.isView(description))
    return new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
  return new Uint8Array(description)
}
