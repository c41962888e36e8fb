import { rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Core } from '../../core/core.ts'
import type { Bilingual } from '../../core/language.ts'
import { openStore, type Store } from '../../core/store/open.ts'
import { StoreError } from '../../core/store/storeError.ts'
import { inPg, inPrisma } from '../../core/store/transaction.ts'
import { emptyDatabase, freshDatabase, type TestDatabase } from '../support/database.ts'
import { ask, eventually, openFolder, serverPid } from './holders.ts'

let home: string

beforeAll(async () => {
  home = await openFolder()
})

afterAll(async () => {
  await rm(home, { recursive: true, force: true })
})

const answersOf = async (store: Store) => [
  (await store.pg.query('SELECT 1 AS one')).rows,
  await store.prisma.$queryRaw`SELECT 1 AS one`,
]
const both = [[{ one: 1 }], [{ one: 1 }]]

test('without an address the built-in database of the home is used, tells what takes time, and is quiet the next time', async () => {
  const progress: string[] = []
  const onProgress = ({ en }: Bilingual) => progress.push(en)
  const first = await openStore({ home, onProgress })
  expect(await answersOf(first)).toEqual(both)
  expect(await first.health()).toBe('up')
  await first.pg.query('CREATE TABLE kept ()')
  await first.close()
  expect(progress.length).toBeGreaterThan(0)
  expect(await serverPid(home)).toBeUndefined()

  progress.length = 0
  const second = await openStore({ home, onProgress })
  expect((await second.pg.query('SELECT * FROM kept')).rows).toEqual([])
  expect(progress).toEqual([])
  await second.close()
  await second.close()
})

describe('an address of one’s own', () => {
  let database: TestDatabase
  let store: Store

  beforeEach(async () => {
    database = await freshDatabase()
    store = await openStore({ databaseUrl: database.url, home })
  })

  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  test('is what is used, and the home stays as it is', async () => {
    const rows = await ask(database.url, 'SELECT current_database() AS name')
    expect((await store.pg.query('SELECT current_database() AS name')).rows).toEqual(rows)
    expect(await store.prisma.$queryRaw`SELECT current_database()::text AS name`).toEqual(rows)
    expect(await serverPid(home)).toBeUndefined()
  })

  test('after every connection was cut, the next queries work', async () => {
    expect(await answersOf(store)).toEqual(both)
    const cut =
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
    expect((await ask(database.url, cut)).length).toBeGreaterThanOrEqual(2)
    expect(await eventually(() => answersOf(store))).toEqual(both)
    expect(await store.health()).toBe('up')
  })

  test('a cut in the middle of a query fails that query alone', async () => {
    const slow = expect(store.pg.query('SELECT pg_sleep(30)')).rejects.toThrow()
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(30)' AND datname = current_database()`
    await eventually(async () => expect(await ask(database.url, cut)).toHaveLength(1))
    await slow
    expect(await answersOf(store)).toEqual(both)
  })

  test('a cut in the middle of a transaction fails that transaction alone, also while nothing is asked', async () => {
    const died: unknown[] = []
    const note = (error: unknown) => died.push(error)
    process.on('uncaughtException', note)
    const cutting = async () => {
      const cut = `SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`
      expect(await ask(database.url, cut)).toHaveLength(1)
    }
    const core = { db: store } as Core
    await expect(inPg(core, async ({ run }) => [await cutting(), await run('SELECT 1', [])])).rejects.toThrow()
    await expect(inPrisma(core, async ({ run }) => [await cutting(), await run('SELECT 1', [])])).rejects.toThrow()
    expect(await answersOf(store)).toEqual(both)
    process.off('uncaughtException', note)
    expect(died).toEqual([])
  })

  test('a database that has no room left says so, although it reads on', async () => {
    // As a full disk would, and only this one database.
    await ask(database.url, `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET temp_file_limit = '64kB'`)
    const full = await openStore({ databaseUrl: database.url, home })
    expect(await full.health()).toBe('full')
    expect(await answersOf(full)).toEqual(both)
    await full.close()
  })

  test('a database that is gone is told by health, not by a crash', async () => {
    await database.drop()
    expect(await store.health()).toBe('away')
  })
})

describe('an address that does not work is told apart', () => {
  let database: TestDatabase

  beforeAll(async () => {
    database = await emptyDatabase()
  })

  afterAll(async () => {
    await database.drop()
  })

  /** The database's address with something wrong in it, and a password that must not be told. */
  function changed(change: (url: URL) => void): string {
    const url = new URL(database.url)
    change(url)
    return url.href
  }

  async function messageFor(databaseUrl: string): Promise<string> {
    const failure: unknown = await openStore({ databaseUrl, home }).catch((error: unknown) => error)
    if (!(failure instanceof StoreError)) throw new Error('no StoreError', { cause: failure })
    return failure.message
  }

  test('nothing listens', async () => {
    const message = await messageFor('postgresql://wiro:geheim@127.0.0.1:1/letters')
    expect(message).toMatch(/letters on 127\.0\.0\.1 port 1,.*nothing listens/)
    expect(message).not.toContain('geheim')
  })

  test('a wrong password', async () => {
    const message = await messageFor(
      changed((url) => {
        url.password = 'geheim'
      }),
    )
    expect(message).toMatch(/password.*Correct/)
    expect(message).not.toContain('geheim')
  })

  test('no such database', async () => {
    const message = await messageFor(
      changed((url) => {
        url.pathname = '/nowhere'
      }),
    )
    expect(message).toMatch(/nowhere on 127\.0\.0\.1 port \d+,.*no database of this name/)
    expect(message).not.toContain(new URL(database.url).password)
  })

  test('encryption that the server does not offer', async () => {
    expect(
      await messageFor(
        changed((url) => {
          url.search = '?sslmode=verify-full'
        }),
      ),
    ).toMatch(/encrypted connection failed/)
  })

  test('something else listens', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    expect(await messageFor(`postgresql://wiro:geheim@127.0.0.1:${port}/letters`)).toMatch(/hung up|does not answer/)
    server.close()
  })

  test.each(['letters', 'http://localhost/letters', 'postgresql://wiro:ge#heim@localhost:5432/x y', ''.padEnd(3)])(
    'no address of PostgreSQL: %j',
    async (databaseUrl) => {
      expect(await messageFor(databaseUrl)).toMatch(/must look like postgresql:\/\/user:password@host:5432\/database/)
    },
  )
})
