import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listBlocks } from '../../core/accounts/blocks.ts'
import { askExport, makeExport } from '../../core/accounts/export/make.ts'
import { mergeAccounts } from '../../core/accounts/merge.ts'
import { keepForm, readForm } from '../../core/accounts/pendingForm.ts'
import { unbindSelf } from '../../core/accounts/unbind.ts'
import { beginChat } from '../../core/chat/beginChat.ts'
import { endChatOf } from '../../core/chat/leaveChat.ts'
import type { Core } from '../../core/core.ts'
import { type DeliveryId, newId } from '../../core/ids.ts'
import { blockWriter } from '../../core/letters/blockWriter.ts'
import { keepWriting, listThreads } from '../../core/letters/correspondence.ts'
import { discardDraft, draftLetter, latestDraft } from '../../core/letters/draft.ts'
import { listInbox, openLetter } from '../../core/letters/inbox.ts'
import { passOn } from '../../core/letters/passOn.ts'
import { reportLetter } from '../../core/letters/reportLetter.ts'
import { listSent } from '../../core/letters/sent.ts'
import { thankWriter } from '../../core/letters/thankWriter.ts'
import { standingOf } from '../../core/moderation/standing.ts'
import { inPrisma } from '../../core/store/transaction.ts'
import { deliver, exchange, openWorld, post, type Someone, someone, whereIs } from './world.ts'

/** One test a row of the table in docs/accounts.md. */

let core: Core
let close: () => Promise<void>
beforeAll(async () => {
  ;({ core, close } = await openWorld())
})
afterAll(() => close())

const merge = (from: Someone, into: Someone) =>
  inPrisma(core, (tx) => mergeAccounts(core, tx, { from: from.accountId, into: into.accountId }))
const two = async (): Promise<[Someone, Someone]> => [
  await someone(core),
  await someone(core, { platform: 'telegram' }),
]
const row = async (sql: string, ...values: unknown[]) => (await core.db.pg.query(sql, values)).rows[0]

