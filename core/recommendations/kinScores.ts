import { decodeKin, UNIT } from './kinList.ts'
import { CALM } from './learn.ts'

/** A letter that the reader likes, with the beginning of its kin. */
export type LikedLetter = { number: number; strength: number; readers: number; kin: Uint8Array }

/** How near a letter is to what a reader likes, and which liked letter says so most. */
export type KinScore = { score: number; from: number }

/** So many of the newest likings speak for a reader. */
export const LIKINGS_READ = 60
/** What was liked lately speaks loudest: half after so many letters, but never less than {@link OLD_SPEAKS}. */
const HALF_AFTER = 5
const OLD_SPEAKS = 0.15
const CALMER = 0.5

/** Scores of letters by number, from a reader's likings, the newest first. Pure: serving and measuring both use it. */
export function kinScores(likings: LikedLetter[]): Map<number, KinScore> {
  const scores = new Map<number, KinScore & { best: number }>()
  likings.forEach((liking, age) => {
    const voice = liking.strength * Math.max(0.5 ** (age / HALF_AFTER), OLD_SPEAKS)
    const share = voice / ((liking.readers + CALM) ** CALMER * UNIT)
    const { ids, weights, size } = decodeKin(liking.kin)
    for (let at = 0; at < size; at++) {
      const id = ids[at] ?? -1
      const part = (weights[at] ?? 0) * share
      const sum = scores.get(id)
      if (!sum) scores.set(id, { score: part, from: liking.number, best: part })
      else {
        sum.score += part
        if (part > sum.best) {
          sum.best = part
          sum.from = liking.number
        }
      }
    }
  })
  return scores
}
