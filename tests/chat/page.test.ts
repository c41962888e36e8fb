import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eraseAccount } from '../../core/accounts/erase.ts'
import { dropSessions } from '../../core/accounts/webSessions.ts'
import type { AccountId } from '../../core/ids.ts'
import { en } from '../../core/texts/en.ts'
import type { Person } from '../../sandbox/person.ts'
import { hunt } from '../support/hunt.ts'
import { tap } from '../support/people.ts'
import type { Service } from '../support/service.ts'
import { accountOf, askForChat, chatter, heard } from './chatters.ts'
import {
  ban,
  betrays,
  bubble,
  clearAway,
  does,
  enterDesk,
  fillPictures,
  loaded,
  loggedIn,
  look,
  openStage,
  otherProcess,
  rawSocket,
  refuseLast,
  type Sitter,
  type Stage,
  shot,
  sitter,
  slowToFetch,
  telling,
  together,
  write,
} from './pages.ts'
import { recordings } from './recordings.ts'

/** The seat in the browser: a real one, at the size of a phone, with both platforms and Google standing by. */

let stage: Stage
let service: Service
beforeAll(async () => {
  stage = await openStage()
  service = stage.service
})
afterEach(() => clearAway(stage))
afterAll(() => stage.close())

const saidHere = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text })

const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth')

