import type { ChildProcess } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Bot } from '../bots/bot.ts'
import { startDiscord } from '../bots/discord/start.ts'
import { startTelegram } from '../bots/telegram/start.ts'
import { readConfig } from '../core/config.ts'
import { type Core, openCore } from '../core/core.ts'
import type { Rates } from '../core/delivery/budget.ts'
import { openLog } from '../core/log.ts'
import { newKeys } from '../core/vault/keys.ts'
import { ask, startChild } from './child.ts'
import { type Figures, middleRound, reordered, round } from './figures.ts'
import { DISCORD_TOKEN } from './relay/discord.ts'
import { type Pair, type Sitter, seatPairs } from './relay/pairs.ts'
import type { Line, Order, Report } from './relay/platforms.ts'
import type { ThinOrder, ThinUsage } from './relay/thin.ts'

const TELEGRAM_TOKEN = '123456789:AAbench-token-long-enough-to-be-one'
const THIN_TOKEN = '123456780:AAthin-token-long-enough-to-be-one'
const UNLIMITED: Rates = { perSecond: 1e9, chat: { burst: 1e9, perSecond: 1e9 } }
const CHATS = 50
const STEADY_PER_SECOND = 25
const FIRST = 10_000

/**
 * What is said in live chats, from the update handed out by one platform to the request seen by the other, stored and
 * sealed on the way; beside the thinnest telegraf relay, which stores nothing. Options: `--messages N` (5000),
 * `--seconds N` of the steady part (20), `--rounds N` (3), `--only latency|burst|telegram|rtt50`.
 */
export async function run(args: string[]): Promise<Figures> {
  const option = (name: string, usual: number) => Number(args[args.indexOf(name) + 1]) || usual
  const [messages, seconds] = [option('--messages', 5_000), option('--seconds', 20)]
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined
  const home = await mkdtemp(join(tmpdir(), 'wiro-bench-'))
  await chmod(home, 0o755)
  const bench = { ...(await openBench(home)), rounds: option('--rounds', 3) }
  try {
    const mixed = await seatPairs(bench.core, CHATS)
    const telegram = await seatPairs(bench.core, CHATS, 'telegram')
    await startThin(bench, telegram)
    await relay(bench, linesOf(mixed, 1_000), undefined)
    await relay(bench, linesOf(telegram, 1_000, THIN_TOKEN), undefined)
    // As PostgreSQL does by itself within a minute.
    await bench.core.db.pg.query('analyze')
    const figures: Figures = {}
    const note = async (part: string, measure: () => Promise<Figures>) => {
      if (only !== undefined && only !== part) return
      const measured = await measure()
      process.stderr.write(`${part} ${JSON.stringify(measured)}\n`)
      Object.assign(figures, measured)
    }
    const both = { ours: mixed, thin: telegram }
    await note('latency', () => measureLatency(bench, both, STEADY_PER_SECOND * seconds))
    await note('burst', () => middleBurst(bench, both, messages))
    await note('telegram', async () => {
      const { rate_per_s: rate = 0, thin_ratio: ratio = 0 } = await middleBurst(
        bench,
        { ...both, ours: telegram },
        messages,
      )
      return { telegram_rate_per_s: rate, telegram_thin_ratio: ratio }
    })
    await note('rtt50', async () => {
      const { rate_per_s: rate = 0, thin_ratio: ratio = 0 } = await middleBurst(bench, both, messages, 50)
      return { rate_per_s_rtt50: rate, thin_ratio_rtt50: ratio }
    })
    return figures
  } finally {
    for (const bot of bench.bots) await bot.close()
    bench.platforms.disconnect()
    bench.thin.disconnect()
    await bench.core.close()
    await rm(home, { recursive: true, force: true })
  }
}

type Opened = { core: Core; platforms: ChildProcess; thin: ChildProcess; apiUrl: string; bots: Bot[] }
type Bench = Opened & { rounds: number }
type Both = { ours: Pair[]; thin: Pair[] }

async function openBench(home: string): Promise<Opened> {
  const platforms = startChild('relay/platforms')
  const { port } = await ask<{ port: number }>(platforms)
  const apiUrl = `http://127.0.0.1:${port}`
  const redis = process.env.WIRO_TEST_REDIS_URL
  const env = { WIRO_HOME: home, WIRO_KEYS: newKeys(), ...(redis ? { REDIS_URL: redis } : {}) }
  const core = await openCore(readConfig(env), { log: openLog({ level: 'error' }) })
  const bots = [
    await startTelegram(core, { token: TELEGRAM_TOKEN, apiUrl, rates: UNLIMITED }),
    await startDiscord(core, { token: DISCORD_TOKEN, apiUrl: `${apiUrl}/api`, rates: UNLIMITED }, async () => []),
  ]
  for (const bot of bots) while ((await bot.health()).state !== 'up') await wait(50)
  return { core, platforms, thin: startChild('relay/thin'), apiUrl, bots }
}

