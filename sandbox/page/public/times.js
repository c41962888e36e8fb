// @ts-check
import { textsIn } from './texts.js'

/** @typedef {import('./texts.js').Language} Language */

/** @param {number} at @param {Language} language */
export function clockTime(at, language) {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(at)
}

/** @param {number} at @param {number} now @param {Language} language */
export function dayName(at, now, language) {
  const t = textsIn(language)
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000)
  if (daysAgo === 0) return t.today
  if (daysAgo === 1) return t.yesterday
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(at)
}

/** @param {number} at @param {Language} language */
export function dayAndTime(at, language) {
  return new Intl.DateTimeFormat(language, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)
}

/** @param {number} at */
export function startOfDay(at) {
  return new Date(at).setHours(0, 0, 0, 0)
}

/** ms until nine in the morning of the next day, where this browser is. @param {number} now */
export function untilMorning(now) {
  const morning = new Date(now)
  morning.setDate(morning.getDate() + 1)
  morning.setHours(9, 0, 0, 0)
  return morning.getTime() - now
}
