import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeOnPage } from '../../core/chat/page/changeOnPage.ts'
import { sayOnPage } from '../../core/chat/page/sayOnPage.ts'
import { seatOf } from '../../core/chat/seat.ts'
import type { ChatId } from '../../core/ids.ts'
import { say } from '../../core/texts/texts.ts'
import type { Person, SeenMessage } from '../../sandbox/person.ts'
import { tap, welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { accountOf, askForChat, chatter, heard, together } from './chatters.ts'

let service: Service
beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

const mixes = [
  ['discord', 'telegram'],
  ['telegram', 'discord'],
  ['telegram', 'telegram'],
  ['discord', 'discord'],
] as const

type Two = { ana: Person; ben: Person }
const talking = new Map<string, Two>()
/** Two who sit in a chat with each other, since whoever asked first. */
async function two(here: (typeof mixes)[number][0], there: (typeof mixes)[number][1]): Promise<Two> {
  const known = talking.get(`${here} ${there}`)
  if (known) return known
  const pair = { ana: await chatter(service, here, 'Ana'), ben: await chatter(service, there, 'Ben') }
  await together(pair.ana, pair.ben)
  talking.set(`${here} ${there}`, pair)
  return pair
}

describe.each(mixes)('two who talk live, on %s and on %s', (here, there) => {
  it('hear each other, in order', async () => {
    const { ana, ben } = await two(here, there)
    await ana.say('Hello, whoever you are.')
    await heard(ben, 'Hello, whoever you are.')
    await ben.say('Hello back! How was your day?')
    await heard(ana, 'Hello back! How was your day?')
    for (let i = 1; i <= 5; i++) await ana.say(`line ${i}`)
    await heard(ben, 'line 5')
    expect(ben.chat().flatMap(({ text }) => (/^line \d$/.test(text) ? [text] : []))).toEqual(
      [1, 2, 3, 4, 5].map((i) => `line ${i}`),
    )

    const words = Array.from({ length: here === 'telegram' ? 700 : 250 }, (_, i) => `word${i}`)
    await ana.say(words.join(' '))
    // Telegram cuts at its own limit, in the middle of a word if need be.
    const long = () => {
      const pieces = ben.chat().flatMap(({ text }) => (/word\d/.test(text) ? [text] : []))
      return pieces.join('').match(/word\d+/g)
    }
    await expect.poll(long).toEqual(words)
    if (here === 'discord') {
      const signs = () => service[there].requests.filter(({ path }) => /typing|sendChatAction/.test(path)).length
      const before = signs()
      await ana.type?.()
      await expect.poll(signs).toBe(before + 1)
    }
  })
})

describe('after a restart', () => {
  const soups = new Map<Two, { mine: string; theirs: SeenMessage }>()
  beforeAll(async () => {
    for (const [here, there] of mixes) {
      const pair = await two(here, there)
      const mine = await pair.ana.say('I had soup.', {})
      soups.set(pair, { mine, theirs: await heard(pair.ben, 'I had soup.') })
    }
    await service.restart()
  })

  it.each(mixes)('it goes on as it was, on %s and on %s, until one leaves', async (here, there) => {
    const pair = await two(here, there)
    const { ana, ben } = pair
    const { mine, theirs } = soups.get(pair) ?? expect.fail()
    await ben.say('Which soup?', { replyTo: theirs.id })
    expect((await heard(ana, 'Which soup?')).replyTo).toBe(mine)
    await ana.edit(mine, 'I had tomato soup.')
    await heard(ben, 'I had tomato soup.')
    const party = there === 'discord' ? '🥳' : '🎉'
    await ben.react(theirs.id, party)
    await expect
      .poll(() => ana.chat().find(({ id }) => id === mine)?.reactions)
      .toEqual([{ emoji: here === 'telegram' ? '🎉' : party, from: 'bot' }])
    await ben.react(theirs.id, '👍')
    await ben.react(theirs.id, null)
    await ana.react(mine, '❤')
    const shown = () => [ana, ben].map((who, i) => who.chat().find(({ id }) => id === [mine, theirs.id][i])?.reactions)
    await expect
      .poll(() => shown().map((all) => all?.filter(({ from }) => from === 'bot').map(({ emoji }) => emoji)), {})
      .toEqual([[], ['❤']])
    if (here === 'discord') {
      await ana.remove(mine)
      await expect.poll(() => ben.chat().find(({ id }) => id === theirs.id)?.deleted).toBe(true)
    }

    await ana.command('leave')
    await ana.until('You have left')
    const end = await ben.until('The chat has ended')
    expect(end.text).not.toMatch(/left|who/i)
    await ben.say('Are you still there, perhaps?')
    await ben.until('Shall this become a letter', { after: end.id })
    expect(ana.chat().filter(({ text }) => text.includes('perhaps'))).toEqual([])

    // On to the next one; not to each other again.
    for (const person of [ana, ben]) {
      await tap(person, 'Talk with somebody else')
      await tap(person, 'Whatever comes')
      await person.until('Looking for somebody')
    }
    const still = ben
      .chat()
      .find(({ id }) => id === end.id)
      ?.controls.map(({ label }) => label)
    expect(still).toEqual(end.controls.map(({ label }) => label))
    expect(still?.join()).toMatch(/Keep in touch.*Report.*Block/)
    const cid = await chatter(service, here, 'Cid')
    await askForChat(cid)
    await cid.until('Somebody is here')
    await cid.say('I am the next one.')
    await heard(ana, 'I am the next one.')
    for (const person of [cid, ben]) await person.command('leave')
    await ben.until('stopped looking')
  })
})

it('does not pair those who talked lately again, and lets waiting be left', async () => {
  const ana = await chatter(service, 'telegram', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  await ben.command('leave')
  await ana.until('The chat has ended')
  for (const person of [ana, ben]) {
    await person.command('chat')
    await tap(person, 'Whatever comes')
    await person.until('Looking for somebody')
  }
  const ids = [await accountOf(service, ana), await accountOf(service, ben)]
  const { rows } = await service.core.db.pg.query('select 1 from chat_seat where account_id = any($1)', [ids])
  expect(rows).toEqual([])
  await ana.command('leave')
  await ana.until('stopped looking')
  await tap(ben, 'Stop waiting')
  await ben.until('stopped looking')
})

it('opens only to those who exchanged letters', async () => {
  const newcomer = await welcomed(service, { platform: 'telegram', name: 'Nia', locale: 'en', willing: false })
  await newcomer.command('chat')
  await newcomer.until('after a first whole exchange of letters')
})

it('holds back ways to reach somebody, with a word, and shows real help for words of crisis', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  await ana.say('Write to me at ana.lee@example.com')
  await ana.until('I held that back: “ana.lee@example.com”')
  await ana.say('Have a look [here](https://example.org/x)')
  await ana.until('I held that back')
  await ben.say('I want to kill myself')
  await heard(ana, 'I want to kill myself')
  await ben.until('these people listen')
  await ana.say('I am here.')
  await heard(ben, 'I am here.')
  expect(ben.chat().filter(({ text }) => text.includes('example'))).toEqual([])
})

it.each(['telegram', 'discord'] as const)(
  'leaves and reports in one tap on %s; a moderator sees what the other one said, and nothing else',
  async (here) => {
    const ana = await chatter(service, here, 'Ana')
    const ben = await chatter(service, 'telegram', 'Ben')
    await together(ana, ben)
    const bad = await ben.say('Your taste in soup is terrible.')
    await heard(ana, 'Your taste in soup is terrible.')
    for (const text of ['And so are you.', 'Well, then.', 'Have a nice day.']) {
      await ben.edit(bad, text)
      await heard(ana, text)
    }
    await ana.say('My own words stay mine.')
    await heard(ben, 'My own words stay mine.')
    await tap(ana, 'Report and leave')
    await ben.until('The chat has ended')
    if (here === 'discord') await ana.submit({ category: 'hurtful', words: '' })
    else {
      await tap(ana, 'cruel or hateful')
      await tap(ana, 'Skip')
    }
    await ana.until('Thank you for telling us')
    const { rows } = await service.core.db.pg.query(
      `select copy from report where kind = 'chat' order by created_at desc limit 1`,
    )
    const copy = service.core.vault.open(rows[0].copy, 'report:copy')
    expect(copy).toContain('Your taste in soup is terrible. → And so are you. → Well, then. → Have a nice day.')
    expect(copy).not.toContain('My own words')
  },
)

it('lets two strangers become pen-friends who may talk again', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  await ana.command('leave')
  await tap(ana, 'Keep in touch by letters')
  await ben.until('would like to keep in touch by letters')
  await tap(ben, 'Keep in touch by letters')
  await ana.until('You both want to keep writing')
  await ana.command('inbox')
  await tap(ana, 'Pen-friends')
  await tap(ana, 'since')
  await tap(ana, 'Talk now?')
  await ben.until('would like to talk now')
  await tap(ben, 'Yes, now')
  await ana.until('Your pen-friend is here')
  await ben.say('It is me again.')
  await heard(ana, 'It is me again.')
  await ana.command('leave')
  const end = await ben.until('The chat has ended')

  await tap(ana, 'Talk now?')
  const asked = await ben.until('would like to talk now', { after: end.id })
  await ben.press('Not now', { message: asked.id })
  await ana.until('Your pen-friend can’t talk right now')
  await tap(ana, 'Talk now?')
  const lapsing = await ben.until('would like to talk now', { after: asked.id })
  service.clock.move(16 * 60_000)
  await ben.press('Yes, now', { message: lapsing.id })
  await expect.poll(() => ben.toasts().at(-1)).toContain('That moment has passed')
})

