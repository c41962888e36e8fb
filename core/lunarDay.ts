import { addDays, type Day } from './wallClock.ts'

/** A day of Korea's lunar calendar. */
export type LunarDay = { month: number; day: number }

/** The first lunar month begins between 20 January and 20 February; a leap month puts off what follows by 30 days. */
const EARLIEST: Omit<Day, 'year'> = { month: 1, day: 20 }
const SEARCHED_DAYS = 64
const SHORT_MONTH_DAYS = 29

/**
 * The day of a calendar year on which a lunar day falls; undefined where there is none. By the `dangi` calendar of ICU, which
 * reckons for the meridian of Seoul (https://cldr.unicode.org/translation/date-time/date-time-names, calendars).
 */
export function lunarDayIn(year: number, { month, day }: LunarDay): Day | undefined {
  const first = addDays({ year, ...EARLIEST }, (month - 1) * SHORT_MONTH_DAYS + day - 1)
  for (let ahead = 0; ahead < SEARCHED_DAYS; ahead++) {
    const candidate = addDays(first, ahead)
    const parts = dangi.formatToParts(Date.UTC(candidate.year, candidate.month - 1, candidate.day))
    const said = (type: string) => parts.find((part) => part.type === type)?.value
    // A leap month is written with a letter behind its number.
    if (said('month') === String(month) && said('day') === String(day)) return candidate
  }
  return undefined
}

const dangi = new Intl.DateTimeFormat('en-u-ca-dangi', { timeZone: 'UTC', month: 'numeric', day: 'numeric' })
