/**
 * What may be in a message to be heard or watched. `voice`: a voice message; `round`: Telegram's round video;
 * `animation`: moving pictures without sound.
 */
export const recordingKinds = ['voice', 'audio', 'video', 'round', 'animation'] as const
export type RecordingKind = (typeof recordingKinds)[number]

/** A recording in a container of ours, with a name of ours, and what the platforms ask to know of it. */
export type CleanRecording = {
  /** What it turned out to be: a voice message that is no Ogg Opus is `audio`, a round video that is not square `video`. */
  kind: RecordingKind
  name: string
  type: string
  data: Uint8Array
  seconds: number
  /** Of pictures, as they are seen. */
  width?: number
  height?: number
  /** Of a voice message: how much there is to hear over time, 0 to 255. */
  waveform?: Uint8Array
}

/** Longer recordings say more than they hold. */
export const RECORDING_SECONDS_MOST = 4 * 3_600
