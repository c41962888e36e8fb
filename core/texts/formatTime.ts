import type { Language } from '../language.ts'
import { wallClockAt } from '../wallClock.ts'
import { clockTime } from './format.ts'

/** What the clock on the wall says in a zone: "6:30 PM", "오후 6:30". */
export function formatTime(at: Date, { zone, language }: { zone: string; language: Language }): string {
  return clockTime(wallClockAt(at, zone), language)
}

/** A minute of the day on the wall: 0 is midnight. */
export function formatMinute(minuteOfDay: number, language: Language): string {
  return clockTime({ hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 }, language)
}
