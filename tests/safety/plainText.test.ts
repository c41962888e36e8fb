import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findLinks } from '../../core/safety/contact/links.ts'
import { fold } from '../../core/safety/fold.ts'
import { tighten } from '../../core/safety/tighten.ts'
import type { View } from '../../core/safety/view.ts'
import { anyText } from '../support/anyText.ts'

/** Ordinary texts are read on a short way; what stands behind them here sends all of them on the long one. */
const SEEN_BY_NOBODY = '\u200b'
const TO_BE_TIGHTENED = ' ()xxx() a.b.c'

const pieces = [
  'I',
  'a',
  'b',
  'had',
  "don't",
  ' ',
  '  ',
  '\n',
  '.',
  '-',
  '1',
  '0',
  '!',
  '$',
  '@',
  '오늘',
  '개',
  'ㅋ',
  'ㅡ',
  'É',
  '*',
  'aaa',
]
const texts = fc.oneof(
  anyText(40),
  fc.array(fc.constantFrom(...pieces), { maxLength: 16 }).map((all) => all.join('')),
)

test('a plain text is folded as any other', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(upTo(fold(text))).toEqual(upTo(fold(text + SEEN_BY_NOBODY)))
    }),
    { numRuns: 2_000 },
  )
})

test('a plain text is tightened as any other', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const short = tighten(fold(text))
      const long = tighten(fold(text + TO_BE_TIGHTENED))
      expect(upTo(short)).toEqual(upTo(long, short.text.length))
    }),
    { numRuns: 2_000 },
  )
})

test('where nothing of an address stands, none is found', () => {
  const parts = [
    'www',
    'http',
    ':',
    '/',
    '.',
    'dot',
    ' at ',
    '@',
    '골뱅이',
    '점',
    '컴',
    'com',
    'gg',
    'discord',
    'kakao',
    'open',
    't',
    'me',
    'a',
    ' ',
  ]
  const spelled = fc.array(fc.constantFrom(...parts), { maxLength: 10 }).map((all) => all.join(''))
  fc.assert(
    fc.property(fc.oneof(spelled, texts), (text) => {
      const { text: folded } = fold(text)
      // No address, but a sign of one.
      expect(findLinks(`${folded}\n/`)).toEqual(findLinks(folded))
    }),
    { numRuns: 2_000 },
  )
})

function upTo({ text, starts, ends, seams }: View, length = text.length) {
  return {
    text: text.slice(0, length),
    starts: starts.slice(0, length),
    ends: ends.slice(0, length),
    seams: [...seams].filter((at) => at < length),
  }
}
