import { DiscordAPIError } from 'discord.js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openApi } from '../../bots/discord/api.ts'
import { takeCopies } from '../../bots/discord/spots.ts'
import { closedEnvelope } from '../../bots/telegram/closedEnvelope.ts'
import { eraseAccount } from '../../core/accounts/erase.ts'
import { mergeAccounts } from '../../core/accounts/merge.ts'
import { followPenName } from '../../core/follows/followPenName.ts'
import type { AccountId, OpenLetterId } from '../../core/ids.ts'
import { forgetOld } from '../../core/letters/forgetOld.ts'
import { UNREAD_DAYS } from '../../core/letters/sweepLetters.ts'
import { writeComment } from '../../core/openLetters/writeComment.ts'
import { inPrisma } from '../../core/store/transaction.ts'
import { say, type TextKey, type TextParams } from '../../core/texts/texts.ts'
import type { Person } from '../../sandbox/person.ts'
import { someone } from '../accounts/world.ts'
import { leftOpen } from '../openLetters/desk.ts'
import { insist } from '../support/database.ts'
import { openNewest, sendLetter, tap, welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { openAgain, report, standing, untilGone } from './standing.ts'

/** A letter that stands in its reader's chats more than once: when the reader no longer has it, every copy leaves. */
let service: Service
let writer: Person
let number = 0
const HOUR = 3_600_000

beforeAll(async () => {
  service = await openService()
  writer = await welcomed(service, { platform: 'discord', name: 'Writer', locale: 'en', willing: false })
})
afterAll(() => service.close())

const says = <Key extends TextKey>(key: Key, ...params: TextParams<Key> extends undefined ? [] : [TextParams<Key>]) =>
  say('en', key, ...params)
const pg = () => service.core.db.pg
const accounts = new Map<Person, AccountId>()

/** Somebody new, who alone is willing now, and was not before: nothing that an earlier test left behind finds them. */
async function newReader(platform: 'discord' | 'telegram', locale: 'en' | 'ko' = 'en'): Promise<Person> {
  const reader = await welcomed(service, { platform, name: `Reader ${++number}`, locale, willing: false })
  const { rows } = await pg().query('select account_id from identity order by created_at desc limit 1')
  accounts.set(reader, rows[0].account_id)
  await beginAnew(reader)
  return reader
}

/** No letter is left, nobody blocked anybody, and this reader alone is willing. */
async function beginAnew(reader: Person): Promise<void> {
  number++
  await insist(pg(), 'delete from letter', 'delete from block', 'delete from report')
  await pg().query('update account set willing = (id = $1), read_count = 0', [accounts.get(reader)])
  await pg().query('update reader_slot set open = (account_id = $1), band = 2', [accounts.get(reader)])
}

const letter = () => `Dear reader number ${number}, the first frost drew ferns on the window this morning.`

/** Somebody left a letter open, which is sent to nobody, and somebody else answered under it. */
async function leavesOpen(): Promise<{ words: string; answer: string; openLetterId: OpenLetterId }> {
  const nobody = ['update account set willing = false', 'update reader_slot set open = false']
  await insist(pg(), 'delete from open_letter', ...nobody)
  const [author, other] = [await someone(service.core), await someone(service.core)]
  const words = `For whoever comes by, number ${++number}: the first frost drew ferns on the window.`
  const answer = `It was a cold way home, number ${number}.`
  const { openLetterId } = await leftOpen(service.core, author, { text: words })
  await writeComment(service.core, {
    authorId: other.accountId,
    openLetterId,
    text: answer,
    signed: false,
    source: answer,
  })
  return { words, answer, openLetterId }
}

const untilNothingIsKept = () =>
  expect.poll(async () => (await pg().query('select 1 from shown_letter')).rowCount).toBe(0)

/** Where it stands is noted a moment after it is seen. */
async function untilNoted(reader: Person): Promise<void> {
  const noted = `select 1 from shown_letter s join delivery d on d.id = s.delivery_id where d.reader_id = $1`
  await expect.poll(async () => (await pg().query(noted, [accounts.get(reader)])).rowCount).toBe(1)
}

async function gets(reader: Person): Promise<string> {
  const text = letter()
  await sendLetter(writer, text)
  await openNewest(reader, text)
  return text
}

describe.each(['discord', 'telegram'] as const)('on %s', (platform) => {
  let reader: Person
  beforeAll(async () => {
    reader = await newReader(platform)
  })
  beforeEach(() => beginAnew(reader))

  it('a letter opened twice leaves with both copies when it is reported', async () => {
    const text = await gets(reader)
    const again = await openAgain(reader, text)
    expect(standing(reader, text)).toHaveLength(2)
    await report(reader, again)
    await untilGone(reader, text)
    await untilNothingIsKept()
  })

  it.each([
    ['passed on', '🍃 Pass on', ''],
    ['blocked', '🚫 Block', '🚫 Yes, block'],
  ])(
    'a letter that is %s leaves with the copies that were not pressed; what shows something else stays',
    async (_what, button, yes) => {
      const text = await gets(reader)
      const [first] = standing(reader, text)
      const second = await openAgain(reader, text)
      const third = await openAgain(reader, text)
      await reader.press('📬 Inbox', { message: second.id })
      await reader.until((seen) => seen.id === second.id && !seen.text.includes(text))
      await reader.press(button, { message: third.id })
      await reader.until((seen) => seen.id === third.id && !seen.text.includes(text))
      if (yes) await reader.press(yes, { message: third.id })
      await untilGone(reader, text)
      await untilNothingIsKept()
      const isDeleted = (id = '') => reader.chat().find((seen) => seen.id === id)?.deleted
      expect([first?.id, second.id, third.id].map(isDeleted)).toEqual([true, false, false])
    },
  )

  it('a long letter leaves whatever page its copies are turned to', async () => {
    const pages = ['The beginning of it.', 'And this is how it ends.']
    const text = pages.join(`\n\n${'A line about the weather, and another about tea. '.repeat(70)}\n\n`)
    await sendLetter(writer, text)
    await openNewest(reader, pages[0] ?? '')
    const again = await openAgain(reader, pages[0] ?? '')
    await reader.press('Read on', { message: again.id })
    await reader.until((seen) => seen.id === again.id && seen.text.includes(pages[1] ?? ''))
    const [first] = standing(reader, pages[0] ?? '')
    await report(reader, first ?? expect.fail())
    for (const page of pages) await untilGone(reader, page)
    await untilGone(reader, 'another about tea')
  })

  it('what a person took away themselves is as it should be, and a platform that fails is asked again', async () => {
    const text = await gets(reader)
    const again = await openAgain(reader, text)
    const third = await openAgain(reader, text)
    if (platform === 'telegram') await reader.remove(again.id)
    const stop = service[platform].faults.inject({
      kind: '500',
      times: 1,
      match: platform === 'discord' ? { method: 'DELETE' } : { path: /deleteMessage/ },
    })
    await report(reader, third)
    await untilGone(reader, text)
    await untilNothingIsKept()
    stop()
  })

  it('the notice of a letter that was opened from /inbox asks no longer, and leaves with it', async () => {
    const text = letter()
    await sendLetter(writer, text)
    const notice = await reader.until(says('arrived.title'))
    await reader.press(says('arrived.notNow'), { message: notice.id })
    await reader.until((seen) => seen.id === notice.id && seen.text === says('arrived.tucked'))
    const again = await openAgain(reader, text)
    await reader.until((seen) => seen.id === notice.id && seen.text === says('arrived.opened'))
    await reader.press(says('arrived.again'), { message: notice.id })
    await reader.until((seen) => seen.id === notice.id && seen.text.includes(text))
    await report(reader, again)
    await untilGone(reader, text)
    await untilNothingIsKept()
    expect(reader.chat().find((seen) => seen.id === notice.id)?.deleted).toBe(true)
  })

  it('a notice that showed its letter itself has nothing to say of it', async () => {
    await gets(reader)
    const over = `select 1 from outbox o join delivery d on d.id::text = o.parcel->>'deliveryId' where o.parcel->>'kind' = 'notice-over'`
    expect((await pg().query(over)).rowCount).toBe(0)
  })

  it('an open letter that is reported or blocked leaves with its other copies and its picture, an answer under one likewise', async () => {
    const { words, answer } = await leavesOpen()
    const [first, second, third, fourth] = [await discover(), await discover(), await discover(), await discover()]
    await reader.press(says('discover.paper'), { message: fourth.id })
    await reader.until(says('discover.picture'))
    for (const copy of [second, third]) {
      await reader.press(says('discover.comments', { count: '1' }), { message: copy.id })
      await reader.until((seen) => seen.id === copy.id && seen.text.includes(answer))
    }
    await reader.choose(`1. ${answer}`, { message: second.id })
    const shown = await reader.until((seen) => seen.id === second.id && seen.text.startsWith(says('comments.one')))
    await report(reader, shown)
    await untilGone(reader, answer)
    expect(standing(reader, words)).toHaveLength(2)
    await reader.press(says('read.block'), { message: first.id })
    await tap(reader, says('block.yes'))
    await untilGone(reader, words)
    await untilGone(reader, says('discover.picture'))
    await untilNothingIsKept()
    const reported = await leavesOpen()
    await discover()
    await report(reader, await discover())
    await untilGone(reader, reported.words)
    await untilNothingIsKept()
  })

  it('the beginning of an open letter in the list of those one follows leaves with it', async () => {
    const { words, openLetterId } = await leavesOpen()
    await followPenName(service.core, { followerId: accounts.get(reader) ?? expect.fail(), openLetterId })
    await reader.command('following')
    const { id } = await reader.until(says('following.title'))
    await reader.press(says('following.letters'), { message: id })
    await reader.until((seen) => seen.id === id && seen.text.startsWith(says('following.letters.title')))
    await reader.choose(words.slice(0, 30), { message: id })
    await report(reader, await reader.until(words))
    await expect.poll(() => reader.chat().find((seen) => seen.id === id)?.deleted).toBe(true)
    await untilGone(reader, words)
    await untilNothingIsKept()
  })

  const discover = async () => {
    const before = reader.chat().at(-1)?.id ?? ''
    await reader.command('discover')
    return reader.until(says('discover.title'), { after: before })
  }

  it('says that a letter was taken back, in every copy, once its writer erased everything', async () => {
    const other = await welcomed(service, {
      platform: 'telegram',
      name: `Writer ${number}`,
      locale: 'en',
      willing: false,
    })
    const text = letter()
    await sendLetter(other, text)
    await openNewest(reader, text)
    const again = await openAgain(reader, text)
    const { rows } = await pg().query('select writer_id from letter order by created_at desc limit 1')
    await eraseAccount(service.core, { accountId: rows[0].writer_id })
    await untilGone(reader, text)
    await reader.until((seen) => seen.id === again.id && seen.text.includes('This letter was taken back'))
    await reader.press('📬 Inbox', { message: again.id })
    await reader.until((seen) => seen.id === again.id && seen.text.startsWith('Letters for you'))
  })
})

it('goes, too, when it is opened once more while its writer takes it back', async () => {
  const reader = await newReader('telegram')
  const text = await gets(reader)
  await untilNoted(reader)
  const taking = await pg().connect()
  await taking.query('begin')
  const mine = 'id in (select letter_id from delivery where reader_id = $1)'
  await taking.query(`update letter set body = null, body_key = null where ${mine}`, [accounts.get(reader)])
  const again = await openAgain(reader, text)
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(async () => (await pg().query(waiting)).rowCount).toBe(1)
  await taking.query('commit')
  taking.release()
  await reader.until((seen) => seen.id === again.id && seen.text.includes('This letter was taken back'))
})

it('a copy that Telegram no longer deletes becomes a line', async () => {
  const reader = await newReader('telegram', 'ko')
  const text = '안녕하세요, 오늘 아침 창문에 서리꽃이 피어서 한참을 바라보다가 편지를 써요.'
  await sendLetter(writer, text)
  await openNewest(reader, text)
  const [old] = standing(reader, text)
  service.clock.move(50 * HOUR)
  const again = await openAgain(reader, text)
  await reader.press('🍃', { message: again.id })
  await untilGone(reader, text)
  await reader.until((seen) => seen.id === old?.id && seen.text.startsWith('이 편지는 이제 여기에 없어요.'))
})

it('a picture that Telegram no longer deletes becomes a closed envelope with a line', async () => {
  const reader = await newReader('telegram')
  const { words } = await leavesOpen()
  await reader.command('discover')
  const first = await reader.until(words)
  await reader.press(says('discover.paper'), { message: first.id })
  const picture = await reader.until(says('discover.picture'))
  service.clock.move(50 * HOUR)
  await reader.command('discover')
  await report(reader, await reader.until(words, { after: picture.id }))
  await reader.until((seen) => seen.id === picture.id && seen.text === says('discover.gone'))
  expect(Buffer.from(reader.file(picture.id, 0)?.data ?? []).equals(closedEnvelope.source)).toBe(true)
  await untilNothingIsKept()
})

it('the notice of a letter that was never opened says that it went on to somebody else', async () => {
  const reader = await newReader('discord')
  await sendLetter(writer, letter())
  const notice = await reader.until(says('arrived.title'))
  service.clock.move((UNREAD_DAYS * 24 + 1) * HOUR)
  await reader.until((seen) => seen.id === notice.id && seen.text === says('arrived.movedOn'))
})

it('a copy that Discord will not let go becomes a line', async () => {
  const reader = await newReader('discord')
  const text = await gets(reader)
  const again = await openAgain(reader, text)
  const [first] = standing(reader, text)
  const stop = service.discord.faults.inject({ kind: '500', match: { method: 'DELETE' } })
  await reader.press('🍃', { message: again.id })
  await reader.until((seen) => seen.id === again.id && !seen.text.includes(text))
  const { rows } = await pg().query('select delivery_id as id from shown_letter where goes_at is not null')
  const api = openApi({ token: service.discord.token, apiUrl: service.discord.apiUrl })
  const refuses = new DiscordAPIError({ code: 50013, message: 'Missing Permissions' }, 50013, 403, 'DELETE', '', {})
  const address = { platformId: reader.id, chatId: undefined, language: 'en', zone: 'UTC' } as const
  const parcel = { kind: 'letter-gone', deliveryId: rows[0].id } as const
  const attempt = { address, parcel, nonce: 'x', maybeSent: false, firstTriedAt: undefined }
  await takeCopies(service.core, { api: { ...api, remove: () => Promise.reject(refuses) }, attempt, what: parcel })
  await reader.until((seen) => seen.id === first?.id && seen.text === says('read.gone'))
  stop()
  api.close()
  await untilNothingIsKept()
})

it('what only they saw in a server leaves, too, while Discord lets us reach it', async () => {
  const reader = await newReader('discord')
  const text = await gets(reader)
  const inServer = await openAgain(reader, text, { in: 'guild' })
  expect(inServer.ephemeral).toBe(true)
  const [inDm] = standing(reader, text)
  await report(reader, inDm ?? expect.fail())
  await untilGone(reader, text)
  await untilNothingIsKept()
})

it('is forgotten once it cannot be reached any more', async () => {
  const reader = await newReader('discord')
  const text = await gets(reader)
  await openAgain(reader, text, { in: 'guild' })
  const kept = async () =>
    (await pg().query('select until from shown_letter order by until')).rows.map((row) => row.until)
  await expect.poll(kept).toHaveLength(2)
  service.clock.move(HOUR)
  await forgetOld(service.core)
  expect(await kept()).toEqual([null])
})

async function merge(goes: Person, stays: Person): Promise<void> {
  const [from, into] = [accounts.get(goes), accounts.get(stays)]
  if (!from || !into) throw new Error('somebody has no account')
  await inPrisma(service.core, (tx) => mergeAccounts(service.core, tx, { from, into }))
}

describe('one person with two chats', () => {
  async function both() {
    const [here, there] = [await newReader('discord'), await newReader('telegram')]
    await merge(here, there)
    await beginAnew(there)
    const text = letter()
    await sendLetter(writer, text)
    await openNewest(there, text)
    return { here, there, text, onDiscord: await openAgain(here, text) }
  }

  it('loses the copies in both', async () => {
    const { here, there, text, onDiscord } = await both()
    await report(here, onDiscord)
    await untilGone(here, text)
    await untilGone(there, text)
  })

  it('loses the copy in a chat that could not be reached, on coming back there', async () => {
    const { here, there, text, onDiscord } = await both()
    await there.block()
    await expect
      .poll(async () => (await pg().query('select 1 from identity where gone_at is not null')).rowCount)
      .toBe(1)
    await report(here, onDiscord)
    await untilGone(here, text)
    expect(standing(there, text)).toHaveLength(1)
    await there.unblock()
    await there.command('help')
    await untilGone(there, text)
    await untilNothingIsKept()
  })
})

it('a letter that both of two had, one of whom reported it, leaves the other’s chat when they become one', async () => {
  const [one, other] = [await newReader('discord'), await newReader('telegram')]
  const text = letter()
  await sendLetter(writer, text)
  await openNewest(other, text)
  await untilNoted(other)
  await pg().query(
    `insert into delivery (id, letter_id, reader_id, state, created_at) select gen_random_uuid(), letter_id, $2, 'reported', created_at
     from delivery where reader_id = $1`,
    [accounts.get(other), accounts.get(one)],
  )
  await merge(other, one)
  await untilGone(other, text)
  expect(standing(one, text)).toEqual([])
})
