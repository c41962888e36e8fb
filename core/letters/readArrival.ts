import type { LunarDay } from '../lunarDay.ts'
import {
  daysFromToday,
  englishNumbers,
  englishSpans,
  englishUnits,
  eves,
  FEW,
  koreanSpans,
  koreanUnits,
  koreanWeekdays,
  lunarDays,
  months,
  namedDays,
  nativeNumbers,
  type PartOfDay,
  partsOfDay,
  type Span,
  sinoNumber,
  weekdays,
} from './arrivalWords.ts'

/** What a text says about a moment, before it is looked up in a calendar. Only what was said is there. */
export type Said = {
  now?: true
  past?: true
  span?: Span
  year?: number
  yearsAhead?: number
  monthsAhead?: number
  weeksAhead?: number
  month?: number
  day?: number
  /** The last day of the month that is named beside it, or of this one. */
  monthEnd?: true
  lunar?: LunarDay
  /** The day that is named is one whose midnight is its end. */
  eve?: true
  weekday?: number
  daysAhead?: number
  part?: PartOfDay
  midnight?: true
  /** The time of day that it is now. */
  sameTime?: true
  hour?: number
  minute?: number
  /** The hour says by itself which half of the day it is in: 18, 0, 08:30, noon. */
  hour24?: true
}

/** How an ambiguous row of numbers is to be taken. */
export type NumberOrder = { dayFirst: boolean; yearFirst: boolean }

/**
 * What `text` says, or undefined when any piece of it is not understood, or contradicts another.
 * The text is expected in NFKC, lower case, with single spaces, and short.
 */
export function readArrival(text: string, order: NumberOrder): Said | undefined {
  const said: Said = {}
  let position = 0
  while (position < text.length) {
    const taken = takeOne(text, position, said, order)
    if (taken === 0) return undefined
    position += taken
  }
  return said
}

function takeOne(text: string, position: number, said: Said, order: NumberOrder): number {
  for (const { pattern, read } of rules) {
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (match?.[0] && read(match, said, order)) return match[0].length
  }
  return 0
}

type Reader = (match: RegExpExecArray, said: Said, order: NumberOrder) => boolean
type Rule = { pattern: RegExp; read: Reader }

const sino = '[일이삼사오육칠팔구십백천]{1,7}'
const anyNumber = `\\d{1,6}(?:\\.\\d)?|몇|${oneOf(englishNumbers)}|${oneOf(nativeNumbers)}|${sino}`
const englishSpan = `(?:${oneOf(englishSpans)}|(?:${anyNumber}) ?(?:and a half )?(?:${oneOf(englishUnits)})(?![a-z])(?: and a half)?)`
const koreanSpan = `(?:${oneOf(koreanSpans)}|(?:${anyNumber}) ?(?:${oneOf(koreanUnits)}))(?: ?반)?`
const oneSpan = new RegExp(
  `(?<whole>${oneOf(englishSpans)}|${oneOf(koreanSpans)})(?<halfWhole> ?반)?|(?<count>${anyNumber}) ?(?<half1>and a half )?(?<unit>${oneOf(englishUnits)}|${oneOf(koreanUnits)})(?![a-z])(?<half2> and a half| ?반)?`,
  'g',
)
const englishHour = `\\d{1,2}|${'one two three four five six seven eight nine ten eleven twelve'.replaceAll(' ', '|')}`

