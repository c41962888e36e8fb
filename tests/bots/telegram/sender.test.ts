import { describe, expect, it, type TestContext } from 'vitest'
import type { Insistence } from '../../../bots/telegram/sender.ts'
import { type Afterwards, openTestSender, startStandIn } from './wire.ts'

const how = (resend: boolean): Insistence => ({ priority: 'letter', resend, signal: new AbortController().signal })
const sendMessage = /sendMessage/

/** Nothing is slow to answer but what is told to be. */
const AMPLE_MS = 60_000
const SHORT_MS = 300

async function meet({ onTestFinished }: TestContext, timeoutMs = AMPLE_MS) {
  const after: Afterwards = (close) => onTestFinished(async () => close())
  const standIn = await startStandIn({}, after)
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  const { sender } = openTestSender(standIn, timeoutMs, after)
  const say = (text: string) => ({ chat_id: mina.id, text })
  return { standIn, mina, sender, say }
}

/** Each has a stand-in of its own; what they wait for they wait for together. */
describe.concurrent('a sender', () => {
  it('a message that arrives is known by its id', async (test) => {
    const { mina, sender, say } = await meet(test)
    const tried = await sender.once(mina.id, 'sendMessage', say('hello'))
    expect(tried).toEqual({ kind: 'sent', messageId: (await mina.until('hello')).id })
  })

  it('people who cannot be reached are gone', async (test) => {
    const { standIn, mina, sender, say } = await meet(test)
    const stranger = standIn.join({ name: '처음', locale: 'ko', started: false })
    expect(await sender.once(stranger.id, 'sendMessage', { chat_id: stranger.id, text: 'x' })).toEqual({
      kind: 'gone',
      reason: 'never-started',
    })
    expect(await sender.once('1', 'sendMessage', { chat_id: '1', text: 'x' })).toEqual({
      kind: 'gone',
      reason: 'no-chat',
    })
    await mina.block()
    expect(await sender.once(mina.id, 'sendMessage', say('x'))).toEqual({ kind: 'gone', reason: 'blocked' })
    mina.deactivate()
    expect(await sender.once(mina.id, 'sendMessage', say('x'))).toEqual({ kind: 'gone', reason: 'deactivated' })
  })

  it.for([
    ['500', 'server-error', 0],
    ['502html', 'server-error', 0],
    ['500AfterCommit', 'server-error', 1],
    ['drop', 'connection-lost', 0],
    ['dropAfterCommit', 'connection-lost', 1],
    ['hang', 'timeout', 0],
    ['hangAfterCommit', 'timeout', 1],
  ] as const)('after %s nobody knows, and it is not tried again', async ([kind, reason, arrived], test) => {
    const { standIn, mina, sender, say } = await meet(test, SHORT_MS)
    standIn.faults.inject({ match: { path: sendMessage }, kind, times: 1 })
    expect(await sender.insist(mina.id, 'sendMessage', say('hello'), how(false))).toEqual({ kind: 'unknown', reason })
    expect(mina.chat()).toHaveLength(arrived)
  })

  it('where a double does no harm it is sent again', async (test) => {
    const { standIn, mina, sender, say } = await meet(test)
    standIn.faults.inject({ match: { path: sendMessage }, kind: 'drop', times: 2 })
    expect(await sender.insist(mina.id, 'sendMessage', say('hello'), how(true))).toMatchObject({ kind: 'sent' })
    expect(mina.chat()).toHaveLength(1)
  })

  it('it gives up in the end', async (test) => {
    const { standIn, mina, sender, say } = await meet(test)
    standIn.faults.inject({ match: { path: sendMessage }, kind: '500' })
    expect(await sender.insist(mina.id, 'sendMessage', say('hello'), how(true))).toEqual({
      kind: 'unknown',
      reason: 'server-error',
    })
  })

  it('nobody at the other end: nothing was sent', async (test) => {
    const { standIn, mina, sender, say } = await meet(test)
    await standIn.close()
    expect(await sender.once(mina.id, 'sendMessage', say('x'))).toMatchObject({
      kind: 'later',
      scope: 'bot',
      reason: 'unreachable',
    })
  })

  it('a 429 is waited out; one longer than patience is handed back', async (test) => {
    const { standIn, mina, sender, say } = await meet(test)
    standIn.faults.inject({ match: { path: sendMessage }, kind: '429', times: 1, retryAfterSeconds: 1 })
    const began = performance.now()
    expect(await sender.insist(mina.id, 'sendMessage', say('hello'), how(false))).toMatchObject({ kind: 'sent' })
    expect(performance.now() - began).toBeGreaterThanOrEqual(990)
    standIn.faults.inject({ match: { path: sendMessage }, kind: '429', times: 1, retryAfterSeconds: 31 })
    expect(await sender.insist(mina.id, 'sendMessage', say('again'), how(false))).toMatchObject({
      kind: 'later',
      afterMs: 31_000,
    })
  })

  it('a shutdown ends the waiting at once', async (test) => {
    const { standIn, mina, sender, say } = await meet(test)
    standIn.faults.inject({ match: { path: sendMessage }, kind: '429', retryAfterSeconds: 20 })
    const closing = new AbortController()
    const trying = sender.insist(mina.id, 'sendMessage', say('hello'), { ...how(true), signal: closing.signal })
    await test.expect.poll(() => standIn.requests.at(-1)?.status).toBe(429)
    closing.abort()
    expect(await trying).toMatchObject({ kind: 'later', reason: '429' })
  })

  it('one or two slow chats are their own; three in a row are the whole bot', async (test) => {
    const { standIn, sender } = await meet(test)
    const people = ['a', 'b', 'c'].map((name) => standIn.join({ name, locale: 'en' }))
    const send = (i: number) => {
      const id = people[i]?.id ?? ''
      return sender.once(id, 'sendMessage', { chat_id: id, text: 'x' })
    }
    standIn.faults.inject({ match: { path: sendMessage }, kind: '429', times: 3 })
    for (const i of [0, 0, 1]) expect(await send(i)).toMatchObject({ scope: 'chat' })
    expect(await send(2)).toMatchObject({ kind: 'sent' })
    standIn.faults.inject({ match: { path: sendMessage }, kind: '429', times: 3 })
    for (const i of [0, 1]) expect(await send(i)).toMatchObject({ scope: 'chat' })
    expect(await send(2)).toMatchObject({ scope: 'bot' })
  })
})
