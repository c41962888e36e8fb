const SAMPLES_MOST = 256
const SAMPLES_A_SECOND = 10

/**
 * How much there is to hear over time, for the picture that Discord draws of a voice message. Nothing is decoded: Opus
 * spends more bytes where there is more to hear, so the sizes of the packets stand for it; where all are alike (a
 * constant rate) the line is flat. At most 256 samples, ten a second
 * (docs: resources/message#message-object-message-flags, waveform). Pure.
 */
export function waveformOf(packets: readonly { byteLength: number; duration: number }[]): Uint8Array {
  const seconds = packets.reduce((sum, { duration }) => sum + duration, 0)
  const count = Math.max(1, Math.min(SAMPLES_MOST, Math.round(seconds * SAMPLES_A_SECOND), packets.length))
  const sizes = Array.from({ length: count }, (_, i) => {
    const part = packets.slice(Math.floor((i * packets.length) / count), Math.floor(((i + 1) * packets.length) / count))
    return part.reduce((sum, { byteLength }) => sum + byteLength, 0) / Math.max(1, part.length)
  })
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  return Uint8Array.from(sizes, (size) => (most > least ? 16 + ((size - least) / (most - least)) * 239 : 64))
}
