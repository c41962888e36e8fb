import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Bot } from '../../../bots/bot.ts'
import { type DiscordApi, openApi } from '../../../bots/discord/api.ts'
import type { DiscordEvent } from '../../../bots/discord/event.ts'
import { SnowflakeUtil } from '../../../bots/discord/library.ts'
import { type KnownChats, openMissed } from '../../../bots/discord/missed.ts'
import { startDiscord } from '../../../bots/discord/start.ts'
import { readConfig } from '../../../core/config.ts'
import { ConfigError } from '../../../core/configError.ts'
import { type Core, openCore } from '../../../core/core.ts'
import { postMail } from '../../../core/delivery/outbox.ts'
import type { AccountId } from '../../../core/ids.ts'
import { inPrisma } from '../../../core/store/transaction.ts'
import { en } from '../../../core/texts/en.ts'
import { ko } from '../../../core/texts/ko.ts'
import { newKeys } from '../../../core/vault/keys.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import type { Person } from '../../../sandbox/person.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { quiet, until } from './table.ts'

let database: TestDatabase
let core: Core

beforeAll(async () => {
  database = await freshDatabase()
  core = await openCore(readConfig({ DATABASE_URL: database.url, WIRO_KEYS: newKeys() }), { log: quiet })
})
afterAll(async () => {
  await core?.close()
  await database?.drop()
})

async function standIn(options: Parameters<typeof startDiscordStandIn>[0] = {}): Promise<DiscordStandIn> {
  const discord = await startDiscordStandIn(options)
  onTestFinished(() => discord.close())
  return discord
}

/** Nobody here waits for a budget. */
const rates = { perSecond: 1_000, chat: { burst: 1_000, perSecond: 1_000 } }

async function start({ token, apiUrl }: { token: string; apiUrl: string }, knownChats?: KnownChats): Promise<Bot> {
  const bot = await startDiscord(core, { token, apiUrl, rates }, knownChats)
  onTestFinished(() => bot.close())
  return bot
}

const heardBack = (person: Person) => person.chat().filter(({ from }) => from === 'bot').length
function chatIdOf(person: Person): string {
  const raw = person.chat()[0]?.raw
  return typeof raw === 'object' && raw !== null && 'channel_id' in raw ? String(raw.channel_id) : ''
}

const isUp = (bot: Bot) => async () => (await bot.health()).state === 'up'
const hangulIn = (text: string) => text.match(/[가-힣]/g)?.length ?? 0

