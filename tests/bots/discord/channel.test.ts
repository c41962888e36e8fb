import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { View } from '../../../bots/dialogue/view.ts'
import { type DiscordApi, openApi } from '../../../bots/discord/api.ts'
import { openChannel } from '../../../bots/discord/channel.ts'
import { renderNote } from '../../../bots/discord/render.ts'
import type { Attempt, Channel } from '../../../core/delivery/channel.ts'
import type { DiscordPerson } from '../../../sandbox/discord/client.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { noBudget, quiet } from './table.ts'

const notice: View = { text: 'A letter has come.', rows: [[{ label: 'Open', act: 'open:AAAA' }]] }
const long: View = {
  text: Array.from({ length: 900 }, (_, n) => `w${n}`).join(' '),
  rows: [[{ label: 'Open', act: 'open:BBBB' }]],
}

let discord: DiscordStandIn
let api: DiscordApi
let channel: Channel
let ana: DiscordPerson
let views: View[] | undefined | Error
let clock: number

beforeEach(async () => {
  clock = Date.now()
  views = [notice]
  discord = await startDiscordStandIn({ now: () => clock, nonceWindowMs: 60_000 })
  api = openApi({ token: discord.token, apiUrl: discord.apiUrl })
  channel = openChannel({
    api,
    budget: noBudget(),
    log: quiet,
    render: async () => {
      if (views instanceof Error) throw views
      return views
    },
    show: async () => undefined,
    takeAway: async () => ({ kind: 'void' }),
    endNotice: async () => ({ kind: 'void' }),
    clean: async () => [],
  })
  ana = discord.join({ name: 'Ana', locale: 'ko' })
})
afterEach(async () => {
  api.close()
  await discord.close()
})

const attempt = (more: Partial<Attempt> = {}, chatId?: string): Attempt => ({
  address: { platformId: ana.id, chatId, language: 'en', zone: 'UTC' },
  parcel: { kind: 'hello' },
  nonce: 'w1z',
  maybeSent: false,
  firstTriedAt: undefined,
  ...more,
})
const sends = () => discord.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'))
const texts = () => ana.chat().map(({ text }) => text)

describe('mail', () => {
  it('opens the DM the first time and tells its id, with which it goes straight there', async () => {
    const first = await channel.send(attempt())
    expect(first).toMatchObject({ kind: 'sent', messageIds: [expect.any(String)], chatId: expect.any(String) })
    const chatId = first.kind === 'sent' ? first.chatId : undefined
    const opened = () => discord.requests.filter(({ path }) => path.endsWith('/users/@me/channels')).length
    expect(opened()).toBe(1)
    expect(await channel.send(attempt({ nonce: 'w2' }, chatId))).toMatchObject({ kind: 'sent' })
    expect(opened()).toBe(1)
    expect(texts()).toEqual(['A letter has come.', 'A letter has come.'])
  })

  it('of several messages tells all their ids in order, the controls under the last', async () => {
    views = [long, { text: 'The end' }]
    const sent = await channel.send(attempt())
    expect(sent).toMatchObject({ kind: 'sent', messageIds: ana.chat().map(({ id }) => id) })
    expect(ana.chat().map(({ controls }) => controls.length)).toEqual([0, 0, 1, 0].slice(-ana.chat().length))
  })

  it('rests before Discord turns us away for all that it refused', async () => {
    const careful = openApi({ token: discord.token, apiUrl: discord.apiUrl, refusedMost: 50 })
    const sending = openChannel({
      api: careful,
      budget: noBudget(),
      log: quiet,
      render: async () => [notice],
      show: async () => undefined,
      takeAway: async () => ({ kind: 'void' }),
      endNotice: async () => ({ kind: 'void' }),
      clean: async () => [],
    })
    await sending.send(attempt())
    ana.closeDms('send')
    let resting = false
    for (let n = 0; n < 100 && !resting; n++)
      resting = (await sending.send(attempt({ nonce: `r${n}` }))).kind === 'later'
    expect(discord.invalidRequests()).toBeLessThanOrEqual(50)
    const asked = discord.requests.length
    expect(await sending.send(attempt())).toMatchObject({ kind: 'later', scope: 'chat', afterMs: expect.any(Number) })
    expect(discord.requests.length).toBe(asked)
    careful.close()
  })

  it('about which there is nothing to say any more is void', async () => {
    views = undefined
    expect(await channel.send(attempt())).toEqual({ kind: 'void' })
    expect(discord.requests).toEqual([])
  })

  it('that cannot be rendered yet waits', async () => {
    views = new Error('the database is away')
    expect(await channel.send(attempt())).toMatchObject({ kind: 'later', reason: 'render-failed' })
  })
})

