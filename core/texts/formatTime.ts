import type { Language } from '../language.ts'

const LOCALES: Record<Language, string> = { ko: 'ko-KR', en: 'en-US' }
const made = new Map<string, Intl.DateTimeFormat>()

/** What the clock on the wall says in a zone: "6:30 PM", "오후 6:30". */
export function formatTime(at: Date, { zone, language }: { zone: string; language: Language }): string {
  const key = `${language} ${zone}`
  const format =
    made.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], { hour: 'numeric', minute: '2-digit', timeZone: zone })
  made.set(key, format)
  return format.format(at).replaceAll('\u202f', ' ')
}

/** A minute of the day on the wall: 0 is midnight. */
export function formatMinute(minuteOfDay: number, language: Language): string {
  return formatTime(new Date(Date.UTC(2000, 0, 1, 0, minuteOfDay)), { zone: 'UTC', language })
}