it.each([
  ['discord', 'telegram'],
  ['telegram', 'discord'],
] as const)('talks between a page (bound on %s) and a chat on %s', async (here, there) => {
  const how = { byHand: here === 'discord', listens: true }
  const { person: ana, page, wire } = await sitter(stage, here, 'Anastasia', how)
  const ben = await chatter(service, there, 'Benedikt')
  await together(page, ben)
  await ana.command('chat')
  expect((await ana.until('in this chat since')).controls.map(({ id }) => id)).toContain(`${stage.site.base}/chat`)
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
  await bubble(page, 'Hello from a kitchen.').getByLabel('They: 👍').waitFor()
  await does(page, 'Hello, kitchen!', 'React with 🙏')
  await expect.poll(() => ben.chat().find(({ id }) => id === theirs)?.reactions).toEqual([{ emoji: '🙏', from: 'bot' }])
  await bubble(page, 'Hello, kitchen!').getByLabel('You: 🙏').waitFor()
  if (ben.type) {
    await ben.type()
    await page.getByText('They are writing').waitFor()
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
  await page.getByRole('alert').filter({ hasText: 'couldn’t read that picture' }).waitFor()
  stage.complaints.length = 0
  service.clock.move(6 * 60_000)
  await ben.say('', { files: [await recordings.voice()] })
  await page.getByRole('button', { name: 'Play the sound' }).click()
  await page.locator('audio').waitFor()
  if (here === 'discord') await look(page, 'talking')
  expect(await fits(page)).toBe(true)

  await page.getByRole('button', { name: 'Leave', exact: true }).click()
  await page.getByRole('button', { name: 'Yes', exact: true }).click()
  await page.getByRole('heading', { name: 'The chat has ended' }).waitFor()
  for (const person of [ana, ben]) await person.until('The chat has ended')
  if (here === 'discord') await look(page, 'ended')
  await page.getByRole('button', { name: 'Keep in touch by letters' }).click()
  await ben.until('would like to keep in touch by letters')
  await tap(ben, 'Keep in touch')
  await page.getByText('You are pen-friends now').waitFor()
  expect(
    await betrays(
      stage,
      wire,
      ben,
      [theirs, 'Persephone', 'Greenleaf'].filter((one) => one.length > 4),
    ),
  ).toEqual([])
  const frames = wire.filter(({ name }) => name === 'a frame')
  expect(hunt(frames, [{ name: 'their platform', value: there }])).toEqual([])
  expect(
    await betrays(stage, [{ name: 'planted', bytes: `{"x":"${await accountOf(service, ben)}"}` }], ben),
  ).not.toEqual([])
})

it('is the same on two pages; the next one is somebody else', async () => {
  const seat = (name: string) => sitter(stage, 'telegram', name, { listens: true })
  const [ana, ben] = [await seat('Anastasia'), await seat('Benedikt')]
  for (const { page } of [ana, ben]) {
    await page.getByRole('button', { name: 'Yes, I’d like that' }).click()
    await page.getByRole('button', { name: 'Whatever comes' }).click()
  }
  for (const { page } of [ana, ben]) await page.getByText('Somebody is here').waitFor()
  await ana.page.getByRole('textbox').pressSequentially('From a page ')
  await ben.page.getByText('They are writing').waitFor()
  await write(ana.page, 'From a page to a page.')
  await bubble(ben.page, 'From a page to a page.').waitFor()
  await heard(ben.person, 'From a page to a page.')
  await does(ben.page, 'From a page to a page.', 'Reply')
  await write(ben.page, 'And <b>back</b> & over.')
  await bubble(ana.page, 'And <b>back</b> & over.').getByRole('button', { name: 'From a page to a page.' }).waitFor()
  await does(ana.page, 'And <b>back</b> & over.', 'React with ❤')
  await bubble(ben.page, 'And <b>back</b> & over.').getByLabel('They: ❤').waitFor()
  expect(await betrays(stage, ana.wire, ben.person)).toEqual([])
  expect(await betrays(stage, ben.wire, ana.person)).toEqual([])
  const idsOn = ({ page }: Sitter) =>
    page.getByRole('article').evaluateAll((all) => all.map((one) => (one as unknown as { id: string }).id))
  const [here, there] = [await idsOn(ana), await idsOn(ben)]
  expect(here.filter((id) => there.includes(id))).toEqual([])

  await ana.page.getByRole('button', { name: 'Report and leave' }).click()
  await ben.page.getByRole('heading', { name: 'The chat has ended' }).waitFor()
  await ana.page.getByLabel('It is cruel or hateful').check()
  const frames = ana.wire.length
  await ana.page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
  await expect.poll(() => ana.wire.length).toBeGreaterThan(frames)
  await ana.page.getByRole('button', { name: 'Send the report' }).click()
  await ana.page.getByText('Thank you for telling us').waitFor()
  const { rows } = await service.core.db.pg.query(`select copy from report where kind = 'chat'`)
  expect(service.core.vault.open(rows[0].copy, 'report:copy')).toBe('And <b>back</b> & over.')
  await ana.page.getByRole('button', { name: 'Whatever comes' }).click()
  await ana.page.getByRole('button', { name: 'Stop waiting' }).click()
  await ana.page.getByRole('button', { name: 'Whatever comes' }).waitFor()
})

it('holds back ways to reach somebody, gives the words back, and shows help for words of crisis', async () => {
  const { page } = await sitter(stage, 'telegram', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(page, ben)
  await write(page, 'Write to ana.lee@example.com')
  await page.getByRole('alert').filter({ hasText: 'I held that back: “ana.lee@example.com”' }).waitFor()
  expect(await page.getByRole('textbox').inputValue()).toBe('Write to ana.lee@example.com')
  await write(page, 'I want to kill myself')
  await heard(ben, 'I want to kill myself')
  await page.getByRole('alert').filter({ hasText: 'these people listen' }).waitFor()
  await refuseLast(stage)
  await bubble(page, 'I want to kill myself').getByText('may not have arrived').waitFor()
  expect(ben.chat().filter(({ text }) => text.includes('example'))).toEqual([])

  service.clock.move(21 * 60_000)
  await page.getByRole('alert').filter({ hasText: 'Are you still there' }).waitFor()
  await page.getByRole('button', { name: 'I’m still here' }).click()
  await page.getByText('Are you still there').waitFor({ state: 'detached' })

  await write(page, 'Or call me at 415-555-1234')
  const held = page.getByRole('alert').filter({ hasText: 'I held that back: “415-555-1234”' })
  await held.waitFor()
  await ben.command('leave')
  await page.getByText('The chat has ended').waitFor()
  await held.waitFor({ state: 'detached' })
})

it('loses and doubles nothing when the service starts again in the middle, or the connection drops', async () => {
  const { person: ana, page } = await sitter(stage, 'discord', 'Ana')
  const ben = await chatter(service, 'discord', 'Ben')
  await together(page, ben)
  await write(page, 'before')
  await heard(ben, 'before')
  await stage.site.down()
  await write(page, 'meanwhile')
  await page.getByText('The connection was lost').waitFor()
  await service.restart()
  await ben.say('while the page was away')
  await heard(ana, 'while the page was away')
  await stage.site.up()
  await bubble(page, 'while the page was away').waitFor()
  await heard(ben, 'meanwhile')
  await write(page, 'after')
  await heard(ben, 'after')
  const elsewhere = await otherProcess(stage)
  await page.goto(`${elsewhere.base}/chat`)
  await bubble(page, 'while the page was away').waitFor()
  await ben.say('from another process')
  await bubble(page, 'from another process').waitFor()
  await ben.type?.()
  await page.getByText('They are writing').waitFor()
  const signs = () => service.discord.requests.filter(({ path }) => path.endsWith('/typing')).length
  const before = signs()
  await write(page, 'and back')
  await heard(ben, 'and back')
  await expect.poll(signs).toBe(before + 1)
  const seen = (person: Person) =>
    person.chat().flatMap(({ text }) => (/^(before|meanwhile|after)$/.test(text) ? [text] : []))
  expect(seen(ben)).toEqual(['before', 'meanwhile', 'after'])
  await expect.poll(() => page.getByRole('article').count()).toBe(6)
  await page.goto('about:blank')
  await elsewhere.close()
  stage.complaints.length = 0
})

it('says each thing once, however often it is sent, to that chat alone; what makes no sense ends the connection', async () => {
  const { person, cookie } = await loggedIn(stage, 'telegram', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  const socket = await rawSocket(stage, cookie)
  for (const ask of [{ do: 'wish' }, { do: 'wait', mood: 'any' }]) socket.send(JSON.stringify(ask))
  await socket.next(({ type, at }) => type === 'room' && at === 'waiting')
  await askForChat(ben)
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
    const one = await rawSocket(stage, cookie)
    one.send(odd)
    expect([1008, 1009]).toContain(await one.closed)
  }
  socket.close()
})

it('lets in who is logged in here, from this place alone, and puts out who is so no more', async () => {
  const { page, sub, person } = await sitter(stage, 'discord', 'Ana')
  await page.getByRole('button', { name: 'Yes, I’d like that' }).waitFor()
  const exchange = (at: string) =>
    service.core.db.pg.query(
      `update letter set state = '${at}' where kind = 'answer' and writer_id in (
      select account_id from identity i where i.lookup = any($1))`,
      [service.core.vault.lookups('identity:discord', person.id).map((one) => Buffer.from(one))],
    )
  await exchange('recalled')
  await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
  await page.getByText('after a first whole exchange of letters').waitFor()
  await expect(rawSocket(stage, page, { origin: 'https://elsewhere.example' })).rejects.toThrow('403')
  await expect(rawSocket(stage, page, { origin: undefined })).rejects.toThrow('403')
  await expect(rawSocket(stage, page, { cookie: '' })).rejects.toThrow('401')
  await expect(rawSocket(stage, page, { cookie: 'wiro=s%3Aforged.signature' })).rejects.toThrow('401')
  const socket = await rawSocket(stage, page)
  await dropSessions(service.core, { sub })
  expect(await socket.closed).toBe(4001)
  await page.getByText('You are logged out here').waitFor()
  await expect(rawSocket(stage, page)).rejects.toThrow('401')
  const [banned, erased] = [await sitter(stage, 'telegram', 'Bad'), await sitter(stage, 'telegram', 'Gone')]
  const ends = await Promise.all([banned, erased].map(({ page: one }) => rawSocket(stage, one)))
  const [bannedId, erasedId] = await Promise.all([banned, erased].map((one) => accountOf(service, one.person)))
  await ban(stage, bannedId as AccountId)
  await eraseAccount(service.core, { accountId: erasedId as AccountId })
  expect(await Promise.all(ends.map(({ closed }) => closed))).toEqual([4004, 4001])
  await banned.page.getByText('You can’t talk live').waitFor()
  expect((await page.request.get(`${stage.site.base}/chat/file/x/0`)).status()).toBe(404)
})

it('holds nothing up for those who look, and keeps no more pictures of one chat than it may', async () => {
  const { person: ana, page } = await sitter(stage, 'telegram', 'Ana')
  const ben = await chatter(service, 'discord', 'Ben')
  await together(page, ben)
  await ben.say('look', { files: [await telling()] })
  const picture = bubble(page, 'look').getByAltText('A picture')
  await loaded(picture)
  await ana.until((message) => message.from === 'bot' && message.files.length === 1)
  const shown = await picture.evaluate((one) => (one as unknown as { src: string }).src)

  const slow = slowToFetch(stage, 'discord')
  const looks = Array.from({ length: 8 }, () => page.request.get(shown))
  await expect.poll(() => slow.fetching).toBeGreaterThan(0)
  await ana.say('mine', { files: [await telling()] })
  await ben.until((message) => message.from === 'bot' && message.files.length === 1)
  slow.quicken()
  for (const look of await Promise.all(looks)) expect(look.status()).toBe(200)
  expect(slow.most).toBe(1)

  const kept = async () => Number((await service.core.db.pg.query('select count(*) from chat_picture')).rows[0].count)
  const before = await kept()
  await fillPictures(stage, ana, 60)
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: (await telling()).data })
  await page
    .getByRole('alert')
    .filter({ hasText: en['refuse.chat.pictures']({ most: 60 }) })
    .waitFor()
  expect(await kept()).toBe(before + 60)
  stage.complaints.length = 0
})

