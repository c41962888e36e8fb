import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { sandboxStatus } from '../../../cli/sandboxStatus.ts'
import { findIdentity } from '../../../core/accounts/findIdentity.ts'
import type { Person } from '../../../sandbox/person.ts'
import { shutsOutNobody } from '../../support/axe.ts'
import { fillIn, walkedIn } from '../../support/people.ts'
import { openBrowser } from './browser.ts'
import { openPlayedService, type PlayedService } from './service.ts'

let service: PlayedService
let browser: Browser
/** What no page may do: ask elsewhere, or complain. */
const asked: string[] = []
const complaints: string[] = []
/** One a language, open as it is by day: what happens comes to it while one looks. */
const pages = new Map<string, Page>()

beforeAll(async () => {
  ;[service, browser] = await Promise.all([openPlayedService(), openBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await service?.close()
})
afterEach(() => {
  expect(asked.splice(0).filter((url) => !url.startsWith(service.origin))).toEqual([])
  expect(complaints.splice(0)).toEqual([])
})

/** The page in a language, which may have been open since an earlier test; those in another are left. */
async function openPage({ locale = 'ko', dress = async (_page: Page) => {} } = {}): Promise<Page> {
  for (const other of pages.keys()) if (other !== locale) await leavePage(other)
  // Drawn coarsely: nobody looks at it, and drawing is a third of what a page costs.
  const coarse = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 0.25 }
  const page = pages.get(locale) ?? (await newPage({ locale, ...coarse }))
  pages.set(locale, page)
  await dress(page)
  if (page.url() !== address()) await page.goto(address())
  return page
}

const address = () => `${service.origin}/sandbox`

/** Whoever opens it next was never here. */
async function leavePage(locale: string): Promise<void> {
  // To a file of the same place: going elsewhere would cost a new process.
  await pages.get(locale)?.goto(`${address()}/icon.svg`)
}

/** Nobody was here before; and nobody reads what is drawn coarsely, which then needs no fonts of its own. */
const fresh = `localStorage.clear()
  if (devicePixelRatio < 1) document.addEventListener('readystatechange', () => {
    for (const fonts of document.querySelectorAll('link[href*="/fonts/"]')) fonts.disabled = true
  })`

async function newPage(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  await context.addInitScript(fresh)
  const page = await context.newPage()
  page.on('request', (request) => asked.push(request.url()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
  return page
}

/** Three who are here for whatever follows: with every further phone each page costs more. */
const sora = once(() => walkedIn(service, { platform: 'discord', name: '소라', locale: 'ko', willing: false }))
const gaon = once(() => walkedIn(service, { platform: 'discord', name: '가온', locale: 'ko', willing: false }))
const bora = once(() => walkedIn(service, { platform: 'telegram', name: '보라', locale: 'ko', willing: false }))

function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined
  return () => (made ??= make())
}

/** Writes to themselves; returns the message by which they know that it has set off. */
async function writeToSelf(person: Person, when: 'hour' | 'week', text: string): Promise<string> {
  const { id: before = '' } = person.chat().at(-1) ?? {}
  await person.command('letter', { to: 'self', when })
  await fillIn(person, text)
  await person.press('보낼게요')
  return (await person.until('길을 나섰어요', { after: before })).id
}

const phoneOf = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) })

test('an empty page explains itself, and lets people in', async () => {
  const page = await openPage()
  await page.getByText('아직 아무도 없어요').waitFor()
  await page.getByRole('button', { name: '사람 더하기' }).click()
  await page.getByRole('textbox', { name: '이름' }).fill('하늘')
  await page.getByRole('radio', { name: 'Telegram' }).check()
  await page.keyboard.press('Enter')
  await phoneOf(page, '하늘').getByRole('button', { name: '시작' }).waitFor()
  expect(service.telegram.people().map(({ name, locale }) => ({ name, locale }))).toEqual([
    { name: '하늘', locale: 'ko' },
  ])
})

