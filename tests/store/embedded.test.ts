import { spawn } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../core/store/embedded.ts'
import { StoreError } from '../../core/store/storeError.ts'
import { ask, eventually, hold, kill, openFolder, serverPid } from './holders.ts'

let home: string
let opened: EmbeddedPostgres[] = []

async function open(): Promise<EmbeddedPostgres> {
  const postgres = await openEmbeddedPostgres({ home, settings: { fsync: 'off' } })
  opened.push(postgres)
  return postgres
}

const letters = (url: string) => ask(url, 'SELECT body FROM letter')
const inData = (name: string) => path.join(home, 'postgres', 'data', name)
const isRunning = async () => (await serverPid(home)) !== undefined

/** What two processes have made that came to an empty home at the same time: the home of all tests here. */
let first: { urls: string[]; letters: unknown[]; files: string[] }

beforeAll(async () => {
  home = await openFolder()
  await mkdir(path.join(home, 'postgres.new-half'))
  const [one, other] = await Promise.all([hold(home), hold(home)])
  await ask(one.url, `CREATE TABLE letter AS SELECT '위로'::text AS body`)
  await ask(one.url, 'CREATE EXTENSION pg_trgm')
  const seen = await letters(other.url)
  await Promise.all([one.close(), other.close()])
  first = { urls: [one.url, other.url], letters: seen, files: await readdir(home) }
})

afterEach(async () => {
  for (const postgres of opened) await postgres.close()
  opened = []
})

afterAll(async () => {
  await rm(home, { recursive: true, force: true })
})

