import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../core/texts/en.ts'
import type { Person } from '../../sandbox/person.ts'
import { GOOGLE_WITHIN_MS } from '../../web/login.ts'
import { accountPages } from '../../web/pages.ts'
import { openWeb } from '../../web/web.ts'
import { tap } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { type Browser, logIn, openBrowser, openSite, type Page, type Site, throughGoogle } from '../support/site.ts'
import { accountOf, bind, newcomer, newLogin } from './linking.ts'

let service: Service
let site: Site
let browser: Browser
let person: Person
let who: number

beforeAll(async () => {
  service = await openService()
  site = await openSite(service)
  person = await newcomer(service, 'discord')
  browser = openBrowser(site.base)
  who = newLogin(site)
  await bind(browser, site, person, who)
})
afterAll(async () => {
  await site.close()
  await service.close()
})

const LOG_IN = 'Log in with Google'
const settings = async () => {
  const from = person.chat().at(-1)?.id ?? ''
  await person.command('settings')
  return (await person.until(/Your settings|설정/, { after: from })).text
}

describe('the account page', () => {
  it('changes what the chat shows, and the other way round', async () => {
    const page = await browser.open('/account')
    const saved = await browser.press(page, 'Save', {
      zone: 'Asia/Seoul',
      dailyNumber: '7',
      notify: 'daily',
      quietFrom: '1320',
      quietUntil: '420',
      willing: 'yes',
      reads: 'ko',
    })
    expect(saved.text).toContain('Saved.')
    const shown = await settings()
    for (const part of [
      'Seoul',
      'Letters a day, at most: 7',
      'once a day',
      '10:00 PM to 7:00 AM',
      en['settings.willing.yes'],
      'I read letters in: Korean',
    ])
      expect(shown).toContain(part)
    await tap(person, 'Pause letters')
    await person.until(en['settings.willing.no'])
    expect((await browser.open('/account')).html).not.toMatch(/name="willing" value="yes" checked/)
  })

  it('refuses what cannot be, and says why', async () => {
    const page = await browser.press(await browser.open('/account'), 'Save', { dailyNumber: '7' })
    expect((await browser.press(page, 'Save', { dailyNumber: '99' })).text).toContain('from 1 to 10')
    expect((await browser.press(page, 'Save', { zone: 'Moon/Base' })).text).toContain('couldn’t find that place')
    expect(await settings()).toContain('Letters a day, at most: 7')
  })

  it('speaks the person’s language once they are known, and the browser’s before', async () => {
    await browser.press(await browser.open('/account'), 'Save', { language: 'ko' })
    const page = await browser.open('/account')
    expect(page.html).toContain('<html lang="ko">')
    expect(page.text).toContain('내가 있는 곳')
    expect(await settings()).toContain('필명')
    await browser.press(page, '저장', { language: 'en' })
    expect((await openBrowser(site.base, { language: 'ko' }).open('/account')).html).toContain('<html lang="ko">')
    expect((await openBrowser(site.base, { language: 'fr' }).open('/account')).html).toContain('<html lang="en">')
  })

  it('says at /chat what a login is for there, and leads back to it', async () => {
    const stranger = openBrowser(site.base)
    const page = await stranger.open('/chat')
    expect(page.text).toContain('you can talk live here, too')
    expect(page.html).toContain('name="to" value="/chat"')
  })

  it('lists whom one blocked and takes it back', async () => {
    const [me] = (
      await service.core.db.pg.query(
        `select account_id from identity where platform = 'discord' order by created_at limit 1`,
      )
    ).rows
    const foe = await accountOf(service, await newcomer(service, 'telegram'))
    await service.core.db.pg.query(
      'insert into block (id, cause_id, blocker_id, blocked_id, label, created_at) values (gen_random_uuid(), gen_random_uuid(), $1, $2, $3, now())',
      [me.account_id, foe, '<i>Loud</i> Trumpet'],
    )
    const page = await browser.open('/account')
    expect(page.html).toContain('&#60;i&#62;Loud&#60;/i&#62; Trumpet')
    expect((await browser.press(page, 'Unblock')).text).toContain('Nobody.')
  })

  it('gives the data and erases, after a recent login, asking twice', async () => {
    const also = await newcomer(service, 'telegram')
    const theirs = openBrowser(site.base)
    const login = newLogin(site)
    await bind(theirs, site, also, login)
    const page = await theirs.open('/account')
    expect((await theirs.press(page, 'Download my data')).text).toContain('works for a day')
    await also.until('Here is everything of yours')
    service.clock.move(11 * 60_000)
    const again = await theirs.open('/account/erase')
    expect(again.text).toContain('Please log in once more')
    const asked = await throughGoogle(theirs, site, await theirs.press(again, LOG_IN), login)
    expect(asked.text).toContain('please write “delete”')
    const wrong = await theirs.press(asked, 'Delete it for good', { word: 'yes' })
    expect(wrong.text).toContain('Nothing was deleted')
    expect((await theirs.press(wrong, 'Delete it for good', { word: ' Delete ' })).text).toContain('It is done')
    expect((await theirs.open('/account')).text).toContain(LOG_IN)
    expect((await logIn(theirs, site, login)).text).toContain('isn’t joined to a chat yet')
    await also.command('start')
    await also.until('Welcome to Wiro')
  })
})

