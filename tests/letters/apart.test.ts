import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { handleTurn } from '../../bots/dialogue/handleTurn.ts'
import { type Act, decodeAction } from '../../bots/dialogue/turn.ts'
import { isBlockedEitherWay, listBlocks, unblock } from '../../core/accounts/blocks.ts'
import { eraseAccount } from '../../core/accounts/erase.ts'
import { noteGone } from '../../core/accounts/leave.ts'
import { takePenName } from '../../core/accounts/takePenName.ts'
import type { Core } from '../../core/core.ts'
import { type CorrespondenceId, type DeliveryId, type LetterId, shortId } from '../../core/ids.ts'
import { blockWriter } from '../../core/letters/blockWriter.ts'
import { SAME_WRITER_DAYS } from '../../core/letters/chooseReader.ts'
import { keepWriting, leaveThread, listThreads } from '../../core/letters/correspondence.ts'
import { changeDraft, draftLetter } from '../../core/letters/draft.ts'
import { listInbox, openLetter } from '../../core/letters/inbox.ts'
import { postLetter } from '../../core/letters/postLetter.ts'
import { recallLetter } from '../../core/letters/recallLetter.ts'
import { releaseLetter } from '../../core/letters/releaseLetter.ts'
import { reportLetter } from '../../core/letters/reportLetter.ts'
import { readSent } from '../../core/letters/sent.ts'
import { letterWork } from '../../core/letters/sweepLetters.ts'
import { withdrawReport } from '../../core/moderation/ownReport.ts'
import { imposeSanction } from '../../core/moderation/sanctions.ts'
import { inPrisma } from '../../core/store/transaction.ts'
import { deliver, exchange, openWorld, post, type Someone, someone } from '../accounts/world.ts'

/** Two people who must not meet (again): by a block, a report, an end. */
let core: Core
let close: () => Promise<void>
let ana: Someone
let ben: Someone

beforeAll(async () => {
  ;({ core, close } = await openWorld())
})
afterAll(() => close())
beforeEach(async () => {
  ;[ana, ben] = [await someone(core), await someone(core, { platform: 'telegram', reader: true })]
})

const apart = () => isBlockedEitherWay(core.db.pg, ana.accountId, ben.accountId)
const blocksOf = async ({ accountId }: Someone) => (await listBlocks(core, { accountId, page: 0 })).entries

/** Two letters of one writer, which their reader has no way to bring together. */
async function twoLetters() {
  const first = await deliver(core, ana, ben)
  core.clock.move((SAME_WRITER_DAYS + 1) * 86_400_000)
  return [first, await deliver(core, ana, ben)] as const
}

describe('the list of blocks', () => {
  it('has an entry for each letter, so that it does not tell that one person wrote both', async () => {
    const [first, second] = await twoLetters()
    for (const deliveryId of [first, second]) await blockWriter(core, { readerId: ben.accountId, deliveryId })
    const entries = await blocksOf(ben)
    expect(entries).toHaveLength(2)
    const shown = JSON.stringify(entries)
    for (const id of [ana.accountId, ben.accountId]) {
      expect(shown).not.toContain(id)
      expect(shown).not.toContain(shortId(id))
    }
    expect(new Set(entries.map(({ id }) => id)).size).toBe(2)
  })

  it('keeps the two apart as long as one entry is left', async () => {
    const [first, second] = await twoLetters()
    for (const deliveryId of [first, second]) await blockWriter(core, { readerId: ben.accountId, deliveryId })
    for (const { id } of await blocksOf(ben)) {
      expect(await apart()).toBe(true)
      await unblock(core, { accountId: ben.accountId, blockId: id })
      await unblock(core, { accountId: ben.accountId, blockId: id })
    }
    expect(await apart()).toBe(false)
  })

  it('is nobody else’s to undo', async () => {
    await blockWriter(core, { readerId: ben.accountId, deliveryId: await deliver(core, ana, ben) })
    const [entry] = await blocksOf(ben)
    if (entry) await unblock(core, { accountId: ana.accountId, blockId: entry.id })
    expect(await apart()).toBe(true)
  })

  it('does not list what a report keeps apart, and a report taken back frees only its own', async () => {
    const [first, second] = await twoLetters()
    const report = { readerId: ben.accountId, category: 'other', words: '' }
    for (const deliveryId of [first, second]) await reportLetter(core, { ...report, deliveryId })
    expect(await blocksOf(ben)).toEqual([])
    await withdrawReport(core, { reporterId: ben.accountId, kind: 'letter', thingId: first })
    expect(await apart()).toBe(true)
    await openLetter(core, { readerId: ben.accountId, deliveryId: first })
    await withdrawReport(core, { reporterId: ben.accountId, kind: 'letter', thingId: second })
    expect(await apart()).toBe(false)
  })
})

