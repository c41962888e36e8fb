import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { renderParcel } from '../../bots/dialogue/notices.ts'
import { changeSettings, type Settings } from '../../core/accounts/changeSettings.ts'
import { noteGone } from '../../core/accounts/leave.ts'
import { meetPerson } from '../../core/accounts/meetPerson.ts'
import type { Core } from '../../core/core.ts'
import type { Parcel } from '../../core/delivery/channel.ts'
import { forgetOldMail, MAIL_MEMORY_DAYS } from '../../core/delivery/forgetMail.ts'
import { keepWriting } from '../../core/letters/correspondence.ts'
import { openLetter } from '../../core/letters/inbox.ts'
import { HOPS_MAX, releaseLetter } from '../../core/letters/releaseLetter.ts'
import { readSent } from '../../core/letters/sent.ts'
import { sweepLetters, UNREAD_DAYS } from '../../core/letters/sweepLetters.ts'
import { deliver, exchange, openWorld, post, type Someone, someone } from '../accounts/world.ts'

/** People who are away, asleep, or want to hear of things once a day. */
const DAY = 86_400_000
let core: Core
let close: () => Promise<void>
let ana: Someone
let ben: Someone
let number = 5_000

beforeAll(async () => {
  ;({ core, close } = await openWorld())
})
afterAll(() => close())
beforeEach(async () => {
  await core.db.pg.query('delete from outbox')
  ;[ana, ben] = [await someone(core), await someone(core, { platform: 'telegram', reader: true })]
})

const mail = async ({ identityId }: Someone) =>
  (
    await core.db.pg.query('select state::text, parcel, due_at from outbox where identity_id = $1 order by id', [
      identityId,
    ])
  ).rows as { state: string; parcel: Parcel; due_at: Date }[]
const kinds = async (person: Someone) => (await mail(person)).map(({ parcel, state }) => `${parcel.kind} ${state}`)
/** What the dispatcher does when the platform says that nobody is there. */
const couldNotBeTold = async (person: Someone) => {
  await core.db.pg.query(`update outbox set state = 'gone', settled_at = now() where identity_id = $1`, [
    person.identityId,
  ])
  await noteGone(core, person)
}
/** Somebody shows up whom the platform could not reach. */
async function comesBack({ accountId }: Someone): Promise<void> {
  const { rows } = await core.db.pg.query('select platform::text, sealed_id from identity where account_id = $1', [
    accountId,
  ])
  const platformId = core.vault.open(rows[0].sealed_id, 'identity:platform-id')
  await meetPerson(core, { platform: rows[0].platform, platformId, chatId: platformId, locale: 'en' })
}

/** Ben opened Ana's letter and answered it. */
async function answered(): Promise<{ answerId: Awaited<ReturnType<typeof post>> }> {
  const opening = await deliver(core, ana, ben)
  await openLetter(core, { readerId: ben.accountId, deliveryId: opening })
  return { answerId: await post(core, ben, { to: 'answer', deliveryId: opening }) }
}

it('what somebody opens before their notice is known to be there has arrived by then', async () => {
  const deliveryId = await deliver(core, ana, ben)
  await openLetter(core, { readerId: ben.accountId, deliveryId })
  const { arrivedAt, openedAt } = await core.db.prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId } })
  expect(openedAt).not.toBeNull()
  expect(arrivedAt).toEqual(openedAt)
})

describe('an answer to somebody who is away', () => {
  it('is not said to have reached them, and is announced when they are back', async () => {
    const { answerId } = await answered()
    await noteGone(core, ana)
    await releaseLetter(core, answerId)
    expect(await readSent(core, { writerId: ben.accountId, letterId: answerId })).toMatchObject({
      state: 'delivered',
      reached: false,
    })
    expect(await kinds(ben)).not.toContain('letter-reached pending')
    expect(await kinds(ana)).not.toContain('letter-arrived pending')
    await comesBack(ana)
    expect(await kinds(ana)).toContain('letter-arrived pending')
  })

  it('is announced again, once, when the first try found nobody there', async () => {
    const { answerId } = await answered()
    await core.db.pg.query('delete from outbox')
    await releaseLetter(core, answerId)
    await couldNotBeTold(ana)
    expect(await kinds(ana)).toEqual(['letter-arrived gone'])
    await comesBack(ana)
    await comesBack(ana)
    expect(await kinds(ana)).toEqual(['letter-arrived pending'])
  })
})

