import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../core/config.ts'
import { type Core, openCore } from '../../core/core.ts'
import { openLog } from '../../core/log.ts'
import { newKeys } from '../../core/vault/keys.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../sandbox/discord/start.ts'
import type { Person } from '../../sandbox/person.ts'
import { startTelegramStandIn, type TelegramStandIn } from '../../sandbox/telegram/start.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { openProcess, type Service } from '../support/service.ts'
import { chatter, heard, together } from './chatters.ts'

/** The service as a process of its own, as `wiro start` makes it; the core here only looks into its database. */
let stage: { core: Core; discord: DiscordStandIn; telegram: TelegramStandIn; database: TestDatabase }
let env: Record<string, string>
let running: ChildProcess | undefined
/** Who takes over at the very end: it is ended by nobody but us, and so needs no process of its own. */
let successor: { close(): Promise<void> } | undefined
let ana: Person
let ben: Person
beforeAll(async () => {
  const database = await freshDatabase()
  const [discord, telegram] = await Promise.all([
    startDiscordStandIn({ interactionDeadlineMs: 20_000 }),
    startTelegramStandIn({ rates: false, secondMs: 100 }),
  ])
  env = {
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    DATABASE_URL: database.url,
    WIRO_KEYS: newKeys(),
    WIRO_LOG_LEVEL: 'error',
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    TELEGRAM_TOKEN: telegram.token,
    TELEGRAM_API_URL: telegram.apiUrl,
  }
  stage = { core: await openHere(), discord, telegram, database }
  await start()
}, 180_000)
afterAll(async () => {
  await kill()
  await successor?.close()
  await stage.core.close()
  await Promise.all([stage.discord.close(), stage.telegram.close()])
  await stage.database.drop()
})

/** The leases of whoever was killed run out after some seconds: here they have. */
const letLeasesRunOut = () => query(`update lease set expires_at = now() - interval '10 seconds'`)

const openHere = () => openCore(readConfig(env), { log: openLog({ level: 'silent' }) })

async function start(): Promise<void> {
  await letLeasesRunOut()
  const bin = path.resolve(import.meta.dirname, '../../cli/bin.js')
  running = spawn(process.execPath, [bin, 'start', '--roles', 'worker,discord,telegram'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const { stderr } = running
  await new Promise<void>((resolve, reject) => {
    let said = ''
    stderr?.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes('Wiro is ready')) resolve()
    })
    running?.once('exit', () => reject(new Error(`ended at once: ${said}`)))
  })
}

async function kill(): Promise<void> {
  const ended = running?.exitCode !== null || running.signalCode !== null
  const gone = ended ? undefined : new Promise((resolve) => running?.once('exit', resolve))
  running?.kill('SIGKILL')
  await gone
  running = undefined
}

const query = async (sql: string, values: unknown[] = []) => (await stage.core.db.pg.query(sql, values)).rows
const lines = (person: Person) =>
  person.chat().flatMap(({ from, text, deleted }) => (from === 'bot' && /^line /.test(text) && !deleted ? [text] : []))
const find = (person: Person, id: string) => person.chat().find((message) => message.id === id)

