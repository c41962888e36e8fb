import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { meetPerson } from '../../core/accounts/meetPerson.ts'
import type { Core } from '../../core/core.ts'
import { openBudget } from '../../core/delivery/budget.ts'
import type { Outcome } from '../../core/delivery/channel.ts'
import {
  addSomebody,
  gate,
  inOrder,
  numbered,
  openPostOffice,
  outbox,
  type PostOffice,
  post,
  type Somebody,
  scriptedChannel,
  startSending,
  states,
  stopSending,
  takeLease,
} from './postOffice.ts'

let office: PostOffice
let core: Core

beforeAll(async () => {
  office = await openPostOffice()
  core = office.core
})
afterEach(async () => {
  await stopSending(core)
  await core.db.pg.query('delete from outbox; delete from account')
})
afterAll(() => office?.close())

test('each recipient gets theirs first in, first out, while others go side by side', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => addSomebody(core)))
  let flying = 0
  let most = 0
  const channel = scriptedChannel(async ({ nonce }) => {
    most = Math.max(most, ++flying)
    await wait(nonce.length % 3)
    flying--
    return undefined
  })
  const lease = await takeLease(core)
  for (let n = 0; n < 240; n++) await post(core, people[n % 12] as (typeof people)[0], n)
  startSending(core, channel, { lease })
  for (let n = 240; n < 480; n++) await post(core, people[n % 12] as (typeof people)[0], n)
  await expect.poll(() => channel.sent.length).toBe(480)
  for (const { platformId } of people) {
    const theirs = channel.sent.filter(({ to }) => to === platformId).map(({ n }) => n)
    expect(theirs).toHaveLength(40)
    expect(inOrder(theirs)).toBe(true)
  }
  expect(most).toBeGreaterThan(4)
  await expect.poll(async () => new Set(await states(core))).toEqual(new Set(['sent']))
})

test('one slow chat holds up nobody else', async () => {
  const [slow, quick] = [await addSomebody(core), await addSomebody(core)]
  const answer = gate()
  const channel = scriptedChannel(async ({ address }) => {
    if (address.platformId === slow.platformId) await answer.passed
    return undefined
  })
  startSending(core, channel, { lease: await takeLease(core) })
  await post(core, slow, 1)
  await post(core, slow, 2)
  for (let n = 10; n < 40; n++) await post(core, quick, n)
  await expect.poll(() => channel.sent.filter(({ to }) => to === quick.platformId).length).toBe(30)
  expect(channel.sent.filter(({ to }) => to === slow.platformId)).toHaveLength(1)
  answer.open()
  await expect.poll(() => channel.sent.length).toBe(32)
})

test('a row written while its recipient’s chain ends is sent at once, without any later look', async () => {
  const patient = {
    ...core,
    time: {
      ...core.time,
      after: (ms: number, act: () => void) => (ms < 1_000 ? core.time.after(ms, act) : () => undefined),
    },
  }
  const someone = await addSomebody(core)
  const channel = scriptedChannel()
  startSending(patient, channel, { lease: await takeLease(core) })
  core.dispatchers.set('telegram', patient.dispatchers.get('telegram') ?? expect.fail('no dispatcher'))
  for (let n = 0; n < 300; n++) {
    await post(core, someone, n)
    for (let turn = 0; turn < n % 30; turn++) await new Promise(setImmediate)
  }
  await expect.poll(() => channel.sent.length).toBe(300)
  expect(inOrder(channel.sent.map(({ n }) => n))).toBe(true)
})

test('what nobody was woken for is found within seconds', async () => {
  const someone = await addSomebody(core)
  const channel = scriptedChannel()
  startSending(core, channel, { lease: await takeLease(core) })
  await core.db.pg.query(
    `insert into outbox (platform, identity_id, priority, parcel, due_at, created_at) values ('telegram', $1, 1, $2, now(), now())`,
    [someone.identityId, numbered('letter-arrived', 5)],
  )
  await expect.poll(() => channel.sent.length).toBe(1)
})

test('mail for later waits for its time, and holds up nothing that comes after it', async () => {
  const someone = await addSomebody(core)
  const channel = scriptedChannel()
  startSending(core, channel, { lease: await takeLease(core) })
  await post(core, someone, 1, { dueAt: new Date(core.clock.now().getTime() + 3_600_000) })
  await post(core, someone, 2)
  await expect.poll(() => channel.sent.map(({ n }) => n)).toEqual([2])
  core.clock.move(3_600_001)
  await expect.poll(() => channel.sent.map(({ n }) => n)).toEqual([2, 1])
})