const rules: readonly Rule[] = [
  rule(`at (${englishHour})(?:[:.](\\d{2}))?(?![\\da-z:])(?! ?[ap]\\.?m\\b)`, ([, h = '', m], said) =>
    setTime(said, englishCount(h), Number(m ?? 0), h.startsWith('0')),
  ),
  rule(
    `[\\s,.!~]+|(?:at|on|the|of|around|about|sharp|please)(?![a-z])|(?:이?에|예|이)?요(?=$|[\\s.!~])|에는|에|쯤|경(?!\\S)|정각|날(?!\\S)|지금부터|앞으로|도착(?:하게)?|보내 ?(?:줘요?|주세요)|이따가?`,
    () => true,
  ),
  rule('t(?=\\d)', (_, said) => said.day !== undefined),
  rule('(?:right )?now(?![a-z])|지금(?: 바로)?|바로|당장', (_, said) => set(said, { now: true })),

  rule(
    `(?:in |after )?(${englishSpan}(?:(?: |,|and)+${englishSpan}){0,3})(?: (later|from now|from today|ago))?(?![a-z])`,
    readSpan,
  ),
  rule(`(${koreanSpan}(?: ?${koreanSpan}){0,3}) ?(?:정도 ?|쯤 ?)?(뒤|이후|후|있다가|지나서|전)`, readSpan),

  rule(`(?:(?:next|this|coming) |(?:다음|이번|오는) ?)?(${oneOf(namedDays)})(?![a-z])`, ([, name], said) => {
    const [month, day] = namedDays[name ?? ''] ?? []
    return set(said, { month, day, ...(eves.has(name ?? '') ? { eve: true } : {}) })
  }),
  rule(`(?:(?:next|this|coming) |(?:다음|이번|오는) ?)?(${oneOf(lunarDays)})(?![a-z])`, ([, name], said) =>
    set(said, { lunar: lunarDays[name ?? ''] }),
  ),
  rule(`(?:the )?(?:end|last day) of (?:(next)|the|this) month(?![a-z])`, ([, next], said) =>
    set(said, { monthsAhead: next ? 1 : 0, monthEnd: true }),
  ),
  rule(`(?:the )?(?:end|last day) of (${oneOf(months)})(?![a-z])`, ([, name], said) =>
    set(said, { month: months[name ?? ''], monthEnd: true }),
  ),
  rule('(?:(다다음 ?달)|(다음 ?달|담달)|이번 ?달|이달)(?:의)? ?(?:월 ?말|말일?)', ([, afterNext, next], said) =>
    set(said, { monthsAhead: afterNext ? 2 : next ? 1 : 0, monthEnd: true }),
  ),
  rule(`(\\d{1,2}|${sino}|유|시)월 ?말일?`, ([, m], said) => {
    const month = koreanMonth(m)
    return month >= 1 && month <= 12 && set(said, { month, monthEnd: true })
  }),
  rule('월 ?말|말일', (_, said) => set(said, { monthsAhead: 0, monthEnd: true })),
  rule('(\\d{4}) ?[-./] ?(\\d{1,2}) ?[-./] ?(\\d{1,2})(?!\\d)', ([, y, m, d], said) =>
    set(said, { year: Number(y), month: Number(m), day: Number(d) }),
  ),
  rule('(\\d{4})(\\d{2})(\\d{2})(?!\\d)', ([, y, m, d], said) =>
    set(said, { year: Number(y), month: Number(m), day: Number(d) }),
  ),
  rule('(\\d{1,2}) ?([-./]) ?(\\d{1,2}) ?\\2 ?(\\d{4}|\\d{2})(?!\\d)', readThreeNumbers),
  rule('(\\d{1,2})[-./](\\d{1,2})(?![\\d:]| ?[ap]\\.?m)', readTwoNumbers),
  rule('(\\d{4}|\\d{2})년', ([, y], said) => set(said, { year: fullYear(y) })),
  rule(`(\\d{1,2}|${sino}|유|시)월 ?(\\d{1,2}|${sino})일`, ([, m, d], said) =>
    set(said, { month: koreanMonth(m), day: koreanCount(d) }),
  ),
  rule(`(\\d{1,2}|${sino})일(?!요|욜)`, ([, d], said) => set(said, { day: koreanCount(d) })),
  rule(
    `(${oneOf(months)})\\.?(?![a-z]) ?(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:]| ?[ap]\\.?m\\b)`,
    ([, m, d], said) => set(said, { month: months[m ?? ''], day: Number(d) }),
  ),
  rule(`(\\d{1,2})(?:st|nd|rd|th)? ?(?:of )?(${oneOf(months)})(?![a-z])`, ([, d, m], said) =>
    set(said, { month: months[m ?? ''], day: Number(d) }),
  ),
  rule('(\\d{1,2})(?:st|nd|rd|th)(?![a-z])', ([, d], said) => set(said, { day: Number(d) })),
  rule(
    '(20\\d{2})(?![\\d:시])',
    ([, y], said) =>
      (said.day ?? said.lunar) !== undefined && said.year === undefined && set(said, { year: Number(y) }),
  ),

  rule('last (?:week|month|year)(?![a-z])|지난 ?주|지난 ?달|작년', (_, said) => set(said, { past: true })),
  rule('(?:(내후년|후년)|(내년|다음 ?해)|올해|금년) ?말', ([, afterNext, next], said) =>
    set(said, { yearsAhead: afterNext ? 2 : next ? 1 : 0, month: 12, day: 31 }),
  ),
  rule('next year(?![a-z])|내년|다음 ?해', (_, said) => set(said, { yearsAhead: 1 })),
  rule('내후년|후년', (_, said) => set(said, { yearsAhead: 2 })),
  rule('this year(?![a-z])|올해|금년', (_, said) => set(said, { yearsAhead: 0 })),
  rule('next month(?![a-z])|다음 ?달|담달', (_, said) => set(said, { monthsAhead: 1 })),
  rule('다다음 ?달', (_, said) => set(said, { monthsAhead: 2 })),
  rule('this month(?![a-z])|이번 ?달|이달', (_, said) => set(said, { monthsAhead: 0 })),
  rule('(?:the )?week after next(?![a-z])|다다음 ?주', (_, said) => set(said, { weeksAhead: 2 })),
  rule('next week(?!end|[a-z])|다음 ?주(?!말)|담주', (_, said) => set(said, { weeksAhead: 1 })),
  rule('this week(?!end|[a-z])|이번 ?주(?!말)', (_, said) => set(said, { weeksAhead: 0 })),
  rule('next weekend(?![a-z])|다음 ?주말', (_, said) => set(said, { weeksAhead: 1, weekday: 5 })),
  rule('(?:this |the )?weekend(?![a-z])|(?:이번 ?)?주말', (_, said) => set(said, { weekday: 5 })),
  rule(`next (${oneOf(weekdays)})\\.?(?![a-z])`, ([, name], said) =>
    set(said, { weeksAhead: 1, weekday: weekdays[name ?? ''] }),
  ),
  rule(`last (${oneOf(weekdays)})\\.?(?![a-z])`, (_, said) => set(said, { past: true })),
  rule(`(?:this |coming )?(${oneOf(weekdays)})\\.?(?![a-z])`, ([, name], said) =>
    set(said, { weekday: weekdays[name ?? ''] }),
  ),
  rule('(?:오는 ?|돌아오는 ?|이번 ?)?([월화수목금토일])(?:요일|욜)|\\(([월화수목금토일])\\)', ([, name, short], said) =>
    set(said, { weekday: koreanWeekdays.indexOf(name ?? short ?? '') }),
  ),
  rule(`(${oneOf(daysFromToday)})(?![a-z])`, ([, name], said) => set(said, { daysAhead: daysFromToday[name ?? ''] })),
  rule('toni(?:ght|te)(?![a-z])', (_, said) => set(said, { daysAhead: 0 }) && setPart(said, partsOfDay.night)),
  rule(
    'this (morning|afternoon|evening)(?![a-z])',
    ([, name], said) => set(said, { daysAhead: 0 }) && setPart(said, partsOfDay[name ?? '']),
  ),

  rule('(?:at )?(?:the |this )?same time(?![a-z])|at this time(?![a-z])|(?:이|같은) ?(?:시간|시각)|이맘때', (_, said) =>
    set(said, { sameTime: true }),
  ),
  rule('midnight(?![a-z])|자정', (_, said) => set(said, { midnight: true })),
  rule('(?:12 )?(?:noon|midday)(?![a-z])|(?:낮 ?)?정오', (_, said) => set(said, { hour: 12, minute: 0, hour24: true })),
  rule(`(${englishHour}) in the (?=morning|afternoon|evening)`, ([, h], said) => setTime(said, englishCount(h), 0)),
  rule(`(?:in |at )?(?:the )?(${oneOf(partsOfDay)})(?![a-z])`, ([, name], said) =>
    setPart(said, partsOfDay[name ?? '']),
  ),
  rule(
    `(${englishHour})(?:[:.](\\d{2})(?::\\d{2})?)? ?([ap])\\.?m\\b\\.?`,
    ([, h, m, half], said) =>
      setTime(said, englishCount(h), Number(m ?? 0)) && setPart(said, partsOfDay[half === 'a' ? '오전' : '오후']),
  ),
  rule('([ap])\\.?m\\b\\.?', ([, half], said) => setPart(said, partsOfDay[half === 'a' ? '오전' : '오후'])),
  rule('(\\d{1,2}):(\\d{2})(?::\\d{2}(?:\\.\\d{1,3})?)?(?!\\d)', ([, h = '', m], said) =>
    setTime(said, Number(h), Number(m), h.startsWith('0')),
  ),
  rule(
    `(\\d{1,2}|${oneOf(nativeNumbers)}|${sino}) ?시(?!간)(?: ?(?:(반)|(\\d{1,2}|${sino}) ?분))?`,
    ([, h = '', half, m], said) => setTime(said, koreanCount(h), half ? 30 : koreanCount(m ?? '0'), h.startsWith('0')),
  ),
  rule(`(half|quarter) (past|to) (${englishHour})(?![\\da-z])`, ([, part, side, h], said) => {
    const minutes = part === 'half' ? 30 : 15
    return side === 'past'
      ? setTime(said, englishCount(h), minutes)
      : setTime(said, englishCount(h) - 1 || 12, 60 - minutes)
  }),
  rule(`(${englishHour}) ?o'?clock(?![a-z])`, ([, h], said) => setTime(said, englishCount(h), 0)),
  rule('(\\d{1,2})(?![\\d:./월일년])', ([, h], said) => Object.keys(said).length > 0 && setTime(said, Number(h), 0)),
]

