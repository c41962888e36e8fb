import type { Language } from '../language.ts'
import { lunarDayIn } from '../lunarDay.ts'
import {
  addDays,
  addMonths,
  type Day,
  daysBetween,
  instantAt,
  isRealDay,
  type WallClock,
  wallClockAt,
  weekdayOf,
} from '../wallClock.ts'
import type { PartOfDay } from './arrivalWords.ts'
import { type NumberOrder, readArrival, type Said } from './readArrival.ts'

export type ArrivalChoice = 'now' | 'hour' | 'morning' | 'three-days' | 'week' | 'slow'
export type ArrivalProblem = 'not-understood' | 'past' | 'too-far'

export const arrivalChoices: readonly ArrivalChoice[] = ['now', 'hour', 'morning', 'three-days', 'week', 'slow']
/** When a day begins for mail, on the clock of the one who chose. */
export const MORNING_HOUR = 8
/** *Slow post* arrives at some moment within this many hours, each as likely as any other. */
export const SLOW_POST_HOURS = 24
/** How far ahead a letter may be dated. */
export const MAX_YEARS_AHEAD = 5
/** A longer text (UTF-16 units) is no date; it is not looked at. */
export const ARRIVAL_TEXT_MAX_CHARACTERS = 100

const HOUR_MS = 3_600_000

/**
 * When a letter should arrive. Morning and whole days go by the clock of `zone`, through changes of summer time.
 * @throws RangeError for an unknown zone
 */
export function arrivalFor(
  choice: ArrivalChoice,
  { now, zone, random }: { now: Date; zone: string; random: () => number },
): Date {
  if (choice === 'now') return new Date(now)
  if (choice === 'hour') return later(now, HOUR_MS)
  if (choice === 'slow') return later(now, random() * SLOW_POST_HOURS * HOUR_MS)
  const today = wallClockAt(now, zone)
  if (choice === 'morning') return instantAt({ ...addDays(today, 1), hour: MORNING_HOUR, minute: 0 }, zone)
  return sameTimeOn(addDays(today, choice === 'week' ? 7 : 3), now, zone)
}

/**
 * The moment that somebody wrote, in Korean or English, as people write it: "2026-12-24", "12/24", "Dec 24 6pm",
 * "next Friday", "in 2 hours", "내일 아침 8시", "다음 주 금요일", "두 시간 후", "christmas", "추석", "월말".
 *
 * - A day without a time is 08:00; today without a time is 08:00 too, or in one hour if that has passed.
 * - A length of time ("in three days") keeps the time of day.
 * - A month and day, or a weekday, without more is the next there is. "Next Friday" and "다음 주 금요일" are in the
 *   week after this one; weeks begin on Monday.
 * - "A few" and "며칠" are three. Days that go by the moon fall as in Korea.
 * - An hour of 1 to 6 that does not say which half of the day is in the afternoon; one of 7 to 11 in the morning, unless
 *   that has passed today.
 * - "3/4" is month first, except in English in zones that write the day first.
 * - What is understood only in part is not understood: no guess from half a sentence.
 *
 * Never throws for any text; takes time in proportion to its length.
 * @throws RangeError for an unknown zone
 */
