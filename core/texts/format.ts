import type { Language } from '../language.ts'
import { daysBetween, wallClockAt } from '../wallClock.ts'

const MINUTE_MS = 60_000
const YEAR_MS = 525_600 * MINUTE_MS
const FORMATTERS_KEPT_MAX = 2000
const locales: Record<Language, string> = { ko: 'ko-KR', en: 'en-US' }
const nearDays: Record<Language, Record<number, string>> = {
  ko: { [-1]: '어제', 0: '오늘', 1: '내일' },
  en: { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' },
}
const dateFormatters = new Map<string, Intl.DateTimeFormat>()
const unitFormatters = new Map<string, Intl.NumberFormat>()
const numberFormatters = new Map<Language, Intl.NumberFormat>()
const agoFormatters = new Map<Language, Intl.RelativeTimeFormat>()

/**
 * A moment as the reader would say it, on the clock of their zone: "today at 6:30 PM", "Thu, Dec 24 at 6:30 PM";
 * "오늘 오후 6:30", "12월 24일(목) 오후 6:30". The year is named when it is not the current one. Fit for the middle
 * of a sentence.
 * @throws RangeError for an unknown zone
 */
export function formatMoment(at: Date, options: { now: Date; zone: string; language: Language }): string {
  const { now, zone, language } = options
  const day = wallClockAt(at, zone)
  const today = wallClockAt(now, zone)
  const near = nearDays[language][daysBetween(today, day)]
  const date = near ?? formatDate(at, zone, language, day.year !== today.year)
  return language === 'ko' ? `${date} ${koreanTime(day)}` : `${date} at ${englishTime(day)}`
}

/** A moment for what is kept, without _today_ and with its year: "Thu, Dec 24, 2026 at 6:30 PM"; "2026년 12월 24일(목) 오후 6:30". */
export function formatLastingMoment(at: Date, { zone, language }: { zone: string; language: Language }): string {
  const date = formatDate(at, zone, language, true)
  const clock = wallClockAt(at, zone)
  return language === 'ko' ? `${date} ${koreanTime(clock)}` : `${date} at ${englishTime(clock)}`
}

/** A day of a calendar, given as 2026-12-24: "Thu, Dec 24"; "12월 24일(목)". Without the year. */
export function formatDay(day: string, language: Language): string {
  return formatDate(new Date(`${day}T00:00:00Z`), 'UTC', language, false)
}

/** How long ago, in one unit, rounded down: "just now", "5 minutes ago"; "방금", "5분 전". A future moment: "in 5 minutes". */
export function formatAgo(at: Date, { now, language }: { now: Date; language: Language }): string {
  const difference = at.getTime() - now.getTime()
  if (Math.abs(difference) < MINUTE_MS) return language === 'ko' ? '방금' : 'just now'
  const { unit, count } = inLargestUnit(Math.abs(difference), Math.floor)
  return plain(agoFormatter(language).format(Math.sign(difference) * count, unit))
}

/** A number with the language's grouping: "12,345". */
export function formatNumber(value: number, language: Language): string {
  return plain(numberFormatter(language).format(value))
}

/**
 * A length of time in one unit, to the nearest: "5 minutes", "2 hours", "3 days"; "5분", "2시간", "3일". Below a minute:
 * "less than a minute", "1분 이내".
 */
export function formatDuration(milliseconds: number, language: Language): string {
  if (milliseconds < MINUTE_MS) return language === 'ko' ? '1분 이내' : 'less than a minute'
  const { unit, count } = inLargestUnit(milliseconds, Math.round)
  return plain(unitFormatter(unit, language).format(count))
}

type Unit = 'minute' | 'hour' | 'day' | 'month' | 'year'

/** Each unit with its length in minutes and the count from which the next larger unit is said instead. */
const smallerUnits: readonly { unit: Unit; minutes: number; below: number }[] = [
  { unit: 'minute', minutes: 1, below: 60 },
  { unit: 'hour', minutes: 60, below: 24 },
  { unit: 'day', minutes: 1440, below: 60 },
  { unit: 'month', minutes: 43_200, below: 12 },
]

function inLargestUnit(milliseconds: number, round: (value: number) => number): { unit: Unit; count: number } {
  for (const { unit, minutes, below } of smallerUnits) {
    const count = round(milliseconds / (minutes * MINUTE_MS))
    if (count < below) return { unit, count }
  }
  return { unit: 'year', count: Math.max(1, round(milliseconds / YEAR_MS)) }
}

function formatDate(at: Date, zone: string, language: Language, withYear: boolean): string {
  const year = withYear ? ({ year: 'numeric' } as const) : {}
  const weekday = plain(dateFormatter(zone, language, { weekday: 'short' }).format(at))
  if (language === 'en') {
    return `${weekday}, ${plain(dateFormatter(zone, language, { ...year, month: 'short', day: 'numeric' }).format(at))}`
  }
  const date = dateFormatter(zone, language, { ...year, month: 'long', day: 'numeric' }).format(at)
  return `${plain(date)}(${weekday})`
}

/** What the clock on the wall says: "6:30 PM", "오후 6:30". */
export function clockTime(clock: { hour: number; minute: number }, language: Language): string {
  return language === 'ko' ? koreanTime(clock) : englishTime(clock)
}

/** By hand: the platform's locale data says "PM 6:30" in Korean in some versions and "오후 6:30" in others. */
function koreanTime(clock: { hour: number; minute: number }): string {
  return `${clock.hour < 12 ? '오전' : '오후'} ${twelveHours(clock)}`
}

function englishTime(clock: { hour: number; minute: number }): string {
  return `${twelveHours(clock)} ${clock.hour < 12 ? 'AM' : 'PM'}`
}

function twelveHours({ hour, minute }: { hour: number; minute: number }): string {
  return `${hour % 12 || 12}:${String(minute).padStart(2, '0')}`
}

/** Newer locale data puts U+202F and U+00A0 into times and units; not every font and no search knows them. */
function plain(text: string): string {
  return text.replace(/[\u00a0\u2009\u202f]/g, ' ')
}

function dateFormatter(zone: string, language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${Object.keys(options).join()}`
  return kept(
    dateFormatters,
    key,
    () => new Intl.DateTimeFormat(locales[language], { ...options, timeZone: zone, calendar: 'gregory' }),
  )
}

function agoFormatter(language: Language): Intl.RelativeTimeFormat {
  return kept(agoFormatters, language, () => new Intl.RelativeTimeFormat(locales[language], { numeric: 'always' }))
}

function numberFormatter(language: Language): Intl.NumberFormat {
  return kept(numberFormatters, language, () => new Intl.NumberFormat(locales[language]))
}

function unitFormatter(unit: Unit, language: Language): Intl.NumberFormat {
  return kept(
    unitFormatters,
    `${language} ${unit}`,
    () => new Intl.NumberFormat(locales[language], { style: 'unit', unit, unitDisplay: 'long' }),
  )
}

/** Making an Intl formatter costs a hundred times what using one costs. */
function kept<Key, Formatter>(cache: Map<Key, Formatter>, key: Key, make: () => Formatter): Formatter {
  const known = cache.get(key)
  if (known) return known
  const made = make()
  if (cache.size >= FORMATTERS_KEPT_MAX) cache.clear()
  cache.set(key, made)
  return made
}