/** Writes what was just read; false if one of it was said before, or is no value at all. */
function set(said: Said, news: { [Key in keyof Said]: Said[Key] | undefined }): boolean {
  for (const [key, value] of Object.entries(news)) {
    if (value === undefined || said[key as keyof Said] !== undefined) return false
  }
  Object.assign(said, news)
  return true
}

function setTime(said: Said, hour: number, minute: number, hour24 = false): boolean {
  if (!(hour >= 0 && hour <= 24 && minute >= 0 && minute < 60) || (hour === 24 && minute > 0)) return false
  return set(said, hour24 || hour > 12 || hour === 0 ? { hour, minute, hour24: true } : { hour, minute })
}

/** A second part of the day may narrow the first ("tomorrow morning 9 am", "tonight 1 am"), not contradict it. */
function setPart(said: Said, part: PartOfDay | undefined): boolean {
  if (!part) return false
  const early = (one: PartOfDay) => one.reading === 'am' || one.reading === 'dawn'
  if (said.part?.reading === 'night' && early(part)) return true
  if (said.part && early(said.part) !== early(part)) return false
  said.part = part
  return true
}

function readSpan([, spans = '', ending]: RegExpExecArray, said: Said): boolean {
  const total: Span = { months: 0, days: 0, minutes: 0 }
  for (const { groups = {} } of spans.matchAll(oneSpan)) {
    const whole = groups.whole ? (englishSpans[groups.whole] ?? koreanSpans[groups.whole]) : undefined
    const unit = whole ?? englishUnits[groups.unit ?? ''] ?? koreanUnits[groups.unit ?? '']
    const half = (groups.half1 ?? groups.half2 ?? groups.halfWhole) ? 0.5 : 0
    const count = (whole ? 1 : anyCount(groups.count)) + half
    if (!unit || !addTo(total, unit, count)) return false
  }
  if (ending === 'ago' || ending === '전') return set(said, { past: true })
  return set(said, { span: total })
}

