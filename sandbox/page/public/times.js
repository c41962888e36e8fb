// @ts-check
/** Moments as a person's own clock and calendar show them. */
import { textsIn } from './texts.js'

/** @typedef {{ language: import('./texts.js').Language, timeZone: string }} Where  whose words, and where their clock stands */

const dayMs = 86_400_000
/** Making one takes longer than all else that is done for a message. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map()
const morningHour = 9

/** @param {number} at @param {Where} where */
export function clockTime(at, { language, timeZone }) {
  return formatIn(language, { timeZone, timeStyle: 'short' }).format(at)
}

/** @param {number} at @param {number} now @param {Where} where */
export function dayName(at, now, { language, timeZone }) {
  const t = textsIn(language)
  const daysAgo = Math.round((startOfDay(now, timeZone) - startOfDay(at, timeZone)) / dayMs)
  if (daysAgo === 0) return t.today
  if (daysAgo === 1) return t.yesterday
  return formatIn(language, { timeZone, dateStyle: 'long' }).format(at)
}

/** @param {number} at @param {Where} where */
export function dayAndTime(at, { language, timeZone }) {
  return formatIn(language, {
    timeZone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)
}

/** The city that gave a zone its name. @param {Where} where */
export function cityOf({ language, timeZone }) {
  const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
  return textsIn(language).cities[city] ?? city
}

/** The day there, in ms as if it were one of UTC: only good to compare. @param {number} at @param {string} timeZone */
export function startOfDay(at, timeZone) {
  const there = at + offsetAt(at, timeZone)
  return there - (there % dayMs)
}

/** ms until nine in the morning of the next day there. @param {number} now @param {string} timeZone */
export function untilMorning(now, timeZone) {
  const there = startOfDay(now, timeZone) + dayMs + morningHour * 3_600_000
  // Twice: the clocks may be changed in between.
  const roughly = there - offsetAt(now, timeZone)
  return there - offsetAt(roughly, timeZone) - now
}

/** How far the clocks there are ahead of UTC, in ms. @param {number} at @param {string} timeZone */
function offsetAt(at, timeZone) {
  const format = formatIn('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day, hour, minute, second } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - (at - (at % 1000))
}

/** @param {string} language @param {Intl.DateTimeFormatOptions} options */
function formatIn(language, options) {
  const key = language + JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, options)
  formats.set(key, format)
  return format
}
