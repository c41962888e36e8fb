/** Registering commands, by the facts of docs: interactions/application-commands. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noRates } from '../../../sandbox/discord/rates.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { ask, codesAt, type Json } from './raw.ts'

let discord: DiscordStandIn
let path: string
beforeAll(async () => {
  discord = await startDiscordStandIn({ rates: noRates })
  path = `/applications/${discord.applicationId}/commands`
})
afterAll(() => discord.close())

const put = (...body: Json[]) => ask(discord, 'PUT', path, { body })
const letter = { name: 'letter', description: 'Write a letter' }

describe('PUT, POST, GET, DELETE', () => {
  test('PUT replaces everything and answers the commands with ids and defaults', async () => {
    await put(letter, { name: 'inbox', description: 'Read' })
    const { status, list } = await put({ ...letter, contexts: [0, 1], integration_types: [0, 1] })
    expect(status).toBe(200)
    expect(list).toMatchObject([
      { id: expect.stringMatching(/^\d{17,19}$/), application_id: discord.applicationId, type: 1, contexts: [0, 1] },
    ])
    expect((await ask(discord, 'GET', path)).list).toHaveLength(1)
  })

  test('a command that stays by name keeps its id and gets a new version', async () => {
    const [before] = (await put(letter)).list
    const [after] = (await put({ ...letter, description: 'Other' })).list
    expect(after?.id).toBe(before?.id)
    expect(after?.version).not.toBe(before?.version)
  })

  test('POST upserts by name: 201 for a new one, 200 for a known one', async () => {
    await put()
    expect((await ask(discord, 'POST', path, { body: letter })).status).toBe(201)
    expect((await ask(discord, 'POST', path, { body: { ...letter, description: 'New' } })).status).toBe(200)
    expect((await ask(discord, 'GET', path)).list).toMatchObject([{ description: 'New' }])
  })

  test('GET shows localizations only with with_localizations=true', async () => {
    await put({ ...letter, name_localizations: { ko: '편지' } })
    expect((await ask(discord, 'GET', path)).list[0]).not.toHaveProperty('name_localizations')
    const { list } = await ask(discord, 'GET', `${path}?with_localizations=true`)
    expect(list[0]?.name_localizations).toEqual({ ko: '편지' })
  })

  test('PATCH and DELETE by id; an unknown id is 10063', async () => {
    const [command] = (await put(letter)).list
    const one = `${path}/${String(command?.id)}`
    expect((await ask(discord, 'PATCH', one, { body: { description: 'Patched' } })).body.description).toBe('Patched')
    expect((await ask(discord, 'DELETE', one)).status).toBe(204)
    expect((await ask(discord, 'GET', one)).body.code).toBe(10063)
  })

  test("another application's commands are 10002", async () => {
    expect((await ask(discord, 'GET', '/applications/100000000000000000/commands')).body.code).toBe(10002)
  })
})

describe('names', () => {
  test.each(['letter', 'my-letter', 'a_b', "l'eau", '편지', 'पत्र', '1'])('%s is a name', async (name) => {
    expect((await put({ name, description: 'x' })).status).toBe(200)
  })

  test.each(['Letter', 'two words', 'a.b', 'a/b', 'é́!'])('%s is no name', async (name) => {
    expect(codesAt(await put({ name, description: 'x' }), '0.name')).toEqual(['APPLICATION_COMMAND_INVALID_NAME'])
  })

  test('33 characters are too long, none is missing', async () => {
    expect(codesAt(await put({ name: 'a'.repeat(33), description: 'x' }), '0.name')).toEqual(['BASE_TYPE_BAD_LENGTH'])
    expect(codesAt(await put({ description: 'x' }), '0.name')).toEqual(['BASE_TYPE_REQUIRED'])
  })

  test('two commands of one name are refused', async () => {
    expect(codesAt(await put(letter, letter), '1')).toEqual(['APPLICATION_COMMANDS_DUPLICATE_NAME'])
  })
})

describe('limits, told where they are broken', () => {
  const option = (more: Json) => ({ ...letter, options: [{ type: 3, name: 'to', description: 'x', ...more }] })
  const cases: [string, Json, string, string][] = [
    ['a description of 101', { ...letter, description: 'a'.repeat(101) }, '0.description', 'BASE_TYPE_BAD_LENGTH'],
    ['no description', { name: 'letter' }, '0.description', 'BASE_TYPE_REQUIRED'],
    [
      'an unknown locale',
      { ...letter, name_localizations: { kr: '편지' } },
      '0.name_localizations.kr',
      'ENUM_TYPE_COERCE',
    ],
    [
      'a localised name in capitals',
      { ...letter, name_localizations: { de: 'Brief' } },
      '0.name_localizations.de',
      'APPLICATION_COMMAND_INVALID_NAME',
    ],
    [
      '26 options',
      { ...letter, options: Array.from({ length: 26 }, (_one, n) => ({ type: 3, name: `o${n}`, description: 'x' })) },
      '0.options',
      'BASE_TYPE_MAX_LENGTH',
    ],
    ['an unknown option type', option({ type: 99 }), '0.options.0.type', 'BASE_TYPE_CHOICES'],
    ['an option name in capitals', option({ name: 'To' }), '0.options.0.name', 'APPLICATION_COMMAND_INVALID_NAME'],
    [
      '26 choices',
      option({ choices: Array.from({ length: 26 }, (_one, n) => ({ name: `${n}`, value: `${n}` })) }),
      '0.options.0.choices',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a choice of 101',
      option({ choices: [{ name: 'a'.repeat(101), value: 'a' }] }),
      '0.options.0.choices.0.name',
      'BASE_TYPE_BAD_LENGTH',
    ],
    ['an unknown context', { ...letter, contexts: [3] }, '0.contexts.0', 'BASE_TYPE_CHOICES'],
    ['a context twice', { ...letter, contexts: [1, 1] }, '0.contexts', 'SET_TYPE_CONTAINS_DUPLICATES'],
    [
      'an unknown integration type',
      { ...letter, integration_types: [2] },
      '0.integration_types.0',
      'BASE_TYPE_CHOICES',
    ],
  ]
  test.each(cases)('%s', async (_what, body, where, code) => {
    expect(codesAt(await put(body), where)).toEqual([code])
  })

  test('a required option after an optional one is refused', async () => {
    const options = [
      { type: 3, name: 'a', description: 'x' },
      { type: 3, name: 'b', description: 'x', required: true },
    ]
    expect(codesAt(await put({ ...letter, options }), '0.options.1')).toEqual([
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ])
  })

  test('8,000 characters together pass, 8,001 do not, and the longest localization counts', async () => {
    const choices = (count: number) =>
      Array.from({ length: count }, (_one, n) => ({
        name: String(n).padStart(100, 'n'),
        value: String(n).padStart(100, 'v'),
      }))
    const options = [
      { type: 3, name: 'a', description: 'd', choices: choices(25) },
      { type: 3, name: 'b', description: 'd', choices: choices(14) },
      { type: 3, name: 'c', description: 'd'.repeat(100) },
    ]
    // 1 for the name, 39 × 200 for the choices, 2 + 2 + 101 for the options: 7,906 and the description
    const command = (described: number, more: Json = {}) => ({
      name: 'l',
      description: 'd'.repeat(described),
      options,
      ...more,
    })
    expect((await put(command(94))).status).toBe(200)
    expect(codesAt(await put(command(95)), '0')).toEqual(['APPLICATION_COMMAND_TOO_LARGE'])
    const korean = command(94, { description_localizations: { ko: '글'.repeat(95) } })
    expect(codesAt(await put(korean), '0')).toEqual(['APPLICATION_COMMAND_TOO_LARGE'])
  })

  test('101 commands of chat input are 30032', async () => {
    const many = Array.from({ length: 101 }, (_one, n) => ({ name: `c${n}`, description: 'x' }))
    const refused = await put(...many)
    expect([refused.status, refused.body.code]).toEqual([400, 30032])
    expect((await put(...many.slice(1))).status).toBe(200)
    expect((await ask(discord, 'POST', path, { body: letter })).body.code).toBe(30032)
  })
})

describe("the picker of the person's client", () => {
  test('shows names, descriptions and choices in their language, with the documented fallback', async () => {
    await put({
      ...letter,
      name_localizations: { ko: '편지', 'en-GB': 'note' },
      description_localizations: { ko: '편지를 써요' },
      options: [
        {
          type: 3,
          name: 'to',
          name_localizations: { ko: '누구' },
          description: 'To whom',
          required: true,
          choices: [{ name: 'A stranger', name_localizations: { ko: '낯선 이' }, value: 'stranger' }],
        },
      ],
    })
    const ana = discord.join({ name: 'Ana', locale: 'ko' })
    expect(ana.commands()).toEqual([
      {
        name: 'letter',
        label: '편지',
        description: '편지를 써요',
        options: [
          {
            name: 'to',
            label: '누구',
            description: 'To whom',
            required: true,
            choices: [{ label: '낯선 이', value: 'stranger' }],
          },
        ],
      },
    ])
    expect(discord.join({ name: 'Bob', locale: 'en-US' }).commands()[0]?.label).toBe('note')
    expect(discord.join({ name: 'Cas', locale: 'fr' }).commands()[0]?.label).toBe('letter')
  })

  test('refuses what the client would not send', async () => {
    await put({
      ...letter,
      contexts: [1],
      options: [
        { type: 3, name: 'to', description: 'x', required: true, choices: [{ name: 'Me', value: 'me' }] },
        { type: 4, name: 'days', description: 'x', min_value: 1, max_value: 7 },
        { type: 3, name: 'title', description: 'x', max_length: 5 },
      ],
    })
    const ana = discord.join({ name: 'Ana', locale: 'ko' })
    await expect(ana.command('nothing')).rejects.toThrow('Unknown command /nothing')
    await expect(ana.command('letter', { to: 'me' }, { in: 'guild' })).rejects.toThrow('Unknown command')
    await expect(ana.command('letter')).rejects.toThrow('"to" is required')
    await expect(ana.command('letter', { to: 'you' })).rejects.toThrow('one of its choices')
    await expect(ana.command('letter', { to: 'me', days: '8' })).rejects.toThrow('at most 7')
    await expect(ana.command('letter', { to: 'me', days: '1.5' })).rejects.toThrow('whole number')
    await expect(ana.command('letter', { to: 'me', title: 'too long' })).rejects.toThrow('0 to 5 characters')
    await expect(ana.command('letter', { to: 'me', other: 'x' })).rejects.toThrow('no option "other"')
  })

  test('offers a command only where its installation reaches', async () => {
    await put(
      { ...letter, contexts: [0, 1], integration_types: [0] },
      { name: 'everywhere', description: 'x', contexts: [0, 1], integration_types: [0, 1] },
    )
    const names = (shares: 'guild' | 'install' | 'nothing') =>
      discord
        .join({ name: 'Ana', locale: 'ko', shares })
        .commands()
        .map(({ name }) => name)
    expect(names('guild')).toEqual(['letter', 'everywhere'])
    expect(names('install')).toEqual(['everywhere'])
    expect(names('nothing')).toEqual([])
  })
})
