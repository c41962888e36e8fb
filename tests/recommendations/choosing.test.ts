import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { judgePopularity } from '../../bench/recommend/baselines.ts'
import { evaluate } from '../../bench/recommend/evaluate.ts'
import { holdOutLastFifth } from '../../bench/recommend/ratings.ts'
import { makeWorld, readingsOf } from '../../bench/recommend/synthetic.ts'
import { addLetters, addReaders, seeded } from '../../bench/recommend/world.ts'
import { eraseAccount } from '../../core/accounts/erase.ts'
import type { Core } from '../../core/core.ts'
import { type AccountId, newId, type OpenLetterId } from '../../core/ids.ts'
import { addOperator } from '../../core/moderation/operators.ts'
import { chooseOpenLetters, rankFor } from '../../core/recommendations/chooseOpenLetters.ts'
import { explainChoice } from '../../core/recommendations/explainChoice.ts'
import { dropSignal, noteSignals } from '../../core/recommendations/noteSignals.ts'
import { rebuildTaste } from '../../core/recommendations/rebuildTaste.ts'
import { refreshTaste } from '../../core/recommendations/refreshTaste.ts'
import { HOLD_REFRESH_PATIENTLY } from '../../core/recommendations/sql.ts'
import type { SignalKind } from '../../core/store/generated/enums.ts'
import { inPg } from '../../core/store/transaction.ts'
import { openWorld, someone } from '../accounts/world.ts'

/** What the service chooses, on a database, by what people did. */

let core: Core
let close: () => Promise<void>
beforeAll(async () => {
  ;({ core, close } = await openWorld())
})
afterAll(() => close())
beforeEach(() =>
  core.db.pg.query('truncate account, audit_entry, choice, signal_news cascade').catch(truncateWithoutAudit),
)
const truncateWithoutAudit = () => core.db.pg.query('truncate account, choice, signal_news cascade')

const HOUR_MS = 3_600_000

async function readers(number: number): Promise<AccountId[]> {
  const ids = Array.from({ length: number }, () => newId<AccountId>(core.clock.now()))
  await addReaders(core, ids)
  return ids
}

type Wish = { authorId?: AccountId; topic?: string; hours?: number }

async function letters(number: number, { authorId, topic, hours = 48 }: Wish = {}): Promise<OpenLetterId[]> {
  const now = core.clock.now()
  const authors = authorId ? [] : await readers(number)
  const made = Array.from({ length: number }, (_, at) => ({
    id: newId<OpenLetterId>(now),
    authorId: authorId ?? authors[at] ?? newId<AccountId>(now),
    mood: null,
    topic: topic ?? null,
    openedAt: new Date(now.getTime() - hours * HOUR_MS),
  }))
  await addLetters(core, made)
  return made.map(({ id }) => id)
}

async function did(readerId: AccountId | undefined, openLetterId: OpenLetterId | undefined, ...kinds: SignalKind[]) {
  if (!readerId || !openLetterId) throw new Error('there is nobody, or nothing')
  await noteSignals(core, { readerId, openLetterId, kinds })
}

const session = () => new Date(core.clock.now().getTime() + 1)
const choose = (accountId: AccountId, count = 10) => chooseOpenLetters(core, { accountId, count, session: session() })

