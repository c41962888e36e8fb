import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { beginChat } from '../../core/chat/beginChat.ts'
import { leaveChat } from '../../core/chat/leaveChat.ts'
import { pairWaiting, waitForChat } from '../../core/chat/waitForChat.ts'
import { readConfig } from '../../core/config.ts'
import { type Core, openCore } from '../../core/core.ts'
import type { AccountId, IdentityId } from '../../core/ids.ts'
import { openLog } from '../../core/log.ts'
import { inPg } from '../../core/store/transaction.ts'
import { newKeys } from '../../core/vault/keys.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'

type Waiter = { accountId: AccountId; identityId: IdentityId }

let database: TestDatabase
/** Processes of their own, as far as the database can tell. */
let cores: Core[]
beforeAll(async () => {
  database = await freshDatabase()
  const config = readConfig({ DATABASE_URL: database.url, WIRO_KEYS: newKeys() })
  cores = await Promise.all([1, 2, 3].map(() => openCore(config, { log: openLog({ level: 'silent' as 'fatal' }) })))
})
afterAll(async () => {
  await Promise.all(cores.map((core) => core.close()))
  await database.drop()
})
beforeEach(async () => {
  await core().db.pg.query('truncate account, chat, chat_wait, chat_seat, letter, block cascade')
})

const core = (i = 0) => cores[i % cores.length] as Core

async function people(count: number, reads: (i: number) => string = () => '{en}'): Promise<Waiter[]> {
  const all = Array.from({ length: count }, () => ({
    accountId: randomUUID() as string as AccountId,
    identityId: randomUUID() as string as IdentityId,
  }))
  const ids = all.map(({ accountId }) => accountId)
  await core().db.pg.query(
    `insert into account (id, language, reads, zone, adult_at, welcomed_at, chats_at, created_at)
      select id, 'en', reads::"Language"[], 'UTC', now(), now(), now(), now() from unnest($1::uuid[], $2::text[]) as n(id, reads)`,
    [ids, ids.map((_id, i) => reads(i))],
  )
  await core().db.pg.query(
    `insert into identity (id, account_id, platform, lookup, sealed_id, last_seen_at, created_at)
      select i, a, 'telegram', decode(md5(a::text), 'hex'), ''::bytea, now(), now() from unnest($1::uuid[], $2::uuid[]) as n(i, a)`,
    [all.map(({ identityId }) => identityId), ids],
  )
  await core().db.pg.query(
    `insert into letter (id, writer_id, kind, to_id, language, state, created_at, changed_at)
      select gen_random_uuid(), a, 'answer', a, 'en', 'opened', now(), now() from unnest($1::uuid[]) as n(a)`,
    [ids],
  )
  return all
}

const count = async (sql: string) => Number((await core().db.pg.query(sql)).rows[0].n)

it('pairs everybody once, however many come and go at once from however many processes', async () => {
  const all = await people(60)
  for (let round = 0; round < 3; round++) {
    const acts = all.flatMap((one, i) => [
      () => waitForChat(core(i), { ...one, mood: 'any' }),
      () => waitForChat(core(i + 1), { ...one, mood: 'any' }),
      ...(i % 3 === round ? [() => leaveChat(core(i + 2), one)] : []),
    ])
    await Promise.allSettled([...acts.map((act) => act()), ...cores.map((one) => pairWaiting(one))])
    const doubled = await count(
      `select count(*) as n from (select a from (select one_id as a, ended_at from chat union all select other_id, ended_at from chat) x
        where ended_at is null group by a having count(*) > 1) y`,
    )
    expect(doubled).toBe(0)
    expect(await count('select count(*) as n from chat_wait w join chat_seat s using (account_id)')).toBe(0)
    expect(
      await count(
        'select count(*) as n from chat c where c.ended_at is null and (select count(*) from chat_seat s where s.chat_id = c.id and s.account_id in (c.one_id, c.other_id)) <> 2',
      ),
    ).toBe(0)
    expect(
      await count('select count(*) as n from chat_seat s join chat c on c.id = s.chat_id where c.ended_at is not null'),
    ).toBe(0)
    expect(await count('select count(*) as n from chat where one_id = other_id')).toBe(0)
  }
  await pairWaiting(core())
  const apart = await count(
    `select count(*) as n from chat_wait a join chat_wait b on a.account_id < b.account_id where not exists (
      select 1 from chat where (one_id, other_id) in ((a.account_id, b.account_id), (b.account_id, a.account_id)))`,
  )
  expect(apart).toBe(0)
})