/** Two who said that they keep writing. */
async function penFriends(): Promise<CorrespondenceId> {
  const { opening } = await exchange(core, ana, ben)
  for (const { accountId } of [ana, ben]) await keepWriting(core, { accountId, openingId: opening })
  const [thread] = (await listThreads(core, { accountId: ana.accountId, page: 0 })).threads
  if (!thread) throw new Error('they are no pen-friends')
  return thread.id
}

/** A letter to a pen-friend that arrives in an hour. */
async function onItsWay(correspondenceId: CorrespondenceId, writer: Someone): Promise<LetterId> {
  const { id } = await draftLetter(core, {
    writerId: writer.accountId,
    recipient: { to: 'correspondent', correspondenceId },
    text: 'Dear friend, this letter takes its time, as letters do.',
    source: `friend:${core.random()}`,
  })
  const own = { writerId: writer.accountId, letterId: id }
  await changeDraft(core, { ...own, change: { arrival: { choice: 'hour' } } })
  await postLetter(core, own)
  return id
}

const hasArrived = async (letterId: LetterId) => {
  core.clock.move(2 * 3_600_000)
  await releaseLetter(core, letterId)
  return (await core.db.pg.query('select state::text from letter where id = $1', [letterId])).rows[0].state
}
const letterOf = async (deliveryId: DeliveryId): Promise<LetterId> =>
  (await core.db.pg.query('select letter_id from delivery where id = $1', [deliveryId])).rows[0].letter_id
const newest = async ({ accountId }: Someone) =>
  (await listInbox(core, { readerId: accountId, page: 0 })).entries[0]?.deliveryId as DeliveryId

describe('pen-friends who parted', () => {
  const partings: [string, (thread: CorrespondenceId) => Promise<unknown>][] = [
    ['a block', async () => blockWriter(core, { readerId: ben.accountId, deliveryId: await newest(ben) })],
    [
      'a report',
      async () =>
        reportLetter(core, { readerId: ben.accountId, deliveryId: await newest(ben), category: 'other', words: '' }),
    ],
    ['an end', (correspondenceId) => leaveThread(core, { accountId: ben.accountId, correspondenceId })],
  ]

  it.each(partings)('after %s nothing crosses any more, not even what was on its way', async (_what, part) => {
    const thread = await penFriends()
    const before = await onItsWay(thread, ana)
    await part(thread)
    const recipient = { to: 'correspondent', correspondenceId: thread } as const
    const writes = { writerId: ana.accountId, recipient, text: 'Are you still there, dear friend?', source: 'x' }
    await expect(draftLetter(core, writes)).rejects.toThrow('refuse.correspondence.ended')
    expect(await hasArrived(before)).toBe('returned')
  })

  it.each([
    ['who offered', () => ana],
    ['who was asked', () => ben],
  ])(
    'a block by the one %s before it began looks like an offer that is not answered, to both',
    async (_who, blocks) => {
      const { opening, answer } = await exchange(core, ana, ben)
      const accountId = ana.accountId
      expect(await keepWriting(core, { accountId, openingId: opening })).toBe('offered')
      const sentByBen = async () => readSent(core, { writerId: ben.accountId, letterId: await letterOf(answer) })
      const before = (await sentByBen()).correspondence
      await blockWriter(core, { readerId: blocks().accountId, deliveryId: blocks() === ana ? answer : opening })
      expect((await sentByBen()).correspondence).toEqual(before)
      const mail = async () => (await core.db.pg.query('select 1 from outbox')).rowCount
      const mailBefore = await mail()
      for (const press of [ben, ben, ana])
        expect(await keepWriting(core, { accountId: press.accountId, openingId: opening })).toBe('offered')
      expect((await sentByBen()).correspondence.state).toBe('offered by me')
      expect((await listThreads(core, { accountId, page: 0 })).threads).toEqual([])
      expect(await mail()).toBe(mailBefore)
    },
  )

  it('the writer of a reported letter sees it where it was, until that is decided', async () => {
    const thread = await penFriends()
    const letterId = await onItsWay(thread, ana)
    expect(await hasArrived(letterId)).toBe('delivered')
    const [readerId, deliveryId] = [ben.accountId, await newest(ben)]
    await openLetter(core, { readerId, deliveryId })
    await reportLetter(core, { readerId, deliveryId, category: 'hurtful', words: '' })
    expect(await readSent(core, { writerId: ana.accountId, letterId })).toMatchObject({ state: 'opened' })
  })
})

