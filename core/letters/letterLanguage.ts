import type { Language } from '../language.ts'

const HANGUL = /\p{Script=Hangul}/gu
const LATIN = /\p{Script=Latin}/gu
/** A syllable of Hangul says about as much as three Latin letters. */
const LETTERS_A_SYLLABLE = 3

/** The language a letter is written in, by its script; the writer's own where that says nothing. */
export function letterLanguage(text: string, writers: Language): Language {
  const hangul = (text.match(HANGUL)?.length ?? 0) * LETTERS_A_SYLLABLE
  const latin = text.match(LATIN)?.length ?? 0
  if (hangul === latin) return writers
  return hangul > latin ? 'ko' : 'en'
}
