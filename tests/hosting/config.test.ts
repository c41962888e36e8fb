import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig, variables } from '../../core/config.ts'
import { ConfigError } from '../../core/configError.ts'
import { read } from './files.ts'

const names = Object.keys(variables)
const folder = mkdtempSync(path.join(tmpdir(), 'wiro-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fileWith = (text: string) => {
  const file = path.join(folder, `secret-${Math.random()}`)
  writeFileSync(file, text)
  return file
}

const DISCORD = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB'
const TELEGRAM = '123456789:AAFabcdefghijklmnopqrstuvwxyz0123456'

describe('every variable is documented, in the same order', () => {
  const rowsOf = (markdown: string) => [...markdown.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, name]) => name)

  test('in .env.example', () => {
    const given = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name)
    expect(given).toEqual(names)
  })

  test('in .env.example with a comment above it', () => {
    const lines = read('.env.example').split('\n')
    const bare = names.filter(
      (name) => !lines[lines.findIndex((line) => line.startsWith(`${name}=`)) - 1]?.startsWith('# '),
    )
    expect(bare).toEqual([])
  })

  test('in the table of README.md', () => {
    expect(rowsOf(read('README.md'))).toEqual(names)
  })

  test('in the table of README.ko.md', () => {
    expect(rowsOf(read('README.ko.md'))).toEqual(names)
  })

  test('and .env.example as it is says what holds without it', () => {
    expect(readConfig(parseEnv(read('.env.example')))).toEqual(readConfig({}))
  })
})

describe('without any variable', () => {
  test('nothing is connected and everything lies at hand', () => {
    expect(readConfig({})).toEqual({
      discord: undefined,
      telegram: undefined,
      google: undefined,
      databaseUrl: undefined,
      redisUrl: undefined,
      home: path.resolve('.wiro'),
      port: 3000,
      publicUrl: 'http://localhost:3000',
      keys: undefined,
      logLevel: 'info',
    })
  })

  test('the public address follows the port', () => {
    expect(readConfig({ WIRO_PORT: '8080' })).toMatchObject({ port: 8080, publicUrl: 'http://localhost:8080' })
  })
})

test('every variable is read', () => {
  const config = readConfig({
    DISCORD_TOKEN: DISCORD,
    DISCORD_API_URL: 'http://127.0.0.1:1/api/',
    TELEGRAM_TOKEN: ` ${TELEGRAM} `,
    TELEGRAM_API_URL: 'https://telegram.example.org',
    GOOGLE_CLIENT_ID: 'id',
    GOOGLE_CLIENT_SECRET: 'secret',
    GOOGLE_AUTHORIZATION_URL: 'https://login.example.org/authorize',
    GOOGLE_TOKEN_URL: 'https://login.example.org/token',
    GOOGLE_USERINFO_URL: 'https://login.example.org/userinfo',
    DATABASE_URL: 'postgres://a:b@host/c',
    REDIS_URL: 'rediss://host:6380',
    WIRO_HOME: '/srv/wiro',
    WIRO_PORT: '80',
    WIRO_PUBLIC_URL: 'https://wiro.example.org/',
    WIRO_KEYS: 'k1:abc,lookup1:def',
    WIRO_LOG_LEVEL: 'debug',
  })
  expect(config).toEqual({
    discord: { token: DISCORD, apiUrl: 'http://127.0.0.1:1/api' },
    telegram: { token: TELEGRAM, apiUrl: 'https://telegram.example.org' },
    google: {
      clientId: 'id',
      clientSecret: 'secret',
      authorizationUrl: 'https://login.example.org/authorize',
      tokenUrl: 'https://login.example.org/token',
      userinfoUrl: 'https://login.example.org/userinfo',
    },
    databaseUrl: 'postgres://a:b@host/c',
    redisUrl: 'rediss://host:6380',
    home: '/srv/wiro',
    port: 80,
    publicUrl: 'https://wiro.example.org',
    keys: 'k1:abc,lookup1:def',
    logLevel: 'debug',
  })
})

