import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Person } from '../../sandbox/person.ts'
import { openNewest, sendLetter, tap, welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { type Browser, logIn, openBrowser, openSite, type Site, throughGoogle } from '../support/site.ts'
import { accountOf, codeOn, follow, link, newcomer, newLogin, pathIn, YES } from './linking.ts'

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

const accounts = async (people: Person[]) =>
  new Set(await Promise.all(people.map((person) => accountOf(service, person)))).size

describe('from the chat', () => {
  it('binds a chat without a history at once, after the page showed whose it is and the same two words', async () => {
    const ana = await newcomer(service, 'discord')
    const browser = openBrowser(site.base)
    const { path, phrase } = await link(ana)
    const page = await follow(browser, site, path, newLogin(site))
    expect(page.text).toContain(phrase)
    expect(page.text).toContain('A chat on Discord, where you are')
    const done = await browser.press(page, YES)
    expect(done.text).toContain('They are joined now')
    await ana.until('Your Discord chat and your Google login are joined now')
    const account = await browser.open('/account')
    expect(account.text).toMatch(/Discord since .*Google since/)
  })

  it('speaks Korean with those who do', async () => {
    const mina = await welcomed(service, { platform: 'telegram', name: '미나', locale: 'ko', willing: false })
    await mina.command('link')
    const message = await mina.until('아래 페이지를 열고 구글로 로그인해 주세요')
    const browser = openBrowser(site.base, { language: 'ko-KR,ko;q=0.9' })
    const page = await browser.open(pathIn(message))
    expect(page.html).toContain('<html lang="ko">')
    const asked = await throughGoogle(browser, site, await browser.press(page, '구글로 계속하기'), newLogin(site))
    expect(asked.text).toContain('텔레그램 채팅방이에요')
    expect((await browser.press(asked, '네, 내 채팅방이에요')).text).toContain('하나로 이어졌어요')
    await mina.until('텔레그램 채팅방과 구글 로그인이 이어졌어요')
  })

  it('asks a chat with a history once more, in the chat; until then nothing has changed', async () => {
    const ben = await newcomer(service, 'telegram')
    await sendLetter(ben, 'A letter that I wrote before I ever heard of logging in anywhere.')
    const browser = openBrowser(site.base)
    const { path, phrase } = await link(ben)
    const page = await browser.press(await follow(browser, site, path, newLogin(site)), YES)
    expect(page.text).toContain('One more yes, in your chat')
    const asked = await ben.until('says that this chat is theirs')
    expect(asked.text).toContain(phrase)
    expect((await browser.open('/account')).text).toContain('isn’t joined to a chat yet')
    await tap(ben, 'Yes, that was me')
    await ben.until('Done: they are joined now')
    expect((await browser.open(page.url)).text).toContain('They are joined now')
    expect((await browser.open('/account')).text).toContain('Telegram since')
  })

  it('undoes it when the chat says that it wasn’t them: before, nothing has happened; after, all is as it was', async () => {
    const cleo = await newcomer(service, 'discord')
    await sendLetter(cleo, 'A letter of mine which nobody else should ever be able to read.')
    const thief = openBrowser(site.base)
    const who = newLogin(site)
    await thief.press(await follow(thief, site, (await link(cleo)).path, who), YES)
    await cleo.until('says that this chat is theirs')
    await tap(cleo, 'It wasn’t me')
    await cleo.until('Nothing was joined')
    expect((await thief.open('/account')).text).toContain('Log in with Google')
    expect((await logIn(thief, site, who)).text).toContain('isn’t joined to a chat yet')

    const dora = await newcomer(service, 'telegram')
    const before = (await service.core.db.pg.query('select count(*)::int as n from account')).rows[0].n
    await thief.press(await follow(thief, site, (await link(dora)).path, who), YES)
    await dora.until('are joined now')
    await tap(dora, 'It wasn’t me')
    await dora.until('separate again')
    expect((await thief.open('/account')).text).toContain('Log in with Google')
    expect((await service.core.db.pg.query('select count(*)::int as n from account')).rows[0].n).toBe(before)
    await dora.command('settings')
    await dora.until('Your settings')
  })
})

describe('a second chat', () => {
  it('without a history moves in, and out again with its own name and settings when undone', async () => {
    const eve = await newcomer(service, 'discord')
    const also = await newcomer(service, 'telegram')
    const name = (await settingsOf(also)).match(/Pen-name: (.*)/)?.[1]
    const browser = openBrowser(site.base)
    const who = newLogin(site)
    await browser.press(await follow(browser, site, (await link(eve)).path, who), YES)
    const page = await follow(browser, site, (await link(also)).path, who)
    expect(page.text).toContain('It joins your account, where you are')
    await browser.press(page, YES)
    await also.until('Your Telegram chat and your Google login are joined now')
    await eve.until('Your Telegram chat and your Google login are joined now')
    expect(await accounts([eve, also])).toBe(1)
    expect(await settingsOf(also)).not.toContain(`Pen-name: ${name}\n`)
    await tap(also, 'It wasn’t me')
    await also.until('separate again')
    expect(await accounts([eve, also])).toBe(2)
    expect(await settingsOf(also)).toContain(`Pen-name: ${name}\n`)
  })

  it('with a history brings its letters along once it said yes', async () => {
    const fay = await newcomer(service, 'discord')
    const also = await newcomer(service, 'telegram')
    await sendLetter(fay, 'The first of two letters, written with a very old typewriter.')
    await sendLetter(also, 'The second of two letters, written on the telephone in a tram.')
    const browser = openBrowser(site.base)
    const who = newLogin(site)
    await browser.press(await follow(browser, site, (await link(fay)).path, who), YES)
    await tap(fay, 'Yes, that was me')
    await fay.until('Done: they are joined now')
    const page = await browser.press(await follow(browser, site, (await link(also)).path, who), YES)
    expect(page.text).toContain('One more yes, in your chat')
    expect(await accounts([fay, also])).toBe(2)
    await tap(also, 'Yes, that was me')
    await also.until('Done: they are joined now')
    expect(await accounts([fay, also])).toBe(1)
    await fay.command('sent')
    const sent = await fay.until('Letters you sent')
    expect(sent.text).toContain('The first of two letters')
    expect(sent.text).toContain('The second of two letters')
  })

  it('on the same platform is refused with the reason', async () => {
    const gil = await newcomer(service, 'discord')
    const twin = await newcomer(service, 'discord')
    const browser = openBrowser(site.base)
    const who = newLogin(site)
    await browser.press(await follow(browser, site, (await link(gil)).path, who), YES)
    const refused = await browser.press(await follow(browser, site, (await link(twin)).path, who), YES)
    expect(refused.text).toContain('has a chat on Discord already')
    expect(await accounts([gil, twin])).toBe(2)
  })
})

describe('from the page', () => {
  it('shows a code; the chat is asked by the words on the page; the page confirms', async () => {
    const hal = await newcomer(service, 'telegram')
    const browser = openBrowser(site.base)
    const page = await browser.press(await logIn(browser, site, newLogin(site)), 'Join a chat')
    const code = codeOn(page)
    expect(page.html).toContain('http-equiv="refresh"')
    await hal.say(`/link ${code}`)
    const asked = await hal.until('Is that your page?')
    const words = /shows these two words:\s+(\S.*\S)\s/.exec(asked.text)?.[1] ?? 'no words'
    expect(page.text).toContain(words)
    await tap(hal, 'Yes, that’s my page')
    await hal.until('Now go back to the page')
    const confirm = await browser.open(page.url)
    expect(confirm.text).toContain('A chat on Telegram')
    expect((await browser.press(confirm, YES)).text).toContain('They are joined now')
    await hal.until('are joined now')
  })

  it('works with a slash command’s option, and stops when the chat says no', async () => {
    const ida = await newcomer(service, 'discord')
    const browser = openBrowser(site.base)
    const page = await browser.press(await logIn(browser, site, newLogin(site)), 'Join a chat')
    await ida.command('link', { code: codeOn(page) })
    await ida.until('Is that your page?')
    await tap(ida, 'It wasn’t me')
    await ida.until('Nothing was joined')
    expect((await browser.open('/account')).text).toContain('Log in with Google')
  })
})

it('two tabs at once both come to their end', async () => {
  const jan = await newcomer(service, 'discord')
  const also = await newcomer(service, 'telegram')
  const browser = openBrowser(site.base)
  const who = newLogin(site)
  const first = await browser.press(await browser.open((await link(jan)).path), 'Go on with Google')
  const second = await browser.press(await browser.open((await link(also)).path), 'Go on with Google')
  const firstBack = await throughGoogle(browser, site, first, who)
  const secondBack = await throughGoogle(browser, site, second, who)
  expect((await browser.press(firstBack, YES)).text).toContain('They are joined now')
  expect((await browser.press(secondBack, YES)).text).toContain('They are joined now')
  expect(await accounts([jan, also])).toBe(1)
})

it('letters reach the person wherever they are bound', async () => {
  const kim = await newcomer(service, 'discord')
  const also = await newcomer(service, 'telegram')
  const browser = openBrowser(site.base)
  const who = newLogin(site)
  await browser.press(await follow(browser, site, (await link(kim)).path, who), YES)
  await browser.press(await follow(browser, site, (await link(also)).path, who), YES)
  const text = 'To myself: remember the smell of the rain in that first night of June.'
  await kim.command('letter', { to: 'self', when: 'now' })
  await kim.submit({ text })
  await tap(kim, 'Send it')
  await Promise.any([kim, also].map((person) => openNewest(person, text)))
})

async function settingsOf(person: Person): Promise<string> {
  const before = person.chat().at(-1)?.id
  await person.command('settings')
  return (await person.until('Your settings', before ? { after: before } : {})).text
}

describe('an open connection of the live chat', () => {
  /** With the cookies of a browser, from the page's own place. */
  async function connect({ cookies }: Browser): Promise<{ closed: Promise<number>; isOpen(): boolean }> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const socket = new WebSocket(`${site.base.replace('http', 'ws')}/chat/live`, {
      headers: { cookie, origin: site.base },
    })
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    const shown = new Promise((resolve) => socket.once('message', resolve))
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject))
    socket.on('error', () => undefined)
    await shown
    return { closed, isOpen: () => socket.readyState === socket.OPEN }
  }

  it('ends when the chat says that it wasn’t them, and does not open again', async () => {
    const kim = await newcomer(service, 'telegram')
    const thief = openBrowser(site.base)
    await thief.press(await follow(thief, site, (await link(kim)).path, newLogin(site)), YES)
    const connection = await connect(thief)
    await tap(kim, 'It wasn’t me')
    expect(await connection.closed).toBe(4001)
    await expect(connect(thief)).rejects.toThrow('401')
  })

  it('ends with its own session, or with all of them; another login’s goes on', async () => {
    const [lee, who] = [await newcomer(service, 'discord'), newLogin(site)]
    const [here, there, third] = [openBrowser(site.base), openBrowser(site.base), openBrowser(site.base)]
    await here.press(await follow(here, site, (await link(lee)).path, who), YES)
    for (const browser of [there, third]) await logIn(browser, site, who)
    const other = openBrowser(site.base)
    await other.press(
      await follow(other, site, (await link(await newcomer(service, 'discord'))).path, newLogin(site)),
      YES,
    )
    const [first, second, last, theirs] = [
      await connect(here),
      await connect(there),
      await connect(third),
      await connect(other),
    ]
    await there.press(await there.open('/account'), 'Log out')
    expect(await second.closed).toBe(4001)
    expect(first.isOpen()).toBe(true)
    await here.press(await here.open('/account'), 'Log out everywhere')
    expect(await Promise.all([first.closed, last.closed])).toEqual([4001, 4001])
    expect(theirs.isOpen()).toBe(true)
    await expect(connect(third)).rejects.toThrow('401')
  })
})
