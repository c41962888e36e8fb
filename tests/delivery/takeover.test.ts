import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest'
import type { Core } from '../../core/core.ts'
import type { Attempt } from '../../core/delivery/channel.ts'
import { keepLease, LEASE_SAFETY_MS, LEASE_TTL_MS, type Lease } from '../../core/delivery/lease.ts'
import type { Platform } from '../../core/platform.ts'
import type { Time } from '../../core/time.ts'
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
let second: Core

beforeAll(async () => {
  office = await openPostOffice()
  core = office.core
  second = await office.another()
})
afterEach(async ({ task }) => {
  if (task.concurrent) return
  await stopSending(core, second)
  await core.db.pg.query('delete from outbox; delete from account; delete from lease')
})
afterAll(() => office?.close())

/** A process that died while it was sending: the row says so, and whether it arrived nobody knows. */
async function dieSending(platform: Platform, kind: 'letter-arrived' | 'letter-thanked', times = 1): Promise<Somebody> {
  const someone = await addSomebody(core, platform)
  await post(core, someone, 1, { parcel: numbered(kind, 1) })
  await core.db.pg.query(
    `update outbox set state = 'sending', fence = 0, attempts = $1::int, ambiguous = $1::int - 1, first_tried_at = now()`,
    [times],
  )
  return someone
}

test('Discord is asked again with the nonce of the first attempt, as often as it takes', async () => {
  const someone = await dieSending('discord', 'letter-thanked', 4)
  await post(core, someone, 2)
  const channel = scriptedChannel(() => undefined, 'discord')
  startSending(core, channel, { lease: await takeLease(core, 'discord:test') })
  await expect.poll(() => channel.sent.map(({ n }) => n)).toEqual([1, 2])
  const [again, next] = channel.sent.map(({ attempt }) => attempt) as [Attempt, Attempt]
  expect(again).toMatchObject({ maybeSent: true, firstTriedAt: expect.any(Date) })
  expect(next.maybeSent).toBe(false)
  expect(again.nonce).not.toBe(next.nonce)
  await expect
    .poll(() => outbox(core))
    .toMatchObject([
      { state: 'sent', ambiguous: 4 },
      { state: 'sent', ambiguous: 0 },
    ])
})

test('on Telegram what somebody needs is sent again, once, and counted', async () => {
  const someone = await dieSending('telegram', 'letter-arrived')
  await post(core, someone, 2)
  const channel = scriptedChannel()
  startSending(core, channel, { lease: await takeLease(core) })
  await expect.poll(() => channel.sent.map(({ n }) => n)).toEqual([1, 2])
  await expect
    .poll(() => outbox(core))
    .toMatchObject([
      { state: 'sent', ambiguous: 1 },
      { state: 'sent', ambiguous: 0 },
    ])
})

test('on Telegram a second doubt about the same row is let go, and so is a courtesy at the first', async () => {
  await dieSending('telegram', 'letter-arrived', 2)
  const channel = scriptedChannel()
  startSending(core, channel, { lease: await takeLease(core) })
  await expect.poll(() => outbox(core)).toMatchObject([{ state: 'unknown', ambiguous: 2 }])
  await stopSending(core)
  await core.db.pg.query('delete from outbox')
  await dieSending('telegram', 'letter-thanked')
  startSending(core, channel, { lease: await takeLease(core) })
  await expect.poll(() => outbox(core)).toMatchObject([{ state: 'unknown', ambiguous: 1 }])
  expect(channel.sent).toEqual([])
})

test('an answer that is lost again and again ends, on either platform', async () => {
  const [there, here] = [await addSomebody(core, 'discord'), await addSomebody(core, 'telegram')]
  const lost = () => ({ kind: 'unknown', reason: 'timeout' }) as const
  const hasty = { ...core, random: () => 0, time: { ...core.time, now: () => Date.now() + 86_400_000 * spent++ } }
  let spent = 0
  const [discord, telegram] = [scriptedChannel(lost, 'discord'), scriptedChannel(lost)]
  startSending(hasty, discord, { lease: await takeLease(core, 'discord:test') })
  startSending(hasty, telegram, { lease: await takeLease(core) })
  await post(hasty, there, 1)
  await post(hasty, here, 2)
  for (let turn = 0; turn < 40 && !(await states(core)).every((state) => state === 'unknown'); turn++) {
    core.clock.move(1)
    await wait(20)
  }
  expect(await outbox(core)).toMatchObject([
    { state: 'unknown', attempts: 12 },
    { state: 'unknown', attempts: 2, ambiguous: 2 },
  ])
  expect(new Set(discord.sent.map(({ attempt }) => attempt.nonce)).size).toBe(1)
})

test('who lost the lease without noticing sends nothing more, and nothing is doubled or reordered', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, () => addSomebody(core)))
  const all: { to: string; n: number }[] = []
  const telling = () =>
    scriptedChannel(async ({ address }, n) => {
      all.push({ to: address.platformId, n })
      await wait(n % 4)
      return undefined
    })
  startSending(core, telling(), { lease: await takeLease(core) })
  for (let n = 0; n < 400; n++) {
    await post(core, people[n % 8] as Somebody, n)
    if (n % 100 === 50) {
      const [from, to] = n % 200 === 50 ? [core, second] : [second, core]
      startSending(to, telling(), { lease: await takeLease(to) })
      from.dispatchers.delete('telegram')
    }
  }
  await expect.poll(async () => (await states(core)).filter((state) => state !== 'sent')).toEqual([])
  const ambiguous = (await outbox(core)).filter((row) => row.ambiguous > 0).length
  for (const { platformId } of people) {
    const theirs = all.filter(({ to }) => to === platformId).map(({ n }) => n)
    const once = theirs.filter((n, i) => theirs.indexOf(n) === i)
    expect(once).toHaveLength(50)
    expect(inOrder(once)).toBe(true)
  }
  expect(all.length - 400).toBeLessThanOrEqual(ambiguous)
})

