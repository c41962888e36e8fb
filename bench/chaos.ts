import { type ChildProcess, fork, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { AccountId } from '../core/ids.ts'
import { openEmbeddedPostgres } from '../core/store/embedded.ts'
import { applyMigrations } from '../core/store/migrate.ts'
import { openCluster, runPostgresProgram } from '../core/store/postgresCluster.ts'
import { newKeys, parseKeys } from '../core/vault/keys.ts'
import { openVault } from '../core/vault/vault.ts'
import { noRates } from '../sandbox/discord/rates.ts'
import { startDiscordStandIn } from '../sandbox/discord/start.ts'
import type { FaultKind, Faults } from '../sandbox/faults.ts'
import { startTelegramStandIn } from '../sandbox/telegram/start.ts'
import { tallyByHand, writeByHand } from './chaos/byHand.ts'
import { lastWords, seatTalkers, talkLive, tallyChats } from './chaos/chats.ts'
import { addPeople, writeAnswers, writeLetters } from './chaos/letters.ts'
import { openDoor } from './chaos/proxy.ts'
import { ASTRAY, tallyUp } from './chaos/tally.ts'

const PEOPLE = 120
const PROCESSES = 3
const DATABASE_RESTARTS = 5
const QUEUE_EMPTIED = 10
const DOORS_SHUT = 10
const FAULTS: FaultKind[] = [
  '500',
  '502html',
  '500AfterCommit',
  'drop',
  'dropAfterCommit',
  '429',
  'hang',
  'hangAfterCommit',
]

/**
 * Runs the service as processes over the stand-ins and does to it what may happen: kills at random moments, restarts of
 * PostgreSQL, an emptied queue (Redis when there is a redis-server), refused connections, failing platforms; then lets
 * it come to rest and counts. Most letters are written straight into the database, as the use-case leaves them; some people
 * write theirs by hand through the bot, so that the way in is under fire too, and some talk live all the while. Options: `--letters N` (10000, every fourth an answer), `--kills N` (100).
 */
export async function run(args: string[]): Promise<Record<string, number>> {
  const option = (name: string, usual: number) => Number(args[args.indexOf(name) + 1]) || usual
  const [letters, kills] = [option('--letters', 10_000), option('--kills', 100)]
  const home = await mkdtemp(join(tmpdir(), 'wiro-chaos-'))
  await chmod(home, 0o755)
  const closers: (() => Promise<unknown> | unknown)[] = [() => rm(home, { recursive: true, force: true })]
  try {
    const stage = await setTheStage(home, closers)
    const { db, vault, writers, people } = stage
    const services = startServices(stage.env, closers)
    const began = performance.now()
    const tell = (line: string) =>
      process.stderr.write(`${Math.round((performance.now() - began) / 1000)} s: ${line}\n`)
    let said = 0
    let written = 0
    let answered = 0
    let quiet = false
    const flowOnce = async () => {
      const some = Math.min(50, letters - written - answered)
      const from = Array.from({ length: some }, (_, n) => writers[(written + n) % writers.length] as AccountId)
      await writeLetters(db, vault, from)
      written += some
      if (answered < letters / 4) answered += await writeAnswers(db, vault, Math.min(20, letters - written - answered))
      const person = people[Math.floor(Math.random() * people.length)]
      if (person?.platform !== 'telegram') return
      await person.say('/help')
      said++
    }
    const flow = async () => {
      while (written + answered < letters) {
        await flowOnce().catch(() => wait(200))
        await wait((written + answered) / letters > services.kills / kills ? 1_000 : 100)
      }
    }
    const flowing = flow()
    await listening(db)
    const talk = talkLive(stage.talkers)
    const hand = writeByHand(stage.scribes)
    while (services.kills < kills || !quiet) {
      await wait(500 + Math.random() * 3_000)
      services.killOne()
      await stage.strike(services.kills / kills)
      tell(`${services.kills} kills, ${written} letters, ${answered} answers`)
      if (services.kills >= kills) quiet = await Promise.race([flowing.then(() => true), wait(1, false)])
    }
    stage.calm()
    hand.stop()
    talk.stop()
    await Promise.all([hand.done, talk.done])
    await lastWords(talk)
    let settled = await rest(db, tell)
    const chats = await tallyChats(db, vault, talk)
    settled &&= await rest(db, tell)
    const tally = await tallyUp(db, people, said + hand.acts + talk.updates)
    const seconds = Math.round((performance.now() - began) / 1000)
    const byHand = await tallyByHand(db, vault, hand)
    return {
      kills: services.kills,
      ...tally,
      ...byHand,
      ...chats,
      ...stage.counts,
      came_to_rest: settled ? 1 : 0,
      seconds,
    }
  } finally {
    for (const close of closers.reverse()) await Promise.resolve(close()).catch(() => undefined)
  }
}

type Closers = (() => Promise<unknown> | unknown)[]

async function setTheStage(home: string, closers: Closers) {
  const postgres = await openEmbeddedPostgres({ home })
  closers.push(postgres.close)
  await applyMigrations({ url: postgres.url })
  const db = new pg.Pool({ connectionString: postgres.url, max: 5 })
  db.on('error', () => undefined)
  closers.push(() => db.end())
  const keys = newKeys()
  const vault = openVault(parseKeys(keys))
  const [discord, telegram] = await Promise.all([
    startDiscordStandIn({ rates: noRates }),
    startTelegramStandIn({ rates: false, secondMs: 100 }),
  ])
  closers.push(discord.close, telegram.close)
  const [discordDoor, telegramDoor] = await Promise.all([
    openDoor(portOf(discord.apiUrl)),
    openDoor(portOf(telegram.apiUrl)),
  ])
  closers.push(discordDoor.shut, telegramDoor.shut)
  const people = [
    ...Array.from({ length: PEOPLE }, (_, n) => discord.join({ name: `dana${n}`, locale: 'en-US' })),
    ...Array.from({ length: PEOPLE }, (_, n) => telegram.join({ name: `tess${n}`, locale: 'en' })),
  ]
  const writers = await addPeople(db, vault, people)
  // People of their own: a person may send ten letters a day, and the others are told to have sent hundreds.
  const scribes = Array.from({ length: PEOPLE }, (_, n) => telegram.join({ name: `hand${n}`, locale: 'en' }))
  await addPeople(db, vault, scribes)
  people.push(...scribes)
  const talkers = await seatTalkers(db, vault, (platform, name) => {
    return platform === 'discord' ? discord.join({ name, locale: 'en-US' }) : telegram.join({ name, locale: 'en' })
  })
  const redis = await startRedis(home, closers)
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    ...(redis ? { REDIS_URL: redis.url } : {}),
    WIRO_KEYS: keys,
    WIRO_HOME: home,
    WIRO_LOG_LEVEL: 'fatal',
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl.replace(/:\d+/, `:${discordDoor.port}`),
    TELEGRAM_TOKEN: telegram.token,
    TELEGRAM_API_URL: telegram.apiUrl.replace(/:\d+/, `:${telegramDoor.port}`),
  }
  const counts = { database_restarts: 0, queue_emptied: 0, doors_shut: 0, faults: 0, redis: redis ? 1 : 0 }
  const all: Faults[] = [discord.faults, telegram.faults]

  /** Something befalls the surroundings; `progress` is how far the run has come, from 0 to 1. */
  const strike = async (progress: number) => {
    const faults = all[counts.faults++ % 2] as Faults
    const path = faults === discord.faults ? /\/channels\/\d+\/messages$/ : /\/sendMessage$/
    faults.inject({ match: { path }, kind: FAULTS[Math.floor(Math.random() * FAULTS.length)] as FaultKind, times: 3 })
    if (counts.database_restarts < Math.min(DATABASE_RESTARTS, progress * (DATABASE_RESTARTS + 1) - 1)) {
      counts.database_restarts++
      await stopPostgres(home)
    }
    if (counts.queue_emptied < progress * QUEUE_EMPTIED) {
      counts.queue_emptied++
      await (redis ? redis.empty() : db.query('truncate bullmq.job cascade').catch(() => undefined))
    }
    if (counts.doors_shut < progress * DOORS_SHUT) {
      const door = counts.doors_shut++ % 2 ? discordDoor : telegramDoor
      await door.shut()
      await wait(1_500)
      await door.open()
    }
  }
  const calm = () => {
    for (const faults of all) faults.clear()
  }
  return { db, vault, people, writers, scribes, talkers, env, counts, strike, calm }
}

