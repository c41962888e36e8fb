import type { ChildProcess } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startTelegram } from '../bots/telegram/start.ts'
import { readConfig } from '../core/config.ts'
import { type Core, openCore } from '../core/core.ts'
import { type Rates, TELEGRAM_RATES } from '../core/delivery/budget.ts'
import { postMail } from '../core/delivery/outbox.ts'
import { openLog } from '../core/log.ts'
import { inPg } from '../core/store/transaction.ts'
import { newKeys } from '../core/vault/keys.ts'
import { ask, startChild } from './child.ts'
import { measureDrain } from './delivery/drain.ts'
import type { Report } from './delivery/platform.ts'
import { addDeliveries, addReaders, numberIn, queueNotices, type Reader } from './delivery/post.ts'
import type { ThinOrder, ThinReport } from './delivery/thin.ts'
import { type Figures, middleRound, reordered, round } from './figures.ts'

const TOKEN = '123456789:AAbench-token-long-enough-to-be-one'
const UNLIMITED: Rates = { perSecond: 1e9, chat: { burst: 1e9, perSecond: 1e9 } }
const PEOPLE = 100

/**
 * Delivery of letter notices to a Bot API server in another process, beside the thinnest telegraf program that sends the
 * same texts. Options: `--messages N` (5000), `--letters N` (20000), `--seconds N` of the steady parts
 * (20), `--only latency|burst|rtt50|budget|drain`.
 */
export async function run(args: string[]): Promise<Figures> {
  const option = (name: string, usual: number) => Number(args[args.indexOf(name) + 1]) || usual
  const [messages, letters, seconds] = [
    option('--messages', 5_000),
    option('--letters', 20_000),
    option('--seconds', 20),
  ]
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined
  const home = await mkdtemp(join(tmpdir(), 'wiro-bench-'))
  await chmod(home, 0o755)
  const platform = startChild('delivery/platform')
  const { port } = await ask<{ port: number }>(platform)
  const apiUrl = `http://127.0.0.1:${port}`
  const env = { WIRO_HOME: home, WIRO_KEYS: newKeys(), TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_URL: apiUrl, ...redis() }
  const core = await openCore(readConfig(env), { log: openLog({ level: 'error' }) })
  const bench: Bench = { core, platform, apiUrl }
  try {
    const readers = await addReaders(core, PEOPLE)
    const figures: Figures = {}
    const note = async (part: string, measure: () => Promise<Figures>) => {
      if (only !== undefined && only !== part) return
      const measured = await measure()
      process.stderr.write(`${part} ${JSON.stringify(measured)}\n`)
      Object.assign(figures, measured)
    }
    await note('latency', () => measureLatency(bench, readers, 25, seconds))
    await note('burst', () => middleBurst(bench, readers, messages, 0))
    await note('rtt50', async () => {
      const { rate_per_s: rate = 0, thin_ratio: ratio = 0 } = await middleBurst(bench, readers, messages, 50)
      return { rate_per_s_rtt50: rate, thin_ratio_rtt50: ratio }
    })
    await note('budget', () => measureBudget(bench, readers, seconds))
    await note('drain', () => measureDrain(core, letters))
    return figures
  } finally {
    platform.disconnect()
    await core.close()
    await rm(home, { recursive: true, force: true })
  }
}

type Bench = { core: Core; platform: ChildProcess; apiUrl: string }

/** The queue's backend: Redis with WIRO_TEST_REDIS_URL. */
const redis = () => (process.env.WIRO_TEST_REDIS_URL ? { REDIS_URL: process.env.WIRO_TEST_REDIS_URL } : {})

/** From the commit to the platform's request, at a steady pace. */
async function measureLatency(bench: Bench, readers: Reader[], perSecond: number, seconds: number): Promise<Figures> {
  const count = perSecond * seconds
  const deliveries = await addDeliveries(bench.core, readers, count)
  const committed: number[] = []
  const report = await sending(bench, { delayMs: 0, rates: UNLIMITED }, async () => {
    await wait(1_000)
    const began = performance.now()
    for (const [n, { deliveryId, reader }] of deliveries.entries()) {
      await wait(Math.max(0, began + (n * 1000) / perSecond - performance.now()))
      void inPg(bench.core, async (tx) => {
        tx.afterCommit(() => (committed[n] = performance.timeOrigin + performance.now()))
        const parcel = { kind: 'letter-arrived', deliveryId } as const
        await postMail(bench.core, tx, {
          to: reader.accountId,
          parcel,
          priority: 'letter',
          onceKey: `arrived:${deliveryId}`,
        })
      })
    }
    await arrived(bench, count)
  })
  const took = report.arrivals.map(({ text, at }) => at - (committed[numberIn(text)] ?? 0)).sort((a, b) => a - b)
  return { p50_ms: round(took[Math.floor(count * 0.5)] ?? 0), p99_ms: round(took[Math.floor(count * 0.99)] ?? 0) }
}