describe('what goes wrong is said, with what to do', () => {
  const begin = async (): Promise<[Browser, Page]> => {
    const visitor = openBrowser(site.base)
    return [visitor, await visitor.press(await visitor.open('/account'), LOG_IN)]
  }

  it('no at Google', async () => {
    const [visitor, asked] = await begin()
    const page = await visitor.open(await site.google.consent(asked.url, undefined))
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('You said no at Google')])
  })

  for (const fault of ['500', '502html', 'drop'] as const) {
    it(`Google down: ${fault}`, async () => {
      const [visitor, asked] = await begin()
      const remove = site.google.faults.inject({ kind: fault, match: { path: /^\/(token|userinfo)/ } })
      const page = await throughGoogle(visitor, site, asked, newLogin(site))
      remove()
      expect([page.status, page.text]).toEqual([502, expect.stringContaining('Google doesn’t answer')])
      expect((await visitor.open('/account')).text).toContain(LOG_IN)
    })
  }

  it('Google silent', async () => {
    const [visitor, asked] = await begin()
    const remove = site.google.faults.inject({ kind: 'hang', match: { path: /^\/token/ } })
    const { time } = service.core
    const waits: number[] = []
    const after = (milliseconds: number, act: () => void) => {
      waits.push(milliseconds)
      return time.after(milliseconds === GOOGLE_WITHIN_MS ? 100 : milliseconds, act)
    }
    service.core.time = { ...time, after }
    const page = await throughGoogle(visitor, site, asked, newLogin(site))
    service.core.time = time
    remove()
    expect(waits).toContain(GOOGLE_WITHIN_MS)
    expect([page.status, page.text]).toEqual([502, expect.stringContaining('Google doesn’t answer')])
  })

  it('no address, or one that no verified e-mail address', async () => {
    for (const email of [undefined, 'nobody@example.com']) {
      const [visitor, asked] = await begin()
      const account = site.google.addPerson({ name: 'Unverified', emailVerified: false, ...(email ? { email } : {}) })
      const page = await throughGoogle(visitor, site, asked, site.google.people.indexOf(account))
      expect([page.status, page.text]).toEqual([403, expect.stringContaining('no verified e-mail address')])
    }
  })

  it('a login that took too long, or came back without its cookie (a device whose clock is wrong drops it)', async () => {
    const [visitor, asked] = await begin()
    const back = await site.google.consent(asked.url, site.google.people[0])
    service.clock.move(10 * 60_000 + 1_000)
    const late = await visitor.open(back)
    expect([late.status, late.text]).toEqual([403, expect.stringContaining('the clock of your device')])
    expect(openBrowser(site.base).cookies.size).toBe(0)
    expect((await openBrowser(site.base).open(back)).status).toBe(403)
    const set = (await fetch(`${site.base}/account`)).headers.get('set-cookie') ?? ''
    expect(set).not.toMatch(/expires|max-age/i)
  })

  it('a link of nowhere, a page that is not there, a method that is none, a body that is none', async () => {
    expect((await browser.open('/link/AAAAAAAAAAAAAAAAAAAAAA')).status).toBe(410)
    expect((await browser.open('/link/%E0%A4%A')).status).toBe(400)
    expect((await browser.open('/bind/short')).status).toBe(403)
    expect((await browser.open('/account/nothing')).status).toBe(404)
    expect((await browser.open('/export/x')).status).toBe(410)
    expect((await fetch(`${site.base}/account`, { method: 'PUT' })).status).toBe(403)
    expect(
      (
        await fetch(`${site.base}/account/settings`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: `a=${'x'.repeat(40_000)}`,
        })
      ).status,
    ).toBe(413)
    expect(
      (
        await fetch(`${site.base}/account/settings`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{',
        })
      ).status,
    ).toBe(403)
  })

  it('a failure of ours shows its name in the log, and nothing of itself', async () => {
    const broken = Object.assign(new Error('secret words of a database'), { code: 'XX000' })
    const account = service.core.db.prisma.identity
    const real = account.findMany
    Object.assign(account, { findMany: () => Promise.reject(broken) })
    const page = await browser.open('/account')
    Object.assign(account, { findMany: real })
    expect(page.status).toBe(500)
    expect(page.html).not.toMatch(/secret words|at .*\.ts|node_modules|XX000/)
    const incident = /\(([0-9a-f]{8})\)/.exec(page.text)?.[1] ?? 'none'
    const logged = service.logs.find((line) => line.includes(incident)) ?? ''
    expect(logged).toContain('web: a page failed')
    expect(logged).not.toContain('secret words')
  })
})

