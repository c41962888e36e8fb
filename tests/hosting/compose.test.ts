import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DCLinter } from 'dclint'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig, variables } from '../../core/config.ts'
import { newKeys } from '../../core/vault/keys.ts'
import { read, readStages, root } from './files.ts'

type Service = {
  image: string
  environment: Record<string, string>
  ports?: string[]
  volumes?: string[]
  secrets?: string[]
  restart: string
  healthcheck?: { test: string[] }
  depends_on?: Record<string, { condition: string }>
  read_only?: boolean
  stop_grace_period?: string
}
type Compose = {
  services: Record<string, Service>
  volumes: Record<string, null>
  secrets?: Record<string, { file: string }>
}

const compose: Compose = parse(read('docker-compose.yml'))
const overlay: Compose = parse(read('docker-compose.secrets.yml'))
const serviceOf = (file: Compose, name: string): Service => {
  const service = file.services[name]
  if (!service) throw new Error(`no service ${name}`)
  return service
}
const app = serviceOf(compose, 'app')
const known = new Set(Object.keys(variables).flatMap((name) => [name, `${name}_FILE`]))

const folder = mkdtempSync(path.join(tmpdir(), 'wiro-compose-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What the Compose Specification's schema and the linter's rules have against a file. */
function problems(file: string): string[] {
  const linter = new DCLinter({
    rules: { 'require-quotes-in-ports': [1, { quoteType: 'double' }] },
    quiet: false,
    debug: false,
    exclude: [],
  })
  const results: { messages: { rule: string; line: number }[] }[] = linter.lintFiles([file], false)
  return results.flatMap(({ messages }) => messages.map(({ rule, line }) => `${rule} at ${line}`))
}

/** Fills `${NAME}` and `${NAME:-default}` in, as Compose does. */
function fillIn(text: string, env: Record<string, string>): string {
  return text.replaceAll(/\$\{([A-Z_]+)(?::-([^}]*))?\}/g, (_all, name: string, other = '') => env[name] || other)
}

describe('the compose files', () => {
  for (const file of ['docker-compose.yml', 'docker-compose.secrets.yml']) {
    test(`${file} follows the Compose Specification`, () => {
      expect(problems(path.join(root, file))).toEqual([])
    })
  }

  test('would not pass with a mistake', () => {
    const broken = path.join(folder, 'docker-compose.yml')
    writeFileSync(broken, read('docker-compose.yml').replace('restart:', 'restrat:'))
    expect(problems(broken)).toEqual([expect.stringContaining('invalid-schema')])
    writeFileSync(broken, read('docker-compose.yml').replace('postgres:18-bookworm', 'postgres'))
    expect(problems(broken)).toEqual([expect.stringContaining('service-image-require-explicit-tag')])
  })

  test('name every image with its major version', () => {
    for (const { image } of Object.values(compose.services)) expect(image).toMatch(/:\d+/)
    expect(app.image).toBe(`wiro:${JSON.parse(read('package.json')).version}`)
  })
})

describe('the app', () => {
  test('is given variables that exist, and all of them', () => {
    const given = [...Object.keys(app.environment), ...Object.keys(serviceOf(overlay, 'app').environment)]
    expect(given.filter((name) => !known.has(name))).toEqual([])
    expect(Object.keys(app.environment)).toEqual(Object.keys(variables))
  })

  test('asks the operator for nothing that .env.example does not explain', () => {
    const asked = [...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name ?? '')
    expect([...new Set(asked)].filter((name) => !known.has(name))).toEqual(['POSTGRES_PASSWORD'])
    expect(read('docs/hosting.md')).toContain('POSTGRES_PASSWORD')
  })

  test('starts from an .env with a token and a password', () => {
    const env = {
      TELEGRAM_TOKEN: '123456789:AAFabcdefghijklmnopqrstuvwxyz',
      POSTGRES_PASSWORD: 'hush',
      WIRO_KEYS: newKeys(),
    }
    const given = Object.entries(app.environment).map(([name, value]) => [name, fillIn(value, env)])
    expect(readConfig(Object.fromEntries(given))).toMatchObject({
      discord: undefined,
      telegram: { token: env.TELEGRAM_TOKEN },
      databaseUrl: 'postgresql://wiro:hush@postgres:5432/wiro',
      redisUrl: 'redis://redis:6379',
      keys: env.WIRO_KEYS,
      port: 3000,
    })
  })

  test('starts from secrets in files', () => {
    const contents: Record<string, string> = {
      telegram_token: '123456789:AAFabcdefghijklmnopqrstuvwxyz\n',
      discord_token: '',
      database_url: 'postgresql://wiro:hush@postgres:5432/wiro',
      wiro_keys: newKeys(),
    }
    for (const [name, text] of Object.entries(contents)) writeFileSync(path.join(folder, name), text)
    const merged = { ...app.environment, ...serviceOf(overlay, 'app').environment }
    const given = Object.entries(merged).map(([name, value]) => [
      name,
      fillIn(value, {}).replace('/run/secrets', folder),
    ])
    expect(readConfig(Object.fromEntries(given))).toMatchObject({
      discord: undefined,
      telegram: { token: contents.telegram_token?.trim() },
      databaseUrl: contents.database_url,
      keys: contents.wiro_keys,
    })
  })

  test('waits until database and queue are healthy', () => {
    for (const name of ['postgres', 'redis']) {
      expect(app.depends_on?.[name]).toEqual({ condition: 'service_healthy' })
      expect(serviceOf(compose, name).healthcheck?.test[0]).toBe('CMD')
    }
  })

  test('is given the time that an orderly stop takes', () => {
    const [, milliseconds = ''] = /STOP_WITHIN_MS = ([\d_]+)/.exec(read('cli/signals.ts')) ?? []
    expect(Number.parseInt(app.stop_grace_period ?? '', 10) * 1000).toBeGreaterThan(
      Number(milliseconds.replaceAll('_', '')),
    )
  })

  test('can write to its home and nowhere else', () => {
    expect(app.read_only).toBe(true)
    expect(app.volumes).toEqual([`wiro-home:${app.environment.WIRO_HOME}`])
    const image = readStages(read('Dockerfile')).at(-1)
    expect(image?.instructions).toContainEqual({ word: 'VOLUME', rest: app.environment.WIRO_HOME })
  })
})

describe('all services', () => {
  const services = Object.entries(compose.services)

  test('come back after a crash', () => {
    for (const [name, { restart }] of services) expect(restart, name).toBe('unless-stopped')
  })

  test('keep their data in named volumes', () => {
    const used = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]))
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort())
    // From PostgreSQL 18 on the image refuses a volume at …/data (docker-library/postgres#1259).
    expect(serviceOf(compose, 'postgres').volumes).toEqual(['postgres-data:/var/lib/postgresql'])
  })

  test('are out of reach from outside, but for the app from this machine', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['app'])
    expect(app.ports?.map((port) => fillIn(port, {}))).toEqual(['127.0.0.1:3000:3000'])
  })

  test('get just the secrets that exist, and use each', () => {
    const used = Object.values(overlay.services).flatMap(({ secrets = [] }) => secrets)
    expect(used.sort()).toEqual(Object.keys(overlay.secrets ?? {}).sort())
    for (const { environment, secrets = [] } of Object.values(overlay.services)) {
      const paths = Object.values(environment).filter((value) => value !== '')
      expect(paths.sort()).toEqual(secrets.map((name) => `/run/secrets/${name}`).sort())
    }
  })
})
