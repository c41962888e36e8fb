import { request } from 'node:http'
import { connect } from 'node:net'
import type { Express } from 'express'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { networkOf } from '../../web/limits.ts'
import { accountPages } from '../../web/pages.ts'
import { openService, type Service } from '../support/service.ts'
import { type Browser, logIn, openBrowser, openSite, type Page, type Site } from '../support/site.ts'
import { accountOf, bind, newcomer, newLogin } from './linking.ts'

/** What every page owes: tokens, headers, limits, no trace; tried on all routes there are, also on those to come. */

let service: Service
let site: Site
let browser: Browser
let mine: string
beforeAll(async () => {
  service = await openService()
  site = await openSite(service)
  browser = openBrowser(site.base)
  const person = await newcomer(service, 'discord')
  await bind(browser, site, person, newLogin(site))
  mine = await accountOf(service, person)
})
afterAll(async () => {
  await site.close()
  await service.close()
})

type Layer = { route?: { path: string; methods: Record<string, boolean> } }
const routes = (method: 'get' | 'post') => {
  const app = accountPages(service.core)[0]?.handle as unknown as Express
  const layers = (app.router as unknown as { stack: Layer[] }).stack
  return layers.flatMap(({ route }) => (route?.methods[method] ? [route.path] : []))
}
const SOMETHING = 'AAAAAAAAAAAAAAAAAAAAAA'
const tokenOf = ({ html }: Page) => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
/** Requests that count for an address of their own. */
const from = (address: string) => ({ 'x-forwarded-for': address })

