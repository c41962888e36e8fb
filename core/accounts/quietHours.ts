import { addDays, instantAt, type WallClock, wallClockAt } from '../wallClock.ts'

/** Minutes after local midnight; both or neither. Quiet hours may pass midnight. */
export type QuietHours = { zone: string; quietFrom: number | null; quietUntil: number | null }

/** When quiet hours that are on now end; undefined outside them. */
export function quietUntil({ quietFrom, quietUntil: until, zone }: QuietHours, now: Date): Date | undefined {
  if (quietFrom === null || until === null || quietFrom === until) return undefined
  const wall = wallClockAt(now, zone)
  const minute = wall.hour * 60 + wall.minute
  const quiet = quietFrom < until ? minute >= quietFrom && minute < until : minute >= quietFrom || minute < until
  return quiet ? nextAt(wall, until, zone) : undefined
}

/** When quiet hours begin next; undefined for somebody who has none. */
export function quietBegins({ quietFrom, quietUntil: until, zone }: QuietHours, now: Date): Date | undefined {
  if (quietFrom === null || until === null || quietFrom === until) return undefined
  return nextAt(wallClockAt(now, zone), quietFrom, zone)
}

/** The next midnight on the person's own clock. */
export function nextMidnight(now: Date, zone: string): Date {
  return nextAt(wallClockAt(now, zone), 0, zone)
}

/** The next time the clock on the wall shows this minute of the day. */
function nextAt(wall: WallClock, minuteOfDay: number, zone: string): Date {
  const day = minuteOfDay > wall.hour * 60 + wall.minute ? wall : addDays(wall, 1)
  return instantAt(
    { year: day.year, month: day.month, day: day.day, hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 },
    zone,
  )
}
