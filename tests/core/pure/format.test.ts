import { describe, expect, test } from 'vitest'
import { formatAgo, formatDuration, formatMoment, formatNumber } from '../../../core/texts/format.ts'

const now = new Date('2026-11-23T03:00:00Z')
const zone = 'Asia/Seoul'

describe('a moment', () => {
  test.each([
    ['2026-11-23T09:30:00Z', 'today at 6:30 PM', '오늘 오후 6:30'],
    ['2026-11-22T15:00:00Z', 'today at 12:00 AM', '오늘 오전 12:00'],
    ['2026-11-23T03:05:00Z', 'today at 12:05 PM', '오늘 오후 12:05'],
    ['2026-11-23T23:00:00Z', 'tomorrow at 8:00 AM', '내일 오전 8:00'],
    ['2026-11-22T14:59:00Z', 'yesterday at 11:59 PM', '어제 오후 11:59'],
    ['2026-12-24T09:30:00Z', 'Thu, Dec 24 at 6:30 PM', '12월 24일(목) 오후 6:30'],
    ['2027-01-01T00:00:00Z', 'Fri, Jan 1, 2027 at 9:00 AM', '2027년 1월 1일(금) 오전 9:00'],
    ['2025-11-23T03:00:00Z', 'Sun, Nov 23, 2025 at 12:00 PM', '2025년 11월 23일(일) 오후 12:00'],
  ])('%s: %s, %s', (at, en, ko) => {
    expect(formatMoment(new Date(at), { now, zone, language: 'en' })).toBe(en)
    expect(formatMoment(new Date(at), { now, zone, language: 'ko' })).toBe(ko)
  })

  test('is on the clock of the reader', () => {
    const at = new Date('2026-11-24T02:00:00Z')
    expect(formatMoment(at, { now, zone: 'America/New_York', language: 'en' })).toBe('tomorrow at 9:00 PM')
    expect(formatMoment(at, { now, zone: 'Asia/Kolkata', language: 'en' })).toBe('tomorrow at 7:30 AM')
  })

  test('tomorrow is the next day also where summer time makes it 23 or 25 hours long', () => {
    const saturday = new Date('2026-11-01T03:30:00Z')
    const options = { now: saturday, zone: 'America/New_York', language: 'en' } as const
    expect(formatMoment(new Date('2026-11-02T04:30:00Z'), options)).toBe('tomorrow at 11:30 PM')
    expect(formatMoment(new Date('2026-11-02T05:30:00Z'), options)).toBe('Mon, Nov 2 at 12:30 AM')
  })
})

const minutes = 60_000
const hours = 60 * minutes
const days = 24 * hours

test.each([
  [30_000, 'just now', '방금'],
  [-30_000, 'just now', '방금'],
  [minutes, '1 minute ago', '1분 전'],
  [59.9 * minutes, '59 minutes ago', '59분 전'],
  [2 * hours, '2 hours ago', '2시간 전'],
  [3.9 * days, '3 days ago', '3일 전'],
  [59 * days, '59 days ago', '59일 전'],
  [61 * days, '2 months ago', '2개월 전'],
  [362 * days, '1 year ago', '1년 전'],
  [900 * days, '2 years ago', '2년 전'],
  [-5 * minutes, 'in 5 minutes', '5분 후'],
])('%d ms ago: %s, %s', (difference, en, ko) => {
  const at = new Date(now.getTime() - difference)
  expect(formatAgo(at, { now, language: 'en' })).toBe(en)
  expect(formatAgo(at, { now, language: 'ko' })).toBe(ko)
})

test.each([
  [0, 'less than a minute', '1분 이내'],
  [90_000, '2 minutes', '2분'],
  [59.6 * minutes, '1 hour', '1시간'],
  [2.4 * hours, '2 hours', '2시간'],
  [23.8 * hours, '1 day', '1일'],
  [7 * days, '7 days', '7일'],
  [90 * days, '3 months', '3개월'],
  [730 * days, '2 years', '2년'],
])('%d ms long: %s, %s', (length, en, ko) => {
  expect(formatDuration(length, 'en')).toBe(en)
  expect(formatDuration(length, 'ko')).toBe(ko)
})

test('numbers are grouped', () => {
  expect(formatNumber(1234567, 'en')).toBe('1,234,567')
  expect(formatNumber(1234567, 'ko')).toBe('1,234,567')
})