test.each([
  { locale: 'ko', writer: '민아', end: '편지 한 통이 답장을 받았어요', button: '대신 눌러 주세요' },
  { locale: 'en', writer: 'Alex', end: 'A letter was answered', button: 'Do it for me' },
])(
  'the guided minute ends with a letter answered ($locale)',
  { timeout: 180_000 },
  async ({ locale, writer, end, button }) => {
    const before = await answeredLetters()
    service.discord.join({ name: writer, locale })
    if (locale === 'en') service.telegram.join({ name: 'Sam', locale, started: false })
    // In Korean it has been open since before they came, in English they are there first.
    const page = await openPage({ locale })
    const guide = page.getByRole('region', { name: locale === 'ko' ? '처음 1분' : 'Your first minute' })
    // Pressed in haste, from within the page: what is pressed once too often happens once.
    const pressing = await guide
      .getByRole('button', { name: button, includeHidden: true })
      .evaluate((element) => Number(setInterval(() => element.click(), 60)))
    await guide.getByText(end).waitFor()
    expect(await answeredLetters()).toBe(before + 1)
    const answers = service.telegram
      .people()
      .flatMap((person) => person.chat().filter(({ from, text }) => from === 'me' && text.length > 20))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(answers.length)
    await page.evaluate((timer) => clearInterval(timer), pressing)
  },
)

async function answeredLetters(): Promise<number> {
  const { letters } = await sandboxStatus(service.core)
  return letters.find(({ state }) => state === 'answered')?.count ?? 0
}

test('a command, its form and its preview, with the keyboard alone', async () => {
  await sora()
  const page = await openPage()
  const phone = phoneOf(page, '소라')
  await phone.getByRole('combobox').focus()
  await page.keyboard.type('/편')
  await phone.getByRole('option', { name: '/편지' }).waitFor()
  await page.keyboard.press('Enter')
  await phone.getByRole('button', { name: '실행' }).press('Enter')

  const form = phone.getByRole('dialog', { name: '모르는 누군가에게 쓰는 편지' })
  await form.waitFor()
  expect(await form.locator(':focus').count()).toBe(1)
  await page.keyboard.insertText('짧아요')
  await form.getByRole('button', { name: '제출' }).press('Enter')
  await form.getByText('20자 이상 적어 주세요.').waitFor()
  expect(await form.locator('textarea:focus[aria-invalid=true]').count()).toBe(1)
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'detached' })
  expect(await phone.getByRole('combobox').evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true)

  await page.keyboard.type('/편지')
  await phone.getByRole('option', { name: '/편지' }).waitFor()
  await page.keyboard.press('Enter')
  await phone.getByRole('button', { name: '실행' }).press('Enter')
  await form.waitFor()
  await page.keyboard.insertText('오늘도 애썼어요. 햇볕이 좋은 날이 곧 올 거예요.')
  await form.getByRole('button', { name: '제출' }).press('Enter')
  await phone.getByText('오늘도 애썼어요. 햇볕이 좋은 날이 곧 올 거예요.').waitFor()
  await phone.getByRole('button', { name: '보낼게요' }).waitFor()
})

test('in the server only the one who asked sees the answer, and can dismiss it', async () => {
  const person = await sora()
  service.discord.join({ name: '두리', locale: 'ko' })
  const page = await openPage()
  const phone = phoneOf(page, '소라')
  await phone.getByRole('button', { name: '# 일반' }).click()
  await phoneOf(page, '두리').getByRole('button', { name: '# 일반' }).click()
  await person.command('help', {}, { in: 'guild' })
  await phone.getByText('나만 볼 수 있어요').waitFor()
  await phone.getByText('위로는 이런 곳이에요').waitFor()
  expect(await phoneOf(page, '두리').getByText('위로는 이런 곳이에요').count()).toBe(0)
  await phone.getByRole('button', { name: '메시지 닫기' }).click()
  await phone.getByText('위로는 이런 곳이에요').waitFor({ state: 'detached' })
  await phone.getByRole('button', { name: '다이렉트 메시지' }).click()
})

