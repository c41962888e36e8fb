import fc from 'fast-check'
import type { Button, Menu, Row, View } from '../../../bots/dialogue/view.ts'

/** Texts that people type, with everything that Discord could take for markup. */
export const typed = (maxLength: number, minLength = 0) =>
  fc
    .array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom(...MARKUP)), {
      maxLength: Math.ceil(maxLength / 15),
      size: 'max',
    })
    .map((parts) =>
      parts
        .join('')
        .slice(0, maxLength)
        .replace(/[\uD800-\uDBFF]$/, ''),
    )
    .filter((text) => text.trim().length >= minLength)

const MARKUP = [
  '**',
  '__',
  '~~',
  '||',
  '`',
  '```\n',
  '> ',
  '>>> ',
  '# ',
  '-# ',
  '- ',
  '* ',
  '1. ',
  '\n',
  '\n\n',
  ' ',
  '[a](https://x.test)',
  '<@123456789012345678>',
  '@everyone',
  '@here',
  '<#123456789012345678>',
  '<t:1700000000:R>',
  '<:a:123456789012345678>',
  ':smile:',
  '\\',
  '¯\\_(ツ)_/¯',
  'https://example.test/a_b_c',
  '</help:123456789012345678>',
  '가나다라',
  '🫶🏽',
  '12:30',
]

const label = fc.string({ minLength: 1, maxLength: 40 }).map((text) => text.trim() || '·')
const act = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 20 })

const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({ label, act, tone: fc.constantFrom('primary' as const, 'good' as const, 'danger' as const) }),
  fc.record({ label, act }),
  fc.record({ label, url: fc.constant('https://example.test/') }),
)

const menu: fc.Arbitrary<Menu> = fc.record({
  placeholder: label,
  act,
  options: fc
    .array(fc.record({ label, hint: label }), { minLength: 1, maxLength: 25 })
    .map((all) => all.map((option, index) => ({ ...option, value: `v${index}`, chosen: index === 3 }))),
})

/** As the dialogue promises: one control a custom id. */
const rows: fc.Arbitrary<Row[]> = fc
  .array(fc.oneof(fc.array(button, { minLength: 1, maxLength: 5 }), menu), { maxLength: 5 })
  .map((all) =>
    all.map((row, r) =>
      Array.isArray(row) ? row.map((one, b) => named(one, `${r}.${b}`)) : { ...row, act: `${row.act}${r}` },
    ),
  )

const named = (one: Button, suffix: string): Button => ('url' in one ? one : { ...one, act: `${one.act}${suffix}` })

export const view: fc.Arbitrary<View> = fc.record(
  {
    title: typed(80),
    text: typed(5_000),
    letter: fc.record({ text: typed(4_000, 1), signature: typed(40) }),
    footer: typed(120),
    rows,
  },
  { requiredKeys: ['text'] },
)
