/** Interactions, by the facts of docs: interactions/receiving-and-responding. The bot here is raw HTTP and a raw WebSocket. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DiscordPerson } from '../../../sandbox/discord/client.ts'
import { noRates } from '../../../sandbox/discord/rates.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { ask, button, callbackPath, codesAt, type Json, type RawBot, rawBot, register, webhookPath } from './raw.ts'

let discord: DiscordStandIn
let bot: RawBot
let ana: DiscordPerson
const clock = { ms: Date.UTC(2026, 10, 23, 12) }

beforeAll(async () => {
  discord = await startDiscordStandIn({ now: () => clock.ms, rates: noRates })
  const options = [{ type: 3, name: 'to', description: 'x' }]
  await register(discord, { name: 'letter', name_localizations: { ko: '편지' }, options, integration_types: [0, 1] })
  bot = await rawBot(discord)
  ana = discord.join({ name: 'Ana', locale: 'ko' })
})
afterAll(() => discord.close())

/** Runs the command and hands over the interaction before it is answered. */
async function run(person = ana, place: 'dm' | 'guild' = 'dm', options: Record<string, string> = {}) {
  const shown = person.command('letter', options, { in: place })
  shown.catch(() => undefined)
  return { shown, interaction: await bot.event('INTERACTION_CREATE') }
}
const answer = (interaction: Json, body: Json, query = '') =>
  ask(discord, 'POST', callbackPath(interaction) + query, { body, token: null })
const say = (content: string, more: Json = {}) => ({ type: 4, data: { content, ...more } })
const follow = (interaction: Json, method: string, path: string, body?: Json) =>
  ask(discord, method, webhookPath(interaction) + path, { token: null, ...(body ? { body } : {}) })

/** A message with a button that the person pressed; the interaction of the press. */
async function pressed(flags = 0) {
  const { shown, interaction } = await run()
  await answer(interaction, say('press it', { flags, components: [button('Go', 'go')] }))
  await shown
  const press = ana.press('Go')
  press.catch(() => undefined)
  return { press, interaction: await bot.event('INTERACTION_CREATE') }
}

describe('what the bot gets', () => {
  test('a command in the DM: user, context 1, owners, locale, default names', async () => {
    const { shown, interaction } = await run(ana, 'dm', { to: 'stranger' })
    expect(interaction).toMatchObject({
      type: 2,
      version: 1,
      application_id: discord.applicationId,
      token: expect.any(String),
      data: { name: 'letter', type: 1, options: [{ name: 'to', type: 3, value: 'stranger' }] },
      user: { id: ana.id, global_name: 'Ana' },
      channel: { type: 1 },
      context: 1,
      locale: 'ko',
      entitlements: [],
      authorizing_integration_owners: { '0': '0' },
      app_permissions: expect.any(String),
      attachment_size_limit: 10 * 1024 * 1024,
    })
    for (const key of ['member', 'guild_id', 'guild_locale']) expect(interaction).not.toHaveProperty(key)
    await answer(interaction, say('ok'))
    await shown
  })

  test('in the guild: member instead of user, guild_id, guild_locale, context 0', async () => {
    const { shown, interaction } = await run(ana, 'guild')
    expect(interaction).toMatchObject({
      guild_id: discord.guildId,
      guild_locale: 'en-US',
      member: { user: { id: ana.id }, permissions: expect.any(String), roles: [] },
      channel: { type: 0 },
      context: 0,
      authorizing_integration_owners: { '0': discord.guildId },
    })
    expect(interaction).not.toHaveProperty('user')
    await answer(interaction, say('ok', { flags: 64 }))
    await shown
  })

  test('from a user who installed the app: the owner is themselves', async () => {
    const { interaction } = await run(discord.join({ name: 'Ina', locale: 'en-US', shares: 'install' }))
    expect(interaction.authorizing_integration_owners).toMatchObject({ '1': expect.any(String) })
    expect(interaction.authorizing_integration_owners).not.toHaveProperty('0')
    await answer(interaction, say('ok'))
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push((await follow(interaction, 'POST', '', { content: `${n}` })).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 400])
  })

  test('the localised name runs the command too', async () => {
    const shown = ana.command('편지')
    const interaction = await bot.event('INTERACTION_CREATE')
    expect(interaction.data).toMatchObject({ name: 'letter' })
    await answer(interaction, say('ok'))
    await shown
  })

  test('a pressed button: the message, custom_id, component_type and component id', async () => {
    const { press, interaction } = await pressed()
    expect(interaction).toMatchObject({
      type: 3,
      data: { custom_id: 'go', component_type: 2, id: 2 },
      message: { content: 'press it', components: [{ type: 1, id: 1 }] },
      user: { id: ana.id },
    })
    await answer(interaction, { type: 6 })
    await follow(interaction, 'PATCH', '/messages/@original', { content: 'pressed' })
    await press
  })

  test('a chosen option: values', async () => {
    const { shown, interaction } = await run()
    const options = [
      { label: 'Tomorrow', value: 't' },
      { label: 'Now', value: 'n' },
    ]
    await answer(
      interaction,
      say('when', { components: [{ type: 1, components: [{ type: 3, custom_id: 'when', options }] }] }),
    )
    await shown
    const chosen = ana.choose('Now')
    const choice = await bot.event('INTERACTION_CREATE')
    expect(choice.data).toMatchObject({ custom_id: 'when', component_type: 3, values: ['n'] })
    await answer(choice, { type: 7, data: { content: 'now', components: [] } })
    await chosen
    expect(ana.chat().at(-1)).toMatchObject({ text: 'now', controls: [] })
  })
})

