import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Clock, openClock } from '../../core/clock.ts'
import { type IdentityId, type LetterId, newId } from '../../core/ids.ts'
import { openQueues, type Queues } from '../../core/jobs/queues.ts'
import { openLog } from '../../core/log.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { testRedisUrl } from '../support/redis.ts'

const redisUrl = testRedisUrl()
const backends: [name: string, redisUrl: string | undefined][] = [['PostgreSQL', undefined]]
if (redisUrl) backends.push(['Redis', redisUrl])

const nobody = {
  release: async () => undefined,
  seek: async () => undefined,
  makeExport: async () => undefined,
  refreshTaste: async () => undefined,
  sweep: async () => undefined,
}

describe.each(backends)('on %s', (_name, redis) => {
  let database: TestDatabase
  let clock: Clock
  const opened: Queues[] = []

  const open = async (more: { refreshEveryMs?: number; sweepEveryMs?: number } = {}) => {
    const queues = await openQueues({
      ...more,
      databaseUrl: database.url,
      redisUrl: redis,
      clock,
      log: openLog({ level: 'silent' }),
    })
    opened.push(queues)
    return queues
  }
  const close = (queues: Queues) => {
    opened.splice(opened.indexOf(queues), 1)
    return queues.close()
  }
  /** What an operator's FLUSHALL, or a lost machine, does. */
  const empty = async () => {
    if (!redis) {
      const pool = new pg.Pool({ connectionString: database.url })
      await pool.query('truncate bullmq.job cascade')
      return pool.end()
    }
    const client = new Redis(redis)
    await client.flushdb()
    client.disconnect()
  }

  beforeAll(async () => {
    database = await freshDatabase()
    clock = openClock()
    if (redis) await empty()
  })
  afterEach(() => Promise.all([...opened].map(close)))
  afterAll(async () => {
    await database.drop()
  })

  test('recommendations learn by a schedule of their own, whatever becomes of letters meanwhile', async () => {
    const queues = await open({ refreshEveryMs: 100 })
    let [learning, most, times] = [0, 0, 0]
    let carryOn: () => void = () => undefined
    const stuck = new Promise<void>((resolve) => {
      carryOn = resolve
    })
    let held = 0
    await queues.work({
      ...nobody,
      release: async () => {
        held++
        await stuck
      },
      refreshTaste: async () => {
        most = Math.max(most, ++learning)
        await wait(2)
        learning--
        times++
      },
    })
    for (let n = 0; n < 12; n++) queues.releaseAt(newId<LetterId>(clock.now()), clock.now())
    await expect.poll(() => held).toBe(8)
    const before = times
    await expect.poll(() => times - before).toBeGreaterThanOrEqual(3)
    expect(most).toBe(1)
    carryOn()
    await expect.poll(() => held).toBe(12)
    await close(queues)
  })

  test('a letter is released at its moment: not before it, and hardly after', async () => {
    const queues = await open()
    const released = new Map<string, number>()
    await queues.work({ ...nobody, release: async (id) => void released.set(id, clock.now().getTime()) })
    const at = new Map<LetterId, Date>()
    for (let n = 0; n < 30; n++) at.set(newId<LetterId>(clock.now()), new Date(clock.now().getTime() + 40 * n))
    for (const [id, moment] of at) queues.releaseAt(id, moment)
    await expect.poll(() => released.size).toBe(30)
    const late = [...at].map(([id, moment]) => (released.get(id) ?? 0) - moment.getTime())
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0)
    expect(late.toSorted((a, b) => a - b)[15]).toBeLessThan(5_000)
    await close(queues)
  })

  test('no wake-up is lost, however they race with the work they ask for', async () => {
    const [here, there] = [await open(), await open()]
    const recipient = newId<IdentityId>(clock.now())
    let written = 0
    let seen = 0
    here.hearWakes('telegram', async () => {
      const found = written
      await wait(found % 3)
      seen = Math.max(seen, found)
    })
    for (let n = 1; n <= 300; n++) {
      written = n
      there.wakeDispatcher({ platform: 'telegram', recipient, priority: 'letter' })
      if (n % 7 === 0) await wait(n % 4)
    }
    await expect.poll(() => seen).toBe(300)
    await close(here)
    await close(there)
  })

  test('a wake-up for which nobody was there is heard by whoever comes', async () => {
    const before = await open()
    const recipient = newId<IdentityId>(clock.now())
    before.wakeDispatcher({ platform: 'discord', recipient, priority: 'chat' })
    await close(before)
    const after = await open()
    const heard: unknown[] = []
    after.hearWakes('discord', (...wake) => heard.push(wake))
    await expect.poll(() => heard).toEqual([[recipient, 'chat']])
    await close(after)
  })

  test('emptied, it goes on: the sweep and the learning come again by themselves', async () => {
    const queues = await open({ refreshEveryMs: 100, sweepEveryMs: 300 })
    let [sweeps, learned] = [0, 0]
    const released: string[] = []
    await queues.work({
      ...nobody,
      sweep: async () => void sweeps++,
      refreshTaste: async () => void learned++,
      release: async (id) => void released.push(id),
    })
    const id = newId<LetterId>(clock.now())
    queues.releaseAt(id, new Date(clock.now().getTime() + 60_000))
    // Its schedule stands, and the next of its jobs is there to be lost.
    await expect.poll(() => learned).toBeGreaterThan(0)
    await empty()
    const before = sweeps
    await expect.poll(() => sweeps).toBeGreaterThan(before)
    const known = learned
    await expect.poll(() => learned - known).toBeGreaterThanOrEqual(2)
    queues.releaseAt(id, clock.now())
    await expect.poll(() => released).toEqual([id])
    await close(queues)
  })

  test('a moved clock brings the sweep at once, and two workers share the work', async () => {
    const [one, two] = [await open(), await open()]
    let sweeps = 0
    const done: string[] = []
    const work = (name: string) => ({
      ...nobody,
      makeExport: async () => undefined,
      sweep: async () => void sweeps++,
      release: async (id: LetterId) => {
        done.push(`${name} ${id}`)
        await wait(5)
      },
    })
    await one.work(work('one'))
    await two.work(work('two'))
    const before = sweeps
    clock.move(60_000)
    await expect.poll(() => sweeps).toBeGreaterThan(before)
    for (let n = 0; n < 60; n++) one.releaseAt(newId<LetterId>(clock.now()), clock.now())
    await expect.poll(() => done.length).toBe(60)
    expect(new Set(done.map((line) => line.split(' ')[1])).size).toBe(60)
    expect(new Set(done.map((line) => line.split(' ')[0])).size).toBe(2)
    await close(one)
    await close(two)
  })
})
