import { addKin, emptyKin, type KinList, kinKept, UNIT } from './kinList.ts'

/**
 * What the model knows of a letter. `readers`: how many took it to heart so far, ever.
 * `kin`: what else they took to heart around the same time.
 */
export type LetterTaste = { number: number; readers: number; kin: KinList }

/**
 * One letter that a reader took to heart. `place`: the how-manieth of this reader; `nth`: the how-manieth reader of this
 * letter; both stay what they were. `strength`: 0 to 1, see strength.ts.
 */
export type Liking = { letter: LetterTaste; place: number; nth: number; strength: number }

/** What a reader liked so far, by place, and where each letter is in it. */
export type History = { likings: Liking[]; of: Map<LetterTaste, Liking> }

/** Two letters are kin by a reader when that reader liked at most so many others between them. */
export const WINDOW = 30
/** How fast kinship fades with that distance: to 1/e after so many letters. */
const FADES_OVER = 45
/** Being liked by the n-th reader counts (n + CALM)^-DAMPING: a pile-on tells little of anybody's taste. */
export const CALM = 8
const DAMPING = 0.3

export function newTaste(number: number): LetterTaste {
  return { number, readers: 0, kin: emptyKin() }
}

export function newHistory(): History {
  return { likings: [], of: new Map() }
}

/** What became of a lesson: the liking it is about, how strong that was, and the letters whose taste changed. */
type Learnt = { liking: Liking; before: number; changed: LetterTaste[] }

/**
 * Learns that a reader likes a letter with this strength (0: not any more). `history` is changed, and so are the kin of
 * the letter and of those around it. What it costs depends on {@link WINDOW} only. Undefined when it was known.
 *
 * Item-to-item co-occurrence as in Linden, Smith & York (2003), summed pair by pair so that it can be added to, with
 * nearness in time as in session-based neighbours (Ludewig & Jannach 2018), and with the popularity damping of RP3β
 * (Paudel et al. 2017) applied when the pair is counted, by the popularity of that moment.
 */
export function learn(history: History, letter: LetterTaste, strength: number): Learnt | undefined {
  const known = history.of.get(letter)
  const before = known?.strength ?? 0
  if (strength === before) return undefined
  const liking = known ?? {
    letter,
    place: (history.likings.at(-1)?.place ?? 0) + 1,
    nth: ++letter.readers,
    strength: 0,
  }
  const changed = [letter]
  for (const other of near(history.likings, liking)) {
    const nearness = (NEARNESS[Math.abs(other.place - liking.place)] ?? 0) * other.strength
    const units = (taste: number, nth: number) => Math.round(taste * nearness * damping(nth) * UNIT)
    const change = (nth: number) => units(strength, nth) - units(before, nth)
    addKin(letter.kin, other.letter.number, change(other.nth), kinKept(letter.readers))
    addKin(other.letter.kin, letter.number, change(liking.nth), kinKept(other.letter.readers))
    changed.push(other.letter)
  }
  liking.strength = strength
  if (!known) remember(history, liking)
  return { liking, before, changed }
}

export function remember(history: History, liking: Liking): void {
  history.likings.push(liking)
  history.of.set(liking.letter, liking)
}

function near(likings: Liking[], { letter, place }: Liking): Liking[] {
  const found: Liking[] = []
  for (let at = likings.length - 1; at >= 0; at--) {
    const other = likings[at]
    if (!other || other.place < place - WINDOW) break
    if (other.letter !== letter && other.place <= place + WINDOW && other.strength > 0) found.push(other)
  }
  return found
}

/** By distance: powers take longer than looking them up. */
const NEARNESS = Array.from({ length: WINDOW + 1 }, (_, distance) => Math.exp(-distance / FADES_OVER))
const DAMPINGS = Array.from({ length: 1_024 }, (_, nth) => (nth + CALM) ** -DAMPING)
const damping = (nth: number) => DAMPINGS[nth] ?? (nth + CALM) ** -DAMPING
