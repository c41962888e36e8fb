import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openClock } from '../../core/clock.ts'
import { type IdentityId, newId } from '../../core/ids.ts'
import { openQueues } from '../../core/jobs/queues.ts'
import { openLog } from '../../core/log.ts'
import { newKeys } from '../../core/vault/keys.ts'
import { startTelegramStandIn, type TelegramStandIn } from '../../sandbox/telegram/start.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { testRedisUrl } from '../support/redis.ts'

/** A Redis that goes and comes back while the service runs; without one to test with, there is nothing to lose. */
const redisUrl = testRedisUrl()
const onRedis = test.skipIf(!redisUrl)
let database: TestDatabase
let way: Awaited<ReturnType<typeof openWay>>
let telegram: TelegramStandIn
let home: string
let running: ChildProcess | undefined

beforeAll(async () => {
  if (!redisUrl) return
  ;[database, way, telegram] = await Promise.all([freshDatabase(), openWay(new URL(redisUrl)), startTelegramStandIn()])
  home = await mkdtemp(path.join(tmpdir(), 'wiro-redis-'))
})
beforeEach(() => way?.open())
afterAll(async () => {
  if (!redisUrl) return
  running?.kill('SIGKILL')
  way.close()
  await Promise.all([database.drop(), telegram.close(), rm(home, { recursive: true })])
})

onRedis('the health page says that it is gone, and that it is back; a stop in the middle of that is one', async () => {
  const port = await freePort()
  const service = spawn(process.execPath, [path.resolve(import.meta.dirname, '../../cli/bin.js'), 'start'], {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      WIRO_HOME: home,
      WIRO_PORT: String(port),
      WIRO_KEYS: newKeys(),
      DATABASE_URL: database.url,
      REDIS_URL: way.url,
      TELEGRAM_TOKEN: telegram.token,
      TELEGRAM_API_URL: telegram.apiUrl,
    },
  })
  running = service
  let said = ''
  for (const stream of [service.stdout, service.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  const ended = once(service, 'exit')
  const health = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`)
    const { parts } = (await answer.json()) as { parts: Record<string, { state: string }> }
    const states = Object.entries(parts).map(([name, { state }]) => [name, state])
    return { status: answer.status, ...Object.fromEntries(states) }
  }
  const untilHealth = (status: number, queue: string) =>
    expect
      .poll(() => health().catch(() => said))
      .toEqual({ status, database: 'up', queue, worker: 'up', telegram: 'up' })
  await untilHealth(200, 'up')
  for (let times = 0; times < 2; times++) {
    way.shut('at once')
    await untilHealth(503, 'down')
    way.open()
    await untilHealth(200, 'up')
  }
  way.shut('at once')
  await untilHealth(503, 'down')
  service.kill('SIGTERM')
  expect(await ended, said).toEqual([0, null])
})

test.skipIf(!redisUrl).each([
  ['is gone', 'at once'],
  ['goes in the midst of it', 'in part'],
] as const)('one that %s holds up no end', async (_when, goes) => {
  let told = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      told += String(chunk)
      done()
    },
  })
  const log = openLog({ level: 'warn', destination })
  const queues = await openQueues({ databaseUrl: database.url, redisUrl: way.url, clock: openClock(), log })
  const nothing = async () => undefined
  await queues.work({ release: nothing, seek: nothing, makeExport: nothing, refreshTaste: nothing, sweep: nothing })
  await queues.hearWakes('telegram', () => undefined)
  expect(await queues.health()).toBe(true)
  way.shut(goes)
  queues.wakeDispatcher({ platform: 'telegram', recipient: newId<IdentityId>(new Date()), priority: 'chat' })
  await expect.poll(() => told).toContain('queue: trouble')
  const closed = queues.close()
  way.shut('at once')
  await closed
})

/**
 * A way to a Redis that can be shut: what goes over it is cut (in part: but for the oldest connection, on which all queues
 * speak), and what comes is turned away.
 */
async function openWay(redis: URL) {
  const ways = new Set<Socket[]>()
  let isOpen = true
  const door = createServer((socket) => {
    socket.on('error', () => undefined)
    if (!isOpen) return void socket.destroy()
    const on = connect(Number(redis.port), redis.hostname)
    const both = [socket, on]
    ways.add(both)
    for (const one of both) one.on('error', () => undefined).on('close', () => ways.delete(both))
    socket.pipe(on).pipe(socket)
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  const shut = (how: 'at once' | 'in part') => {
    isOpen = false
    for (const way of [...ways].slice(how === 'at once' ? 0 : 1)) for (const socket of way) socket.destroy()
  }
  return {
    url: `redis://127.0.0.1:${(door.address() as AddressInfo).port}${redis.pathname}`,
    open: () => {
      isOpen = true
    },
    shut,
    close() {
      shut('at once')
      door.close()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
