import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { openBudget, type Rates, TELEGRAM_RATES } from '../../core/delivery/budget.ts'
import { createRates } from '../../sandbox/telegram/rates.ts'

/** Time that moves when told, from call to call. */
function openTime() {
  let now = 1_000
  const calls: { at: number; act: () => void }[] = []
  const step = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  return {
    now: () => now,
    monotonic: () => now,
    after(ms: number, act: () => void) {
      const call = { at: now + ms, act }
      calls.push(call)
      return () => void (calls.includes(call) && calls.splice(calls.indexOf(call), 1))
    },
    /** Runs what is due, in order, up to a moment so many milliseconds ahead. */
    async pass(ms: number) {
      const until = now + ms
      for (;;) {
        await step()
        const next = calls.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0]
        if (!next) break
        now = Math.max(now, next.at)
        calls.splice(calls.indexOf(next), 1)
        next.act()
      }
      now = until
      await step()
    },
  }
}

function open(rates: Rates, restedMs?: number) {
  const time = openTime()
  const budget = openBudget(rates, { time, ...(restedMs === undefined ? {} : { restedMs }) })
  const left: { chat: string; at: number }[] = []
  const ask = (chat: string, priority: 'answer' | 'chat' | 'letter' | 'announcement' = 'letter') => {
    const ticket = budget.ask(chat, priority)
    void ticket.granted.then((may) => may && left.push({ chat, at: time.monotonic() }))
    return ticket
  }
  return { time, budget, left, ask }
}

test('uses nearly all that Telegram allows, and the stand-in’s own buckets never refuse', async () => {
  const { time, left, ask } = open(TELEGRAM_RATES)
  for (let n = 0; n < 3_000; n++) ask(`${n % 100}`)
  await time.pass(60_000)
  const within = left.filter(({ at }) => at < 61_000)
  expect(within.length / (30 * 60)).toBeGreaterThan(0.97)
  const replay = openTime()
  const buckets = createRates({}, replay.monotonic)
  for (const { chat, at } of left) {
    await replay.pass(at - replay.now())
    expect(() => buckets.spend(Number(chat))).not.toThrow()
  }
})

test('a chat that has used up its burst holds up nobody else', async () => {
  const { time, left, ask } = open(TELEGRAM_RATES)
  for (let n = 0; n < 20; n++) ask('loud')
  for (let n = 0; n < 20; n++) ask(`quiet ${n}`)
  await time.pass(1_000)
  expect(left.filter(({ chat }) => chat.startsWith('quiet'))).toHaveLength(20)
  expect(left.filter(({ chat }) => chat === 'loud').length).toBeLessThanOrEqual(6)
})

test('goes by urgency, then first come first served; what becomes urgent moves up', async () => {
  const { time, left, ask } = open({ perSecond: 1, chat: { burst: 5, perSecond: 1 } })
  ask('first')
  ask('announced', 'announcement')
  ask('letter 1')
  ask('letter 2')
  ask('chatted', 'chat')
  const raised = ask('raised', 'announcement')
  ask('pressed', 'answer')
  raised.raise('chat')
  raised.raise('letter')
  await time.pass(10_000)
  expect(left.map(({ chat }) => chat)).toEqual([
    'first',
    'pressed',
    'chatted',
    'raised',
    'letter 1',
    'letter 2',
    'announced',
  ])
})

test('who leaves the line takes nothing', async () => {
  const { time, left, ask } = open({ perSecond: 1, chat: { burst: 1, perSecond: 1 } })
  ask('a')
  const dropped = [ask('b'), ask('a')]
  ask('c')
  for (const ticket of dropped) ticket.drop()
  await time.pass(5_000)
  expect(left.map(({ chat }) => chat)).toEqual(['a', 'c'])
  expect(await Promise.all(dropped.map(({ granted }) => granted))).toEqual([false, false])
})

test('after a takeover it begins with what the platform’s buckets have gained, not with full ones', async () => {
  const { time, left, ask } = open(TELEGRAM_RATES, 0)
  for (let n = 0; n < 5; n++) ask('chat')
  await time.pass(900)
  expect(left).toHaveLength(0)
  await time.pass(4_200)
  expect(left).toHaveLength(5)
  const rested = open(TELEGRAM_RATES, 60_000)
  for (let n = 0; n < 5; n++) rested.ask('chat')
  await rested.time.pass(200)
  expect(rested.left).toHaveLength(5)
})

test('what a chat’s bucket gained while a message was under way is not counted', async () => {
  const { time, budget, left, ask } = open({ perSecond: 1_000, chat: { burst: 1, perSecond: 1 } })
  ask('slow')
  await time.pass(900)
  budget.answered('slow')
  ask('slow')
  await time.pass(900)
  expect(left).toHaveLength(1)
  await time.pass(200)
  expect(left).toHaveLength(2)
})

test('waits as long as it is told, for one chat or for all', async () => {
  const { time, budget, left, ask } = open(TELEGRAM_RATES)
  budget.pause(3_000, 'slow')
  ask('slow')
  ask('other')
  await time.pass(2_900)
  expect(left.map(({ chat }) => chat)).toEqual(['other'])
  budget.pause(2_000)
  ask('third')
  await time.pass(1_900)
  expect(left).toHaveLength(1)
  await time.pass(200)
  expect(left.map(({ chat }) => chat).toSorted()).toEqual(['other', 'slow', 'third'])
})

test('a hundred thousand chats that came by once are not remembered', async () => {
  const { time, budget } = open({ perSecond: 1e9, chat: { burst: 5, perSecond: 1_000 } })
  const before = heapKept()
  for (let n = 0; n < 100_000; n++) {
    budget.ask(`chat ${n}`, 'letter')
    if (n % 100 === 0) await time.pass(50)
  }
  expect(heapKept() - before).toBeLessThan(5e6)
  expect(budget.ask('one more', 'letter')).toBeDefined()
})

/** Bytes that somebody still holds on to. */
function heapKept(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
