import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openApi } from '../../bots/discord/api.ts'
import { DiscordAPIError } from '../../bots/discord/library.ts'
import { takeCopies } from '../../bots/discord/spots.ts'
import { closedEnvelope } from '../../bots/telegram/closedEnvelope.ts'
import { eraseAccount } from '../../core/accounts/erase.ts'
import { mergeAccounts } from '../../core/accounts/merge.ts'
import { followPenName } from '../../core/follows/followPenName.ts'
import { forgetOld } from '../../core/letters/forgetOld.ts'
import { UNREAD_DAYS } from '../../core/letters/sweepLetters.ts'
import { inPrisma } from '../../core/store/transaction.ts'
import { say, type TextKey, type TextParams } from '../../core/texts/texts.ts'
import type { Person } from '../../sandbox/person.ts'
import { openNewest, tap, welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { oneReader } from './oneReader.ts'
import { openAgain, report, standing, untilGone } from './standing.ts'

/** A letter that stands in its reader's chats more than once: when the reader no longer has it, every copy leaves. */
let service: Service
let writer: Person
let readers: ReturnType<typeof oneReader>
const HOUR = 3_600_000

beforeAll(async () => {
  service = await openService()
  readers = oneReader(service)
  writer = await welcomed(service, { platform: 'discord', name: 'Writer', locale: 'en', willing: false })
})
afterAll(() => service.close())

const says = <Key extends TextKey>(key: Key, ...params: TextParams<Key> extends undefined ? [] : [TextParams<Key>]) =>
  say('en', key, ...params)
const pg = () => service.core.db.pg
const untilNothingIsKept = () =>
  expect.poll(async () => (await pg().query('select 1 from shown_letter')).rowCount).toBe(0)

/** So many transactions wait for another one; what the queue waits for does not count. */
const WAITING = `select 1 from pg_stat_activity where datname = current_database() and wait_event in ('transactionid', 'tuple')`
const untilWaiting = (many: number) =>
  expect.poll(async () => (await pg().query(WAITING)).rowCount).toBeGreaterThanOrEqual(many)

async function gets(reader: Person): Promise<string> {
  const text = readers.letter()
  await readers.sends(writer, text)
  await openNewest(reader, text)
  return text
}

describe.each(['discord', 'telegram'] as const)('on %s', (platform) => {
  let reader: Person
  beforeAll(async () => {
    reader = await readers.newReader(platform)
  })
  beforeEach(() => readers.beginAnew(reader))

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
    await readers.sends(writer, text)
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
    const text = readers.letter()
    await readers.sends(writer, text)
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
    const { words, answer } = await readers.leavesOpen()
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
    const reported = await readers.leavesOpen()
    await discover()
    await report(reader, await discover())
    await untilGone(reader, reported.words)
    await untilNothingIsKept()
  })

  it('the beginning of an open letter in the list of those one follows leaves with it', async () => {
    const { words, openLetterId } = await readers.leavesOpen()
    await followPenName(service.core, { followerId: readers.accountOf(reader), openLetterId })
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
      name: `Writer for ${platform}`,
      locale: 'en',
      willing: false,
    })
    const text = readers.letter()
    await readers.sends(other, text)
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
  const reader = await readers.newReader('telegram')
  const text = await gets(reader)
  await readers.untilNoted(reader)
  const taking = await pg().connect()
  await taking.query('begin')
  const mine = 'id in (select letter_id from delivery where reader_id = $1)'
  await taking.query(`update letter set body = null, body_key = null where ${mine}`, [readers.accountOf(reader)])
  const again = await openAgain(reader, text)
  await untilWaiting(1)
  await taking.query('commit')
  taking.release()
  await reader.until((seen) => seen.id === again.id && seen.text.includes('This letter was taken back'))
})

it('a copy that Telegram no longer deletes becomes a line', async () => {
  const reader = await readers.newReader('telegram', 'ko')
  const text = '안녕하세요, 오늘 아침 창문에 서리꽃이 피어서 한참을 바라보다가 편지를 써요.'
  await readers.sends(writer, text)
  await openNewest(reader, text)
  const [old] = standing(reader, text)
  service.clock.move(50 * HOUR)
  const again = await openAgain(reader, text)
  await reader.press('🍃', { message: again.id })
  await untilGone(reader, text)
  await reader.until((seen) => seen.id === old?.id && seen.text.startsWith('이 편지는 이제 여기에 없어요.'))
})