describe('when two become one', () => {
  it('letters written, letters got and drafts are all there, and nothing is left of the other account', async () => {
    const [into, from] = await two()
    const [writer, reader] = [await someone(core), await someone(core)]
    await exchange(core, writer, from)
    await exchange(core, from, reader)
    await exchange(core, into, reader)
    await post(core, from, { to: 'self' })
    await merge(from, into)
    expect((await listSent(core, { writerId: into.accountId, page: 0 })).letters).toHaveLength(4)
    expect((await listInbox(core, { readerId: into.accountId, page: 0 })).entries.length).toBe(3)
    expect(await whereIs(core, from.accountId)).toEqual([])
    const { n } = await row('select count(*)::int as n from identity where account_id = $1', into.accountId)
    expect(n).toBe(2)
  })

  it('an unopened stranger’s letter from one to the other looks for a real stranger', async () => {
    const [into, from] = await two()
    const deliveryId = await deliver(core, from, into)
    await merge(from, into)
    expect(
      await row(
        'select d.state as delivery, l.state as letter, l.kind from delivery d join letter l on l.id = d.letter_id where d.id = $1',
        deliveryId,
      ),
    ).toEqual({ delivery: 'unreachable', letter: 'seeking', kind: 'stranger' })
    const stranger = await someone(core, { reader: true })
    expect((await listInbox(core, { readerId: stranger.accountId, page: 0 })).entries).toHaveLength(0)
  })

  it('an opened letter from one to the other is a letter to oneself: readable, not to be answered, thanked, reported', async () => {
    const [into, from] = await two()
    const { opening, answer } = await exchange(core, from, into)
    await merge(from, into)
    for (const deliveryId of [opening, answer]) {
      const letter = await openLetter(core, { readerId: into.accountId, deliveryId })
      expect(letter.kind).toBe('self')
      expect(letter.text).toContain('A letter, number')
      const no = { readerId: into.accountId, deliveryId }
      await expect(thankWriter(core, { ...no, stamp: 'hug' })).rejects.toThrow('refuse.letter.openFirst')
      await expect(reportLetter(core, { ...no, category: 'spam', words: '' })).rejects.toThrow('refuse.letter.gone')
      await expect(blockWriter(core, no)).rejects.toThrow('refuse.letter.gone')
    }
  })

  it('an answer to each other that has not arrived is taken back, with its words', async () => {
    const [into, from] = await two()
    const opening = await deliver(core, from, into)
    await openLetter(core, { readerId: into.accountId, deliveryId: opening })
    const answer = await post(core, into, { to: 'answer', deliveryId: opening })
    await merge(from, into)
    expect(await row('select state, body is not null as words from letter where id = $1', answer)).toEqual({
      state: 'recalled',
      words: true,
    })
  })

  it('a correspondence of the two has ended; those with others go on', async () => {
    const [into, from] = await two()
    const friend = await someone(core)
    for (const [one, other] of [
      [from, into],
      [from, friend],
    ] as const) {
      const { opening } = await exchange(core, one, other)
      await keepWriting(core, { accountId: one.accountId, openingId: opening })
      await keepWriting(core, { accountId: other.accountId, openingId: opening })
    }
    await merge(from, into)
    const { threads } = await listThreads(core, { accountId: into.accountId, page: 0 })
    expect(threads.map((thread) => thread.with)).toEqual([friend.penName])
    expect(
      (await listThreads(core, { accountId: friend.accountId, page: 0 })).threads.map((thread) => thread.with),
    ).toEqual([from.penName])
  })

  it('a letter that both had is had once, as far as it went, with the last stamp that was put on it', async () => {
    const [into, from] = await two()
    const writer = await someone(core)
    const first = await deliver(core, writer, into)
    const { letter_id: letterId } = await row('select letter_id from delivery where id = $1', first)
    await openLetter(core, { readerId: into.accountId, deliveryId: first })
    await thankWriter(core, { readerId: into.accountId, deliveryId: first, stamp: 'hug' })
    await passOn(core, { readerId: into.accountId, deliveryId: first })
    const second = newId<DeliveryId>(core.clock.now())
    await core.db.pg.query(
      `insert into delivery (id, letter_id, reader_id, state, created_at) values ($1, $2, $3, 'arrived', now())`,
      [second, letterId, from.accountId],
    )
    await core.db.pg.query(`update letter set state = 'delivered' where id = $1`, [letterId])
    await openLetter(core, { readerId: from.accountId, deliveryId: second })
    core.clock.move(60_000)
    await thankWriter(core, { readerId: from.accountId, deliveryId: second, stamp: 'smile' })
    await merge(from, into)
    const { rows } = await core.db.pg.query('select id, reader_id, state, stamp from delivery where letter_id = $1', [
      letterId,
    ])
    expect(rows).toEqual([{ id: second, reader_id: into.accountId, state: 'opened', stamp: 'smile' }])
  })

  it('blocks of both hold, on either side; a block between the two is gone', async () => {
    const [into, from] = await two()
    const [foe, other] = [await someone(core), await someone(core)]
    await blockWriter(core, { readerId: from.accountId, deliveryId: await deliver(core, foe, from) })
    await blockWriter(core, { readerId: other.accountId, deliveryId: await deliver(core, from, other) })
    await blockWriter(core, { readerId: from.accountId, deliveryId: await deliver(core, into, from) })
    await blockWriter(core, { readerId: into.accountId, deliveryId: await deliver(core, foe, into) })
    await merge(from, into)
    const { rows } = await core.db.pg.query('select blocker_id, blocked_id from block')
    expect(rows).toHaveLength(3)
    expect(rows).toEqual(
      expect.arrayContaining([
        { blocker_id: other.accountId, blocked_id: into.accountId },
        { blocker_id: into.accountId, blocked_id: foe.accountId },
      ]),
    )
    expect((await listBlocks(core, { accountId: into.accountId, page: 0 })).entries).toHaveLength(2)
  })

  it('one pen-name stays and the other is free again; letters keep the name they were signed with', async () => {
    const [into, from] = await two()
    const friend = await someone(core)
    const { opening } = await exchange(core, from, friend)
    await merge(from, into)
    expect((await row('select pen_name from account where id = $1', into.accountId)).pen_name).toBe(into.penName)
    expect((await row('select count(*)::int as n from account where pen_name = $1', from.penName)).n).toBe(0)
    expect((await openLetter(core, { readerId: friend.accountId, deliveryId: opening })).signature).toBe(from.penName)
  })

  it('where the one that stays has no pen-name yet, it takes the other’s, and is welcome', async () => {
    const [into, from] = await two()
    await core.db.pg.query(
      'update account set pen_name = null, pen_name_key = null, welcomed_at = null, adult_at = null where id = $1',
      [into.accountId],
    )
    await merge(from, into)
    expect(
      await row(
        'select pen_name, pen_name_key is not null as keyed, welcomed_at is not null as welcome from account where id = $1',
        into.accountId,
      ),
    ).toEqual({ pen_name: from.penName, keyed: true, welcome: true })
  })

  it('settings of the one that stays hold; languages read are both’s; what counts for today is added up', async () => {
    const [into, from] = await two()
    await core.db.pg.query(
      `update account set zone = 'Asia/Seoul', reads = '{ko}', daily_number = 5, read_count = 2, read_day = '2026-1-1' where id = $1`,
      [from.accountId],
    )
    await core.db.pg.query(
      `update account set zone = 'Europe/Paris', reads = '{en}', daily_number = 3, read_count = 1, read_day = '2026-1-1' where id = $1`,
      [into.accountId],
    )
    await merge(from, into)
    expect(
      await row(
        'select zone, array_to_json(reads) as reads, daily_number, read_count from account where id = $1',
        into.accountId,
      ),
    ).toEqual({ zone: 'Europe/Paris', reads: ['ko', 'en'], daily_number: 3, read_count: 3 })
  })

  it('of what counts for a day only the later day counts', async () => {
    for (const [day, other] of [
      ['2026-1-9', '2026-1-10'],
      ['2026-1-10', '2026-1-9'],
      [null, '2026-1-10'],
    ]) {
      const [into, from] = await two()
      const counted = 'update account set read_count = $2, read_day = $3 where id = $1'
      await core.db.pg.query(counted, [into.accountId, day === '2026-1-10' ? 3 : 9, day])
      await core.db.pg.query(counted, [from.accountId, other === '2026-1-10' ? 3 : 9, other])
      await merge(from, into)
      const now = await row('select read_count, read_day from account where id = $1', into.accountId)
      expect(now).toEqual({ read_count: 3, read_day: '2026-1-10' })
    }
  })

  it('a correspondence with somebody the other one blocked has ended; an unopened letter of theirs seeks another', async () => {
    for (const blocks of ['into', 'foe'] as const) {
      const [into, from] = await two()
      const foe = await someone(core)
      const unopened = await deliver(core, foe, from)
      const { opening } = await exchange(core, from, foe)
      for (const who of [from, foe]) await keepWriting(core, { accountId: who.accountId, openingId: opening })
      if (blocks === 'into')
        await blockWriter(core, { readerId: into.accountId, deliveryId: await deliver(core, foe, into) })
      else await blockWriter(core, { readerId: foe.accountId, deliveryId: await deliver(core, into, foe) })
      await merge(from, into)
      for (const who of [into, foe])
        expect((await listThreads(core, { accountId: who.accountId, page: 0 })).threads).toEqual([])
      expect(await row('select state from delivery where id = $1', unopened)).toEqual({ state: 'unreachable' })
    }
  })

  it('two half-written letters wait one after the other; a half-filled form and mail on its way stay with their chat', async () => {
    const [into, from] = await two()
    for (const who of [into, from]) {
      const text = `A half-written letter of ${who.penName}, which goes on tomorrow.`
      await draftLetter(core, { writerId: who.accountId, recipient: { to: 'stranger' }, text, source: who.penName })
      await keepForm(core, who.identityId, { form: 'letter', args: [], values: { text: who.penName }, asking: 'text' })
      core.clock.move(1_000)
    }
    const coming = await deliver(core, await someone(core), from)
    await merge(from, into)
    for (const who of [from, into]) {
      const draft = await latestDraft(core, { writerId: into.accountId })
      expect(draft?.text).toContain(who.penName)
      if (draft) await discardDraft(core, { writerId: into.accountId, letterId: draft.id })
      expect((await readForm(core, who.identityId))?.values).toEqual({ text: who.penName })
    }
    expect(await row(`select identity_id from outbox where parcel->>'deliveryId' = $1`, coming)).toEqual({
      identity_id: from.identityId,
    })
    expect((await listInbox(core, { readerId: into.accountId, page: 0 })).entries).toHaveLength(1)
  })

  const seats = async () => {
    const { rows } = await core.db.pg.query('select account_id from chat_seat')
    return rows.map(({ account_id: id }) => id as string)
  }
  const talk = (one: Someone, other: Someone) => inPrisma(core, (tx) => beginChat(core, tx, { one, other }))

  it('a live chat goes on; of two the one of the account that goes has ended, and one with each other', async () => {
    const [into, from] = await two()
    const friend = await someone(core)
    await talk(from, friend)
    await merge(from, into)
    expect((await seats()).sort()).toEqual([into.accountId, friend.accountId].sort())
    await inPrisma(core, (tx) => endChatOf(core, tx, { accountId: friend.accountId }))

    const [stays, goes] = await two()
    await talk(stays, friend)
    await talk(goes, await someone(core))
    await merge(goes, stays)
    expect((await seats()).sort()).toEqual([stays.accountId, friend.accountId].sort())
    await inPrisma(core, (tx) => endChatOf(core, tx, { accountId: friend.accountId }))

    const [one, other] = await two()
    await talk(one, other)
    await merge(other, one)
    expect(await seats()).toEqual([])
  })

  it('what the two said to each other live is destroyed; what was said with others stays', async () => {
    const [into, from] = await two()
    const friend = await someone(core)
    const say = (chatId: string | undefined, who: Someone) =>
      row(
        `insert into chat_message (chat_id, sender_id, identity_id, source, source_id, body, at)
         values ($1, $2, $3, $4, '\\x00', '\\x00', $5) returning id::text`,
        chatId,
        who.accountId,
        who.identityId,
        Buffer.from(newId(core.clock.now())),
        core.clock.now(),
      )
    const apart = await say(await talk(from, friend), from)
    await inPrisma(core, (tx) => endChatOf(core, tx, { accountId: friend.accountId }))
    await say(await talk(into, from), into)
    await merge(from, into)
    const { rows } = await core.db.pg.query('select id::text, sender_id from chat_message where sender_id = any($1)', [
      [into.accountId, from.accountId],
    ])
    expect(rows).toEqual([{ id: apart.id, sender_id: into.accountId }])
  })

  it('a live chat with somebody the other one blocked has ended', async () => {
    const [into, from] = await two()
    const foe = await someone(core)
    await blockWriter(core, { readerId: into.accountId, deliveryId: await deliver(core, foe, into) })
    await talk(from, foe)
    await merge(from, into)
    expect(await seats()).toEqual([])
  })

  it('a chat that is taken out takes no talk with it: what was being said there ends', async () => {
    const [into, from] = await two()
    const friend = await someone(core)
    await merge(from, into)
    await talk({ ...into, identityId: from.identityId }, friend)
    await unbindSelf(core, { accountId: into.accountId, identityId: from.identityId })
    expect(await seats()).toEqual([])
  })

  it('an archive of one alone is thrown away: it would not be complete', async () => {
    const [into, from] = await two()
    const exportId = await askExport(core, { accountId: from.accountId })
    await merge(from, into)
    await makeExport(core, { exportId })
    expect(await row('select 1 as there from export where id = $1', exportId)).toBeUndefined()
    await askExport(core, { accountId: into.accountId })
  })

  it('sanctions of either hold for all', async () => {
    const [into, from] = await two()
    const sanction = {
      id: newId(core.clock.now()) as string,
      accountId: from.accountId,
      kind: 'ban' as const,
      rule: 'threat',
      createdBy: 'a test',
      createdAt: core.clock.now(),
    }
    await core.db.prisma.sanction.create({ data: sanction })
    expect(await standingOf(core, { accountId: into.accountId })).toBeUndefined()
    await merge(from, into)
    expect(await standingOf(core, { accountId: into.accountId })).toMatchObject({ kind: 'ban' })
  })

  it('is refused while one’s report about the other is open, and then nothing has changed', async () => {
    const [into, from] = await two()
    const deliveryId = await deliver(core, from, into)
    await openLetter(core, { readerId: into.accountId, deliveryId })
    await reportLetter(core, { readerId: into.accountId, deliveryId, category: 'hurtful', words: 'It hurt.' })
    await expect(merge(from, into)).rejects.toThrow('refuse.merge.report')
    expect(await whereIs(core, from.accountId)).toContain('letter.writer_id')
    await core.db.pg.query(`update report set state = 'dismissed' where delivery_id = $1`, [deliveryId])
    await merge(from, into)
    expect(await whereIs(core, from.accountId)).toEqual([])
  })
})
