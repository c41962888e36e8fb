import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Bilingual, OnProgress } from '../language.ts'
import { withFileLock } from './fileLock.ts'
import { makeFolder } from './makeFolder.ts'
import { type Cluster, createCluster, openCluster } from './postgresCluster.ts'
import { attach, leave, type PostgresSettings, readServer, startAndAttach } from './postgresServer.ts'
import { StoreError } from './storeError.ts'

export type EmbeddedPostgres = {
  /** Valid until `close`, also across a crash of the server; it holds the password. */
  url: string
  /** Leaves; the last process to leave stops the server. */
  close(): Promise<void>
}

type Options = {
  /** The folder of this installation's own files; the database lies in `postgres` below it. */
  home: string
  onProgress?: OnProgress | undefined
  /** Beside or instead of the usual ones; they hold when this call starts the server. */
  settings?: PostgresSettings
}

const database = 'wiro'
const firstHealPauseMs = 250
const longestHealPauseMs = 5000

/**
 * Opens the built-in PostgreSQL of `home`, and creates or starts it where needed. Any number of processes may hold it
 * open: one starts the server, the others join. A process that is killed leaves the server running for the next one; a
 * server that is killed is started again, on the same port, by whoever holds it open. It listens on 127.0.0.1 only.
 * Throws StoreError when it cannot run here.
 */
export async function openEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  try {
    const home = path.resolve(options.home)
    makeFolder(home)
    const cluster = await findOrCreate(home, options)
    const { presence, port } = await reach(cluster, home, options)
    const stay = stayAttached(cluster, presence, () => reach(cluster, home, { ...options, port }))
    return { url: urlOf(cluster, port), close: stay.close }
  } catch (error) {
    throw explain(error, options.home)
  }
}

async function findOrCreate(home: string, { onProgress = () => undefined }: Options): Promise<Cluster> {
  const found = await openCluster({ home, onProgress })
  if (found) return found
  return await withFileLock(lockOf(home), async () => {
    if (!(await openCluster({ home, onProgress }))) await createCluster({ home, onProgress })
    const made = await openCluster({ home, onProgress })
    if (!made) throw new Error(`the database vanished from ${home}`)
    return made
  })
}

async function reach(cluster: Cluster, home: string, options: Options & { port?: number }) {
  const found = await readServer(cluster)
  const joined = found && (await attach(cluster, found.port))
  const { presence, port } = joined
    ? { presence: joined, port: found.port }
    : await withFileLock(lockOf(home), () => startAndAttach(cluster, options))
  await ensureDatabase(presence)
  return { presence, port }
}

/** Whenever the server goes away under us it is brought back; the connections of others find it at its port. */
function stayAttached(cluster: Cluster, first: pg.Client, reattach: () => Promise<{ presence: pg.Client }>) {
  let presence = first
  let closing: Promise<void> | undefined
  let healing: Promise<void> = Promise.resolve()

  const watch = () =>
    presence.once('end', () => {
      if (!closing) healing = heal()
    })
  const heal = async () => {
    for (let pauseMs = firstHealPauseMs; !closing; pauseMs = Math.min(2 * pauseMs, longestHealPauseMs)) {
      const found = await reattach().catch(() => undefined)
      if (found) {
        presence = found.presence
        watch()
        return
      }
      await sleep(pauseMs)
    }
  }
  const close = async () => {
    await healing
    await leave(cluster, presence)
  }
  watch()
  return { close: () => (closing ??= close()) }
}

async function ensureDatabase(presence: pg.Client) {
  const isThere = async () =>
    (await presence.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])).rowCount === 1
  if (await isThere()) return
  await presence.query(`CREATE DATABASE ${database}`).catch(async (error: unknown) => {
    // Another process may have been quicker.
    if (!(await isThere())) throw error
  })
}

function lockOf(home: string): string {
  return path.join(home, 'postgres.lock')
}

function urlOf({ user, password }: Cluster, port: number): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`
}

/** What the file system refuses becomes a sentence; everything else stays what it is. A write names no file: it was in `home`. */
function explain(error: unknown, home: string): unknown {
  if (!(error instanceof Error && 'code' in error)) return error
  const remedy = remedies[String(error.code)]
  if (remedy === undefined) return error
  const place = 'path' in error ? error.path : path.resolve(home)
  return new StoreError({
    en: `The built-in database cannot use ${place}: ${remedy.en}, or set WIRO_HOME to another folder.`,
    ko: `내장 데이터베이스가 ${place} 을 쓸 수 없어요. ${remedy.ko}, 아니면 WIRO_HOME 을 다른 폴더로 바꿔 주세요.`,
  })
}

const FORBIDDEN: Bilingual = {
  en: 'this user may not. Give it the right',
  ko: '이 사용자에게 권한이 없어요. 권한을 주세요',
}
const A_FILE: Bilingual = {
  en: 'it is a file where a folder is needed. Move it away',
  ko: '폴더가 있어야 할 자리에 파일이 있어요. 옮겨 주세요',
}
const remedies: Record<string, Bilingual> = {
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: { en: 'it is read-only. Make it writable', ko: '읽기 전용이에요. 쓸 수 있게 바꿔 주세요' },
  ENOSPC: { en: 'the disk is full. Make room', ko: '디스크가 가득 찼어요. 자리를 비워 주세요' },
  EDQUOT: {
    en: 'this user has used up its share of the disk. Make room',
    ko: '이 사용자에게 주어진 디스크 몫을 다 썼어요. 자리를 비워 주세요',
  },
  EEXIST: A_FILE,
  ENOTDIR: A_FILE,
  ENOENT: {
    en: 'no folder can be made there. Make it yourself',
    ko: '거기에는 폴더를 만들 수 없어요. 직접 만들어 주세요',
  },
  ELOOP: { en: 'its links lead round in a circle. Mend them', ko: '링크가 제자리를 맴돌아요. 고쳐 주세요' },
  ENAMETOOLONG: { en: 'its name is too long. Shorten it', ko: '이름이 너무 길어요. 줄여 주세요' },
}
