import type { Random } from '../random.ts'
import { type Candidate, PRIOR_LIKED, PRIOR_LOOKS } from './candidate.ts'

/** A letter is owed a first look until it was shown to so many readers. */
export const FIRST_LOOKS = 20
/** Of so many places in a row, one is for a first look: never more, so that nobody reads a lottery. */
export const ONE_PLACE_IN = 5

/** Whether the place (0: the first of the session) is one for a first look. The same for every asking. */
export function isFirstLookPlace(place: number, session: Date): boolean {
  const block = Math.floor(place / ONE_PLACE_IN)
  return place % ONE_PLACE_IN === scatter(session.getTime() + block) % ONE_PLACE_IN
}

/**
 * Chooses whom to give a look: Thompson sampling (Thompson 1933; Chapelle & Li 2011) over the share of readers that a
 * letter speaks to. One about which little is known may be lucky; one that was shown and left readers cold is less so.
 */
export function drawFirstLook<T extends Pick<Candidate, 'looks' | 'liked'>>(
  letters: T[],
  random: Random,
): T | undefined {
  let best: T | undefined
  let bestDraw = -1
  for (const letter of letters) {
    const misses = Math.max(0, letter.looks - letter.liked)
    const draw = drawBeta(letter.liked + PRIOR_LIKED, misses + PRIOR_LOOKS - PRIOR_LIKED, random)
    if (draw > bestDraw) {
      best = letter
      bestDraw = draw
    }
  }
  return best
}

/** A Beta(a, b) draw for whole a and b: the a-th smallest of a + b - 1 even draws, by way of two gamma sums. */
function drawBeta(a: number, b: number, random: Random): number {
  const gamma = (shape: number) => {
    let sum = 0
    for (let i = 0; i < shape; i++) sum -= Math.log(1 - random())
    return sum
  }
  const x = gamma(a)
  return x / (x + gamma(b))
}

/** Spreads numbers evenly (the finishing steps of MurmurHash3, public domain). */
function scatter(value: number): number {
  let hash = (value ^ (value / 2 ** 32)) >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