test('a picture, a reaction, a reply, an edit and a deletion', async () => {
  const person = await bora()
  const page = await openPage()
  const phone = phoneOf(page, '보라')
  await phone.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: dot })
  await phone.getByRole('combobox').fill('사진이에요')
  await page.keyboard.press('Enter')
  const picture = phone.locator('img.picture')
  await picture.waitFor()
  expect(await picture.evaluate((image) => image.complete && image.naturalWidth)).toBe(1)

  const said = phone.getByRole('article').filter({ hasText: '사진이에요' })
  await said.getByRole('button', { name: '메시지 메뉴' }).click()
  await phone.getByRole('menuitem', { name: '반응 ❤️' }).press('Enter')
  await said.getByRole('button', { name: '❤️ 1' }).waitFor()

  await said.getByRole('button', { name: '메시지 메뉴' }).click()
  await phone.getByRole('menuitem', { name: '수정' }).click()
  await phone.getByRole('combobox').fill('노을 사진이에요')
  await page.keyboard.press('Enter')
  const edited = phone.getByRole('article').filter({ hasText: '노을 사진이에요' })
  await edited.getByText('수정됨').waitFor()

  await edited.getByRole('button', { name: '메시지 메뉴' }).click()
  await phone.getByRole('menuitem', { name: '답장' }).click()
  await phone.getByRole('combobox').fill('내가 찍었어요')
  await page.keyboard.press('Enter')
  const mine = await person.until(({ text, from }) => from === 'me' && text === '내가 찍었어요')
  expect(person.chat().find(({ id }) => id === mine.replyTo)?.text).toBe('노을 사진이에요')

  await edited.first().getByRole('button', { name: '메시지 메뉴' }).click()
  await phone.getByRole('menuitem', { name: '삭제' }).click()
  await picture.waitFor({ state: 'detached' })
})

test('voice, film, sticker and what is covered can be seen and heard', async () => {
  const person = await bora()
  const page = await openPage()
  const phone = phoneOf(page, '보라')
  for (const [name, kind] of [
    ['🎤 음성 메시지', 'voice'],
    ['🎬 영상', 'video'],
    ['🧡 스티커', 'sticker'],
  ] as const) {
    await phone.getByRole('button', { name: '첨부' }).press('Enter')
    await phone.getByRole('menuitem', { name, exact: true }).press('Enter')
    await person.until(({ files }) => files[0]?.kind === kind)
  }
  await phone.locator('audio[aria-label="음성 메시지"]').waitFor()
  await phone.locator('video[aria-label="영상"]').waitFor()
  await phone.getByRole('img', { name: '🧡' }).waitFor()
  const loaded = (selector: string) =>
    phone.locator(selector).evaluate((media) => Number('duration' in media ? media.duration : 0) > 1)
  await expect.poll(() => loaded('audio')).toBe(true)
  await expect.poll(() => loaded('video')).toBe(true)
  // A new day has other names for the days before, and what plays goes on.
  const playing = await phone.locator('audio').elementHandle()
  service.clock.move(86_400_000)
  await phone.getByRole('separator').filter({ hasText: '어제' }).waitFor()
  expect(await playing?.evaluate(({ isConnected }) => isConnected)).toBe(true)
  await person.say('', { files: [{ name: 'dot.png', type: 'image/png', data: dot, spoiler: true }] })
  await phone.getByRole('button', { name: '눌러서 보기' }).press('Enter')
  await phone.getByRole('link', { name: '사진' }).waitFor()
})

test('a chat is joined to a login: from the phone through Google’s consent and back', async () => {
  await bora()
  const page = await openPage()
  const phone = phoneOf(page, '보라')
  await phone.getByRole('combobox').fill('/link')
  await page.keyboard.press('Enter')
  const opening = page.waitForEvent('popup')
  await phone.getByRole('link', { name: '/link/' }).click()
  const popup = await opening
  await popup.getByRole('button', { name: '구글로 계속하기' }).click()
  await popup.getByRole('button', { name: '김서연' }).click()
  await popup.getByRole('button', { name: '네, 내 채팅방이에요' }).click()
  await popup.getByRole('heading', { name: '하나로 이어졌어요' }).waitFor()
  await phone.getByRole('button', { name: '내가 아니에요' }).waitFor()
  await popup.close()
})