describe('who is never shown what', () => {
  it('leaves out one’s own, blocked either way, seen, not wanted, closed, and what sanctioned people wrote', async () => {
    const [me, blockedMe, blocked, banned, paused] = await readers(5)
    if (!me || !blockedMe || !blocked || !banned || !paused) throw new Error('nobody')
    const [fine, seen, unwanted, closed, removed, later] = await letters(6)
    await letters(1, { authorId: me })
    await letters(1, { authorId: blockedMe })
    await letters(1, { authorId: blocked })
    await letters(1, { authorId: banned })
    await letters(1, { authorId: paused })
    const now = core.clock.now()
    const block = () => ({ id: newId<AccountId>(now), causeId: newId<AccountId>(now), createdAt: now })
    await core.db.prisma.block.create({ data: { ...block(), blockerId: blockedMe, blockedId: me } })
    await core.db.prisma.block.create({
      data: { ...block(), blockerId: me, blockedId: blocked },
    })
    const sanction = { rule: 'kind', createdBy: 'test', createdAt: now }
    await core.db.prisma.sanction.create({ data: { ...sanction, id: newId(now), accountId: banned, kind: 'ban' } })
    const endsAt = new Date(now.getTime() + HOUR_MS)
    await core.db.prisma.sanction.create({
      data: { ...sanction, id: newId(now), accountId: paused, kind: 'pause', endsAt },
    })
    await core.db.prisma.openLetter.update({ where: { id: closed ?? '' }, data: { state: 'closed' } })
    await core.db.prisma.openLetter.update({ where: { id: removed ?? '' }, data: { state: 'removed' } })
    await core.db.prisma.openLetter.update({ where: { id: later ?? '' }, data: { openedAt: endsAt } })
    await did(me, unwanted, 'not_for_me')
    await did(me, seen, 'shown')
    // What was seen before comes again only because nothing else is left, and last.
    expect(await choose(me)).toEqual([fine, seen])
    const thisSession = new Date(now.getTime() - HOUR_MS)
    expect(await chooseOpenLetters(core, { accountId: me, count: 10, session: thisSession })).toEqual([fine])
  })

  it('never has three of one author on a page, and one of whoever is followed', async () => {
    const [me, author] = await readers(2)
    if (!me || !author) throw new Error('nobody')
    const theirs = await letters(6, { authorId: author })
    await core.db.prisma.openLetter.updateMany({ where: { authorId: author }, data: { signature: 'Quiet Fox' } })
    await core.db.prisma.follow.create({
      data: { followerId: me, followedId: author, penName: 'Quiet Fox', createdAt: core.clock.now() },
    })
    await letters(12)
    const page = await rankFor(core, { accountId: me, count: 10, session: session() })
    expect(page).toHaveLength(10)
    expect(page.filter(({ id }) => theirs.includes(id))).toHaveLength(2)
    expect(page.filter(({ source }) => source === 'followed')).toHaveLength(2)
  })
})