describe('the bot', () => {
  it('names the variable when Discord does not know the token', async () => {
    const discord = await standIn()
    const starting = startDiscord(core, { token: 'MTAw.wrong.token', apiUrl: discord.apiUrl })
    await expect(starting).rejects.toThrow(ConfigError)
    await expect(starting).rejects.toThrow(/DISCORD_TOKEN.*developer portal/)
  })

  it('offers its commands in both languages and answers in that of the client', async () => {
    const discord = await standIn()
    await until(isUp(await start(discord)))
    const [mina, tom] = [discord.join({ name: '미나', locale: 'ko' }), discord.join({ name: 'Tom', locale: 'de' })]
    expect(mina.commands().map(({ name }) => name)).toEqual(tom.commands().map(({ name }) => name))
    for (const { label, description } of mina.commands()) expect(label + description).toMatch(/^[가-힣]+[^A-Z]*$/)
    for (const { description } of tom.commands()) expect(description).not.toMatch(/[가-힣]/)
    await mina.command('help')
    await tom.command('help', {}, { in: 'guild' })
    expect(hangulIn(mina.chat()[0]?.text ?? '')).toBeGreaterThan(20)
    expect(hangulIn(tom.chat()[0]?.text ?? '')).toBe(0)
    expect(tom.chat()[0]).toMatchObject({ place: 'guild', ephemeral: true })
  })

  it('answers what was committed before it died, once, by an ordinary DM', async () => {
    const discord = await standIn({ interactionDeadlineMs: 300 })
    const first = await start(discord)
    await until(isUp(first))
    const mina = discord.join({ name: '미나', locale: 'ko' })
    await mina.command('help')
    discord.faults.inject({ match: { path: /callback/ }, kind: '500' })
    void mina.command('helpline').catch(() => undefined)
    await until(() => discord.requests.some(({ status }) => status === 500))
    await first.close()
    discord.faults.clear()
    expect(mina.chat().length).toBe(1)
    await start(discord)
    await until(() => mina.chat().length === 2)
    await until(async () => (await core.db.prisma.inbound.count({ where: { handledAt: null } })) === 0)
    expect(mina.chat().length).toBe(2)
  })

  it('stands by while another holds the token, and takes over', async () => {
    const discord = await standIn()
    const first = await start(discord)
    await until(isUp(first))
    const second = await start(discord)
    expect((await second.health()).state).toBe('standing-by')
    await first.close()
    await until(isUp(second), 8_000)
  })

  it('starts although Discord cannot be reached, and comes up once it can', async () => {
    const { token, apiUrl, close } = await startDiscordStandIn()
    await close()
    const bot = await start({ token, apiUrl })
    await until(async () => (await bot.health()).state === 'down')
    await standIn({ token, port: Number(new URL(apiUrl).port) })
    await until(isUp(bot), 15_000)
  })

  it('says why it is down when Discord closes the connection for good', async () => {
    const discord = await standIn()
    const bot = await start(discord)
    await until(isUp(bot))
    discord.gateway.disconnect(4014)
    await until(async () => (await bot.health()).state === 'down')
    expect((await bot.health()).detail).toMatch(/developer portal/)
  })

  it('finds what was written in a DM while nobody listened, and answers it once', async () => {
    const discord = await standIn()
    let chatId = ''
    const known: KnownChats = async () => [{ chatId }, { chatId: '100000000000000001' }]
    const first = await start(discord, known)
    await until(isUp(first))
    const mina = discord.join({ name: '미나', locale: 'ko' })
    await mina.command('help')
    chatId = chatIdOf(mina)
    await until(async () => (await core.db.pg.query("select from cursor where name like 'discord:%'")).rowCount !== 0)
    await first.close()
    await mina.say('Is anybody there?')
    await start(discord, known)
    await until(() => mina.chat().filter(({ from }) => from === 'bot').length === 2, 8_000)
    await until(async () => (await core.db.prisma.inbound.count({ where: { handledAt: null } })) === 0)
    expect(mina.chat().filter(({ from }) => from === 'bot').length).toBe(2)
  })

  it('reads what was written in a chat that nobody remembered once somebody is heard there again', async () => {
    const discord = await standIn()
    const before = new Date()
    const first = await start(discord, async () => [])
    await until(isUp(first))
    const mina = discord.join({ name: '미나', locale: 'ko' })
    await mina.command('help')
    await until(async () => (await core.db.pg.query("select from cursor where name like 'discord:%'")).rowCount !== 0)
    await first.close()
    for (let n = 0; n < 3; n++) await mina.say(`Still there? ${n}`)
    await until(isUp(await start(discord, async () => [])))
    await mina.say('Hello again!')
    await until(() => mina.chat().filter(({ from }) => from === 'bot').length >= 5, 20_000)
    expect(
      await core.db.prisma.inbound.count({ where: { platform: 'discord', receivedAt: { gte: before } } }),
    ).toBeGreaterThanOrEqual(5)
  })

  it('reads on, page by page, whatever was written meanwhile', async () => {
    const written = Array.from({ length: 130 }, (_, n) => ({
      id: String(SnowflakeUtil.generate({ timestamp: Date.now() - 3_600_000 + n })),
      type: 0,
      channel_id: '77',
      content: `${n}`,
      author: { id: '88' },
    }))
    const api = {
      messagesBefore: async (_chat: string, before?: string) =>
        written.filter(({ id }) => before === undefined || BigInt(id) < BigInt(before)).slice(-100),
    } as unknown as DiscordApi
    await core.db.pg.query(`insert into cursor values ('discord:42', $1)`, [Date.UTC(2026, 0, 1)])
    const taken: DiscordEvent[] = []
    const options = { api, botId: '42', listening: () => true, take: (event: DiscordEvent) => void taken.push(event) }
    const missed = openMissed(core, { ...options, knownChats: async () => [{ chatId: '77' }] })
    missed.newSession()
    await until(() => taken.length === 130)
    expect(taken.map((event) => event.is === 'message' && event.text)).toEqual(written.map(({ content }) => content))
    missed.close()
  })

  it('reads on where a process died in the midst of it, and in a chat that was not known until then', async () => {
    const discord = await standIn()
    const mina = discord.join({ name: '미나', locale: 'ko' })
    const tom = discord.join({ name: 'Tom', locale: 'en-US' })
    let known: string[] = []
    const knownChats: KnownChats = async () => known.map((chatId) => ({ chatId }))
    const hear = await start(discord, knownChats)
    await until(isUp(hear))
    for (const person of [mina, tom]) await person.say('Hello?')
    await until(() => [mina, tom].every((person) => heardBack(person) === 1), 20_000)
    await hear.close()
    for (const person of [mina, tom]) await person.say('Anybody still there?')

    // It dies with what it read still in its hands: nothing of it was stored.
    const deathWas = Date.now()
    const [chatOfMina = '', chatOfTom = ''] = [mina, tom].map(chatIdOf)
    const api = openApi({ token: discord.token, apiUrl: discord.apiUrl })
    const taken: DiscordEvent[] = []
    const dying = openMissed(core, {
      api,
      botId: Buffer.from(discord.token.split('.')[0] ?? '', 'base64url').toString(),
      knownChats: async () => [{ chatId: chatOfMina }],
      take: (event) => void taken.push(event),
      listening: () => true,
    })
    dying.newSession()
    await until(() => taken.some((event) => event.is === 'message' && event.text === 'Anybody still there?'), 20_000)
    dying.close()
    api.close()
    // An hour goes by: whatever it noted as read is long after what was written.
    const hourMs = 3_600_000
    await core.db.pg.query('update cursor set value = value + $1 where value >= $2', [hourMs, deathWas])

    known = [chatOfMina, chatOfTom]
    await start(discord, knownChats)
    await until(() => [mina, tom].every((person) => heardBack(person) === 2), 20_000)
    await until(async () => (await core.db.prisma.inbound.count({ where: { handledAt: null } })) === 0)
    expect([mina, tom].map(heardBack)).toEqual([2, 2])
  })

  it('keeps the order of what is said while the chat is still being read back, also where Discord must be asked twice', async () => {
    let resolve = (_messages: unknown[]) => {}
    const history = new Promise<unknown[]>((done) => {
      resolve = done
    })
    let asked = 0
    const messagesBefore = () => (asked++ === 0 ? Promise.reject(new Error('not now')) : history)
    const api = { messagesBefore } as unknown as DiscordApi
    await core.db.pg.query(
      `insert into cursor values ('discord:43', 0) on conflict (name) do update set value = excluded.value`,
    )
    const taken: string[] = []
    let looked = false
    const missed = openMissed(core, {
      api,
      botId: '43',
      listening: () => true,
      take: (event: DiscordEvent) => void taken.push(event.is === 'message' ? event.text : event.is),
      knownChats: async () => {
        looked = true
        return []
      },
    })
    missed.newSession()
    await until(() => looked)
    const says = (text: string): DiscordEvent => {
      return { is: 'message', id: text, personId: '88', chatId: '78', text, replyTo: undefined }
    }
    for (const text of ['one', 'two', 'three']) missed.meet(says(text))
    await until(() => asked === 2)
    expect(taken).toEqual([])
    resolve([
      { id: String(SnowflakeUtil.generate()), channel_id: '78', type: 0, author: { id: '88' }, content: 'before' },
    ])
    await until(() => taken.length === 4)
    expect(taken).toEqual(['before', 'one', 'two', 'three'])
    missed.close()
  })

  it('lets what is heard as a session begins wait for what was written before, in every session', async () => {
    const now = Date.now()
    const message = (n: number) => ({
      id: String(SnowflakeUtil.generate({ timestamp: now + n })),
      channel_id: '79',
      type: 0,
      author: { id: '88' },
      content: `old ${n}`,
    })
    let since = 0
    const api = {
      // Those that were taken are not given again, as though they were stored.
      messagesBefore: async () => [1, 2, 3, 4, 5, 6].filter((n) => n > since && n <= since + 3).map(message),
    } as unknown as DiscordApi
    await core.db.pg.query(
      `insert into cursor values ('discord:44', 0) on conflict (name) do update set value = excluded.value`,
    )
    const taken: string[] = []
    const missed = openMissed(core, {
      api,
      botId: '44',
      listening: () => true,
      take: (event: DiscordEvent) => void taken.push(event.is === 'message' ? event.text : event.is),
      knownChats: async () => [{ chatId: '79' }],
    })
    const says = (text: string): DiscordEvent => {
      return { is: 'message', id: text, personId: '88', chatId: '79', text, replyTo: undefined }
    }
    missed.newSession()
    missed.meet(says('live 1'))
    missed.meet(says('live 2'))
    await until(() => taken.length === 5)
    since = 3
    missed.newSession()
    missed.meet(says('live 3'))
    await until(() => taken.length === 9)
    expect(taken).toEqual(['old 1', 'old 2', 'old 3', 'live 1', 'live 2', 'old 4', 'old 5', 'old 6', 'live 3'])
    missed.close()
  })

  it('sends mail from the outbox, in the language of its reader; who closed their DMs is gone', async () => {
    const discord = await standIn()
    await until(isUp(await start(discord)))
    const mina = discord.join({ name: '미나', locale: 'ko' })
    await mina.command('help')
    const lookup = core.vault.lookup('identity:discord', mina.id)
    const { id, accountId } = await core.db.prisma.identity.findFirstOrThrow({ where: { lookup } })
    const post = () =>
      inPrisma(core, (tx) =>
        postMail(core, tx, { to: accountId as AccountId, parcel: { kind: 'hello' }, priority: 'letter' }),
      )
    await post()
    await mina.until(ko['hello.title'])
    expect(mina.chat().some(({ text }) => text.includes(en['hello.title']))).toBe(false)
    await until(async () => (await core.db.prisma.outbox.count({ where: { identityId: id, state: 'sent' } })) === 1)
    mina.closeDms('send')
    await post()
    await until(async () => (await core.db.prisma.outbox.count({ where: { identityId: id, state: 'gone' } })) === 1)
    // Noted after the row.
    await until(async () => (await core.db.prisma.identity.count({ where: { id, goneReason: 'dms-closed' } })) === 1)
  })
})
