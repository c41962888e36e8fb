import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { waitOnPage } from '../../core/chat/page/waitOnPage.ts'
import type { Person } from '../../sandbox/person.ts'
import { insist } from '../support/database.ts'
import { tap } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { accountOf, askForChat, chatter, heard, together } from './chatters.ts'

/** What is told or heard late, when a platform or the database was away, is not taken for the chat one is in by then. */
let service: Service
beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())
afterEach(() => {
  service.discord.faults.clear()
  service.telegram.faults.clear()
})

const said = (person: Person, words: string) => person.chat().filter(({ text }) => text.includes(words))
const query = async (sql: string, values: unknown[] = []) => (await service.core.db.pg.query(sql, values)).rows

/** Telegram takes no new message to them; what was pressed is still answered, where it was pressed. */
const holdMailTo = ({ id }: Person) =>
  service.telegram.faults.inject({ kind: '429', match: { path: /sendMessage$/, person: id } })

/** The question what one would like, which stays open: a chat can begin there later. */
async function moodQuestion(person: Person) {
  await person.command('chat')
  await tap(person, 'Yes, I’d like that')
  return person.until('What would you like right now')
}

/** Nothing that people do on Telegram is heard until this is called. */
async function deafTelegram(): Promise<() => void> {
  const hearing = service.telegram.faults.inject({ kind: '500', times: 1_000, match: { path: /getUpdates$/ } })
  const zoe = await service.telegram.join({ name: 'Zoe', locale: 'en' })
  // The request that is under way is still answered.
  await zoe.say('anybody?')
  await expect.poll(() => service.telegram.faults.list()[0]?.times).toBeLessThan(1_000)
  return hearing
}

/** As though what was written before had been written ten seconds before their chat began. */
const beginLater = async (person: Person, seconds: number) =>
  query(
    `update chat set begun_at = begun_at + make_interval(secs => $2) where id = (select chat_id from chat_seat where account_id = $1)`,
    [await accountOf(service, person), seconds],
  )

describe('an end that is told late', () => {
  it('is told as the end of the chat before, and what is pressed there is about that one', async () => {
    const ana = await chatter(service, 'telegram', 'Ana')
    const ben = await chatter(service, 'discord', 'Ben')
    const cid = await chatter(service, 'telegram', 'Cid')
    const mood = await moodQuestion(ana)
    await together(ana, ben)
    const before = await ana.until('Somebody is here')
    await ben.say('Soup is no meal.')
    await heard(ana, 'Soup is no meal.')
    await askForChat(cid)
    await cid.until('Looking for somebody')

    const letThrough = holdMailTo(ana)
    await ben.command('leave')
    await ben.until('You have left')
    await ana.press('Whatever comes', { message: mood.id })
    await ana.until((message) => message.id === mood.id && message.text.includes('Somebody is here'))
    await cid.until('Somebody is here')
    letThrough()
    const late = await ana.until('The chat before this one has ended')
    expect(late.controls.map(({ label }) => label).join()).not.toContain('Talk with somebody else')
    expect(said(ana, 'The chat has ended')).toEqual([])

    await ana.press('Leave', { message: before.id })
    await expect.poll(() => ana.toasts().at(-1)).toContain('That chat has ended already')
    await ana.press('Report and leave', { message: before.id })
    await tap(ana, 'cruel or hateful')
    await tap(ana, 'Skip')
    await ana.until('Thank you for telling us')
    const reported = await query(`select writer_id from report where kind = 'chat'`)
    expect(reported).toEqual([{ writer_id: await accountOf(service, ben) }])
    await ana.say('Hello, you.')
    await heard(cid, 'Hello, you.')
    await ana.press('Leave', { message: mood.id })
    await cid.until('The chat has ended')
  })

  it('says nothing of a chat that they never saw begin', async () => {
    const ana = await chatter(service, 'telegram', 'Ana')
    const ben = await chatter(service, 'discord', 'Ben')
    const mood = await moodQuestion(ana)
    await askForChat(ana)
    await ana.until('Looking for somebody')
    const letThrough = holdMailTo(ana)
    await askForChat(ben)
    await ben.until('Somebody is here')
    await ben.say('Hello?')
    await ben.command('leave')
    await ben.until('You have left')
    const cid = await chatter(service, 'discord', 'Cid')
    await askForChat(cid)
    await cid.until('Looking for somebody')
    await ana.press('Whatever comes', { message: mood.id })
    await cid.until('Somebody is here')
    letThrough()
    await cid.say('Good evening.')
    await heard(ana, 'Good evening.')
    expect(said(ana, 'Somebody is here')).toHaveLength(1)
    expect([...said(ana, 'ended'), ...said(ana, 'Hello?')]).toEqual([])
    await cid.command('leave')
  })
})

