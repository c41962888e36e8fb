import { describe, expect, it } from 'vitest'
import { sparkline } from '../../cli/commands/stats.ts'
import { harmless } from '../../cli/screen.ts'
import { dueAt } from '../../core/moderation/queue.ts'
import { nextStep, type Past } from '../../core/moderation/rules.ts'
import { enoughToHide, reportWeight } from '../../core/moderation/weight.ts'

const now = new Date('2026-11-23T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const past = (kind: Past['kind'], days: number): Past => ({ kind, createdAt: daysAgo(days) })

describe('the ladder', () => {
  it('begins with a word for what is small, and higher for what is not', () => {
    expect(nextStep('unkind', [], now)).toEqual({ kind: 'word' })
    expect(nextStep('sexual', [], now)).toEqual({ kind: 'pause', hours: 12 })
    expect(nextStep('threat', [], now)).toEqual({ kind: 'pause', hours: 72 })
    expect(nextStep('minor', [], now)).toEqual({ kind: 'ban' })
  })

  it('climbs one step for each earlier sanction, up to a ban', () => {
    const steps = [0, 1, 2, 3, 4, 9].map((count) => {
      const earlier = Array.from({ length: count }, () => past('word', 5))
      return nextStep('unkind', earlier, now)
    })
    expect(steps).toEqual([
      { kind: 'word' },
      { kind: 'pause', hours: 12 },
      { kind: 'pause', hours: 72 },
      { kind: 'pause', hours: 336 },
      { kind: 'ban' },
      { kind: 'ban' },
    ])
  })

  it('forgets: a word after 60 days, a pause after 180', () => {
    expect(nextStep('unkind', [past('word', 59)], now)).toEqual({ kind: 'pause', hours: 12 })
    expect(nextStep('unkind', [past('word', 60)], now)).toEqual({ kind: 'word' })
    expect(nextStep('unkind', [past('pause', 179)], now)).toEqual({ kind: 'pause', hours: 12 })
    expect(nextStep('unkind', [past('pause', 180)], now)).toEqual({ kind: 'word' })
  })

  it('is a word where the moderator is gentle', () => {
    expect(nextStep('threat', [past('pause', 3)], now, true)).toEqual({ kind: 'word' })
  })
})

describe('a report weighs', () => {
  it('half as much from somebody who came today', () => {
    expect(reportWeight({ since: now, upheld: 0, dismissed: 0 }, now)).toBe(0.5)
    expect(reportWeight({ since: daysAgo(14), upheld: 0, dismissed: 0 }, now)).toBe(1)
  })

  it('more from somebody who was right, less from somebody who was wrong', () => {
    expect(reportWeight({ since: daysAgo(100), upheld: 20, dismissed: 0 }, now)).toBeGreaterThan(1.4)
    expect(reportWeight({ since: daysAgo(100), upheld: 0, dismissed: 20 }, now)).toBeLessThan(0.6)
  })

  it('so little from three new accounts that they do not outweigh two old ones', () => {
    const gang = 3 * reportWeight({ since: now, upheld: 0, dismissed: 2 }, now)
    const two = 2 * reportWeight({ since: daysAgo(30), upheld: 2, dismissed: 0 }, now)
    expect(gang).toBeLessThan(two)
  })
})

describe('reports hide a thing from everybody until it is decided', () => {
  const known = reportWeight({ since: daysAgo(30), upheld: 0, dismissed: 0 }, now)
  const fresh = reportWeight({ since: now, upheld: 0, dismissed: 0 }, now)
  const wrongTwice = reportWeight({ since: daysAgo(400), upheld: 0, dismissed: 2 }, now)

  it('when three people who are known here say so, or two and somebody new', () => {
    expect(enoughToHide([known, known, known])).toBe(true)
    expect(enoughToHide([known, known, fresh])).toBe(true)
  })

  it('never because of one person, of two, or of any number of new accounts', () => {
    expect(enoughToHide([1.5])).toBe(false)
    expect(enoughToHide([known, known])).toBe(false)
    expect(enoughToHide(Array.from({ length: 50 }, () => fresh))).toBe(false)
    expect(enoughToHide([known, ...Array.from({ length: 50 }, () => fresh)])).toBe(false)
  })

  it('nor because of those who were wrong before', () => {
    expect(enoughToHide(Array.from({ length: 9 }, () => wrongTwice))).toBe(false)
  })
})

it('a report of somebody in danger is due within two hours, any other within a day', () => {
  expect(dueAt(now, 'danger')).toEqual(new Date('2026-11-23T14:00:00Z'))
  expect(dueAt(now, 'spam')).toEqual(new Date('2026-11-24T12:00:00Z'))
})

it('words of people cannot steer a moderator’s terminal', () => {
  const evil = 'hi\u001b[2J\u001b]0;x\u0007 \u202eright\u2066 to left\r\nend 👩‍👧'
  expect(harmless(evil)).toBe('hi·[2J·]0;x· ·right· to left·\nend 👩‍👧')
})

it('a chart is one bar a value', () => {
  expect(sparkline([0, 1, 2, null, 4])).toBe('▁▃▅·█')
  expect(sparkline([0, 0])).toBe('▁▁')
})
