import { isSyllable } from './letters.ts'
import { type View, ViewWriter, viewOf } from './view.ts'

/**
 * The text as a reader sees it, in one spelling: lower case, no zero-width characters and no accents, full-width,
 * circled and mathematical characters as plain ones, look-alike letters of other alphabets as Latin, decomposed
 * Hangul composed, white space as one blank (one line break if there was any). Linear in the length.
 */
export function fold(original: string): View {
  if (!MAY_FOLD.test(original)) return viewOf(original.toLowerCase())
  const writer = new ViewWriter()
  for (let at = 0; at < original.length; ) {
    const end = at + unitsAt(original, at)
    addFolded(writer, original.slice(at, end), at, end)
    at = end
  }
  return writer.done()
}

/** All but plain letters, digits and signs, Hangul syllables, and blanks that stand alone: the rest only becomes lower case. */
const MAY_FOLD = /[^ -~\n가-힣]|[ \n]{2}/

function addFolded(writer: ViewWriter, piece: string, start: number, end: number): void {
  const folded = foldPiece(piece)
  if (!isBlank(folded) || !isBlank(writer.last())) writer.add(folded, start, end)
}

function isBlank(unit: string): boolean {
  return unit === ' ' || unit === '\n'
}

/** How many UTF-16 units from `at` belong together: a decomposed syllable, a surrogate pair, or one. */
function unitsAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= 0x1100 && code <= 0x1112) {
    const vowel = text.charCodeAt(at + 1)
    if (!(vowel >= 0x1161 && vowel <= 0x1175)) return 1
    const final = text.charCodeAt(at + 2)
    return final >= 0x11a8 && final <= 0x11c2 ? 3 : 2
  }
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

function foldPiece(piece: string): string {
  const code = piece.charCodeAt(0)
  if (code < 0x80) return foldAscii(piece, code)
  if (isSyllable(code)) return piece
  if (code >= 0x3131 && code <= 0x3163) return piece
  const known = LOOK_ALIKES.get(piece)
  if (known !== undefined) return known
  if (UNSEEN.test(piece)) return ''
  if (/\s/.test(piece)) return /[\u0085\u2028\u2029]/.test(piece) ? '\n' : ' '
  return foldRare(piece)
}

function foldAscii(piece: string, code: number): string {
  if (code >= 0x41 && code <= 0x5a) return String.fromCharCode(code + 32)
  if (code === 0x0a || code === 0x0d) return '\n'
  return code <= 0x20 ? ' ' : piece
}

function foldRare(piece: string): string {
  const plain = piece.normalize('NFKC')
  if (isSyllable(plain.charCodeAt(0))) return plain
  const bare = plain.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  let folded = ''
  for (const letter of bare) folded += LOOK_ALIKES.get(letter) ?? letter
  return folded
}

/** Format characters, combining marks, variation selectors and Hangul fillers: drawn as nothing or onto a neighbour. */
const UNSEEN = /^[\p{Cf}\p{M}\u115f\u1160\u3164\uffa0]/u

const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    // Cyrillic
    а: 'a',
    в: 'b',
    с: 'c',
    ԁ: 'd',
    е: 'e',
    ё: 'e',
    һ: 'h',
    і: 'i',
    ї: 'i',
    ј: 'j',
    к: 'k',
    м: 'm',
    н: 'h',
    о: 'o',
    р: 'p',
    ѕ: 's',
    т: 't',
    у: 'y',
    ѵ: 'v',
    ԝ: 'w',
    х: 'x',
    А: 'a',
    В: 'b',
    С: 'c',
    Е: 'e',
    Н: 'h',
    І: 'i',
    Ј: 'j',
    К: 'k',
    М: 'm',
    О: 'o',
    Р: 'p',
    Ѕ: 's',
    Т: 't',
    Х: 'x',
    // Greek
    α: 'a',
    β: 'b',
    ε: 'e',
    η: 'n',
    ι: 'i',
    κ: 'k',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    χ: 'x',
    // Latin relatives
    ı: 'i',
    ł: 'l',
    ø: 'o',
    đ: 'd',
    ɡ: 'g',
    ɑ: 'a',
    ʟ: 'l',
    ß: 'ss',
    '¡': 'i',
    '€': 'e',
    '¢': 'c',
    // punctuation
    '‘': "'",
    '’': "'",
    ʼ: "'",
    '´': "'",
    '“': '"',
    '”': '"',
    '‐': '-',
    '‑': '-',
    '‒': '-',
    '–': '-',
    '—': '-',
    '―': '-',
    '−': '-',
    '·': '.',
    '•': '.',
    '・': '.',
    '∙': '.',
    '‧': '.',
    '。': '.',
    ㆍ: '.',
    '…': '..',
    '～': '~',
    '〜': '~',
    '①': '1',
    '②': '2',
    '③': '3',
    '④': '4',
    '⑤': '5',
    '⑥': '6',
    '⑦': '7',
    '⑧': '8',
    '⑨': '9',
    '⓪': '0',
    '⓿': '0',
    '❶': '1',
    '❷': '2',
    '❸': '3',
    '❹': '4',
    '❺': '5',
    '❻': '6',
    '❼': '7',
    '❽': '8',
    '❾': '9',
    '➀': '1',
    '➁': '2',
    '➂': '3',
    '➃': '4',
    '➄': '5',
    '➅': '6',
    '➆': '7',
    '➇': '8',
    '➈': '9',
  }),
)