export function parseArrival(
  text: string,
  { now, zone, language }: { now: Date; zone: string; language: Language },
): { at: Date } | { problem: ArrivalProblem } {
  if (text.length > ARRIVAL_TEXT_MAX_CHARACTERS) return { problem: 'not-understood' }
  const said = readArrival(plain(text), numberOrder(zone, language))
  if (!said) return { problem: 'not-understood' }
  if (said.past) return { problem: 'past' }
  if (said.now) return Object.keys(said).length === 1 ? { at: new Date(now) } : { problem: 'not-understood' }
  const today = wallClockAt(now, zone)
  if (reachesTooFar(said, today)) return { problem: 'too-far' }
  const at = momentOf(said, now, zone)
  if (!at) return { problem: 'not-understood' }
  if (at <= now) return { problem: 'past' }
  const last = sameTimeOn(addMonths(today, MAX_YEARS_AHEAD * 12), now, zone)
  return at > last ? { problem: 'too-far' } : { at }
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[’`]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
}

const dayFirstZones = /^(Europe|Africa|Australia|Atlantic)\/|^Pacific\/Auckland$|^Asia\/(Kolkata|Calcutta|Singapore)$/

function numberOrder(zone: string, language: Language): NumberOrder {
  return { dayFirst: language === 'en' && dayFirstZones.test(zone), yearFirst: language === 'ko' }
}

/** Says so before any calendar is asked about a day millennia away. */
function reachesTooFar({ span, year = 0 }: Said, today: Day): boolean {
  if (year > today.year + MAX_YEARS_AHEAD) return true
  const days = span ? span.months * 28 + span.days + span.minutes / 1440 : 0
  return days > MAX_YEARS_AHEAD * 366
}

function momentOf(said: Said, now: Date, zone: string): Date | undefined {
  const today = wallClockAt(now, zone)
  const timed = said.hour !== undefined || said.part !== undefined || said.midnight === true || said.sameTime === true
  if (said.sameTime && (said.hour !== undefined || said.part || said.midnight)) return undefined
  if (said.midnight && (said.hour !== undefined || (said.part && said.part.reading !== 'night'))) return undefined
  if (said.span && !timed && said.weekday === undefined) return spanFrom(said, now, zone)
  const moments = (daysMeant(said, today, timed) ?? []).filter(isRealDay).map((day) => momentOn(day, said, now, zone))
  const meant = moments.find((moment) => moment !== undefined && moment.at > now) ?? moments[0]
  const contradicted = said.weekday !== undefined && meant !== undefined && weekdayOf(meant.day) !== said.weekday
  return contradicted ? undefined : meant?.at
}

/** Exactly so long from now; undefined if anything else was said beside it. */
function spanFrom({ span, ...rest }: Said, now: Date, zone: string): Date | undefined {
  if (!span || Object.keys(rest).length > 0) return undefined
  const day = addDays(addMonths(wallClockAt(now, zone), span.months), span.days)
  const start = span.months || span.days ? sameTimeOn(day, now, zone) : now
  return later(start, span.minutes * 60_000)
}

/** The days that may be meant, the first preferred while it is not past; undefined for a contradiction. */
function daysMeant(said: Said, today: Day, timed: boolean): Day[] | undefined {
  const { span, yearsAhead, monthsAhead, weeksAhead, month, day, daysAhead } = said
  if (contradicts(said)) return undefined
  if (namedByWeekday(said)) return daysOfWeekday(said, today)
  if (span) return [addDays(addMonths(today, span.months), span.days)]
  if (month !== undefined || said.lunar) return datesNamed(said, today)
  if (monthsAhead !== undefined || day !== undefined) return daysOfMonth(said, today)
  if (weeksAhead) return [addDays(today, weeksAhead * 7)]
  if (yearsAhead) return [addMonths(today, yearsAhead * 12)]
  if (daysAhead !== undefined) return [addDays(today, daysAhead)]
  const onlyTime = timed && weeksAhead === undefined && yearsAhead === undefined
  return onlyTime ? [today, addDays(today, 1)] : undefined
}

/** Whether two ways to name a day were mixed, or one has a piece that says nothing about it. */
function contradicts(said: Said): boolean {
  const { span, year, yearsAhead, monthsAhead, weeksAhead, month, day, weekday, daysAhead, lunar } = said
  const ways = [span, month ?? day ?? monthsAhead, lunar, weeksAhead, daysAhead].filter(
    (way) => way !== undefined,
  ).length
  const yearOnly = ways === 0 && weekday === undefined
  return (
    ways > 1 ||
    (span !== undefined && span.minutes > 0) ||
    (year !== undefined && ((month === undefined && !lunar) || yearsAhead !== undefined)) ||
    (yearsAhead !== undefined && month === undefined && !lunar && daysAhead !== 0 && !yearOnly) ||
    (said.monthEnd === true && day !== undefined) ||
    (monthsAhead !== undefined && month !== undefined)
  )
}

function namedByWeekday({ month, day, monthEnd, lunar, daysAhead, weekday }: Said): boolean {
  return weekday !== undefined && [month, day, monthEnd, lunar, daysAhead].every((one) => one === undefined)
}

function datesNamed({ year, yearsAhead, month = 0, day = 0, monthEnd, lunar }: Said, today: Day): Day[] {
  const inYear = (each: number): Day =>
    (lunar && lunarDayIn(each, lunar)) ?? (monthEnd ? lastDayOf({ year: each, month }) : { year: each, month, day })
  if (year !== undefined) return [inYear(year)]
  if (yearsAhead !== undefined) return [inYear(today.year + yearsAhead)]
  const thisYear = inYear(today.year)
  const isToday = thisYear.month === today.month && thisYear.day === today.day
  const years = Array.from({ length: MAX_YEARS_AHEAD + 1 }, (_, ahead) => today.year + ahead)
  return years.slice(0, isToday ? 1 : undefined).map(inYear)
}

function lastDayOf({ year, month }: { year: number; month: number }): Day {
  return addDays(addMonths({ year, month, day: 1 }, 1), -1)
}

function daysOfMonth({ monthsAhead, day, monthEnd }: Said, today: Day): Day[] | undefined {
  const monthStart = { ...today, day: 1 }
  if (monthEnd) return [lastDayOf(addMonths(monthStart, monthsAhead ?? 0))]
  if (monthsAhead !== undefined) {
    if (day !== undefined) return [{ ...addMonths(monthStart, monthsAhead), day }]
    return monthsAhead > 0 ? [addMonths(today, monthsAhead)] : undefined
  }
  if (day === today.day) return [{ ...monthStart, day }]
  return [0, 1, 2].map((ahead) => ({ ...addMonths(monthStart, ahead), day: day ?? 1 }))
}

function daysOfWeekday({ span, monthsAhead, weeksAhead, weekday = 0 }: Said, today: Day): Day[] | undefined {
  if (monthsAhead !== undefined) return undefined
  const monday = addDays(today, -weekdayOf(today))
  if (weeksAhead !== undefined) return [addDays(monday, weeksAhead * 7 + weekday)]
  if (span) {
    const wholeWeeks = span.months === 0 && span.days % 7 === 0
    return wholeWeeks ? [addDays(monday, span.days + weekday)] : undefined
  }
  const ahead = (weekday - weekdayOf(today) + 7) % 7
  return [addDays(today, ahead), addDays(today, ahead + 7)]
}

/** The moment meant on `day`; undefined for an hour that no clock shows, as in "오전 15시". */
function momentOn(day: Day, said: Said, now: Date, zone: string): { day: Day; at: Date } | undefined {
  const at = timeMeant(day, said, now, zone)
  return at && { day, at }
}

function timeMeant(day: Day, said: Said, now: Date, zone: string): Date | undefined {
  if (said.sameTime) return sameTimeOn(day, now, zone)
  const today = wallClockAt(now, zone)
  const isToday = daysBetween(today, day) === 0
  if (said.midnight) {
    const ends = said.eve === true || (said.month === undefined && !said.lunar)
    return instantAt({ ...addDays(day, ends ? 1 : 0), hour: 0, minute: 0 }, zone)
  }
  if (said.hour !== undefined) {
    const hours = hoursMeant(said.hour, said.hour24 === true, said.part)
    const moments = hours.map((hour) => instantAt(onDay(day, hour, said.minute ?? 0), zone))
    return (isToday ? moments.find((moment) => moment > now) : undefined) ?? moments[0]
  }
  const usual = instantAt({ ...day, hour: said.part?.hour ?? MORNING_HOUR, minute: 0 }, zone)
  const notOver = isToday && today.hour < (said.part?.until ?? 24)
  return usual <= now && notOver ? later(now, HOUR_MS) : usual
}

/** The hours that may be meant, most likely first; 24 and more are of the next day; none for nonsense. */
function hoursMeant(hour: number, hour24: boolean, part: PartOfDay | undefined): number[] {
  if (!part) {
    if (hour24 || hour === 12) return [hour]
    return hour < 7 ? [hour + 12] : [hour, hour + 12]
  }
  const isNoon = hour24 && hour === 12
  const read = isNoon && part.reading !== 'noon' && part.reading !== 'pm' ? undefined : readings[part.reading](hour)
  return read === undefined ? [] : [read]
}

/** The hour of the day that a number names in a part of the day: "밤 12시" is the end of the day, "밤 1시" after it. */
const readings: Record<PartOfDay['reading'], (hour: number) => number | undefined> = {
  dawn: (hour) => (hour <= 12 ? hour % 12 : undefined),
  am: (hour) => (hour <= 12 ? hour % 12 : undefined),
  noon: (hour) => (hour >= 10 ? hour : hour + 12),
  pm: (hour) => (hour > 12 ? hour : (hour % 12) + 12),
  night: (hour) => (hour > 12 ? hour : hour + (hour < 5 ? 24 : 12)),
}

function onDay(day: Day, hour: number, minute: number): WallClock {
  return { ...addDays(day, Math.floor(hour / 24)), hour: hour % 24, minute }
}

/** The same time of day on another day, to the millisecond. */
function sameTimeOn(day: Day, now: Date, zone: string): Date {
  const { hour, minute } = wallClockAt(now, zone)
  return later(instantAt({ ...day, hour, minute }, zone), now.getTime() % 60_000)
}

function later(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds)
}
