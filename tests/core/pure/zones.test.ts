import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { languageFromLocale } from '../../../core/language.ts'
import { commonZones, findZones, isZone, suggestZone, ZONES_FOUND_MAX, zoneLabel } from '../../../core/zones.ts'
import { anyUnits } from './anyUnits.ts'

describe('the language of a client', () => {
  test.each([
    ['ko', 'ko'],
    ['ko-KR', 'ko'],
    ['KO_kr', 'ko'],
    ['en-US', 'en'],
    ['ja', 'en'],
    ['kok', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ] as const)('%s: %s', (locale, language) => {
    expect(languageFromLocale(locale)).toBe(language)
  })
})

describe('a zone to begin with', () => {
  test.each([
    ['ko', 'ko', 'Asia/Seoul'],
    ['ko', undefined, 'Asia/Seoul'],
    ['ko', 'en-US', 'Asia/Seoul'],
    ['ko', 'ko-US', 'America/New_York'],
    ['en', undefined, 'America/New_York'],
    ['en', 'en-US', 'America/New_York'],
    ['en', 'en-GB', 'Europe/London'],
    ['en', 'en_AU', 'Australia/Sydney'],
    ['en', 'ja', 'Asia/Tokyo'],
    ['en', 'zh-Hant-TW', 'Asia/Taipei'],
    ['en', 'xx-constructor', 'America/New_York'],
    ['en', '__proto__', 'America/New_York'],
  ] as const)('%s on a client in %s: %s', (language, locale, zone) => {
    expect(suggestZone(language, locale)).toBe(zone)
  })
})

describe('what is a zone', () => {
  test.each(['Asia/Seoul', 'UTC', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta', 'Asia/Kolkata', 'Etc/GMT-9'])(
    '%s is',
    (text) => {
      expect(isZone(text)).toBe(true)
    },
  )

  test.each([
    '',
    'Seoul',
    'PST',
    'EST',
    '+09:00',
    'asia/seoul',
    'Asia/Nowhere',
    'Asia/Seoul ',
    `Asia/${'a'.repeat(999)}`,
  ])('%s is not', (text) => {
    expect(isZone(text)).toBe(false)
  })

  test('all that the platform lists are', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => !isZone(zone))).toEqual([])
  })
})

describe('a zone by what a person types', () => {
  test.each([
    ['Seoul', 'Asia/Seoul'],
    ['서울', 'Asia/Seoul'],
    ['부산', 'Asia/Seoul'],
    ['한국 시간', 'Asia/Seoul'],
    ['KST', 'Asia/Seoul'],
    ['뉴욕', 'America/New_York'],
    ['new york', 'America/New_York'],
    ['NewYork', 'America/New_York'],
    ['미국 동부', 'America/New_York'],
    ['eastern time', 'America/New_York'],
    ['미국', 'America/New_York'],
    ['PST', 'America/Los_Angeles'],
    ['LA', 'America/Los_Angeles'],
    ['London', 'Europe/London'],
    ['영국', 'Europe/London'],
    ['UTC+9', 'Asia/Seoul'],
    ['gmt-5', 'America/New_York'],
    ['+5:30', 'Asia/Kolkata'],
    ['ist', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['UTC', 'UTC'],
    ['sao paulo', 'America/Sao_Paulo'],
    ['São', 'America/Sao_Paulo'],
    ['funafuti', 'Pacific/Funafuti'],
    ['UTC+14', 'Etc/GMT-14'],
  ])('%s: %s', (query, zone) => {
    expect(findZones(query, 'en')[0]?.zone).toBe(zone)
  })

  test('a country of several zones offers them all, in the language asked for', () => {
    expect(findZones('미국', 'ko').map((each) => each.label)).toEqual([
      '뉴욕',
      '시카고',
      '덴버',
      '로스앤젤레스',
      '피닉스',
      '앵커리지',
      '호놀룰루',
    ])
  })

  test.each(['', ' ', 'x', 'qqqq', 'utc+25', '12', '서울대학교'])('%j: nothing', (query) => {
    expect(findZones(query, 'ko')).toEqual([])
  })

  test('any text finds at most ten zones, all of them real and each once', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 4 }), anyUnits()), (query) => {
        const found = findZones(query, 'ko').map((each) => each.zone)
        expect(found.length).toBeLessThanOrEqual(ZONES_FOUND_MAX)
        expect(new Set(found).size).toBe(found.length)
        for (const zone of found) seen.add(zone)
      }),
      { numRuns: 200 },
    )
    expect([...seen].filter((zone) => !isZone(zone))).toEqual([])
  })
})

test('the menu has about twenty zones, no two of one name, and every label is found again', () => {
  for (const language of ['ko', 'en'] as const) {
    const menu = commonZones(language)
    expect(menu.length).toBeLessThanOrEqual(25)
    expect(menu.length).toBeGreaterThanOrEqual(18)
    expect(new Set(menu.map((each) => each.label)).size).toBe(menu.length)
    for (const { zone, label } of menu) expect(findZones(label, language)[0]?.zone).toBe(zone)
  }
})

test('zones without a name of ours are still readable', () => {
  expect(zoneLabel('Pacific/Funafuti', 'en')).toBe('Funafuti (Pacific)')
  expect(zoneLabel('America/Indiana/Tell_City', 'en')).toBe('Tell City, Indiana (America)')
  expect(zoneLabel('Etc/GMT-9', 'ko')).toBe('UTC+9')
  expect(zoneLabel('Asia/Calcutta', 'ko')).toBe('콜카타')
})
