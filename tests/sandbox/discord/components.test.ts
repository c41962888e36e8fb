/** Components of messages, by the facts of docs: components/reference. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DiscordPerson } from '../../../sandbox/discord/client.ts'
import { noRates } from '../../../sandbox/discord/rates.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { ask, button, codesAt, type Json } from './raw.ts'

const v2 = 1 << 15
let discord: DiscordStandIn
let ana: DiscordPerson
let path: string
beforeAll(async () => {
  discord = await startDiscordStandIn({ rates: noRates })
  ana = discord.join({ name: 'Ana', locale: 'ko' })
  const dm = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: ana.id } })
  path = `/channels/${String(dm.body.id)}/messages`
})
afterAll(() => discord.close())

const row = (...components: Json[]) => ({ type: 1, components })
const press = (n: number, more: Json = {}) => ({ type: 2, style: 1, label: `b${n}`, custom_id: `b${n}`, ...more })
const select = (more: Json = {}) => ({ type: 3, custom_id: 's', options: [{ label: 'A', value: 'a' }], ...more })
const text = (content: string) => ({ type: 10, content })
const post = (...components: Json[]) => ask(discord, 'POST', path, { body: { content: 'x', components } })
const postV2 = (...components: Json[]) => ask(discord, 'POST', path, { body: { flags: v2, components } })
const range = (length: number) => Array.from({ length }, (_one, n) => n)

describe('rows, buttons, selects', () => {
  test('ids are filled in by reading order and given ones are kept', async () => {
    const { body } = await post(row(press(1), press(2, { id: 9 })), row(press(3)))
    expect(body.components).toMatchObject([
      { id: 1, components: [{ id: 2 }, { id: 9 }] },
      { id: 3, components: [{ id: 4 }] },
    ])
  })

  test('a link button, an emoji button and a select are on the screen', async () => {
    await post(
      row(
        { type: 2, style: 5, label: 'Site', url: 'https://example.org' },
        { type: 2, style: 2, emoji: { name: '💌' }, custom_id: 'e' },
      ),
      row(select({ placeholder: 'Pick' })),
    )
    expect(ana.chat().at(-1)?.controls).toEqual([
      { kind: 'link', label: 'Site', id: 'https://example.org', disabled: false },
      { kind: 'button', label: '💌', id: 'e', disabled: false },
      {
        kind: 'select',
        label: 'Pick',
        id: 's',
        disabled: false,
        placeholder: 'Pick',
        options: [{ label: 'A', value: 'a' }],
      },
    ])
  })

  const cases: [string, Json[], string, string][] = [
    ['six rows', range(6).map((n) => row(press(n))), 'components', 'BASE_TYPE_MAX_LENGTH'],
    [
      'six buttons in a row',
      [row(...range(6).map((n) => press(n)))],
      'components.0.components',
      'BASE_TYPE_BAD_LENGTH',
    ],
    ['an empty row', [row()], 'components.0.components', 'BASE_TYPE_BAD_LENGTH'],
    [
      'a button beside a select',
      [row(select(), press(1))],
      'components.0.components',
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ],
    ['a bare button', [press(1)], 'components.0.type', 'UNION_TYPE_CHOICES'],
    [
      'a text input',
      [row({ type: 4, custom_id: 'x', style: 1, label: 'x' })],
      'components.0.components.0.type',
      'UNION_TYPE_CHOICES',
    ],
    [
      'a label of 81',
      [row(press(1, { label: 'a'.repeat(81) }))],
      'components.0.components.0.label',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a custom_id of 101',
      [row(press(1, { custom_id: 'a'.repeat(101) }))],
      'components.0.components.0.custom_id',
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'no custom_id',
      [row({ type: 2, style: 1, label: 'x' })],
      'components.0.components.0.custom_id',
      'BASE_TYPE_REQUIRED',
    ],
    [
      'one custom_id twice',
      [row(press(1), press(2, { custom_id: 'b1' }))],
      'components.0.components.1.custom_id',
      'COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'neither label nor emoji',
      [row(press(1, { label: '' }))],
      'components.0.components.0.label',
      'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED',
    ],
    [
      'a link with a custom_id',
      [row({ type: 2, style: 5, label: 'x', url: 'https://example.org', custom_id: 'x' })],
      'components.0.components.0.custom_id',
      'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
    ],
    ['style 7', [row(press(1, { style: 7 }))], 'components.0.components.0.style', 'NUMBER_TYPE_MAX'],
    [
      '26 options',
      [row(select({ options: range(26).map((n) => ({ label: `${n}`, value: `${n}` })) }))],
      'components.0.components.0.options',
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a value twice',
      [row(select({ options: range(2).map((n) => ({ label: `${n}`, value: 'same' })) }))],
      'components.0.components.0.options.1.value',
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    ],
    [
      'a placeholder of 151',
      [row(select({ placeholder: 'a'.repeat(151) }))],
      'components.0.components.0.placeholder',
      'BASE_TYPE_MAX_LENGTH',
    ],
    ['a text display without the flag', [text('x')], 'components.0.type', 'UNION_TYPE_CHOICES'],
  ]
  test.each(cases)('%s is refused', async (_what, components, where, code) => {
    expect(codesAt(await post(...components), where)).toEqual([code])
  })
})

describe('Components V2', () => {
  test('containers, sections, text, separators, galleries and buttons are read in order', async () => {
    const sent = await postV2({
      type: 17,
      components: [
        text('# Title'),
        { type: 9, components: [text('Section')], accessory: { type: 2, style: 1, label: 'Open', custom_id: 'o' } },
        { type: 14 },
        { type: 12, items: [{ media: { url: 'https://example.org/a.png' } }] },
        row(press(1)),
      ],
    })
    expect(sent.status).toBe(200)
    expect(sent.body.flags).toBe(v2)
    const seen = ana.chat().at(-1)
    expect(seen?.text).toBe('Title\nSection')
    expect(seen?.controls.map(({ label }) => label)).toEqual(['Open', 'b1'])
  })

  test('content and embeds have no place beside it', async () => {
    const both = await ask(discord, 'POST', path, {
      body: { flags: v2, content: 'x', embeds: [{ title: 'x' }], components: [text('y')] },
    })
    expect(codesAt(both, 'content')).toEqual(['MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'])
    expect(codesAt(both, 'embeds')).toEqual(['MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'])
  })

  test('it cannot be taken back: an edit without the flag is still V2', async () => {
    const { body } = await postV2(text('one'))
    const edit = (change: Json) => ask(discord, 'PATCH', `${path}/${String(body.id)}`, { body: change })
    expect((await edit({ components: [text('two')] })).body).toMatchObject({
      flags: v2,
      components: [{ content: 'two' }],
    })
    expect(codesAt(await edit({ content: 'legacy' }), 'content')).toHaveLength(1)
  })

  test('41 components, nested ones counted, and 4,001 characters are too many', async () => {
    expect((await postV2(...range(40).map((n) => text(`${n}`)))).status).toBe(200)
    expect(codesAt(await postV2({ type: 17, components: range(40).map((n) => text(`${n}`)) }), 'components')).toEqual([
      'BASE_TYPE_MAX_LENGTH',
    ])
    expect(codesAt(await postV2(text('a'.repeat(2000)), text('a'.repeat(2001))), 'components')).toEqual([
      'COMPONENT_TEXT_SIZE_EXCEEDED',
    ])
  })

  test('a container in a container and a section without accessory are refused', async () => {
    const nested = await postV2({ type: 17, components: [{ type: 17, components: [text('x')] }] })
    expect(codesAt(nested, 'components.0.components.0.type')).toEqual(['UNION_TYPE_CHOICES'])
    const bare = await postV2({ type: 9, components: [text('x')] })
    expect(codesAt(bare, 'components.0.accessory')).toEqual(['BASE_TYPE_REQUIRED'])
  })
})

describe('the markup a person reads', () => {
  const cases: [string, string][] = [
    ['**bold** *italic* __under__ ~~gone~~ ||hidden||', 'bold italic under gone hidden'],
    ['\\*not bold\\* and \\_not italic\\_', '*not bold* and _not italic_'],
    ['snake_case_stays', 'snake_case_stays'],
    ['`**code**` stays', '**code** stays'],
    ['```ts\nconst a = 1\n```', 'const a = 1'],
    ['> quoted\n-# small', 'quoted\nsmall'],
    ['[words](https://example.org)', 'words'],
    ['https://example.org/a_b_c', 'https://example.org/a_b_c'],
    ['\\<@123456789012345678>', '<@123456789012345678>'],
    ['2 * 3 * 4', '2 * 3 * 4'],
  ]
  test.each(cases)('%s', async (content, seen) => {
    await ask(discord, 'POST', path, { body: { content } })
    expect(ana.chat().at(-1)?.text).toBe(seen)
  })

  test('mentions and times are written as the client writes them', async () => {
    await ask(discord, 'POST', path, { body: { content: `<@${ana.id}> <t:1800000000:d>` } })
    expect(ana.chat().at(-1)?.text).toBe('@Ana 27. 1. 15.')
  })

  test('an embed reads from author to footer', async () => {
    const embed = {
      title: 'T',
      description: 'D',
      author: { name: 'A' },
      footer: { text: 'F' },
      fields: [{ name: 'N', value: 'V' }],
    }
    await ask(discord, 'POST', path, { body: { content: 'C', embeds: [embed], components: [button('B', 'b')] } })
    expect(ana.chat().at(-1)?.text).toBe('C\nA\nT\nD\nN\nV\nF')
  })
})
