import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, rmdir, symlink, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTelegramStandIn, type TelegramStandIn } from '../../sandbox/telegram/start.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { asProcess, inScript } from './terminal.ts'

/** The real command, as a process of its own: what a person at a terminal sees. */
const bin = path.resolve(import.meta.dirname, '../../cli/bin.js')
let home: string
let telegram: TelegramStandIn
let database: TestDatabase
const started = new Set<ChildProcess>()

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'wiro-start-'))
  // So that the database lies in it also for root, and goes with it.
  await chmod(home, 0o755)
  ;[telegram, database] = await Promise.all([startTelegramStandIn(), freshDatabase()])
})
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL')
  await Promise.all([telegram.close(), database.drop()])
  await rm(home, { recursive: true, force: true })
})

type Ran = {
  process: ChildProcess
  said: () => string
  until(words: string): Promise<void>
  exit: Promise<number | null>
}

function wiro(env: Record<string, string>): Ran {
  const child = spawn(process.execPath, [bin, 'start'], {
    cwd: home,
    env: { PATH: process.env.PATH, WIRO_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.add(child)
  child.on('exit', () => started.delete(child))
  let said = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk)
      for (const look of waiting) look()
    })
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
  return {
    process: child,
    said: () => said,
    exit,
    until: (words) =>
      new Promise((resolve, reject) => {
        const look = () => said.includes(words) && resolve()
        waiting.add(look)
        void exit.then(() => reject(new Error(`ended without saying "${words}":\n${said}`)))
        look()
      }),
  }
}

describe('what is wrong is said in one line', { timeout: 180_000 }, () => {
  it('of a process: a malformed token', async () => {
    const run = await asProcess(['start'], { DISCORD_TOKEN: 'abc' })
    expect(run.code).toBe(1)
    expect(run.err).toMatch(/^\n✗ DISCORD_TOKEN must be the bot token.*\n$/)
  })

  it('of a process: a file of settings that cannot be read', async () => {
    const settings = path.join(home, '.env')
    await mkdir(settings)
    const run = wiro({})
    expect(await run.exit).toBe(1)
    await expect.poll(run.said).toMatch(/^\n✗ .*\.env cannot be read\. Give .*\n$/)
    await rmdir(settings)
  })

  const refusals: [string, string[], () => Promise<Record<string, string>>, RegExp][] = [
    ['malformed keys', ['--roles', 'worker'], async () => ({ WIRO_KEYS: 'k1:short' }), /WIRO_KEYS must be a list like/],
    [
      'a database that is not there',
      [],
      async () => ({ DATABASE_URL: `postgresql://me:secret@127.0.0.1:${await closedPort()}/wiro` }),
      /DATABASE_URL names the database wiro on 127\.0\.0\.1 port \d+, but nothing listens there/,
    ],
    [
      'a Redis that is not there',
      [],
      async () => ({ DATABASE_URL: database.url, REDIS_URL: `redis://me:secret@127.0.0.1:${await closedPort()}` }),
      /REDIS_URL names the Redis on 127\.0\.0\.1 port \d+, but nothing listens there\. Start Redis/,
    ],
    [
      'something else where Redis should be',
      [],
      async () => ({ DATABASE_URL: database.url, REDIS_URL: telegram.apiUrl.replace('http', 'redis') }),
      /REDIS_URL names the Redis on .*, but it does not answer as Redis does/,
    ],
    [
      'a token that the platform does not know',
      [],
      async () => ({ DATABASE_URL: database.url, TELEGRAM_TOKEN: `${telegram.token.slice(0, -3)}xyz` }),
      /TELEGRAM_TOKEN/,
    ],
  ]
  it.each(refusals)('%s', async (_what, options, env, line) => {
    const given = { TELEGRAM_TOKEN: telegram.token, TELEGRAM_API_URL: telegram.apiUrl, ...(await env()) }
    const { code, err } = await inScript(['start', ...options], {
      WIRO_HOME: home,
      WIRO_PORT: String(await closedPort()),
      ...given,
    })
    expect(code, err).toBe(1)
    expect(err).not.toContain('sandbox')
    expect(err.trim().split('\n').at(-1)).toMatch(line)
    expect(err).not.toMatch(/^\s+at |secret/m)
  })

  it.each([
    [{ DISCORD_TOKEN: 'abc' }, 'DISCORD_TOKEN: 디스코드 개발자 포털의 봇 토큰이어야 해요(점으로 나뉜 세 부분).'],
    [{ WIRO_PORT: '0' }, 'WIRO_PORT: 1에서 65535 사이의 포트 번호여야 해요.'],
    [
      { DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/wiro' },
      'DATABASE_URL 이 가리키는 데이터베이스 wiro(127.0.0.1, 1번 포트)를 쓸 수 없어요. 거기에서 아무것도 답하지 않아요. PostgreSQL 을 켜거나 호스트와 포트를 바로잡아 주세요.',
    ],
  ])('in Korean at a Korean terminal: %s', async (wrong, line) => {
    const env = {
      TELEGRAM_TOKEN: telegram.token,
      TELEGRAM_API_URL: telegram.apiUrl,
      WIRO_HOME: home,
      LANG: 'ko_KR.UTF-8',
    }
    const { code, err } = await inScript(['start'], { WIRO_PORT: String(await closedPort()), ...env, ...wrong })
    expect(code, err).toBe(1)
    expect(err.trim().split('\n').at(-1)).toBe(`✗ ${line}`)
    expect(err.replace(line, '')).not.toMatch(/[a-z] [a-z]/)
  })

  it.each([
    ['a file', async () => writeFile(path.join(home, 'a file'), '')],
    ['a file/below', async () => undefined],
    ['round', async () => symlink('round', path.join(home, 'round'))],
    ['x'.repeat(300), async () => undefined],
    ['/proc/nope', async () => undefined],
  ])('a folder in which nothing can be kept: %s', async (name, make) => {
    await make()
    const folder = path.resolve(home, name)
    for (const bots of [{}, { TELEGRAM_TOKEN: telegram.token, TELEGRAM_API_URL: telegram.apiUrl }]) {
      const env = { WIRO_HOME: folder, WIRO_PORT: String(await closedPort()), ...bots }
      const { code, err } = await inScript(['start'], env)
      expect(code).toBe(1)
      expect(err.trim().split('\n').at(-1)).toMatch(/(Nothing can be kept in|Cannot write the key file) .*WIRO_HOME/)
      expect(err.trim().split('\n').at(-1)).toContain(folder)
      expect(err).not.toMatch(/^\s+at /m)
    }
  })

  it('a taken port', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { code, err } = await inScript(['start'], { WIRO_HOME: path.join(home, 'other'), WIRO_PORT: String(port) })
    expect(code).toBe(1)
    expect(err).toMatch(new RegExp(`Port ${port} is taken. Set WIRO_PORT`))
    expect(err).not.toMatch(/^\s+at /m)
    server.close()
  })
})

