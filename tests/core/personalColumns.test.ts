import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eraseAccount } from '../../core/accounts/erase.ts'
import { collectData } from '../../core/accounts/export/collect.ts'
import { exportWords } from '../../core/accounts/export/words.ts'
import { hasHistory } from '../../core/accounts/history.ts'
import { mergeAccounts } from '../../core/accounts/merge.ts'
import { otherIds, type PersonalColumn, personalColumns } from '../../core/accounts/personalColumns.ts'
import type { Core } from '../../core/core.ts'
import { PLATFORM_ID } from '../../core/delivery/recipients.ts'
import { inPrisma } from '../../core/store/transaction.ts'
import { openWorld, type Someone, someone, whereIs } from '../accounts/world.ts'

/**
 * Every column that holds somebody's id is entered in core/accounts/personalColumns.ts, and what is said there is true:
 * tried on a made-up row of every table, so that a new table cannot be forgotten.
 */

let core: Core
let close: () => Promise<void>
/** Asks no foreign key. */
let planting: PoolClient
/** Whoever else a row is about. */
let bystander: string
beforeAll(async () => {
  ;({ core, close } = await openWorld())
  planting = await core.db.pg.connect()
  await planting.query('set session_replication_role = replica')
  bystander = (await someone(core)).accountId
})
afterAll(async () => {
  planting.release(true)
  await close()
})

const entries = Object.entries(personalColumns)
const ofAccounts = entries.filter(([name, { holds }]) => holds === 'account' && name !== 'account.id')
const HOW = 'enter it in core/accounts/personalColumns.ts; docs/contributing.md, "A new table", says what it needs'

type Column = { name: string; type: string; kind: string; needed: boolean }

const columnsOfTables = new Map<string, Column[]>()
async function columnsOf(table: string): Promise<Column[]> {
  const before = columnsOfTables.get(table)
  if (before) return before
  const { rows } = await core.db.pg.query(
    `select a.attname as name, format_type(a.atttypid, null) as type, t.typtype as kind, a.attnotnull and not a.atthasdef as needed
     from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped`,
    [`public."${table}"`],
  )
  columnsOfTables.set(table, rows)
  return rows
}

/** A row with this id in this column, and whatever else it needs made up. Foreign keys are not asked. */
async function plant(place: string, id: string, given: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const [table = '', column = ''] = place.split('.')
  const row: Record<string, unknown> = table === 'identity' ? aLogin() : {}
  for (const { name, type, kind, needed } of await columnsOf(table))
    if (needed) row[name] ??= isAccount(`${table}.${name}`) ? bystander : await madeUp(type, kind)
  Object.assign(row, given, { [column]: id })
  const names = Object.keys(row)
  await planting.query(
    `insert into "${table}" (${names.map((name) => `"${name}"`)}) values (${names.map((_, at) => `$${at + 1}`)})`,
    Object.values(row),
  )
  return row
}

/** Takes it out again, with nothing that hangs on it. */
async function uproot(place: string, id: string): Promise<void> {
  const [table = '', column = ''] = place.split('.')
  await core.db.pg.query(`delete from "${table}" where "${column}" = $1`, [id])
}

const isAccount = (place: string) => personalColumns[place]?.holds === 'account'
const aLogin = () => ({ platform: 'google', sealed_id: Buffer.from(core.vault.seal('1', PLATFORM_ID)) })

const firsts = new Map<string, string>()
async function firstOf(type: string): Promise<string> {
  const known = firsts.get(type)
  if (known !== undefined) return known
  const { rows } = await core.db.pg.query('select (enum_range(null::%)::text[])[1] as first'.replace('%', type))
  firsts.set(type, rows[0].first)
  return rows[0].first
}

async function madeUp(type: string, kind: string): Promise<unknown> {
  if (kind === 'e') return firstOf(type)
  if (type === 'uuid') return randomUUID()
  if (type === 'bytea') return Buffer.from(randomUUID())
  if (type.startsWith('timestamp')) return core.clock.now()
  if (type === 'boolean') return false
  if (type.endsWith('[]')) return '{}'
  if (type.startsWith('json')) return '{}'
  if (type === 'text' || type.startsWith('character')) return randomUUID()
  return Math.floor(Math.random() * 30_000)
}

