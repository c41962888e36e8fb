import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Language } from '../../../core/language.ts'
import {
  ARRIVAL_TEXT_MAX_CHARACTERS,
  type ArrivalChoice,
  arrivalChoices,
  arrivalFor,
  MAX_YEARS_AHEAD,
  MORNING_HOUR,
  parseArrival,
  SLOW_POST_HOURS,
} from '../../../core/letters/arrival.ts'
import { formatMoment } from '../../../core/texts/format.ts'
import { wallClockAt } from '../../../core/wallClock.ts'
import { anyUnits } from './anyUnits.ts'
import { englishExamples, koreanExamples, refusedExamples } from './arrivalExamples.ts'
import { cpuTimeOf } from './cpuTime.ts'

const noonInSeoul = { now: new Date('2026-11-23T03:00:00Z'), zone: 'Asia/Seoul' }
const languages: readonly Language[] = ['ko', 'en']

/** The instant of "2026-12-24 18:30" on the clock of Seoul, which knows no summer time. */
function inSeoul(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}:00+09:00`)
}

describe('a date as people write it', () => {
  test.each([...koreanExamples, ...englishExamples])('%s', (text, meant) => {
    for (const language of languages) {
      expect(parseArrival(text, { ...noonInSeoul, language })).toEqual({ at: inSeoul(meant) })
    }
  })

  test.each(refusedExamples)('%s: %s', (text, problem) => {
    for (const language of languages) {
      expect(parseArrival(text, { ...noonInSeoul, language })).toEqual({ problem })
    }
  })

  test('the day comes first where people write it so', () => {
    const now = new Date('2026-11-23T12:00:00Z')
    const at = (zone: string, language: Language) => parseArrival('3/4', { now, zone, language })
    expect(at('Europe/London', 'en')).toEqual({ at: new Date('2027-04-03T07:00:00Z') })
    expect(at('Europe/London', 'ko')).toEqual({ at: new Date('2027-03-04T08:00:00Z') })
    expect(at('America/New_York', 'en')).toEqual({ at: new Date('2027-03-04T13:00:00Z') })
  })

  test('today is the day of the zone, not of Greenwich', () => {
    const now = new Date('2026-11-23T20:00:00Z')
    expect(parseArrival('내일', { now, zone: 'Asia/Seoul', language: 'ko' })).toEqual({
      at: inSeoul('2026-11-25 08:00'),
    })
    expect(parseArrival('tomorrow', { now, zone: 'America/Los_Angeles', language: 'en' })).toEqual({
      at: new Date('2026-11-24T16:00:00Z'),
    })
  })

  test('what it says back is understood as the same moment', () => {
    const minute = fc.integer({ min: 1, max: 5 * 365 * 1440 - 1440 })
    const zone = fc.constantFrom('Asia/Seoul', 'UTC', 'America/New_York', 'Europe/London', 'Asia/Kolkata')
    fc.assert(
      fc.property(minute, zone, fc.constantFrom(...languages), (minutes, zone, language) => {
        const now = new Date('2026-11-23T03:00:00Z')
        const at = new Date(now.getTime() + minutes * 60_000)
        const parsed = parseArrival(formatMoment(at, { now, zone, language }), { now, zone, language })
        if (!('at' in parsed)) throw new Error(`${parsed.problem}: ${formatMoment(at, { now, zone, language })}`)
        // Where summer time ends a clock shows the same hour twice; the first is taken.
        expect(wallClockAt(parsed.at, zone)).toEqual(wallClockAt(at, zone))
        expect(at.getTime() - parsed.at.getTime()).toBeOneOf([0, 3_600_000])
      }),
      { numRuns: 300 },
    )
  })

  test('any text gets an answer, and no answer is past or too far', () => {
    const words = fc.constantFrom(
      ...[...koreanExamples, ...englishExamples, ...refusedExamples].flatMap(([text]) => text.split(' ')),
    )
    const text = fc.oneof(
      anyUnits(),
      fc.string({ unit: 'grapheme' }),
      fc.array(words, { maxLength: 8 }).map((some) => some.join(' ')),
      fc.array(words, { maxLength: 8 }).map((some) => some.join('')),
    )
    const { now } = noonInSeoul
    fc.assert(
      fc.property(text, fc.constantFrom(...languages), (text, language) => {
        const parsed = parseArrival(text, { ...noonInSeoul, language })
        if ('problem' in parsed) expect(parsed.problem).toBeOneOf(['not-understood', 'past', 'too-far'])
        else {
          expect(parsed.at.getTime()).toBeGreaterThanOrEqual(now.getTime())
          expect(parsed.at.getTime()).toBeLessThanOrEqual(inSeoul(`${2026 + MAX_YEARS_AHEAD}-11-23 12:00`).getTime())
        }
      }),
      { numRuns: 500 },
    )
  })

  test('the longest and the most repetitive texts take no time', () => {
    const pieces = ['1', '일', ' ', '1 시간', 'a ', 'half ', '열', '1:', 'in 1 day and ', '다음 주 ', 'ﷺ', '.']
    const spent = cpuTimeOf(() => {
      for (const piece of pieces) {
        const long = piece.repeat(100_000)
        for (const text of [long, long.slice(0, ARRIVAL_TEXT_MAX_CHARACTERS)]) {
          expect(parseArrival(text, { ...noonInSeoul, language: 'ko' })).toHaveProperty('problem')
        }
      }
    })
    expect(spent).toBeLessThan(1000)
  })
})

describe('a choice from the menu', () => {
  const half = () => 0.5
  const at = (choice: ArrivalChoice, now: string, zone: string) =>
    arrivalFor(choice, { now: new Date(now), zone, random: half })

  test.each([
    ['now', '2026-11-23T03:00:07.000Z'],
    ['hour', '2026-11-23T04:00:07.000Z'],
    ['morning', '2026-11-23T23:00:00.000Z'],
    ['three-days', '2026-11-26T03:00:07.000Z'],
    ['week', '2026-11-30T03:00:07.000Z'],
    ['slow', '2026-11-23T15:00:07.000Z'],
  ] as const)('%s', (choice, meant) => {
    expect(at(choice, '2026-11-23T03:00:07.000Z', 'Asia/Seoul').toISOString()).toBe(meant)
  })

  test('mornings and days go by the clock when summer time begins and ends', () => {
    expect(at('morning', '2027-03-13T17:00:00Z', 'America/New_York').toISOString()).toBe('2027-03-14T12:00:00.000Z')
    expect(at('morning', '2026-10-31T16:00:00Z', 'America/New_York').toISOString()).toBe('2026-11-01T13:00:00.000Z')
    expect(at('week', '2027-03-10T17:00:00Z', 'America/New_York').toISOString()).toBe('2027-03-17T16:00:00.000Z')
  })

  test('a time that the clock skips is as long after the skip', () => {
    const now = new Date('2027-03-11T07:30:00Z')
    expect(arrivalFor('three-days', { now, zone: 'America/New_York', random: half }).toISOString()).toBe(
      '2027-03-14T07:30:00.000Z',
    )
  })

  test('after midnight, tomorrow morning is still tomorrow', () => {
    expect(wallClockAt(at('morning', '2026-11-23T15:30:00Z', 'Asia/Seoul'), 'Asia/Seoul').hour).toBe(MORNING_HOUR)
    expect(at('morning', '2026-11-23T15:30:00Z', 'Asia/Seoul').toISOString()).toBe('2026-11-24T23:00:00.000Z')
  })

  test('slow post falls evenly within a day', () => {
    const now = noonInSeoul.now
    const hours = Array.from({ length: 24 }, (_, hour) => {
      const moment = arrivalFor('slow', { ...noonInSeoul, random: () => hour / 24 })
      return (moment.getTime() - now.getTime()) / 3_600_000
    })
    expect(hours).toEqual(Array.from({ length: SLOW_POST_HOURS }, (_, hour) => hour))
  })

  test('no choice is ever in the past', () => {
    const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    const random = fc.double({ min: 0, max: 0.999999, noNaN: true })
    fc.assert(
      fc.property(instant, fc.constantFrom(...arrivalChoices), random, (now, choice, chance) => {
        const moment = arrivalFor(choice, { now, zone: 'America/St_Johns', random: () => chance })
        const days = (moment.getTime() - now.getTime()) / 86_400_000
        expect(days).toBeGreaterThanOrEqual(0)
        expect(days).toBeLessThan(7.1)
      }),
    )
  })
})
