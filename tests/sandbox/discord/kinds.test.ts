/** Everything a person can send besides plain words. docs: resources/message, resources/sticker, resources/poll */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DiscordPerson } from '../../../sandbox/discord/client.ts'
import { noRates } from '../../../sandbox/discord/rates.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import type { SentFile } from '../../../sandbox/person.ts'
import { ask, type Json, type RawBot, rawBot } from './raw.ts'

let discord: DiscordStandIn
let bot: RawBot
let ana: DiscordPerson
let channel: string

beforeAll(async () => {
  discord = await startDiscordStandIn({ rates: noRates })
  bot = await rawBot(discord)
  ana = discord.join({ name: 'Ana', locale: 'ko' })
  const dm = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: ana.id } })
  channel = String(dm.body.id)
})
afterAll(() => discord.close())

const gif = Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64')
const file = (more: Partial<SentFile> = {}): SentFile => ({
  name: 'my file.gif',
  type: 'image/gif',
  data: gif,
  ...more,
})
const attachments = (message: Json) => message.attachments as (Json & { url: string })[]
const post = (body: Json) => ask(discord, 'POST', `/channels/${channel}/messages`, { body })

test('several files are one message; pictures tell their size, covered ones are named so', async () => {
  await ana.say('two', { files: [file(), file({ name: 'b.mp4', type: 'video/mp4', spoiler: true })] })
  const heard = await bot.event('MESSAGE_CREATE')
  expect(attachments(heard)).toMatchObject([
    { filename: 'my_file.gif', width: 1, height: 1, content_type: 'image/gif' },
    { filename: 'SPOILER_b.mp4', content_type: 'video/mp4' },
  ])
  expect(ana.chat().at(-1)?.files).toMatchObject([
    { kind: 'animation', spoiler: false },
    { kind: 'video', spoiler: true },
  ])
})

test('a voice message of a person stands alone, with its length and its wave', async () => {
  const voice = file({ as: 'voice', type: 'audio/ogg', seconds: 2.5 })
  await ana.say('', { files: [voice] })
  const heard = await bot.event('MESSAGE_CREATE')
  expect(Number(heard.flags) & (1 << 13)).not.toBe(0)
  expect(attachments(heard)).toMatchObject([{ filename: 'voice-message.ogg', duration_secs: 2.5 }])
  expect(typeof attachments(heard)[0]?.waveform).toBe('string')
  await expect(ana.say('and words', { files: [voice] })).rejects.toThrow('stands alone')
})

test("a bot's voice message needs one sound, its length and its wave, and cannot be edited", async () => {
  const send = (payload: Json, type = 'audio/ogg') => {
    const form = new FormData()
    form.append('files[0]', new Blob([gif], { type }), 'voice-message.ogg')
    form.append('payload_json', JSON.stringify({ flags: 1 << 13, ...payload }))
    return ask(discord, 'POST', `/channels/${channel}/messages`, { form })
  }
  const told = { attachments: [{ id: 0, duration_secs: 3, waveform: 'AAAA' }] }
  expect((await send({ ...told, content: 'words' })).body.code).toBe(50159)
  expect((await send(told, 'image/png')).body.code).toBe(50160)
  expect((await send({ attachments: [{ id: 0 }] })).body.code).toBe(50161)
  const sent = await send(told)
  expect(sent.status).toBe(200)
  expect((await bot.event('MESSAGE_CREATE')).id).toBe(sent.body.id)
  expect(ana.chat().at(-1)?.files).toMatchObject([{ kind: 'voice' }])
  const edit = await ask(discord, 'PATCH', `/channels/${channel}/messages/${String(sent.body.id)}`, {
    body: { content: 'x' },
  })
  expect(edit.body.code).toBe(50162)
})

