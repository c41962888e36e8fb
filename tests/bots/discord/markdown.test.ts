import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slice, splitRich, tidy } from '../../../bots/dialogue/richText.ts'
import { readMarkdown } from '../../../bots/discord/markdown.ts'
import { renderSaid } from '../../../bots/discord/render.ts'
import { writeMarkdown } from '../../../bots/discord/writeMarkdown.ts'
import { readEntities, writeEntities } from '../../../bots/telegram/entities.ts'
import { renderSaid as renderOnTelegram } from '../../../bots/telegram/render.ts'
import { type MarkKind, markKinds, type RichText } from '../../../core/chat/content.ts'
import { cpuTimeOf } from '../../core/pure/cpuTime.ts'
import { anyText } from '../../support/anyText.ts'

const APART = /\u200b/g
const read = (source: string): RichText => {
  const { text, marks } = readMarkdown(source)
  return tidy({ text, marks })
}
/** Without the signs that nobody sees. */
const seen = (rich: RichText): RichText => {
  const places = [...rich.text.matchAll(APART)].map(({ index }) => index)
  const moved = (at: number) => at - places.filter((place) => place < at).length
  return tidy({
    text: rich.text.replace(APART, ''),
    marks: rich.marks.map((mark) => ({ kind: mark.kind, from: moved(mark.from), to: moved(mark.to) })),
  })
}

/** How every character that is no blank looks. */
const looks = (rich: RichText) =>
  Array.from({ length: rich.text.length }, (_, at) => [rich.text.charAt(at), at] as const)
    .filter(([character]) => character.trim() !== '')
    .map(([character, at]) => [
      character,
      ...markKinds.filter((kind) => rich.marks.some((mark) => mark.kind === kind && mark.from <= at && mark.to > at)),
    ])

const nasty = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'b',
        ' ',
        '\n',
        '*',
        '**',
        '_',
        '__',
        '~~',
        '||',
        '`',
        '```',
        '>',
        '> ',
        '# ',
        '-# ',
        '- ',
        '1. ',
        '\\',
        '[',
      ],
      ...['](', ')', '<@123>', '@everyone', '<:x:1>', ':smile:', '|', '가', '😀', '<t:0>', 'http://x.y', '<', '\n> '],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))
const wild = fc.oneof(nasty, anyText(60))
const rich = (kinds: readonly MarkKind[]) =>
  wild.chain((text) =>
    fc
      .array(fc.record({ kind: fc.constantFrom(...kinds), from: fc.nat(text.length), to: fc.nat(text.length) }), {
        maxLength: 6,
      })
      .map((marks) => tidy({ text, marks })),
  )

describe('words from elsewhere, on Discord', () => {
  it('are shown exactly as written, whatever they are', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const plain = tidy({ text, marks: [] })
        expect(seen(read(writeMarkdown(plain)))).toEqual(seen(plain))
      }),
      { numRuns: 500 },
    )
  })

  it('keep their looks', () => {
    fc.assert(
      fc.property(rich(['bold', 'italic', 'underline', 'strike', 'spoiler']), (said) => {
        expect(looks(seen(read(writeMarkdown(said))))).toEqual(looks(seen(said)))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['**a** b', 'bold'],
    ['*a* b', 'italic'],
    ['_a_ b', 'italic'],
    ['__a__ b', 'underline'],
    ['~~a~~ b', 'strike'],
    ['||a|| b', 'spoiler'],
    ['`a` b', 'code'],
    ['```js\na\n``` b', 'pre'],
    ['> a\nb', 'quote'],
    ['# a\nb', 'bold'],
  ] as const)('%s', (source, kind) => {
    const said = read(source)
    expect(said.marks).toEqual([{ kind, from: 0, to: 1 }])
    expect(read(writeMarkdown(said)).marks).toEqual(said.marks)
  })

  it.each(['***a***', '**a *b***', '*a **b***', '**__~~a~~__**', '||**a** b||', '> **a**\n> b', '**a**b*c*'])(
    '%s comes back the same',
    (source) => {
      const said = read(source)
      expect(looks(seen(read(writeMarkdown(said))))).toEqual(looks(said))
    },
  )

  it('carry no id and no address', () => {
    const said = readMarkdown(
      '<@123456789012345678> <#12345678901234567> <:cat:123456789012345678> [x](https://e.org/1)',
    )
    expect(said.text).toBe('@… #… :cat: x')
    expect(said.hidesLink).toBe(true)
  })

  it('ping nobody and fit, however long', () => {
    fc.assert(
      fc.property(rich(markKinds), fc.integer({ min: 1, max: 300 }), (said, times) => {
        const long = { ...said, text: Array.from({ length: times }, () => said.text).join(' ') }
        for (const message of renderSaid(long, undefined)) {
          expect(message.content.length).toBeLessThanOrEqual(2_000)
          expect(message.allowed_mentions).toEqual({ parse: [] })
        }
      }),
      { numRuns: 60 },
    )
  })

  it('are read in time that does not run away', () => {
    for (const piece of ['**', '*', '_', '__', '||', '`', '[', '> ', '~~', '<', '*a', '**a*']) {
      const spent = cpuTimeOf(() => readMarkdown(piece.repeat(Math.floor(4_000 / piece.length))))
      expect(spent, piece).toBeLessThan(1_500)
    }
  })
})

describe('words from elsewhere, on Telegram', () => {
  it('come back the same, with their looks', () => {
    fc.assert(
      fc.property(rich(['bold', 'italic', 'underline', 'strike', 'spoiler']), (said) => {
        expect(tidy(readEntities(said.text, writeEntities(said)))).toEqual(said)
      }),
      { numRuns: 300 },
    )
  })

  it('fit, and no entity reaches beyond its text', () => {
    fc.assert(
      fc.property(rich(markKinds), fc.integer({ min: 1, max: 400 }), (said, times) => {
        const long = { ...said, text: Array.from({ length: times }, () => said.text).join(' ') }
        for (const { text, entities } of renderOnTelegram(long, undefined)) {
          expect(text.length).toBeLessThanOrEqual(4_096)
          for (const { offset, length } of entities) expect(offset + length).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('a long text', () => {
  it('is cut into pieces that together say all of it', () => {
    fc.assert(
      fc.property(rich(markKinds), fc.integer({ min: 40, max: 100 }), (said, limit) => {
        const pieces = splitRich(said, limit, ({ text }) => text)
        const words = (text: string) => text.replace(/\s+/g, '')
        expect(words(pieces.map(({ text }) => text).join(''))).toBe(words(said.text))
        for (const piece of pieces) expect(piece.text.length).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 200 },
    )
  })

  it('keeps the looks of its middle', () => {
    const said: RichText = { text: 'one two three', marks: [{ kind: 'bold', from: 2, to: 9 }] }
    expect(slice(said, 4, 7)).toEqual({ text: 'two', marks: [{ kind: 'bold', from: 0, to: 3 }] })
  })
})