/** Adds `count` units; half a day is twelve hours, half a year six months, half a month is not known. */
function addTo(total: Span, unit: Span, count: number): boolean {
  const days = unit.days * count
  total.months += unit.months * count
  total.days += Math.floor(days)
  total.minutes += Math.round(unit.minutes * count + (days - Math.floor(days)) * 1440)
  return Number.isInteger(total.months)
}

function readThreeNumbers([, a, , b, c = '']: RegExpExecArray, said: Said, order: NumberOrder): boolean {
  const yearFirst = c.length === 2 && (order.yearFirst || Number(a) > 23) && Number(b) <= 12 && Number(a) > 12
  if (yearFirst) return set(said, { year: fullYear(a), month: Number(b), day: Number(c) })
  return set(said, { year: fullYear(c), ...monthAndDay(Number(a), Number(b), order) })
}

function readTwoNumbers([, a, b]: RegExpExecArray, said: Said, order: NumberOrder): boolean {
  return set(said, monthAndDay(Number(a), Number(b), order))
}

function monthAndDay(a: number, b: number, order: NumberOrder): { month: number; day: number } {
  const dayFirst = a > 12 || (order.dayFirst && b <= 12)
  return dayFirst ? { month: b, day: a } : { month: a, day: b }
}

function fullYear(text: string | undefined): number {
  return text?.length === 2 ? 2000 + Number(text) : Number(text)
}

function anyCount(text = ''): number {
  return text === '몇' ? FEW : (englishNumbers[text] ?? koreanCount(text))
}

function englishCount(text = ''): number {
  return englishNumbers[text] ?? Number(text)
}

function koreanCount(text = ''): number {
  return /^\d/.test(text) ? Number(text) : (nativeNumbers[text] ?? sinoNumber(text))
}

/** June and October lose a consonant: 유월, 시월. */
function koreanMonth(text = ''): number {
  return { 유: 6, 시: 10 }[text] ?? koreanCount(text)
}

function rule(source: string, read: Reader): Rule {
  return { pattern: new RegExp(source, 'y'), read }
}

/** A pattern for any of the words, longest first, so that none hides a longer one. */
function oneOf(...tables: Record<string, unknown>[]): string {
  const words = tables.flatMap((table) => Object.keys(table))
  return words.sort((a, b) => b.length - a.length).join('|')
}