it('tells somebody who waited for half an hour that nobody is there', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  await askForChat(ana)
  await ana.until('Looking for somebody')
  for (const words of ['hello?', 'Hello, is anybody there who would like to talk?']) {
    const said = await ana.say(words)
    await ana.until(say('en', 'chat.waiting.words'), { after: said })
  }
  service.clock.move(31 * 60_000)
  await ana.until('Nobody was there for you just now')
})

it.each(mixes)('says what was held back on %s once it is mended where it stands, to %s', async (here, there) => {
  const ana = await chatter(service, here, 'Ana')
  const ben = await chatter(service, there, 'Ben')
  await together(ana, ben)
  const mine = await ana.say('Call me: +82 10 4455 6677')
  const first = await ana.until('I held that back: “')
  await ana.edit(mine, 'Or +82 10 4455 6678')
  await ana.until('I held that back: “', { after: first.id })
  await ana.edit(mine, 'Let us talk here.')
  const shown = await heard(ben, 'Let us talk here.')
  await ana.edit(mine, 'Let us talk here, then.')
  await expect.poll(() => ben.chat().find(({ id }) => id === shown.id)?.text).toBe('Let us talk here, then.')
  const said = ben.chat().filter(({ text }) => /4455|Let us/.test(text))
  expect(said).toHaveLength(1)
})

