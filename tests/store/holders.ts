import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { packageRoot } from '../../core/store/packageRoot.ts'

/** Another process that has a built-in database open. */
export type Holder = { child: ChildProcess; url: string; progress: string[]; close(): Promise<void> }

type HolderOptions = { store?: string; env?: NodeJS.ProcessEnv }

/** Other processes run what is compiled, which the run's setup has brought up to date. */
const compiledStore = path.join(packageRoot, 'dist', 'core', 'store')

/** Starts a holder in a process group of its own, and waits until it has the database open. */
export async function hold(home: string, { store = compiledStore, env = {} }: HolderOptions = {}): Promise<Holder> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'holder.js'), store, home], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    detached: true,
  })
  const progress: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => progress.push(line))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { url, error } = JSON.parse(line) as { url?: string; error?: string }
  if (!url) throw new Error([error, ...progress].join('\n'))
  return { child, url, progress, close: () => end(child) }
}

/** A folder that every user may enter. */
export async function openFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'wiro-store-'))
  await chmod(folder, 0o755)
  return folder
}

export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** The process id of the server that runs on a home, by the server's own account; undefined after a clean stop. */
export async function serverPid(home: string): Promise<number | undefined> {
  const text = await readFile(path.join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : Number(text.split('\n')[0])
}

/** One statement on a connection of its own; its rows. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** Tries until it succeeds; the test's own time limit ends a vain attempt. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch {
      await sleep(20)
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.stdin?.end()
  await gone
}