describe('one process', () => {
  test('stops the server when it closes, and finds everything at the next start', async () => {
    expect(await isRunning()).toBe(false)
    const postgres = await open()
    expect(await letters(postgres.url)).toEqual([{ body: '위로' }])
    await postgres.close()
    expect(await isRunning()).toBe(false)
  })

  test('gets a database that knows Korean and keeps time in UTC', async () => {
    const { url } = await open()
    const rows = await ask(
      url,
      `SELECT similarity('안녕하세요', '안녕하세여') > 0.3 AS similar, lower('ÀÉ') AS lower,
         current_setting('server_encoding') AS encoding, current_setting('timezone') AS zone`,
    )
    expect(rows).toEqual([{ similar: true, lower: 'àé', encoding: 'UTF8', zone: 'UTC' }])
  })

  test('nobody enters without the password, which only its user can read', async () => {
    const { url } = await open()
    const guess = new URL(url)
    guess.password = 'guess'
    await expect(ask(guess.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
    expect((await stat(path.join(home, 'postgres', 'password'))).mode & 0o077).toBe(0)
  })

  test('what people wrote does not reach the log of the server, not even when a statement fails', async () => {
    const { url } = await open()
    await ask(url, 'CREATE TABLE IF NOT EXISTS once (body text UNIQUE)')
    const insert = `INSERT INTO once VALUES ('a secret word')`
    await ask(url, insert).catch(() => undefined)
    await expect(ask(url, insert)).rejects.toThrow(/duplicate key/)
    const log = await readFile(path.join(home, 'postgres', 'log'), 'utf8')
    expect(log).toContain('duplicate key')
    expect(log).not.toContain('a secret word')
  })

  test('needs neither HOME nor a locale, and is not led astray by the variables of other PostgreSQL programs', async () => {
    const env = {
      HOME: '/nowhere',
      LANG: 'xx_XX',
      LC_ALL: 'xx_XX',
      PGHOST: 'nowhere',
      PGSSLMODE: 'require',
      PGDATA: '/',
    }
    const holder = await hold(home, { env })
    expect(await letters(holder.url)).toEqual([{ body: '위로' }])
    await holder.close()
  })
})

describe('several processes', () => {
  test('the second joins the first, and the last one out stops the server', async () => {
    const postgres = await open()
    const pid = await serverPid(home)
    const holder = await hold(home)
    expect(holder.url).toBe(postgres.url)
    await postgres.close()
    expect(await letters(holder.url)).toEqual([{ body: '위로' }])
    expect(await serverPid(home)).toBe(pid)
    await holder.close()
    expect(await isRunning()).toBe(false)
  })

  test('coming and going at once leaves nobody without a server, and no server behind', async () => {
    const visit = async () => {
      const postgres = await open()
      const rows = await letters(postgres.url)
      await postgres.close()
      return rows
    }
    const visits = await Promise.all(Array.from({ length: 6 }, visit))
    expect(visits).toEqual(Array(6).fill([{ body: '위로' }]))
    expect(await isRunning()).toBe(false)
  })

  test('two first starts at the same time end in one database, and clear away one that was cut off', () => {
    expect(first.urls[0]).toBe(first.urls[1])
    expect(first.letters).toEqual([{ body: '위로' }])
    expect(first.files).toEqual(['postgres'])
  })
})

describe('violence', () => {
  test('a process killed with -9 leaves the server to the next one, which stops it in the end', async () => {
    const holder = await hold(home)
    const pid = await serverPid(home)
    await kill(holder.child)
    const postgres = await open()
    expect(postgres.url).toBe(holder.url)
    expect(await serverPid(home)).toBe(pid)
    await postgres.close()
    expect(await isRunning()).toBe(false)
  })

  test('Ctrl-C reaches the whole group of processes, and not the server', async () => {
    const holder = await hold(home)
    const pid = await serverPid(home)
    process.kill(-(holder.child.pid ?? Number.NaN), 'SIGINT')
    await expect.poll(() => holder.progress).toContain('interrupted')
    expect(await letters(holder.url)).toEqual([{ body: '위로' }])
    expect(await serverPid(home)).toBe(pid)
    await holder.close()
  })

  test('a server killed with -9 comes back at its address under those who hold it open', async () => {
    const postgres = await open()
    const holder = await hold(home)
    const pid = await serverPid(home)
    process.kill(pid ?? Number.NaN, 'SIGKILL')
    expect(await eventually(() => letters(postgres.url))).toEqual([{ body: '위로' }])
    expect(await serverPid(home)).not.toBe(pid)
    await eventually(async () => expect(await countOfPresent(postgres.url)).toBe(2))
    await postgres.close()
    expect(await letters(holder.url)).toEqual([{ body: '위로' }])
    await holder.close()
    expect(await isRunning()).toBe(false)
  })

  test('server and process killed together: the next start recovers', async () => {
    const holder = await hold(home)
    const pid = (await serverPid(home)) ?? Number.NaN
    await kill(holder.child)
    process.kill(pid, 'SIGKILL')
    const postgres = await open()
    expect(await letters(postgres.url)).toEqual([{ body: '위로' }])
    expect(await serverPid(home)).not.toBe(pid)
  })

  test('a process id left behind that now belongs to another program is not believed, and that program lives on', async () => {
    const postgres = await open()
    const lines = (await readFile(inData('postmaster.pid'), 'utf8')).split('\n')
    await postgres.close()
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])
    await writeFile(inData('postmaster.pid'), [stranger.pid, ...lines.slice(1)].join('\n'))
    const again = await open()
    expect(await letters(again.url)).toEqual([{ body: '위로' }])
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
    await kill(stranger)
  })

  test('a lock left behind by a process that died is taken over', async () => {
    const dead = spawn(process.execPath, ['-e', ''])
    await kill(dead)
    await writeFile(path.join(home, 'postgres.lock'), String(dead.pid))
    const { url } = await open()
    expect(await letters(url)).toEqual([{ body: '위로' }])
  })
})

describe('refusals say what to do', () => {
  test('data of another major version', async () => {
    const version = await readFile(inData('PG_VERSION'), 'utf8')
    await writeFile(inData('PG_VERSION'), '17\n')
    await expect(open()).rejects.toThrow(/written by PostgreSQL 17.*brings PostgreSQL 18.*back-up/)
    await writeFile(inData('PG_VERSION'), version)
  })

  test('a file where the folder should be', async () => {
    const file = path.join(home, 'a-file')
    await writeFile(file, '')
    await expect(openEmbeddedPostgres({ home: file })).rejects.toThrow(StoreError)
    await expect(openEmbeddedPostgres({ home: path.join(file, 'below') })).rejects.toThrow(/WIRO_HOME/)
  })

  test('data that others may enter', async () => {
    await chmod(inData('.'), 0o777)
    await expect(open()).rejects.toThrow(/others may enter .*chmod 700/)
    await chmod(inData('.'), 0o700)
  })

  test('a server that cannot start tells the reason, in its own words', async () => {
    const broken = openEmbeddedPostgres({ home, settings: { shared_buffers: 'much' } })
    await expect(broken).rejects.toThrow(/could not be started: .*shared_buffers.*log/)
  })
})

async function countOfPresent(url: string): Promise<number> {
  const rows = await ask(url, `SELECT 1 FROM pg_stat_activity WHERE application_name = 'wiro presence'`)
  return rows.length
}