it('holds back a number that is said in parts', async () => {
  const ana = await chatter(service, 'telegram', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  const parts: string[] = []
  for (const part of ['010', '4455', '6677']) parts.push(await ana.say(part))
  await ana.until('I held that back: “010 4455 6677”')
  await heard(ben, '4455')
  await ana.say('sorry')
  await heard(ben, 'sorry')
  expect(ben.chat().filter(({ text }) => text.includes('6677'))).toEqual([])

  // A change counts, and so does the page.
  const changed = await ben.say('lovely weather')
  for (const part of ['010', '4455']) await ben.say(part)
  await heard(ana, '4455')
  await ben.edit(changed, '6677')
  await ben.until('That change was not carried over')
  const accountId = await accountOf(service, ana)
  const chatId = (await seatOf(service.core, { accountId }))?.chatId as ChatId
  const content = { text: { text: '6677', marks: [] } }
  const onPage = { accountId, chatId, ownId: parts.at(-1) ?? '', content, replyTo: undefined }
  expect(await sayOnPage(service.core, onPage)).toMatchObject({ kind: 'held', contact: true })

  // And so does a change on the page.
  for (const part of ['010', '9988']) await ana.say(part)
  await heard(ben, '9988')
  const { rows } = await service.core.db.pg.query('select min(id) as id from chat_message where sender_id = $1', [
    accountId,
  ])
  const change = { accountId, messageId: rows[0].id, text: { text: '7766', marks: [] } }
  expect(await changeOnPage(service.core, change)).toBe(false)
  expect(await changeOnPage(service.core, { ...change, text: { text: 'never mind', marks: [] } })).toBe(true)
  await heard(ben, 'never mind')
})

it('asks both after twenty idle minutes, and ends by itself; nothing said is kept for longer than a day', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  await ana.type?.()
  await ana.say('Hello?')
  await heard(ben, 'Hello?')
  service.clock.move(21 * 60_000)
  for (const person of [ana, ben]) await person.until('Are you still there')
  await tap(ben, 'still here')
  await ben.until('The chat goes on')
  service.clock.move(21 * 60_000)
  await expect.poll(() => ana.chat().filter(({ text }) => text.includes('still there')).length).toBe(2)
  service.clock.move(21 * 60_000)
  for (const person of [ana, ben]) await person.until('The chat has ended')
  service.clock.move(25 * 3_600_000)
  const kept = () => service.core.db.pg.query('select id from chat_message union all select id from chat_version')
  await expect.poll(async () => (await kept()).rowCount).toBe(0)
})

it('keeps apart for good whom somebody blocked from the chat', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  await ana.command('leave')
  const end = await ben.until('The chat has ended')
  await tap(ana, 'Block')
  await ana.until('You two won’t meet again')
  // Nor does the other one learn of it by asking for more.
  await tap(ben, 'Keep in touch by letters')
  await ben.until('I’ve asked them')
  service.clock.move(15 * 86_400_000)
  for (const person of [ana, ben]) {
    await askForChat(person)
    await person.until('Looking for somebody')
  }
  await service.restart()
  expect(
    [ana, ben].map((person) => person.chat().filter(({ text }) => text.includes('Somebody is here')).length),
  ).toEqual([1, 1])
  expect(ben.chat().filter(({ id, text }) => Number(id) > Number(end.id) && /block/i.test(text))).toEqual([])
  expect(ana.chat().filter(({ text }) => text.includes('would like to keep in touch'))).toEqual([])
})
