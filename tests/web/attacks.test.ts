import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { machineTime, pause } from '../../core/time.ts'
import { sendLetter, tap } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { logIn, openBrowser, openSite, type Site, throughGoogle } from '../support/site.ts'
import { accountOf, bind, codeOn, follow, link, newcomer, newLogin, YES } from './linking.ts'

let service: Service
let site: Site
beforeAll(async () => {
  service = await openService()
  site = await openSite(service)
})
afterAll(async () => {
  await site.close()
  await service.close()
})

const logins = async () =>
  (await service.core.db.pg.query(`select count(*)::int as n from identity where platform = 'google'`)).rows[0].n
const LOG_IN = 'Log in with Google'
/** How long a database keeps a session's write waiting that is slow. */
const SLOW_MS = 150

describe('login CSRF: the attacker’s code in the victim’s browser', () => {
  it('logs nobody in, neither without a login under way nor with one', async () => {
    const attacker = openBrowser(site.base)
    const asked = await attacker.press(await attacker.open('/account'), LOG_IN)
    const back = await site.google.consent(asked.url, site.google.people[newLogin(site)])
    const victim = openBrowser(site.base)
    expect((await victim.open(back)).text).toContain('begun in another browser')
    await victim.press(await victim.open('/account'), LOG_IN)
    const page = await victim.open(back)
    expect(page.status).toBe(403)
    expect((await victim.open('/account')).text).toContain('Log in with Google')
  })

  it('a forged, a missing and a used state lead nowhere', async () => {
    const browser = openBrowser(site.base)
    const who = newLogin(site)
    const asked = await browser.press(await browser.open('/account'), LOG_IN)
    const back = new URL(await site.google.consent(asked.url, site.google.people[who]))
    const forged = new URL(back)
    forged.searchParams.set('state', 'forged')
    expect((await browser.open(forged.href)).status).toBe(403)
    const without = new URL(back)
    without.searchParams.delete('state')
    expect((await browser.open(without.href)).status).toBe(403)
    expect((await browser.open(back.href)).text).toContain('Your account')
    expect((await openBrowser(site.base).open(back.href)).status).toBe(403)
    expect((await browser.open(back.href)).status).toBe(403)
  })

  it('the code is worth nothing to whoever reads it: the verifier never leaves us', async () => {
    const browser = openBrowser(site.base)
    const asked = await browser.press(await browser.open('/account'), LOG_IN)
    expect(new URL(asked.url).searchParams.get('code_challenge_method')).toBe('S256')
    const code =
      new URL(await site.google.consent(asked.url, site.google.people[newLogin(site)])).searchParams.get('code') ?? ''
    const stolen = await fetch(site.google.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: `${site.base}/login/google/callback`,
        client_id: site.google.clientId,
        client_secret: site.google.clientSecret,
      }),
    })
    expect(stolen.status).toBe(400)
  })
})

describe('forced linking', () => {
  it('nothing is bound without the form’s token, from elsewhere, or by just opening a page', async () => {
    const victim = await newcomer(service, 'discord')
    const browser = openBrowser(site.base)
    const page = await follow(browser, site, (await link(victim)).path, newLogin(site))
    const { pathname } = new URL(page.url)
    const before = await logins()
    expect((await browser.post(pathname, {})).status).toBe(403)
    expect((await browser.post(pathname, { _csrf: 'guessed' }, { origin: 'https://evil.example' })).status).toBe(403)
    await browser.open(pathname)
    expect(await logins()).toBe(before)
    expect((await browser.press(await browser.open(pathname), YES)).text).toContain('They are joined now')
    expect(await logins()).toBe(before + 1)
  })

  it('a session that logged in a while ago has to log in again before it binds', async () => {
    const victim = await newcomer(service, 'telegram')
    const browser = openBrowser(site.base)
    const page = await follow(browser, site, (await link(victim)).path, newLogin(site))
    service.clock.move(11 * 60_000)
    const refused = await browser.press(page, YES)
    expect(refused.status).toBe(401)
    expect(refused.text).toContain('Please log in once more')
  })
})

describe('pre-hijacking', () => {
  it('somebody with the same e-mail address is somebody else: only Google’s number counts', async () => {
    const victim = await newcomer(service, 'discord')
    const email = 'same@example.com'
    const first = site.google.addPerson({ name: 'The first', email })
    const second = site.google.addPerson({ name: 'The second', email })
    const [mine, theirs] = [first, second].map((person) => site.google.people.indexOf(person))
    await bind(openBrowser(site.base), site, victim, mine ?? 0)
    expect((await logIn(openBrowser(site.base), site, theirs ?? 0)).text).toContain('isn’t joined to a chat yet')
  })

  it('whoever changes their address stays who they are; an unverified address does not log in', async () => {
    const person = await newcomer(service, 'telegram')
    const account = site.google.addPerson({ name: 'Changes', email: 'before@example.com' })
    const who = site.google.people.indexOf(account)
    await bind(openBrowser(site.base), site, person, who)
    account.email = 'after@example.com'
    expect((await logIn(openBrowser(site.base), site, who)).text).toContain('Telegram since')
    account.emailVerified = false
    const refused = await logIn(openBrowser(site.base), site, who)
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('no verified e-mail address')
  })

  it('keeps neither name nor address of a login', async () => {
    const person = await newcomer(service, 'discord')
    const account = site.google.addPerson({ name: 'Guinevere Featherstonehaugh', email: 'guinevere@example.com' })
    const asked = site.google.requests.length
    await bind(openBrowser(site.base), site, person, site.google.people.indexOf(account))
    const told = site.google.requests.slice(asked).filter(({ path }) => path.startsWith('/userinfo'))
    expect(told.length).toBeGreaterThan(0)
    expect(told.some(({ response }) => response?.includes('Featherstonehaugh'))).toBe(false)
  })
})

