import { randomUUID } from 'node:crypto'
import type { Browser, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { chatSettled } from '../../core/chat/chatSettled.ts'
import { openCore } from '../../core/core.ts'
import type { AccountId } from '../../core/ids.ts'
import { openLog } from '../../core/log.ts'
import { addOperator } from '../../core/moderation/operators.ts'
import { offerWebLogin } from '../../core/operations/webLogin.ts'
import type { Person } from '../../sandbox/person.ts'
import { operatorPages } from '../../web/desk/desk.ts'
import { accountPages } from '../../web/pages.ts'
import { openWeb } from '../../web/web.ts'
import { openBrowser } from '../sandbox/page/browser.ts'
import { shutsOutNobody } from '../support/axe.ts'
import { type Haystack, hunt } from '../support/hunt.ts'
import { welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { openSite, type Site } from '../support/site.ts'
import { bound } from '../web/linking.ts'
import { accountOf, askForChat, earnChats } from './chatters.ts'

/** People who talk in a browser. */

type Wire = Haystack[]
type Cookie = { name: string; value: string }
type Desk = { openBoard(): Promise<void>; close(): Promise<void> }
/** Somebody at the chat's page; `wire` is everything that came to it, for whoever listens. */
export type Sitter = { person: Person; page: Page; wire: Wire; sub: string }
export type Stage = {
  service: Service
  site: Site
  browser: Browser
  /** Pages whose sitter has left: the next one is given one of them, which costs half of what a new one does. */
  free: Page[]
  /** What the browser complained of. */
  complaints: string[]
  close(): Promise<void>
}

/** The whole service, its pages, and one Chromium. */
export async function openStage(): Promise<Stage> {
  const service = await openService()
  const site = await openSite(service)
  const browser = await openBrowser()
  const close = async () => {
    await browser.close()
    await site.close()
    await service.close()
  }
  return { service, site, browser, free: [], complaints: [], close }
}

/** The pages again, from another process: a core of its own on the same database, without any bot. */
export async function otherProcess({ service }: Stage): Promise<{ base: string; close(): Promise<void> }> {
  const web = await openWeb({ port: 0, host: '127.0.0.1' })
  const base = `http://127.0.0.1:${web.port}`
  const config = { ...service.core.config, publicUrl: base }
  const core = await openCore(config, { clock: service.clock, log: openLog({ level: 'silent' }) })
  const pages = accountPages(core)
  for (const mount of pages) web.mount(mount)
  return {
    base,
    async close() {
      for (const mount of pages) await mount.close?.()
      await web.close()
      await core.close()
    },
  }
}

let number = 0

/** Somebody who may chat, bound to a login; `cookie` is a browser's in which they are logged in. How is not looked at. */
export async function loggedIn(
  { service, site }: Stage,
  platform: 'discord' | 'telegram',
  name: string,
): Promise<{ person: Person; login: string; sub: string; cookie: Cookie }> {
  const person = await welcomed(service, { platform, name, locale: 'en', willing: false })
  const login = `Login ${++number}`
  site.google.addPerson({ name: login, email: `login${number}@example.com` })
  const sub = site.google.people.at(-1)?.sub ?? ''
  const cookie = await bound(service, person, sub)
  await earnChats(service, person)
  return { person, login, sub, cookie }
}

/**
 * Who is {@link loggedIn}, at the chat's page; `byHand`: they log in through Google's pages, which is much dearer. `listens`:
 * to everything that comes to the page, which is dear, too.
 */
export async function sitter(
  stage: Stage,
  platform: 'discord' | 'telegram',
  name: string,
  {
    language = 'en',
    byHand = false,
    listens = false,
  }: { language?: 'ko' | 'en'; byHand?: boolean; listens?: boolean } = {},
): Promise<Sitter> {
  const { service, site } = stage
  const { person, login, sub, cookie } = await loggedIn(stage, platform, name)
  if (language !== 'en')
    await service.core.db.pg.query('update account set language = $2, reads = array[$2]::"Language"[] where id = $1', [
      await accountOf(service, person),
      language,
    ])
  const wire: Wire = []
  const page = await openPage(stage)
  if (listens) listen(stage, page, wire)
  if (!byHand) await page.context().addCookies([{ ...cookie, url: site.base }])
  await page.goto(`${site.base}/chat`)
  if (byHand) {
    await page.getByRole('button', { name: /Log in with Google|구글로 로그인/ }).click()
    await page.getByRole('button', { name: new RegExp(`${login}\\b`) }).click()
  }
  return { person, page, wire, sub }
}

/** Everybody gets up; nothing of them stays in the browser. */
export async function clearAway({ browser, site, free }: Stage): Promise<void> {
  for (const context of browser.contexts()) {
    const [page, ...others] = context.pages()
    if (!page || free.includes(page)) continue
    for (const other of others) await other.close()
    page.removeAllListeners()
    // A file of the same place: going elsewhere would cost a new process.
    await page.goto(`${site.base}/healthz`)
    await page.evaluate('localStorage.clear(), sessionStorage.clear()')
    await context.clearCookies()
    await page.emulateMedia({ colorScheme: null })
    free.push(page)
  }
}

async function newPage(browser: Browser): Promise<Page> {
  const looks = { viewport: { width: 360, height: 740 }, locale: 'en-US', reducedMotion: 'reduce' } as const
  const context = await browser.newContext(looks)
  return context.newPage()
}

async function openPage({ browser, free, complaints }: Stage): Promise<Page> {
  const page = free.pop() ?? (await newPage(browser))
  page.setDefaultTimeout(60_000)
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return page
}

function listen({ site }: Stage, page: Page, wire: Wire): void {
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => wire.push({ name: 'a frame', bytes: payload })),
  )
  page.on('response', async (response) => {
    if (!response.url().startsWith(site.base)) return
    if (!response.url().includes('/assets/'))
      wire.push({ name: response.url(), bytes: await response.body().catch(() => '') })
    wire.push({ name: `headers of ${response.url()}`, bytes: JSON.stringify(await response.allHeaders()) })
  })
}

