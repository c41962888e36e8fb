export type LetterTextProblem = 'empty' | 'too-short' | 'too-long' | 'only-emoji' | 'no-words'

/**
 * Counted in UTF-16 units after cleaning, as Discord counts a text input (at most 4,000) and Telegram a message: what
 * fits here fits there. Most emoji count as two or more.
 */
export const LETTER_MIN_CHARACTERS = 20
export const LETTER_MAX_CHARACTERS = 4000

const BLANK_LINES_MAX = 2
/** Letters that are one or two different ones over and over are words up to this many: "네네". */
const REPEATED_LETTERS_MAX = 4

/**
 * The letter as it will travel (see `cleanText`), or why it cannot, with its length so that a person can be told how
 * much is missing or too much:
 * - `empty`: nothing that can be seen;
 * - `only-emoji`: emoji, perhaps with punctuation;
 * - `no-words`: punctuation, digits, bare Korean consonants and vowels (ㅋㅋㅋ, ㅠㅠ), or one or two letters over and over;
 * - `too-short`, `too-long`: words, but not LETTER_MIN_CHARACTERS to LETTER_MAX_CHARACTERS.
 */
export function checkLetterText(raw: string): { text: string } | { problem: LetterTextProblem; length: number } {
  const text = cleanText(raw)
  const problem = problemOf(text)
  return problem ? { problem, length: text.length } : { text }
}

/**
 * Any text that strangers will read, without what could hide in it or reorder it: NFC; line ends as `\n`; control,
 * zero-width and direction characters gone (joiners stay inside emoji and in the scripts that need them); accents heaped
 * no more than six high; no more than two blank lines together; no space at the ends of the text and of its lines.
 * Cleaning twice changes nothing. Takes time in proportion to the length.
 */
export function cleanText(raw: string): string {
  const shown = raw
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n')
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f]/g, ' ')
    .replace(unseen, '')
    .normalize('NFC')
    .replace(hiddenTags, '$<flag>')
    .replace(looseSelectors, '')
    .replace(looseJoiners, '$<kept>')
    .normalize('NFC')
    .replace(/(\p{M}{6})\p{M}+/gu, '$1')
  const lines = shown.split('\n').map((line) => line.trimEnd())
  return lines
    .join('\n')
    .replace(blankLines, '\n'.repeat(BLANK_LINES_MAX + 1))
    .trim()
}

const blankLines = new RegExp(`\\n{${BLANK_LINES_MAX + 2},}`, 'g')
/** Halves of characters, controls, blank letters, zero-width and direction characters: what takes no place or moves others. */
const unseen =
  /\p{Cs}|(?![\n\t])\p{Cc}|[\ufff9-\ufffb]|(?!\u200c|\u200d|[\p{Variation_Selector}\u{e0000}-\u{e007f}])\p{Default_Ignorable_Code_Point}/gu
/** Tag letters spell the regions of a flag (England) and can spell anything else unseen. */
const hiddenTags = /(?<flag>\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{1,7}\u{e007f})|[\u{e0000}-\u{e007f}]/gu
/** A variation selector belongs to one visible character before it; more of them carry hidden text. */
const looseSelectors = /(?<=^|[\s\p{Variation_Selector}]|\u200c|\u200d)\p{Variation_Selector}+/gu
const joiningScripts = ['Arab', 'Syrc', 'Nkoo', 'Mong', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda']
  .concat(['Mlym', 'Sinh', 'Khmr', 'Mymr', 'Tibt'])
  .map((script) => `\\p{sc=${script}}`)
  .join('')
const betweenEmoji = String.raw`(?<=\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)\u200d(?=\p{Extended_Pictographic})`
const amongLetters = String.raw`(?<=(?=\p{L})[${joiningScripts}]\p{M}{0,6})[\u200c\u200d](?![\u200c\u200d])`
const looseJoiners = new RegExp(String.raw`(?<kept>${betweenEmoji}|${amongLetters})|[\u200c\u200d]`, 'gu')

function problemOf(text: string): LetterTextProblem | undefined {
  if (text === '') return 'empty'
  if (text.length > LETTER_MAX_CHARACTERS) return 'too-long'
  if (!/[\p{L}\p{N}]/u.test(text) && /[\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(text))
    return 'only-emoji'
  if (!hasWords(text)) return 'no-words'
  return text.length < LETTER_MIN_CHARACTERS ? 'too-short' : undefined
}

function hasWords(text: string): boolean {
  const letters = text.toLowerCase().match(/(?![\u1100-\u11ff\u3131-\u318e])\p{L}/gu) ?? []
  return letters.length > 0 && (letters.length <= REPEATED_LETTERS_MAX || new Set(letters).size > 2)
}
