import { isBareVowel, letterClass, openVowel } from './letters.ts'
import type { View } from './view.ts'

/** Words with what each stands for, ready to be found in a view in one walk. */
export interface WordTree<T> {
  readonly root: Branch<T>
  /** Of those that may begin in the middle of another word. */
  readonly inside: Branch<T>
}

interface Branch<T> {
  readonly next: Map<string, Branch<T>>
  readonly ends: Leaf<T>[]
}

interface Leaf<T> {
  readonly value: T
  readonly openEnd: boolean
}

/** Where a word was found: indices into the view. */
interface Hit<T> {
  readonly value: T
  readonly start: number
  readonly end: number
}

/**
 * A tree of `[word, value]`. A word stands for itself alone; a `*` at its beginning or end lets it go on there
 * (`bitch*`); a blank in it may be left out. Write words folded: lower case, composed.
 */
export function plantWords<T>(words: Iterable<readonly [string, T]>): WordTree<T> {
  const root: Branch<T> = { next: new Map(), ends: [] }
  const inside: Branch<T> = { next: new Map(), ends: [] }
  for (const [word, value] of words) {
    const openStart = word.startsWith('*')
    const openEnd = word.length > 1 && word.endsWith('*')
    const letters = word.slice(openStart ? 1 : 0, openEnd ? -1 : undefined).trim()
    if (letters === '') continue
    for (const tree of openStart ? [root, inside] : [root]) {
      let branch = tree
      for (const letter of letters) branch = grow(branch, letter)
      branch.ends.push({ value, openEnd })
    }
  }
  return { root, inside }
}

function grow<T>(branch: Branch<T>, letter: string): Branch<T> {
  const known = branch.next.get(letter)
  if (known !== undefined) return known
  const grown: Branch<T> = { next: new Map(), ends: [] }
  branch.next.set(letter, grown)
  return grown
}

/**
 * Every word of the tree in the view, the longest at each place, even where it is disguised: with one or two signs
 * inside (시1발, f.uck), stars for letters (f*ck), or letters drawn out (fuuck, 씨이발).
 * The walk from one place is bounded by the longest word, so the whole is linear in the length.
 */
export function findWords<T>(tree: WordTree<T>, view: View): Hit<T>[] {
  const hits: Hit<T>[] = []
  for (let start = 0; start < view.text.length; start++) {
    const branch = isEdge(view, start) ? tree.root : tree.inside
    if (!branch.next.has(view.text.charAt(start))) continue
    const hit = longestFrom(branch, view, start)
    if (hit !== undefined) hits.push(hit)
  }
  return hits
}

interface Step<T> {
  readonly branch: Branch<T>
  readonly at: number
  readonly letters: number
  readonly skipped: number
  readonly stars: number
}

const MOST_SKIPPED_AT_ONCE = 2
const MOST_STARS = 2

function longestFrom<T>(from: Branch<T>, view: View, start: number): Hit<T> | undefined {
  const { text } = view
  let best: Hit<T> | undefined
  const open: Step<T>[] = [{ branch: from, at: start, letters: 0, skipped: 0, stars: 0 }]
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { branch, at } = step
    if (branch.ends.length > 0 && step.skipped === 0 && (best === undefined || at > best.end)) {
      const leaf = branch.ends.find((each) => each.openEnd || isEdge(view, at))
      if (leaf !== undefined && isReadable(step, text.charAt(at - 1))) best = { value: leaf.value, start, end: at }
    }
    if (at < text.length) addSteps(step, text, open)
  }
  return best
}

function addSteps<T>(step: Step<T>, text: string, steps: Step<T>[]): void {
  const { branch, at, letters, stars } = step
  const unit = text.charAt(at)
  const child = branch.next.get(unit)
  if (child !== undefined) steps.push({ branch: child, at: at + 1, letters: letters + 1, skipped: 0, stars })
  const blank = branch.next.get(' ')
  if (blank !== undefined && unit !== ' ') steps.push({ branch: blank, at, letters, skipped: 0, stars })
  if (letters === 0) return
  if (unit === '*' && stars < MOST_STARS) {
    for (const [letter, any] of branch.next) {
      if (letterClass(letter) !== 'latin') continue
      steps.push({ branch: any, at: at + 1, letters: letters + 1, skipped: 0, stars: stars + 1 })
    }
  }
  if (step.skipped < MOST_SKIPPED_AT_ONCE && isPadding(text, at, step.skipped)) {
    steps.push({ branch, at: at + 1, letters, skipped: step.skipped + 1, stars })
  }
}

/** Stars may stand for up to half of the letters of a Latin word, but not for its last one: **new** is bold, not starred. */
function isReadable<T>({ stars, letters }: Step<T>, last: string): boolean {
  return stars === 0 || (letters > 2 && stars * 2 <= letters && last !== '*')
}

const SIGNS = '.,_~^|/\'"-ㅡ;:!?*+=#`'

/** Whether the unit at `at` may be padding within a word, `skipped` units of padding standing before it already. */
function isPadding(text: string, at: number, skipped: number): boolean {
  const unit = text.charAt(at)
  if (SIGNS.includes(unit)) return true
  const before = text.charAt(at - 1 - skipped)
  if (unit === before) return true
  const kind = letterClass(unit)
  const within = letterClass(before)
  if (within === 'jamo') return kind === 'digit'
  if (within !== 'hangul') return false
  if (kind === 'digit' || kind === 'latin' || kind === 'jamo') return true
  return isBareVowel(unit) && openVowel(unit) === openVowel(before)
}

/** Whether no word of the same class reaches across `at`. */
function isEdge(view: View, at: number): boolean {
  if (at === 0 || at >= view.text.length || view.seams.has(at)) return true
  const kind = letterClass(view.text.charAt(at))
  return kind === 'other' || kind !== letterClass(view.text.charAt(at - 1))
}
