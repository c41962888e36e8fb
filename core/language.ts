/** The languages the house speaks. */
export type Language = 'ko' | 'en'

export const languages: readonly Language[] = ['ko', 'en']

/**
 * The language for a client's locale (`ko`, `ko-KR`, `en_GB`, …): Korean for Korean, English for all others
 * and for none.
 */
export function languageFromLocale(locale: string | undefined): Language {
  return /^ko(?![a-z])/i.test(locale ?? '') ? 'ko' : 'en'
}
