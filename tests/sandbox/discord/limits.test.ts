/** Rate limits by the facts of docs: topics/rate-limits, and the faults a test can ask for. */
import { afterEach, describe, expect, test } from 'vitest'
import type { DiscordOptions } from '../../../sandbox/discord/options.ts'
import { noRates, realisticRates } from '../../../sandbox/discord/rates.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { ask, callbackPath, rawBot, register } from './raw.ts'

const started: DiscordStandIn[] = []
afterEach(async () => {
  for (const standIn of started.splice(0)) await standIn.close()
})

async function start(options: DiscordOptions = {}) {
  const discord = await startDiscordStandIn(options)
  started.push(discord)
  const ana = discord.join({ name: 'Ana', locale: 'ko' })
  const dm = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: ana.id } })
  const path = `/channels/${String(dm.body.id)}/messages`
  const post = (content: string, to = path) => ask(discord, 'POST', to, { body: { content } })
  return { discord, ana, path, post }
}

describe('buckets', () => {
  test('every answer tells limit, remaining, reset and bucket; the sixth of five is 429', async () => {
    const { post, ana } = await start({ rates: realisticRates })
    for (const left of [4, 3, 2, 1, 0]) {
      const { headers, status } = await post('x')
      expect(status).toBe(200)
      expect(headers.get('x-ratelimit-limit')).toBe('5')
      expect(headers.get('x-ratelimit-remaining')).toBe(String(left))
      const resetAfter = Number(headers.get('x-ratelimit-reset-after'))
      expect(resetAfter > 0 && resetAfter <= 5).toBe(true)
      expect(Number(headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000)
      expect(headers.get('x-ratelimit-bucket')).toMatch(/^[0-9a-f]+$/)
    }
    const limited = await post('x')
    expect(limited.status).toBe(429)
    expect(limited.body).toMatchObject({
      message: 'You are being rate limited.',
      global: false,
      retry_after: expect.any(Number),
    })
    expect(limited.headers.get('x-ratelimit-scope')).toBe('user')
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThanOrEqual(Number(limited.body.retry_after))
    expect(ana.chat()).toHaveLength(5)
  })

  test('are apart by channel and by method', async () => {
    const { discord, post, path } = await start({ rates: { sendMessage: { limit: 1, windowMs: 60_000 } } })
    const sent = await post('x')
    expect((await post('x')).status).toBe(429)
    expect((await ask(discord, 'DELETE', `${path}/${String(sent.body.id)}`)).status).toBe(204)
    const bea = discord.join({ name: 'Bea', locale: 'ko' })
    const dm = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: bea.id } })
    expect((await post('x', `/channels/${String(dm.body.id)}/messages`)).status).toBe(200)
  })

  test('open again when the window is over', async () => {
    const { post } = await start({ rates: { sendMessage: { limit: 1, windowMs: 40 } } })
    expect((await post('x')).status).toBe(200)
    await expect.poll(async () => (await post('x')).status, { interval: 10 }).toBe(200)
  })
})

describe('the global limit', () => {
  test('is 50 a second, says so, and leaves interaction callbacks alone', async () => {
    const { discord, ana } = await start({ rates: { ...noRates, global: { limit: 50, windowMs: 60_000 } } })
    await register(discord, { name: 'ping' })
    const bot = await rawBot(discord)
    const statuses: number[] = []
    for (let n = 0; n < 60; n++) statuses.push((await ask(discord, 'GET', '/users/@me')).status)
    const limited = await ask(discord, 'GET', '/users/@me')
    expect(statuses.filter((status) => status === 200)).toHaveLength(50 - 2)
    expect(limited.body).toMatchObject({ global: true })
    expect(limited.headers.get('x-ratelimit-global')).toBe('true')
    expect(limited.headers.get('x-ratelimit-scope')).toBe('global')
    const shown = ana.command('ping')
    const path = callbackPath(await bot.event('INTERACTION_CREATE'))
    expect((await ask(discord, 'POST', path, { body: { type: 4, data: { content: 'pong' } } })).status).toBe(204)
    await shown
  })
})

describe('invalid requests', () => {
  test('401, 403 and 429 are counted; past the limit the address is barred', async () => {
    const { discord, ana, post } = await start({ rates: { invalid: { limit: 3, windowMs: 60_000 } } })
    await ask(discord, 'GET', '/users/@me', { token: 'wrong' })
    await ana.block()
    await post('x')
    expect((await ask(discord, 'GET', '/nowhere')).status).toBe(404)
    expect(discord.invalidRequests()).toBe(2)
    await post('x')
    const barred = await ask(discord, 'GET', '/users/@me')
    expect([barred.status, barred.headers.get('content-type')]).toEqual([429, 'text/html; charset=UTF-8'])
  })
})