const outcomes: [name: string, outcome: Outcome, row: object][] = [
  ['sent', { kind: 'sent', messageIds: ['1'] }, { state: 'sent', attempts: 1 }],
  ['nothing to say any more', { kind: 'void' }, { state: 'void', attempts: 1 }],
  ['gone', { kind: 'gone', reason: 'blocked' }, { state: 'gone', reason: 'blocked' }],
  ['refused', { kind: 'refused', reason: 'bad' }, { state: 'refused', reason: 'bad' }],
  [
    'told to wait',
    { kind: 'later', afterMs: 5_000, scope: 'chat', reason: '429' },
    { state: 'pending', attempts: 0, retry_at: expect.any(Date) },
  ],
  [
    'a platform away',
    { kind: 'later', afterMs: 1, scope: 'bot', reason: 'unreachable' },
    { state: 'pending', attempts: 0, retry_at: expect.any(Date) },
  ],
  [
    'a chat in trouble',
    { kind: 'later', afterMs: 1, scope: 'chat', reason: 'no-access' },
    { state: 'pending', attempts: 1, retry_at: expect.any(Date) },
  ],
  [
    'nobody knows',
    { kind: 'unknown', reason: 'timeout' },
    { state: 'pending', attempts: 1, ambiguous: 1, retry_at: expect.any(Date) },
  ],
]
for (const [name, outcome, row] of outcomes) {
  test(`written down: ${name}`, async () => {
    const someone = await addSomebody(core)
    const settled: string[] = []
    startSending(
      core,
      scriptedChannel(() => outcome),
      { lease: await takeLease(core), settled: async (one) => void settled.push(one.outcome) },
    )
    await post(core, someone, 1)
    await expect.poll(() => outbox(core)).toEqual([expect.objectContaining(row)])
    await expect.poll(() => settled).toEqual(['later', 'unknown'].includes(outcome.kind) ? [] : [outcome.kind])
  })
}

test('who cannot be reached is not tried for each of their rows, and is remembered as gone', async () => {
  const someone = await addSomebody(core)
  for (let n = 1; n <= 5; n++) await post(core, someone, n)
  const channel = scriptedChannel(() => ({ kind: 'gone', reason: 'blocked' }))
  startSending(core, channel, { lease: await takeLease(core) })
  await expect.poll(() => states(core)).toEqual(Array(5).fill('gone'))
  expect(channel.sent).toHaveLength(1)
  await expect
    .poll(
      async () => (await core.db.prisma.identity.findUniqueOrThrow({ where: { id: someone.identityId } })).goneReason,
    )
    .toBe('blocked')
  expect(await post(core, someone, 6)).toBe(false)
})

