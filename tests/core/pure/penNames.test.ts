import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkPenName,
  PEN_NAME_MAX_CHARACTERS,
  PEN_NAME_MIN_CHARACTERS,
  penNameKey,
  suggestPenName,
  withNumber,
} from '../../../core/accounts/penNames.ts'
import { penNameWords } from '../../../core/accounts/penNameWords.ts'
import { graphemesOf } from '../../../core/graphemes.ts'
import { languages } from '../../../core/language.ts'
import { anyUnits } from './anyUnits.ts'

function allSuggestions(): string[] {
  return languages.flatMap((language) => {
    const { adjectives, nouns } = penNameWords[language]
    return adjectives.flatMap((adjective) => nouns.map((noun) => `${adjective} ${noun}`))
  })
}

describe('suggested pen-names', () => {
  test('there are at least 120 adjectives and nouns in each language, none twice', () => {
    for (const language of languages) {
      for (const list of Object.values(penNameWords[language])) {
        expect(new Set(list).size).toBe(list.length)
        expect(list.length).toBeGreaterThanOrEqual(120)
      }
    }
  })

  test('no two are alike', () => {
    const names = allSuggestions()
    expect(new Set(names.map(penNameKey)).size).toBe(names.length)
  })

  test('they may be taken as they are, also with a number', () => {
    // Every eleventh pair: 11 divides neither number of nouns, so each adjective and each noun comes up many times.
    const names = allSuggestions().filter((_, index) => index % 11 === 0)
    const refused = names.filter((name) => {
      const checked = checkPenName(name)
      return !('penName' in checked) || checked.penName !== name
    })
    expect(refused).toEqual([])
    expect(names.filter((name) => !withNumber(name, 99).startsWith(name))).toEqual([])
  })

  test('Korean adjectives stand before a noun, English words are capitalised', () => {
    const final = (syllable: string) => (syllable.charCodeAt(0) - 0xac00) % 28
    const withoutFinalN = penNameWords.ko.adjectives.filter((word) => final(word.at(-1) ?? '') !== 4)
    expect(withoutFinalN).toEqual([])
    const words = [...penNameWords.en.adjectives, ...penNameWords.en.nouns]
    expect(words.filter((word) => !/^[A-Z][a-z]+$/.test(word))).toEqual([])
  })

  test('chance chooses both words, from the first to the last', () => {
    expect(suggestPenName('ko', () => 0)).toBe('조용한 고래')
    expect(suggestPenName('en', () => 0)).toBe('Quiet Whale')
    const last = suggestPenName('en', () => 0.999_999_999)
    expect(last).toBe(`${penNameWords.en.adjectives.at(-1)} ${penNameWords.en.nouns.at(-1)}`)
    const chances = [0.5, 0]
    expect(suggestPenName('en', () => chances.shift() ?? 0)).toMatch(/ Whale$/)
  })
})

test.each([
  ['조용한 고래', 2, '조용한 고래 2'],
  ['Quiet Whale', 1000, 'Quiet Whale 1000'],
  ['a'.repeat(20), 12, `${'a'.repeat(17)} 12`],
  ['👨‍👩‍👧 가나다라마바사아자차카타파하거너더러', 5, '👨‍👩‍👧 가나다라마바사아자차카타파하거너 5'],
  ['abcdefghijklmnopq rs', 7, 'abcdefghijklmnopq 7'],
])('%s with %d', (name, n, expected) => {
  expect(withNumber(name, n)).toBe(expected)
  expect(graphemesOf(withNumber(name, n)).length).toBeLessThanOrEqual(PEN_NAME_MAX_CHARACTERS)
})

