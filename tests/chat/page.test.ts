import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Person } from '../../sandbox/person.ts'
import { openBrowser } from '../sandbox/page/browser.ts'
import { welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { openBrowser as openPlainBrowser, openSite, type Site } from '../support/site.ts'
import { bind } from '../web/linking.ts'
import { askForChat, chatter, earnChats, heard } from './chatters.ts'

/** The seat in the browser: a real one, at the size of a phone, with both platforms and Google standing by. */

let service: Service
let site: Site
let browser: Browser
const complaints: string[] = []
/** Everything that came over the wire to any page. */
const wire: string[] = []

beforeAll(async () => {
  service = await openService()
  site = await openSite(service)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  await service.close()
})

type Sitter = { person: Person; page: Page }

/** Somebody who may chat, bound to a login and logged in on the chat's page. */
async function sitter(platform: 'discord' | 'telegram', name: string, locale: 'ko' | 'en' = 'en'): Promise<Sitter> {
  const person = await welcomed(service, { platform, name, locale, willing: false })
  const login = `${name} ${wire.length}-${site.google.people.length}`
  site.google.addPerson({ name: login, email: `login${site.google.people.length}@example.com` })
  await bind(openPlainBrowser(site.base), site, person, site.google.people.length - 1)
  await earnChats(service, person)
  const page = await openPage()
  await page.goto(`${site.base}/chat`)
  await page.getByRole('button', { name: /Log in with Google|구글로 로그인/ }).click()
  await page.getByRole('button', { name: login }).click()
  return { person, page }
}

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en-US' })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => wire.push(String(payload))))
  page.on('response', async (response) => {
    if (response.url().startsWith(site.base)) wire.push(await response.text().catch(() => ''))
  })
  return page
}

const write = async (page: Page, text: string) => {
  await page.getByRole('textbox').fill(text)
  await page.keyboard.press('Enter')
}
const bubble = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text })

/** Somebody on a page and somebody in a chat with each other. */
async function together(page: Page, person: Person): Promise<void> {
  await page.getByRole('button', { name: 'Yes, I’d like that' }).click()
  await page.getByRole('button', { name: 'Whatever comes' }).click()
  await page.getByText('Looking for somebody').waitFor()
  await askForChat(person)
  await page.getByText('Somebody is here').waitFor()
}

/** Opens what can be done with a message, and does it. */
async function does(page: Page, text: string, act: string): Promise<void> {
  const summary = page.getByLabel(`What to do with this: ${text}`, { exact: true })
  await summary.click()
  await page.getByRole('article').filter({ has: summary }).getByRole('button', { name: act }).click()
}
const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
}
const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth')

it.each([
  ['discord', 'telegram'],
  ['telegram', 'discord'],
] as const)(
  'talks between a page (bound on %s) and a chat on %s',
  async (here, there) => {
    const { person: ana, page } = await sitter(here, 'Ana')
    const ben = await chatter(service, there, 'Ben')
    await together(page, ben)
    await ana.until('Somebody is here')
    await ben.until('Somebody is here')

    await write(page, 'Hello from a browser.')
    const greeting = await heard(ben, 'Hello from a browser.')
    const theirs = await ben.say('Hello, browser!')
    await bubble(page, 'Hello, browser!').waitFor()
    await heard(ana, 'Hello, browser!')

    await does(page, 'Hello, browser!', 'Reply')
    await write(page, 'How was your day?')
    expect((await heard(ben, 'How was your day?')).replyTo).toBe(theirs)
    await ben.say('There was soup.', { replyTo: greeting.id })
    await bubble(page, 'There was soup.').getByRole('button', { name: 'Hello from a browser.' }).waitFor()
    expect((await ana.until('There was soup.')).text).toContain('Hello from a browser.')

    await does(page, 'Hello from a browser.', 'Change')
    await write(page, 'Hello from a kitchen.')
    await heard(ben, 'Hello from a kitchen.')
    await bubble(page, 'Hello from a kitchen.').getByText('changed').waitFor()
    await ben.edit(theirs, 'Hello, kitchen!')
    await bubble(page, 'Hello, kitchen!').waitFor()

    await ben.react(greeting.id, '👍')
    await bubble(page, 'Hello from a kitchen.').getByLabel('The other one: 👍').waitFor()
    await does(page, 'Hello, kitchen!', 'React with 🙏')
    await expect
      .poll(() => ben.chat().find(({ id }) => id === theirs)?.reactions)
      .toEqual([{ emoji: '🙏', from: 'bot' }])
    await bubble(page, 'Hello, kitchen!').getByLabel('You: 🙏').waitFor()

    await does(page, 'Hello from a kitchen.', 'Take back')
    await expect.poll(() => ben.chat().find(({ id }) => id === greeting.id)?.deleted).toBe(true)
    await expect.poll(() => bubble(page, 'Hello from a kitchen.').count()).toBe(0)
    await ana.say('And this from my own chat.')
    await bubble(page, 'And this from my own chat.').waitFor()
    await shot(page, `talking-${here}`)
    expect(await fits(page)).toBe(true)

    await page.getByRole('button', { name: 'Leave', exact: true }).click()
    await page.getByRole('button', { name: 'Yes', exact: true }).click()
    await page.getByRole('heading', { name: 'The chat has ended' }).waitFor()
    for (const person of [ana, ben]) await person.until('The chat has ended')
    await shot(page, `ended-${here}`)
  },
  60_000,
)

it('holds back ways to reach somebody, gives the words back, and shows help for words of crisis', async () => {
  const { page } = await sitter('telegram', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(page, ben)
  await write(page, 'Write to ana.lee@example.com')
  await page.getByRole('alert').filter({ hasText: 'I held that back: “ana.lee@example.com”' }).waitFor()
  expect(await page.getByRole('textbox').inputValue()).toBe('Write to ana.lee@example.com')
  await write(page, 'I want to kill myself')
  await heard(ben, 'I want to kill myself')
  await page.getByRole('alert').filter({ hasText: 'these people listen' }).waitFor()
  await shot(page, 'help')
  expect(ben.chat().filter(({ text }) => text.includes('example'))).toEqual([])
}, 60_000)

it('nothing was blocked, refused or thrown on the way', () => {
  expect(complaints).toEqual([])
})