const rowsWith = async (place: string, id: string): Promise<number> => {
  const [table = '', column = ''] = place.split('.')
  const { rows } = await core.db.pg.query(`select count(*)::int as n from "${table}" where "${column}" = $1`, [id])
  return rows[0].n
}
const merge = (from: Someone, into: Someone) =>
  inPrisma(core, (tx) => mergeAccounts(core, tx, { from: from.accountId, into: into.accountId }))

it('every column of ids in the database is entered, and nothing else is', async () => {
  const { rows } = await core.db.pg.query(
    `select c.table_name || '.' || c.column_name as place from information_schema.columns c
     where c.table_schema = 'public' and c.udt_name in ('uuid', '_uuid')`,
  )
  const known = [...Object.keys(personalColumns), ...Object.keys(otherIds)]
  const places = rows.map(({ place }) => place as string)
  expect(
    places.filter((place) => !known.includes(place)),
    HOW,
  ).toEqual([])
  expect(known.filter((place) => !places.includes(place))).toEqual([])
})

it('every part of the archive that is named there is one', async () => {
  const { accountId } = await someone(core)
  const data = (await collectData(core, { accountId })) ?? expect.fail()
  const { label } = exportWords('ko', String)
  expect(Object.keys(data.account).filter((name) => label(name) === name)).toEqual([])
  for (const [, { exported }] of entries) if (typeof exported === 'string') expect(data).toHaveProperty(exported)
})

describe('merging', () => {
  for (const [place, { merged }] of ofAccounts)
    it(`${place}: ${merged === 'moves' ? 'moves' : 'is dropped'}, also where both have the same`, async () => {
      const [from, into] = [await someone(core), await someone(core, { platform: 'telegram' })]
      const before = await rowsWith(place, into.accountId)
      await plant(place, from.accountId)
      const more = merged === 'moves' ? await rowsWith(place, from.accountId) : 0
      await merge(from, into)
      expect(await whereIs(core, from.accountId)).toEqual([])
      expect(await rowsWith(place, into.accountId)).toBe(before + more)

      const [twin, other] = [await someone(core), await someone(core, { platform: 'telegram' })]
      const { id: _, ...same } = await plant(place, twin.accountId)
      await plant(place, other.accountId, same).catch(({ code }) => expect(code).toBe('23505'))
      await merge(twin, other)
      expect(await whereIs(core, twin.accountId)).toEqual([])
    })
})

describe('erasing', () => {
  for (const [place, { holds, erased }] of entries)
    it(`${place}: ${erased === 'gone' ? 'is gone' : 'stays, and why'}`, async () => {
      const person = await someone(core)
      const id = holds === 'account' ? person.accountId : person.identityId
      if (place !== 'account.id') await plant(place, id)
      await eraseAccount(core, { accountId: person.accountId })
      if (erased === 'gone') expect(await rowsWith(place, id)).toBe(0)
    })
})

describe('a history', () => {
  let person: Someone
  beforeAll(async () => {
    person = await someone(core)
  })
  for (const [place, { history }] of ofAccounts)
    it(`${place}: ${history === 'counts' ? 'is one' : 'is none'}`, async () => {
      expect(await hasHistory(core.db.prisma, person.accountId)).toBe(false)
      const has = place === 'identity.account_id' || place === 'reader_slot.account_id'
      const row = has ? undefined : await plant(place, person.accountId)
      expect(await hasHistory(core.db.prisma, person.accountId)).toBe(history === 'counts')
      if (row) await uproot(place, person.accountId)
    })
})

it('whoever is asked for has been answered: an account’s column says all five', () => {
  const incomplete = ({ holds, merged, history }: PersonalColumn) => holds === 'account' && (!merged || !history)
  expect(entries.filter(([, column]) => incomplete(column)).map(([place]) => place)).toEqual([])
})
