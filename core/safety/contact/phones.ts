import { type DigitGroup, digitRuns } from './numbers.ts'
import type { Span } from './spans.ts'

/**
 * Telephone numbers in a folded text: Korean, North American, British, Australian and other national forms, and
 * anything international with a plus sign; with any separators, and in spelled digits. Dates, prices, order numbers
 * and public helplines are left alone.
 */
export function findPhones(text: string): Span[] {
  const spans: Span[] = []
  for (const run of digitRuns(text)) {
    if (!isLongEnough(run)) continue
    for (let first = 0; first < run.length; ) {
      const found = phoneFrom(text, run, first)
      if (found === undefined) {
        first++
        continue
      }
      if (!PUBLIC_NUMBERS.has(found.digits)) spans.push({ rule: 'phone', start: found.start, end: found.end })
      first = found.after
    }
  }
  return spans
}

const FEWEST_DIGITS = 7

function isLongEnough(run: readonly DigitGroup[]): boolean {
  let digits = 0
  for (const group of run) digits += group.digits.length
  return digits >= FEWEST_DIGITS
}

interface Phone {
  readonly digits: string
  readonly start: number
  readonly end: number
  /** The first group of the run that is no part of it. */
  readonly after: number
}

/** Helplines anybody may name; as digits only. */
const PUBLIC_NUMBERS: ReadonlySet<string> = new Set([
  '15770199',
  '15889191',
  '18002738255',
  '8002738255',
  '08457909090',
  '0800116123',
  '18006686868',
  '0120279338',
  '0120783556',
  '131114',
])

const MOST_DIGITS = 15
const KOREAN_MOBILE = /^(?:(?:00)?820?|0)1(?:0\d{8}|[16789]\d{7,8})$/
const NORTH_AMERICAN = /^1?[2-9]\d{2}[2-9]\d{6}$/
const NORTH_AMERICAN_GROUPS = /^(?:1 )?(?:3 3 4|3 7|6 4)$/
const TRUNK = /^0[1-9]\d{7,9}$/
/** Not 5 4, which is an American postal code. */
const TRUNK_GROUPS = /^(?!5 4$)[2-5] [2-8](?: [2-5]){0,3}$/

function phoneFrom(text: string, run: readonly DigitGroup[], first: number): Phone | undefined {
  const begin = run[first]
  if (begin === undefined || isMoneyOrCode(text, begin)) return undefined
  let digits = ''
  for (let last = first; last < run.length && digits.length <= MOST_DIGITS; last++) {
    const group = run[last]
    if (group === undefined) break
    const mobile = spelledMobile(digits, group)
    digits += group.digits
    const whole = first === 0 && last === run.length - 1
    const groups = run.slice(first, last + 1)
    if (mobile || isKoreanMobile(digits, groups) || (whole && isOtherPhone(text, digits, groups))) {
      return { digits, start: begin.start, end: group.end, after: last + 1 }
    }
  }
  return undefined
}

/** The prefix stands whole in the first group, unless single digits are strung together: 0.11 is no prefix. */
function isKoreanMobile(digits: string, groups: readonly DigitGroup[]): boolean {
  if (!KOREAN_MOBILE.test(digits)) return false
  const [first, second] = groups
  if (first === undefined || first.spelled || first.digits.length > 2) return true
  return first.digits === '82' || (first.digits.length === 1 && second?.digits.length === 1)
}

/** Spelled Korean digits run on into what follows (오육칠팔이에요), so the number may end within the group. */
function spelledMobile(before: string, group: DigitGroup): boolean {
  if (!group.spelled) return false
  const missing = '01012345678'.length - before.length
  return missing > 0 && missing < group.digits.length && /^010\d{8}$/.test(before + group.digits.slice(0, missing))
}

function isOtherPhone(text: string, digits: string, groups: readonly DigitGroup[]): boolean {
  const first = groups[0]
  const last = groups[groups.length - 1]
  if (first === undefined || last === undefined) return false
  const before = text.slice(Math.max(0, first.start - CUE_REACH), first.start)
  const after = text.slice(last.end, last.end + CUE_REACH)
  if (/\+ ?\(?$/.test(before)) return digits.length >= 8 && digits.length <= MOST_DIGITS
  if (CODE_CUE.test(before) || isCounting(digits)) return false
  const cued = PHONE_CUE.test(before) || PHONE_CUE.test(after)
  const sizes = groups.map((group) => group.digits.length).join(' ')
  const piecemeal = groups.some((group) => group.spelled) || /^(?:1 ){6}/.test(sizes)
  if (NORTH_AMERICAN.test(digits)) return cued || piecemeal || NORTH_AMERICAN_GROUPS.test(sizes)
  if (TRUNK.test(digits)) return cued || piecemeal || TRUNK_GROUPS.test(sizes)
  const local = /^(?:3 4|4 4|7|8)$/.test(sizes) || (piecemeal && (digits.length === 7 || digits.length === 8))
  return local && OWN_NUMBER_CUE.test(before)
}

const CUE_REACH = 24
/** Words that say: this is a number to call. */
const PHONE_CUE = /전화|번호|연락|문자|폰|집전|\b(?:call|text|phone|cell|mobile|reach|ring|whatsapp|number|sms|tel)\b/
const OWN_NUMBER_CUE =
  /(?:제|내|저의|나의) ?(?:폰|전화)? ?번호|연락처|\bmy (?:phone |cell )?(?:number|cell|phone|mobile)\b|\b(?:call|text) me\b/
/** Words that say: this is a number of something else. */
const CODE_CUE =
  /주문|송장|운송장|접수|예약|계좌|사업자|학번|\b(?:order|tracking|invoice|isbn|ticket|parcel|account|serial|booking|flight)\b/

/** A price, a decimal, or the tail of a number that a colon or comma cut. */
function isMoneyOrCode(text: string, group: DigitGroup): boolean {
  return /[$€£₩#]$|[0-9][:,]$/.test(text.slice(Math.max(0, group.start - 2), group.start))
}

/** 12345678910: somebody counts. */
function isCounting(digits: string): boolean {
  return '0123456789101112131415161718192021'.includes(digits) || '10987654321'.includes(digits)
}
