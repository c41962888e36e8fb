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


test('walk', async () => {
  const standIn = await startStandIn({ token: newToken() })
  await start(standIn)
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  const show = (label: string) => console.log('== ' + label + '\n' + mina.chat().slice(-3).map((m) => `#${m.id} ${m.from}: ${m.text}\n   ${JSON.stringify((m.raw as any).reply_markup?.inline_keyboard?.map((r: any) => r.map((k: any) => k.text + ' <' + (k.callback_data ?? k.url) + '>')))}`).join('\n') + '\ntoasts ' + mina.toasts())
  const step = async (label: string, act: () => Promise<unknown>) => { try { await act() } catch (e) { console.log(String(e).slice(0, 300)) } await new Promise(r => setTimeout(r, 150)); show(label) }
  await step('start', () => mina.command('start'))
  await step('adult', () => mina.press('만 18세'))
  for (let i = 0; i < 5; i++) { const c = mina.chat().findLast((m) => m.controls.length)?.controls[0]; if (c) await step('first button ' + c.label, () => mina.press(c.label)) }
  await step('letter', () => mina.command('letter'))
  await step('settings', () => mina.command('settings'))
  await step('inbox', () => mina.command('inbox'))
}, 60000)
