import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkLetterText, cleanText, LETTER_MAX_CHARACTERS } from '../../../core/letters/letterText.ts'
import { anyUnits } from './anyUnits.ts'
import { cpuTimeOf } from './cpuTime.ts'

const full = `${'가나다 '.repeat(1000).slice(0, 3999)}끝`
const hello = '안녕하세요, 오늘 하루도 정말 고생 많았어요.'

describe('a letter', () => {
  test.each([
    ['plain', hello, hello],
    ['exactly 20', '가나다라마바사아자차 가나다라마바사아자', '가나다라마바사아자차 가나다라마바사아자'],
    ['exactly 4,000', full, full],
    ['Windows line ends', `${hello}\r\n\r\n${hello}\r`, `${hello}\n\n${hello}`],
    ['many blank lines', `${hello}\n \n\n\t\n\n\n${hello}`, `${hello}\n\n\n${hello}`],
    ['two blank lines', `${hello}\n\n\n${hello}`, `${hello}\n\n\n${hello}`],
    ['spaces at the ends', `\n\n  ${hello}  \n${hello}\u3000\n`, `${hello}\n${hello}`],
    ['decomposed Korean', hello.normalize('NFD'), hello],
    ['zero-width and direction', `\u200b${hello}\u202e\u2066\ufeff\u00ad`, hello],
    ['hidden text in selectors', `${hello}❤️\u{e0101}\u{e0154}\u{e0123}`, `${hello}❤️`],
    ['hidden text in tags', `${hello}\u{e0048}\u{e0069}`, hello],
    ['half a character', `${hello}\ud83d`, hello],
    ['control characters', `\u0000\u0007${hello}\u001b[31m`, `${hello}[31m`],
    ['emoji keep their joiners', `${hello} 👨‍👩‍👧 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿`, `${hello} 👨‍👩‍👧 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿`],
    ['Persian keeps its non-joiner', `${hello} می‌خواهم`, `${hello} می‌خواهم`],
    ['Sinhala keeps its joiner', `${hello} ක්‍ෂ`, `${hello} ක්‍ෂ`],
    ['Latin has none', `${hello} a\u200db\u200cc`, `${hello} abc`],
    ['heaped accents', `${hello} a${'\u0316'.repeat(50)}`, `${hello} a${'\u0316'.repeat(6)}`],
    [
      'markdown and mentions as typed',
      `**@everyone** <@123> \`x\` # ${hello}`,
      `**@everyone** <@123> \`x\` # ${hello}`,
    ],
    ['right-to-left words', 'שלום לך, מקווה שיום טוב עובר עליך היום', 'שלום לך, מקווה שיום טוב עובר עליך היום'],
  ])('%s', (_, raw, text) => {
    expect(checkLetterText(raw)).toEqual({ text })
  })

  test.each([
    ['', 'empty', 0],
    [' \n\u200b\u3000\n', 'empty', 0],
    ['네', 'too-short', 1],
    ['hello there', 'too-short', 11],
    ['가나다라마바사아자차 가나다라마바사아', 'too-short', 19],
    [`${'가나다 '.repeat(1000)}끝`, 'too-long', 4001],
    ['😀😀😀😀😀😀😀😀😀😀😀', 'only-emoji', 22],
    ['❤️ !! 🇰🇷', 'only-emoji', 10],
    ['......!!!!!??????~~~~~~', 'no-words', 23],
    ['ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅎㅎㅠㅠ', 'no-words', 24],
    ['ㅋㅋㅋㅋ 😀', 'no-words', 7],
    ['aaaaaaaaaaaaaaaaaaaaaaaaa', 'no-words', 25],
    ['하하하하하하하하하하하하하하하하하하하하하', 'no-words', 21],
    ['hahahahahahahahahahahahaha', 'no-words', 26],
    ['1234 5678 9012 3456 7890', 'no-words', 24],
  ])('%j: %s', (raw, problem, length) => {
    expect(checkLetterText(raw)).toEqual({ problem, length })
  })
})

const troublesome = fc.constantFrom(
  ...[
    '\u200b',
    '\u200c',
    '\u200d',
    '\u202e',
    '\ufe0f',
    '\ufe0e',
    '\u{e0101}',
    '\u{e0061}',
    '\u{e007f}',
    '🏴',
    '👨',
    '❤',
    '🏽',
  ],
  ...[
    '\u0301',
    '\u0327',
    '\u0316',
    'e',
    'ක',
    '්',
    'ی',
    'ᄒ',
    'ᅡ',
    'ᆫ',
    '가',
    ' ',
    '\n',
    '\r',
    '\u00a0',
    '\ud83d',
    '\u0000',
    '\u180b',
    'क',
    '्',
  ],
)
const anyText = fc.oneof(
  fc.array(troublesome, { maxLength: 40 }).map((some) => some.join('')),
  anyUnits(),
  fc.string({ unit: 'grapheme' }),
)

describe('cleaning', () => {
  test('twice changes nothing, and nothing hidden is left', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const text = cleanText(raw)
        expect(cleanText(text)).toBe(text)
        expect(text.normalize('NFC')).toBe(text)
        expect(text).not.toMatch(/\p{Cs}|(?!\n|\t)\p{Cc}|\p{Bidi_Control}|[\u200b\u2060\ufeff]|\n{4}|[ \t]\n|^\s|\s$/u)
        expect(text).not.toMatch(/\u200c\u200d|\u200d\u200d|\p{Variation_Selector}{2}|\p{M}{7}/u)
      }),
      { numRuns: 1000 },
    )
  })

  test('keeps every letter, digit and punctuation mark', () => {
    const visible = (text: string) =>
      text
        .normalize('NFC')
        .match(/(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{P}]/gu)
        ?.join('')
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii' }),
        fc.lorem(),
        fc.constantFrom(hello, '日本語。', 'Привет!'),
        (...some) => {
          const raw = some.join(' ')
          expect(visible(cleanText(raw))).toBe(visible(raw))
        },
      ),
      { numRuns: 200 },
    )
  })

  test('takes time in proportion to the text', () => {
    const pieces = [
      ' ',
      '\n',
      '\u0301',
      '\u200d',
      '\ufe0f',
      'a\u200d',
      ' \n',
      '\t',
      '🏴',
      '\u{e0061}',
      'ㅋ',
      '👨\u200d',
      'ක\u200d',
    ]
    const spent = cpuTimeOf(() => {
      for (const piece of pieces) checkLetterText(`x${piece.repeat(50_000)}x`)
    })
    expect(spent).toBeLessThan(2000)
    expect(LETTER_MAX_CHARACTERS).toBeLessThan(50_000)
  })
})
