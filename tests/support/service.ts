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
  const openPart = async (platforms: readonly ('discord' | 'telegram')[]) => {
    const core = await openCore(config, { clock, log: log(), ...(random ? { random } : {}) })
    await core.queues.work(letterWork(core))
    const stopFetching = await fetchFromPlatforms(core)
    const start = { discord: startDiscord, telegram: startTelegram }
    const standIns = { discord, telegram }
    const bots: Bot[] = await Promise.all(
      platforms.map((one) => start[one](core, { token: standIns[one].token, apiUrl: standIns[one].apiUrl, ...how })),
    )
    await allUp(bots)
    return { core, bots, stopFetching }
  }
  const begin = async () => {
    const first = await openPart(apart ? ['discord'] : ['discord', 'telegram'])
    return [first, ...(apart ? [await openPart(['telegram'])] : [])] as const
  }
  const end = (parts: Awaited<ReturnType<typeof begin>>) =>
    Promise.all(
      parts.map(async ({ core, bots, stopFetching }) => {
        await Promise.all(bots.map((bot) => bot.close()))
        await stopFetching()
        await core.close()
      }),
    )

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

/** Resolves when every bot receives; rejects after a minute with what is wrong. */
async function allUp(bots: Bot[]): Promise<void> {
  for (const until = Date.now() + 60_000; ; ) {
    const health = await Promise.all(bots.map((bot) => bot.health()))
    if (health.every(({ state }) => state === 'up')) return
    if (Date.now() > until) throw new Error(`a bot is not up: ${JSON.stringify(health)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
