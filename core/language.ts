/** The languages the house speaks. */
export type Language = 'ko' | 'en'

export const languages: readonly Language[] = ['ko', 'en']

/** A text for whoever runs the service, in both languages. */
export type Bilingual = Record<Language, string>

/** Told what takes a while, as it begins. */
export type OnProgress = (line: Bilingual) => void

/**
 * The language for a client's locale (`ko`, `ko-KR`, `en_GB`, …): Korean for Korean, English for all others
 * and for none.
 */
export function languageFromLocale(locale: string | undefined): Language {
  return /^ko(?![a-z])/i.test(locale ?? '') ? 'ko' : 'en'
}
