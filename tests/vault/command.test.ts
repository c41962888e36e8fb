import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newKeys, parseKeys } from '../../core/vault/keys.ts'
import { inScript } from '../cli/terminal.ts'
import { sendLetter, walkedIn } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'

let service: Service
beforeAll(async () => {
  service = await openService()
  const ana = await walkedIn(service, { platform: 'discord', name: 'Ana', locale: 'en', willing: false })
  await sendLetter(ana, 'A letter that lies in the database while its keys are changed at a terminal.')
})
afterAll(() => service.close())

it('keys rotate counts, wraps everything anew beside the running service, and says what may be thrown away', async () => {
  const [fresh] = newKeys().replace('k1:', 'k2:').split(',')
  const env = {
    DATABASE_URL: service.database.url,
    TELEGRAM_TOKEN: service.telegram.token,
    WIRO_KEYS: `${fresh},${service.core.config.keys}`,
    LANG: 'en_US.UTF-8',
  }
  const counted = JSON.parse((await inScript(['keys', 'rotate', '--dry-run', '--json'], env)).out)
  expect(counted.stale).toBeGreaterThan(3)
  const done = await inScript(['keys', 'rotate'], env)
  expect(done.code).toBe(0)
  expect(done.out).toContain('The older seal keys may be taken out now')
  expect(JSON.parse((await inScript(['keys', 'rotate', '--dry-run', '--json'], env)).out)).toEqual({ stale: 0 })
})

it('keys add with WIRO_KEYS set prints a key under a free name, to put in front', async () => {
  const keys = newKeys()
  const { out, code } = await inScript(['keys', 'add'], { WIRO_KEYS: keys })
  expect(code).toBe(0)
  expect(out.trim()).toMatch(/^k2:\S{44}$/)
  expect(parseKeys(`${out.trim()},${keys}`).sealWith).toBe('k2')
})

it('keys add puts a key in front of the key file, which nobody else may read', async () => {
  const home = mkdtempSync(join(tmpdir(), 'wiro-home-'))
  try {
    const added = await inScript(['keys', 'add'], { WIRO_HOME: home })
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('k2') })
    expect(readFileSync(join(home, 'keys'), 'utf8')).toMatch(/^k2:\S+,k1:\S+,lookup1:\S+\s$/)
    expect(statSync(join(home, 'keys')).mode & 0o777).toBe(0o600)
  } finally {
    rmSync(home, { recursive: true })
  }
})

it('doctor prints the exact redirect URI to enter at Google', async () => {
  const { out } = await inScript(['doctor'], {
    DATABASE_URL: service.database.url,
    WIRO_KEYS: service.core.config.keys ?? '',
    WIRO_PUBLIC_URL: 'https://letters.example.org',
    GOOGLE_CLIENT_ID: 'an-id',
    GOOGLE_CLIENT_SECRET: 'a-secret',
    LANG: 'en_US.UTF-8',
  })
  expect(out).toContain('https://letters.example.org/login/google/callback')
})
