import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Person } from '../../sandbox/person.ts'
import { openBrowser } from '../sandbox/page/browser.ts'
import { sendLetter, tap, welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { openSite, type Site } from '../support/site.ts'
import { accountOf, link } from './linking.ts'

/** The whole binding in a real browser, at the size of a phone, with Google and both platforms standing by. */

let service: Service
let site: Site
let browser: Browser
let ana: Person
let also: Person
const complaints: string[] = []

beforeAll(async () => {
  service = await openService()
  site = await openSite(service)
  browser = await openBrowser()
  ana = await welcomed(service, { platform: 'discord', name: 'Ana', locale: 'en', willing: false })
  also = await welcomed(service, { platform: 'telegram', name: 'Ana on the tram', locale: 'en', willing: false })
})
afterAll(async () => {
  await browser.close()
  await site.close()
  await service.close()
})

async function phone({ locale = 'en-US' } = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale })
  const page = await context.newPage()
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return page
}

/** As a person would choose: the first account in Google's list. */
const choose = (page: Page, name: string) => page.getByRole('button', { name }).click()
const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth') as Promise<boolean>

/** Where Ana binds her chats. */
let page: Page

it('binds Discord to a login at once, and asks in the chat on Telegram, which has a history', async () => {
  page = await phone()
  const onDiscord = await link(ana)
  await page.goto(`${site.base}${onDiscord.path}`)
  await page.getByRole('button', { name: 'Go on with Google' }).click()
  await choose(page, '김서연')
  await page.getByText(onDiscord.phrase, { exact: true }).waitFor()
  expect(await fits(page)).toBe(true)
  await page.getByRole('button', { name: 'Yes, this chat is mine' }).click()
  await page.getByRole('heading', { name: 'They are joined now' }).waitFor()
  await ana.until('are joined now')

  await sendLetter(also, 'A letter written in the tram, which comes along when I am one person.')
  const onTelegram = await link(also)
  await page.goto(`${site.base}${onTelegram.path}`)
  await page.getByRole('button', { name: 'Go on with Google' }).click()
  await choose(page, '김서연')
  await page.getByRole('button', { name: 'Yes, this chat is mine' }).click()
  await page.getByRole('heading', { name: 'One more yes, in your chat' }).waitFor()
  await tap(also, 'Yes, that was me')
})

// Meanwhile the page above waits, and looks again every few seconds.
it('is light by day and dark by night, in Korean for Koreans, and every field has a name', async () => {
  const own = await phone({ locale: 'ko-KR' })
  await own.goto(`${site.base}/account`)
  await own.getByRole('button', { name: '구글로 로그인' }).click()
  await choose(own, '김서연')
  await own.getByRole('heading', { name: 'Your account' }).waitFor()
  const backgrounds: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await own.emulateMedia({ colorScheme })
    backgrounds.push(String(await own.evaluate('getComputedStyle(document.body).backgroundColor')))
  }
  expect(new Set(backgrounds).size).toBe(2)
  const nameless = await own.evaluate(
    `[...document.querySelectorAll('select, input:not([type=hidden])')].filter((field) => field.labels.length === 0).length`,
  )
  expect(nameless).toBe(0)
})

it('shows by itself that both are joined, and what is bound to the login', async () => {
  await page.getByRole('heading', { name: 'They are joined now' }).waitFor()
  expect(await accountOf(service, ana)).toBe(await accountOf(service, also))

  await page.getByRole('link', { name: 'To my account page' }).click()
  for (const platform of ['Discord', 'Telegram', 'Google']) await page.getByText(`${platform} since`).waitFor()
  expect(await fits(page)).toBe(true)
  await page.getByLabel('Letters arrive').selectOption('telegram')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  expect(await page.getByLabel('Letters arrive').inputValue()).toBe('telegram')
  await page.getByRole('button', { name: 'Log out', exact: true }).click()
  await page.getByRole('button', { name: 'Log in with Google' }).waitFor()
})

it('nothing was blocked, refused or thrown on the way', () => {
  expect(complaints).toEqual([])
})