describe('a stolen link', () => {
  it('has 128 bits, lies nowhere in the database or the logs, works once, and only the newest one', async () => {
    const victim = await newcomer(service, 'discord')
    const old = await link(victim)
    const { path } = await link(victim)
    const secret = path.split('/').at(-1) ?? ''
    expect(Buffer.from(secret, 'base64url')).toHaveLength(16)
    const { rows } = await service.core.db.pg.query('select b::text as row from binding b')
    expect(rows.some(({ row }) => row.includes(secret) || row.includes(Buffer.from(secret).toString('hex')))).toBe(
      false,
    )
    expect(service.logs.join('')).not.toContain(secret)
    expect((await openBrowser(site.base).open(old.path)).status).toBe(410)
    const [one, other] = [openBrowser(site.base), openBrowser(site.base)]
    const [first, second] = [await one.open(path), await other.open(path)]
    await one.press(first, 'Go on with Google')
    const late = await other.press(second, 'Go on with Google')
    expect(late.status).toBe(410)
    expect(late.text).toContain('used already')
  })

  it('claimed by many at once it goes to one', async () => {
    const victim = await newcomer(service, 'telegram')
    const { path } = await link(victim)
    const browsers = Array.from({ length: 6 }, () => openBrowser(site.base))
    const pages = await Promise.all(browsers.map((browser) => browser.open(path)))
    const came = await Promise.all(
      browsers.map((browser, at) => browser.press(pages[at] ?? pages[0] ?? expect.fail(), 'Go on with Google')),
    )
    expect(came.filter((page) => page.url.startsWith(site.google.authorizationUrl))).toHaveLength(1)
  })

  it('is dead after ten minutes', async () => {
    const { path } = await link(await newcomer(service, 'discord'))
    service.clock.move(10 * 60_000 + 1_000)
    const page = await openBrowser(site.base).open(path)
    expect(page.status).toBe(410)
    expect(page.text).toContain('Make a new one with /link')
  })

  it('opens no letters to the thief: a chat with letters is asked itself', async () => {
    const victim = await newcomer(service, 'discord')
    await sendLetter(victim, 'A letter that a thief with a link would very much like to read.')
    const thief = openBrowser(site.base)
    const page = await thief.press(await follow(thief, site, (await link(victim)).path, newLogin(site)), YES)
    expect(page.text).toContain('One more yes, in your chat')
    expect((await thief.open('/account')).text).toContain('isn’t joined')
    await tap(victim, 'It wasn’t me')
    await victim.until('Nothing was joined')
  })

  it('cannot be gone on with in another browser, nor by another login', async () => {
    const victim = await newcomer(service, 'telegram')
    const browser = openBrowser(site.base)
    const page = await follow(browser, site, (await link(victim)).path, newLogin(site))
    const before = await logins()
    const thief = openBrowser(site.base)
    await logIn(thief, site, newLogin(site))
    const stolen = await thief.open(page.url)
    expect(stolen.status).toBe(403)
    expect(stolen.text).toContain('belongs to another browser')
    const account = await thief.open('/account')
    const token = /name="_csrf" value="([^"]+)"/.exec(account.html)?.[1] ?? ''
    expect((await thief.post(new URL(page.url).pathname, { _csrf: token })).status).toBe(403)
    expect(await logins()).toBe(before)
    expect((await browser.press(page, YES)).text).toContain('They are joined now')
  })
})