test('stickers are named in the message, and can be looked up and fetched', async () => {
  const id = await ana.say('', { files: [file({ as: 'sticker', name: 'wave', emoji: '👋' })] })
  const heard = await bot.event('MESSAGE_CREATE')
  const [item] = heard.sticker_items as Json[]
  expect(item).toMatchObject({ name: 'wave', format_type: 4 })
  expect(heard.attachments).toEqual([])
  const { body } = await ask(discord, 'GET', `/stickers/${String(item?.id)}`)
  expect(body).toMatchObject({ id: item?.id, tags: '👋', type: 2 })
  const got = await fetch(`${discord.cdnUrl}/stickers/${String(item?.id)}.gif`)
  expect(Buffer.from(await got.arrayBuffer())).toEqual(gif)
  expect(ana.chat().at(-1)?.files).toMatchObject([{ kind: 'sticker', name: 'wave' }])
  expect(ana.file(id, 0)?.data).toEqual(gif)
  expect((await ask(discord, 'GET', '/stickers/123456789012345678')).body.code).toBe(10060)
})

test('what is passed on stands in a snapshot, its files too', async () => {
  await ana.say('from elsewhere', { forwardOf: { name: 'Bo' }, files: [file()] })
  const heard = await bot.event('MESSAGE_CREATE')
  expect(heard).toMatchObject({
    content: '',
    attachments: [],
    flags: 1 << 14,
    message_reference: { type: 1 },
    message_snapshots: [{ message: { content: 'from elsewhere', attachments: [{ filename: 'my_file.gif' }] } }],
  })
  const [snapshot] = heard.message_snapshots as { message: Json }[]
  expect((await fetch(attachments(snapshot?.message ?? {})[0]?.url ?? '')).status).toBe(200)
  expect(JSON.stringify(heard)).not.toContain('Bo')
  expect(ana.chat().at(-1)).toMatchObject({ text: 'from elsewhere', forwardedFrom: '' })
})

test('what a link leads to comes as an update that is no edit', async () => {
  const id = await ana.say('https://tenor.example/hug')
  expect(await bot.event('MESSAGE_CREATE')).toMatchObject({ id, embeds: [] })
  await ana.unfurl(id, { type: 'gifv', url: 'https://tenor.example/hug' })
  const update = await bot.event('MESSAGE_UPDATE')
  expect(update).toMatchObject({ id, edited_timestamp: null, embeds: [{ type: 'gifv' }] })
})

test('a poll; no contacts, places, entities', async () => {
  await ana.say('', { share: { poll: { question: 'Tea?', options: ['yes', 'no'] } } })
  expect(await bot.event('MESSAGE_CREATE')).toMatchObject({
    poll: { question: { text: 'Tea?' }, answers: [{ answer_id: 1, poll_media: { text: 'yes' } }, {}] },
  })
  expect(ana.chat().at(-1)?.text).toBe('📊 Tea?\n○ yes\n○ no')
  await expect(ana.say('', { share: { dice: '🎲' } })).rejects.toThrow('no contacts')
  await expect(ana.say('x', { entities: [] })).rejects.toThrow('formatting')
})

test('an edit can take files away, and nothing else of them', async () => {
  const id = await ana.say('two', { files: [file({ name: 'a.gif' }), file({ name: 'b.gif' })] })
  await bot.event('MESSAGE_CREATE')
  await ana.edit(id, 'one', { keepFiles: [1] })
  const update = await bot.event('MESSAGE_UPDATE')
  expect(attachments(update).map(({ filename }) => filename)).toEqual(['b.gif'])
  await expect(ana.edit(id, 'x', { file: file() })).rejects.toThrow('no other file')
})

test("reactions and typing of a person reach the bot, a server's own emoji too; the bot's reach the person", async () => {
  const { body } = await post({ content: 'hello' })
  const id = String(body.id)
  await ana.react(id, '<a:wave:123456789012345678>')
  expect(await bot.event('MESSAGE_REACTION_ADD')).toMatchObject({
    message_id: id,
    emoji: { id: '123456789012345678', name: 'wave', animated: true },
  })
  await ana.react(id, null)
  expect(await bot.event('MESSAGE_REACTION_REMOVE')).toMatchObject({ emoji: { id: '123456789012345678' } })
  await ana.type()
  expect(await bot.event('TYPING_START')).toMatchObject({ channel_id: channel, user_id: ana.id })
  await ask(discord, 'PUT', `/channels/${channel}/messages/${id}/reactions/${encodeURIComponent('💛')}/@me`)
  expect(ana.chat().at(-1)?.reactions).toEqual([{ emoji: '💛', from: 'bot' }])
})