const portOf = (url: string) => Number(new URL(url).port)

/** Ends PostgreSQL as a power cut would; whoever holds it open starts it again, so that its end is not waited for. */
async function stopPostgres(home: string): Promise<void> {
  const cluster = await openCluster({ home, onProgress: () => undefined })
  if (cluster)
    await runPostgresProgram(
      cluster.binaries.pgCtl,
      ['stop', '--silent', '--no-wait', '--mode=immediate', `--pgdata=${cluster.data}`],
      cluster.account,
    )
}

async function startRedis(home: string, closers: Closers) {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', home],
    { stdio: 'ignore' },
  )
  const failed = await Promise.race([
    new Promise<boolean>((resolve) => server.once('error', () => resolve(true))),
    wait(1_000, false),
  ])
  if (failed) return undefined
  closers.push(() => server.kill())
  const client = new Redis(`redis://127.0.0.1:${port}`)
  client.on('error', () => undefined)
  closers.push(() => client.disconnect())
  return { url: `redis://127.0.0.1:${port}`, empty: () => client.flushall() }
}

/** Keeps so many processes of the service running, whatever befalls them. */
function startServices(env: NodeJS.ProcessEnv, closers: Closers) {
  const running = new Set<ChildProcess>()
  let over = false
  const services = {
    kills: 0,
    /** Kills one, ready or not. */
    killOne() {
      const victim = [...running][Math.floor(Math.random() * running.size)]
      if (victim?.kill('SIGKILL')) services.kills++
    },
  }
  const start = () => {
    const child = fork(fileURLToPath(new URL('./chaos/service.js', import.meta.url)), {
      env,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    running.add(child)
    child.once('exit', () => {
      running.delete(child)
      if (!over) setTimeout(start, 200)
    })
  }
  for (let n = 0; n < PROCESSES; n++) start()
  closers.push(() => {
    over = true
    for (const child of running) child.kill('SIGKILL')
  })
  return services
}

const HEARD_WITHIN_MS = 60_000

/** Waits until Discord has been heard once: what was said in a chat before the very first time is nobody's. */
async function listening(db: pg.Pool): Promise<void> {
  for (const until = performance.now() + HEARD_WITHIN_MS; performance.now() < until; await wait(100)) {
    const { rowCount } = await db.query(`select 1 from cursor where name like 'discord:%'`)
    if (rowCount) return
  }
}

const REST_WITHIN_MS = 15 * 60_000

/** Waits until nothing is left to do. False when that took too long. */
async function rest(db: pg.Pool, tell: (line: string) => void): Promise<boolean> {
  for (const until = performance.now() + REST_WITHIN_MS; performance.now() < until; await wait(1_000)) {
    const { rows } = await db.query(
      `select (select count(*)::int from outbox where settled_at is null) as mail, (select count(*)::int from inbound where handled_at is null) as inbound, (${ASTRAY}) as astray`,
    )
    tell(`to come to rest: ${rows[0].mail} to send, ${rows[0].astray} letters, ${rows[0].inbound} events`)
    if (rows[0].mail + rows[0].inbound + rows[0].astray === 0) return true
  }
  return false
}
