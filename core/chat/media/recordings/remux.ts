import {
  ADTS,
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedVideoPacketSource,
  FLAC,
  FlacOutputFormat,
  Input,
  Logging,
  LogLevel,
  MATROSKA,
  MovOutputFormat,
  MP3,
  MP4,
  Mp3OutputFormat,
  Mp4OutputFormat,
  OGG,
  OggOutputFormat,
  Output,
  type OutputFormat,
  QTFF,
  WAVE,
  WavOutputFormat,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny'
import { SENT_BYTES_MOST } from '../media.ts'
import { withoutTail } from './cleanMp3.ts'
import { type CleanRecording, RECORDING_SECONDS_MOST, type RecordingKind } from './recording.ts'
import { readSight, readSound, type Sight, type Sound } from './tracks.ts'
import { Uncleanable } from './uncleanable.ts'
import { waveformOf } from './waveform.ts'

/** What the reader has to say about a file may quote it. */
Logging.level = LogLevel.Silent

/**
 * A recording written anew: its pictures and its sound, taken packet by packet out of the container they came in, cleaned of
 * what is not drawn or played, and put into a fresh one. Nothing is decoded, so nothing is lost. What is not taken does
 * not travel: tags, places, times, names of people, programs and devices, cover pictures, chapters, subtitles, timed
 * metadata, second tracks. Runs in a thread of its own (worker.ts). @throws Uncleanable, or the reader's own errors
 */
export async function remux(file: Uint8Array, asked: RecordingKind): Promise<CleanRecording> {
  const input = new Input({
    formats: [MP4, QTFF, MATROSKA, WEBM, MP3, WAVE, OGG, ADTS, FLAC],
    source: new BufferSource(withoutTail(file)),
  })
  const sight = await readSight(input)
  const sound = await readSound(input)
  const all = [...(sight?.packets ?? []), ...(sound?.packets ?? [])]
  if (all.length === 0) throw new Uncleanable('there is nothing to hear or to watch')
  const begin = all.reduce((least, { timestamp }) => Math.min(least, timestamp), Number.POSITIVE_INFINITY)
  const seconds = all.reduce((most, { timestamp, duration }) => Math.max(most, timestamp + duration), begin) - begin
  if (!(seconds <= RECORDING_SECONDS_MOST)) throw new Uncleanable('it says to be endless')
  const wrap = wrapping(sight, sound)
  const data = await write(wrap.format, { sight, sound, begin })
  if (data.length > SENT_BYTES_MOST) throw new Uncleanable('it is too large to be sent')
  const { name, type } = wrap
  return { ...whatItIs(asked, { sight, sound, seconds, type }), name, type, data, seconds }
}

type Wrapping = { format: OutputFormat; name: string; type: string }

/** The container that players of both platforms like best for what is in it. */
function wrapping(sight: Sight | undefined, sound: Sound | undefined): Wrapping {
  const heard = sound?.codec ?? ''
  const pcm = heard.startsWith('pcm-') || heard === 'ulaw' || heard === 'alaw'
  if (sight) {
    const web = (sight.codec === 'vp8' || sight.codec === 'vp9') && ['', 'opus', 'vorbis'].includes(heard)
    if (web) return { format: new WebMOutputFormat(), name: 'video.webm', type: 'video/webm' }
    const options = { fastStart: 'in-memory' } as const
    if (pcm) return { format: new MovOutputFormat(options), name: 'video.mov', type: 'video/quicktime' }
    return { format: new Mp4OutputFormat(options), name: 'video.mp4', type: 'video/mp4' }
  }
  if (pcm) return { format: new WavOutputFormat(), name: 'audio.wav', type: 'audio/wav' }
  if (heard === 'mp3') return { format: new Mp3OutputFormat(), name: 'audio.mp3', type: 'audio/mpeg' }
  if (heard === 'flac') return { format: new FlacOutputFormat(), name: 'audio.flac', type: 'audio/flac' }
  if (heard === 'aac')
    return { format: new Mp4OutputFormat({ fastStart: 'in-memory' }), name: 'audio.m4a', type: 'audio/mp4' }
  return { format: new OggOutputFormat(), name: 'audio.ogg', type: 'audio/ogg' }
}

type Turn = { at: number; one: () => Promise<void> }

async function write(
  format: OutputFormat,
  { sight, sound, begin }: { sight: Sight | undefined; sound: Sound | undefined; begin: number },
): Promise<Uint8Array> {
  const target = new BufferTarget()
  const output = new Output({ format, target })
  const shift = <Packet extends Sound['packets'][number]>(packet: Packet) =>
    packet.clone({ timestamp: Math.max(0, packet.timestamp - begin) })
  const pictures: Turn[] = []
  const sounds: Turn[] = []
  if (sight) {
    const source = new EncodedVideoPacketSource(sight.codec)
    const { transformationMatrix } = sight
    output.addVideoTrack(source, { transformationMatrix })
    for (const packet of sight.packets)
      pictures.push({ at: packet.timestamp, one: () => source.add(shift(packet), { decoderConfig: sight.config }) })
  }
  if (sound) {
    const source = new EncodedAudioPacketSource(sound.codec)
    output.addAudioTrack(source)
    for (const packet of sound.packets)
      sounds.push({ at: packet.timestamp, one: () => source.add(shift(packet), { decoderConfig: sound.config }) })
  }
  await output.start()
  for (const add of interleaved([pictures, sounds])) await add()
  await output.finalize()
  if (!target.buffer) throw new Uncleanable('nothing was written')
  return new Uint8Array(target.buffer)
}

/** By time, each track in its own order: of pictures, the order of decoding is not that of time. */
function interleaved<One>(tracks: { at: number; one: One }[][]): One[] {
  const ordered = tracks.flatMap((track) => {
    let latest = Number.NEGATIVE_INFINITY
    return track.map(({ at, one }) => {
      latest = Math.max(latest, at)
      return { at: latest, one }
    })
  })
  return ordered.sort((a, b) => a.at - b.at).map(({ one }) => one)
}

/** What it may be sent as. Telegram's round videos are square and short (core.telegram.org/bots/api#sendvideonote). */
function whatItIs(
  asked: RecordingKind,
  {
    sight,
    sound,
    seconds,
    type,
  }: { sight: Sight | undefined; sound: Sound | undefined; seconds: number; type: string },
): Pick<CleanRecording, 'kind' | 'width' | 'height' | 'waveform'> {
  if (!sight) {
    const voice = asked === 'voice' && sound?.codec === 'opus' && type === 'audio/ogg'
    return voice ? { kind: 'voice', waveform: waveformOf(sound.packets) } : { kind: 'audio' }
  }
  const { width, height } = sight
  const mp4 = type === 'video/mp4'
  if (asked === 'round' && mp4 && width === height && seconds <= ROUND_SECONDS_MOST)
    return { kind: 'round', width, height }
  return { kind: asked === 'animation' && mp4 && !sound ? 'animation' : 'video', width, height }
}

const ROUND_SECONDS_MOST = 61
