import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Core } from '../../core/core.ts'
import { sweepLetters } from '../../core/letters/sweepLetters.ts'
import { addOperator } from '../../core/moderation/operators.ts'
import { newKeys } from '../../core/vault/keys.ts'
import { openWorld } from '../accounts/world.ts'
import { inScript, startProcess } from './terminal.ts'

let core: Core
let close: () => Promise<void>
let env: Record<string, string>
beforeAll(async () => {
  const keys = newKeys()
  ;({ core, close } = await openWorld(keys))
  env = { WIRO_OPERATOR: 'mina', DATABASE_URL: core.db.url, WIRO_KEYS: keys }
  await addOperator(core, { by: 'mina', name: 'mina', role: 'owner', why: 'the first' })
})
afterAll(() => close())

const HEARERS = 250
const query = async (sql: string, values: unknown[] = []) => (await core.db.pg.query(sql, values)).rows
/** People by SQL: id by number, so that their order is known. */
async function people(from: number, to: number, set = ''): Promise<void> {
  await query(
    `with made as (
      insert into account (id, language, reads, zone, adult_at, welcomed_at, created_at)
      select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'en', '{en}', 'UTC', now(), now() - interval '1 day', now()
      from generate_series($1::int, $2::int) n returning id
    ) insert into identity (id, account_id, platform, lookup, sealed_id, last_seen_at, created_at)
      select id, id, 'telegram', decode(md5(id::text), 'hex'), ''::bytea, now(), now() from made`,
    [from, to],
  )
  if (set) await query(`update account set ${set} where id between $1::uuid and $2::uuid`, [idOf(from), idOf(to)])
}
const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const written = async () =>
  (await query(`select count(*)::int as rows, count(distinct identity_id)::int as people from outbox`))[0]

/** Whoever writes the mail of this one waits, in the middle of a batch, until the returned is called. */
async function holdUpAt(n: number): Promise<() => Promise<void>> {
  const keeper = await core.db.pg.connect()
  await keeper.query('select pg_advisory_lock(77)')
  await keeper.query(`create function hold_up() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock(77); return new; end'`)
  await keeper.query(`create trigger hold_up before insert on outbox for each row
    when (new.identity_id = '${idOf(n)}') execute function hold_up()`)
  return async () => {
    await keeper.query('select pg_advisory_unlock(77)')
    keeper.release()
  }
}

it('goes on after its process was killed in the middle: nobody twice, nobody left out', {
  timeout: 180_000,
}, async () => {
  await people(1, HEARERS)
  await people(901, 903, `notify = 'never'`)
  await people(904, 906, `language = 'ko'`)
  await people(907, 909, 'welcomed_at = null')
  const line = ['announce', '--en', 'We pause on Sunday.', '--json']
  const tried = await inScript([...line, '--dry-run'], env)
  expect(JSON.parse(tried.out)).toEqual({ number: null, to: HEARERS })
  expect(await query('select 1 from announcement')).toEqual([])

  const goOn = await holdUpAt(150)
  const { kill, ran } = startProcess([...line, '--why', 'planned work', '--yes'], env)
  const stuck = `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`
  await expect.poll(() => query(stuck), { timeout: 60_000 }).toHaveLength(1)
  kill()
  expect((await ran).code).toBe(-1)
  await goOn()
  expect(await written()).toEqual({ rows: 100, people: 100 })
  expect(JSON.parse((await inScript(['announce', 'list', '--json'], env)).out)).toMatchObject([
    { number: 1, addressedAt: null, waiting: 100 },
  ])

  await people(910, 912, `welcomed_at = now() + interval '1 minute'`)
  await expect
    .poll(async () => {
      await sweepLetters(core)
      return query('select 1 from announcement where addressed_at is not null')
    })
    .toHaveLength(1)
  expect(await written()).toEqual({ rows: HEARERS, people: HEARERS })
  await sweepLetters(core)
  expect(await written()).toEqual({ rows: HEARERS, people: HEARERS })
})

it('once stopped, is not gone on with', async () => {
  await query(
    `insert into announcement (id, text_en, created_by, created_at) values (gen_random_uuid(), 'Again!', 'mina', now())`,
  )
  const stopped = await inScript(['announce', 'stop', '2', '--why', 'a mistake'], env)
  expect(stopped.code).toBe(0)
  await sweepLetters(core)
  expect(await written()).toEqual({ rows: HEARERS, people: HEARERS })
})