test('an outcome that its sender could only write down late counts, unless somebody else took the row up', async () => {
  const [kept, taken] = [await addSomebody(core), await addSomebody(core)]
  const answer = gate()
  const slow = scriptedChannel(async () => void (await answer.passed))
  const lease = await takeLease(core)
  startSending(core, slow, { lease })
  await post(core, kept, 1)
  await post(core, taken, 2)
  await expect.poll(() => slow.sent.length).toBe(2)
  lease.lose()
  const next = await takeLease(second)
  await core.db.pg.query(`update outbox set state = 'sent', fence = $1 where identity_id = $2`, [
    next.fence,
    taken.identityId,
  ])
  answer.open()
  await expect.poll(() => states(core)).toEqual(['sent', 'sent'])
  const { rows } = await core.db.pg.query('select fence, message_ids is not null as told from outbox order by id')
  expect(rows).toEqual([
    { fence: String(lease.fence), told: true },
    { fence: String(next.fence), told: false },
  ])
})

test('a dead holder is replaced when its lease runs out, by a sender that knows it has not rested', async () => {
  await core.db.pg.query(
    `insert into lease values ('telegram:dead', 'dead', 41, clock_timestamp() + interval '700 milliseconds')`,
  )
  const leases: Lease[] = []
  const heir = keepLease(core, 'telegram:dead', async (lease) => {
    leases.push(lease)
    return { stop: async () => undefined }
  })
  expect(heir.holds()).toBe(false)
  await expect.poll(() => heir.holds()).toBe(true)
  expect(leases[0]?.fence).toBe(42n)
  expect(leases[0]?.restedMs).toBeLessThan(100_000)
  await heir.close()
  const fresh = keepLease(core, 'telegram:another-token', async (lease) => {
    leases.push(lease)
    return { stop: async () => undefined }
  })
  await expect.poll(() => fresh.holds()).toBe(true)
  await fresh.close()
  expect(leases[1]).toMatchObject({ fence: 43n, restedMs: Number.POSITIVE_INFINITY })
})

/** Each has a name of its own; what they wait for they wait for together. */
describe.concurrent('a lease', () => {
  it('is held by one, and given on at once when it is given back', async ({ expect }) => {
    const held: string[] = []
    const duty = (name: string) => async (_lease: Lease) => {
      held.push(name)
      return { stop: async () => void held.push(`${name} stopped`) }
    }
    const one = keepLease(core, 'telegram:one', duty('one'))
    await expect.poll(() => one.holds()).toBe(true)
    const two = keepLease(second, 'telegram:one', duty('two'))
    await wait(40)
    expect(two.holds()).toBe(false)
    await one.close()
    await expect.poll(() => two.holds()).toBe(true)
    await two.close()
    expect(held).toEqual(['one', 'one stopped', 'two', 'two stopped'])
  })

  it('that somebody took away is tried again, and so is a duty that cannot be begun', async ({ expect }) => {
    let failures = 0
    const stopped: { fence: bigint; held: boolean }[] = []
    const kept = keepLease(core, 'telegram:hard', async ({ fence, held }) => {
      if (failures++ === 0) throw new Error('not yet')
      return { stop: async () => void stopped.push({ fence, held: held() }) }
    })
    await expect.poll(() => kept.holds()).toBe(true)
    await core.db.pg.query(
      `update lease set holder = 'thief', fence = fence + 1, expires_at = clock_timestamp() + interval '1 second' where name = 'telegram:hard'`,
    )
    await expect.poll(() => stopped.length).toBe(1)
    expect(stopped[0]?.held).toBe(false)
    await expect.poll(() => kept.holds()).toBe(true)
    await kept.close()
    expect(stopped).toHaveLength(2)
  })

  it('is never held again once it was not held, though it could be kept: the next term begins', async ({ expect }) => {
    let now = 0
    let renewals = 0
    const answer = gate()
    const query = async (text: string, values: unknown[]) => {
      const result = await core.db.pg.query(text, values)
      if (text.includes('insert into lease')) now += 500
      const renews = text.startsWith('update lease') && text.includes('expires_at > clock_timestamp()')
      if (renews && ++renewals === 1) await answer.passed
      return result
    }
    // An answer may take as long as it likes on the machine that tests run on.
    const after: Time['after'] = (ms, act) => (ms > 2_000 ? () => undefined : core.time.after(ms, act))
    const stalling = { ...core, time: { ...core.time, monotonic: () => now, after }, db: { ...core.db, pg: { query } } }
    const terms: Lease[] = []
    const held = () => terms.map((term) => term.held())
    const kept = keepLease(stalling as unknown as Core, 'telegram:stalling', async (lease) => {
      terms.push(lease)
      return { stop: async () => undefined }
    })
    await expect.poll(() => renewals).toBeGreaterThan(0)
    expect(held()).toEqual([true])
    // The process stands still until the lease may be somebody else's, and only then hears that it was kept.
    now = LEASE_TTL_MS - LEASE_SAFETY_MS
    expect(held()).toEqual([false])
    answer.open()
    await expect.poll(held).toEqual([false, true])
    await kept.close()
  })
})