describe('mail that may have arrived', () => {
  it.each(['dropAfterCommit', '500AfterCommit'] as const)(
    'is unknown after %s, and the next attempt shows it once',
    async (kind) => {
      const { chatId } = (await channel.send(attempt({ nonce: 'w0' }))) as { chatId: string }
      discord.faults.inject({ match: { path: /\/messages$/ }, kind, times: 1 })
      expect(await channel.send(attempt({}, chatId))).toMatchObject({ kind: 'unknown' })
      const again = await channel.send(attempt({ maybeSent: true, firstTriedAt: new Date() }, chatId))
      expect(again).toMatchObject({ kind: 'sent', messageIds: [ana.chat()[1]?.id] })
      expect(ana.chat().length).toBe(2)
    },
  )

  it('is looked for in the chat once its nonce may be forgotten', async () => {
    views = [long, notice]
    discord.faults.inject({ match: { path: /\/messages$/ }, kind: 'dropAfterCommit', times: 1 })
    expect(await channel.send(attempt())).toMatchObject({ kind: 'unknown' })
    expect(ana.chat().length).toBe(1)
    clock += 10 * 60_000
    const firstTriedAt = new Date(Date.now() - 10 * 60_000)
    const again = await channel.send(attempt({ maybeSent: true, firstTriedAt }))
    expect(again).toMatchObject({ kind: 'sent', messageIds: ana.chat().map(({ id }) => id) })
    expect(new Set(texts()).size).toBe(texts().length)
    expect(texts().at(-1)).toBe('A letter has come.')
  })

  it('is not taken for an older message that says the same of another letter', async () => {
    await channel.send(attempt({ nonce: 'w0' }))
    clock += 10 * 60_000
    views = [{ ...notice, rows: [[{ label: 'Open', act: 'open:ZZZZ' }]] }]
    await channel.send(attempt({ nonce: 'w5', maybeSent: true, firstTriedAt: new Date(Date.now() - 60 * 60_000) }))
    expect(ana.chat().map(({ controls }) => controls[0]?.id)).toEqual(['open:AAAA', 'open:ZZZZ'])
  })

  it('and was deleted since counts as sent', async () => {
    const first = await channel.send(attempt())
    const [messageId = ''] = first.kind === 'sent' ? first.messageIds : []
    const chatId = first.kind === 'sent' ? first.chatId : undefined
    await fetch(`${discord.apiUrl}/v10/channels/${chatId}/messages/${messageId}`, {
      method: 'DELETE',
      headers: { authorization: `Bot ${discord.token}` },
    })
    expect(await channel.send(attempt({ maybeSent: true, firstTriedAt: new Date() }, chatId))).toMatchObject({
      kind: 'sent',
      messageIds: [],
    })
  })

  it('in part is unknown when the rest has to wait', async () => {
    views = [notice, { text: 'second' }]
    const { chatId } = (await channel.send(attempt({ nonce: 'w0' }))) as { chatId: string }
    const stop = discord.onEvent(() => {
      stop()
      discord.faults.inject({ match: { path: /\/messages$/ }, kind: '429', times: 1, retryAfterSeconds: 60 })
    })
    expect(await channel.send(attempt({}, chatId))).toEqual({ kind: 'unknown', reason: 'half-sent-429' })
    expect(texts()).toEqual(['A letter has come.', 'second', 'A letter has come.'])
  })
})