/** As a program would: any header, any path, nothing followed. */
function raw(path: string, headers: Record<string, string>, method = 'GET'): Promise<{ head: string; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: site.web.port, path, method, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part) => parts.push(part))
      response.on('end', () => resolve({ head: response.rawHeaders.join('\n'), body: Buffer.concat(parts).toString() }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

it('no form is taken without its token: not one of them, logged in or not, whatever it is sent as', async () => {
  const paths = routes('post')
  expect(paths.length).toBeGreaterThan(10)
  const before = JSON.stringify(await service.core.db.prisma.account.findMany())
  for (const [at, path] of paths.entries()) {
    const place = path.replace(/:\w+/g, SOMETHING)
    const stranger = openBrowser(site.base)
    const answers = [
      await browser.post(place, {}, from(`203.0.113.${at}`)),
      await stranger.post(place, {}, from(`203.0.113.${at}`)),
      await stranger.post(place, { _csrf: 'guessed' }, from(`203.0.113.${at}`)),
      await stranger.post(place, { _csrf: '' }, { ...from(`203.0.113.${at}`), 'content-type': 'text/plain' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
  }
  expect(JSON.stringify(await service.core.db.prisma.account.findMany())).toBe(before)
})

it('a token is worth nothing in another session', async () => {
  const thief = openBrowser(site.base)
  const theirs = tokenOf(await thief.open('/account'))
  expect((await browser.post('/logout', { _csrf: theirs, everywhere: 'yes' })).status).toBe(403)
  expect((await browser.open('/account')).text).toContain('Where you are logged in')
})

it('looking changes nothing: no page does anything when it is only asked for', async () => {
  const count = async () =>
    (
      await service.core.db.pg.query(
        `select (select count(*) from binding where claimed_at is not null) as claimed, (select count(*) from identity) as selves,
          (select sum(fetched) from export) as fetched, (select count(*) from account where erased_at is null) as living`,
      )
    ).rows[0]
  const before = await count()
  for (const path of routes('get')) {
    const place = path.replace(/:\w+/g, SOMETHING)
    await browser.open(place)
    await raw(place, {}, 'HEAD')
  }
  expect(await count()).toEqual(before)
})

describe('every answer, also of what fails', () => {
  it('has the strict headers and no trace', async () => {
    const long = 'x'.repeat(20_000)
    const odd: [path: string, init?: RequestInit][] = [
      ['/account'],
      ['/account/nothing'],
      ['/link/%E0%A4%A'],
      ['/link/..%2f..%2fetc%2fpasswd'],
      ['/bind/<script>alert(1)</script>'],
      ['/export/x'],
      ['/login/google/callback?code=x&state=y'],
      ['/login/google/callback?error=%3Cscript%3E'],
      ['/login/google/callback?code[]=x&state[a]=y'],
      ['/account', { method: 'DELETE' }],
      ['/account/settings', { method: 'POST', body: new URLSearchParams({ long }) }],
      ['/account/settings', { method: 'POST', body: new URLSearchParams(many()) }],
      [
        '/account/settings',
        { method: 'POST', body: '{"__proto__":{"x":1}}', headers: { 'content-type': 'text/json' } },
      ],
      ['/account/settings', { method: 'POST', body: 'a=%', headers: { 'content-type': FORM } }],
      ['/account/settings', { method: 'POST', body: 'x', headers: { 'content-type': FORM, 'content-encoding': 'br' } }],
      ['/account', { headers: { cookie: 'wiro=s%3Aforged.signature; wiro=%E0%A4%A' } }],
      ['/account', { headers: { 'accept-language': ','.repeat(3_000) } }],
    ]
    for (const [path, init] of odd) {
      const response = await fetch(`${site.base}${path}`, { redirect: 'manual', ...init })
      const body = await response.text()
      const about = `${init?.method ?? 'GET'} ${path} ${response.status}`
      expect(response.status, about).not.toBe(500)
      expect(response.headers.get('content-security-policy'), about).toContain("default-src 'none'")
      expect(response.headers.get('content-security-policy'), about).not.toMatch(/unsafe|script-src/)
      expect(response.headers.get('cache-control'), about).toBe('no-store')
      expect(response.headers.get('x-content-type-options'), about).toBe('nosniff')
      expect(response.headers.get('x-frame-options'), about).toBe('DENY')
      expect(body, about).not.toMatch(/node_modules|\bat .*\.(ts|js):\d|Error:|<script/)
    }
  })

  it('of the server itself, too, outside of the pages', async () => {
    const broken = site.web.mount({ path: '/broken', handle: () => expect.fail('words of an error') })
    expect(broken).toBeUndefined()
    expect((await fetch(`${site.base}/`, { redirect: 'manual' })).headers.get('location')).toBe('/account')
    for (const path of ['/broken', '/nothing']) {
      const response = await fetch(`${site.base}${path}`)
      const body = await response.text()
      expect(body).not.toMatch(/words of an error|node_modules|\bat /)
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
    }
  })

  it('no address that asks to be upgraded ends the service', async () => {
    const asked = [
      '//',
      '/\\',
      'http://[',
      '*',
      '/sandbox/../x',
      '/chat/live',
      '/chat/x',
      '/chat/%E0%A4%A',
      '/chat/live/..',
    ]
    for (const line of [...asked.map((path) => `GET ${path}`), 'POST /chat/live', 'POST /chat/picture'])
      await new Promise<void>((resolve) => {
        const socket = connect(site.web.port, '127.0.0.1', () =>
          socket.write(
            `${line} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
          ),
        )
        socket.on('error', () => undefined)
        socket.on('close', () => resolve())
        socket.resume()
      })
    expect((await fetch(`${site.base}/account`)).status).toBe(200)
  })
})

describe('what a request says of itself', () => {
  it('the host: no address is ever made of it', async () => {
    const visitor = openBrowser(site.base)
    const token = tokenOf(await visitor.open('/account'))
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const evil = { host: 'evil.example', 'x-forwarded-host': 'evil.example', origin: 'https://evil.example', cookie }
    const pages = [await raw('/account', evil), await raw(`/link/${SOMETHING}`, evil), await raw('/nothing', evil)]
    for (const { head, body } of pages) expect(head + body).not.toContain('evil.example')
    const asked = await visitor.post('/login', { _csrf: token, to: '/account' }, { 'x-forwarded-host': 'evil.example' })
    expect(new URL(asked.url).searchParams.get('redirect_uri')).toBe(`${site.base}/login/google/callback`)
    expect(asked.url).not.toContain('evil')
  })

  it('line ends in an address or a field become no header', async () => {
    for (const path of [
      '/bind/%0d%0aset-cookie:%20planted=1',
      '/link/%0d%0alocation:%20https:%2f%2fevil.example',
      '/account?done=%0d%0ax-planted:%201',
    ])
      expect((await raw(path, {})).head).not.toMatch(/planted=1|x-planted|evil\.example/i)
    const visitor = openBrowser(site.base)
    const token = tokenOf(await visitor.open('/account'))
    const asked = await visitor.post('/login', { _csrf: token, to: '/account\r\nx-planted: 1' })
    expect(asked.headers.get('x-planted')).toBeNull()
    expect(asked.url.startsWith(site.google.authorizationUrl)).toBe(true)
  })

  it('a session nobody was given is none', async () => {
    const { head } = await raw('/account', { cookie: 'wiro=s%3Achosen-by-somebody-else.AAAA' })
    expect(head).toMatch(/wiro=s%3A/)
    expect(head).not.toContain('chosen-by-somebody-else')
  })
})

describe('what is another’s', () => {
  it('is not taken out, unblocked or changed by knowing its id', async () => {
    const other = await newcomer(service, 'telegram')
    const theirs = await accountOf(service, other)
    const { prisma } = service.core.db
    const self = await prisma.identity.findFirstOrThrow({ where: { accountId: theirs } })
    const at = service.clock.now()
    const block = { id: SOMEBODY, blockerId: theirs, blockedId: mine, causeId: SOMEBODY, createdAt: at }
    await prisma.block.create({ data: block })
    const token = tokenOf(await browser.open('/account'))
    const short = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
    const refused = await browser.post('/account/unbind', { _csrf: token, self: short(self.id) })
    expect(refused.text).toContain('isn’t here any more')
    await browser.post('/account/unblock', { _csrf: token, block: short(SOMEBODY), blocked: short(mine) })
    expect(await prisma.block.count({ where: { id: SOMEBODY } })).toBe(1)
    expect(await accountOf(service, other)).toBe(theirs)
  })

  it('a form changes what it shows and nothing else', async () => {
    const { prisma } = service.core.db
    const before = await prisma.account.findUniqueOrThrow({ where: { id: mine } })
    const page = await browser.open('/account')
    await browser.press(page, 'Save', {
      id: SOMEBODY,
      penName: 'Somebody else',
      adultAt: '',
      erasedAt: '2020-01-01',
      readCount: '0',
      accountId: SOMEBODY,
    })
    expect(await prisma.account.findUniqueOrThrow({ where: { id: mine } })).toEqual(before)
  })
})

describe('limits', () => {
  it('count a login wherever it comes from', async () => {
    const visitor = openBrowser(site.base)
    const page = await logIn(visitor, site, newLogin(site))
    const token = tokenOf(page)
    const answers: number[] = []
    for (let at = 0; at < 40; at++)
      answers.push((await visitor.post('/account/settings', { _csrf: token }, from(`198.51.100.${at}`))).status)
    expect(answers[0]).toBe(200)
    expect(answers.at(-1)).toBe(429)
  })

  it('count the address the proxy saw, not one that a visitor made up', async () => {
    const visitor = openBrowser(site.base)
    const answers: number[] = []
    for (let at = 0; at < 70; at++)
      answers.push((await visitor.post('/login', {}, from(`192.0.2.${at}, 203.0.113.200`))).status)
    expect(answers[0]).toBe(403)
    expect(answers.at(-1)).toBe(429)
    expect((await visitor.post('/login', {}, from('203.0.113.201'))).status).toBe(403)
  })

  test('take a whole IPv6 network as one visitor', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2:ffff::1'))
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
    expect(networkOf('::1')).toBe('0:0:0:0::/64')
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
    expect(networkOf('::ffff:203.0.113.7')).not.toBe(networkOf('::ffff:203.0.113.8'))
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7')
  })
})

const FORM = 'application/x-www-form-urlencoded'
const SOMEBODY = '01900000-0000-7000-8000-0000000000aa'
const many = () => Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`field${at}`, 'x']))
