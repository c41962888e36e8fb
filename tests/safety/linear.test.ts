import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readText } from '../../core/safety/readText.ts'

const CHARACTERS = 2_400
const SEEDS = [
  'a',
  '1',
  '0',
  '*',
  '.',
  '@',
  ' ',
  '\n',
  '\u200b',
  '😀',
  'ㅅ',
  'ㅏ',
  '일',
  '이',
  '죽',
  '시발점',
  '시발',
  'f*',
  'fu',
  'a@b.',
  'a.',
  'a-',
  '_a1',
  '010-',
  'f u c k ',
  '시 발 ',
  '씨이',
  'one two ',
  'my insta ',
  '카톡 아이디 ',
  'http://',
  'www.',
  'dot ',
  'you are such ',
  'i want to ',
  'send me your ',
  '살 이유 ',
  '한심한 ',
]

describe('reading time', () => {
  it.each(SEEDS)('grows no faster than the length: %j over and over', (seed) => {
    expectLinear(seed)
  })

  it('grows no faster than the length for repeated random pieces', () => {
    const piece = fc.array(
      fc.constantFrom(...SEEDS, 'com', 'die ', 'kill ', '고 싶', '-', '5', 'sex ', '보지', '는 '),
      { minLength: 2, maxLength: 6 },
    )
    fc.assert(
      fc.property(piece, (parts) => expectLinear(parts.join(''))),
      { numRuns: 6, seed: 8 },
    )
  })
})

describe('phrases', () => {
  it('are bounded: none repeats without a limit', async () => {
    const folder = new URL('../../core/safety/phrases/', import.meta.url)
    const patterns: RegExp[] = []
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
      const lists: Record<string, { find: RegExp; unless?: RegExp }[]> = await import(new URL(file, folder).href)
      for (const { find, unless } of Object.values(lists).flat())
        patterns.push(find, ...(unless === undefined ? [] : [unless]))
    }
    expect(patterns.length).toBeGreaterThan(50)
    for (const pattern of patterns) {
      const bare = pattern.source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '')
      expect(bare).not.toMatch(/[*+]|\{\d+,\}/)
    }
  })
})

/**
 * Four times the text in less than nine times the work, in CPU time, since machines are busy. Something else may only add to
 * the work: so the least counts, of three runs of the short text, and of as many of the long one as are needed.
 */
function expectLinear(seed: string): void {
  const short = textOf(seed, CHARACTERS)
  const long = textOf(seed, 4 * CHARACTERS)
  const least = Math.min(workOf(short), workOf(short), workOf(short))
  let most = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 12 && most >= 9 * least; attempt++) most = Math.min(most, workOf(long))
  expect(most / least).toBeLessThan(9)
}

const textOf = (seed: string, length: number) => seed.repeat(Math.ceil(length / seed.length)).slice(0, length)

/** Microseconds of CPU. */
function workOf(text: string): number {
  const before = process.cpuUsage()
  readText(text)
  const { user, system } = process.cpuUsage(before)
  return Math.max(1, user + system)
}