describe('a value that is wrong is refused in one line that names it and says what to write', () => {
  const port = /must be a port between 1 and 65535/
  const address = /must be a web address such as https:\/\/example\.org/
  const wrong: [name: string, value: string, says: RegExp][] = [
    ['DISCORD_TOKEN', 'two.parts', /must be the bot token from the Discord developer portal/],
    ['DISCORD_TOKEN', `Bot ${DISCORD}`, /must be the bot token from the Discord developer portal/],
    ['DISCORD_API_URL', 'localhost', address],
    ['TELEGRAM_TOKEN', 'AAFabcdefghijklmnopqrstuvwxyz', /must be the token from @BotFather/],
    ['TELEGRAM_API_URL', 'ftp://example.org', address],
    ['GOOGLE_AUTHORIZATION_URL', 'login', address],
    ['GOOGLE_TOKEN_URL', 'login', address],
    ['GOOGLE_USERINFO_URL', 'https://example.org/me', /must end with \/userinfo/],
    ['DATABASE_URL', 'mysql://host/db', /must look like postgresql:/],
    ['DATABASE_URL', 'wiro', /must look like postgresql:/],
    ['REDIS_URL', 'localhost:6379', /must look like redis:/],
    ['WIRO_PORT', 'http', port],
    ['WIRO_PORT', '0', port],
    ['WIRO_PORT', '65536', port],
    ['WIRO_PORT', '80.5', port],
    ['WIRO_PUBLIC_URL', 'wiro.example.org', address],
    ['WIRO_LOG_LEVEL', 'loud', /must be one of fatal, error, warn, info, debug, trace/],
  ]
  for (const [name, value, says] of wrong) {
    test(`${name}=${value}`, () => {
      const message = refusal({ [name]: value })
      expect(message).toMatch(says)
      expect(message).toMatch(new RegExp(`^${name} .*\\.$`))
      expect(message).not.toContain('\n')
    })
  }

  for (const name of names) {
    test(`${name} of blanks only`, () => {
      expect(refusal({ [name]: '   ' })).toMatch(new RegExp(`^${name} must [^\\n]*\\.$`))
    })
  }

  test('a secret is not repeated in it', () => {
    expect(refusal({ TELEGRAM_TOKEN: 'secret-value' })).not.toContain('secret-value')
    expect(refusal({ DATABASE_URL: 'mysql://user:secret-value@host/db' })).not.toContain('secret-value')
  })

  test('half of a Google login', () => {
    expect(refusal({ GOOGLE_CLIENT_ID: 'id' })).toMatch(/^GOOGLE_CLIENT_SECRET is missing/)
    expect(refusal({ GOOGLE_CLIENT_SECRET: 'secret' })).toMatch(/^GOOGLE_CLIENT_ID is missing/)
  })
})

describe('a value in a file', () => {
  test('is read, without the line end that editors add', () => {
    expect(readConfig({ TELEGRAM_TOKEN_FILE: fileWith(`${TELEGRAM}\n`) }).telegram?.token).toBe(TELEGRAM)
  })

  test('works for every variable', () => {
    for (const name of names) {
      expect(refusal({ [`${name}_FILE`]: path.join(folder, 'nothing') }), name).toMatch(
        new RegExp(`^${name}_FILE names a file that cannot be read: `),
      )
    }
  })

  test('gives way to the variable itself, and an empty variable gives way to it', () => {
    const file = fileWith('4000')
    expect(readConfig({ WIRO_PORT: '5000', WIRO_PORT_FILE: file }).port).toBe(5000)
    expect(readConfig({ WIRO_PORT: '', WIRO_PORT_FILE: file }).port).toBe(4000)
  })

  test('counts as not set when the file is empty', () => {
    expect(readConfig({ DISCORD_TOKEN_FILE: fileWith('\n') }).discord).toBeUndefined()
  })

  test('is checked like any other', () => {
    expect(refusal({ WIRO_PORT_FILE: fileWith('http') })).toMatch(/^WIRO_PORT must be a port/)
  })
})

/** What readConfig says against an environment. */
function refusal(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('it was accepted')
}