/** Everything queued, the budgets lifted; and the thin program with the same texts, before and after. */
async function measureBurst(bench: Bench, readers: Reader[], count: number, delayMs: number): Promise<Figures> {
  const deliveries = await addDeliveries(bench.core, readers, count)
  await queueNotices(bench.core, deliveries)
  await bench.core.db.pg.query('analyze')
  let cpuSeconds = 0
  let began = 0
  const report = await sending(bench, { delayMs, rates: UNLIMITED }, async () => {
    began = performance.timeOrigin + performance.now()
    const cpu = process.cpuUsage()
    await arrived(bench, count)
    const { user, system } = process.cpuUsage(cpu)
    cpuSeconds = (user + system) / 1e6
    await settled(bench.core)
  })
  const last = Math.max(...report.arrivals.map(({ at }) => at))
  const rate = count / ((last - Math.min(began, ...report.arrivals.map(({ at }) => at))) / 1000)
  const texts = report.arrivals
    .toSorted((a, b) => numberIn(a.text) - numberIn(b.text))
    .map(({ chat, text }) => ({ chat, text }))
  const thin = await thinly(bench, texts, delayMs)
  return {
    rate_per_s: Math.round(rate),
    thin_rate_per_s: Math.round(count / thin.seconds),
    thin_ratio: round(rate / (count / thin.seconds)),
    cpu_s_per_1000: round((cpuSeconds / count) * 1000),
    thin_cpu_s_per_1000: round((thin.cpuSeconds / count) * 1000),
    rss_mb: Math.round(process.memoryUsage().rss / 1e6),
    reordered: reordered(report.arrivals, numberIn),
    doubled: report.arrivals.length - count,
  }
}

async function thinly({ platform, apiUrl }: Bench, texts: ThinOrder['texts'], delayMs: number): Promise<ThinReport> {
  const thin = startChild('delivery/thin')
  await ask(platform, { kind: 'configure', delayMs, limits: false })
  // Warm, as the service is by then.
  await ask<ThinReport>(thin, { apiRoot: apiUrl, token: TOKEN, texts: texts.slice(0, 500) } satisfies ThinOrder)
  const report = await ask<ThinReport>(thin, { apiRoot: apiUrl, token: TOKEN, texts } satisfies ThinOrder)
  thin.disconnect()
  return report
}

/** Three rounds, each with the reference right after; the round with the middle ratio counts. */
async function middleBurst(bench: Bench, readers: Reader[], count: number, delayMs: number): Promise<Figures> {
  const rounds: Figures[] = []
  for (let n = 0; n < 3; n++) rounds.push(await measureBurst(bench, readers, count, delayMs))
  return middleRound(rounds)
}

/** The share of the platform's rate that is really used, and how often the platform refused. */
async function measureBudget(bench: Bench, readers: Reader[], seconds: number): Promise<Figures> {
  const count = TELEGRAM_RATES.perSecond * (seconds + 10)
  await queueNotices(bench.core, await addDeliveries(bench.core, readers, count))
  const report = await sending(bench, { delayMs: 20, rates: TELEGRAM_RATES, limits: true }, () =>
    wait((seconds + 4) * 1000),
  )
  await bench.core.db.pg.query('delete from outbox')
  const from = (report.arrivals[0]?.at ?? 0) + 1_000
  const inTime = report.arrivals.filter(({ at }) => at >= from && at < from + seconds * 1000).length
  return { telegram_budget_used: round(inTime / (TELEGRAM_RATES.perSecond * seconds)), http_429: report.refused }
}

/** Runs the real bot against the server while `during` runs; what the server saw. */
async function sending(
  { core, platform, apiUrl }: Bench,
  { delayMs, rates, limits = false }: { delayMs: number; rates: Rates; limits?: boolean },
  during: () => Promise<void>,
): Promise<Report> {
  await ask(platform, { kind: 'configure', delayMs, limits })
  await core.db.pg.query('delete from lease')
  const bot = await startTelegram(core, { token: TOKEN, apiUrl, rates })
  await during()
  const { report } = await ask<{ report: Report }>(platform, { kind: 'report' })
  await bot.close()
  return report
}

async function arrived({ platform }: Bench, count: number): Promise<void> {
  for (;;) {
    await wait(50)
    const { count: sofar } = await ask<{ count: number }>(platform, { kind: 'count' })
    if (sofar >= count) return
  }
}

async function settled(core: Core): Promise<void> {
  for (;;) {
    const { rows } = await core.db.pg.query(`select 1 from outbox where state in ('pending', 'sending') limit 1`)
    if (rows.length === 0) return
    await wait(20)
  }
}
