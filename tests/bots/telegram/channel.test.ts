import { expect, test } from 'vitest'
import type { View } from '../../../bots/dialogue/view.ts'
import { openChannel } from '../../../bots/telegram/channel.ts'
import type { Core } from '../../../core/core.ts'
import type { Attempt } from '../../../core/delivery/channel.ts'
import { openTestSender, quietLog, startStandIn } from './wire.ts'

/** A channel whose parcels say what the test wants. */
async function meet(words: () => Promise<View[] | undefined>) {
  const standIn = await startStandIn()
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  const { sender } = openTestSender(standIn, 300)
  const core = { log: quietLog() } as Core
  const channel = openChannel(core, { sender, words, signal: new AbortController().signal })
  const attempt: Attempt = {
    address: { platformId: mina.id, chatId: undefined, language: 'ko', zone: 'Asia/Seoul' },
    parcel: { kind: 'hello' },
    nonce: 'w1',
    maybeSent: false,
    firstTriedAt: undefined,
  }
  return { standIn, mina, send: () => channel.send(attempt) }
}

const long = 'A sentence of some words. '.repeat(400).trim()

test('a parcel arrives in one message, or in several in order, and every id is told', async () => {
  const { mina, send } = await meet(async () => [{ text: long }, { text: 'the end' }])
  const outcome = await send()
  const messages = mina.chat()
  expect(outcome).toEqual({ kind: 'sent', messageIds: messages.map((message) => message.id) })
  expect(messages.length).toBeGreaterThan(3)
  expect(messages.at(-1)?.text).toBe('the end')
})

test('what has nothing to say any more is void, and nothing is sent', async () => {
  const { standIn, send } = await meet(async () => undefined)
  expect(await send()).toEqual({ kind: 'void' })
  expect(standIn.requests).toEqual([])
})

test('words that cannot be fetched are a delay, not a refusal', async () => {
  const { send } = await meet(async () => {
    throw new Error('the database is away')
  })
  expect(await send()).toEqual({ kind: 'later', afterMs: 1_000, scope: 'chat', reason: 'not-rendered' })
})

test('a first message that is refused for now leaves the parcel whole', async () => {
  const { standIn, mina, send } = await meet(async () => [{ text: long }])
  standIn.faults.inject({ match: { path: /sendMessage/ }, kind: '429', retryAfterSeconds: 3, times: 1 })
  expect(await send()).toEqual({ kind: 'later', afterMs: 3_000, scope: 'chat', reason: '429' })
  expect(mina.chat()).toEqual([])
})

test('once it has begun, a 429 is waited out so that nothing comes twice', async () => {
  const { standIn, mina, send } = await meet(async () => [{ text: 'one' }, { text: 'two' }])
  const stop = standIn.onEvent(({ change }) => {
    if (change === 'message') standIn.faults.inject({ match: { path: /sendMessage/ }, kind: '429', times: 1 })
    stop()
  })
  expect(await send()).toMatchObject({ kind: 'sent' })
  expect(mina.chat().map((message) => message.text)).toEqual(['one', 'two'])
})

test('a parcel that arrives in part is unknown; so is one whose answer is lost', async () => {
  const { standIn, mina, send } = await meet(async () => [{ text: 'one' }, { text: 'two' }])
  const stop = standIn.onEvent(() => {
    standIn.faults.inject({ match: { path: /sendMessage/ }, kind: '429', retryAfterSeconds: 40 })
    stop()
  })
  expect(await send()).toEqual({ kind: 'unknown', reason: 'part-429' })
  standIn.faults.clear()
  standIn.faults.inject({ match: { path: /sendMessage/ }, kind: 'dropAfterCommit', times: 1 })
  expect(await send()).toEqual({ kind: 'unknown', reason: 'connection-lost' })
  expect(mina.chat().map((message) => message.text)).toEqual(['one', 'one'])
})

test('a hang is given up and unknown', async () => {
  const { standIn, send } = await meet(async () => [{ text: 'one' }])
  standIn.faults.inject({ match: { path: /sendMessage/ }, kind: 'hangAfterCommit', times: 1 })
  expect(await send()).toEqual({ kind: 'unknown', reason: 'timeout' })
})

test('whoever blocked the bot is gone', async () => {
  const { mina, send } = await meet(async () => [{ text: 'one' }])
  await mina.block()
  expect(await send()).toEqual({ kind: 'gone', reason: 'blocked' })
})

test('a view that no message can carry is refused, not thrown', async () => {
  const { send } = await meet(async () => [{ text: 'x', rows: [[{ label: 'x', act: 'a'.repeat(65) }]] }])
  expect(await send()).toEqual({ kind: 'refused', reason: 'unrenderable' })
})
