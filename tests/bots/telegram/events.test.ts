import type { Update } from 'telegraf/types'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openEvents } from '../../../bots/telegram/events.ts'
import type { KeptUpdate } from '../../../bots/telegram/keptUpdate.ts'
import { readConfig } from '../../../core/config.ts'
import { type Core, openCore } from '../../../core/core.ts'
import type { Lease } from '../../../core/delivery/lease.ts'
import { type StoredEvent, settleEvent } from '../../../core/inbound/inbound.ts'
import { newKeys } from '../../../core/vault/keys.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { quietLog } from './wire.ts'

let database: TestDatabase
let core: Core
const BOT = '7301948265'

beforeAll(async () => {
  database = await freshDatabase()
  core = await openCore(readConfig({ DATABASE_URL: database.url, WIRO_KEYS: newKeys() }), { log: quietLog() })
})
beforeEach(() =>
  core.db.pg.query(
    `truncate inbound, cursor, lease; insert into lease values ('telegram:test', 'test', 1, clock_timestamp() + interval '1 hour')`,
  ),
)
afterAll(async () => {
  await core?.close()
  await database?.drop()
})

const held: Lease = { name: 'telegram:test', fence: 1n, restedMs: Number.POSITIVE_INFINITY, held: () => true }

function says(id: number, person: number, text: string): Update {
  const from = { id: person, is_bot: false, first_name: 'CANARY-NAME' }
  const chat = { id: person, type: 'private', first_name: 'CANARY-NAME' }
  return { update_id: id, message: { message_id: id, from, chat, date: 1, text } } as Update
}

/** Events that are handled by noting their words; `during` may take its time, or fail. */
function open({ lease = held, during = async (_words: string) => {}, with: at = core } = {}) {
  const heard: string[] = []
  const handle = async (event: StoredEvent) => {
    const kept: KeptUpdate = JSON.parse(event.payload)
    const words = kept.message?.text ?? ''
    await during(words)
    heard.push(words)
    await settleEvent(core, { platform: 'telegram', key: event.key })
  }
  return { heard, events: openEvents(at, { botId: BOT, lease, handle, closing: new AbortController().signal }) }
}

test('a batch is stored with its offset, then handled; told again, it does nothing twice', async () => {
  const { heard, events } = open()
  expect(await events.nextOffset()).toBeUndefined()
  await events.commit([says(10, 1, 'one'), says(11, 1, 'two')], 12)
  await events.commit([says(10, 1, 'one'), says(11, 1, 'two'), says(12, 1, 'three'), says(12, 1, 'three')], 13)
  await events.close()
  expect(heard).toEqual(['one', 'two', 'three'])
  expect(await events.nextOffset()).toBe(13)
})

test('an update that asks nothing of us moves the offset and leaves nothing behind', async () => {
  const { events } = open()
  await events.commit([{ update_id: 5, tea_party: {} } as unknown as Update], 6)
  expect(await events.nextOffset()).toBe(6)
  expect((await core.db.pg.query('select 1 from inbound')).rowCount).toBe(0)
})

test('what one person did is handled in order; others do not wait for it', async () => {
  let release = () => {}
  const blocked = new Promise<void>((resolve) => {
    release = resolve
  })
  const { heard, events } = open({ during: async (words) => (words === 'slow' ? blocked : undefined) })
  await events.commit([says(1, 1, 'slow'), says(2, 1, 'after slow'), says(3, 2, 'other')], 4)
  await expect.poll(() => heard).toEqual(['other'])
  release()
  await events.close()
  expect(heard).toEqual(['other', 'slow', 'after slow'])
})

test('what was committed and not handled is handled by the next holder, in order, once', async () => {
  const dead = open({ lease: { ...held, held: () => false } })
  await dead.events.commit([says(1, 1, 'one'), says(2, 1, 'two')], 3)
  await dead.events.close()
  expect(dead.heard).toEqual([])

  const next = open()
  await next.events.rerun()
  await next.events.commit([says(3, 1, 'three')], 4)
  await next.events.close()
  expect(next.heard).toEqual(['one', 'two', 'three'])

  const last = open()
  await last.events.rerun()
  await last.events.close()
  expect(last.heard).toEqual([])
})

test('what a former holder stored with its last breath is found by a later look', async () => {
  const hasty = { ...core.time, after: (ms: number, act: () => void) => core.time.after(ms / 500, act) }
  const { heard, events } = open({ with: { ...core, time: hasty } })
  await events.rerun()
  const before = { ...core.clock, now: () => new Date(core.clock.now().getTime() - 60_000) }
  const dead = open({ lease: { ...held, held: () => false }, with: { ...core, clock: before } })
  await dead.events.commit([says(1, 1, 'one'), says(2, 1, 'two')], 3)
  await expect.poll(() => heard).toEqual(['one', 'two'])
  await Promise.all([events.close(), dead.events.close()])
})

test('who has lost the lease stores nothing: the next holder hears it all again', async () => {
  const { heard, events } = open()
  await core.db.pg.query('update lease set fence = 2')
  await expect(events.commit([says(1, 1, 'one')], 2)).rejects.toThrow('lease')
  await events.close()
  expect(heard).toEqual([])
  expect((await core.db.pg.query('select 1 from inbound')).rowCount).toBe(0)
  const next = open({ lease: { ...held, fence: 2n } })
  await next.events.commit([says(1, 1, 'one')], 2)
  await next.events.close()
  expect(next.heard).toEqual(['one'])
})

test('the same update id of another bot is another update', async () => {
  const { heard, events } = open()
  await events.commit([says(1, 1, 'mine')], 2)
  const other = openEvents(core, {
    botId: '99',
    lease: held,
    handle: async (event) => void heard.push(JSON.parse(event.payload).message.text),
    closing: new AbortController().signal,
  })
  await other.commit([says(1, 1, 'yours')], 2)
  await Promise.all([events.close(), other.close()])
  expect(heard.sort()).toEqual(['mine', 'yours'])
})

test('neither words nor names nor ids lie open in the database', async () => {
  const { events } = open({ lease: { ...held, held: () => false } })
  await events.commit([says(1, 6_000_000_001, 'CANARY-WORDS')], 2)
  const { rows } = await core.db.pg.query("select encode(payload, 'escape') || inbound::text as all from inbound")
  expect(rows).toHaveLength(1)
  expect(rows[0].all).not.toMatch(/CANARY|6000000001/)
})
