import { type LetterClass, letterClass } from './letters.ts'
import { type View, ViewWriter } from './view.ts'

/**
 * A folded view with the usual disguises undone, for finding words and phrases: loose jamo put together (ㅅㅣ발 as 시발),
 * digits and signs between Latin letters read as letters (d1ck), apostrophes left out (dont), letters three and more
 * times in a row cut to two, and single letters with separators between them joined (f u c k, 개 새 끼).
 * Linear in the length.
 */
export function tighten(folded: View): View {
  const whole = /[ㄱ-ㅎ][ㅏ-ㅣ]/.test(folded.text) ? assembleJamo(folded) : folded
  const spelled = MAY_RESPELL.test(whole.text) ? respell(whole) : whole
  return MAY_JOIN.test(spelled.text) ? joinSingles(spelled) : spelled
}

/** Where there is none of this, {@link respell} changes nothing: three in a row, and signs or digits within Latin letters. */
const MAY_RESPELL = /(.)\1\1|[a-z]['`][a-z]|[a-z][013457!|@$]{1,3}[a-z]|\$[a-z]/s
/** Likewise {@link joinSingles}: two that stand alone, with one or two signs between them. */
const MAY_JOIN =
  /(?<![a-z0-9가-힣ㄱ-ㅠㅢㅣ])[a-z가-힣ㄱ-ㅠㅢㅣ][ .,\-_~^|/*]{1,2}[a-z가-힣ㄱ-ㅠㅢㅣ](?![a-z0-9가-힣ㄱ-ㅠㅢㅣ])/

const LEADS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
const VOWELS = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'
/** Without ㅋ and ㅎ, which stand for laughter at the end of a word. */
const FINALS = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊ'

function assembleJamo(view: View): View {
  const { text } = view
  const writer = new ViewWriter()
  for (let at = 0; at < text.length; ) {
    const lead = LEADS.indexOf(text.charAt(at))
    const vowel = lead < 0 || at + 1 === text.length ? -1 : VOWELS.indexOf(text.charAt(at + 1))
    const length = vowel < 0 ? 1 : finalAt(text, at + 2) > 0 ? 3 : 2
    const code = 0xac00 + (lead * 21 + vowel) * 28 + (length === 3 ? finalAt(text, at + 2) : 0)
    copy(view, at, length, vowel < 0 ? text.charAt(at) : String.fromCharCode(code), writer)
    at += length
  }
  return writer.done()
}

/** The number of the final consonant at `at`; 0 where there is none, or where it begins the next syllable. */
function finalAt(text: string, at: number): number {
  const final = at < text.length ? FINALS.indexOf(text.charAt(at)) : -1
  const next = text.charAt(at + 1)
  return final > 0 && (next === '' || !VOWELS.includes(next)) ? final : 0
}

function respell(view: View): View {
  const { text } = view
  const writer = new ViewWriter()
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at)
    if (isDrawnOut(unit) && writer.endsInTwo(unit)) continue
    if (isApostrophe(unit) && isLatin(writer.last()) && isLatin(text.charAt(at + 1))) continue
    copy(view, at, 1, asLetter(text, at, writer.last()), writer)
  }
  return writer.done()
}

/** What a digit or sign that stands among Latin letters is read as. */
const READ_AS: ReadonlyMap<string, string> = new Map(
  Object.entries({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '!': 'i', '|': 'i', '@': 'a', $: 's' }),
)
const MOST_SIGNS_TOGETHER = 3

function asLetter(text: string, at: number, before: string): string {
  const unit = text.charAt(at)
  const letter = READ_AS.get(unit)
  if (letter === undefined) return unit
  if (!isLatin(before)) return unit === '$' && isLatin(text.charAt(at + 1)) ? letter : unit
  for (let ahead = at + 1; ahead <= at + MOST_SIGNS_TOGETHER; ahead++) {
    if (isLatin(text.charAt(ahead))) return letter
    if (!READ_AS.has(text.charAt(ahead))) break
  }
  return unit
}

function joinSingles(view: View): View {
  const { text } = view
  const writer = new ViewWriter()
  for (let at = 0; at < text.length; ) {
    const next = nextSingle(text, at)
    copy(view, at, 1, text.charAt(at), writer)
    if (next > 0 && (isLatin(text.charAt(at)) ? inLongRun(text, at, next) : true)) {
      writer.seam()
      at = next
    } else {
      at++
    }
  }
  return writer.done()
}

/** Where the next letter stands, if the letter at `at` and the next one both stand alone and are of one class; or 0. */
function nextSingle(text: string, at: number): number {
  const kind = letterClass(text.charAt(at))
  if (!JOINED.has(kind) || isWordUnit(text.charAt(at - 1))) return 0
  let next = at + 1
  while (next <= at + 2 && SEPARATORS.includes(text.charAt(next)) && next < text.length) next++
  if (next === at + 1 || letterClass(text.charAt(next)) !== kind || isWordUnit(text.charAt(next + 1))) return 0
  return next
}

/** Two Latin letters alone ("am I a") are no disguise; three are. */
function inLongRun(text: string, at: number, next: number): boolean {
  if (nextSingle(text, next) > 0) return true
  const gap = next - at
  const before = at - gap
  return before >= 0 && nextSingle(text, before) === at
}

const JOINED: ReadonlySet<LetterClass> = new Set(['latin', 'hangul', 'jamo'])
const SEPARATORS = ' .,-_~^|/*'

function isWordUnit(unit: string): boolean {
  return unit !== '' && letterClass(unit) !== 'other'
}

function isLatin(unit: string): boolean {
  return unit >= 'a' && unit <= 'z'
}

/** Whether a third one in a row says no more than two: not digits, and not stars, which stand for letters. */
function isDrawnOut(unit: string): boolean {
  return unit !== '*' && letterClass(unit) !== 'digit'
}

function isApostrophe(unit: string): boolean {
  return unit === "'" || unit === '`'
}

/** Writes `piece` in place of the `length` units of `view` from `at`. */
function copy(view: View, at: number, length: number, piece: string, writer: ViewWriter): void {
  writer.add(piece, view.starts[at] ?? 0, view.ends[at + length - 1] ?? 0)
}
