import { randomBytes } from 'node:crypto'
import type { Browser, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { dropSessions } from '../../core/accounts/webSessions.ts'
import type { Person } from '../../sandbox/person.ts'
import { openBrowser } from '../sandbox/page/browser.ts'
import { type Haystack, hunt } from '../support/hunt.ts'
import { tap, welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { openBrowser as openPlainBrowser, openSite, type Site } from '../support/site.ts'
import { bind } from '../web/linking.ts'
import { accountOf, askForChat, chatter, earnChats, heard } from './chatters.ts'
import { recordings } from './recordings.ts'

/** The seat in the browser: a real one, at the size of a phone, with both platforms and Google standing by. */

let service: Service
let site: Site
let browser: Browser
const complaints: string[] = []
/** Everything that came over the wire to a page, while it talked with the one named. */
type Wire = Haystack[]

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

type Sitter = { person: Person; page: Page; wire: Wire; sub: string }
let number = 0

/** Somebody who may chat, bound to a login and logged in on the chat's page. */
async function sitter(platform: 'discord' | 'telegram', name: string, language: 'ko' | 'en' = 'en'): Promise<Sitter> {
  const person = await welcomed(service, { platform, name, locale: 'en', willing: false })
  const login = `Login ${++number}`
  site.google.addPerson({ name: login, email: `login${number}@example.com` })
  await bind(openPlainBrowser(site.base), site, person, site.google.people.length - 1)
  await earnChats(service, person)
  await service.core.db.pg.query('update account set language = $2, reads = array[$2]::"Language"[] where id = $1', [
    await accountOf(service, person),
    language,
  ])
  const wire: Wire = []
  const page = await openPage(wire)
  await page.goto(`${site.base}/chat`)
  await page.getByRole('button', { name: /Log in with Google|구글로 로그인/ }).click()
  await page.getByRole('button', { name: new RegExp(`${login}\\b`) }).click()
  return { person, page, wire, sub: site.google.people.at(-1)?.sub ?? '' }
}

async function openPage(wire: Wire, options: { colorScheme?: 'dark' } = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en-US', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => wire.push({ name: 'a frame', bytes: payload })),
  )
  page.on('response', async (response) => {
    if (!response.url().startsWith(site.base)) return
    if (!response.url().includes('/assets/'))
      wire.push({ name: response.url(), bytes: await response.body().catch(() => '') })
    wire.push({ name: `headers of ${response.url()}`, bytes: JSON.stringify(await response.allHeaders()) })
  })
  return page
}

/** What nobody's page may hold of the other one: ids of all kinds, in any form, and their names. */
async function betrays(wire: Wire, other: Person, more: string[] = []) {
  const account = await accountOf(service, other)
  const { rows } = await service.core.db.pg.query(
    `select id::text from identity where account_id = $1 union select chat_id::text from chat_seat where account_id = $1
      union select id::text from chat where $1 in (one_id, other_id)`,
    [account],
  )
  const { pen_name: penName } = (
    await service.core.db.pg.query('select pen_name from account where id = $1', [account])
  ).rows[0]
  const values = [other.id, other.name, account, penName, ...rows.map(({ id }) => id), ...more]
  return hunt(
    wire,
    values.map((value) => ({ name: `of the other one: ${value}`, value })),
  )
}

const write = async (page: Page, text: string) => {
  await page.getByRole('textbox').fill(text)
  await page.keyboard.press('Enter')
}
/** What was said, by its own words rather than those it quotes. */
const bubble = (page: Page, text: string) =>
  page.getByRole('article').filter({ has: page.getByLabel(`What to do with this: ${text}`) })

const saidHere = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text })

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
    const { person: ana, page, wire } = await sitter(here, 'Anastasia')
    const ben = await chatter(service, there, 'Benedikt')
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
    if (ben.type) {
      await ben.type()
      await page.getByText('The other one is writing').waitFor()
    }

    await does(page, 'Hello from a kitchen.', 'Take back')
    await expect.poll(() => ben.chat().find(({ id }) => id === greeting.id)?.deleted).toBe(true)
    await expect.poll(() => page.getByText('Hello from a kitchen.').count()).toBe(0)
    await ana.say('And this from my own chat.')
    await bubble(page, 'And this from my own chat.').waitFor()

    await ben.say('look', { files: [await telling()] })
    await loaded(bubble(page, 'look').getByAltText('A picture'))
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'Anastasia_at_home.jpg', mimeType: 'image/jpeg', buffer: (await telling()).data })
    const seen = await ben.until((message) => message.from === 'bot' && message.files.length === 1)
    expect((await sharp(Buffer.from(ben.file(seen.id, 0)?.data ?? [])).metadata()).exif).toBeUndefined()
    await loaded(page.getByAltText('A picture you sent'))
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') })
    await page.getByRole('alert').filter({ hasText: 'could not be drawn anew' }).waitFor()
    complaints.length = 0
    service.clock.move(6 * 60_000)
    await ben.say('', { files: [await recordings.voice()] })
    await page.getByRole('button', { name: 'Voice or music: play it' }).click()
    await page.locator('audio').waitFor()
    await shot(page, `talking-${here}`)
    expect(await fits(page)).toBe(true)

    await page.getByRole('button', { name: 'Leave', exact: true }).click()
    await page.getByRole('button', { name: 'Yes', exact: true }).click()
    await page.getByRole('heading', { name: 'The chat has ended' }).waitFor()
    for (const person of [ana, ben]) await person.until('The chat has ended')
    await shot(page, `ended-${here}`)
    await page.getByRole('button', { name: 'Keep in touch by letters' }).click()
    await ben.until('would like to keep in touch by letters')
    await tap(ben, 'Keep in touch')
    await page.getByText('You are pen-friends now').waitFor()
    expect(
      await betrays(
        wire,
        ben,
        [theirs, 'Persephone', 'Greenleaf'].filter((one) => one.length > 4),
      ),
    ).toEqual([])
    const frames = wire.filter(({ name }) => name === 'a frame')
    expect(hunt(frames, [{ name: 'their platform', value: there }])).toEqual([])
    expect(await betrays([{ name: 'planted', bytes: `{"x":"${await accountOf(service, ben)}"}` }], ben)).not.toEqual([])
  },
  60_000,
)