describe('the first response', () => {
  test('is 204, or 200 with the resource for with_response=true; it needs no bot token', async () => {
    const one = await run()
    expect((await answer(one.interaction, say('plain'))).status).toBe(204)
    const two = await run()
    const { status, body } = await answer(two.interaction, say('full', { flags: 64 }), '?with_response=true')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      interaction: {
        id: two.interaction.id,
        type: 2,
        response_message_ephemeral: true,
        response_message_loading: false,
      },
      resource: { type: 4, message: { content: 'full', flags: 64 } },
    })
    await two.shown
  })

  test('after the deadline it is 10062, and the person reads that the application did not respond', async () => {
    const { shown, interaction } = await run()
    clock.ms += 3_001
    const late = await answer(interaction, say('too late'))
    expect([late.status, late.body]).toEqual([404, { message: 'Unknown interaction', code: 10062 }])
    await expect(shown).rejects.toThrow('The application did not respond')
  })

  test('with a wrong token it is 10062', async () => {
    const { shown, interaction } = await run()
    const wrong = await answer({ ...interaction, token: 'x' }, say('x'))
    expect([wrong.status, wrong.body.code]).toEqual([404, 10062])
    await answer(interaction, say('ok'))
    await shown
  })

  test('a second one is 40060', async () => {
    const { shown, interaction } = await run()
    await answer(interaction, say('one'))
    const again = await answer(interaction, say('two'))
    expect([again.status, again.body.code]).toEqual([400, 40060])
    await shown
  })

  test('a refused one does not count: the bot may try again', async () => {
    const { shown, interaction } = await run()
    expect(codesAt(await answer(interaction, say('a'.repeat(2001))), 'data.content')).toEqual(['BASE_TYPE_MAX_LENGTH'])
    expect((await answer(interaction, say(''))).body.code).toBe(50006)
    expect((await answer(interaction, say('short'))).status).toBe(204)
    await shown
  })

  test.each([6, 7, 1, 99])('type %i to a command is refused', async (type) => {
    const { shown, interaction } = await run()
    expect(codesAt(await answer(interaction, { type }), 'type')).toEqual(['BASE_TYPE_CHOICES'])
    await answer(interaction, say('ok'))
    await shown
  })

  test('an ephemeral answer is seen by its person alone and is out of reach of /channels', async () => {
    const bea = discord.join({ name: 'Bea', locale: 'ko' })
    const { shown, interaction } = await run(ana, 'guild')
    const { body } = await answer(interaction, say('only you', { flags: 64 }), '?with_response=true')
    await shown
    const { message } = body.resource as { message: Json }
    expect(ana.chat().at(-1)).toMatchObject({ text: 'only you', ephemeral: true, place: 'guild' })
    expect(bea.chat().some(({ text }) => text === 'only you')).toBe(false)
    const path = `/channels/${String(message.channel_id)}/messages/${String(message.id)}`
    expect((await ask(discord, 'GET', path)).body.code).toBe(10008)
    expect((await follow(interaction, 'PATCH', `/messages/${String(message.id)}`, { content: 'edited' })).status).toBe(
      200,
    )
  })

  test('an open answer in the guild is seen by all its members', async () => {
    const bea = discord.join({ name: 'Bea', locale: 'ko' })
    const { shown, interaction } = await run(ana, 'guild')
    await answer(interaction, say('for all'))
    await shown
    expect(bea.chat().at(-1)).toMatchObject({ text: 'for all', place: 'guild', ephemeral: false })
  })
})

