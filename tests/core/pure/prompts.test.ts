import { describe, expect, it } from 'vitest'
import { dayOfYear } from '../../../core/accounts/dailyPrompt.ts'
import { languages } from '../../../core/language.ts'
import { PROMPT_DAYS, promptOf } from '../../../core/texts/prompts.ts'

const days = Array.from({ length: PROMPT_DAYS }, (_, day) => day)

describe.each(languages)('the daily questions in %s', (language) => {
  it('are one for each day of a leap year, none twice, each fit for the hint of a form', () => {
    const all = days.map((day) => promptOf(day, language))
    expect(new Set(all).size).toBe(366)
    for (const one of all) {
      expect(one.length, one).toBeLessThanOrEqual(100)
      expect(one, one).toMatch(language === 'ko' ? /[요][?.]?$|[?]$/ : /[.?]$/)
    }
  })
})

it('are true on both halves of the world: none knows the season', () => {
  const seasons = {
    en: /spring|summer|autumn|winter|snow|frost|blossom|cicada|chilly|heat|\b(hot|cold) (day|outside)|evenings grow/i,
    ko: /이번 (봄|여름|가을|겨울)|(봄|여름|가을|겨울)[이을에의 ]|지난가을|첫눈|눈이 |쌓인 눈|서리|매미|단풍|더위|더운|추위|추운/,
  }
  for (const day of days)
    for (const language of languages) expect(promptOf(day, language)).not.toMatch(seasons[language])
})

it('every date has one of its own, also the 29th of February', () => {
  expect(dayOfYear({ year: 2027, month: 1, day: 1 })).toBe(0)
  expect(dayOfYear({ year: 2028, month: 2, day: 29 })).toBe(59)
  expect(dayOfYear({ year: 2027, month: 3, day: 1 })).toBe(60)
  expect(dayOfYear({ year: 2027, month: 12, day: 31 })).toBe(365)
  expect(promptOf(59, 'en')).toContain('every four years')
  expect(promptOf(59, 'ko')).toContain('네 해에 한 번')
})
