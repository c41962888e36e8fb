import { describe, expect, test } from 'vitest'
import { helplinesFor } from '../../../core/safety/helplines.ts'

const contacts = (zone: string) => helplinesFor(zone).map((line) => line.contact)

describe('helplines', () => {
  test.each([
    ['Asia/Seoul', ['109', '1388']],
    ['America/New_York', ['988']],
    ['America/Indiana/Indianapolis', ['988']],
    ['Pacific/Honolulu', ['988']],
    ['America/Puerto_Rico', ['988']],
    ['US/Eastern', ['988']],
    ['America/Vancouver', ['988']],
    ['Europe/London', ['116 123']],
    ['Europe/Dublin', ['116 123']],
    ['Asia/Tokyo', ['0120-279-338']],
    ['Australia/Perth', ['13 11 14']],
    ['Pacific/Auckland', ['1737']],
    ['Europe/Berlin', ['https://findahelpline.com']],
    ['America/Mexico_City', ['https://findahelpline.com']],
    ['UTC', ['https://findahelpline.com']],
    ['not a zone', ['https://findahelpline.com']],
  ])('%s: %j', (zone, expected) => {
    expect(contacts(zone)).toEqual(expected)
  })

  test.each(['Asia/Seoul', 'America/New_York', 'America/Toronto', 'Pacific/Auckland', 'Europe/London'])(
    '%s: a name does not say the number once more',
    (zone) => {
      for (const { name, contact } of helplinesFor(zone)) expect(`${name.ko} ${name.en}`).not.toContain(contact)
    },
  )

  test('the United States and Canada have the number, each under its own name', () => {
    expect(helplinesFor('America/Chicago')[0]?.id).toBe('us-988')
    expect(helplinesFor('America/Toronto')[0]?.id).toBe('ca-988')
  })

  test('every zone has one or two, each complete in both languages', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const lines = helplinesFor(zone)
      expect(lines.length).toBeGreaterThanOrEqual(1)
      expect(lines.length).toBeLessThanOrEqual(2)
      for (const { name, note, hours, source, checked } of lines) {
        for (const words of [name, note, hours]) {
          expect(words.en).toMatch(/[a-z]/i)
          expect(words.ko.length).toBeGreaterThan(0)
        }
        expect(note.ko).toMatch(/[가-힣]/)
        expect(source).toMatch(/^https:\/\//)
        expect(checked).toMatch(/^20\d\d-\d\d-\d\d$/)
      }
    }
  })
})