describe('whoever comes back while a platform still says that they are gone', () => {
  const GONE = { kind: 'gone', reason: 'blocked' } as const
  const does = ({ platformId }: Somebody, leaves = false) =>
    meetPerson(core, { platform: 'telegram', platformId, chatId: undefined, locale: 'en', leaves })
  const goneAt = async ({ identityId }: Somebody) =>
    (await core.db.prisma.identity.findUniqueOrThrow({ where: { id: identityId } })).goneAt

  test('is not gone when they did something after it was sent: it is sent again', async () => {
    const someone = await addSomebody(core)
    const [asked, answered] = [gate(), gate()]
    const channel = scriptedChannel(async () => {
      if (channel.sent.length > 1) return undefined
      asked.open()
      await answered.passed
      return GONE
    })
    startSending(core, channel, { lease: await takeLease(core) })
    for (const n of [1, 2]) await post(core, someone, n)
    await asked.passed
    await does(someone)
    answered.open()
    await expect.poll(() => states(core)).toEqual(['sent', 'sent'])
    expect(channel.sent.map(({ n }) => n)).toEqual([1, 1, 2])
    expect(await goneAt(someone)).toBeNull()
  })

  test('is not gone for longer than it takes to write that down when they do something meanwhile', async () => {
    const someone = await addSomebody(core)
    for (const n of [1, 2, 3]) await post(core, someone, n)
    const channel = scriptedChannel(() => (channel.sent.length > 1 ? undefined : GONE))
    const holds = await core.db.pg.connect()
    await holds.query('begin')
    await holds.query('select 1 from identity where id = $1 for update', [someone.identityId])
    startSending(core, channel, { lease: await takeLease(core) })
    const writes = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      and query like 'update identity set gone_at%'`
    await expect.poll(async () => (await core.db.pg.query(writes)).rowCount).toBeGreaterThan(0)
    await does(someone)
    await holds.query('rollback')
    holds.release()
    await expect.poll(() => states(core)).toEqual(['sent', 'sent', 'sent'])
    await expect.poll(() => goneAt(someone)).toBeNull()
  })

  test('is not back because it is heard that they went', async () => {
    const someone = await addSomebody(core)
    const channel = scriptedChannel(() => GONE)
    startSending(core, channel, { lease: await takeLease(core) })
    await post(core, someone, 1)
    await expect.poll(() => goneAt(someone)).not.toBeNull()
    const since = await goneAt(someone)
    await does(someone, true)
    expect(await goneAt(someone)).toEqual(since)
    expect(await states(core)).toEqual(['gone'])
  })
})

test('a 429 of one chat holds up that chat only; one of the bot everybody', async () => {
  const [told, other] = [await addSomebody(core), await addSomebody(core)]
  const began = performance.now()
  const at = new Map<number, number>()
  let scope: 'chat' | 'bot' = 'chat'
  let refuse = true
  const channel = scriptedChannel(({ address }, n) => {
    const refused = refuse && address.platformId === told.platformId
    if (refused) refuse = false
    else at.set(n, performance.now() - began)
    return refused ? { kind: 'later', afterMs: 600, scope, reason: '429' } : undefined
  })
  startSending(core, channel, { lease: await takeLease(core) })
  await post(core, told, 1)
  await expect.poll(() => refuse).toBe(false)
  await post(core, other, 2)
  await expect.poll(() => at.size).toBe(2)
  expect((at.get(1) ?? 0) - (at.get(2) ?? 0)).toBeGreaterThan(0)
  expect(at.get(1)).toBeGreaterThan(590)

  scope = 'bot'
  refuse = true
  const again = performance.now() - began
  await post(core, told, 3)
  await expect.poll(() => refuse).toBe(false)
  await post(core, other, 4)
  await expect.poll(() => at.size).toBe(4)
  expect(Math.min(at.get(3) ?? 0, at.get(4) ?? 0) - again).toBeGreaterThan(590)
})

test('the most urgent of all that waits goes first: chat, then letters, then announcements', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => addSomebody(core)))
  const [first, announced, lettered, chatted, mixed] = people as [
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
  ]
  const budget = openBudget({ perSecond: 4, chat: { burst: 9, perSecond: 9 } }, { time: core.time })
  const channel = scriptedChannel()
  await post(core, first, 1)
  startSending(core, channel, { lease: await takeLease(core), budget })
  await expect.poll(() => channel.sent.length).toBe(1)
  await post(core, announced, 2, { priority: 'announcement' })
  await post(core, lettered, 3, { priority: 'letter' })
  await post(core, mixed, 4, { priority: 'announcement' })
  await post(core, chatted, 5, { priority: 'chat' })
  await post(core, mixed, 6, { priority: 'chat' })
  await expect.poll(() => channel.sent.length).toBe(6)
  const order = channel.sent.map(({ n }) => n)
  expect(order.slice(0, 4).toSorted()).toEqual([1, 4, 5, 6])
  expect(order.indexOf(4)).toBeLessThan(order.indexOf(6))
  expect(order.slice(4)).toEqual([3, 2])
})

test('stopping cuts nothing that is in flight, and takes nothing new', async () => {
  const [busy, waiting] = [await addSomebody(core), await addSomebody(core)]
  const answer = gate()
  const channel = scriptedChannel(async () => void (await answer.passed))
  const dispatcher = startSending(core, channel, { lease: await takeLease(core) })
  await post(core, busy, 1)
  await post(core, busy, 2)
  await expect.poll(() => channel.sent.length).toBe(1)
  const stopped = dispatcher.stop()
  expect(dispatcher.wake(waiting.identityId)).toBe(false)
  await post(core, waiting, 3)
  answer.open()
  await stopped
  expect(channel.sent.map(({ n }) => n)).toEqual([1])
  expect(await states(core)).toEqual(['sent', 'pending', 'pending'])
})

test('a platform that never answers holds up no stop: its row says so, and the next sender is careful', async () => {
  const someone = await addSomebody(core)
  const hasty = {
    ...core,
    time: { ...core.time, after: (ms: number, act: () => void) => core.time.after(ms / 100, act) },
  }
  const silent = scriptedChannel(() => new Promise(() => undefined))
  const dispatcher = startSending(hasty, silent, { lease: await takeLease(core) })
  await post(core, someone, 1)
  await expect.poll(() => states(core)).toEqual(['sending'])
  await dispatcher.stop()
  const channel = scriptedChannel()
  startSending(core, channel, { lease: await takeLease(core) })
  await expect.poll(() => outbox(core)).toMatchObject([{ state: 'sent', ambiguous: 1 }])
  expect(channel.sent[0]?.attempt.maybeSent).toBe(true)
})

test('what was sent is written down however long the database is away, and sent once', async () => {
  const someone = await addSomebody(core)
  let away = false
  let refusals = 0
  const refuse = async () => {
    refusals++
    throw new Error('the database is away')
  }
  const query = core.db.hot.query.bind(core.db.hot) as (...args: unknown[]) => Promise<unknown>
  const flaky = new Proxy(core.db.hot, {
    get: (pool, name) =>
      name === 'query' ? (...args: unknown[]) => (away ? refuse() : query(...args)) : Reflect.get(pool, name, pool),
  })
  const shaky = { ...core, db: { ...core.db, hot: flaky } }
  const channel = scriptedChannel(() => {
    away = true
    return undefined
  })
  startSending(shaky, channel, { lease: await takeLease(core) })
  await post(core, someone, 1)
  await expect.poll(() => refusals).toBeGreaterThan(2)
  expect(await states(core)).toEqual(['sending'])
  away = false
  await expect.poll(() => states(core)).toEqual(['sent'])
  expect(channel.sent).toHaveLength(1)
})