describe('reverse fixation: the victim is brought to join the attacker’s account', () => {
  it('by a code: the chat asks first, names the page’s words and its account, and nothing happens by itself', async () => {
    const attackerChat = await newcomer(service, 'telegram')
    const attacker = openBrowser(site.base)
    const who = newLogin(site)
    await bind(attacker, site, attackerChat, who)
    const page = await attacker.press(await attacker.open('/account'), 'Join a chat')
    const victim = await newcomer(service, 'discord')
    const before = await accountOf(service, victim)
    await victim.command('link', { code: codeOn(page) })
    const asked = await victim.until('Is that your page?')
    expect(asked.text).toMatch(/It is the page of \S+/)
    expect(asked.text).toContain('they would read your letters')
    const forced = await attacker.post(new URL(page.url).pathname, {
      _csrf: /name="_csrf" value="([^"]+)"/.exec((await attacker.open('/account')).html)?.[1] ?? '',
    })
    expect(forced.text).toContain('Send the code in your chat first')
    expect(await accountOf(service, victim)).toBe(before)
    await tap(victim, 'It wasn’t me')
    expect(await accountOf(service, victim)).toBe(before)
  })

  it('a stolen code gives the thief’s chat nothing: the page still has to say yes', async () => {
    const owner = openBrowser(site.base)
    const page = await owner.press(await logIn(owner, site, newLogin(site)), 'Join a chat')
    const thief = await newcomer(service, 'telegram')
    await thief.say(`/link ${codeOn(page)}`)
    await tap(thief, 'Yes, that’s my page')
    await thief.until('go back to the page')
    expect((await owner.open('/account')).text).toContain('isn’t joined')
    const seen = await owner.open(page.url)
    expect(seen.text).toContain('A chat on Telegram')
    expect((await owner.press(seen, 'No, it isn’t')).text).toContain('Nothing was joined')
  })

  it('what is bound is never bound anew in silence', async () => {
    const person = await newcomer(service, 'discord')
    await bind(openBrowser(site.base), site, person, newLogin(site))
    await person.command('link')
    await person.until('is joined with: Google')
    const other = openBrowser(site.base)
    const page = await other.press(await logIn(other, site, newLogin(site)), 'Join a chat')
    await person.command('link', { code: codeOn(page) })
    await tap(person, 'Yes, that’s my page')
    await person.until('is joined with another Google login')
  })
})

describe('sessions', () => {
  it('are new after a login: whoever planted the old cookie has nothing', async () => {
    const planted = openBrowser(site.base)
    const start = await planted.open('/account')
    const victim = openBrowser(site.base)
    for (const [name, value] of planted.cookies) victim.cookies.set(name, value)
    const back = await victim.press(start, LOG_IN)
    expect((await throughGoogle(victim, site, back, newLogin(site))).text).toContain('Your account')
    expect([...victim.cookies.values()]).not.toEqual([...planted.cookies.values()])
    expect((await planted.open('/account')).text).toContain('Log in with Google')
  })

  it('are kept before the browser is sent on, however slow the database: what the next page writes stays', async () => {
    const { prisma } = service.core.db
    const writes: Promise<unknown>[] = []
    const everySecondIsSlow = async <T>(write: () => Promise<T>) => {
      if (writes.length % 2 === 0) await pause(machineTime, SLOW_MS)
      return write()
    }
    const slow = prisma.$extends({
      query: {
        webSession: {
          upsert({ args, query }) {
            const write = everySecondIsSlow(() => query(args))
            writes.push(write)
            return write
          },
        },
      },
    })
    const browser = openBrowser(site.base)
    const asked = await browser.press(await browser.open('/account'), LOG_IN)
    writes.push(Promise.resolve())
    Object.assign(service.core.db, { prisma: slow })
    const page = await throughGoogle(browser, site, asked, newLogin(site))
    await Promise.all(writes)
    Object.assign(service.core.db, { prisma })
    expect(codeOn(await browser.press(page, 'Join a chat'))).toHaveLength(22)
  })

  it('end everywhere at once, and after their time', async () => {
    const person = await newcomer(service, 'telegram')
    const who = newLogin(site)
    const [one, two, three] = [
      openBrowser(site.base),
      openBrowser(site.base, { agent: 'Mozilla/5.0 (iPhone) Safari/604.1' }),
      openBrowser(site.base),
    ]
    await bind(one, site, person, who)
    expect((await logIn(two, site, who)).text).toMatch(/Safari · iPhone this browser/)
    await logIn(three, site, who)
    await one.press(await one.open('/account'), 'Log out everywhere')
    for (const browser of [one, two, three])
      expect((await browser.open('/account')).text).toContain('Log in with Google')
    await logIn(one, site, who)
    service.clock.move(12 * 3_600_000 + 1_000)
    expect((await one.open('/account')).text).toContain('Log in with Google')
  })

  it('hold nothing readable in the database', async () => {
    const browser = openBrowser(site.base)
    const who = newLogin(site)
    await logIn(browser, site, who)
    const { rows } = await service.core.db.pg.query('select s::text as row from web_session s')
    const cookie = [...browser.cookies.values()][0] ?? ''
    const key = decodeURIComponent(cookie).slice(2).split('.')[0] ?? ''
    for (const { row } of rows)
      for (const secret of [key, site.google.people[who]?.sub ?? '']) {
        expect(row).not.toContain(secret)
        expect(row).not.toContain(Buffer.from(secret).toString('hex'))
      }
  })
})

it('leads nowhere else: only to pages of ours', async () => {
  for (const to of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/account/../../evil',
    'javascript:alert(1)',
    '/login/google/callback',
  ]) {
    const browser = openBrowser(site.base)
    const token = /name="_csrf" value="([^"]+)"/.exec((await browser.open('/account')).html)?.[1] ?? ''
    const asked = await browser.post('/login', { _csrf: token, to })
    const page = await throughGoogle(browser, site, asked, newLogin(site))
    expect(new URL(page.url).pathname).toBe('/account')
  }
})
