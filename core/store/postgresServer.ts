import { existsSync } from 'node:fs'
import { readFile, readlink, rename, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Bilingual } from '../language.ts'
import { isAlive } from './fileLock.ts'
import { saysFull } from './outOfRoom.ts'
import { type Cluster, runPostgresProgram } from './postgresCluster.ts'
import { StoreError } from './storeError.ts'

/** A server's settings by name, as in postgresql.conf; values hold no blanks. */
export type PostgresSettings = Record<string, string | number>

/** Names the advisory lock that every user of a server shares: "peop" in ASCII. */
const presenceLock = 0x70656f70

const startDeadlineMs = 60_000
const pollMs = 25
const logLimitBytes = 1_000_000

/** Durable and small. What people wrote stays out of the log: no statements, no failing rows. */
const settings: PostgresSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  max_parallel_workers_per_gather: 0,
  io_method: 'sync',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
}

/** The port of the server that runs on this data by its own account of it; it may be gone all the same. */
export async function readServer(
  cluster: Cluster,
): Promise<{ pid: number; port: number; startedAt: number } | undefined> {
  // https://www.postgresql.org/docs/18/storage-file-layout.html: process id, data, start time, port, …
  const lines = (await readFile(pidFile(cluster), 'utf8').catch(() => '')).split('\n')
  const [pid, startedAt, port] = [Number(lines[0]), Number(lines[2]), Number(lines[3])]
  return pid && startedAt && port ? { pid, port, startedAt } : undefined
}

/**
 * Connects to the server on this port and stays, under a lock shared by all who use it, so that the last one to leave
 * knows. Undefined when nothing answers there that knows our password: no server, or not yet, or no longer.
 */
export async function attach(cluster: Cluster, port: number): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: cluster.user,
    password: cluster.password,
    database: 'postgres',
    ssl: false,
    application_name: 'wiro presence',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT pg_advisory_lock_shared($1)', [presenceLock])
    return client
  } catch {
    await client.end().catch(() => undefined)
    return undefined
  }
}

/** Leaves; the last one stops the server, and it is down when this resolves. */
export async function leave(cluster: Cluster, presence: pg.Client): Promise<void> {
  const isLast = await presence
    .query(`SELECT pg_advisory_unlock_shared($1), pg_try_advisory_lock($1) AS last`, [presenceLock])
    .then(({ rows }) => rows[0]?.last === true)
    .catch(() => false)
  if (isLast) {
    const args = ['stop', '--silent', '--mode=fast', '--wait', '--timeout=60', `--pgdata=${cluster.data}`]
    await runPostgresProgram(cluster.binaries.pgCtl, args, cluster.account)
  }
  await presence.end().catch(() => undefined)
}

/**
 * Brings the server up and attaches to it; call it under the lock of the home. One that is just starting, stopping or
 * recovering is waited for; what a killed one left behind is cleared away. Throws StoreError with the server's words.
 */
export async function startAndAttach(
  cluster: Cluster,
  options: { port?: number; settings?: PostgresSettings | undefined },
): Promise<{ presence: pg.Client; port: number }> {
  const deadline = performance.now() + startDeadlineMs
  let reason = 'it does not answer'
  while (performance.now() < deadline) {
    const found = await readServer(cluster)
    const presence = found && (await attach(cluster, found.port))
    if (presence) return { presence, port: found.port }
    if (found && (await isServer(cluster, found))) {
      await sleep(pollMs)
      continue
    }
    if (found) await disown(cluster)
    // A killed server's port is in its file: whoever still holds it open expects it there.
    const port = options.port ?? found?.port ?? (await freePort())
    const failure = await start(cluster, port, { ...settings, ...options.settings })
    if (failure === undefined) continue
    reason = failure
    if (!/in use/.test(failure)) break
    await sleep(pollMs)
  }
  throw new StoreError(whyNotStarted(cluster, reason))
}

function whyNotStarted({ data, log }: Cluster, reason: string): Bilingual {
  if (saysFull(reason))
    return {
      en: `The built-in database could not be started: the disk of ${data} is full. Make room, then start again; nothing is lost.`,
      ko: `내장 데이터베이스를 켤 수 없어요. ${data} 가 있는 디스크가 가득 찼어요. 자리를 비우고 다시 시작해 주세요. 잃은 것은 없어요.`,
    }
  if (reason.includes('has invalid permissions'))
    return {
      en: `The built-in database could not be started: others may enter ${data}. Close it to them (chmod 700), then start again.`,
      ko: `내장 데이터베이스를 켤 수 없어요. 다른 사용자도 ${data} 에 들어갈 수 있어요. 막은 다음(chmod 700) 다시 시작해 주세요.`,
    }
  return {
    en: `The built-in database could not be started: ${reason}. Its log is ${log}.`,
    ko: `내장 데이터베이스를 켤 수 없어요: ${reason}. 기록은 ${log} 에 있어요.`,
  }
}

function pidFile(cluster: Cluster): string {
  return path.join(cluster.data, 'postmaster.pid')
}

/** Whether the process with this id is the server of these data, and not one that got its number later. */
async function isServer(cluster: Cluster, { pid, startedAt }: { pid: number; startedAt: number }): Promise<boolean> {
  const bootedAt = Date.now() / 1000 - os.uptime()
  if (!isAlive(pid) || startedAt < bootedAt - 60) return false
  if (process.platform !== 'linux') return true
  return (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === cluster.data
}

/**
 * PostgreSQL believes the process id in a file that a killed server left, even when another program has it by now; our
 * own it does not believe, since we start it. The rest of the file stays: by it the server notices whether workers of the
 * killed one still live.
 */
async function disown(cluster: Cluster) {
  const lines = (await readFile(pidFile(cluster), 'utf8').catch(() => '')).split('\n')
  if (lines.length > 1) await writeFile(pidFile(cluster), [process.pid, ...lines.slice(1)].join('\n'))
}

/** Resolves to undefined when the server accepts connections, else to why it did not start. */
async function start(cluster: Cluster, port: number, wanted: PostgresSettings): Promise<string | undefined> {
  await turnOverLog(cluster.log)
  const before = await sizeOf(cluster.log)
  const flags = Object.entries({ ...wanted, port }).map(([name, value]) => `-c ${name}=${value}`)
  const args = ['start', '--silent', '--wait', '--timeout=60', `--pgdata=${cluster.data}`, `--log=${cluster.log}`]
  const { code, output } = await runPostgresProgram(
    cluster.binaries.pgCtl,
    [...args, `--options=${flags.join(' ')}`],
    cluster.account,
  )
  if (code === 0) return undefined
  return (await complaint(cluster.log, before)) ?? output.split('\n')[0] ?? 'it ended at once'
}

/** The server's own words since the start of its attempt: an address in use comes before the FATAL that follows. */
async function complaint(log: string, from: number): Promise<string | undefined> {
  const text = (await readFile(log).catch(() => Buffer.alloc(0))).subarray(from).toString('utf8')
  const line =
    /(?:could not bind|pre-existing shared memory).*/.exec(text)?.[0] ?? /(?:FATAL|PANIC):\s+(.*)/.exec(text)?.[1]
  return line?.trim()
}

async function turnOverLog(log: string) {
  if ((await sizeOf(log)) > logLimitBytes) await rename(log, `${log}.old`)
}

async function sizeOf(file: string): Promise<number> {
  return existsSync(file) ? (await stat(file)).size : 0
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port')
  return address.port
}
