import type { Update } from 'telegraf/types'
import { describe, test } from 'vitest'
import { openApi } from '../../../bots/telegram/api.ts'
import { startPolling } from '../../../bots/telegram/poll.ts'
import type { TelegramStandIn } from '../../../sandbox/telegram/start.ts'
import { type Afterwards, calls, quietLog, startStandIn } from './wire.ts'

/** Polls and keeps the words that were committed; `store` may refuse a batch. */
function listen(
  standIn: TelegramStandIn,
  after: Afterwards,
  {
    store = async (_words: string[]) => {},
    offset = undefined as number | undefined,
    mayGoOn = (): boolean => true,
  } = {},
) {
  const heard: string[] = []
  let nextOffset = offset
  const polling = startPolling({
    api: openApi({ ...standIn, timeoutMs: 2_000 }),
    log: quietLog(),
    offset,
    mayGoOn,
    async commit(updates, next) {
      const words = updates.map(wordsOf)
      await store(words)
      heard.push(...words)
      nextOffset = next
    },
  })
  after(() => polling.stop())
  return { heard, polling, nextOffset: () => nextOffset }
}

const wordsOf = (update: Update) => ('message' in update && 'text' in update.message ? update.message.text : '')

// Each has a stand-in of its own, and mostly waits.
describe.concurrent('receiving', () => {
  test('updates arrive in order, and health says so before the first one', async ({
    expect,
    onTestFinished: after,
  }) => {
    const standIn = await startStandIn({}, after)
    const { heard, polling } = listen(standIn, after)
    await expect.poll(() => polling.problem()).toBeUndefined()
    const mina = standIn.join({ name: '미나', locale: 'ko' })
    for (const word of ['one', 'two', 'three']) await mina.say(word)
    await expect.poll(() => heard).toEqual(['one', 'two', 'three'])
  })

  test('a batch that cannot be stored is not confirmed and comes again', async ({ expect, onTestFinished: after }) => {
    const standIn = await startStandIn({}, after)
    const mina = standIn.join({ name: '미나', locale: 'ko' })
    await mina.say('one')
    await mina.say('two')
    let attempts = 0
    const { heard, polling } = listen(standIn, after, {
      async store() {
        if (attempts++ === 0) throw new Error('the database is away')
      },
    })
    await expect.poll(() => polling.problem()).toMatch(/database/)
    await expect.poll(() => heard).toEqual(['one', 'two'])
    expect(attempts).toBe(2)
    await expect.poll(() => polling.problem()).toBeUndefined()
  })

  test('whoever stops before confirming is told again; whoever goes on from the offset is not', async ({
    expect,
    onTestFinished: after,
  }) => {
    const standIn = await startStandIn({}, after)
    const mina = standIn.join({ name: '미나', locale: 'ko' })
    await mina.say('one')
    let alive = true
    const first = listen(standIn, after, {
      mayGoOn: () => alive,
      async store() {
        alive = false
      },
    })
    await expect.poll(() => first.heard).toEqual(['one'])
    await first.polling.stop()

    const forgetful = listen(standIn, after)
    await expect.poll(() => forgetful.heard).toEqual(['one'])
    await forgetful.polling.stop()

    await mina.say('two')
    const mindful = listen(standIn, after, { offset: first.nextOffset() })
    await expect.poll(() => mindful.heard).toEqual(['two'])
  })

  test('without the lease nothing is asked for', async ({ expect, onTestFinished: after }) => {
    const standIn = await startStandIn({}, after)
    const { polling } = listen(standIn, after, { mayGoOn: () => false })
    await polling.stop()
    expect(calls(standIn, 'getUpdates')).toBe(0)
  })

  test('stopping does not wait for the long poll', async ({ expect, onTestFinished: after }) => {
    const standIn = await startStandIn({ secondMs: 1_000 }, after)
    const { polling } = listen(standIn, after)
    await expect.poll(() => calls(standIn, 'getUpdates')).toBeGreaterThanOrEqual(2)
    const began = performance.now()
    await polling.stop()
    expect(performance.now() - began).toBeLessThan(40_000)
  })

  test.for(['502html', '429'] as const)('it lives through %s', async (kind, { expect, onTestFinished: after }) => {
    const standIn = await startStandIn({}, after)
    standIn.faults.inject({ match: { path: /getUpdates/ }, kind, times: 1 })
    const { heard, polling } = listen(standIn, after)
    await expect.poll(() => polling.problem()).toMatch(kind === '429' ? /asks to wait/ : /cannot be reached/)
    await standIn.join({ name: '미나', locale: 'ko' }).say('hello')
    await expect.poll(() => heard).toEqual(['hello'])
    expect(polling.problem()).toBeUndefined()
  })

  test('a second reader of the same token is named, and survived', async ({ expect, onTestFinished: after }) => {
    const standIn = await startStandIn({}, after)
    const { heard, polling } = listen(standIn, after)
    await expect.poll(() => polling.problem()).toBeUndefined()
    const ask = () => fetch(`${standIn.apiUrl}/bot${standIn.token}/getUpdates?timeout=1`)
    await ask()
    await expect.poll(() => polling.problem()).toMatch(/another program receives/)
    await standIn.join({ name: '미나', locale: 'ko' }).say('hello')
    await expect.poll(() => heard).toEqual(['hello'])
  })

  test('a webhook of somebody else is named and left alone', async ({ expect, onTestFinished: after }) => {
    const standIn = await startStandIn({}, after)
    const bot = `${standIn.apiUrl}/bot${standIn.token}`
    await fetch(`${bot}/setWebhook?url=${encodeURIComponent('https://127.0.0.1:8443/hook')}`)
    const { polling } = listen(standIn, after)
    await expect.poll(() => polling.problem()).toMatch(/deleteWebhook/)
    expect(calls(standIn, 'deleteWebhook')).toBe(0)
    const info = await (await fetch(`${bot}/getWebhookInfo`)).json()
    expect(info).toMatchObject({ result: { url: 'https://127.0.0.1:8443/hook' } })
    await fetch(`${bot}/deleteWebhook`)
    await expect.poll(() => polling.problem()).toBeUndefined()
  })

  test('a token that is taken back is named', async ({ expect, onTestFinished: after }) => {
    const standIn = await startStandIn({}, after)
    const { polling } = listen({ ...standIn, token: '7301948265:not-the-token-of-any-bot-at-all' }, after)
    await expect.poll(() => polling.problem()).toMatch(/TELEGRAM_TOKEN/)
  })
})
