import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTelegram } from '../../../bots/telegram/start.ts'
import { readConfig } from '../../../core/config.ts'
import { ConfigError } from '../../../core/configError.ts'
import { type Core, openCore } from '../../../core/core.ts'
import { postMail } from '../../../core/delivery/outbox.ts'
import type { AccountId } from '../../../core/ids.ts'
import { inPrisma } from '../../../core/store/transaction.ts'
import { ko } from '../../../core/texts/ko.ts'
import { newKeys } from '../../../core/vault/keys.ts'
import type { TelegramStandIn } from '../../../sandbox/telegram/start.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { afterwards, calls, quietLog, startStandIn } from './wire.ts'

let database: TestDatabase
let core: Core

beforeAll(async () => {
  database = await freshDatabase()
  core = await openCore(readConfig({ DATABASE_URL: database.url, WIRO_KEYS: newKeys() }), { log: quietLog() })
})
afterAll(async () => {
  await core?.close()
  await database?.drop()
})

let bots = 100
/** A token of a bot of its own: leases and offsets are kept by bot. */
const newToken = () => `${bots++}:AAtoken-of-one-test-with-enough-letters`

async function start(standIn: { apiUrl: string; token: string }) {
  const bot = await startTelegram(core, standIn)
  afterwards(() => bot.close())
  return bot
}

const stateOf = async (bot: Awaited<ReturnType<typeof start>>) => (await bot.health()).state
const hangulIn = (text: string) => text.match(/[가-힣]/g)?.length ?? 0
const fromBot = (standIn: TelegramStandIn) =>
  standIn.people().map((person) => person.chat().filter((message) => message.from === 'bot').length)

test('a token that Telegram does not know is a matter for the operator, named', async () => {
  const standIn = await startStandIn({ token: newToken() })
  for (const token of [newToken(), 'nonsense']) {
    const starting = startTelegram(core, { apiUrl: standIn.apiUrl, token })
    await expect(starting).rejects.toThrow(ConfigError)
    await expect(starting).rejects.toThrow(/TELEGRAM_TOKEN.*@BotFather/)
  }
})

test('a newcomer is answered in the language of their client, and finds the commands in it', async () => {
  const standIn = await startStandIn({ token: newToken() })
  const bot = await start(standIn)
  await expect.poll(() => stateOf(bot)).toBe('up')
  const [mina, tom] = [standIn.join({ name: '미나', locale: 'ko' }), standIn.join({ name: 'Tom', locale: 'de' })]
  await Promise.all([mina.command('start'), tom.command('start')])
  expect(hangulIn((await mina.until((message) => message.from === 'bot')).text)).toBeGreaterThan(50)
  expect(hangulIn((await tom.until((message) => message.from === 'bot')).text)).toBeLessThan(10)

  await expect.poll(() => calls(standIn, 'setMyCommands')).toBe(2)
  expect(mina.commands().map((command) => command.name)).toContain('letter')
  expect(mina.commands().map((command) => command.name)).toEqual(tom.commands().map((command) => command.name))
  for (const { description } of mina.commands()) expect(description).toMatch(/[가-힣]/)
  for (const { description } of tom.commands()) expect(description).not.toMatch(/[가-힣]/)
})

test('what somebody writes while nobody listens is answered after the restart, once', async () => {
  const standIn = await startStandIn({ token: newToken() })
  const bot = await start(standIn)
  await expect.poll(() => stateOf(bot)).toBe('up')
  await bot.close()
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  await mina.say('/help')
  await start(standIn)
  await mina.until((message) => message.from === 'bot')
  const answered = fromBot(standIn)
  await mina.command('help')
  expect(fromBot(standIn)).toEqual(answered.map((count) => count * 2))
  expect(calls(standIn, 'setMyCommands')).toBe(2)
})

test('one holds the token, the other stands by and takes over', async () => {
  const standIn = await startStandIn({ token: newToken() })
  const first = await start(standIn)
  await expect.poll(() => stateOf(first)).toBe('up')
  const second = await start(standIn)
  expect(await stateOf(second)).toBe('standing-by')
  await first.close()
  await expect.poll(() => stateOf(second)).toBe('up')
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  await mina.command('help')
  expect(fromBot(standIn)).toEqual([1])
})

test('a platform that cannot be reached holds nothing up and is tried until it can', async () => {
  const token = newToken()
  const away = await startStandIn({ token })
  const port = Number(new URL(away.apiUrl).port)
  await away.close()
  const bot = await start(away)
  await expect
    .poll(() => bot.health())
    .toMatchObject({ state: 'down', detail: expect.stringMatching(/cannot be reached/) })
  const back = await startStandIn({ token, port })
  await expect.poll(() => stateOf(bot)).toBe('up')
  const mina = back.join({ name: '미나', locale: 'ko' })
  await mina.command('help')
  expect(fromBot(back)).toEqual([1])
})

test('mail leaves through the outbox, in the language of its reader; whoever left Telegram is gone', async () => {
  const standIn = await startStandIn({ token: newToken() })
  await start(standIn)
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  await mina.command('start')
  const lookup = core.vault.lookup('identity:telegram', mina.id)
  const { id, accountId } = await core.db.prisma.identity.findFirstOrThrow({ where: { lookup } })
  const post = () =>
    inPrisma(core, (tx) =>
      postMail(core, tx, { to: accountId as AccountId, parcel: { kind: 'hello' }, priority: 'announcement' }),
    )
  await post()
  await mina.until(ko['hello.title'])
  await expect.poll(() => core.db.prisma.outbox.count({ where: { identityId: id, state: 'sent' } })).toBe(1)

  mina.deactivate()
  await post()
  await expect.poll(() => core.db.prisma.outbox.count({ where: { identityId: id, state: 'gone' } })).toBe(1)
  const { goneAt, goneReason } = await core.db.prisma.identity.findUniqueOrThrow({ where: { id } })
  expect([goneAt, goneReason]).toEqual([expect.any(Date), 'deactivated'])
})
