import type { Language } from '../language.ts'
import { promptsEn } from './prompts.en.ts'
import { promptsKo } from './prompts.ko.ts'

/** There is a question for each day of a leap year. */
export const PROMPT_DAYS = 366

const prompts: Record<Language, readonly string[]> = { en: promptsEn, ko: promptsKo }

/** The question of a day, counted from 1 January of a leap year as 0. */
export function promptOf(day: number, language: Language): string {
  return prompts[language][day % PROMPT_DAYS] ?? ''
}
