import { expect, test } from 'vitest'
import { createRates } from '../../../sandbox/telegram/rates.ts'
import { call, request, sendText, start } from './api.ts'

/** Send limits (core.telegram.org/bots/faq, 429 as in Query.cpp) and failures injected on purpose. */

const one = (chatId: string) => ({ chat_id: chatId, text: 'x' })

test('by default one chat takes a burst of five and then one a second, all chats together thirty a second', () => {
  let now = 0
  const rates = createRates({}, () => now)
  const sent = (chats: number[]) =>
    chats.filter((chat) => {
      try {
        rates.spend(chat)
        return true
      } catch {
        return false
      }
    }).length
  expect(sent(Array.from({ length: 9 }, () => 1))).toBe(5)
  now += 2000
  expect(sent([1, 1, 1])).toBe(2)
  now += 1000
  expect(sent(Array.from({ length: 50 }, (_, chat) => chat))).toBe(30)
  now += 100
  expect(sent(Array.from({ length: 50 }, (_, chat) => 100 + chat))).toBe(3)
})

test('too much is 429 with retry_after in text, body and header, and nothing is sent', async () => {
  const standIn = await start({ rates: { chatBurst: 2, chatPerSecond: 0.1 } })
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const theo = standIn.join({ name: 'Theo', locale: 'en' })
  await sendText(standIn, mina.id, 'x')
  await sendText(standIn, mina.id, 'x')
  const refused = await call(standIn, 'sendMessage', one(mina.id))
  const seconds = refused.parameters?.retry_after
  expect(seconds).toBeGreaterThan(5)
  expect(refused).toMatchObject({
    status: 429,
    error_code: 429,
    description: `Too Many Requests: retry after ${seconds}`,
  })
  expect(refused.headers.get('retry-after')).toBe(String(seconds))
  expect((await call(standIn, 'sendMessage', one(theo.id))).ok).toBe(true)
  expect(mina.chat()).toHaveLength(2)
})

test("a chat's bucket fills up again", async () => {
  const standIn = await start({ rates: { chatBurst: 1, chatPerSecond: 1 } })
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  await sendText(standIn, mina.id, 'x')
  expect((await call(standIn, 'sendMessage', one(mina.id))).status).toBe(429)
  await expect.poll(async () => (await call(standIn, 'sendMessage', one(mina.id))).status, { interval: 50 }).toBe(200)
})

test('an album counts each of its messages; limits can be switched while running', async () => {
  const standIn = await start({ rates: { chatBurst: 2, chatPerSecond: 0.1 } })
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  await mina.say('a')
  await mina.say('b')
  const copyTwo = () => call(standIn, 'copyMessages', { chat_id: mina.id, from_chat_id: mina.id, message_ids: [1, 2] })
  expect((await copyTwo()).ok).toBe(true)
  expect((await copyTwo()).status).toBe(429)
  standIn.setRates(false)
  expect((await copyTwo()).ok).toBe(true)
})

test('a refused call leaves nothing behind', async () => {
  const standIn = await start({ rates: { chatBurst: 1 } })
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  await call(standIn, 'sendMessage', { ...one(mina.id), reply_to_message_id: 9 })
  expect((await call(standIn, 'sendMessage', one(mina.id))).result.message_id).toBe(1)
})

test('500, 429 and 502 as HTML strike as often as asked, and nothing is done', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  standIn.faults.inject({ kind: '500', times: 1 })
  standIn.faults.inject({ kind: '429', times: 1, retryAfterSeconds: 17 })
  standIn.faults.inject({ kind: '502html', times: 1 })
  expect(await call(standIn, 'sendMessage', one(mina.id))).toMatchObject({
    status: 500,
    description: 'Internal Server Error',
  })
  expect(await call(standIn, 'sendMessage', one(mina.id))).toMatchObject({
    status: 429,
    parameters: { retry_after: 17 },
  })
  const gateway = await fetch(`${standIn.apiUrl}/bot${standIn.token}/getMe`)
  expect([gateway.status, gateway.headers.get('content-type')]).toEqual([502, 'text/html'])
  expect(await gateway.text()).toContain('502 Bad Gateway')
  expect(mina.chat()).toEqual([])
  expect((await call(standIn, 'sendMessage', one(mina.id))).ok).toBe(true)
})

test('any refusal can be given its status and its words', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const message = 'Forbidden: user is deactivated'
  standIn.faults.inject({ kind: 'refusal', times: 1, refusal: { status: 403, message } })
  const refused = await call(standIn, 'sendMessage', one(mina.id))
  expect(refused).toMatchObject({ status: 403, ok: false, error_code: 403, description: message })
  expect(mina.chat()).toEqual([])
  expect((await call(standIn, 'sendMessage', one(mina.id))).ok).toBe(true)
})

test('a response lost after the work is done leaves the message sent', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  standIn.faults.inject({ kind: 'dropAfterCommit', times: 1 })
  standIn.faults.inject({ kind: '500AfterCommit', times: 1 })
  standIn.faults.inject({ kind: 'drop', times: 1 })
  await expect(call(standIn, 'sendMessage', { ...one(mina.id), text: 'lost' })).rejects.toThrow()
  expect((await call(standIn, 'sendMessage', { ...one(mina.id), text: 'failed' })).status).toBe(500)
  await expect(call(standIn, 'sendMessage', { ...one(mina.id), text: 'never' })).rejects.toThrow()
  expect(mina.chat().map((message) => message.text)).toEqual(['lost', 'failed'])
})

test('a hanging call does nothing and holds nobody else up; clear ends all faults', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  standIn.faults.inject({ kind: 'hang', match: { path: /sendMessage/ }, times: 2 })
  const url = `${standIn.apiUrl}/bot${standIn.token}/sendMessage?chat_id=${mina.id}&text=x`
  const tired = new AbortController()
  const hanging = request(url, { signal: tired.signal })
  // It has arrived there.
  await expect.poll(() => standIn.faults.list()[0]?.times).toBe(1)
  setTimeout(() => tired.abort(), 40)
  await expect(hanging).rejects.toThrow('aborted')
  expect((await call(standIn, 'getMe')).ok).toBe(true)
  standIn.faults.clear()
  expect((await request(url)).ok).toBe(true)
  expect(mina.chat()).toHaveLength(1)
})

test('a fault can strike one person only, by name or id', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const theo = standIn.join({ name: 'Theo', locale: 'en' })
  standIn.faults.inject({ kind: '500', match: { person: 'Mina' } })
  expect((await call(standIn, 'sendMessage', one(theo.id))).status).toBe(200)
  expect((await call(standIn, 'sendMessage', one(mina.id))).status).toBe(500)
})
