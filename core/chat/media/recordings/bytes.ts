import { Uncleanable } from './uncleanable.ts'

/** Reads a header that may lie: whatever lies outside of it is refused, never guessed. */
export class ByteReader {
  private at = 0
  constructor(private readonly data: Uint8Array) {}

  get left(): number {
    return this.data.length - this.at
  }

  take(count: number): Uint8Array {
    if (count < 0 || count > this.left) throw new Uncleanable('a file says more than it holds')
    this.at += count
    return this.data.subarray(this.at - count, this.at)
  }

  /** Big-endian, of 1 to 4 bytes. */
  number(bytes: number): number {
    return this.take(bytes).reduce((value, byte) => value * 256 + byte, 0)
  }
}

/** Big-endian, of 1 to 4 bytes. */
export function bigEndian(value: number, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) % 256)
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