describe('deferring', () => {
  test('type 5 shows thinking until @original is edited, and keeps its ephemeral flag', async () => {
    const { shown, interaction } = await run()
    await answer(interaction, { type: 5, data: { flags: 64 } })
    expect(ana.chat().at(-1)).toMatchObject({ text: '…', ephemeral: true, raw: { flags: 64 | 128 } })
    const edited = await follow(interaction, 'PATCH', '/messages/@original', { content: 'done' })
    expect(edited.body).toMatchObject({ content: 'done', flags: 64 })
    await shown
    expect(ana.chat().at(-1)).toMatchObject({ text: 'done', ephemeral: true })
  })

  test('the first follow-up after type 5 fills the thinking message instead of adding one', async () => {
    const { shown, interaction } = await run()
    await answer(interaction, { type: 5 })
    const count = ana.chat().length
    expect((await follow(interaction, 'POST', '', { content: 'filled', flags: 64 })).body.flags).toBe(0)
    await shown
    expect(ana.chat()).toHaveLength(count)
    await follow(interaction, 'POST', '', { content: 'added' })
    expect(ana.chat()).toHaveLength(count + 1)
  })

  test('type 6 changes nothing by itself; @original is the message pressed on', async () => {
    const { press, interaction } = await pressed()
    const before = ana.chat().at(-1)
    await answer(interaction, { type: 6 })
    expect(ana.chat().at(-1)).toEqual(before)
    expect((await follow(interaction, 'GET', '/messages/@original')).body.id).toBe(before?.id)
    await follow(interaction, 'DELETE', '/messages/@original')
    await press
    expect(ana.chat().at(-1)).toMatchObject({ id: before?.id, deleted: true })
  })

  test('type 7 edits the message pressed on, ephemeral or not', async () => {
    for (const flags of [0, 64]) {
      const { press, interaction } = await pressed(flags)
      expect((await answer(interaction, { type: 7, data: { content: 'changed', components: [] } })).status).toBe(204)
      await press
      expect(ana.chat().at(-1)).toMatchObject({ text: 'changed', controls: [], ephemeral: flags === 64 })
    }
  })
})