it('somebody who was away hears, once, which letter of theirs came back, and who would like to keep writing', async () => {
  const { opening } = await exchange(core, ana, ben)
  const letterId = await post(core, ana, { to: 'stranger' })
  await noteGone(core, ana)
  await core.db.pg.query(`update letter set state = 'seeking', hops = $2, arrives_at = $3 where id = $1`, [
    letterId,
    HOPS_MAX,
    core.clock.now(),
  ])
  await releaseLetter(core, letterId)
  await keepWriting(core, { accountId: ben.accountId, openingId: opening })
  await core.db.pg.query('delete from outbox')
  await comesBack(ana)
  await noteGone(core, ana)
  await comesBack(ana)
  expect(await kinds(ana)).toEqual(['letter-returned pending', 'keep-offered pending'])
  await keepWriting(core, { accountId: ana.accountId, openingId: opening })
  await core.db.pg.query('delete from outbox')
  for (const one of [ana, ben]) {
    await noteGone(core, one)
    await comesBack(one)
  }
  expect([await kinds(ana), await kinds(ben)]).toEqual([['letter-returned pending'], ['correspondence-begun pending']])
})

it('somebody who is back hears what matters, not what was a courtesy', async () => {
  const parcels = [{ kind: 'sanction-lifted' }, { kind: 'correspondence-ended' }]
  for (const parcel of parcels)
    await core.db.pg.query(
      `insert into outbox (platform, identity_id, priority, parcel, due_at, created_at) values ('discord', $1, 1, $2, now(), now())`,
      [ana.identityId, parcel],
    )
  await couldNotBeTold(ana)
  await comesBack(ana)
  expect(await kinds(ana)).toEqual(['sanction-lifted pending', 'correspondence-ended gone'])
})

describe('whoever wants to hear once a day', () => {
  const wants = (person: Someone, change: Partial<Settings>) =>
    changeSettings(core, { accountId: person.accountId, change: { notify: 'daily', zone: 'UTC', ...change } })
  const digest = async (person: Someone) => {
    const row = (await mail(person)).find(({ parcel }) => parcel.kind === 'inbox-digest')
    if (!row) throw new Error('there is no digest')
    return row
  }
  const said = async ({ parcel }: { parcel: Parcel }) => {
    const address = { platformId: '1', chatId: '1', language: 'en', zone: 'UTC' } as const
    return (await renderParcel(core, { parcel, address }))?.map(({ text }) => text)
  }

  it('is not woken: the digest waits for the end of their quiet hours', async () => {
    await wants(ben, { quiet: { from: 60, until: 23 * 60 } })
    const letter = await post(core, ben, { to: 'self' })
    await core.db.pg.query('update letter set arrives_at = $2 where id = $1', [letter, core.clock.now()])
    await releaseLetter(core, letter)
    expect((await digest(ben)).due_at.getUTCHours()).toBe(23)
  })

  it('hears of unread letters only while there are any', async () => {
    await wants(ben, {})
    const deliveryId = await deliver(core, ana, ben)
    const row = await digest(ben)
    expect(await said(row)).toEqual(['Good morning! There are letters waiting for you.'])
    await openLetter(core, { readerId: ben.accountId, deliveryId })
    expect(await said(row)).toBeUndefined()
  })

  it('hears of a letter that came home as news, not as a letter that waits', async () => {
    await wants(ben, {})
    await deliver(core, ana, ben)
    const row = await digest(ben)
    const id = await post(core, ben, { to: 'stranger' })
    await core.db.pg.query(`update delivery set state = 'opened' where reader_id = $1`, [ben.accountId])
    await core.db.pg.query(`update letter set state = 'returned', changed_at = $2 where id = $1`, [
      id,
      core.clock.now(),
    ])
    expect(await said(row)).toEqual(['Good morning! There is news of your letters.'])
  })
})

it('settled mail is forgotten in time, what is still to be sent is not', async () => {
  const old = new Date(core.clock.now().getTime() - (MAIL_MEMORY_DAYS + 1) * DAY)
  for (const settled of [old, core.clock.now(), null])
    await core.db.pg.query(
      `insert into outbox (platform, identity_id, priority, parcel, due_at, created_at, settled_at) values ('discord', $1, 1, $2, $3, $3, $4)`,
      [ana.identityId, { kind: 'hello', number: number++ }, old, settled],
    )
  expect(await forgetOldMail(core)).toBe(1)
  expect(await mail(ana)).toHaveLength(2)
})

describe('the look at what is due', () => {
  it('asks once while nothing is', async () => {
    await sweepLetters(core)
    const asked: unknown[] = []
    const query = (...args: Parameters<typeof core.db.pg.query>) => {
      asked.push(args)
      return core.db.pg.query(...args)
    }
    await sweepLetters({ ...core, db: { ...core.db, pg: { query } } } as unknown as Core)
    expect(asked).toHaveLength(1)
  })

  it('finds what something that it found makes due', async () => {
    const unread = await deliver(core, ana, ben)
    core.clock.move((UNREAD_DAYS + 1) * DAY)
    const cas = await someone(core, { reader: true })
    const now = core.clock.now()
    await sweepLetters({ ...core, clock: { ...core.clock, now: () => now } })
    const { rows } = await core.db.pg.query(
      `select d.reader_id from delivery d join delivery before using (letter_id) where before.id = $1 and d.state = 'waiting'`,
      [unread],
    )
    expect(rows).toEqual([{ reader_id: cas.accountId }])
  })
})
