import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeAction } from '../../../bots/dialogue/turn.ts'
import type { Button, Menu, Row, View } from '../../../bots/dialogue/view.ts'
import { type OutMessage, renderView, TEXT_MAX } from '../../../bots/telegram/render.ts'
import { openTestSender, startStandIn } from './wire.ts'

const press = (label: string): Button => ({ label, act: encodeAction('x', label.slice(0, 4)) })
const keysOf = (view: View) => renderView(view).at(-1)?.reply_markup?.inline_keyboard
const labelsOf = (row: Row) => keysOf({ text: 'x', rows: [row] })?.map((keys) => keys.map((key) => key.text))

/** The words under the entities of one kind. */
const marked = (messages: OutMessage[], type: string) =>
  messages.flatMap(({ text, entities }) =>
    entities.filter((entity) => entity.type === type).map(({ offset, length }) => text.slice(offset, offset + length)),
  )

test('a title is bold, a letter is quoted, a footer is quiet, all by entities', () => {
  const messages = renderView({
    title: '💌 A letter',
    text: 'From a stranger.',
    letter: { text: 'Dear you,\n\n*be* well.', signature: '— Quiet Whale' },
    footer: 'Arrived today',
  })
  expect(messages).toHaveLength(1)
  expect(messages[0]?.text).toBe(
    '💌 A letter\n\nFrom a stranger.\n\nDear you,\n\n*be* well.\n— Quiet Whale\n\nArrived today',
  )
  expect(marked(messages, 'bold')).toEqual(['💌 A letter'])
  expect(marked(messages, 'blockquote')).toEqual(['Dear you,\n\n*be* well.'])
  expect(marked(messages, 'italic')).toEqual(['Arrived today'])
})

test('a letter of full length stays whole beside a long introduction', () => {
  const letter = 'y'.repeat(4_000)
  const messages = renderView({
    title: 't',
    text: 'w '.repeat(300),
    letter: { text: letter, signature: '— s' },
    footer: 'f',
  })
  expect(messages).toHaveLength(2)
  expect(marked(messages, 'blockquote')).toEqual([letter])
  expect(messages[1]?.text.endsWith('— s\n\nf')).toBe(true)
})

test('controls stand under the last message only', () => {
  const messages = renderView({ text: 'w '.repeat(4_000), rows: [[press('Open')]] })
  expect(messages.length).toBeGreaterThan(1)
  expect(messages.filter((message) => message.reply_markup)).toEqual([messages.at(-1)])
})

const menu = (...labels: string[]): Menu => ({
  placeholder: 'Choose',
  act: 'set:lang',
  options: labels.map((label, i) => ({ label, value: `v${i}` })),
})

test('a menu is a grid: two in a row when labels are short, one otherwise', () => {
  expect(labelsOf(menu('a', 'b', 'c'))).toEqual([['a', 'b'], ['c']])
  expect(labelsOf(menu('a', 'a label of more than half a row'))).toEqual([['a'], ['a label of more than half a row']])
  expect(labelsOf(menu('매일 한 통씩 받을게요', '쉬고 있을게요'))).toEqual([
    ['매일 한 통씩 받을게요'],
    ['쉬고 있을게요'],
  ])
})

test('a choice carries its value as the last argument, marks what is chosen and shows a short hint', () => {
  const options = [
    { label: 'ko', value: 'ko', chosen: true },
    { label: 'en', value: 'en', hint: 'English' },
  ]
  expect(keysOf({ text: 'x', rows: [{ placeholder: 'p', act: 'set:lang', options }] })).toEqual([
    [
      { text: '✓ ko', callback_data: 'set:lang:ko' },
      { text: 'en · English', callback_data: 'set:lang:en' },
    ],
  ])
})

test('a row of buttons stays a row while it fits', () => {
  expect(labelsOf([press('Open'), press('Not now'), press('Pass on')])).toEqual([['Open', 'Not now', 'Pass on']])
  expect(labelsOf(['편지 열어 보기', '다음에 열기', '다른 사람에게 보내기'].map(press))).toEqual([
    ['편지 열어 보기', '다음에 열기'],
    ['다른 사람에게 보내기'],
  ])
})

test('tones become the colours of the platform', () => {
  const tones = (['primary', 'good', 'danger'] as const).map((tone) => ({ label: tone, act: 'a', tone }))
  expect(
    keysOf({ text: 'x', rows: [tones] })
      ?.flat()
      .map((key) => key.style),
  ).toEqual(['primary', 'success', 'danger'])
})

test('a link that Telegram would refuse as a button is written out', () => {
  const [message] = renderView({
    text: 'Log in.',
    rows: [
      [
        { label: 'Here', url: 'http://localhost:3000/x' },
        { label: 'There', url: 'https://example.org/x' },
      ],
    ],
  })
  expect(message?.text).toBe('Log in.\n\nHere: http://localhost:3000/x')
  expect(message?.reply_markup?.inline_keyboard).toEqual([[{ text: 'There', url: 'https://example.org/x' }]])
})

test('an action too long for a button is an error before anything is sent', () => {
  const options = [{ label: 'x', value: '가'.repeat(21) }]
  expect(() => renderView({ text: 'x', rows: [{ placeholder: 'p', act: 'a', options }] })).toThrow(/too long/)
})

const words = (maxLength: number) =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength }).filter((text) => text.trim() !== '')
const longWords = fc
  .tuple(words(400), fc.integer({ min: 1, max: 60 }))
  .map(([text, times]) => `${text} `.repeat(times).trim())
const anyView: fc.Arbitrary<View> = fc.record(
  {
    text: longWords,
    title: words(60),
    letter: fc.record({ text: longWords, signature: words(30) }),
    footer: words(80),
    rows: fc.array(
      fc.oneof(
        fc.array(
          words(20).map((label) => ({ label, act: 'do:it' })),
          { minLength: 1, maxLength: 5 },
        ),
        fc.array(words(20), { minLength: 1, maxLength: 25 }).map((labels) => menu(...labels)),
      ),
      { maxLength: 5 },
    ),
  },
  { requiredKeys: ['text'] },
)
const spaceless = (text: string) => text.replace(/\s/gu, '')

test('any view fits, loses no word, and marks what it should', () => {
  fc.assert(
    fc.property(anyView, (view) => {
      const messages = renderView(view)
      for (const { text } of messages) {
        expect(text.length).toBeLessThanOrEqual(TEXT_MAX)
        expect(text.trim()).not.toBe('')
      }
      const all = [view.title, view.text, view.letter?.text, view.letter?.signature, view.footer].join('')
      expect(spaceless(messages.map((message) => message.text).join(''))).toBe(spaceless(all))
      expect(spaceless(marked(messages, 'blockquote').join(''))).toBe(spaceless(view.letter?.text ?? ''))
      expect(marked(messages, 'bold')).toEqual(view.title ? [view.title] : [])
    }),
    { numRuns: 150 },
  )
})

test('the platform takes any view', async () => {
  const standIn = await startStandIn()
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  const { sender } = openTestSender(standIn)
  await fc.assert(
    fc.asyncProperty(anyView, async (view) => {
      for (const message of renderView(view)) {
        expect(await sender.once(mina.id, 'sendMessage', { chat_id: mina.id, ...message })).toMatchObject({
          kind: 'sent',
        })
      }
    }),
    { numRuns: 60 },
  )
})