it('is the same on two pages; the next one is somebody else', async () => {
  const [ana, ben] = [await sitter('telegram', 'Anastasia'), await sitter('telegram', 'Benedikt')]
  for (const { page } of [ana, ben]) {
    await page.getByRole('button', { name: 'Yes, I’d like that' }).click()
    await page.getByRole('button', { name: 'Whatever comes' }).click()
  }
  for (const { page } of [ana, ben]) await page.getByText('Somebody is here').waitFor()
  await ana.page.getByRole('textbox').pressSequentially('From a page ')
  await ben.page.getByText('The other one is writing').waitFor()
  await write(ana.page, 'From a page to a page.')
  await bubble(ben.page, 'From a page to a page.').waitFor()
  await heard(ben.person, 'From a page to a page.')
  await does(ben.page, 'From a page to a page.', 'Reply')
  await write(ben.page, 'And <b>back</b> & over.')
  await bubble(ana.page, 'And <b>back</b> & over.').getByRole('button', { name: 'From a page to a page.' }).waitFor()
  await does(ana.page, 'And <b>back</b> & over.', 'React with ❤')
  await bubble(ben.page, 'And <b>back</b> & over.').getByLabel('The other one: ❤').waitFor()
  expect(await betrays(ana.wire, ben.person)).toEqual([])
  expect(await betrays(ben.wire, ana.person)).toEqual([])
  const idsOn = ({ page }: Sitter) =>
    page.getByRole('article').evaluateAll((all) => all.map((one) => (one as unknown as { id: string }).id))
  const [here, there] = [await idsOn(ana), await idsOn(ben)]
  expect(here.filter((id) => there.includes(id))).toEqual([])

  await ana.page.getByRole('button', { name: 'Report and leave' }).click()
  await ben.page.getByRole('heading', { name: 'The chat has ended' }).waitFor()
  await ana.page.getByLabel('It is cruel or hateful').check()
  await ana.page.getByRole('button', { name: 'Send the report' }).click()
  await ana.page.getByText('Thank you for telling us').waitFor()
  const { rows } = await service.core.db.pg.query(`select copy from report where kind = 'chat'`)
  expect(service.core.vault.open(rows[0].copy, 'report:copy')).toBe('And <b>back</b> & over.')
  await ana.page.getByRole('button', { name: 'Whatever comes' }).click()
  await ana.page.getByRole('button', { name: 'Stop waiting' }).click()
  await ana.page.getByRole('button', { name: 'Whatever comes' }).waitFor()
}, 60_000)

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

  service.clock.move(21 * 60_000)
  await page.getByRole('alert').filter({ hasText: 'Are you still there' }).waitFor()
  await page.getByRole('button', { name: 'I’m still here' }).click()
  await page.getByText('Are you still there').waitFor({ state: 'detached' })
}, 60_000)

