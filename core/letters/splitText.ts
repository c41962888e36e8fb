import { graphemesOf } from '../graphemes.ts'

/** A cut at the end of a paragraph, line or sentence is taken only if it leaves a piece this full. */
const FILLED_MIN = 0.4
/** What may stand between the end of a sentence and the space after it. */
const CLOSERS_MAX = 3

type Measure = (piece: string) => number

/**
 * The text in pieces of `measure` at most `limit` each, in order: cut between paragraphs, else lines, sentences, words,
 * and within a word only where a word is too long for a piece; never inside a character as people see it, save one that
 * alone is too long, which is cut between its code points. White space at a cut is dropped and everything else kept; a
 * blank text has no pieces. Takes time in proportion to the text.
 *
 * @param measure what counts against the limit; UTF-16 units if not given. Must not shrink when text is added, and take
 *   time in proportion to its text.
 * @throws RangeError if a single code point exceeds the limit
 */
export function splitText(
  text: string,
  limit: number,
  { measure = (piece) => piece.length }: { measure?: Measure } = {},
): string[] {
  if (text.trim() === '') return []
  if (measure(text) <= limit) return [text]
  const atoms = graphemesOf(text).flatMap((atom) => (measure(atom) > limit ? Array.from(atom) : [atom]))
  const pieces: string[] = []
  for (let start = 0; start < atoms.length; ) {
    const room = start + fitting(atoms, start, limit, measure)
    const end = room === atoms.length ? room : bestCut(atoms, start, room)
    const piece = atoms.slice(start, end).join('').trimEnd()
    if (piece !== '') pieces.push(piece)
    start = end
    while (isSpace(atoms[start])) start += 1
  }
  return pieces
}

/** How many atoms from `start` fit together: doubling, then halving, so that long texts are not measured again and again. */
function fitting(atoms: readonly string[], start: number, limit: number, measure: Measure): number {
  const fits = (count: number) => measure(atoms.slice(start, start + count).join('')) <= limit
  const left = atoms.length - start
  if (!fits(1)) throw new RangeError(`One character measures more than the limit of ${limit}`)
  let enough = 1
  while (enough < left && fits(Math.min(enough * 2, left))) enough = Math.min(enough * 2, left)
  let tooMany = Math.min(enough * 2, left + 1)
  while (tooMany - enough > 1) {
    const middle = Math.floor((enough + tooMany) / 2)
    if (fits(middle)) enough = middle
    else tooMany = middle
  }
  return enough
}

const PARAGRAPH = 3
const LINE = 2
const SENTENCE = 1

/** The last cut of the best kind that leaves the piece full enough, else the last between words, else where room ends. */
function bestCut(atoms: readonly string[], start: number, room: number): number {
  const fullEnough = start + Math.ceil((room - start) * FILLED_MIN)
  let best = { cut: room, grade: -1 }
  for (let cut = room; cut > start; cut -= 1) {
    if (cut < fullEnough && best.grade >= 0) break
    const grade = gradeOf(atoms, cut)
    if (grade > best.grade) best = { cut, grade }
    if (best.grade === PARAGRAPH) break
  }
  return best.cut
}

/** How good it is to cut before the atom at `cut`: -1 inside a word, 0 between words. */
function gradeOf(atoms: readonly string[], cut: number): number {
  const before = atoms[cut - 1]
  if (!isSpace(atoms[cut])) return /^[。！？]/.test(before ?? '') ? SENTENCE : -1
  if (isSpace(before)) return -1
  let lines = 0
  for (let at = cut; lines < 2 && isSpace(atoms[at]); at += 1) if (/[\n\r]/.test(atoms[at] ?? '')) lines += 1
  if (lines > 0) return lines > 1 ? PARAGRAPH : LINE
  return endsSentence(atoms, cut) ? SENTENCE : 0
}

function endsSentence(atoms: readonly string[], cut: number): boolean {
  let last = cut - 1
  while (cut - last <= CLOSERS_MAX && /^["'”’)\]」』]/.test(atoms[last] ?? '')) last -= 1
  return /^[.!?…。！？~]/.test(atoms[last] ?? '')
}

function isSpace(atom: string | undefined): boolean {
  return atom !== undefined && atom.trim() === ''
}
