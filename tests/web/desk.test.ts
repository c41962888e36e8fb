import { appRoutes } from '@bull-board/api/dist/routes.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAudit } from '../../core/moderation/audit.ts'
import { addOperator, removeOperator } from '../../core/moderation/operators.ts'
import { offerWebLogin } from '../../core/operations/webLogin.ts'
import { readBoardAct } from '../../web/desk/boardActs.ts'
import { barChart } from '../../web/desk/chart.ts'
import { operatorPages } from '../../web/desk/desk.ts'
import { metricsPage } from '../../web/metrics.ts'
import { openWeb, type Web } from '../../web/web.ts'
import { atKeyboard, inScript } from '../cli/terminal.ts'
import { openService, type Service } from '../support/service.ts'
import { type Browser, openBrowser } from '../support/site.ts'

let service: Service
let web: Web
let base: string
const parts: { close(): Promise<void> }[] = []

beforeAll(async () => {
  service = await openService()
  const { core } = service
  web = await openWeb({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${web.port}`
  Object.assign(core.config, { publicUrl: base })
  for (const part of [operatorPages(core), metricsPage(core)]) {
    web.mount(part.mount)
    parts.push(part)
  }
  await addOperator(core, { by: 'mina', name: 'mina', role: 'owner', why: 'the first' })
  await addOperator(core, { by: 'mina', name: 'joon', role: 'moderator', why: 'helps' })
  await addOperator(core, { by: 'mina', name: 'sora', role: 'owner', why: 'helps' })
})
afterAll(async () => {
  await web.close()
  for (const part of parts) await part.close()
  await service.close()
})

const linkOf = async (name: string) => `/desk/enter/${await offerWebLogin(service.core, { by: name, why: 'to look' })}`

async function atDesk(name: string, language = 'en'): Promise<Browser> {
  const browser = openBrowser(base, { language })
  await browser.press(await browser.open(await linkOf(name)), language === 'ko' ? '들어가기' : 'Come in')
  return browser
}

describe('the way in', () => {
  it('begins at the terminal: an owner is given the link and sees charts and board behind it, a moderator is not', {
    timeout: 180_000,
  }, async () => {
    const { config } = service.core
    const redis = config.redisUrl ? { REDIS_URL: config.redisUrl } : {}
    const env = { DATABASE_URL: service.database.url, WIRO_KEYS: config.keys ?? '', WIRO_PUBLIC_URL: base, ...redis }
    const owner = atKeyboard(['operators', 'web-login', '--as', 'mina'], env)
    await owner.until('Why (for the audit log)?')
    owner.type('a look at the queues\r')
    await owner.until('It works once, for 10 minutes.')
    expect(await owner.exit).toBe(0)
    const [, link = ''] = new RegExp(`${base}(/desk/enter/\\S+)`).exec(owner.said()) ?? []
    const browser = openBrowser(base)
    await browser.press(await browser.open(link), 'Come in')
    expect((await browser.open('/desk/stats')).html).toContain('<svg ')
    const board = await browser.open('/desk/jobs')
    expect([board.status, board.html]).toEqual([200, expect.stringContaining('Wiro')])
    expect(board.html).not.toMatch(/(href|src)="?(https?:)?\/\//)
    const moderator = await inScript(['operators', 'web-login', '--as', 'joon', '--why', 'curious'], env)
    expect(moderator).toMatchObject({ code: 3, out: '', err: expect.stringContaining('Only an owner') })
    const acts = await listAudit(service.core, { limit: 2 })
    expect(acts.map(({ operator, act, why }) => `${operator} ${act}: ${why}`)).toEqual([
      'mina web.login: opened the link',
      'mina web.link: a look at the queues',
    ])
  })

  it('is a link from the terminal, for owners, once, for ten minutes; looking at it does not use it up', async () => {
    const browser = openBrowser(base)
    expect((await browser.open('/desk')).status).toBe(401)
    expect((await browser.open('/desk/stats')).text).toContain('operators web-login')
    await expect(linkOf('joon')).rejects.toThrow('refuse.op.ownerOnly')
    const link = await linkOf('mina')
    await browser.open(link)
    const inside = await browser.press(await browser.open(link), 'Come in')
    expect(inside.text).toContain('You are here as: mina')
    const late = openBrowser(base)
    const used = await late.press(await late.open(link), 'Come in')
    expect([used.status, used.text]).toEqual([409, expect.stringContaining('This link was used or is too old')])
    const old = await linkOf('mina')
    service.clock.move(11 * 60_000)
    expect((await late.press(await late.open(old), 'Come in')).status).toBe(409)
    const acts = (await listAudit(service.core, { limit: 3 })).map(({ act }) => act)
    expect(acts).toEqual(['web.link', 'web.login', 'web.link'])
  })

  it('ends with being an owner, after eight hours, and by leaving', async () => {
    const sora = await atDesk('sora')
    expect((await sora.open('/desk')).status).toBe(200)
    await removeOperator(service.core, { by: 'mina', name: 'sora', why: 'moved on' })
    expect((await sora.open('/desk')).status).toBe(401)
    const mina = await atDesk('mina')
    service.clock.move(9 * 3_600_000)
    expect((await mina.open('/desk')).status).toBe(401)
    const again = await atDesk('mina')
    expect((await again.press(await again.open('/desk'), 'Leave')).status).toBe(401)
  })
})

it('draws the statistics without a script, in both languages', async () => {
  const page = await (await atDesk('mina', 'ko')).open('/desk/stats?days=14')
  expect(page.text).toContain('지내는 모습')
  expect(page.html.match(/<svg /g)).toHaveLength(8)
  expect(page.html).not.toContain('<script')
  expect(page.text).toContain('14일')
  expect(page.text).toMatch(/\d+월 \d+일/)
  expect(page.text).not.toMatch(/\d{4}-\d\d/)
  expect(page.headers.get('content-security-policy')).not.toContain('script-src')
})

it('draws a bar for each day that has a value, the highest one whole', () => {
  const bars = [1, 4, null].map((value, at) => ({ day: `2026-11-0${at + 1}`, value }))
  const { markup } = barChart({ title: '<letters>', words: { today: 'today', most: 'most' }, bars })
  expect([...markup.matchAll(/ height="([\d.]+)"/g)].map(([, high]) => Number(high))).toEqual([30, 120, 0])
  expect(markup).not.toContain('<letters>')
})

it('shows the queues to owners only, and changes them only from its own page, with a mark in the audit log', async () => {
  const stranger = openBrowser(base)
  expect((await stranger.open('/desk/jobs/api/queues')).text).toContain('come in from the terminal')
  const browser = await atDesk('mina')
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const queues = await fetch(`${base}/desk/jobs/api/queues`, { headers: { cookie } })
  expect(queues.headers.get('content-security-policy')).toContain("script-src 'self';")
  expect(await queues.json()).toMatchObject({
    queues: expect.arrayContaining([expect.objectContaining({ name: 'letters' })]),
  })
  const pause = (headers: Record<string, string>) =>
    fetch(`${base}/desk/jobs/api/queues/letters/pause`, { method: 'PUT', headers: { cookie, ...headers } })
  for (const site of ['cross-site', 'same-site', 'none'])
    expect((await pause({ 'sec-fetch-site': site })).status).toBe(403)
  expect((await pause({})).status).toBe(403)
  expect((await pause({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  const resume = `${base}/desk/jobs/api/queues/letters/resume`
  await fetch(resume, { method: 'PUT', headers: { cookie, origin: base } })
  const acts = await listAudit(service.core, { limit: 2 })
  expect(acts.map(({ operator, act, subject }) => `${operator} ${act} ${subject}`)).toEqual([
    'mina jobs.resume queue letters',
    'mina jobs.pause queue letters',
  ])
})

it.each([
  ['PUT', '/api/queues/pause', 'jobs.pause', 'all queues'],
  ['PUT', '/api/queues/letters/empty', 'jobs.drain', 'queue letters'],
  ['PUT', '/api/queues/letters/rate-limit/release', 'jobs.rate-limit-release', 'queue letters'],
  ['PUT', '/api/queues/letters/retry/failed', 'jobs.retry', 'all failed jobs of queue letters'],
  ['PUT', '/api/queues/letters/promote', 'jobs.promote', 'all delayed jobs of queue letters'],
  ['PUT', '/api/queues/letters/clean/completed', 'jobs.remove', 'all completed jobs of queue letters'],
  ['PUT', '/api/queues/letters/42/retry', 'jobs.retry', 'job letters 42'],
  ['PUT', '/api/queues/letters/repeat%3Aa%3A1/clean', 'jobs.remove', 'job letters repeat:a:1'],
  ['PATCH', '/api/queues/letters/42/update-data', 'jobs.change-data', 'job letters 42'],
  ['PUT', '/api/queues/letters/job-schedulers/sweep/run', 'jobs.schedule-run', 'schedule letters sweep'],
  ['PUT', '/api/something/%zz', 'jobs.other', 'PUT /api/something/%zz'],
  ['PUT', '/api/queues/letters/42/unheard-of', 'jobs.other', 'PUT /api/queues/letters/42/unheard-of'],
])('says in the audit log what was done on the board: %s %s', (method, path, act, subject) => {
  expect(readBoardAct(method, path)).toEqual({ act, subject })
})

it('knows every change that this version of the board can make', () => {
  const routes = (appRoutes as unknown as { api: { method: string; route: string }[] }).api
  const changes = routes.filter(({ method, route }) => method !== 'get' && route.startsWith('/api/queues'))
  expect(changes.length).toBeGreaterThan(20)
  for (const { method, route } of changes)
    expect(readBoardAct(method.toUpperCase(), route).act, route).not.toBe('jobs.other')
})

it('tells figures to this machine, or to whoever has the token, and to nobody else', async () => {
  const ask = (headers: Record<string, string> = {}) => fetch(`${base}/metrics`, { headers })
  const figures = await (await ask()).text()
  expect(figures).toMatch(/^wiro_service\{what="people"\} \d+$/m)
  expect(figures).toMatch(/^wiro_jobs\{queue="letters",state="waiting"\} \d+$/m)
  expect((await ask({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(404)
  Object.assign(service.core.config, { metricsToken: 'a-token-for-prometheus' })
  expect((await ask()).status).toBe(404)
  expect((await ask({ authorization: 'Bearer a-token-for-prometheuz' })).status).toBe(404)
  expect((await ask({ authorization: 'Bearer a-token-for-prometheus' })).status).toBe(200)
})
