import type { LunarDay } from '../lunarDay.ts'

/** A length of time: calendar months and days keep the time of day, minutes do not. */
export type Span = { months: number; days: number; minutes: number }

/**
 * A part of the day: which hours it names when a clock time follows (`reading`), the hour meant when none does, and
 * the hour at which it is over.
 */
export type PartOfDay = { reading: 'am' | 'dawn' | 'noon' | 'pm' | 'night'; hour: number; until: number }

const dawn: PartOfDay = { reading: 'dawn', hour: 5, until: 7 }
const morning: PartOfDay = { reading: 'am', hour: 8, until: 11 }
const forenoon: PartOfDay = { reading: 'am', hour: 9, until: 12 }
const midday: PartOfDay = { reading: 'noon', hour: 12, until: 14 }
const afternoon: PartOfDay = { reading: 'pm', hour: 15, until: 18 }
const evening: PartOfDay = { reading: 'pm', hour: 19, until: 22 }
const night: PartOfDay = { reading: 'night', hour: 21, until: 24 }

export const partsOfDay: Record<string, PartOfDay> = {
  'early morning': dawn,
  morning,
  lunchtime: midday,
  afternoon,
  evening,
  night,
  새벽: dawn,
  아침: morning,
  오전: forenoon,
  점심: midday,
  한낮: midday,
  대낮: midday,
  낮: midday,
  오후: afternoon,
  저녁: evening,
  밤: night,
}

/** Days counted from today; a negative one is understood in order to say that it is past. */
export const daysFromToday: Record<string, number> = {
  today: 0,
  tomorrow: 1,
  tmrw: 1,
  tmr: 1,
  'the day after tomorrow': 2,
  'day after tomorrow': 2,
  'day after tmrw': 2,
  yesterday: -1,
  'the day before yesterday': -2,
  오늘: 0,
  내일: 1,
  낼: 1,
  명일: 1,
  모레: 2,
  내일모레: 2,
  '내일 모레': 2,
  낼모레: 2,
  글피: 3,
  그글피: 4,
  어제: -1,
  엊그제: -2,
  그저께: -2,
  그제: -2,
}

const seollal: LunarDay = { month: 1, day: 1 }
const chuseok: LunarDay = { month: 8, day: 15 }

/** Days that go by the moon. */
export const lunarDays: Record<string, LunarDay> = {
  'korean new year': seollal,
  'lunar new year': seollal,
  seollal,
  chuseok,
  '음력 설': seollal,
  음력설: seollal,
  설날: seollal,
  구정: seollal,
  설: seollal,
  추석: chuseok,
  한가위: chuseok,
}

/** Month and day of days with a name. */
export const namedDays: Record<string, readonly [number, number]> = {
  "new year's eve": [12, 31],
  'new years eve': [12, 31],
  'end of the year': [12, 31],
  'end of year': [12, 31],
  "new year's day": [1, 1],
  'new years day': [1, 1],
  "new year's": [1, 1],
  'new years': [1, 1],
  'new year': [1, 1],
  "valentine's day": [2, 14],
  'valentines day': [2, 14],
  "valentine's": [2, 14],
  halloween: [10, 31],
  'christmas eve': [12, 24],
  'xmas eve': [12, 24],
  'christmas day': [12, 25],
  christmas: [12, 25],
  xmas: [12, 25],
  'boxing day': [12, 26],
  '새해 첫날': [1, 1],
  새해: [1, 1],
  신정: [1, 1],
  밸런타인데이: [2, 14],
  발렌타인데이: [2, 14],
  삼일절: [3, 1],
  화이트데이: [3, 14],
  어린이날: [5, 5],
  어버이날: [5, 8],
  '스승의 날': [5, 15],
  스승의날: [5, 15],
  현충일: [6, 6],
  광복절: [8, 15],
  개천절: [10, 3],
  한글날: [10, 9],
  할로윈: [10, 31],
  핼러윈: [10, 31],
  '크리스마스 이브': [12, 24],
  크리스마스이브: [12, 24],
  크리스마스: [12, 25],
  성탄절: [12, 25],
  연말: [12, 31],
}

/** Their midnight is the one at which they end. */
export const eves: ReadonlySet<string> = new Set([
  "new year's eve",
  'new years eve',
  'christmas eve',
  'xmas eve',
  '크리스마스 이브',
  '크리스마스이브',
])