async function startThin({ thin, apiUrl }: Bench, pairs: Pair[]): Promise<void> {
  const order: ThinOrder = {
    apiRoot: apiUrl,
    token: THIN_TOKEN,
    pairs: pairs.flatMap(({ one, other }): [string, string][] => [
      [one.person, other.person],
      [other.person, one.person],
    ]),
  }
  await ask(thin, order)
}

/** Everybody says something in turn: each line tells which it is, by a number that says nothing bad (1488 does). */
function linesOf(pairs: Pair[], count: number, bot = ''): Line[] {
  const people = pairs.map(({ one }) => one).concat(pairs.map(({ other }) => other))
  return Array.from({ length: count }, (_, n) => {
    const { platform, person, chat } = people[n % people.length] as Sitter
    return {
      platform,
      bot: bot || TELEGRAM_TOKEN,
      person,
      chat,
      text: `Line ${FIRST + n}: I had soup, and how was your day?`,
    }
  })
}

const numberIn = (text: string): number => Number(/^Line (\d+)/.exec(text)?.[1] ?? -1)

/** What arrives is what somebody said, or nothing was measured. */
function notSaid(text: string): never {
  throw new Error(`nobody said what arrived: ${text}`)
}

/** Has these things said and waits until they have all arrived. */
async function relay(
  { core, platforms }: Bench,
  lines: Line[],
  perSecond: number | undefined,
  delayMs = 0,
): Promise<Report> {
  await ask(platforms, { kind: 'configure', delayMs } satisfies Order)
  await ask(platforms, { kind: 'say', lines, perSecond } satisfies Order)
  for (;;) {
    await wait(50)
    const { count } = await ask<{ count: number }>(platforms, { kind: 'count' } satisfies Order)
    if (count >= lines.length) break
  }
  await settled(core)
  return (await ask<{ report: Report }>(platforms, { kind: 'report' } satisfies Order)).report
}

async function settled(core: Core): Promise<void> {
  for (;;) {
    const { rows } = await core.db.pg.query('select 1 from outbox where settled_at is null limit 1')
    if (rows.length === 0) return
    await wait(20)
  }
}

/** At a steady pace. */
async function measureLatency(bench: Bench, { ours, thin }: Both, count: number): Promise<Figures> {
  const took = latencies(await relay(bench, linesOf(ours, count), STEADY_PER_SECOND))
  const thinTook = latencies(await relay(bench, linesOf(thin, count, THIN_TOKEN), STEADY_PER_SECOND))
  return {
    p50_ms: round(took(0.5)),
    p99_ms: round(took(0.99)),
    thin_p50_ms: round(thinTook(0.5)),
    thin_p99_ms: round(thinTook(0.99)),
  }
}

function latencies({ handedOut, arrivals }: Report): (share: number) => number {
  const since = new Map(handedOut.map(({ text, at }) => [numberIn(text), at]))
  const took = arrivals.map(({ text, at }) => at - (since.get(numberIn(text)) ?? notSaid(text))).sort((a, b) => a - b)
  return (share) => took[Math.floor(took.length * share)] ?? 0
}

/** Everything said at once; and the thin relay with as much, right after. */
async function measureBurst(bench: Bench, { ours, thin }: Both, count: number, delayMs: number): Promise<Figures> {
  const cpu = process.cpuUsage()
  const report = await relay(bench, linesOf(ours, count), undefined, delayMs)
  const { user, system } = process.cpuUsage(cpu)
  const before = await ask<ThinUsage>(bench.thin, { kind: 'usage' } satisfies ThinOrder)
  const thinReport = await relay(bench, linesOf(thin, count, THIN_TOKEN), undefined, delayMs)
  const after = await ask<ThinUsage>(bench.thin, { kind: 'usage' } satisfies ThinOrder)
  return {
    rate_per_s: Math.round(rateOf(report)),
    thin_rate_per_s: Math.round(rateOf(thinReport)),
    thin_ratio: round(rateOf(report) / rateOf(thinReport)),
    cpu_s_per_1000: round(((user + system) / 1e6 / count) * 1000),
    thin_cpu_s_per_1000: round(((after.cpuSeconds - before.cpuSeconds) / count) * 1000),
    rss_mb: Math.round(process.memoryUsage().rss / 1e6),
    reordered: reordered(report.arrivals, numberIn),
    doubled: report.arrivals.length - count,
  }
}

function rateOf({ handedOut, arrivals }: Report): number {
  const times = [...handedOut, ...arrivals].map(({ at }) => at)
  return arrivals.length / ((Math.max(...times) - Math.min(...times)) / 1000)
}

/** Some rounds, each with the reference right after; the round with the middle ratio counts. */
async function middleBurst(bench: Bench, both: Both, count: number, delayMs = 0): Promise<Figures> {
  const rounds: Figures[] = []
  for (let n = 0; n < bench.rounds; n++) rounds.push(await measureBurst(bench, both, count, delayMs))
  return middleRound(rounds)
}