describe('mail that cannot leave', () => {
  it.each(['create', 'send'] as const)('finds closed DMs (%s)', async (how) => {
    ana.closeDms(how)
    expect(await channel.send(attempt())).toEqual({ kind: 'gone', reason: 'dms-closed' })
  })

  it('finds nobody who shares a server', async () => {
    ana.leaveGuild()
    expect(await channel.send(attempt())).toEqual({ kind: 'gone', reason: 'no-mutual-guild' })
  })

  it('opens the DM anew when the one it knew is not there', async () => {
    expect(await channel.send(attempt({}, '100000000000000001'))).toMatchObject({ kind: 'sent' })
    expect(texts()).toEqual(['A letter has come.'])
  })

  it('is told how long to wait by a long rate limit, and asks once', async () => {
    discord.faults.inject({ match: { path: /\/messages$/ }, kind: '429', times: 1, retryAfterSeconds: 7 })
    const outcome = await channel.send(attempt())
    expect(outcome).toMatchObject({ kind: 'later', scope: 'chat', reason: '429' })
    expect(outcome.kind === 'later' && outcome.afterMs).toBeGreaterThanOrEqual(7_000)
    expect(sends().length).toBe(1)
  })

  it('opens no further DM for a minute once Discord says that too many were opened, and writes where one is open', async () => {
    const { chatId } = (await channel.send(attempt())) as { chatId: string }
    const refusal = { status: 403, code: 40003, message: 'You are opening direct messages too fast' }
    discord.faults.inject({ match: { path: /\/users\/@me\/channels$/ }, kind: 'refusal', times: 1, refusal })
    const slowDown = { kind: 'later', afterMs: 60_000, scope: 'chat', reason: 'opening-dms-too-fast' }
    expect(await channel.send(attempt({ nonce: 'w2' }))).toEqual(slowDown)
    const asked = discord.requests.length
    expect(await channel.send(attempt({ nonce: 'w3' }))).toMatchObject({ kind: 'later', scope: 'chat' })
    expect(discord.requests.length).toBe(asked)
    expect(await channel.send(attempt({ nonce: 'w4' }, chatId))).toMatchObject({ kind: 'sent' })
  })

  it.each<[string, number, number, object]>([
    ['a chat written to too fast', 20028, 429, { kind: 'later', scope: 'chat', reason: '429' }],
    ['a limited service, which does not say for how long', 40062, 429, { kind: 'later', scope: 'chat', reason: '429' }],
    ['an overloaded service', 130000, 503, { kind: 'unknown', reason: 'http-503' }],
    ['a spurious refusal', 50001, 403, { kind: 'later', scope: 'chat', reason: 'no-access' }],
  ])('asks once at %s, and comes later', async (_what, code, status, expected) => {
    const refusal = { status, code, message: 'not now' }
    const remove = discord.faults.inject({ match: { path: /\/messages$/ }, kind: 'refusal', refusal })
    expect(await channel.send(attempt())).toMatchObject(expected)
    expect(sends().length).toBe(1)
    remove()
    expect(await channel.send(attempt())).toMatchObject({ kind: 'sent' })
    expect(texts()).toEqual(['A letter has come.'])
  })

  it('asks once with a file too, when it is not told how long to wait', async () => {
    const { chatId } = (await channel.send(attempt())) as { chatId: string }
    const [message] = renderNote('a')
    if (!message) throw new Error('There is nothing to send.')
    const refusal = { status: 429, message: 'not now' }
    const remove = discord.faults.inject({ match: { path: /\/messages$/ }, kind: 'refusal', refusal })
    const post = () => api.send(chatId, { ...message, files: [{ name: 'a.txt', data: 'a' }] }, 'w2')
    await expect(post()).rejects.toMatchObject({ retryAfter: expect.closeTo(5_000, -3) })
    expect(sends().length).toBe(2)
    remove()
  })

  it('was never sent when opening the DM failed', async () => {
    discord.faults.inject({ match: { path: /\/users\/@me\/channels$/ }, kind: '502html', times: 1 })
    expect(await channel.send(attempt())).toMatchObject({ kind: 'later', reason: 'http-502' })
  })

  it('was never sent when nobody listens', async () => {
    await discord.close()
    expect(await channel.send(attempt())).toMatchObject({ kind: 'later', reason: 'unreachable' })
  })

  it('goes on working after Discord once refused the token', async () => {
    const wrong = openApi({ token: 'MTAw.a.b', apiUrl: discord.apiUrl })
    await expect(wrong.openChat(ana.id)).rejects.toMatchObject({ status: 401 })
    await expect(wrong.openChat(ana.id)).rejects.toMatchObject({ status: 401 })
    wrong.close()
  })
})