it('is in Korean for Koreans, by night, for fingers and for keys', async () => {
  const { page } = await sitter(stage, 'telegram', 'Bada', { language: 'ko', byHand: true })
  const ben = await chatter(service, 'discord', 'Nabi', 'ko')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('button', { name: '네, 해 볼게요' }).waitFor()
  await look(page, 'ko-alone')
  await page.getByRole('button', { name: '네, 해 볼게요' }).press('Enter')
  await page.getByRole('button', { name: '무엇이든 좋아요' }).waitFor()
  await page.getByRole('button', { name: '무엇이든 좋아요' }).press('Enter')
  await page.getByText('지금 마음이 맞는 사람을 찾고').waitFor()
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
  await look(page, 'ko-talking')
  expect(await fits(page)).toBe(true)
  await page.getByRole('button', { name: '신고하고 나가기' }).click()
  await page.getByText('무엇이 문제였나요').waitFor()
  await look(page, 'ko-report')

  await page.goto(`${stage.site.base}/account`)
  await look(page, 'ko-account')
  const desk = await enterDesk(stage, page)
  await look(page, 'desk-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${stage.site.base}/desk/stats`)
  await look(page, 'desk-stats')
  await desk.openBoard()
  await desk.close()
})

it('keeps nothing that was said for longer than a day, pictures neither', async () => {
  const left = () => service.core.db.pg.query('select 1 from chat_picture union all select 1 from chat_message')
  expect((await left()).rowCount).toBeGreaterThan(0)
  service.clock.move(25 * 3_600_000)
  await expect.poll(async () => (await left()).rowCount).toBe(0)
})

it('nothing was blocked, refused or thrown on the way', () => {
  expect(stage.complaints).toEqual([])
})