it('a live chat goes on after its process was killed: nothing lost, nothing out of order, every twin is found', {
  timeout: 300_000,
}, async () => {
  const service = stage as unknown as Service
  ana = await chatter(service, 'discord', 'Ana')
  ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  const early = await ana.say('line a1')
  const earlyTwin = await heard(ben, 'line a1')
  const own = await ben.say('line b1')
  const ownTwin = await heard(ana, 'line b1')
  // A twin that a kill takes with it has its own case below.
  await expect.poll(() => query(`select 1 from outbox where settled_at is null`), { timeout: 45_000 }).toEqual([])

  // Killed with words on their way in both directions; more is said while nobody listens.
  const inFlight = [ana.say('line a2'), ben.say('line b2'), ana.say('line a3'), ben.say('line b3')]
  await wait(Math.random() * 60)
  await kill()
  await Promise.all(inFlight)
  await ana.say('line a4')
  await ben.say('line b4')
  await ben.edit(own, 'line b1, changed in the dark')
  await ben.react(earlyTwin.id, '👍')
  // Sent, and not noted as twins any more: whoever takes over does that.
  await query('delete from chat_twin')
  await start()

  await Promise.all([heard(ben, 'line a4'), heard(ana, 'line b4')])
  await heard(ana, 'line b1, changed in the dark')
  const doubtful = Number((await query(`select sum(ambiguous)::int as n from outbox`))[0]?.n ?? 0)
  const once = (all: string[]) => all.filter((text, at) => all.indexOf(text) === at)
  expect(once(lines(ben))).toEqual(['line a1', 'line a2', 'line a3', 'line a4'])
  expect(lines(ana)).toEqual(['line b1, changed in the dark', 'line b2', 'line b3', 'line b4'])
  expect(lines(ben).length - 4).toBeLessThanOrEqual(doubtful)
  await expect
    .poll(() => find(ana, early)?.reactions, { timeout: 45_000 })
    .toMatchObject([{ emoji: '👍', from: 'bot' }])

  await ana.edit(early, 'line a1, changed after all')
  await expect.poll(() => find(ben, earlyTwin.id)?.text, { timeout: 45_000 }).toBe('line a1, changed after all')
  await ana.say('line a5', { replyTo: ownTwin.id })
  expect((await heard(ben, 'line a5')).replyTo).toBe(own)
  await ana.remove(early)
  await expect.poll(() => find(ben, earlyTwin.id)?.deleted, { timeout: 45_000 }).toBe(true)

  // Killed after the platforms had them and before we knew their ids.
  stage.discord.faults.inject({ kind: 'hangAfterCommit', times: 1, match: { method: 'POST', path: /\/messages$/ } })
  stage.telegram.faults.inject({ kind: 'hangAfterCommit', times: 1, match: { path: /sendMessage$/ } })
  const last = await ben.say('line b5')
  await ana.say('line a6')
  const seen = await heard(ana, 'line b5')
  await heard(ben, 'line a6')
  await kill()
  // Later than Discord remembers a nonce for sure: the chat is looked back on.
  await query(`update outbox set first_tried_at = first_tried_at - interval '3 minutes' where state = 'sending'`)
  await start()
  await Promise.all([ben.say('line b7'), ana.say('line a7')])
  await Promise.all([heard(ana, 'line b7'), heard(ben, 'line a7')])
  // On Discord the twin is found again; on Telegram it is said once more, and counted.
  expect(lines(ana).filter((text) => text === 'line b5')).toEqual(['line b5'])
  await ben.edit(last, 'line b5, found again')
  await expect.poll(() => find(ana, seen.id)?.text, { timeout: 45_000 }).toBe('line b5, found again')
  expect(lines(ben).filter((text) => text === 'line a6')).toHaveLength(2)
  const doubts = `select ambiguous from outbox where platform = 'telegram' and parcel->>'kind' = 'chat-message' order by id desc limit 2`
  expect(await query(doubts)).toEqual([{ ambiguous: 0 }, { ambiguous: 1 }])
})

it('SIGTERM ends it within ten seconds while both platforms hang, and nothing is lost, be it mail or an answer', {
  timeout: 180_000,
}, async () => {
  const newcomer = stage.telegram.join({ name: 'Cy', locale: 'en', started: false })
  const answers = () => newcomer.chat().filter(({ from }) => from === 'bot')
  const asked = () => stage.telegram.requests.filter(({ path: asks }) => asks.endsWith('/sendMessage')).length
  const before = asked()
  stage.discord.faults.inject({ kind: 'hang', times: 1, match: { method: 'POST', path: /\/messages$/ } })
  stage.telegram.faults.inject({ kind: 'hang', match: { path: /sendMessage$/ } })
  const waits = newcomer.command('start').catch(() => undefined)
  await expect.poll(asked, { timeout: 60_000 }).toBe(before + 1)
  await Promise.all([ana.say('line a8'), ben.say('line b8')])
  await expect.poll(() => query(`select 1 from outbox where state = 'sending'`), { timeout: 45_000 }).toHaveLength(2)
  const ended = new Promise((resolve) => running?.once('exit', resolve))
  running?.kill('SIGTERM')
  // By itself either way: a machine that is slow to put all away has it cut short after ten seconds, with 1.
  expect([0, 1]).toContain(await ended)
  expect(answers()).toEqual([])
  stage.telegram.faults.clear()
  await letLeasesRunOut()
  successor = await openProcess(await openHere(), { platforms: ['discord', 'telegram'] })
  await Promise.all([heard(ana, 'line b8'), heard(ben, 'line a8')])
  const lately = [lines(ana), lines(ben)].map((all) => all.filter((text) => text.endsWith('8')))
  expect(lately).toEqual([['line b8'], ['line a8']])
  await newcomer.until('Wiro')
  expect(answers()).toHaveLength(1)
  await waits
})
