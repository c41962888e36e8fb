/** Small questions about single UTF-16 units, asked of folded (lower-case) text. */

export type LetterClass = 'latin' | 'hangul' | 'jamo' | 'digit' | 'other'

/** The class of a unit; a word of one class ends where another class begins. */
export function letterClass(unit: string): LetterClass {
  const code = unit.charCodeAt(0)
  if (code >= 0x61 && code <= 0x7a) return 'latin'
  if (code >= 0x30 && code <= 0x39) return 'digit'
  if (isSyllable(code)) return 'hangul'
  if (code >= 0x3131 && code <= 0x3163 && unit !== 'ㅡ') return 'jamo'
  return 'other'
}

export function isSyllable(code: number): boolean {
  return code >= 0xac00 && code <= 0xd7a3
}

/** The vowel (0 to 20) of a Hangul syllable without a final consonant; -1 for anything else. */
export function openVowel(unit: string): number {
  const code = unit.charCodeAt(0) - 0xac00
  return code >= 0 && code < 11172 && code % 28 === 0 ? Math.floor(code / 28) % 21 : -1
}

/** Whether the unit is ㅇ with a vowel and no final: 아, 이, 우. */
export function isBareVowel(unit: string): boolean {
  const code = unit.charCodeAt(0) - 0xac00
  return code % 28 === 0 && Math.floor(code / 588) === 11
}
