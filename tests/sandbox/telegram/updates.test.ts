import { expect, test } from 'vitest'
import type { TelegramPerson } from '../../../sandbox/telegram/person.ts'
import { call, oneButton, sendText, start, updates } from './api.ts'

/** getUpdates: core.telegram.org/bots/api#getupdates and Client.cpp process_get_updates_query, do_get_updates. */

const day = 24 * 3_600_000

async function saidThree(options = {}) {
  const standIn = await start(options)
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  for (const text of ['one', 'two', 'three']) await mina.say(text)
  return { standIn, mina }
}

test('updates have rising consecutive ids and stay until a higher offset confirms them', async () => {
  const { standIn } = await saidThree()
  const first = await updates(standIn)
  expect(first.map((update) => update.message?.text)).toEqual(['one', 'two', 'three'])
  const [one, two, three] = first.map((update) => Number(update.update_id))
  expect([two, three]).toEqual([Number(one) + 1, Number(one) + 2])

  const again = await updates(standIn, { offset: two })
  expect(again.map((update) => update.message?.text)).toEqual(['two', 'three'])
  expect((await updates(standIn, { offset: one })).map((update) => update.message?.text)).toEqual(['two', 'three'])
})

test('limit is 1 to 100', async () => {
  const { standIn } = await saidThree()
  expect(await updates(standIn, { limit: 2 })).toHaveLength(2)
  expect(await updates(standIn, { offset: 1, limit: 0 })).toHaveLength(1)
})

test('a negative offset counts from the end and forgets everything before', async () => {
  const { standIn } = await saidThree()
  expect((await updates(standIn, { offset: -1 })).map((update) => update.message?.text)).toEqual(['three'])
  expect((await updates(standIn, { offset: 1 })).map((update) => update.message?.text)).toEqual(['three'])
})

test('an offset far in the future confirms nothing (TQueue.cpp)', async () => {
  const { standIn } = await saidThree()
  const [first] = await updates(standIn)
  expect(await updates(standIn, { offset: Number(first?.update_id) + 5_000_000 })).toHaveLength(3)
})

test('a long poll waits for the next update, and comes back empty when its time is over', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const waiting = updates(standIn, { timeout: 50 })
  await mina.say('here')
  const [update] = await waiting
  expect(update?.message?.text).toBe('here')

  const startedAt = performance.now()
  expect(await updates(standIn, { offset: Number(update?.update_id) + 1, timeout: 4 })).toEqual([])
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(35)
})

test('the timeout is clamped to 50 seconds', async () => {
  const standIn = await start({ secondMs: 1 })
  const startedAt = performance.now()
  await updates(standIn, { timeout: 500_000 })
  expect(performance.now() - startedAt).toBeLessThan(200_000)
})

test('asking at once again with the same offset waits up to three seconds (Client.cpp)', async () => {
  const standIn = await start()
  const startedAt = performance.now()
  await updates(standIn, { offset: 7 })
  await updates(standIn, { offset: 7 })
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(25)
})

test('a second waiting poll ends the first with 409', async () => {
  const standIn = await start({ secondMs: 50 })
  const earlier = call(standIn, 'getUpdates', { timeout: 50 })
  await expect.poll(() => standIn.requests.length, { interval: 5 }).toBe(1)
  const later = updates(standIn, { timeout: 2 })
  expect(await earlier).toMatchObject({
    status: 409,
    description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  })
  expect(await later).toEqual([])
})

test('conflicts that repeat are answered three seconds late', async () => {
  const standIn = await start({ secondMs: 40 })
  const first = call(standIn, 'getUpdates', { timeout: 50 })
  await expect.poll(() => standIn.requests.length, { interval: 5 }).toBe(1)
  const second = call(standIn, 'getUpdates', { timeout: 50, offset: 1 })
  expect((await first).status).toBe(409)
  const startedAt = performance.now()
  const third = call(standIn, 'getUpdates', { timeout: 10, offset: 2 })
  expect((await second).status).toBe(409)
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(100)
  expect((await third).status).toBe(200)
})

test('with updates queued, two pollers get the same ones and no error', async () => {
  const { standIn } = await saidThree()
  const [a, b] = await Promise.all([updates(standIn, { timeout: 50 }), updates(standIn, { timeout: 50, offset: 1 })])
  expect(a).toEqual(b)
  expect(a).toHaveLength(3)
})

test('a poller that hangs up loses nothing and bothers nobody', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const hangUp = new AbortController()
  const url = `${standIn.apiUrl}/bot${standIn.token}/getUpdates?timeout=50`
  const gone = fetch(url, { signal: hangUp.signal })
  await expect.poll(() => standIn.requests.length).toBe(1)
  hangUp.abort()
  await expect(gone).rejects.toThrow()
  await mina.say('still here')
  expect((await updates(standIn, { offset: 1 })).map((update) => update.message?.text)).toEqual(['still here'])
})

test('messages expire after 24 hours, pressed buttons after 150 seconds', async () => {
  let now = Date.parse('2026-11-23T12:00:00Z')
  const standIn = await start({ now: () => now })
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  await sendText(standIn, mina.id, 'pick', { reply_markup: oneButton })
  await mina.say('words')
  const pressing = mina.press('A')
  const both = await updates(standIn, { offset: 1 })
  expect(both.map((update) => Object.keys(update)[1])).toEqual(['message', 'callback_query'])

  now += 151_000
  expect((await updates(standIn, { offset: 2 })).map((update) => Object.keys(update)[1])).toEqual(['message'])
  now += day
  expect(await updates(standIn, { offset: 3 })).toEqual([])
  await sendText(standIn, mina.id, 'too late')
  await pressing
})

test('after a week without updates the next id is chosen anew', async () => {
  let now = Date.parse('2026-11-23T12:00:00Z')
  const standIn = await start({ now: () => now })
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  await mina.say('before')
  const [before] = await updates(standIn)
  now += 8 * day
  await mina.say('after')
  const [after] = await updates(standIn, { offset: 1 })
  expect(after?.message?.text).toBe('after')
  expect(after?.update_id).not.toBe(Number(before?.update_id) + 1)
})

async function reactTo(mina: TelegramPerson, text: string, emoji: string): Promise<void> {
  await mina.react((await mina.until(text)).id, emoji)
}

test('reactions are sent only to a bot that asks; allowed_updates is remembered, [] is the default again', async () => {
  const { standIn, mina } = await saidThree()
  await reactTo(mina, 'one', '👍')
  expect(await updates(standIn, { offset: 1, allowed_updates: ['message_reaction'] })).toHaveLength(3)
  await reactTo(mina, 'one', '🔥')
  await mina.say('not asked for')
  const seen = (await updates(standIn, { offset: 2 })).slice(3)
  expect(seen).toHaveLength(1)
  expect(seen[0]?.message_reaction).toMatchObject({
    message_id: 1,
    user: { id: Number(mina.id) },
    old_reaction: [{ type: 'emoji', emoji: '👍' }],
    new_reaction: [{ type: 'emoji', emoji: '🔥' }],
  })
  await updates(standIn, { offset: 3, allowed_updates: [] })
  await mina.say('asked for')
  await reactTo(mina, 'one', '🎉')
  expect((await updates(standIn, { offset: 4 })).slice(4).map((update) => update.message?.text)).toEqual(['asked for'])
})
