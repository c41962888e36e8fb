/** A day of the Gregorian calendar; `month` counts from 1. */
export type Day = { year: number; month: number; day: number }

/** What a clock on the wall shows, to the minute. */
export type WallClock = Day & { hour: number; minute: number }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const FORMATTERS_KEPT_MAX = 1000
const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * What the clocks of `zone` show at `instant`.
 * @throws RangeError for an unknown zone
 */
export function wallClockAt(instant: Date, zone: string): WallClock & { second: number } {
  const shown: Record<string, number> = {}
  for (const part of formatterOf(zone).formatToParts(instant)) shown[part.type] = Number(part.value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown
  return { year, month, day, hour, minute, second }
}

/**
 * The instant at which the clocks of `zone` show `wall`. Where they show it twice (summer time ends) it is the
 * first; where they skip it (summer time begins) it is as long after the skip as `wall` is.
 */
export function instantAt(wall: WallClock, zone: string): Date {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)
  const before = offsetAt(asUtc - DAY_MS, zone)
  const after = offsetAt(asUtc + DAY_MS, zone)
  const first = Math.min(asUtc - before, asUtc - after)
  const second = Math.max(asUtc - before, asUtc - after)
  const shown = [first, second].find((instant) => instant + offsetAt(instant, zone) === asUtc)
  return new Date(shown ?? asUtc - before)
}

/** The day `count` days later; earlier for a negative count. */
export function addDays({ year, month, day }: Day, count: number): Day {
  return dayOfUtc(Date.UTC(year, month - 1, day + count))
}

/** The same day `count` months later, or the last of that month if it has no such day. */
export function addMonths({ year, month, day }: Day, count: number): Day {
  const first = dayOfUtc(Date.UTC(year, month - 1 + count, 1))
  return { ...first, day: Math.min(day, daysInMonth(first)) }
}

/** 0 for Monday … 6 for Sunday. */
export function weekdayOf({ year, month, day }: Day): number {
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7
}

/** Whole days from `from` to `to`; negative if `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day)) / DAY_MS
}

/** False for 30 February and the like. */
export function isRealDay(day: Day): boolean {
  return day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= daysInMonth(day)
}

function daysInMonth({ year, month }: Pick<Day, 'year' | 'month'>): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function dayOfUtc(milliseconds: number): Day {
  const date = new Date(milliseconds)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

function offsetAt(milliseconds: number, zone: string): number {
  const wall = wallClockAt(new Date(milliseconds), zone)
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)
  return asUtc - Math.floor(milliseconds / 1000) * 1000
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (formatters.size >= FORMATTERS_KEPT_MAX) formatters.clear()
  formatters.set(zone, made)
  return made
}