it('a picture that Telegram no longer deletes becomes a closed envelope with a line', async () => {
  const reader = await readers.newReader('telegram')
  const { words } = await readers.leavesOpen()
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
  const reader = await readers.newReader('discord')
  await readers.sends(writer, readers.letter())
  const notice = await reader.until(says('arrived.title'))
  service.clock.move((UNREAD_DAYS * 24 + 1) * HOUR)
  await reader.until((seen) => seen.id === notice.id && seen.text === says('arrived.movedOn'))
})

it('a copy that Discord will not let go becomes a line', async () => {
  const reader = await readers.newReader('discord')
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
  const reader = await readers.newReader('discord')
  const text = await gets(reader)
  const inServer = await openAgain(reader, text, { in: 'guild' })
  expect(inServer.ephemeral).toBe(true)
  const [inDm] = standing(reader, text)
  await report(reader, inDm ?? expect.fail())
  await untilGone(reader, text)
  await untilNothingIsKept()
})

it('is forgotten once it cannot be reached any more', async () => {
  const reader = await readers.newReader('discord')
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
  const [from, into] = [readers.accountOf(goes), readers.accountOf(stays)]
  await inPrisma(service.core, (tx) => mergeAccounts(service.core, tx, { from, into }))
}

describe('one person with two chats', () => {
  async function both() {
    const [here, there] = [await readers.newReader('discord'), await readers.newReader('telegram')]
    await merge(here, there)
    await readers.beginAnew(there)
    const text = readers.letter()
    await readers.sends(writer, text)
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

describe('shown once more while two who both had it become one, and taken back then', () => {
  /** Two readers of one letter; when they become one the second one's delivery goes. */
  async function bothHave() {
    const [one, other] = [await readers.newReader('discord'), await readers.newReader('telegram')]
    const author = await welcomed(service, { platform: 'discord', name: 'Author', locale: 'en', willing: false })
    const text = readers.letter()
    await readers.sends(author, text)
    await openNewest(other, text)
    await readers.untilNoted(other)
    const { rows } = await pg().query(
      `insert into delivery (id, letter_id, reader_id, state, created_at) select gen_random_uuid(), letter_id, $2, 'opened', created_at + interval '1 second'
       from delivery where reader_id = $1 returning letter_id, (select writer_id from letter where id = letter_id)`,
      [readers.accountOf(other), readers.accountOf(one)],
    )
    return { one, other, text, letterId: rows[0].letter_id, writerId: rows[0].writer_id }
  }

  it('goes when that is noted before', async () => {
    const { one, other, text, letterId, writerId } = await bothHave()
    const holds = await pg().connect()
    await holds.query('begin')
    await holds.query('select 1 from letter where id = $1 for update', [letterId])
    const again = await openAgain(other, text)
    await untilWaiting(1)
    const merged = merge(other, one)
    await untilWaiting(2)
    await holds.query('commit')
    holds.release()
    await merged
    await eraseAccount(service.core, { accountId: writerId })
    await other.until((seen) => seen.id === again.id && seen.text.includes('This letter was taken back'))
  })

  it('goes when that is noted after', async () => {
    const { one, other, text, writerId } = await bothHave()
    const stop = service.telegram.faults.inject({ kind: 'delay', delayMs: 600, match: { path: /editMessageText/ } })
    const again = await openAgain(other, text)
    await merge(other, one)
    stop()
    await eraseAccount(service.core, { accountId: writerId })
    await other.until((seen) => seen.id === again.id && seen.text.includes('This letter was taken back'))
  })
})

it('a letter that both of two had, one of whom reported it, leaves the other’s chat when they become one', async () => {
  const [one, other] = [await readers.newReader('discord'), await readers.newReader('telegram')]
  const text = readers.letter()
  await readers.sends(writer, text)
  await openNewest(other, text)
  await readers.untilNoted(other)
  await pg().query(
    `insert into delivery (id, letter_id, reader_id, state, created_at) select gen_random_uuid(), letter_id, $2, 'reported', created_at
     from delivery where reader_id = $1`,
    [readers.accountOf(other), readers.accountOf(one)],
  )
  await merge(other, one)
  await untilGone(other, text)
  expect(standing(one, text)).toEqual([])
})