describe('headers and cookies', () => {
  it('allow nothing from elsewhere, no scripts, no frames, no referrer, no cache', async () => {
    const { headers } = await browser.open('/account')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|script-src|\*/)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBeNull()
  })

  it('give the style sheet under a name that changes with it', async () => {
    const path = /href="(\/account\/style\.[0-9a-f]+\.css)"/.exec((await browser.open('/account')).html)?.[1] ?? ''
    const sheet = await browser.open(path)
    expect(sheet.headers.get('content-type')).toContain('text/css')
    expect(sheet.html).toContain('light-dark(')
  })

  it('mark the cookie for this site alone: HttpOnly and SameSite always, __Host- and Secure where pages are public', async () => {
    const plain = (await fetch(`${site.base}/account`)).headers.get('set-cookie') ?? ''
    expect(plain).toMatch(/^wiro=/)
    expect(plain).toMatch(/HttpOnly/i)
    expect(plain).toMatch(/SameSite=Lax/i)

    const own = service.core.config.publicUrl
    service.core.config.publicUrl = 'https://letters.example.org'
    const web = await openWeb({ port: 0, host: '127.0.0.1' })
    for (const mount of accountPages(service.core)) web.mount(mount)
    const response = await fetch(`http://127.0.0.1:${web.port}/account`, {
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' },
    })
    const secure = response.headers.get('set-cookie') ?? ''
    expect(secure).toMatch(/^__Host-wiro=.*Path=\/.*HttpOnly.*Secure/i)
    expect(secure).not.toMatch(/Domain=/i)
    expect(response.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/)
    await web.close()
    service.core.config.publicUrl = own
  })

  it('count requests by address and by login, and ask for patience', async () => {
    const flood = openBrowser(site.base)
    const page = await flood.open('/account')
    const answers: number[] = []
    for (let request = 0; request < 70; request++) answers.push((await flood.press(page, LOG_IN)).status)
    expect(answers[0]).toBe(302)
    expect(answers.at(-1)).toBe(429)
    const last = await flood.post('/login', {})
    expect(last.headers.get('retry-after')).toBe('60')
    expect(last.text).toContain('wait a minute')
  })
})

it('a place without a login says so, in the pages and in the chat', async () => {
  const { google } = service.core.config
  service.core.config.google = undefined
  const web = await openWeb({ port: 0, host: '127.0.0.1' })
  for (const mount of accountPages(service.core)) web.mount(mount)
  const visitor = openBrowser(`http://127.0.0.1:${web.port}`)
  expect((await visitor.open('/account')).text).toContain('isn’t set up here')
  expect((await visitor.open('/login/google/callback?code=x&state=y')).status).toBe(404)
  const alone = await newcomer(service, 'telegram')
  await alone.command('link')
  await alone.until('Joining chats isn’t set up')
  await web.close()
  service.core.config.google = google
})
