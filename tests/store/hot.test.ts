import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HEAR, KNOWN, MESSAGES, NOTE_TWINS, RELAY, TWINS } from '../../core/chat/sql.ts'
import { DUE_OF_RECIPIENTS, STEP } from '../../core/delivery/sql.ts'
import { bytesArray } from '../../core/store/bytesArray.ts'
import { openStore, type Store } from '../../core/store/open.ts'
import { plainArray } from '../../core/store/plainArray.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'

/** What a statement does, as PostgreSQL plans it (https://www.postgresql.org/docs/18/sql-explain.html). */
type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Index Cond'?: string
  Plans?: Plan[]
}

let database: TestDatabase
let store: Store
let whileEmpty: Plans
let whileSmall: Plans
let whileSettled: Plans

beforeAll(async () => {
  database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, home: '' })
  await store.pg.query('analyze')
  whileEmpty = await plansNow()
  // Small, as everything is on the first day, and known to be.
  await store.pg.query(FEW_ROWS)
  await store.pg.query('analyze')
  whileSmall = await plansNow()
  // Much was sent, and nothing waits, as nearly always.
  await store.pg.query(MUCH_SENT)
  await store.pg.query('analyze')
  whileSettled = await plansNow()
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

const HOT = { HEAR, RELAY, MESSAGES, TWINS, KNOWN, NOTE_TWINS, STEP, DUE_OF_RECIPIENTS }

type Plans = Record<string, Plan[]>

/** The looks of each statement into tables that grow. */
async function plansNow(): Promise<Plans> {
  const plans: Plans = {}
  for (const [name, { text }] of Object.entries(HOT)) {
    const { rows } = await store.hot.query(`explain (generic_plan, format json) ${text}`)
    const all = everyPlan(rows[0]['QUERY PLAN'][0].Plan)
    plans[name] = all.filter((plan) => GROWS.has(plan['Relation Name'] ?? '') && /Scan$/.test(plan['Node Type']))
  }
  return plans
}

test.each(Object.keys(HOT))('%s looks rows up, also when it was planned while tables were small', (name) => {
  expect(whileSmall[name]?.length).toBeGreaterThan(0)
  expect(whileSmall[name]?.filter((plan) => !plan['Index Cond'])).toEqual([])
})

test.each([
  ['there was nothing', () => whileEmpty],
  ['nothing waited any more', () => whileSettled],
])('what every message asks is asked of the right index, also when it was planned while %s', (_while, plans) => {
  const asked = (name: string, table: string) =>
    new Set(plans()[name]?.flatMap((plan) => (plan['Relation Name'] === table ? (plan['Index Name'] ?? '') : [])))
  expect(asked('HEAR', 'inbound')).toEqual(new Set(['inbound_pkey']))
  expect(asked('HEAR', 'outbox')).toEqual(new Set(['outbox_open_of_recipient']))
  expect(asked('HEAR', 'chat_message')).toEqual(new Set(['chat_message_source_key']))
  expect(asked('STEP', 'outbox')).toEqual(new Set(['outbox_pkey']))
  expect(asked('DUE_OF_RECIPIENTS', 'outbox')).toEqual(new Set(['outbox_open_of_recipient']))
})

test('bytes arrive as they are, many and none, and nothing for nothing', async () => {
  const asked = fc.array(fc.option(fc.uint8Array({ maxLength: 300 })), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(asked, async (items) => {
      const { rows } = await store.hot.query('select $1::bytea[] as bytes', [bytesArray(items)])
      expect(rows[0].bytes).toEqual(items.map((item) => item && Buffer.from(item)))
    }),
    { numRuns: 30 },
  )
})

test('ids and numbers arrive as they are, many and none, and nothing for nothing', async () => {
  const asked = fc.array(fc.option(fc.uuid()), { maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(asked, fc.array(fc.option(fc.bigInt({ min: 0n, max: 2n ** 62n }))), async (ids, numbers) => {
      const values = [plainArray(ids), plainArray(numbers), plainArray([true, null, false])]
      const { rows } = await store.hot.query(
        'select $1::uuid[] as ids, $2::bigint[] as numbers, $3::boolean[] as said',
        values,
      )
      expect(rows).toEqual([{ ids, numbers: numbers.map((one) => one?.toString() ?? null), said: [true, null, false] }])
    }),
    { numRuns: 20 },
  )
})

const GROWS = new Set(['inbound', 'outbox', 'chat', 'chat_message', 'chat_twin', 'identity', 'account', 'pending_form'])

function everyPlan(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(everyPlan)]
}

/** Sixty people with a line of mail each, and what they said. */
const FEW_ROWS = `
  insert into account (id, language, zone, created_at) select gen_random_uuid(), 'en', 'UTC', now() from generate_series(1, 60);
  insert into identity (id, account_id, platform, lookup, sealed_id, last_seen_at, created_at)
    select gen_random_uuid(), id, 'telegram', uuid_send(id), '', now(), now() from account;
  insert into pending_form (identity_id, form, args, "values", expires_at) select id, 'draft', '{}', '', now() from identity;
  insert into outbox (platform, identity_id, priority, parcel, due_at, created_at) select platform, id, 0, '{}', now(), now() from identity;
  insert into inbound (platform, event, lane, received_at) select platform, lookup, '', now() from identity;
  insert into chat (id, one_id, other_id, first, begun_at, last_at) select gen_random_uuid(), id, id, false, now(), now() from account;
  insert into chat_message (chat_id, sender_id, identity_id, source, source_id, body, at)
    select id, one_id, one_id, uuid_send(id), '', '', now() from chat;
  insert into chat_twin (lookup, message_id, identity_id, sealed_id, part) select source, id, identity_id, '', 0 from chat_message;`

const MUCH_SENT = `
  insert into outbox (platform, identity_id, priority, parcel, due_at, created_at)
    select platform, id, 0, '{}', now(), now() from identity, generate_series(1, 20) order by random();
  update outbox set settled_at = now(), state = 'sent';`