describe('a pen-name of one’s own', () => {
  test.each([
    ['ab', 'ab'],
    ['  조용한   고래 ', '조용한 고래'],
    ['조용한\u3000고래', '조용한 고래'],
    ['고래🐳', '고래🐳'],
    ['🌙 밤비 🌙', '🌙 밤비 🌙'],
    ['집 👨‍👩‍👧 하나', '집 👨‍👩‍👧 하나'],
    ['café ☕', 'café ☕'],
    ['cafe\u0301', 'café'],
    ['O’Neil', 'O’Neil'],
    ['Jean-Luc & Co.', 'Jean-Luc & Co.'],
    ['Mr.Whale', 'Mr.Whale'],
    ['नमस्ते', 'नमस्ते'],
    ['क्षत्रिय', 'क्षत्रिय'],
    ['สวัสดี', 'สวัสดี'],
    ['שָׁלוֹם', 'שָׁלוֹם'],
    ['مرحبا', 'مرحبا'],
    ['ねこ', 'ねこ'],
    ['ㅋㅋ고래', 'ㅋㅋ고래'],
    ['Nguyễn', 'Nguyễn'],
    ['Modest Admiral', 'Modest Admiral'],
    ['Flagstaff', 'Flagstaff'],
    ['Glad Minnow', 'Glad Minnow'],
    ['위로받은 고래', '위로받은 고래'],
    ['수학 공식', '수학 공식'],
    ['고래 1004', '고래 1004'],
  ])('%s', (text, penName) => {
    expect(checkPenName(text)).toEqual({ penName })
  })

  test.each([
    ['', 'empty'],
    [' \u3000 ', 'empty'],
    ['a', 'too-short'],
    ['é', 'too-short'],
    ['가나다라마바사아자차카타파하가나다라마바사', 'too-long'],
    ['x'.repeat(100_000), 'too-long'],
    ['🐳🐳', 'characters'],
    ['a🐳', 'characters'],
    ['고래🐳🐳🐳', 'characters'],
    ['!!!???', 'characters'],
    ['1️⃣ab', 'characters'],
    ['Whale_1', 'characters'],
    ['<b>x</b>', 'characters'],
    ['a*b*c', 'characters'],
    ['line\nbreak', 'characters'],
    ['\u200bab', 'characters'],
    ['a\u200db', 'characters'],
    ['a\u202eb', 'characters'],
    ['a\u2066b', 'characters'],
    ['ㅤㅤㅤ', 'characters'],
    ['\u1160\u1160\u1160', 'characters'],
    ['ab\u0000', 'characters'],
    ['\ud800ab', 'characters'],
    ['⠀⠀⠀', 'characters'],
    ['z̷̢a̸l', 'characters'],
    ['n\u0303\u0301\u0302ab', 'characters'],
    ['가\u0301\u0302나다', 'characters'],
    ['wiro', 'looks-like-staff'],
    ['W i r o', 'looks-like-staff'],
    ['ｗｉｒｏ', 'looks-like-staff'],
    ['wіrо helper', 'looks-like-staff'],
    ['w1r0', 'looks-like-staff'],
    ['The Wiro Team', 'looks-like-staff'],
    ['위로', 'looks-like-staff'],
    ['위로 도우미', 'looks-like-staff'],
    ['운영자', 'looks-like-staff'],
    ['운.영.자', 'looks-like-staff'],
    ['운 영 자', 'looks-like-staff'],
    ['ㅇㅜㄴㅇㅕㅇㅈㅏ', 'looks-like-staff'],
    ['운🌟영🌟자', 'looks-like-staff'],
    ['Admin', 'looks-like-staff'],
    ['4dm1n', 'looks-like-staff'],
    ['Аdmіn', 'looks-like-staff'],
    ['Ádmín', 'looks-like-staff'],
    ['Moderator Kim', 'looks-like-staff'],
    ['mod 1', 'looks-like-staff'],
    ['Staff', 'looks-like-staff'],
    ['시스템', 'looks-like-staff'],
    ['me@home', 'contact'],
    ['@whale', 'contact'],
    ['naver.com', 'contact'],
    ['t.me', 'contact'],
    ['010-1234-5678', 'contact'],
    ['고래 123456', 'contact'],
    ['카톡 whale', 'contact'],
    ['Discord whale', 'contact'],
    ['telegram me', 'contact'],
  ])('%j: %s', (text, problem) => {
    expect(checkPenName(text)).toEqual({ problem })
  })

  test('whatever is allowed is short, clean, and allowed again unchanged', () => {
    const pieces = fc.constantFrom(
      '고',
      '래',
      'a',
      'É',
      'e\u0301',
      ' ',
      '🐳',
      '👨‍👩‍👧',
      '-',
      '1',
      'क्ष',
      '\u200d',
      '\u0301',
      'ㅋ',
    )
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((some) => some.join('')),
      fc.string({ unit: 'grapheme', maxLength: 24 }),
      anyUnits(24),
    )
    fc.assert(
      fc.property(text, (text) => {
        const checked = checkPenName(text)
        if ('problem' in checked) return
        const { penName } = checked
        expect(checkPenName(penName)).toEqual({ penName })
        expect(graphemesOf(penName).length).toBeLessThanOrEqual(PEN_NAME_MAX_CHARACTERS)
        expect(graphemesOf(penName).length).toBeGreaterThanOrEqual(PEN_NAME_MIN_CHARACTERS)
        expect(penName).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}\n@<>_*`]|^\s|\s$|\s\s/u)
        expect(penNameKey(penName)).not.toBe('')
      }),
      { numRuns: 600 },
    )
  })
})

describe('the key of a pen-name', () => {
  test.each([
    ['Quiet Whale', 'quiet  WHALE'],
    ['Quiet Whale', 'QuietWhale'],
    ['Quiet Whale', 'Quiet-Whale!'],
    ['Quiet Whale', 'Quіet Whаle'],
    ['Quiet Whale', 'Ｑｕｉｅｔ Ｗｈａｌｅ'],
    ['Quiet Whale', 'Qúiët Whale'],
    ['Quiet Whale', 'Qu1et Wha1e'],
    ['조용한 고래', '조용한고래'],
    ['조용한 고래', '조용한 ㄱㅗㄹㅐ'],
    ['조용한 고래', '조용한 고래'.normalize('NFD')],
    ['Coral', 'C0ral'],
  ])('%s and %s are the same to the eye', (one, other) => {
    expect(penNameKey(other)).toBe(penNameKey(one))
  })

  test.each([
    ['Quiet Whale', 'Quiet Whales'],
    ['조용한 고래', '조용한 고래 2'],
    ['조용한 고래 2', '조용한 고래 3'],
    ['조용한 고래', '조용한 그래'],
    ['かき', 'がき'],
    ['고래🐳', '고래🌙'],
  ])('%s and %s are not', (one, other) => {
    expect(penNameKey(other)).not.toBe(penNameKey(one))
  })
})
