import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Person } from '../../sandbox/person.ts'
import { insist, SLOTS_BY_WISH } from '../support/database.ts'
import { sendLetter, tap } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { logIn, openBrowser, openSite, type Site } from '../support/site.ts'
import { accountOf, bind, newcomer, newLogin } from '../web/linking.ts'

let service: Service
let site: Site
let writer: Person
let here: Person
let there: Person
let number = 0

beforeAll(async () => {
  service = await openService()
  site = await openSite(service)
  writer = await newcomer(service, 'discord')
  here = await newcomer(service, 'discord')
  there = await newcomer(service, 'telegram')
  const browser = openBrowser(site.base)
  const who = newLogin(site)
  await bind(browser, site, here, who)
  await bind(browser, site, there, who)
  await there.until('Your Telegram chat and your Google login')
  await here.command('settings')
  await tap(here, 'Let letters come')
})
afterAll(async () => {
  await site.close()
  await service.close()
})
beforeEach(async () => {
  number++
  await insist(service.core.db.pg, 'delete from letter', 'update account set read_count = 0', SLOTS_BY_WISH)
})

const text = () => `Dear stranger, this is letter number ${number}, and it looks for you wherever you are.`
const notices = (person: Person) =>
  person.chat().filter((message) => message.text.includes('A letter for you') && !message.deleted).length

/** Does something and waits for the letter that comes of it. */
async function arrivesAt(person: Person, act: () => Promise<void>) {
  const after = person.chat().at(-1)?.id
  await act()
  const notice = await person.until('A letter for you', after ? { after } : {})
  await person.press('Open', { message: notice.id })
  await person.until(text())
}

async function untilRow(sql: string) {
  await vi.waitFor(async () => expect((await service.core.db.pg.query(sql)).rowCount).toBeGreaterThan(0), 10_000)
}

async function choose(label: string) {
  await there.command('link')
  await tap(there, 'Where letters arrive')
  await tap(there, label)
  await there.until('Saved')
}

it('arrives where the person was last', async () => {
  await choose('Wherever I was last')
  service.clock.move(120_000)
  await there.command('inbox')
  const before = notices(here)
  await arrivesAt(there, () => sendLetter(writer, text()))
  expect(notices(here)).toBe(before)
})

it('arrives where they chose, wherever they were last', async () => {
  await choose('Discord')
  service.clock.move(120_000)
  await there.command('inbox')
  const before = notices(there)
  await arrivesAt(here, () => sendLetter(writer, text()))
  expect(notices(there)).toBe(before)
})

it('goes to the other chat, once, when the chosen one cannot be reached', async () => {
  await choose('Discord')
  await here.block()
  const before = [notices(here), notices(there)]
  await arrivesAt(there, () => sendLetter(writer, text()))
  expect([notices(here), notices(there)]).toEqual([before[0], (before[1] ?? 0) + 1])
  const { rows } = await service.core.db.pg.query('select count(*)::int as n from delivery')
  expect(rows[0].n).toBe(1)
  await here.unblock()
  await here.command('help')
})

it('keeps what came to a chat that left: the other one hears that it waits, and opens it', async () => {
  await here.command('inbox')
  await here.until(/Nothing here yet|Letters for you/)
  await choose('Telegram')
  await sendLetter(writer, text())
  await untilRow(`select 1 from delivery where state = 'arrived'`)
  const after = here.chat().at(-1)?.id ?? ''
  await there.block()
  const told = await here.until('A letter for you', { after })
  await here.press('Open', { message: told.id })
  await here.until(text())
  const { rows } = await service.core.db.pg.query('select count(*)::int as n from delivery')
  expect(rows[0].n).toBe(1)
  await there.unblock()
  await there.command('help')
})

it('takes another chat out, and logs browsers out, from the chat', async () => {
  const one = await newcomer(service, 'discord')
  const other = await newcomer(service, 'telegram')
  const browser = openBrowser(site.base)
  const who = newLogin(site)
  await bind(browser, site, one, who)
  await one.command('link')
  await one.until('say /link there and log in with the same Google login')
  await bind(browser, site, other, who)
  await one.command('link')
  await tap(one, 'Log out everywhere')
  await one.until('Every browser is logged out')
  expect((await browser.open('/account')).text).toContain('Log in with Google')
  await one.command('link')
  await tap(one, 'Take Telegram out')
  await one.until('Your Telegram chat begins anew')
  await tap(one, 'Yes, separate it')
  await one.until('Your Telegram chat stands for itself now')
  expect(await accountOf(service, one)).not.toBe(await accountOf(service, other))
})

it('unbinding leaves the past where it is; the chat begins anew, with the same settings', async () => {
  const [one, other] = [await newcomer(service, 'discord'), await newcomer(service, 'telegram')]
  const browser = openBrowser(site.base)
  const who = newLogin(site)
  for (const chat of [one, other]) await bind(browser, site, chat, who)
  await sendLetter(other, `A letter of mine, number ${number}, that stays with the other chat.`)
  await other.command('link')
  await tap(other, 'Separate this chat')
  await tap(other, 'Yes, separate it')
  const said = await other.until('This chat is on its own now')
  const name = /here you are (.*)\./.exec(said.text)?.[1] ?? 'nobody'
  const from = said.id
  await other.command('sent')
  expect((await other.until(/sent a letter yet|Letters you sent/, { after: from })).text).not.toContain(
    'A letter of mine',
  )
  await other.command('settings')
  expect((await other.until('Your settings')).text).toContain(name)
  await one.command('sent')
  await one.until('A letter of mine')
  await one.command('link')
  await one.until('is joined with: Google')
})

it('a login can be parted with from the chat, and is logged out', async () => {
  const browser = openBrowser(site.base)
  const alone = await newcomer(service, 'discord')
  const who = newLogin(site)
  await bind(browser, site, alone, who)
  await alone.command('link')
  await tap(alone, 'Forget my Google login')
  await tap(alone, 'Yes, forget it')
  await alone.until('The Google login is forgotten')
  expect((await browser.open('/account')).text).toContain('Log in with Google')
  expect((await logIn(browser, site, who)).text).toContain('isn’t joined to a chat yet')
})

it('the only chat of an account cannot be taken out', async () => {
  const browser = openBrowser(site.base)
  const alone = await newcomer(service, 'telegram')
  await bind(browser, site, alone, newLogin(site))
  const page = await browser.open('/account')
  const refused = await browser.press(page, 'Separate')
  expect(refused.text).toContain('only chat your letters can reach')
})
