import { Writable } from 'node:stream'
import type { Bot } from '../../bots/bot.ts'
import { startDiscord } from '../../bots/discord/start.ts'
import { fetchFromPlatforms } from '../../bots/fetchMedia.ts'
import { startTelegram } from '../../bots/telegram/start.ts'
import { type Clock, openClock } from '../../core/clock.ts'
import { readConfig } from '../../core/config.ts'
import { type Core, openCore } from '../../core/core.ts'
import type { Rates } from '../../core/delivery/budget.ts'
import { letterWork } from '../../core/letters/sweepLetters.ts'
import { openLog } from '../../core/log.ts'
import type { Platform } from '../../core/platform.ts'
import type { Random } from '../../core/random.ts'
import { newKeys } from '../../core/vault/keys.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../sandbox/discord/start.ts'
import { startTelegramStandIn, type TelegramStandIn } from '../../sandbox/telegram/start.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { testRedisUrl } from './redis.ts'

/** The whole service over real wires: stand-ins, real bots, a database of its own, a clock that may be moved. */
export type Service = {
  core: Core
  clock: Clock
  discord: DiscordStandIn
  telegram: TelegramStandIn
  database: TestDatabase
  /** Every line the service logged, at the finest level. */
  logs: string[]
  /** Stops the service (not the stand-ins, not the database) and starts it again. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Nobody in a test waits for a budget; the tests of the budget give real ones. */
const unbound: Rates = { perSecond: 10_000, chat: { burst: 1_000, perSecond: 1_000 } }

/** Starts it all; about a second. Close it in `afterAll`. `apart`: the bots share nothing but database and queue, as in two processes. */
export async function openService({
  random,
  rates = unbound,
  apart = false,
  timeoutMs,
}: {
  random?: Random
  rates?: Rates
  apart?: boolean
  /** After so long the bots give up a request without an answer. */
  timeoutMs?: number
} = {}): Promise<Service> {
  const clock = openClock()
  const now = () => clock.now().getTime()
  const database = await freshDatabase()
  const [discord, telegram] = await Promise.all([
    // Discord's three seconds have tests of their own; here a busy machine may take longer.
    startDiscordStandIn({ now, interactionDeadlineMs: 20_000, patienceMs: 60_000 }),
    startTelegramStandIn({ now, rates: false, secondMs: 100, patienceMs: 60_000 }),
  ])
  const logs: string[] = []
  const keys = newKeys()
  const log = () =>
    openLog({
      level: 'trace',
      destination: new Writable({
        write(chunk, _encoding, done) {
          logs.push(String(chunk))
          done()
        },
      }),
    })
  const config = readConfig({
    DATABASE_URL: database.url,
    REDIS_URL: testRedisUrl(),
    WIRO_KEYS: keys,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    TELEGRAM_TOKEN: telegram.token,
    TELEGRAM_API_URL: telegram.apiUrl,
  })

  const how = { rates, ...(timeoutMs ? { timeoutMs } : {}) }
  const openPart = async (platforms: readonly Platform[]) =>
    openProcess(await openCore(config, { clock, log: log(), ...(random ? { random } : {}) }), { platforms, how })
  const begin = async () => {
    const first = await openPart(apart ? ['discord'] : ['discord', 'telegram'])
    return [first, ...(apart ? [await openPart(['telegram'])] : [])] as const
  }
  const end = (parts: Awaited<ReturnType<typeof begin>>) => Promise.all(parts.map(({ close }) => close()))

  let running = await begin()
  return {
    get core() {
      return running[0].core
    },
    clock,
    discord,
    telegram,
    database,
    logs,
    async restart() {
      await end(running)
      running = await begin()
    },
    async close() {
      await end(running)
      await Promise.all([discord.close(), telegram.close()])
      await database.drop()
    },
  }
}

/** What one process of the service runs: the work of the queue, and the bots of these platforms, which are up by now. `close` ends the core, too. */
export async function openProcess(
  core: Core,
  { platforms, how = {} }: { platforms: readonly Platform[]; how?: { rates?: Rates; timeoutMs?: number } },
): Promise<{ core: Core; close(): Promise<void> }> {
  await core.queues.work(letterWork(core))
  const stopFetching = await fetchFromPlatforms(core)
  const start = { discord: startDiscord, telegram: startTelegram }
  const access = (platform: Platform) => core.config[platform] ?? fail(`${platform} is not set up here`)
  const bots: Bot[] = await Promise.all(platforms.map((one) => start[one](core, { ...access(one), ...how })))
  await allUp(bots)
  const close = async () => {
    await Promise.all(bots.map((bot) => bot.close()))
    await stopFetching()
    await core.close()
  }
  return { core, close }
}

const fail = (why: string): never => {
  throw new Error(why)
}

/** Resolves when every bot receives; rejects after a minute with what is wrong. */
async function allUp(bots: Bot[]): Promise<void> {
  for (const until = Date.now() + 60_000; ; ) {
    const health = await Promise.all(bots.map((bot) => bot.health()))
    if (health.every(({ state }) => state === 'up')) return
    if (Date.now() > until) throw new Error(`a bot is not up: ${JSON.stringify(health)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
