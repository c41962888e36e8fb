import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { graphemesOf } from '../../../core/graphemes.ts'
import { splitText } from '../../../core/letters/splitText.ts'
import { anyUnits } from './anyUnits.ts'
import { cpuTimeOf } from './cpuTime.ts'

/** As long as Discord sees it once its markdown is escaped. */
const escaped = (piece: string) => piece.replace(/[\\*_~`|>#()[\]<:@-]/g, '\\$&').length

describe('a long text', () => {
  test.each([
    ['fits', 'Short. ', 10, ['Short. ']],
    ['is blank', ' \n ', 10, []],
    ['has paragraphs', 'One. Two.\n\nThree. Four.', 15, ['One. Two.', 'Three. Four.']],
    ['has lines', 'one two three\nfour five six', 20, ['one two three', 'four five six']],
    ['has sentences', 'This is one. This is two. And three!', 28, ['This is one. This is two.', 'And three!']],
    ['has quoted sentences', '“Come here.” She said so again', 20, ['“Come here.”', 'She said so again']],
    ['has Korean sentences', '안녕하세요. 반가워요! 날씨가 좋네요.', 16, ['안녕하세요. 반가워요!', '날씨가 좋네요.']],
    ['has sentences without spaces', 'これは文です。次の文です。', 9, ['これは文です。', '次の文です。']],
    ['has words', 'alpha beta gamma delta', 12, ['alpha beta', 'gamma delta']],
    ['has one long word', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['has a long word among short ones', 'a bbbbbbbbbb c', 6, ['a', 'bbbbbb', 'bbbb c']],
    ['ends a paragraph too early', 'A.\n\nbbb bbb bbb bbb', 14, ['A.\n\nbbb bbb', 'bbb bbb']],
    ['has emoji', '👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 17, ['👨‍👩‍👧👨‍👩‍👧', '👨‍👩‍👧']],
    ['has flags', '🇰🇷🇬🇧🇯🇵', 6, ['🇰🇷', '🇬🇧', '🇯🇵']],
    ['has an emoji longer than a piece', '👨‍👩‍👧', 3, ['👨‍', '👩‍', '👧']],
    ['has accents', 'e\u0301e\u0301e\u0301', 3, ['e\u0301', 'e\u0301', 'e\u0301']],
  ])('that %s', (_, text, limit, pieces) => {
    expect(splitText(text, limit)).toEqual(pieces)
  })

  test('is measured as asked', () => {
    expect(splitText('****** ******', 12, { measure: escaped })).toEqual(['******', '******'])
    expect(splitText('****** ******', 13)).toEqual(['****** ******'])
  })

  test('is refused where a single character is too long', () => {
    expect(() => splitText('ab😀', 1)).toThrow(RangeError)
  })
})

const pieceOfText = fc.constantFrom(
  ...[
    'a',
    'word',
    '안녕하세요',
    '. ',
    '! ',
    '\n',
    '\n\n',
    ' ',
    '   ',
    '👨‍👩‍👧',
    '🇰🇷',
    'e\u0301',
    '*',
    '_',
    '日本。',
    '”',
    '\u0301',
    '\u200d',
    '\r\n',
  ],
)
const text = fc.oneof(
  fc.array(pieceOfText, { maxLength: 120 }).map((some) => some.join('')),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  anyUnits(200),
)

describe('the pieces of any text', () => {
  test('fit, lose nothing but white space, and break no character', () => {
    const limit = fc.integer({ min: 22, max: 80 })
    fc.assert(
      fc.property(text, limit, fc.boolean(), (text, limit, markdown) => {
        const measure = markdown ? escaped : (piece: string) => piece.length
        const pieces = splitText(text, limit, { measure })
        const starts = startsOfCharacters(text)
        let position = 0
        for (const piece of pieces) {
          expect(measure(piece)).toBeLessThanOrEqual(limit)
          expect(piece.trim()).not.toBe('')
          const at = text.indexOf(piece, position)
          expect(text.slice(position, at).trim()).toBe('')
          expect(starts.has(at) || tooLongAround(text, at, limit, measure)).toBe(true)
          position = at + piece.length
        }
        expect(text.slice(position).trim()).toBe('')
      }),
      { numRuns: 500 },
    )
  })

  test('are few: no two neighbours fit together unless a better place divides them', () => {
    const words = fc.array(fc.constantFrom('a', 'bb', 'ccc', 'dddd'), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(words, (some) => {
        const pieces = splitText(some.join(' '), 30)
        pieces.slice(1).forEach((piece, index) => {
          const [firstWord = ''] = piece.split(' ')
          expect(`${pieces[index]} ${firstWord}`.length).toBeGreaterThan(30)
        })
      }),
      { numRuns: 200 },
    )
  })

  test('are found in time proportional to the text', () => {
    const spent = cpuTimeOf(() => {
      for (const piece of ['a', ' ', 'word ', '가. ', 'a\n\n', '\u0301', 'a   \n', '👨\u200d']) {
        const long = piece.repeat(Math.ceil(30_000 / piece.length))
        splitText(`x${long}x`, 2000, { measure: escaped })
      }
    })
    expect(spent).toBeLessThan(3000)
  })
})

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

test('no letter that people mostly write joins another one', () => {
  const all = Array.from({ length: 0xd7a4 - 0x20 }, (_, at) => String.fromCharCode(0x20 + at))
  const alone = all.filter((letter) => /[\p{L}\p{N}\p{P}\p{S}\p{Zs}]/u.test(letter))
  for (let at = 0; at < alone.length; at += 100) {
    const some = alone.slice(at, at + 101).join('')
    expect(graphemesOf(some)).toEqual(Array.from(segmenter.segment(some), ({ segment }) => segment))
  }
})

test('half of a sign at the end of a window takes no half of the next one along', () => {
  const broken = `${'\u0301'.repeat(127)}\ud83d\u{e0061}\u{1f469}`
  expect(graphemesOf(broken)).toEqual(Array.from(segmenter.segment(broken), ({ segment }) => segment))
})

test('characters as people see them are the same whatever surrounds them', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 300 }), (text, before) => {
      const long = 'x'.repeat(before) + text
      expect(graphemesOf(long)).toEqual(Array.from(segmenter.segment(long), ({ segment }) => segment))
    }),
    { numRuns: 300 },
  )
})

function startsOfCharacters(text: string): Set<number> {
  let position = 0
  const starts = new Set<number>()
  for (const character of graphemesOf(text)) {
    starts.add(position)
    position += character.length
  }
  return starts
}

/** Whether `at` lies inside a character that by itself exceeds the limit. */
function tooLongAround(text: string, at: number, limit: number, measure: (piece: string) => number): boolean {
  let position = 0
  for (const character of graphemesOf(text)) {
    if (at < position + character.length) return measure(character) > limit
    position += character.length
  }
  return false
}