describe('without tokens', () => {
  it('stops on Ctrl-C in the middle of a start, starts again, says where, answers, and stops on Ctrl-C', {
    timeout: 180_000,
  }, async () => {
    const port = await closedPort()
    const isServerThere = () => existsSync(path.join(home, 'sandbox', 'postgres', 'data', 'postmaster.pid'))
    const hasty = wiro({ WIRO_PORT: String(port) })
    await hasty.until('Connecting to')
    expect(isServerThere()).toBe(true)
    hasty.process.kill('SIGINT')
    expect(await hasty.exit, hasty.said()).toBe(0)
    expect(hasty.said()).toContain('Stopped. Everything is kept.')
    expect(isServerThere(), 'the database was left running').toBe(false)

    const run = wiro({ WIRO_PORT: String(port) })
    await run.until('Ctrl-C stops it')
    expect(run.said()).toContain(`http://localhost:${port}/sandbox`)
    expect(await openElsewhere([port, ...standInPorts(run.said())])).toEqual([])
    const health = await fetch(`http://127.0.0.1:${port}/healthz`)
    expect(health.status).toBe(200)
    const bare = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' })
    expect([bare.status, bare.headers.get('location')]).toEqual([302, '/sandbox'])
    expect(await health.json()).toMatchObject({
      status: 'ok',
      parts: {
        database: { state: 'up' },
        queue: { state: 'up' },
        worker: { state: 'up' },
        discord: { state: 'up' },
        telegram: { state: 'up' },
      },
    })
    // Twice, as under npm: what the terminal told all of us, it passes on.
    for (let times = 0; times < 2; times++) run.process.kill('SIGINT')
    expect(await run.exit, run.said()).toBe(0)
    expect(run.said()).toContain('Stopped. Everything is kept.')
    expect(isServerThere(), 'the database was left running').toBe(false)
  })
})

function standInPorts(said: string): number[] {
  const ports = [...said.matchAll(/(?:Discord|Telegram) http:\/\/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port))
  expect(ports).toHaveLength(2)
  return ports
}

/** Those that answer at another address of this machine: whoever listens on 127.0.0.1 alone does not. */
async function openElsewhere(ports: number[]): Promise<number[]> {
  const answers = await Promise.all(
    ports.map((port) =>
      fetch(`http://127.0.0.2:${port}/`).then(
        () => [port],
        () => [],
      ),
    ),
  )
  return answers.flat()
}

/** Of those that the system gives nobody by itself, so that it is still free when it is wanted. */
async function closedPort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000)
    const server = createServer()
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!free) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
}