it('words and a /leave that are heard late go to no later chat, and their writer hears so', async () => {
  const ana = await chatter(service, 'telegram', 'Ana')
  const ben = await chatter(service, 'discord', 'Ben')
  const cid = await chatter(service, 'discord', 'Cid')
  await together(ana, ben)
  const hearAgain = await deafTelegram()
  await ana.say('This is for Ben alone.')
  void ana.command('leave').catch(() => undefined)
  await ben.command('leave')
  await ana.until('The chat has ended')
  await waitOnPage(service.core, { accountId: await accountOf(service, ana), mood: 'any' })
  await askForChat(cid)
  await ana.until('Somebody is here')
  await beginLater(ana, 10)
  hearAgain()
  await ana.until('you wrote it before this chat began. So it went to nobody')
  await ana.until('Your /leave reached me only now')
  await beginLater(ana, -10)
  await ana.say('Hello, Cid.')
  await heard(cid, 'Hello, Cid.')
  expect([ben, cid].flatMap((person) => said(person, 'Ben alone'))).toEqual([])
  await cid.command('leave')
})

it('what is said while the database is away is stored and carried over afterwards: once, in order', async () => {
  const ana = await chatter(service, 'telegram', 'Ana')
  const ben = await chatter(service, 'discord', 'Ben')
  await together(ana, ben)
  await ana.say('line 0')
  const zero = await heard(ben, 'line 0')
  await ben.say('line 0')
  await heard(ana, 'line 0')
  // What was said before is noted as shown: what is lost between the two is not what this is about.
  await expect.poll(unnoted).toEqual([])
  const open = await service.database.shut()
  const mine: string[] = []
  for (const n of [1, 2, 3]) {
    mine.push(await ana.say(`line ${n}`))
    await ben.say(`line ${n}`)
  }
  await ben.react(zero.id, '👍')
  await ana.edit(mine[0] ?? '', 'line 1, changed')
  const tried = () => service.logs.filter((line) => line.includes('cannot commit events yet')).length
  await expect.poll(tried).toBeGreaterThan(0)
  await open()
  const lines = (person: Person) =>
    person.chat().flatMap(({ from, text }) => (from === 'bot' && text.startsWith('line') ? [text] : []))
  await expect
    .poll(() => [lines(ana), lines(ben)])
    .toEqual([
      ['line 0', 'line 1', 'line 2', 'line 3'],
      ['line 0', 'line 1, changed', 'line 2', 'line 3'],
    ])
  await seesThumb(ana, 'line 0')
})

it('what refers to something whose answer was lost on Discord finds it, once it is known to have arrived', async () => {
  const ana = await chatter(service, 'telegram', 'Ana')
  const ben = await chatter(service, 'discord', 'Ben')
  await together(ana, ben)
  service.discord.faults.inject({ kind: '500AfterCommit', times: 1, match: { path: /messages$/, person: ben.id } })
  const mine = await ana.say('Is it there?')
  const shown = await heard(ben, 'Is it there?')
  await ben.react(shown.id, '👍')
  await ben.say('It is.', { replyTo: shown.id })
  expect((await heard(ana, 'It is.')).replyTo).toBe(mine)
  await seesThumb(ana, 'Is it there?')
  expect(said(ben, 'Is it there?')).toHaveLength(1)
})

