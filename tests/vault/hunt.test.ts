import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hunt } from '../support/hunt.ts'

const LETTER = '오늘 "첫눈"이 왔어요. I thought of you & smiled.\n잘 자요.'
const needles = [{ name: 'letter', value: LETTER }]
const formsFound = (bytes: Buffer | string) => hunt([{ name: 'here', bytes }], needles).map(({ form }) => form)

describe('the hunt finds a text', () => {
  const encodings: Record<string, (text: string) => Buffer | string> = {
    plain: (text) => `before ${text} behind`,
    'plain in capitals': (text) => text.toUpperCase(),
    hex: (text) => Buffer.from(text).toString('hex'),
    'hex in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
    base64: (text) => Buffer.from(text).toString('base64'),
    'base64 behind one byte': (text) => Buffer.from(`x${text}y`).toString('base64'),
    'base64 behind two bytes': (text) => Buffer.from(`xx${text}yy`).toString('base64'),
    base64url: (text) => Buffer.from(`x${text}`).toString('base64url'),
    'URL-escaped': encodeURIComponent,
    'a form': (text) => new URLSearchParams({ text }).toString(),
    JSON: (text) => JSON.stringify({ text }),
    'JSON in JSON': (text) => JSON.stringify(JSON.stringify({ text })),
    'JSON in ASCII': (text) =>
      JSON.stringify({ text }).replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    'UTF-16': (text) => Buffer.from(text, 'utf16le'),
    'UTF-16, big end first': (text) => Buffer.from(text, 'utf16le').swap16(),
    'hex of base64': (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('hex'),
    'base64 of hex': (text) => Buffer.from(Buffer.from(text).toString('hex')).toString('base64'),
    'base64 of UTF-16': (text) => Buffer.from(`x${text}`, 'utf16le').toString('base64'),
  }
  for (const [name, encode] of Object.entries(encodings)) {
    test(`as ${name}`, () => {
      expect(formsFound(encode(LETTER))).not.toEqual([])
    })
  }

  test('of which only a part is there', () => {
    expect(formsFound(LETTER.slice(9, 34))).not.toEqual([])
    expect(formsFound(Buffer.from(LETTER.slice(5, 32)).toString('base64'))).not.toEqual([])
  })

  test('wherever it stands in base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9 }), fc.uint8Array({ maxLength: 9 }), (before, behind) => {
        expect(formsFound(Buffer.concat([before, Buffer.from(LETTER), behind]).toString('base64'))).not.toEqual([])
      }),
    )
  })
})

test('finds nothing where nothing is, says where it found something, and refuses what means nothing', () => {
  expect(formsFound('An honest log line about nobody, 0123456789abcdef0123456789abcdef.')).toEqual([])
  const [found] = hunt([{ name: 'log', bytes: 'id 81234567 seen' }], [{ name: 'an id', value: '81234567' }])
  expect(found).toEqual({ haystack: 'log', needle: 'an id', form: 'plain', around: 'id 81234567 seen' })
  expect(() => hunt([], [{ name: 'initial', value: 'M' }])).toThrow('too short')
})
