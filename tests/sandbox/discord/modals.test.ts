/** Modals, by the facts of docs: receiving-and-responding#interaction-response-object-modal, components/reference#label. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DiscordPerson } from '../../../sandbox/discord/client.ts'
import { noRates } from '../../../sandbox/discord/rates.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { ask, button, callbackPath, codesAt, type Json, type RawBot, rawBot, register } from './raw.ts'

let discord: DiscordStandIn
let bot: RawBot
let ana: DiscordPerson

beforeAll(async () => {
  discord = await startDiscordStandIn({ rates: noRates })
  await register(discord, { name: 'letter' })
  bot = await rawBot(discord)
  ana = discord.join({ name: 'Ana', locale: 'ko' })
})
afterAll(() => discord.close())

/** Runs the command and hands over the interaction before it is answered. */
async function run() {
  const shown = ana.command('letter')
  shown.catch(() => undefined)
  return { shown, interaction: await bot.event('INTERACTION_CREATE') }
}
const answer = (interaction: Json, body: Json) => ask(discord, 'POST', callbackPath(interaction), { body, token: null })
const say = (content: string, more: Json = {}) => ({ type: 4, data: { content, ...more } })

describe('modals', () => {
  const text = (id: string, more: Json = {}) => ({ type: 4, custom_id: id, style: 2, ...more })
  const label = (title: string, component: Json, more: Json = {}) => ({ type: 18, label: title, component, ...more })
  const modal = (...components: Json[]) => ({ type: 9, data: { custom_id: 'form', title: 'A letter', components } })

  async function open(response: Json) {
    const { shown, interaction } = await run()
    const reply = await answer(interaction, response)
    if (reply.status === 204) await shown
    return { reply, interaction }
  }

  test('with labels: shown as a form, submitted with every field', async () => {
    const options = [
      { label: 'Now', value: 'n', default: true },
      { label: 'Later', value: 'l' },
    ]
    await open(
      modal(
        label('Your words', text('body', { min_length: 3, max_length: 50, placeholder: 'Dear…', value: 'Dear you' }), {
          description: 'Kind ones',
        }),
        label('When', { type: 3, custom_id: 'when', options }),
      ),
    )
    expect(ana.form()).toEqual({
      id: 'form',
      title: 'A letter',
      fields: [
        {
          id: 'body',
          label: 'Your words',
          description: 'Kind ones',
          placeholder: 'Dear…',
          value: 'Dear you',
          required: true,
          long: true,
          min: 3,
          max: 50,
        },
        {
          id: 'when',
          label: 'When',
          value: 'n',
          required: true,
          long: false,
          options: options.map(({ label, value }) => ({ label, value })),
        },
      ],
    })
    await expect(ana.submit({ body: 'a' })).rejects.toThrow('at least 3')
    await expect(ana.submit({ body: 'a'.repeat(51) })).rejects.toThrow('at most 50')
    await expect(ana.submit({ body: '' })).rejects.toThrow('required')
    await expect(ana.submit({ when: 'never' })).rejects.toThrow('no option')
    await expect(ana.submit({ nothing: 'x' })).rejects.toThrow('no field "nothing"')
    const sent = ana.submit({ when: 'l' })
    const interaction = await bot.event('INTERACTION_CREATE')
    expect(interaction).toMatchObject({
      type: 5,
      data: {
        custom_id: 'form',
        components: [
          { type: 18, id: 1, component: { type: 4, id: 2, custom_id: 'body', value: 'Dear you' } },
          { type: 18, id: 3, component: { type: 3, id: 4, custom_id: 'when', values: ['l'] } },
        ],
      },
    })
    expect(interaction).not.toHaveProperty('message')
    expect(codesAt(await answer(interaction, modal()), 'type')).toEqual(['BASE_TYPE_CHOICES'])
    expect(codesAt(await answer(interaction, { type: 7, data: {} }), 'type')).toEqual(['BASE_TYPE_CHOICES'])
    await answer(interaction, say('thank you'))
    await sent
    expect(ana.form()).toBeUndefined()
  })

  test('with text inputs in action rows, the old way', async () => {
    await open(
      modal(
        { type: 1, components: [text('a', { label: 'One', style: 1 })] },
        { type: 1, components: [text('b', { label: 'Two', required: false })] },
      ),
    )
    expect(ana.form()?.fields).toMatchObject([
      { id: 'a', label: 'One', long: false, required: true },
      { id: 'b', label: 'Two', long: true, required: false },
    ])
    const sent = ana.submit({ a: 'x' })
    const interaction = await bot.event('INTERACTION_CREATE')
    expect(interaction.data).toMatchObject({
      components: [
        { type: 1, components: [{ type: 4, custom_id: 'a', value: 'x' }] },
        { type: 1, components: [{ type: 4, custom_id: 'b', value: '' }] },
      ],
    })
    await answer(interaction, say('ok'))
    await sent
  })

  test('opened from a button: the submit carries the message, and type 7 edits it', async () => {
    const { shown, interaction: command } = await run()
    await answer(command, say('press it', { components: [button('Go', 'go')] }))
    await shown
    const press = ana.press('Go')
    const interaction = await bot.event('INTERACTION_CREATE')
    await answer(interaction, modal(label('X', text('x'))))
    await press
    const sent = ana.submit({ x: 'value' })
    const submitted = await bot.event('INTERACTION_CREATE')
    expect(submitted.message).toMatchObject({ content: 'press it' })
    await answer(submitted, { type: 7, data: { content: 'filled in', components: [] } })
    await sent
    expect(ana.chat().at(-1)?.text).toBe('filled in')
  })

  test('can be closed unsent', async () => {
    await open(modal(label('X', text('x'))))
    ana.dismiss()
    expect(ana.form()).toBeUndefined()
    await expect(ana.submit({ x: 'v' })).rejects.toThrow('No form is open')
  })

  const cases: [string, Json, string, string][] = [
    [
      'a title of 46',
      { type: 9, data: { custom_id: 'f', title: 'a'.repeat(46), components: [label('X', text('x'))] } },
      'data.title',
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'no custom_id',
      { type: 9, data: { title: 'a', components: [label('X', text('x'))] } },
      'data.custom_id',
      'BASE_TYPE_REQUIRED',
    ],
    ['no field', modal(), 'data.components', 'BASE_TYPE_BAD_LENGTH'],
    [
      'six fields',
      modal(...Array.from({ length: 6 }, (_one, n) => label('X', text(`x${n}`)))),
      'data.components',
      'BASE_TYPE_BAD_LENGTH',
    ],
    ['a label of 46', modal(label('a'.repeat(46), text('x'))), 'data.components.0.label', 'BASE_TYPE_BAD_LENGTH'],
    [
      'a label description of 101',
      modal(label('X', text('x'), { description: 'a'.repeat(101) })),
      'data.components.0.description',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a placeholder of 101',
      modal(label('X', text('x', { placeholder: 'a'.repeat(101) }))),
      'data.components.0.component.placeholder',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a max_length of 4,001',
      modal(label('X', text('x', { max_length: 4001 }))),
      'data.components.0.component.max_length',
      'NUMBER_TYPE_MAX',
    ],
    [
      'a value longer than max_length',
      modal(label('X', text('x', { max_length: 3, value: 'four' }))),
      'data.components.0.component.value',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'one custom_id twice',
      modal(label('X', text('x')), label('Y', text('x'))),
      'data.components.1.component.custom_id',
      'COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    ['a button in it', modal(button('X', 'x')), 'data.components.0.components.0.type', 'UNION_TYPE_CHOICES'],
    ['a bare text input', modal(text('x')), 'data.components.0.type', 'UNION_TYPE_CHOICES'],
  ]
  test.each(cases)('%s is refused', async (_what, response, where, code) => {
    const { reply, interaction } = await open(response)
    expect(codesAt(reply, where)).toEqual([code])
    await answer(interaction, say('ok'))
  })
})