/** What nobody's page may hold of the other one: ids of all kinds, in any form, and their names. */
export async function betrays({ service }: Stage, wire: Wire, other: Person, more: string[] = []) {
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

/** Somebody on a page and somebody in a chat with each other. */
export async function together(page: Page, person: Person): Promise<void> {
  await page.getByRole('button', { name: 'Yes, I’d like that' }).click()
  await page.getByRole('button', { name: 'Whatever comes' }).click()
  await page.getByText('Looking for somebody').waitFor()
  await askForChat(person)
  await page.getByText('Somebody is here').waitFor()
}

type Heard = { type: string; n?: number; at?: string; tone?: string; text?: string; chat?: { id: string } } & Record<
  string,
  never
>

/** A connection as a program would make it, with the cookie of a page, or this one. */
export async function rawSocket(
  { site }: Stage,
  from: Page | Cookie,
  headers: { origin?: string | undefined; cookie?: string } = {},
) {
  const cookies = 'value' in from ? [from] : await from.context().cookies()
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

export const write = async (page: Page, text: string) => {
  await page.getByRole('textbox').fill(text)
  await page.keyboard.press('Enter')
}

/** What was said, by its own words rather than those it quotes. */
export const bubble = (page: Page, text: string) =>
  page.getByRole('article').filter({ has: page.getByLabel(`What to do with this: ${text}`) })

/** Opens what can be done with a message, and does it. */
export async function does(page: Page, text: string, act: string): Promise<void> {
  const summary = page.getByLabel(`What to do with this: ${text}`, { exact: true })
  await summary.click()
  await page.getByRole('article').filter({ has: summary }).getByRole('button', { name: act }).click()
}

/** A photo that says who took it, and where. */
export async function telling() {
  const data = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c86432' } })
    .withExif({ IFD0: { Artist: 'Persephone', Copyright: 'Greenleaf' }, IFD3: { GPSLatitude: '37/1 33/1 59/1' } })
    .jpeg()
    .toBuffer()
  return { name: 'IMG_Persephone.jpg', type: 'image/jpeg', data }
}

export const loaded = (image: Locator) =>
  expect.poll(() => image.evaluate((one) => (one as unknown as { naturalWidth: number }).naturalWidth)).toBe(64)

/** A platform that gives no file until it is quickened; counts who waits for one. */
export function slowToFetch({ service }: Stage, platform: 'discord' | 'telegram') {
  const { media } = service.core
  const fetch = media.get(platform)
  if (!fetch) throw new Error(`nothing is fetched from ${platform} here`)
  let go = () => {}
  const gone = new Promise<void>((resolve) => (go = resolve))
  const quicken = () => {
    media.set(platform, fetch)
    go()
  }
  const slow = { fetching: 0, most: 0, quicken }
  media.set(platform, async (ref) => {
    slow.most = Math.max(slow.most, ++slow.fetching)
    await gone
    slow.fetching--
    return fetch(ref)
  })
  return slow
}

/** As if so many pictures had been sent on the pages of the chat this person sits in. */
export async function fillPictures({ service }: Stage, person: Person, pictures: number) {
  await service.core.db.pg.query(
    `insert into chat_picture (id, chat_id, data, at)
      select gen_random_uuid(), s.chat_id, '\\x00', $2 from chat_seat s, generate_series(1, $3) where s.account_id = $1`,
    [await accountOf(service, person), service.clock.now(), pictures],
  )
}

/** A picture of it for whoever wants one. */
export const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
}

/** As it stands now it is for everybody. Looked at once, whatever platform somebody is bound on: it shows nowhere on the page. */
export const look = async (page: Page, name: string) => {
  await shot(page, name)
  await shutsOutNobody(page)
}

/**
 * The operators' desk, and an owner who has come in; it is closed with what is returned. The job board must ask nobody
 * else for anything: what the browser did not allow, it complains of.
 */
export async function enterDesk({ service: { core }, site }: Stage, page: Page): Promise<Desk> {
  const desk = operatorPages(core)
  site.web.mount(desk.mount)
  await addOperator(core, { by: 'mina', name: 'mina', role: 'owner', why: 'the first' })
  await page.goto(`${site.base}/desk/enter/${await offerWebLogin(core, { by: 'mina', why: 'to look' })}`)
  await page.getByRole('button', { name: /Come in|들어가기/ }).click()
  await page.waitForURL(({ pathname }) => !pathname.startsWith('/desk/enter'))
  const openBoard = async () => {
    await page.goto(`${site.base}/desk/jobs`)
    await page.getByText('letters').first().waitFor()
  }
  return { openBoard, close: desk.close }
}

/** As if the platform had not taken what was said last. */
export async function refuseLast({ service }: Stage): Promise<void> {
  const { rows } = await service.core.db.pg.query(
    'select m.id::text, m.identity_id from chat_message m order by m.id desc limit 1',
  )
  const [{ id: messageId, identity_id: recipient }] = rows
  const parcel = { kind: 'chat-message', messageId } as const
  const how = { outcome: 'refused', platform: 'telegram', chat: '' } as const
  await chatSettled(service.core, { parcel, recipient, ...how, messageIds: [] })
}

/** As an operator would put somebody out for good. */
export async function ban({ service: { core } }: Stage, accountId: AccountId): Promise<void> {
  const [id, createdAt] = [randomUUID(), core.clock.now()]
  const data = { id, accountId, kind: 'ban', rule: 'abuse', createdBy: 'somebody', createdAt } as const
  await core.db.prisma.sanction.create({ data })
}
