/** The gateway, by the facts of docs: events/gateway, events/gateway-events, topics/opcodes-and-status-codes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { ask, callbackPath, openGateway, rawBot, register } from './raw.ts'

let discord: DiscordStandIn
beforeAll(async () => {
  discord = await startDiscordStandIn()
})
afterAll(() => discord.close())

const directMessages = 1 << 12
const properties = { os: 'linux', browser: 'test', device: 'test' }

describe('connecting', () => {
  test('GET /gateway/bot names the address, the shards and the session start limit', async () => {
    const { status, body } = await ask(discord, 'GET', '/gateway/bot')
    expect(status).toBe(200)
    expect(body).toMatchObject({ url: expect.stringMatching(/^ws:/), shards: 1 })
    expect(body.session_start_limit).toMatchObject({ total: 1000, max_concurrency: 1, reset_after: expect.any(Number) })
  })

  test('each IDENTIFY is counted against the session start limit', async () => {
    const remaining = async () => {
      const { body } = await ask(discord, 'GET', '/gateway/bot')
      return (body.session_start_limit as { remaining: number }).remaining
    }
    const before = await remaining()
    const bot = await rawBot(discord)
    expect(await remaining()).toBe(before - 1)
    bot.socket.close(1000)
  })

  test('HELLO comes first and carries the heartbeat interval', async () => {
    const bot = await openGateway(discord)
    const hello = await bot.frame(({ op }) => op === 10)
    expect(hello.d.heartbeat_interval).toBe(41_250)
    expect(bot.frames[0]).toBe(hello)
    bot.socket.close(1000)
  })

  test('READY carries the bot, the unavailable guilds, the session and where to resume', async () => {
    const bot = await rawBot(discord)
    expect(bot.ready).toMatchObject({
      v: 10,
      user: { id: discord.applicationId, bot: true },
      guilds: [{ id: discord.guildId, unavailable: true }],
      application: { id: discord.applicationId },
      session_id: expect.any(String),
      resume_gateway_url: expect.stringMatching(/^ws:/),
    })
    expect(await bot.event('GUILD_CREATE')).toMatchObject({ id: discord.guildId, name: 'Lantern' })
    bot.socket.close(1000)
  })

  test('a heartbeat is acknowledged with opcode 11', async () => {
    const bot = await rawBot(discord)
    bot.send(1, null)
    expect((await bot.frame(({ op }) => op === 11)).op).toBe(11)
    bot.socket.close(1000)
  })

  test('withheld acknowledgements stay away, everything else goes on', async () => {
    const bot = await rawBot(discord)
    discord.gateway.withholdAcks(true)
    bot.send(1, null)
    const ana = discord.join({ name: 'Ana', locale: 'ko' })
    await ana.say('still here')
    await bot.event('MESSAGE_CREATE')
    expect(bot.frames.some(({ op }) => op === 11)).toBe(false)
    discord.gateway.withholdAcks(false)
    bot.socket.close(1000)
  })

  test('who never sends a heartbeat is closed with 4009', async () => {
    const quick = await startDiscordStandIn({ heartbeatIntervalMs: 30 })
    const bot = await rawBot(quick)
    expect(await bot.closed).toBe(4009)
    await quick.close()
  })
})

describe('close codes', () => {
  const cases: [
    string,
    number,
    (send: (op: number, d: unknown) => void, socket: { send(data: string): void }) => void,
  ][] = [
    ['an unknown opcode', 4001, (send) => send(99, null)],
    ['no JSON', 4002, (_send, socket) => socket.send('not json')],
    ['a presence update before identifying', 4003, (send) => send(3, {})],
    ['a wrong token', 4004, (send) => send(2, { token: 'wrong', intents: 0, properties })],
    ['a wrong token in a RESUME', 4004, (send) => send(6, { token: 'wrong', session_id: 'x', seq: 0 })],
    ['an impossible shard', 4010, (send) => send(2, { token: discord.token, intents: 0, properties, shard: [1, 1] })],
    ['unknown intents', 4013, (send) => send(2, { token: discord.token, intents: 1 << 30, properties })],
    [
      'a privileged intent that is switched off',
      4014,
      (send) => send(2, { token: discord.token, intents: 1 << 15, properties }),
    ],
    ['more than 120 sends a minute', 4008, (send) => Array.from({ length: 121 }, () => send(1, null))],
  ]
  test.each(cases)('%s closes with %i', async (_what, code, provoke) => {
    const bot = await openGateway(discord)
    provoke(bot.send, bot.socket)
    expect(await bot.closed).toBe(code)
  })

  test('identifying twice closes with 4005', async () => {
    const bot = await rawBot(discord)
    bot.send(2, { token: discord.token, intents: 0, properties })
    expect(await bot.closed).toBe(4005)
  })

  test('another version than 10 closes with 4012', async () => {
    const bot = await openGateway(discord, '/gateway?v=5&encoding=json')
    expect(await bot.closed).toBe(4012)
  })

  test('a privileged intent that is switched on is accepted', async () => {
    const open = await startDiscordStandIn({ privilegedIntents: 1 << 15 })
    const bot = await rawBot(open, 1 << 15)
    expect(bot.ready.session_id).toEqual(expect.any(String))
    await open.close()
  })
})

describe('resuming', () => {
  test('events missed while away are replayed in order, then RESUMED', async () => {
    const bot = await rawBot(discord)
    const ana = discord.join({ name: 'Ana', locale: 'ko' })
    await ana.say('one')
    await bot.event('MESSAGE_CREATE')
    const seq = bot.frames.at(-1)?.s
    discord.gateway.drop(String(bot.ready.session_id))
    expect(await bot.closed).toBe(1006)
    await ana.say('two')
    await ana.say('three')
    const back = await openGateway(discord, '/gateway-resume?v=10&encoding=json')
    back.send(6, { token: discord.token, session_id: bot.ready.session_id, seq })
    await back.event('RESUMED')
    const names = back.frames.filter(({ op }) => op === 0).map(({ t, d, s }) => [t, d.content, s])
    const next = Number(seq)
    expect(names).toEqual([
      ['MESSAGE_CREATE', 'two', next + 1],
      ['MESSAGE_CREATE', 'three', next + 2],
      ['RESUMED', undefined, next + 3],
    ])
    back.socket.close(1000)
  })

  test('an unknown session is answered with opcode 9, d false', async () => {
    const bot = await openGateway(discord)
    bot.send(6, { token: discord.token, session_id: 'nobody', seq: 1 })
    expect((await bot.frame(({ op }) => op === 9)).d).toBe(false)
    bot.socket.close(1000)
  })

  test('a sequence number from the future closes with 4007 and ends the session', async () => {
    const bot = await rawBot(discord)
    bot.socket.terminate()
    const back = await openGateway(discord)
    back.send(6, { token: discord.token, session_id: bot.ready.session_id, seq: 10_000 })
    expect(await back.closed).toBe(4007)
    expect(discord.gateway.sessions().some(({ id }) => id === bot.ready.session_id)).toBe(false)
  })

  test('more missed than the buffer holds is answered with opcode 9', async () => {
    const small = await startDiscordStandIn({ replayEvents: 2 })
    const bot = await rawBot(small)
    bot.socket.terminate()
    await bot.closed
    const ana = small.join({ name: 'Ana', locale: 'ko' })
    for (const text of ['1', '2', '3']) await ana.say(text)
    const back = await openGateway(small)
    back.send(6, { token: small.token, session_id: bot.ready.session_id, seq: 1 })
    expect((await back.frame(({ op }) => op === 9)).d).toBe(false)
    await small.close()
  })

  test.each([1000, 1001])('the client closing with %i ends its session', async (code) => {
    const bot = await rawBot(discord)
    bot.socket.close(code)
    await bot.closed
    const back = await openGateway(discord)
    back.send(6, { token: discord.token, session_id: bot.ready.session_id, seq: 1 })
    expect((await back.frame(({ op }) => op === 9)).d).toBe(false)
    back.socket.close(1000)
  })

  test('the platform can ask for a heartbeat, a reconnect, invalidate, and close with a code', async () => {
    const bot = await rawBot(discord)
    const session = String(bot.ready.session_id)
    discord.gateway.askForHeartbeat(session)
    expect((await bot.frame(({ op }) => op === 1)).d).toBe(null)
    discord.gateway.reconnect(session)
    expect((await bot.frame(({ op }) => op === 7)).d).toBe(null)
    discord.gateway.invalidate(true, session)
    expect((await bot.frame(({ op }) => op === 9)).d).toBe(true)
    discord.gateway.disconnect(4000, session)
    expect(await bot.closed).toBe(4000)
    expect(discord.gateway.sessions().find(({ id }) => id === session)).toMatchObject({ connected: false })
  })
})

describe('events', () => {
  test('sequence numbers rise by one', async () => {
    const bot = await rawBot(discord)
    const ana = discord.join({ name: 'Ana', locale: 'ko' })
    await ana.say('one')
    await bot.event('MESSAGE_CREATE')
    const numbers = bot.frames.filter(({ op }) => op === 0).map(({ s }) => s)
    expect(numbers).toEqual(numbers.map((_one, index) => index + 1))
    bot.socket.close(1000)
  })

  test('without DIRECT_MESSAGES no message arrives, yet interactions do', async () => {
    await register(discord, { name: 'ping' })
    const bot = await rawBot(discord, 1)
    const ana = discord.join({ name: 'Ana', locale: 'ko' })
    await ana.say('unheard')
    const run = ana.command('ping')
    const interaction = await bot.event('INTERACTION_CREATE')
    expect(bot.frames.some(({ t }) => t === 'MESSAGE_CREATE')).toBe(false)
    await ask(discord, 'POST', callbackPath(interaction), { body: { type: 4, data: { content: 'pong' } } })
    await run
    bot.socket.close(1000)
  })

  test('several sessions on shard 0 all get every DM', async () => {
    const [one, two] = await Promise.all([rawBot(discord, directMessages), rawBot(discord, directMessages)])
    const ana = discord.join({ name: 'Ana', locale: 'ko' })
    const id = await ana.say('hello both')
    expect((await one.event('MESSAGE_CREATE')).id).toBe(id)
    expect((await two.event('MESSAGE_CREATE')).id).toBe(id)
    one.socket.close(1000)
    two.socket.close(1000)
  })

  test('a DM carries channel_type 1 and no guild_id', async () => {
    const bot = await rawBot(discord)
    const ana = discord.join({ name: 'Ana', locale: 'ko' })
    await ana.say('hello')
    const message = await bot.event('MESSAGE_CREATE')
    expect(message).toMatchObject({ content: 'hello', channel_type: 1, author: { id: ana.id, global_name: 'Ana' } })
    expect(message).not.toHaveProperty('guild_id')
    expect(message).not.toHaveProperty('member')
    bot.socket.close(1000)
  })

  test('an edit is a MESSAGE_UPDATE with edited_timestamp, a deletion carries id and channel only', async () => {
    const bot = await rawBot(discord)
    const ana = discord.join({ name: 'Ana', locale: 'ko' })
    const id = await ana.say('hello')
    const { channel_id } = await bot.event('MESSAGE_CREATE')
    await ana.edit(id, 'hello again')
    expect(await bot.event('MESSAGE_UPDATE')).toMatchObject({
      id,
      content: 'hello again',
      edited_timestamp: expect.stringMatching(/\+00:00$/),
      channel_type: 1,
    })
    await ana.remove(id)
    expect(await bot.event('MESSAGE_DELETE')).toEqual({ id, channel_id })
    bot.socket.close(1000)
  })

  test('reactions and typing of the person arrive with their own intents', async () => {
    const bot = await rawBot(discord)
    const deaf = await rawBot(discord, directMessages)
    const ana = discord.join({ name: 'Ana', locale: 'ko' })
    const id = await ana.say('hello')
    await ana.react(id, '❤️')
    expect(await bot.event('MESSAGE_REACTION_ADD')).toMatchObject({
      user_id: ana.id,
      message_id: id,
      emoji: { id: null, name: '❤️' },
      burst: false,
      type: 0,
    })
    await ana.react(id, null)
    expect(await bot.event('MESSAGE_REACTION_REMOVE')).toMatchObject({ user_id: ana.id, message_id: id })
    await ana.type?.()
    expect(await bot.event('TYPING_START')).toMatchObject({ user_id: ana.id, timestamp: expect.any(Number) })
    await ana.say('last')
    await deaf.frame(({ d }) => d?.content === 'last')
    expect(deaf.frames.filter(({ t }) => t?.includes('REACTION') || t === 'TYPING_START')).toEqual([])
    bot.socket.close(1000)
    deaf.socket.close(1000)
  })

  test("the bot's own messages come back as events", async () => {
    const bot = await rawBot(discord)
    const ana = discord.join({ name: 'Ana', locale: 'ko' })
    const dm = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: ana.id } })
    const sent = await ask(discord, 'POST', `/channels/${String(dm.body.id)}/messages`, {
      body: { content: 'hi', nonce: 'n1' },
    })
    expect(await bot.event('MESSAGE_CREATE')).toMatchObject({ id: sent.body.id, nonce: 'n1', author: { bot: true } })
    bot.socket.close(1000)
  })
})
