/** The driver over HTTP: the same acts, as JSON under /_sandbox. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { ask, button, callbackPath, type Json, type RawBot, rawBot, register } from './raw.ts'

let discord: DiscordStandIn
let bot: RawBot
let base: string
beforeAll(async () => {
  discord = await startDiscordStandIn()
  base = discord.apiUrl.replace('/api', '/_sandbox')
  await register(discord, { name: 'letter', options: [{ type: 3, name: 'to', description: 'x' }] })
  bot = await rawBot(discord)
})
afterAll(() => discord.close())

async function drive(method: string, path: string, body?: Json, headers: Record<string, string> = {}) {
  const response = await fetch(base + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
  return { status: response.status, body: (await response.json()) as Json }
}
async function join(name: string): Promise<string> {
  return String((await drive('POST', '/people', { name, locale: 'ko' })).body.id)
}

test('join, list, commands', async () => {
  const joined = await drive('POST', '/people', { name: 'Ana', locale: 'ko' })
  expect(joined).toMatchObject({ status: 201, body: { name: 'Ana', platform: 'discord', locale: 'ko' } })
  const list = await fetch(`${base}/people`)
  expect(await list.json()).toContainEqual(joined.body)
  const commands = await fetch(`${base}/people/${String(joined.body.id)}/commands`)
  expect(await commands.json()).toMatchObject([{ name: 'letter' }])
})

test('command, form, submit, press, chat', async () => {
  const id = await join('Ana')
  const act = (action: string, body: Json) => drive('POST', `/people/${id}/${action}`, body)
  const running = act('command', { name: 'letter', options: { to: 'x' } })
  const components = [{ type: 18, label: 'Words', component: { type: 4, custom_id: 'body', style: 2 } }]
  const modal = { type: 9, data: { custom_id: 'f', title: 'Letter', components } }
  await ask(discord, 'POST', callbackPath(await bot.event('INTERACTION_CREATE')), { body: modal })
  expect((await running).status).toBe(200)
  expect((await drive('GET', `/people/${id}/form`)).body.form).toMatchObject({
    fields: [{ id: 'body', label: 'Words' }],
  })
  const submitting = act('submit', { values: { body: 'hello' } })
  const shown = { type: 4, data: { content: 'Thank you', components: [button('Again', 'again')] } }
  await ask(discord, 'POST', callbackPath(await bot.event('INTERACTION_CREATE')), { body: shown })
  await submitting
  const pressing = act('press', { label: 'Again' })
  await ask(discord, 'POST', callbackPath(await bot.event('INTERACTION_CREATE')), {
    body: { type: 7, data: { content: 'Once more' } },
  })
  expect((await pressing).status).toBe(200)
  const chat = await fetch(`${base}/people/${id}/chat`)
  expect(await chat.json()).toMatchObject([{ from: 'bot', text: 'Once more', controls: [{ label: 'Again' }] }])
})

test('say, edit, react, remove, with files as base64', async () => {
  const id = await join('Ana')
  const file = { name: 'a.txt', type: 'text/plain', data: Buffer.from('hi').toString('base64') }
  const { body } = await drive('POST', `/people/${id}/say`, { text: 'see', files: [file] })
  expect(await bot.event('MESSAGE_CREATE')).toMatchObject({
    id: body.id,
    attachments: [{ filename: 'a.txt', size: 2 }],
  })
  await drive('POST', `/people/${id}/edit`, { message: body.id, text: 'look' })
  expect((await bot.event('MESSAGE_UPDATE')).content).toBe('look')
  await drive('POST', `/people/${id}/react`, { message: body.id, emoji: '👍' })
  expect((await bot.event('MESSAGE_REACTION_ADD')).message_id).toBe(body.id)
  await drive('POST', `/people/${id}/remove`, { message: body.id })
  expect((await bot.event('MESSAGE_DELETE')).id).toBe(body.id)
})

test('voice, stickers, forwards, polls, link previews and typing', async () => {
  const id = await join('Ana')
  const act = (action: string, body: Json) => drive('POST', `/people/${id}/${action}`, body)
  const data = Buffer.from('hi').toString('base64')
  await act('say', { files: [{ name: 'v', type: 'audio/ogg', data, as: 'voice', seconds: 3 }] })
  expect(await bot.event('MESSAGE_CREATE')).toMatchObject({ flags: 1 << 13, attachments: [{ duration_secs: 3 }] })
  await act('say', { files: [{ name: 'wave', type: 'image/png', data, as: 'sticker' }] })
  expect(await bot.event('MESSAGE_CREATE')).toMatchObject({ sticker_items: [{ name: 'wave' }] })
  await act('say', { text: 'see', forwardOf: { name: 'Bo' } })
  expect(await bot.event('MESSAGE_CREATE')).toMatchObject({ message_snapshots: [{ message: { content: 'see' } }] })
  await act('say', { share: { poll: { question: 'Tea?', options: ['yes', 'no'] } } })
  expect(await bot.event('MESSAGE_CREATE')).toMatchObject({ poll: { question: { text: 'Tea?' } } })
  const { body } = await act('say', { text: 'https://a.example' })
  await bot.event('MESSAGE_CREATE')
  await act('unfurl', { message: body.id, embed: { title: 'A' } })
  expect(await bot.event('MESSAGE_UPDATE')).toMatchObject({ embeds: [{ title: 'A' }], edited_timestamp: null })
  await act('type', {})
  expect(await bot.event('TYPING_START')).toMatchObject({ user_id: id })
  expect((await act('say', { share: { dice: '🎲' } })).status).toBe(422)
})

test('what a person cannot do is 422 with the reason; what is unknown is 404', async () => {
  const id = await join('Ana')
  const refused = await drive('POST', `/people/${id}/press`, { label: 'Nothing' })
  expect(refused).toMatchObject({ status: 422, body: { error: expect.stringContaining('No button "Nothing"') } })
  expect((await drive('POST', `/people/${id}/dance`)).status).toBe(404)
  expect((await drive('GET', '/people/nobody/chat')).status).toBe(404)
  expect((await drive('POST', '/people', { name: 'X', locale: 'xx' })).status).toBe(422)
})

test('block, and faults injected, listed and cleared', async () => {
  const id = await join('Bea')
  const dm = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: id } })
  const send = () => ask(discord, 'POST', `/channels/${String(dm.body.id)}/messages`, { body: { content: 'x' } })
  await drive('POST', `/people/${id}/block`)
  expect((await send()).body.code).toBe(50007)
  await drive('POST', `/people/${id}/unblock`)
  const rule = { kind: '500', times: 2, match: { method: 'POST', path: 'messages$', person: 'Bea' } }
  const { status, body } = await drive('POST', '/faults', rule)
  expect(status).toBe(201)
  expect((await send()).status).toBe(500)
  const list = await fetch(`${base}/faults`)
  expect(await list.json()).toEqual([
    { kind: '500', times: 1, match: { method: 'POST', path: 'messages$', person: 'Bea' } },
  ])
  await drive('DELETE', `/faults/${String(body.id)}`)
  expect((await send()).status).toBe(200)
  expect((await drive('POST', '/faults', { kind: 'earthquake' })).status).toBe(422)
})

test('GET /events streams everything visible', async () => {
  const id = await join('Ana')
  const socket = new WebSocket(`${base.replace('http', 'ws')}/events`)
  const events: Json[] = []
  socket.on('message', (data: Buffer) => events.push(JSON.parse(data.toString()) as Json))
  await new Promise((resolve) => socket.once('open', resolve))
  await drive('POST', `/people/${id}/say`, { text: 'hello' })
  await expect
    .poll(() => events)
    .toMatchObject([{ person: { id, name: 'Ana' }, change: 'message', message: { text: 'hello', from: 'me' } }])
  socket.close()
})

test('a page from elsewhere may not act here', async () => {
  expect((await drive('GET', '/people', undefined, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await drive('GET', '/people', undefined, { origin: 'http://localhost:3000' })).status).toBe(200)
  const socket = new WebSocket(`${base.replace('http', 'ws')}/events`, { origin: 'https://evil.example' })
  const opened = await new Promise((resolve) =>
    socket.once('open', () => resolve(true)).once('error', () => resolve(false)),
  )
  expect(opened).toBe(false)
})