describe('what is learnt', () => {
  it('readers of a letter find what its other readers liked, and the operator sees why', async () => {
    const me = await someone(core)
    const others = await readers(8)
    const [liked, kin, ...rest] = await letters(40)
    for (const reader of others) {
      await did(reader, liked, 'shown', 'thanked')
      await did(reader, kin, 'shown', 'answered')
    }
    await did(me.accountId, liked, 'shown', 'opened', 'thanked')
    expect(await refreshTaste(core)).toBe(17)
    const [first, ...more] = await rankFor(core, { accountId: me.accountId, count: 5, session: session() })
    const best = first?.source === 'first_look' ? more[0] : first
    expect(best).toMatchObject({ id: kin, source: 'kin', because: liked })
    await choose(me.accountId)
    await addOperator(core, { by: 'Ada', name: 'Ada', role: 'owner', why: '' })
    const why = await explainChoice(core, { by: 'Ada', accountId: me.accountId })
    expect(why.likings).toBe(1)
    expect(why.lately.find(({ id }) => id === kin)).toMatchObject({ source: 'kin', because: liked, shown: false })
    expect(why.next).toHaveLength(10)
    expect(rest).not.toContain(why.next.find(({ source }) => source === 'kin')?.id)
    const another = await rankFor(core, {
      accountId: others[0] as AccountId,
      count: 3,
      like: rest[0],
      session: session(),
    })
    expect(another.map(({ id }) => id)).not.toContain(rest[0])
  })

  it('is the same learnt minute by minute as learnt all anew, and nothing is learnt twice', async () => {
    const people = await readers(12)
    const some = await letters(25)
    const random = seeded(3)
    for (let at = 0; at < 200; at++) {
      core.clock.move(1_000)
      const reader = people[Math.floor(random() * people.length)]
      const letter = some[Math.floor(random() ** 2 * some.length)]
      await did(reader, letter, 'shown', 'opened', ...(random() < 0.5 ? (['thanked'] as const) : []))
      if (at % 17 === 0) await refreshTaste(core, { atOnce: 7 })
    }
    await refreshTaste(core, { atOnce: 7 })
    const learnt = await model()
    expect(await refreshTaste(core)).toBe(0)
    expect(learnt.kin.length).toBeGreaterThan(10)
    await rebuildTaste(core)
    expect(await model()).toEqual(learnt)
  })

  it('is learnt all anew, too, when something else was being learnt just then', async () => {
    const [me] = await readers(1)
    for (const letter of await letters(2)) await did(me, letter, 'shown', 'thanked')
    const { rebuilt } = await inPg(core, async ({ pg }) => {
      await pg.query(HOLD_REFRESH_PATIENTLY)
      const anew = rebuildTaste(core)
      const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`
      await expect.poll(async () => (await pg.query(waiting)).rows.length).toBeGreaterThan(0)
      await pg.query('delete from signal_news')
      return { rebuilt: anew }
    })
    await rebuilt
    expect((await model()).likings).toHaveLength(2)
  })

  it('forgets a thank-you that was taken back, and whoever was erased', async () => {
    const [me] = await readers(1)
    const somebody = await someone(core)
    const [one, two] = await letters(2)
    for (const reader of [me, somebody.accountId])
      for (const letter of [one, two]) await did(reader, letter, 'shown', 'thanked')
    await refreshTaste(core)
    expect((await model()).kin).not.toEqual([])
    await inPg(core, (tx) =>
      dropSignal(core, { readerId: me as AccountId, openLetterId: one as OpenLetterId, kind: 'thanked', tx }),
    )
    await refreshTaste(core)
    expect((await core.db.prisma.letterTaste.findUnique({ where: { openLetterId: one ?? '' } }))?.liked).toBe(1)
    await eraseAccount(core, { accountId: somebody.accountId })
    await rebuildTaste(core)
    const left = await core.db.prisma.letterTaste.findMany({ select: { liked: true, looks: true } })
    expect(left.map(({ liked, looks }) => liked + looks).sort()).toEqual([1, 2])
  })

  it('finds what readers will like better than popularity does', async () => {
    const world = makeWorld(seeded(1), { readers: 120, letters: 250 })
    const { train, truth } = holdOutLastFifth(readingsOf(world, seeded(2), 40))
    const items = [...new Set(train.map(({ item }) => item))]
    const bench = { core: { ...core, random: seeded(4) }, at: () => undefined, close: async () => undefined }
    const { alone, whole } = await evaluate(bench, { train, truth, items, looks: world.looks })
    const popularity = judgePopularity({ train, truth, items: items.length })
    expect(alone.ndcg10).toBeGreaterThan(popularity.ndcg10 * 1.2)
    expect(alone.coverage).toBeGreaterThan(popularity.coverage * 1.5)
    expect(whole.ndcg10).toBeGreaterThan(popularity.ndcg10)
    expect(whole.coverage).toBeGreaterThan(popularity.coverage * 1.5)
  })
})

async function model() {
  const { rows: likings } = await core.db.pg.query('select * from liking order by reader_id, number')
  const { rows: kin } = await core.db.pg.query('select * from letter_kin where length(kin) > 0 order by number')
  const { rows: tastes } = await core.db.pg.query(
    'select number, looks, liked, band, fresh from letter_taste order by number',
  )
  return { likings, kin: kin.map(({ kin: bytes, ...one }) => ({ ...one, kin: bytes.toString('hex') })), tastes }
}