describe('faults', () => {
  test('500, 502 with HTML and 429 do nothing; the next request goes through', async () => {
    const { discord, ana, post } = await start()
    const seen: unknown[] = []
    for (const kind of ['500', '502html', '429'] as const) {
      discord.faults.inject({ kind, times: 1, retryAfterSeconds: 7, match: { method: 'POST', path: /\/messages$/ } })
      const { status, text, headers } = await post('x')
      seen.push([status, text.startsWith('<html>'), headers.get('retry-after')])
    }
    expect(seen).toEqual([
      [500, false, null],
      [502, true, null],
      [429, false, '7'],
    ])
    expect(ana.chat()).toEqual([])
    expect((await post('through')).status).toBe(200)
  })

  test('any refusal can be given its code and its words', async () => {
    const { discord, ana, post } = await start()
    const refusal = { status: 403, code: 40003, message: 'You are opening direct messages too fast' }
    discord.faults.inject({ kind: 'refusal', times: 1, refusal })
    const { status, body } = await post('x')
    expect([status, body]).toEqual([403, { code: 40003, message: 'You are opening direct messages too fast' }])
    expect(ana.chat()).toEqual([])
    expect((await post('through')).status).toBe(200)
  })

  test('drop loses the request, dropAfterCommit and 500AfterCommit only the answer', async () => {
    const { discord, ana, post } = await start()
    discord.faults.inject({ kind: 'drop', times: 1 })
    await expect(post('lost')).rejects.toThrow()
    discord.faults.inject({ kind: 'dropAfterCommit', times: 1 })
    await expect(post('kept, answer dropped')).rejects.toThrow()
    discord.faults.inject({ kind: '500AfterCommit', times: 1 })
    expect((await post('kept, answered 500')).status).toBe(500)
    expect(ana.chat().map(({ text }) => text)).toEqual(['kept, answer dropped', 'kept, answered 500'])
  })

  test('hang never answers, delay answers late', async () => {
    const { discord, ana, post, path } = await start()
    discord.faults.inject({ kind: 'hang', times: 1 })
    const tired = new AbortController()
    const hanging = fetch(`${discord.apiUrl}/v10${path}`, {
      method: 'POST',
      headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
      body: '{"content":"x"}',
      signal: tired.signal,
    })
    // It has arrived there.
    await expect.poll(() => discord.faults.list()).toEqual([])
    setTimeout(() => tired.abort(), 50)
    await expect(hanging).rejects.toThrow('aborted')
    discord.faults.inject({ kind: 'delay', delayMs: 40, times: 1 })
    const before = performance.now()
    expect((await post('late')).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThanOrEqual(39)
    expect(ana.chat().map(({ text }) => text)).toEqual(['late'])
  })

  test('strike one person only, by id or name, until removed', async () => {
    const { discord, ana, post } = await start()
    const bea = discord.join({ name: 'Bea', locale: 'ko' })
    const dm = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: bea.id } })
    const other = `/channels/${String(dm.body.id)}/messages`
    const remove = discord.faults.inject({ kind: '500', match: { person: 'Bea' } })
    expect([(await post('x')).status, (await post('x', other)).status, (await post('x', other)).status]).toEqual([
      200, 500, 500,
    ])
    expect(discord.faults.list()).toHaveLength(1)
    remove()
    expect((await post('x', other)).status).toBe(200)
    discord.faults.inject({ kind: '500', match: { person: ana.id } })
    expect((await post('x')).status).toBe(500)
    discord.faults.clear()
    expect((await post('x')).status).toBe(200)
  })
})

describe('the record', () => {
  test('holds every request with its bytes, status and answer, and the newest only', async () => {
    const { discord, post } = await start({ recorded: 2 })
    await post('first')
    await post('second 편지')
    const [, last] = discord.requests
    expect(discord.requests).toHaveLength(2)
    expect(last).toMatchObject({ method: 'POST', status: 200, headers: { 'content-type': 'application/json' } })
    expect(last?.body.toString()).toBe('{"content":"second 편지"}')
    expect(last?.response.toString()).toContain('"content":"second 편지"')
  })

  test('holds the gateway frames and the moments of accepted sends', async () => {
    const { discord, ana, post } = await start()
    await rawBot(discord)
    expect(discord.frames[0]?.data.toString()).toContain(discord.token)
    await post('one')
    await ana.block()
    await post('refused')
    expect(discord.sentAt()).toEqual([{ at: expect.any(Number), person: ana.id }])
  })
})
