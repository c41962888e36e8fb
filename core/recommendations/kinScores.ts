import { UNIT } from './kinList.ts'
import { CALM } from './learn.ts'

/** A letter that the reader likes, with the beginning of its kin. */
export type LikedLetter = { number: number; strength: number; readers: number; kin: Uint8Array }

/** How near a letter is to what a reader likes, and which liked letter says so most. */
export type KinScore = { score: number; from: number }

/** So many of the newest likings speak for a reader. */
export const LIKINGS_READ = 60
/** What was liked lately speaks loudest: half after so many letters, but never less than {@link OLD_SPEAKS}. */
const HALF_AFTER = 10
const OLD_SPEAKS = 0.15
const CALMER = 0.5
const BYTES_EACH = 8

/**
 * The letters nearest to what a reader likes (the newest liking first), by number, at most so many; what they like is not
 * among them. Pure: serving and measuring both use it. Thousands of kin are added up for every page that somebody
 * reads, so they are in flat arrays.
 */
export function kinScores(likings: LikedLetter[], most = Number.POSITIVE_INFINITY): Map<number, KinScore> {
  const sums = openSums(likings.reduce((all, { kin }) => all + kin.byteLength / BYTES_EACH, 0))
  likings.forEach((liking, age) => {
    const voice = liking.strength * Math.max(0.5 ** (age / HALF_AFTER), OLD_SPEAKS)
    const share = voice / ((liking.readers + CALM) ** CALMER * UNIT)
    const bytes = new DataView(liking.kin.buffer, liking.kin.byteOffset, liking.kin.byteLength)
    for (let at = 0; at < bytes.byteLength; at += BYTES_EACH)
      sums.add(bytes.getInt32(at, true), bytes.getInt32(at + 4, true) * share, liking.number)
  })
  for (const { number } of likings) sums.leaveOut(number)
  return sums.greatest(most)
}

const FREE = -1

/** A hash table with open addressing: for each letter the sum, and who added the greatest part. */
function openSums(parts: number) {
  let room = 16
  while (room < parts * 2) room *= 2
  const letters = new Int32Array(room).fill(FREE)
  const scores = new Float64Array(room)
  const greatest = new Float64Array(room)
  const from = new Int32Array(room)
  const find = (letter: number) => {
    let at = Math.imul(letter, 0x9e3779b1) & (room - 1)
    while (letters[at] !== FREE && letters[at] !== letter) at = (at + 1) & (room - 1)
    return at
  }
  return {
    add(letter: number, part: number, by: number) {
      const at = find(letter)
      letters[at] = letter
      scores[at] = (scores[at] ?? 0) + part
      if (part <= (greatest[at] ?? 0)) return
      greatest[at] = part
      from[at] = by
    },
    leaveOut(letter: number) {
      scores[find(letter)] = 0
    },
    greatest(most: number): Map<number, KinScore> {
      const from_ = scores.filter((score) => score > 0).sort()
      const least = from_[Math.max(0, from_.length - most)] ?? 0
      const found = new Map<number, KinScore>()
      for (let at = 0; at < room && found.size < most; at++) {
        const score = scores[at] ?? 0
        if (score > 0 && score >= least) found.set(letters[at] ?? FREE, { score, from: from[at] ?? FREE })
      }
      return found
    },
  }
}
