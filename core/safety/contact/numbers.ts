import { letterClass } from '../letters.ts'

/** Digits that stand together, however they are written (010, 공일공, o1o, five): indices into the view's text. */
export interface DigitGroup {
  readonly digits: string
  readonly start: number
  readonly end: number
  /** Whether any of it was written in words or letters. */
  readonly spelled: boolean
}

/** The groups of digits in a folded text, those with only short separators between them together in one run. */
export function digitRuns(text: string): DigitGroup[][] {
  const runs: DigitGroup[][] = []
  let run: DigitGroup[] = []
  for (const group of digitGroups(text)) {
    const last = run[run.length - 1]
    if (last !== undefined && !isJoint(text, last, group)) {
      runs.push(run)
      run = []
    }
    run.push(group)
  }
  if (run.length > 0) runs.push(run)
  return runs
}

const LONGEST_JOINT = 8
const JOINT =
  /^(?:[ \n\-_.~()/|ㅡ\\*]{0,4}|,? ?(?:그리고|다음(?:에|은)?|다시|하이픈|대시|작대기|짝대기|빼기|하고|에다가?|에|의|and|then|dash|hyphen)[ ,]{0,2})$/

/** A comma joins only digits in words: 7, 4, 5 is a list. */
function isJoint(text: string, left: DigitGroup, right: DigitGroup): boolean {
  if (right.start - left.end > LONGEST_JOINT) return false
  const between = text.slice(left.end, right.start)
  return JOINT.test(between) || (between === ', ' && (left.spelled || right.spelled))
}

function digitGroups(text: string): DigitGroup[] {
  const groups: DigitGroup[] = []
  for (let at = 0; at < text.length; ) {
    const kind = letterClass(text.charAt(at))
    if (kind === 'latin' || kind === 'digit') {
      const end = tokenEnd(text, at)
      const group = latinGroup(text, at, end)
      if (group !== undefined) groups.push(group)
      at = end
    } else {
      const group = kind === 'hangul' ? hangulGroup(text, at) : undefined
      if (group !== undefined) groups.push(group)
      at = group?.end ?? at + 1
    }
  }
  return groups
}

function tokenEnd(text: string, start: number): number {
  let end = start + 1
  while (end < text.length && isTokenUnit(text.charCodeAt(end))) end++
  return end
}

function isTokenUnit(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)
}

const LONGEST_TOKEN = 60
const LATIN_DIGIT = /zero|one|two|three|four|five|six|seven|eight|nine|oh|[0-9oils]/y
const LOOK_ALIKE = /^[oils]$/
const LATIN_VALUES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    zero: '0',
    one: '1',
    two: '2',
    three: '3',
    four: '4',
    five: '5',
    six: '6',
    seven: '7',
    eight: '8',
    nine: '9',
    oh: '0',
    o: '0',
    i: '1',
    l: '1',
    s: '5',
  }),
)

/** A Latin token is a group only if all of it reads as digits, and some of it is more than look-alike letters. */
function latinGroup(text: string, start: number, end: number): DigitGroup | undefined {
  if (end - start > LONGEST_TOKEN) return undefined
  let digits = ''
  let spelled = false
  let sure = text.slice(start, end) === 'oh'
  const looksLike = end - start >= 3
  LATIN_DIGIT.lastIndex = start
  while (LATIN_DIGIT.lastIndex < end) {
    const piece = LATIN_DIGIT.exec(text)?.[0]
    if (piece === undefined || (!looksLike && LOOK_ALIKE.test(piece))) return undefined
    const value = LATIN_VALUES.get(piece)
    digits += value ?? piece
    spelled ||= value !== undefined
    sure ||= value === undefined || piece.length > 2
  }
  return sure ? { digits, start, end, spelled } : undefined
}

const HANGUL_DIGIT = /하나|다섯|여섯|일곱|여덟|아홉|[공영일이삼사오육륙칠팔구둘셋넷]/y
const HANGUL_VALUES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    공: '0',
    영: '0',
    일: '1',
    이: '2',
    삼: '3',
    사: '4',
    오: '5',
    육: '6',
    륙: '6',
    칠: '7',
    팔: '8',
    구: '9',
    하나: '1',
    둘: '2',
    셋: '3',
    넷: '4',
    다섯: '5',
    여섯: '6',
    일곱: '7',
    여덟: '8',
    아홉: '9',
  }),
)

function hangulGroup(text: string, start: number): DigitGroup | undefined {
  let digits = ''
  let end = start
  for (;;) {
    HANGUL_DIGIT.lastIndex = end
    const piece = HANGUL_DIGIT.exec(text)?.[0]
    if (piece === undefined) break
    digits += HANGUL_VALUES.get(piece) ?? ''
    end += piece.length
  }
  return digits === '' ? undefined : { digits, start, end, spelled: true }
}
