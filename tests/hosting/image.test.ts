import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKeys } from '../../core/vault/keys.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../sandbox/discord/start.ts'
import { startTelegramStandIn, type TelegramStandIn } from '../../sandbox/telegram/start.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { copiesOf, read, readStages, root } from './files.ts'

const stages = readStages(read('Dockerfile'))
const image = stages.at(-1) ?? { image: '', name: undefined, instructions: [] }
const only = (word: string) => {
  const found = image.instructions.filter((instruction) => instruction.word === word)
  if (found.length !== 1) throw new Error(`${found.length} × ${word}`)
  return found[0]?.rest ?? ''
}

describe('the Dockerfile', () => {
  test('begins every stage with a pinned Node that package.json allows', () => {
    const [, lowest = ''] = /(\d+)/.exec(JSON.parse(read('package.json')).engines.node) ?? []
    for (const stage of stages) {
      const [, major = '0'] = /^node:(\d+)-\w+-slim$/.exec(stage.image) ?? []
      expect(Number(major), stage.image).toBeGreaterThanOrEqual(Number(lowest))
    }
  })

  test('copies only what is there', () => {
    const names = stages.map(({ name }) => name)
    for (const { from, sources } of stages.flatMap(copiesOf)) {
      if (from !== undefined) expect(names).toContain(from)
      else expect(sources.filter((source) => !existsSync(path.join(root, source)))).toEqual([])
    }
  })

  test('copies only what .dockerignore lets through, and that lets nothing else through', () => {
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    const [first, ...rest] = lines
    expect(first).toBe('*')
    const through = rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
    const copied = stages
      .flatMap(copiesOf)
      .filter(({ from }) => from === undefined)
      .flatMap(({ sources }) => sources)
    const tops = new Set(copied.map((source) => (through.includes(source) ? source : source.split('/')[0])))
    expect([...tops].sort()).toEqual([...through].sort())
  })

  test('never calls npm ci, and leaves the packages of the tests out of the image', () => {
    expect(read('Dockerfile')).not.toMatch(/npm (ci|install --global)/)
    const packages = stages.find(({ name }) => name === 'packages')
    expect(packages?.instructions.map(({ rest }) => rest).join('\n')).toContain('npm install --omit=dev')
    expect(
      copiesOf(image)
        .filter(({ from }) => from === undefined)
        .flatMap(({ sources }) => sources),
    ).not.toContain('tests')
  })

  test('runs as a user without rights, in a folder of its own', () => {
    expect(only('USER')).toBe('node')
    expect(only('RUN')).toContain(`--owner=node`)
    expect(only('RUN')).toContain(only('VOLUME'))
    expect(only('ENV').split(' ')).toContain(`WIRO_HOME=${only('VOLUME')}`)
  })

  test('starts Node itself, so that it hears the signal to stop', () => {
    expect(JSON.parse(only('ENTRYPOINT'))).toEqual(['node', 'cli/bin.js'])
    expect(JSON.parse(only('CMD'))).toEqual(['start'])
    expect(only('STOPSIGNAL')).toBe('SIGTERM')
  })
})