test('the clock goes forward and a letter arrives; its jump shows', async () => {
  await writeToSelf(await gaon(), 'week', '일주일 뒤의 나에게. 그때는 조금 더 쉬고 있기를 바라요.')
  const page = await openPage()
  const before = service.clock.now().getTime()
  await page.getByText('다음 편지는').waitFor()
  await page.getByRole('button', { name: '+ 1주일' }).click()
  await phoneOf(page, '가온').getByText('내가 나에게 쓴 편지가 도착했어요').waitFor()
  const shown = await page.locator('.clock time').first().getAttribute('datetime')
  expect(Date.parse(shown ?? '') - before).toBeGreaterThanOrEqual(7 * 86_400_000)
})

test('tomorrow morning is nine o’clock in the city that was chosen', async () => {
  service.telegram.join({ name: 'Nia', locale: 'en', timeZone: 'America/New_York', started: false })
  const page = await openPage()
  await phoneOf(page, 'Nia').waitFor()
  await page.getByRole('button', { name: '내일 아침' }).press('Enter')
  await page.getByRole('menuitem', { name: '뉴욕 아침 9시' }).press('Enter')
  const inNewYork = () =>
    new Intl.DateTimeFormat('en', { timeZone: 'America/New_York', hourCycle: 'h23', timeStyle: 'short' }).format(
      service.clock.now(),
    )
  await expect.poll(inNewYork).toBe('09:00')
  await phoneOf(page, 'Nia').getByText('New York').waitFor()
})

test.each(['broken', 'slow down'])(
  'a platform that fails (%s) keeps its mail waiting, and gets it when well again',
  {
    timeout: 180_000,
  },
  async (trouble) => {
    const person = await gaon()
    const sent = await writeToSelf(person, 'hour', '나에게 보내는 한마디. 오늘은 일찍 자고 내일은 천천히 걷자.')
    const page = await openPage()
    const health = page.getByRole('combobox', { name: '플랫폼 상태: Discord' })
    const waiting = page.locator('.outbox-pending')
    await health.selectOption(trouble)
    await expect.poll(() => service.discord.faults.list().length).toBe(1)
    await page.getByRole('button', { name: '+ 1시간' }).click()
    await waiting.waitFor()
    const since = person.chat().slice(person.chat().findIndex(({ id }) => id === sent))
    expect(since.some(({ text }) => text.includes('도착했어요'))).toBe(false)
    await health.selectOption('')
    await person.until('내가 나에게 쓴 편지가 도착했어요', { after: sent, timeoutMs: 60_000 })
    await waiting.waitFor({ state: 'detached' })
  },
)

test('who blocks the bot is gone, and back again once they unblock it and write', async () => {
  const person = await bora()
  const gone = async () => Boolean((await findIdentity(service.core, { ...person, platformId: person.id }))?.goneAt)
  expect(await gone()).toBe(false)
  const page = await openPage()
  const phone = phoneOf(page, '보라')
  await phone.getByRole('button', { name: '봇 차단하기' }).click()
  await expect.poll(gone).toBe(true)
  await phone.getByRole('button', { name: '차단 풀기' }).first().click()
  await phone.getByRole('combobox').fill('/help')
  await page.keyboard.press('Enter')
  await phone.getByText('위로는 이런 곳이에요').first().waitFor()
  expect(await gone()).toBe(false)
})

test('it fits on a small phone, in either language, by day and by night', async () => {
  for (const [locale, colorScheme] of [
    ['ko', 'dark'],
    ['en', 'light'],
  ] as const) {
    await leavePage(locale)
    const page = await openPage({ locale, dress: (left) => makeSmall(left, colorScheme) })
    await page.getByRole('article').first().waitFor()
    expect(await page.evaluate('[devicePixelRatio, document.documentElement.dataset.theme]')).toEqual([1, colorScheme])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    // Words of several lines with a list of commands over them: HTML allows the role on one line alone, readers of screens take it.
    await shutsOutNobody(page, { but: ['aria-allowed-role'] })
  }
})

/** As sharp as a phone. Playwright sets that for a whole context only. */
async function makeSmall(page: Page, colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  const size = { width: 360, height: 740, deviceScaleFactor: 1, mobile: false }
  await (await page.context().newCDPSession(page)).send('Emulation.setDeviceMetricsOverride', size)
}

/** One transparent pixel. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