it('loses and doubles nothing when the service starts again in the middle, or the connection drops', async () => {
  const { person: ana, page } = await sitter('discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(page, ben)
  await write(page, 'before')
  await heard(ben, 'before')
  await site.down()
  await write(page, 'meanwhile')
  await page.getByText('The connection is gone').waitFor()
  await service.restart()
  await ben.say('while the page was away')
  await heard(ana, 'while the page was away')
  await site.up()
  await bubble(page, 'while the page was away').waitFor()
  await heard(ben, 'meanwhile')
  await write(page, 'after')
  await heard(ben, 'after')
  const seen = (person: Person) =>
    person.chat().flatMap(({ text }) => (/^(before|meanwhile|after)$/.test(text) ? [text] : []))
  expect(seen(ben)).toEqual(['before', 'meanwhile', 'after'])
  await expect.poll(() => page.getByRole('article').count()).toBe(4)
  complaints.length = 0
}, 60_000)

it('says each thing once, however often it is sent, to that chat alone; what makes no sense ends the connection', async () => {
  const { page, person } = await sitter('telegram', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(page, ben)
  const socket = await rawSocket(page)
  const room = await socket.next(({ type, chat }) => type === 'room' && chat !== undefined)
  const say = { do: 'say', chat: room.chat?.id, own: randomBytes(16).toString('base64url'), text: 'once' }
  for (let times = 0; times < 3; times++) socket.send(JSON.stringify({ ...say, n: times }))
  for (let times = 0; times < 3; times++) await socket.next(({ type, n }) => type === 'done' && n === times)
  await heard(ben, 'once')
  expect(ben.chat().filter(({ text }) => text === 'once')).toHaveLength(1)

  const long = { ...say, own: randomBytes(16).toString('base64url'), text: 'x'.repeat(4_001), n: 7 }
  socket.send(JSON.stringify(long))
  expect((await socket.next(({ n }) => n === 7)).type).toBe('word')
  for (const odd of [{ chat: 'another' }, { own: '../x' }, { text: 7 }, { do: 'constructor' }, { do: 'toString' }]) {
    socket.send(JSON.stringify({ ...say, ...odd, n: 8 }))
    expect((await socket.next(({ n }) => n === 8)).tone).toBe('no')
  }
  await person.command('leave')
  await socket.next(({ type, at }) => type === 'room' && at === 'alone')
  socket.send(JSON.stringify({ ...say, own: randomBytes(16).toString('base64url'), text: 'to nobody', n: 9 }))
  expect((await socket.next(({ n }) => n === 9)).tone).toBe('no')
  for (let times = 0; times < 60; times++) socket.send('{"do":"typing","n":10}')
  expect((await socket.next(({ n, tone }) => n === 10 && tone === 'no')).text).toContain('a lot at once')

  for (const odd of ['[]', 'null', '{', '"x"', '{"do":"say","n":1.5}', Buffer.from([1, 2]), 'x'.repeat(40_000)]) {
    const one = await rawSocket(page)
    one.send(odd)
    expect([1008, 1009]).toContain(await one.closed)
  }
  socket.close()
}, 60_000)

it('lets in who is logged in here, from this place alone, and puts out who is so no more', async () => {
  const { page, sub } = await sitter('discord', 'Ana')
  await page.getByRole('button', { name: 'Yes, I’d like that' }).waitFor()
  await expect(rawSocket(page, { origin: 'https://elsewhere.example' })).rejects.toThrow('403')
  await expect(rawSocket(page, { origin: undefined })).rejects.toThrow('403')
  await expect(rawSocket(page, { cookie: '' })).rejects.toThrow('401')
  await expect(rawSocket(page, { cookie: 'wiro=s%3Aforged.signature' })).rejects.toThrow('401')
  const socket = await rawSocket(page)
  await dropSessions(service.core, { sub })
  expect(await socket.closed).toBe(4001)
  await page.getByText('You are logged out here').waitFor()
  await expect(rawSocket(page)).rejects.toThrow('401')
  expect((await page.request.get(`${site.base}/chat/file/x/0`)).status()).toBe(404)
}, 60_000)

it('is in Korean for Koreans, by night, for fingers and for keys', async () => {
  const { page } = await sitter('telegram', 'Bada', 'ko')
  const ben = await chatter(service, 'discord', 'Nabi', 'ko')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('button', { name: '네, 해 볼게요' }).waitFor()
  await shot(page, 'ko-alone')
  await page.getByRole('button', { name: '네, 해 볼게요' }).press('Enter')
  await page.getByRole('button', { name: '무엇이든 좋아요' }).waitFor()
  await shot(page, 'ko-moods')
  await page.getByRole('button', { name: '무엇이든 좋아요' }).press('Enter')
  await page.getByText('같은 마음인 사람을 찾고').waitFor()
  await shot(page, 'ko-waiting')
  await askForChat(ben)
  await page.getByText('누군가 왔어요').waitFor()
  expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
  await page.keyboard.type('안녕하세요, 밤이 깊네요.')
  await page.keyboard.press('Enter')
  await heard(ben, '안녕하세요, 밤이 깊네요.')
  await ben.say('네, **비**가 오네요. ||비밀이지만요||')
  await saidHere(page, '비가 오네요').locator('.spoiler').waitFor()
  expect(await saidHere(page, '비가 오네요').locator('strong').textContent()).toBe('비')
  await saidHere(page, '안녕하세요').getByLabel('이 말에 할 수 있는 일').press('Enter')
  await shot(page, 'ko-talking')
  expect(await fits(page)).toBe(true)
  const nameless = await page.evaluate(
    `[...document.querySelectorAll('button, textarea, input:not([type=file]), summary, img')].filter((one) =>
      !(one.getAttribute('aria-label') || one.textContent.trim() || one.alt || one.labels?.length)).length`,
  )
  expect(nameless).toBe(0)
  await page.getByRole('button', { name: '신고하고 나가기' }).click()
  await page.getByText('무엇이 문제였나요').waitFor()
  await shot(page, 'ko-report')
}, 60_000)

it('nothing was blocked, refused or thrown on the way', () => {
  expect(complaints).toEqual([])
})

/** A photo that says who took it, and where. */
async function telling() {
  const data = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c86432' } })
    .withExif({ IFD0: { Artist: 'Persephone', Copyright: 'Greenleaf' }, IFD3: { GPSLatitude: '37/1 33/1 59/1' } })
    .jpeg()
    .toBuffer()
  return { name: 'IMG_Persephone.jpg', type: 'image/jpeg', data }
}

const loaded = (image: Locator) =>
  expect.poll(() => image.evaluate((one) => (one as unknown as { naturalWidth: number }).naturalWidth)).toBe(64)

type Heard = { type: string; n?: number; at?: string; tone?: string; text?: string; chat?: { id: string } } & Record<
  string,
  never
>

/** A connection as a program would make it, with the cookie of a page. */
async function rawSocket(page: Page, headers: { origin?: string | undefined; cookie?: string } = {}) {
  const cookies = await page.context().cookies()
  const cookie = headers.cookie ?? cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const origin = 'origin' in headers ? headers.origin : site.base
  const socket = new WebSocket(`${site.base.replace('http', 'ws')}/chat/live`, {
    headers: { cookie, ...(origin ? { origin } : {}) },
  })
  const frames: Heard[] = []
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  return {
    closed,
    send: (data: string | Buffer) => socket.send(data),
    close: () => socket.close(),
    /** The first frame of this kind that nobody has taken. */
    async next(is: (frame: Heard) => boolean): Promise<Heard> {
      await expect.poll(() => frames.some(is)).toBe(true)
      return frames.splice(frames.findIndex(is), 1)[0] as Heard
    },
  }
}