describe('what the image holds', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wiro-image-'))
  let database: TestDatabase | undefined
  let telegram: TelegramStandIn | undefined
  let discord: DiscordStandIn | undefined
  let running: ChildProcess | undefined

  beforeAll(async () => {
    for (const { sources, goal } of copiesOf(image)) {
      for (const source of sources) {
        const inProject = path.join(root, source.replace(/^\/app\//, ''))
        mkdirSync(path.dirname(path.join(folder, goal)), { recursive: true })
        if (goal === 'node_modules') symlinkSync(inProject, path.join(folder, goal))
        else cpSync(inProject, path.join(folder, goal), { recursive: true })
      }
    }
    chmodSync(folder, 0o755)
    database = await freshDatabase()
    telegram = await startTelegramStandIn({ secondMs: 10 })
    discord = await startDiscordStandIn()
  })
  afterAll(async () => {
    running?.kill('SIGKILL')
    await Promise.all([telegram?.close(), discord?.close()])
    await database?.drop()
    rmSync(folder, { recursive: true })
  })

  const run = (args: string[], env: NodeJS.ProcessEnv) =>
    spawn(process.execPath, args, { cwd: folder, env: { ...env, PATH: process.env.PATH } })

  test('makes keys', async () => {
    const made = spawnSync(process.execPath, ['cli/bin.js', 'keys', 'new'], { cwd: folder, encoding: 'utf8' })
    expect(made.status, made.stderr).toBe(0)
    expect(made.stdout).toMatch(/^k1:\S+,lookup1:\S+\n$/)
  })

  test('becomes healthy, says which part is down and that it is back, and ends well when it is told to stop', async () => {
    const port = String(await freePort())
    const env = {
      NODE_ENV: 'production',
      WIRO_HOME: path.join(folder, 'home'),
      WIRO_PORT: port,
      WIRO_KEYS: newKeys(),
      DATABASE_URL: database?.url,
      TELEGRAM_TOKEN: telegram?.token,
      TELEGRAM_API_URL: telegram?.apiUrl,
      DISCORD_TOKEN: discord?.token,
      DISCORD_API_URL: discord?.apiUrl,
    }
    const service = run(['cli/bin.js', 'start'], env)
    running = service
    let said = ''
    const ended = once(service, 'exit')
    await new Promise<void>((resolve, reject) => {
      service.stderr?.on('data', (chunk) => {
        said += String(chunk)
        if (said.includes('Wiro is ready')) resolve()
      })
      void ended.then(() => reject(new Error(`never ready:\n${said}`)))
    })
    // The platform may need a moment more; the image's own health check is asked as Docker does.
    await expect.poll(() => check(env), { timeout: 60_000 }).toBe(0)
    const up = { database: 'up', queue: 'up', worker: 'up', discord: 'up', telegram: 'up' }
    await untilHealth(port, 200, up)
    const again = telegram?.faults.inject({ match: { path: /getUpdates/ }, kind: '500' })
    await untilHealth(port, 503, { ...up, telegram: 'down' })
    again?.()
    await untilHealth(port, 200, up)
    const connects = discord?.faults.inject({ match: { path: /gateway/ }, kind: '500' })
    discord?.gateway.invalidate(false)
    discord?.gateway.drop()
    await untilHealth(port, 503, { ...up, discord: 'down' })
    connects?.()
    await untilHealth(port, 200, up)
    const letIn = await database?.shut()
    await untilHealth(port, 503, { database: 'down', queue: 'down' })
    await letIn?.()
    await untilHealth(port, 200, up)
    expect(existsSync(path.join(folder, 'tsconfig.json'))).toBe(false)
    expect(existsSync(path.join(env.WIRO_HOME, 'postgres'))).toBe(false)

    service.kill('SIGTERM')
    expect(await ended, said).toEqual([0, null])
    expect(await check(env)).toBe(1)
  })

  /** Runs the health check of the Dockerfile; its exit code. */
  async function check(env: NodeJS.ProcessEnv): Promise<number> {
    const [, command = ''] = /CMD (\[.*\])$/.exec(only('HEALTHCHECK')) ?? []
    const [node, ...args]: string[] = JSON.parse(command)
    expect(node).toBe('node')
    const [code] = await once(run(args, env), 'exit')
    return code
  }
})

/** Waits until the health page answers so, and says this of these parts. */
async function untilHealth(port: string, status: number, parts: Record<string, string>): Promise<void> {
  const states = Object.fromEntries(Object.entries(parts).map(([name, state]) => [name, { state }]))
  const ask = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`)
    const { parts: told } = (await answer.json()) as { parts: object }
    return { status: answer.status, parts: told }
  }
  await expect.poll(ask).toMatchObject({ status, parts: states })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
