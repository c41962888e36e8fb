import { expect, test } from 'vitest'
import { call, request, start, upload } from './api.ts'

/** core.telegram.org/bots/api#making-requests and tdlib/telegram-bot-api: how a call is made and refused. */

test('GET with a query, urlencoded, JSON and multipart bodies all carry arguments', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const url = `${standIn.apiUrl}/bot${standIn.token}/sendMessage`
  const args = { chat_id: mina.id, text: '안녕 & hello' }
  const answers = [
    await request(`${url}?${new URLSearchParams(args)}`),
    await request(url, { method: 'POST', body: new URLSearchParams(args) }),
    await call(standIn, 'sendMessage', args),
    await upload(standIn, 'sendMessage', args, {}),
  ]
  expect(answers.map((answer) => [answer.status, answer.ok, answer.result.text])).toEqual(
    answers.map(() => [200, true, '안녕 & hello']),
  )
})

test('method names are not case-sensitive', async () => {
  const standIn = await start()
  expect((await call(standIn, 'GETME')).result.username).toBe('stand_in_bot')
})

test('a refused call answers {ok:false, error_code, description} with the same HTTP status (Query.cpp)', async () => {
  const standIn = await start()
  const answer = await call(standIn, 'sendMessage', { chat_id: 1, text: 'x' })
  expect(answer).toMatchObject({
    status: 400,
    ok: false,
    error_code: 400,
    description: 'Bad Request: chat not found',
  })
})

test('an unknown method is 404 "Not Found: method not found" (Client.cpp)', async () => {
  const standIn = await start()
  expect(await call(standIn, 'sendTelegram')).toMatchObject({ status: 404, description: 'Not Found: method not found' })
})

test('a token that is no bot\'s is 401 "Unauthorized", one of the wrong shape says so (ClientManager.cpp)', async () => {
  const standIn = await start()
  const strange = `${standIn.token.slice(0, -1)}${standIn.token.endsWith('x') ? 'y' : 'x'}`
  expect(await request(`${standIn.apiUrl}/bot${strange}/getMe`)).toMatchObject({
    status: 401,
    description: 'Unauthorized',
  })
  expect(await request(`${standIn.apiUrl}/botnonsense/getMe`)).toMatchObject({
    status: 401,
    description: 'Unauthorized: invalid token specified',
  })
})

test('other paths are 404 (HttpConnection.cpp)', async () => {
  const standIn = await start()
  expect(await request(`${standIn.apiUrl}/`)).toMatchObject({ status: 404, description: 'Not Found' })
})

test('a body that is no JSON object is refused (HttpReader.cpp)', async () => {
  const standIn = await start()
  const url = `${standIn.apiUrl}/bot${standIn.token}/getMe`
  const send = (body: string) => request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect((await send('[1]')).description).toBe('Bad Request: JSON object expected')
  expect((await send('{"a":')).status).toBe(400)
})

test('a multipart body without a boundary is refused (HttpReader.cpp)', async () => {
  const standIn = await start()
  const answer = await request(`${standIn.apiUrl}/bot${standIn.token}/getMe`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data' },
    body: 'x',
  })
  expect(answer).toMatchObject({ status: 400, description: 'Bad Request: boundary not found' })
})

test('getMe tells the bot who it is; its id is the number before the colon', async () => {
  const standIn = await start({ token: '9000000001:abc-DEF_ghi', botUsername: 'wanderer_bot' })
  expect((await call(standIn, 'getMe')).result).toMatchObject({
    id: 9_000_000_001,
    is_bot: true,
    username: 'wanderer_bot',
    can_read_all_group_messages: false,
  })
})

test('every request and every answer is on record, byte for byte', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  await call(standIn, 'sendMessage', { chat_id: mina.id, text: 'canary 🐤' })
  const [record] = standIn.requests
  expect(record?.path).toBe(`/bot${standIn.token}/sendMessage`)
  expect(record?.body.toString()).toContain('canary 🐤')
  expect(record?.status).toBe(200)
  expect(JSON.parse(record?.response.toString() ?? '')).toMatchObject({ ok: true, result: { text: 'canary 🐤' } })
})