describe('after the first response', () => {
  test('follow-ups are sent, read, edited and deleted by the token alone', async () => {
    const { shown, interaction } = await run()
    await answer(interaction, say('first'))
    await shown
    const sent = await follow(interaction, 'POST', '', { content: 'second', flags: 64 })
    expect([sent.status, sent.body.flags]).toEqual([200, 64])
    const path = `/messages/${String(sent.body.id)}`
    expect((await follow(interaction, 'GET', path)).body.content).toBe('second')
    expect((await follow(interaction, 'PATCH', path, { content: 'changed' })).body.content).toBe('changed')
    expect((await follow(interaction, 'DELETE', path)).status).toBe(204)
    expect((await follow(interaction, 'GET', path)).body.code).toBe(10008)
    expect((await follow(interaction, 'GET', '/messages/@original')).body.content).toBe('first')
  })

  test('of an app that only its user has installed five are taken, the sixth is 40094', async () => {
    const { shown, interaction } = await run(discord.join({ name: 'Ina', locale: 'en-US', shares: 'install' }))
    await answer(interaction, say('first'))
    await shown
    const codes: unknown[] = []
    for (let n = 1; n <= 6; n++) codes.push((await follow(interaction, 'POST', '', { content: `more ${n}` })).body.code)
    expect(codes).toEqual([...Array(5).fill(undefined), 40094])
  })

  test('before the first response there is no webhook: 10015', async () => {
    const { shown, interaction } = await run()
    expect((await follow(interaction, 'POST', '', { content: 'x' })).body.code).toBe(10015)
    await answer(interaction, say('ok'))
    await shown
  })

  test('the token is good for fifteen minutes, then 401 50027', async () => {
    const { shown, interaction } = await run()
    await answer(interaction, say('first'))
    await shown
    clock.ms += 15 * 60_000 - 1
    expect((await follow(interaction, 'POST', '', { content: 'in time' })).status).toBe(200)
    clock.ms += 1
    const late = await follow(interaction, 'POST', '', { content: 'late' })
    expect([late.status, late.body.code]).toEqual([401, 50027])
  })

  test('another application id is 10015', async () => {
    const { shown, interaction } = await run()
    await answer(interaction, say('first'))
    await shown
    const path = `/webhooks/100000000000000000/${String(interaction.token)}`
    expect((await ask(discord, 'POST', path, { body: { content: 'x' } })).body.code).toBe(10015)
  })

  test('nonces are not enforced here', async () => {
    const { shown, interaction } = await run()
    await answer(interaction, say('first'))
    await shown
    const body = { content: 'x', nonce: 'same', enforce_nonce: true }
    const [one, two] = [await follow(interaction, 'POST', '', body), await follow(interaction, 'POST', '', body)]
    expect(one.body.id).not.toBe(two.body.id)
  })
})

describe('a bot that stays silent', () => {
  let impatient: DiscordStandIn
  beforeAll(async () => {
    impatient = await startDiscordStandIn({ rates: noRates, interactionDeadlineMs: 400, patienceMs: 100 })
    await register(impatient, { name: 'letter' })
  })
  afterAll(() => impatient.close())

  test('no first response, or nobody connected: the application did not respond', async () => {
    const bob = impatient.join({ name: 'Bob', locale: 'en-US' })
    await expect(bob.command('letter')).rejects.toThrow('The application did not respond (to /letter)')
  })

  test('thinking without end: the person gives up', async () => {
    const quiet = await rawBot(impatient)
    const bob = impatient.join({ name: 'Bob', locale: 'en-US' })
    const shown = bob.command('letter')
    shown.catch(() => undefined)
    await ask(impatient, 'POST', callbackPath(await quiet.event('INTERACTION_CREATE')), { body: { type: 5 } })
    await expect(shown).rejects.toThrow('still thinking')
    quiet.socket.close(1000)
  })

  test('a form whose submit is not answered stays open', async () => {
    const quiet = await rawBot(impatient)
    const bob = impatient.join({ name: 'Bob', locale: 'en-US' })
    const shown = bob.command('letter')
    const components = [{ type: 18, label: 'X', component: { type: 4, custom_id: 'x', style: 1 } }]
    const body = { type: 9, data: { custom_id: 'form', title: 'T', components } }
    await ask(impatient, 'POST', callbackPath(await quiet.event('INTERACTION_CREATE')), { body })
    await shown
    await expect(bob.submit({ x: 'value' })).rejects.toThrow('did not respond')
    expect(bob.form()?.id).toBe('form')
    quiet.socket.close(1000)
  })
})
