import { MEDIA_BYTES_MOST } from './media.ts'

const FETCH_WITHIN_MS = 30_000

/** The bytes at an address; rejects when they are not there, late, or too many, whatever their header says. */
export async function fetchBytes(url: string): Promise<Uint8Array> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_WITHIN_MS) })
  if (!answer.ok || !answer.body) throw new Error(`a file cannot be fetched: ${answer.status}`)
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body) {
    bytes += part.length
    if (bytes > MEDIA_BYTES_MOST) throw new Error('a file is too large to be fetched')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
