import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eraseAccount } from '../../core/accounts/erase.ts'
import { askExport, makeExport, UNMADE } from '../../core/accounts/export/make.ts'
import type { Core } from '../../core/core.ts'
import { newId } from '../../core/ids.ts'
import { blockWriter } from '../../core/letters/blockWriter.ts'
import { draftLetter } from '../../core/letters/draft.ts'
import { openLetter } from '../../core/letters/inbox.ts'
import { deliver, exchange, openWorld, post, someone, whereIs } from './world.ts'

let core: Core
let close: () => Promise<void>
beforeAll(async () => {
  ;({ core, close } = await openWorld())
})
afterAll(() => close())

const row = async (sql: string, ...values: unknown[]) => (await core.db.pg.query(sql, values)).rows[0]

describe('erasing', () => {
  it('sends on what the person had not opened, and an answer on its way to them comes home', async () => {
    const [leaver, writer, other] = [await someone(core), await someone(core), await someone(core)]
    const unopened = await deliver(core, writer, leaver)
    const answered = await deliver(core, leaver, other)
    await openLetter(core, { readerId: other.accountId, deliveryId: answered })
    const answer = await post(core, other, { to: 'answer', deliveryId: answered })
    await eraseAccount(core, { accountId: leaver.accountId })
    expect(
      await row(
        'select d.state as delivery, l.state as letter from delivery d join letter l on l.id = d.letter_id where d.id = $1',
        unopened,
      ),
    ).toEqual({ delivery: 'unreachable', letter: 'seeking' })
    expect(await row('select state, body is not null as words from letter where id = $1', answer)).toEqual({
      state: 'returned',
      words: true,
    })
  })

  it('leaves of a letter that somebody has an empty shell, and of all others nothing', async () => {
    const [leaver, friend] = [await someone(core), await someone(core)]
    const { opening } = await exchange(core, leaver, friend)
    const unsent = await draftLetter(core, {
      writerId: leaver.accountId,
      recipient: { to: 'stranger' },
      text: 'A draft that nobody has ever seen.',
      source: 'erase',
    })
    const toSelf = await post(core, leaver, { to: 'self' })
    await eraseAccount(core, { accountId: leaver.accountId })
    expect(await row('select 1 as there from letter where id = any($1)', [unsent.id, toSelf])).toBeUndefined()
    const letter = await openLetter(core, { readerId: friend.accountId, deliveryId: opening })
    expect([letter.text, letter.signature]).toEqual(['', null])
  })

  it('takes the person off every list, and leaves an account that says nothing', async () => {
    const [leaver, foe] = [await someone(core, { reader: true }), await someone(core)]
    await blockWriter(core, { readerId: foe.accountId, deliveryId: await deliver(core, leaver, foe) })
    await askExport(core, { accountId: leaver.accountId })
    await eraseAccount(core, { accountId: leaver.accountId })
    expect((await whereIs(core, leaver.accountId)).sort()).toEqual(['account.id', 'letter.writer_id'])
    expect(await whereIs(core, leaver.identityId)).toEqual([])
    expect(
      await row(
        'select pen_name, pen_name_key, zone, adult_at, welcomed_at, last_wrote_at, willing, erased_at is not null as erased from account where id = $1',
        leaver.accountId,
      ),
    ).toEqual({
      pen_name: null,
      pen_name_key: null,
      zone: 'UTC',
      adult_at: null,
      welcomed_at: null,
      last_wrote_at: null,
      willing: false,
      erased: true,
    })
    await expect(eraseAccount(core, { accountId: leaver.accountId })).rejects.toThrow('refuse.erase.gone')
  })
})

it('leaves nothing of an account that was kept aside', async () => {
  const [stays, moves] = [await someone(core), await someone(core, { platform: 'telegram' })]
  await core.db.pg.query('update identity set account_id = $1 where id = $2', [stays.accountId, moves.identityId])
  const at = core.clock.now()
  await core.db.prisma.binding.create({
    data: {
      id: newId(at) as string,
      from: 'chat',
      token: Buffer.from('any'),
      language: 'en',
      identityId: moves.identityId,
      createdAt: at,
      expiresAt: at,
      boundAt: at,
      leftId: moves.accountId,
    },
  })
  await eraseAccount(core, { accountId: stays.accountId })
  expect(await whereIs(core, moves.accountId)).toEqual([])
})

describe('an archive', () => {
  it('is made once, also when the job was lost', async () => {
    const person = await someone(core)
    const exportId = await askExport(core, { accountId: person.accountId })
    core.clock.move(60_000)
    const { rows } = await core.db.pg.query(UNMADE, [core.clock.now(), 10])
    expect(rows.map(({ id }) => id)).toContain(exportId)
    await Promise.all([makeExport(core, { exportId }), makeExport(core, { exportId })])
    const { n } = await row(`select count(*)::int as n from outbox where parcel->>'exportId' = $1`, exportId)
    expect(n).toBe(1)
    expect((await core.db.pg.query(UNMADE, [core.clock.now(), 10])).rows.map(({ id }) => id)).not.toContain(exportId)
  })

  it('is not made of somebody who erased everything meanwhile', async () => {
    const person = await someone(core)
    const exportId = await askExport(core, { accountId: person.accountId })
    await eraseAccount(core, { accountId: person.accountId })
    await makeExport(core, { exportId })
    expect(await row('select 1 as there from export where id = $1', exportId)).toBeUndefined()
  })
})
