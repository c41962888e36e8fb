import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { TelegramStandIn } from '../../../sandbox/telegram/start.ts'
import { type ApiObject, call, oneButton, pixel, sendText, start, updates } from './api.ts'

/** The same person over HTTP: docs/sandbox.md. */

async function ask(standIn: TelegramStandIn, method: string, path: string, body?: unknown) {
  const response = await fetch(`${standIn.apiUrl}/_sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as ApiObject }
}

test('a person joins, writes, presses and reads over HTTP', async () => {
  const standIn = await start()
  const joined = await ask(standIn, 'POST', 'people', { name: '미나', locale: 'ko', started: false })
  expect(joined).toMatchObject({ status: 201, body: { name: '미나', platform: 'telegram', locale: 'ko' } })
  const id = String(joined.body.id)
  expect((await call(standIn, 'sendMessage', { chat_id: id, text: 'x' })).status).toBe(403)

  expect((await ask(standIn, 'POST', `people/${id}/say`, { text: 'hello' })).body).toEqual({ id: '1' })
  await sendText(standIn, id, 'pick', { reply_markup: oneButton })
  const pressing = ask(standIn, 'POST', `people/${id}/press`, { label: 'A' })
  await expect.poll(() => updates(standIn, { offset: 1 }).then((all) => all.length), { interval: 20 }).toBe(2)
  const [, update] = await updates(standIn, { offset: 2 })
  await call(standIn, 'answerCallbackQuery', { callback_query_id: update?.callback_query?.id, text: 'done' })
  expect((await pressing).status).toBe(200)
  expect((await ask(standIn, 'GET', `people/${id}/toasts`)).body).toEqual(['done'])
  expect((await ask(standIn, 'GET', `people/${id}/chat`)).body).toMatchObject([
    { from: 'me', text: 'hello' },
    { from: 'bot', text: 'pick', controls: [{ label: 'A', id: 'a' }] },
  ])
})

test('every kind of message is sent, changed and read over HTTP', async () => {
  const standIn = await start()
  const { id } = standIn.join({ name: 'Mina', locale: 'ko' })
  const data = pixel.toString('base64')
  const say = (body: object) => ask(standIn, 'POST', `people/${id}/say`, body)
  const voice = { name: 'v.ogg', type: 'audio/ogg', data, as: 'voice', seconds: 2 }
  await say({ files: [voice] })
  await say({ text: 'bold', entities: [{ type: 'bold', offset: 0, length: 4 }], replyTo: '1' })
  await say({ text: 'see', forwardOf: { name: 'News', kind: 'channel' } })
  await say({ share: { location: { latitude: 1, longitude: 2 } } })
  await say({ files: [{ name: 'p.gif', type: 'image/gif', data, as: 'photo', spoiler: true }] })
  const file = { name: 'q.gif', type: 'image/gif', data: Buffer.from('GIF89a').toString('base64'), as: 'photo' }
  await ask(standIn, 'POST', `people/${id}/edit`, { message: '5', text: 'new', file })
  const messages = (await updates(standIn)).map((update) => update.message ?? update.edited_message)
  expect(messages).toMatchObject([
    { voice: { duration: 2 } },
    { text: 'bold', entities: [{ type: 'bold' }], reply_to_message: { message_id: 1 } },
    { text: 'see', forward_origin: { type: 'channel' } },
    { location: { latitude: 1 } },
    { has_media_spoiler: true, photo: [{}, {}] },
    { caption: 'new', photo: [{}, { file_size: 6 }] },
  ])
  expect((await ask(standIn, 'GET', `people/${id}/file/1/0`)).body).toEqual({ name: 'v.ogg', type: 'audio/ogg', data })
  expect((await ask(standIn, 'GET', `people/${id}/file/2/0`)).status).toBe(422)
  expect((await say({ files: [{ ...voice, as: 'hologram' }] })).status).toBe(422)
  expect((await ask(standIn, 'POST', `people/${id}/type`)).status).toBe(422)
})

test('faults and blocks are set over HTTP, and everything visible is streamed', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const socket = new WebSocket(`${standIn.apiUrl.replace('http', 'ws')}/_sandbox/events`)
  const frames: unknown[] = []
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  await once(socket, 'open')

  await ask(standIn, 'POST', 'faults', { kind: '500', times: 1 })
  expect((await call(standIn, 'sendMessage', { chat_id: mina.id, text: 'x' })).status).toBe(500)
  await sendText(standIn, mina.id, 'seen live')
  await expect
    .poll(() => frames, { interval: 5 })
    .toMatchObject([{ person: { name: 'Mina' }, change: 'message', message: { text: 'seen live' } }])

  await ask(standIn, 'POST', `people/${mina.id}/block`)
  expect((await call(standIn, 'sendMessage', { chat_id: mina.id, text: 'x' })).status).toBe(403)
  socket.terminate()
})

test('what cannot be done is said, with a status that is no success', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const missing = await ask(standIn, 'POST', `people/${mina.id}/press`, { label: 'Nothing' })
  expect(missing.status).toBe(422)
  expect(missing.body.error).toContain('There is no button "Nothing"')
  expect((await ask(standIn, 'POST', 'people', { name: 'Mina', locale: 'ko', id: Number(mina.id) })).status).toBe(422)
  expect((await ask(standIn, 'GET', 'people/1/chat')).status).toBe(404)
})
