import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { outliveBreaks } from '../../core/store/outliveBreaks.ts'
import { PatientPool } from '../../core/store/patientPool.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let pool: PatientPool
beforeAll(async () => {
  database = await freshDatabase()
})
afterEach(() => pool.end())
afterAll(() => database.drop())

const FOR_EVER_MS = 1_000_000
const open = (patienceMs: number) => {
  pool = new PatientPool({ connectionString: database.url, max: 4, patienceMs })
  // What has ended here may not have left there when its database goes.
  outliveBreaks(pool)
  return pool
}
const backend = async () => (await pool.query('select pg_backend_pid() as pid')).rows[0].pid as number

it('what is asked at once goes over one connection as long as it is given back', async () => {
  open(FOR_EVER_MS)
  const all = await Promise.all(Array.from({ length: 20 }, backend))
  expect(new Set(all).size).toBe(1)
  expect(pool.totalCount).toBe(1)
})

it('whoever waits in vain gets one of their own, up to the most', async () => {
  open(1)
  const held = await Promise.all(Array.from({ length: 4 }, () => pool.connect()))
  expect(pool.totalCount).toBe(4)
  const fifth = backend()
  held[2]?.release()
  expect(await fifth).toBe((held[2] as unknown as { processID: number }).processID)
  for (const at of [0, 1, 3]) held[at]?.release()
})

it('whoever asked first is served first', async () => {
  open(FOR_EVER_MS)
  const client = await pool.connect()
  const order: number[] = []
  const asked = [1, 2, 3].map((n) => pool.query('select 1').then(() => order.push(n)))
  expect(pool.totalCount).toBe(1)
  client.release()
  await Promise.all(asked)
  expect(order).toEqual([1, 2, 3])
})

it('a connection that breaks keeps nobody waiting', async () => {
  open(FOR_EVER_MS)
  const client = await pool.connect()
  const after = backend()
  client.release(new Error('broken'))
  expect(await after).not.toBe((client as unknown as { processID: number }).processID)
})