it('what is taken back while its arrival on Discord is in doubt goes there, too', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'discord', 'Ben')
  await together(ana, ben)
  service.discord.faults.inject({ kind: '500AfterCommit', times: 1, match: { path: /messages$/, person: ben.id } })
  const mine = await ana.say('Better not said.')
  const shown = await heard(ben, 'Better not said.')
  await ana.edit(mine, 'Not said.')
  await ana.remove(mine)
  await ana.say('Hello.')
  await heard(ben, 'Hello.')
  expect(ben.chat().find(({ id }) => id === shown.id)?.deleted).toBe(true)
  const since = ben.chat().slice(ben.chat().findIndex(({ id }) => id === shown.id))
  expect(since.flatMap(({ text, deleted }) => (deleted ? [] : [text]))).toEqual(['Hello.'])
})

it('a reaction to what was shown while the database took no note of it finds its message all the same', async () => {
  const ana = await chatter(service, 'telegram', 'Ana')
  const ben = await chatter(service, 'discord', 'Ben')
  await together(ana, ben)
  const { pg } = service.core.db
  await insist(
    pg,
    `create function take_no_note() returns trigger language plpgsql as 'begin raise exception ''not now''; end'`,
    'create trigger take_no_note before insert on chat_twin execute function take_no_note()',
  )
  await ana.say('Noted late.')
  const shown = await heard(ben, 'Noted late.')
  await expect.poll(() => service.logs.some((line) => line.includes('cannot note what was shown yet'))).toBe(true)
  await ben.react(shown.id, '👍')
  await insist(pg, 'drop trigger take_no_note on chat_twin', 'drop function take_no_note()')
  await seesThumb(ana, 'Noted late.')
})

it('what refers to something whose arrival cannot be written down yet finds it all the same', async () => {
  const ana = await chatter(service, 'telegram', 'Ana')
  const ben = await chatter(service, 'discord', 'Ben')
  await together(ana, ben)
  const { pg } = service.core.db
  await insist(
    pg,
    'create sequence tries',
    `create function not_sent_yet() returns trigger language plpgsql as
      'begin perform nextval(''tries''); raise exception ''not now''; end'`,
    `create trigger not_sent_yet before update on outbox for each row
      when (new.state = 'sent' and new.parcel->>'kind' = 'chat-message') execute function not_sent_yet()`,
  )
  const mine = await ana.say('Settled late.')
  const shown = await heard(ben, 'Settled late.')
  await ben.react(shown.id, '👍')
  await ben.say('An answer to it.', { replyTo: shown.id })
  await ana.edit(mine, 'Settled late, and changed.')
  // By then the pauses between the tries are longer than anybody would guess.
  const tries = async () => Number((await query('select last_value from tries'))[0].last_value)
  const before = await tries()
  await expect.poll(tries).toBeGreaterThan(before + 2)
  await insist(pg, 'drop trigger not_sent_yet on outbox', 'drop function not_sent_yet()', 'drop sequence tries')
  expect((await heard(ana, 'An answer to it.')).replyTo).toBe(mine)
  await heard(ben, 'Settled late, and changed.')
  await expect
    .poll(() => ana.chat().find(({ id }) => id === mine)?.reactions)
    .toMatchObject([{ emoji: '👍', from: 'bot' }])
})

/** What was said, and is not yet known by the message that shows it. */
async function unnoted(): Promise<unknown[]> {
  const { rows } = await service.core.db.pg.query(
    `select id from chat_message m where not exists (select 1 from chat_twin t where t.message_id = m.id)
       and exists (select 1 from chat_seat s where s.chat_id = m.chat_id)`,
  )
  return rows
}

/** The other side's thumb comes to stand on what this person said. */
const seesThumb = (person: Person, said: string) =>
  expect
    .poll(() => person.chat().find(({ text, from }) => from === 'me' && text === said)?.reactions)
    .toMatchObject([{ emoji: '👍', from: 'bot' }])