const englishMonths = [
  'january|jan',
  'february|feb',
  'march|mar',
  'april|apr',
  'may',
  'june|jun',
  'july|jul',
  'august|aug',
  'september|sept|sep',
  'october|oct',
  'november|nov',
  'december|dec',
]
export const months = numbered(englishMonths, 1)

const englishWeekdays = [
  'monday|mon',
  'tuesday|tues|tue',
  'wednesday|weds|wed',
  'thursday|thurs|thur|thu',
  'friday|fri',
  'saturday|sat',
  'sunday|sun',
]
/** 0 for Monday. */
export const weekdays = numbered(englishWeekdays, 0)
export const koreanWeekdays = '월화수목금토일'

/** What "a few" and 몇 are taken for; the preview says which day that is. */
export const FEW = 3

export const englishNumbers: Record<string, number> = {
  a: 1,
  an: 1,
  ...numbered('one two three four five six seven eight nine ten eleven twelve'.split(' '), 1),
  'a couple of': 2,
  'a couple': 2,
  'couple of': 2,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
  'a few': FEW,
  'a hundred': 100,
}

/** The counting words that stand before 시, 시간, 달, 주, 해. */
const nativeOnes: Record<string, number> = {
  한: 1,
  두: 2,
  세: 3,
  석: 3,
  네: 4,
  넉: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
}
export const nativeNumbers: Record<string, number> = { ...nativeOnes, 열: 10, 스무: 20 }
for (const [word, value] of Object.entries(nativeOnes)) {
  nativeNumbers[`열${word}`] = 10 + value
  nativeNumbers[`스물${word}`] = 20 + value
}

/** The value of 이십사 and the like, below 10,000. */
export function sinoNumber(text: string): number {
  let total = 0
  let digit = 0
  for (const letter of text) {
    const scale = { 십: 10, 백: 100, 천: 1000 }[letter]
    if (scale) total += (digit || 1) * scale
    digit = scale ? 0 : '영일이삼사오육칠팔구'.indexOf(letter)
  }
  return total + digit
}

const minute: Span = { months: 0, days: 0, minutes: 1 }
const hour: Span = { months: 0, days: 0, minutes: 60 }
const day: Span = { months: 0, days: 1, minutes: 0 }
const week: Span = { months: 0, days: 7, minutes: 0 }
const month: Span = { months: 1, days: 0, minutes: 0 }
const year: Span = { months: 12, days: 0, minutes: 0 }

export const englishUnits: Record<string, Span> = {
  ...each(['minutes', 'minute', 'mins', 'min'], minute),
  ...each(['hours', 'hour', 'hrs', 'hr', 'h'], hour),
  ...each(['days', 'day'], day),
  ...each(['weeks', 'week', 'wks', 'wk'], week),
  ...each(['months', 'month'], month),
  ...each(['years', 'year', 'yrs', 'yr'], year),
}
export const koreanUnits: Record<string, Span> = {
  분: minute,
  시간: hour,
  일: day,
  ...each(['주일', '주'], week),
  ...each(['개월', '달'], month),
  ...each(['년', '해'], year),
}

/** Lengths of time that are one word, or whose half is meant. */
export const englishSpans: Record<string, Span> = {
  ...each(['half an hour', 'half hour'], { ...hour, minutes: 30 }),
  ...each(['a fortnight', 'fortnight'], { ...day, days: 14 }),
  ...each(['half a year', 'half year'], { ...month, months: 6 }),
}
const koreanDayCounts = numbered('하루 이틀 사흘 나흘 닷새 엿새 이레 여드레 아흐레 열흘'.split(' '), 1)
export const koreanSpans: Record<string, Span> = {
  ...Object.fromEntries(Object.entries(koreanDayCounts).map(([word, days]) => [word, { ...day, days }])),
  며칠: { ...day, days: FEW },
  보름: { ...day, days: 15 },
  반년: { ...month, months: 6 },
  ...each(['반시간', '반 시간'], { ...hour, minutes: 30 }),
}

function each(words: readonly string[], span: Span): Record<string, Span> {
  return Object.fromEntries(words.map((word) => [word, span]))
}

/** Each word, or each of the words parted by `|`, with its number. */
function numbered(words: readonly string[], first: number): Record<string, number> {
  return Object.fromEntries(words.flatMap((word, index) => word.split('|').map((one) => [one, first + index])))
}
