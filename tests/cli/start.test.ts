import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTelegramStandIn, type TelegramStandIn } from '../../sandbox/telegram/start.ts'

/** The real command, as a process of its own: what a person at a terminal sees. */
const bin = path.resolve(import.meta.dirname, '../../cli/bin.js')
let home: string
let telegram: TelegramStandIn
const started = new Set<ChildProcess>()

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'wiro-start-'))
  telegram = await startTelegramStandIn()
})
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL')
  await telegram.close()
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

async function freePort(): Promise<{ port: number; server: Server }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, server }
}

describe.concurrent('what is wrong is said in one line', () => {
  const refusals: [string, () => Promise<Record<string, string>>, RegExp][] = [
    ['a malformed token', async () => ({ DISCORD_TOKEN: 'abc' }), /DISCORD_TOKEN must be the bot token/],
    [
      'malformed keys',
      async () => ({ WIRO_KEYS: 'k1:short', WIRO_PORT: String(await closedPort()) }),
      /WIRO_KEYS must be a list like/,
    ],
    [
      'a database that is not there',
      async () => ({
        DATABASE_URL: `postgresql://me:secret@127.0.0.1:${await closedPort()}/wiro`,
        TELEGRAM_TOKEN: telegram.token,
        TELEGRAM_API_URL: telegram.apiUrl,
        WIRO_PORT: String(await closedPort()),
      }),
      /DATABASE_URL names the database wiro on 127\.0\.0\.1 port \d+, but nothing listens there/,
    ],
    [
      'a token that the platform does not know',
      async () => ({
        TELEGRAM_TOKEN: `${telegram.token.slice(0, -3)}xyz`,
        TELEGRAM_API_URL: telegram.apiUrl,
        WIRO_PORT: String(await closedPort()),
      }),
      /TELEGRAM_TOKEN/,
    ],
  ]
  it.each(refusals)('%s', { timeout: 60_000 }, async (_what, env, line) => {
    const given = await env()
    const run = wiro(given)
    expect(await run.exit).toBe(1)
    if ('TELEGRAM_TOKEN' in given) expect(run.said()).not.toContain('sandbox')
    const last = run.said().trim().split('\n').at(-1) ?? ''
    expect(last).toMatch(line)
    expect(run.said()).not.toMatch(/^\s+at |secret/m)
  })

  it('a taken port', { timeout: 60_000 }, async () => {
    const { port, server } = await freePort()
    const run = wiro({ WIRO_PORT: String(port) })
    expect(await run.exit).toBe(1)
    expect(run.said()).toMatch(new RegExp(`Port ${port} is taken. Set WIRO_PORT`))
    expect(run.said()).not.toMatch(/^\s+at /m)
    server.close()
  })
})

describe('without tokens', () => {
  it('starts the sandbox, says where, answers, stops on Ctrl-C, and starts again', { timeout: 120_000 }, async () => {
    const port = await closedPort()
    for (const round of ['first', 'second']) {
      const run = wiro({ WIRO_PORT: String(port) })
      await run.until('Ctrl-C stops it')
      expect(run.said(), round).toContain(`http://localhost:${port}/sandbox`)
      expect(await openElsewhere([port, ...standInPorts(run.said())])).toEqual([])
      const health = await fetch(`http://127.0.0.1:${port}/healthz`)
      expect(health.status).toBe(200)
      expect(await health.json()).toMatchObject({
        status: 'ok',
        parts: {
          database: { state: 'up' },
          queue: { state: 'up' },
          discord: { state: 'up' },
          telegram: { state: 'up' },
        },
      })
      run.process.kill('SIGINT')
      expect(await run.exit, run.said()).toBe(0)
      expect(run.said()).toContain('Stopped. Everything is kept.')
    }
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

async function closedPort(): Promise<number> {
  const { port, server } = await freePort()
  await new Promise((resolve) => server.close(resolve))
  return port
}