it('gives nobody away who sits with a pen-friend since, and holds up nobody for them', async () => {
  const [seated, friend, ana, ben] = (await people(4)) as [Waiter, Waiter, Waiter, Waiter]
  await waitForChat(core(), { ...seated, mood: 'any' })
  const { rows } = await core().db.pg.query('select * from chat_wait')
  await inPg(core(1), (tx) => beginChat(core(1), tx, { one: seated, other: friend }))
  // As if they had asked for a stranger in the very moment in which that began.
  const { account_id: who, identity_id: self, mood, since } = rows[0]
  await core().db.pg.query('insert into chat_wait (account_id, identity_id, mood, since) values ($1, $2, $3, $4)', [
    who,
    self,
    mood,
    since,
  ])
  await waitForChat(core(), { ...ana, mood: 'any' })
  expect(await waitForChat(core(1), { ...ben, mood: 'any' })).toBeDefined()
  await pairWaiting(core(2))
  expect(await count('select count(*) as n from chat_wait')).toBe(0)
})

it('brings nobody together who stopped waiting meanwhile', async () => {
  const [ana, ben] = (await people(2)) as [Waiter, Waiter]
  await waitForChat(core(), { ...ana, mood: 'talk' })
  await waitForChat(core(), { ...ben, mood: 'talk' })
  await core().db.pg.query(`update chat_wait set mood = 'any'`)
  const stopping = await core(1).db.pg.connect()
  try {
    await stopping.query('begin')
    await stopping.query('delete from chat_wait where account_id = $1', [ana.accountId])
    const pairing = pairWaiting(core())
    const waits = async () =>
      await count(
        `select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
    await expect.poll(waits).toBe(1)
    await stopping.query('commit')
    expect(await pairing).toBe(0)
  } finally {
    stopping.release()
  }
  expect(await count('select count(*) as n from chat_seat')).toBe(0)
})

it('lets whoever waited longest go first', async () => {
  const [first, second, third] = (await people(3)) as [Waiter, Waiter, Waiter]
  await waitForChat(core(), { ...first, mood: 'talk' })
  await waitForChat(core(), { ...second, mood: 'talk' })
  const chatId = await waitForChat(core(), { ...third, mood: 'listen' })
  const { rows } = await core().db.pg.query('select one_id, other_id from chat where id = $1', [chatId])
  expect(rows).toEqual([{ one_id: third.accountId, other_id: first.accountId }])
})

it.each([
  ['talk', 'talk', false],
  ['talk', 'listen', true],
  ['listen', 'listen', false],
  ['light', 'light', true],
  ['light', 'talk', false],
  ['any', 'light', true],
  ['talk', 'any', true],
] as const)('respects moods: %s with %s: %s', async (one, other, together) => {
  const [a, b] = (await people(2)) as [Waiter, Waiter]
  await waitForChat(core(), { ...a, mood: one })
  expect((await waitForChat(core(), { ...b, mood: other })) !== undefined).toBe(together)
})

it('keeps apart who shares no language, and who blocked the other', async () => {
  const [a, b, c] = (await people(3, (i) => (i === 0 ? '{ko}' : '{en}'))) as [Waiter, Waiter, Waiter]
  await core().db.pg.query(
    'insert into block (id, blocker_id, blocked_id, cause_id, created_at) values (gen_random_uuid(), $1, $2, gen_random_uuid(), now())',
    [c.accountId, b.accountId],
  )
  for (const one of [a, b, c]) expect(await waitForChat(core(), { ...one, mood: 'any' })).toBeUndefined()
  await core().db.pg.query('delete from block')
  expect(await pairWaiting(core())).toBe(1)
  expect(await count('select count(*) as n from chat_wait')).toBe(1)
})