describe('an old letter is no sign', () => {
  /** What may stand between Ben, who has a letter, and Ana, who wrote it; the last is nothing at all. */
  const reasons: [string, (second: DeliveryId) => Promise<unknown>][] = [
    ['Ana left', () => noteGone(core, ana)],
    ['Ana blocked Ben', () => blockWriter(core, { readerId: ana.accountId, deliveryId: fromBen })],
    ['Ana reported Ben', () => reportLetter(core, { readerId: ana.accountId, deliveryId: fromBen, ...complaint })],
    ['Ben blocked another letter of hers', (deliveryId) => blockWriter(core, { readerId: ben.accountId, deliveryId })],
    ['Ben reported it', (deliveryId) => reportLetter(core, { readerId: ben.accountId, deliveryId, ...complaint })],
    ['Ana erased everything', () => eraseAccount(core, { accountId: ana.accountId })],
    ['Ana is banned', () => sanctioned('minor')],
    ['Ana is paused, and asleep', () => paused()],
    ['Ana is asleep', () => asleep()],
  ]
  const complaint = { category: 'other', words: '' }
  let fromBen: DeliveryId

  const asleep = () =>
    core.db.pg.query(`update account set zone = 'UTC', quiet_from = 0, quiet_until = 1439 where id = $1`, [
      ana.accountId,
    ])
  const sanctioned = (rule: 'minor' | 'threat') =>
    inPrisma(core, (tx) => imposeSanction(core, tx, { accountId: ana.accountId, rule, by: 'a test' }))
  async function paused() {
    await sanctioned('threat')
    await asleep()
  }

  /** All that Ben sees when he answers, down to the byte but for ids. */
  async function answering(deliveryId: DeliveryId): Promise<string> {
    const seen: unknown[] = []
    let number = 0
    const does = async (act: Act): Promise<string[]> => {
      const { rows } = await core.db.pg.query('select sealed_id from identity where id = $1', [ben.identityId])
      const platformId = core.vault.open(rows[0].sealed_id, 'identity:platform-id')
      const turn = { platform: 'telegram', platformId, chatId: platformId, locale: 'en', place: 'private' } as const
      const reply = await handleTurn(core, { ...turn, id: `${deliveryId}:${number++}`, asks: 'form', act })
      seen.push(reply)
      return [...JSON.stringify(reply).matchAll(/"act":"([^"]+)"/g)].map(([, one]) => one ?? '')
    }
    const presses = (act = '') => does({ kind: 'press', ...decodeAction(act) })
    await presses(`write:answer:${shortId(deliveryId)}`)
    const text = 'Thank you for your kind words, whoever you are.'
    const preview = await does({
      kind: 'form',
      form: 'letter',
      args: ['answer', shortId(deliveryId)],
      values: { text },
    })
    const posted = await presses(preview.find((act) => act.startsWith('post:')))
    const { rows } = await core.db.pg.query('select id from letter where answers_id = $1', [deliveryId])
    core.clock.move(60_000)
    await releaseLetter(core, rows[0].id)
    await presses(posted.find((act) => act.startsWith('keep:')))
    await does({ kind: 'command', name: 'sent', options: {} })
    const where = await presses(`where:${shortId(rows[0].id)}`)
    await presses(where.find((act) => act.startsWith('keep:')))
    await presses(`recall:${shortId(rows[0].id)}`)
    await presses(`stamp:${shortId(deliveryId)}:hug`)
    await presses(`write:answer:${shortId(deliveryId)}`)
    const told = `select parcel->>'kind' as kind from outbox where identity_id = $1 and id > $2 order by id`
    seen.push((await core.db.pg.query(told, [ben.identityId, mailBefore])).rows)
    const moments = /(?<=📬 )[^·]+|(?<=Written )[^"]+/gu
    return JSON.stringify(seen)
      .replaceAll(/[\w-]{22}(?=[":])/g, 'ID')
      .replaceAll(moments, 'WHEN')
  }
  let mailBefore: string

  it('a reader who may not meet its writer sees what one sees whose writer is asleep, whoever kept whom away', async () => {
    const all: [string, string][] = []
    for (const [reason, part] of reasons) {
      ;[ana, ben] = [await someone(core, { reader: true }), await someone(core, { platform: 'telegram', reader: true })]
      const [first, second] = await twoLetters()
      for (const deliveryId of [first, second]) await openLetter(core, { readerId: ben.accountId, deliveryId })
      fromBen = await deliver(core, ben, ana)
      await openLetter(core, { readerId: ana.accountId, deliveryId: fromBen })
      core.clock.move(SAME_WRITER_DAYS * 86_400_000)
      await part(second)
      await core.db.pg.query('delete from letter where writer_id = $1', [ben.accountId])
      mailBefore = (await core.db.pg.query('select coalesce(max(id), 0) as id from outbox')).rows[0].id
      all.push([reason, (await answering(first)).replaceAll(ben.penName, 'PEN-NAME')])
    }
    const [, asleepSees] = all.at(-1) ?? ['', '']
    expect(asleepSees).toContain('waiting for a good hour to arrive')
    for (const [reason, sees] of all) expect([reason, sees]).toEqual([reason, asleepSees])
  })

  it('the answer waits unseen, leaves the letter unanswered, and arrives when nothing stands in between any more', async () => {
    const first = await deliver(core, ana, ben)
    await openLetter(core, { readerId: ben.accountId, deliveryId: first })
    core.clock.move((SAME_WRITER_DAYS + 1) * 86_400_000)
    const second = await deliver(core, ana, ben)
    const answerId = await post(core, ben, { to: 'answer', deliveryId: first })
    await blockWriter(core, { readerId: ben.accountId, deliveryId: second })
    await releaseLetter(core, answerId)
    const inboxOfAna = async () => (await listInbox(core, { readerId: ana.accountId, page: 0 })).entries
    const { rows } = await core.db.pg.query('select letter_id from delivery where id = $1', [first])
    const firstOfAna = () => readSent(core, { writerId: ana.accountId, letterId: rows[0].letter_id })
    const swept = () => letterWork(core).sweep()
    await swept()
    expect(await inboxOfAna()).toEqual([])
    expect(await firstOfAna()).toMatchObject({ state: 'opened' })
    const [entry] = await blocksOf(ben)
    if (entry) await unblock(core, { accountId: ben.accountId, blockId: entry.id })
    await swept()
    await swept()
    expect(await inboxOfAna()).toMatchObject([{ kind: 'answer', state: 'waiting' }])
    expect(await firstOfAna()).toMatchObject({ state: 'answered' })
    const told = `select 1 from outbox where identity_id = $1 and parcel->>'kind' = 'letter-arrived'`
    expect((await core.db.pg.query(told, [ana.identityId])).rowCount).toBe(1)
  })
})

it('a pen-friend is known by the signature of what arrived, not of what is on its way', async () => {
  const thread = await penFriends()
  await takePenName(core, { accountId: ana.accountId, wish: `Newly Named ${ana.penName.length}` })
  const letterId = await onItsWay(thread, ana)
  const known = async () => (await listThreads(core, { accountId: ben.accountId, page: 0 })).threads[0]?.with
  expect(await known()).toBe(ana.penName)
  expect(await hasArrived(letterId)).toBe('delivered')
  expect(await known()).toMatch(/^Newly Named/)
})

it('taking back an answer does not bring back the letter that was reported meanwhile', async () => {
  const deliveryId = await deliver(core, ana, ben)
  const readerId = ben.accountId
  await openLetter(core, { readerId, deliveryId })
  const { id: letterId } = await draftLetter(core, {
    writerId: readerId,
    recipient: { to: 'answer', deliveryId },
    text: 'Thank you for writing to somebody you do not know.',
    source: `answer:${core.random()}`,
  })
  await changeDraft(core, { writerId: readerId, letterId, change: { arrival: { choice: 'hour' } } })
  await postLetter(core, { writerId: readerId, letterId })
  await reportLetter(core, { readerId, deliveryId, category: 'hurtful', words: '' })
  await recallLetter(core, { writerId: readerId, letterId })
  expect((await listInbox(core, { readerId, page: 0 })).entries).toEqual([])
  expect((await core.db.pg.query('select state::text from delivery where id = $1', [deliveryId])).rows).toEqual([
    { state: 'reported' },
  ])
})
