import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mergeAccounts } from '../../core/accounts/merge.ts'
import type { Core } from '../../core/core.ts'
import { listFollowedLetters } from '../../core/follows/followedLetters.ts'
import { followPenName } from '../../core/follows/followPenName.ts'
import { listFollowers, listFollows, readFollow, showToFollowed } from '../../core/follows/listFollows.ts'
import { changeFollowNotices, unfollow } from '../../core/follows/unfollow.ts'
import type { DeliveryId } from '../../core/ids.ts'
import { openLetter } from '../../core/letters/inbox.ts'
import { thankWriter } from '../../core/letters/thankWriter.ts'
import { blockOpenly } from '../../core/openLetters/blockOpenly.ts'
import { leaveOpen } from '../../core/openLetters/leaveOpen.ts'
import { closeOpenLetter, EDIT_MINUTES, editOpenLetter } from '../../core/openLetters/ownOpenLetter.ts'
import { readComments } from '../../core/openLetters/readComments.ts'
import { noteRead, readOpenLetter } from '../../core/openLetters/readOpenLetter.ts'
import { takeThanksBack, thankOpenLetter } from '../../core/openLetters/thankOpenLetter.ts'
import { COMMENTS_A_DAY_MAX, deleteComment, editComment, writeComment } from '../../core/openLetters/writeComment.ts'
import { chooseOpenLetters } from '../../core/recommendations/chooseOpenLetters.ts'
import { inPrisma } from '../../core/store/transaction.ts'
import { deliver, exchange, openWorld, type Someone, someone } from '../accounts/world.ts'
import { idOf, leftOpen, one } from './desk.ts'

let core: Core
let close: () => Promise<void>
beforeAll(async () => {
  ;({ core, close } = await openWorld())
})
afterAll(() => close())

describe('leaving a letter open', () => {
  it('shows its words and signature to everybody, and nothing else of its author', async () => {
    const [author, reader] = [await someone(core), await someone(core)]
    const { openLetterId } = await leftOpen(core, author, { text: 'A lantern hangs in my window tonight, for you.' })
    const seen = await readOpenLetter(core, { readerId: reader.accountId, openLetterId })
    expect(seen).toMatchObject({ text: 'A lantern hangs in my window tonight, for you.', signature: author.penName })
    expect(JSON.stringify(seen)).not.toContain(author.accountId)
    const body = await one<Buffer>(core, 'select body from open_letter where id = $1', openLetterId)
    expect(body.includes('lantern')).toBe(false)
  })

  it('is possible later for one that was received well, never for an answer, and only by its writer', async () => {
    const [writer, reader] = [await someone(core), await someone(core)]
    const delivery = await deliver(core, writer, reader)
    const letterId = await one<never>(core, 'select letter_id from delivery where id = $1', delivery)
    await openLetter(core, { readerId: reader.accountId, deliveryId: delivery })
    const open = (writerId: typeof writer.accountId, id = letterId) => leaveOpen(core, { writerId, letterId: id })
    await expect(open(writer.accountId)).rejects.toThrow('refuse.open.notYet')
    await thankWriter(core, { readerId: reader.accountId, deliveryId: delivery, stamp: 'hug' })
    await expect(open(reader.accountId)).rejects.toThrow('refuse.open.notThis')
    await open(writer.accountId)
    await expect(open(writer.accountId)).rejects.toThrow('refuse.open.already')
    const { answer } = await exchange(core, await someone(core), reader)
    const answerId = await one<never>(core, 'select letter_id from delivery where id = $1', answer as DeliveryId)
    await expect(open(reader.accountId, answerId)).rejects.toThrow('refuse.open.notThis')
  })

  it('can be taken back: closed for everybody else at once, opened again, changed within the hour only', async () => {
    const [author, reader] = [await someone(core), await someone(core)]
    const { openLetterId, letterId } = await leftOpen(core, author)
    const mine = { authorId: author.accountId, openLetterId }
    const text = 'These are other words, and they are better ones.'
    await editOpenLetter(core, { ...mine, text })
    const seen = () => readOpenLetter(core, { readerId: reader.accountId, openLetterId })
    expect(await seen()).toMatchObject({ text, edited: true })
    await expect(editOpenLetter(core, { ...mine, text: `${text} Call 010-1234-5678.` })).rejects.toThrow(
      'refuse.open.words',
    )
    await closeOpenLetter(core, mine)
    await closeOpenLetter(core, mine)
    await expect(seen()).rejects.toThrow('refuse.open.gone')
    await leaveOpen(core, { writerId: author.accountId, letterId })
    expect((await seen()).text).toBe(text)
    core.clock.move(EDIT_MINUTES * 60_000)
    await expect(editOpenLetter(core, { ...mine, text })).rejects.toThrow('refuse.open.editTooLate')
  })
})

describe('choosing what to show', () => {
  it('never shows the same twice in a session, nor one’s own, nor what is not for me', async () => {
    const [author, reader] = [await someone(core), await someone(core)]
    await core.db.pg.query('delete from open_letter')
    const others = [await someone(core), await someone(core)]
    const letters = [await leftOpen(core, author)]
    for (const other of others) letters.push(await leftOpen(core, other))
    await leftOpen(core, reader)
    const session = core.clock.now()
    const shown = new Set<string>()
    for (;;) {
      const [next] = await chooseOpenLetters(core, { accountId: reader.accountId, count: 1, session })
      if (!next) break
      expect(shown.has(next)).toBe(false)
      shown.add(next)
      await readOpenLetter(core, { readerId: reader.accountId, openLetterId: next })
    }
    expect([...shown].sort()).toEqual(letters.map(({ openLetterId }) => openLetterId).sort())
    core.clock.move(1000)
    const later = { accountId: reader.accountId, count: 10, session: core.clock.now() }
    expect(await chooseOpenLetters(core, later)).toHaveLength(3)
    await blockOpenly(core, { readerId: reader.accountId, thing: { openLetterId: letters[0]?.openLetterId as never } })
    expect(await chooseOpenLetters(core, later)).toHaveLength(2)
    expect(await chooseOpenLetters(core, { ...later, accountId: author.accountId })).toHaveLength(2)
  })

  it('counts as read to the end only what was there long enough', async () => {
    const [author, reader] = [await someone(core), await someone(core)]
    const { openLetterId } = await leftOpen(core, author, { text: 'word '.repeat(300) })
    const me = { readerId: reader.accountId, openLetterId }
    const kinds = () =>
      one<string>(
        core,
        `select string_agg(kind::text, ' ' order by kind) from signal where open_letter_id = $1`,
        openLetterId,
      )
    await readOpenLetter(core, me)
    await noteRead(core, me)
    expect(await kinds()).toBe('shown opened')
    core.clock.move(60_000)
    await noteRead(core, me)
    expect(await kinds()).toBe('shown opened read')
    await thankOpenLetter(core, { ...me, stamp: 'warm' })
    expect(await kinds()).toBe('shown opened read thanked')
    await takeThanksBack(core, me)
    expect(await kinds()).toBe('shown opened read')
  })
})

describe('under many hands at once', () => {
  it('counts of thanks, comments and followers are right', async () => {
    const author = await someone(core)
    const { openLetterId } = await leftOpen(core, author)
    const readers: Someone[] = []
    while (readers.length < 8) readers.push(await someone(core))
    const state = () =>
      core.db.prisma.openLetter.findUniqueOrThrow({
        where: { id: openLetterId },
        include: { stamps: true, commentRows: true },
      })
    await Promise.all(
      readers.flatMap(({ accountId: readerId }, at) => [
        ...['warm', 'hug', 'warm'].map((stamp) => thankOpenLetter(core, { readerId, openLetterId, stamp })),
        followPenName(core, { followerId: readerId, openLetterId }),
        followPenName(core, { followerId: readerId, openLetterId }),
        ...[1, 2].map((twice) =>
          writeComment(core, {
            authorId: readerId,
            openLetterId,
            text: `Thank you for this, from ${at}.`,
            signed: true,
            source: twice === 1 ? 'once' : 'again',
          }),
        ),
      ]),
    )
    expect(await state()).toMatchObject({ thanks: 8, comments: 16 })
    expect((await listFollowers(core, { accountId: author.accountId })).count).toBe(8)
    const rows = (await state()).commentRows
    await Promise.all([
      ...readers
        .slice(0, 4)
        .flatMap(({ accountId: readerId }) => [
          takeThanksBack(core, { readerId, openLetterId }),
          takeThanksBack(core, { readerId, openLetterId }),
        ]),
      ...rows
        .filter(({ authorId }) => readers.slice(0, 4).some(({ accountId }) => accountId === authorId))
        .flatMap((row) =>
          [1, 2].map(() => deleteComment(core, { authorId: row.authorId as never, commentId: row.id as never })),
        ),
      ...readers.slice(0, 4).map(async ({ accountId: followerId }) => {
        const { follows } = await listFollows(core, { followerId, page: 0 })
        await Promise.all(
          [1, 2].map(() => unfollow(core, { followerId, key: follows[0]?.key ?? '' }).catch(() => undefined)),
        )
      }),
    ])
    const after = await state()
    expect(after).toMatchObject({ thanks: 4, comments: 8 })
    expect(after.stamps).toHaveLength(4)
    expect(after.commentRows.filter(({ state: now }) => now === 'shown')).toHaveLength(8)
    expect((await listFollowers(core, { accountId: author.accountId })).count).toBe(4)
  })
})

describe('following', () => {
  it('answers quietly and rightly to oneself, twice, an unsigned letter, and somebody who blocked me', async () => {
    const [author, reader] = [await someone(core), await someone(core)]
    const { openLetterId } = await leftOpen(core, author)
    const unsigned = await leftOpen(core, author, { signed: false })
    const follow = (followerId: typeof reader.accountId, id = openLetterId) =>
      followPenName(core, { followerId, openLetterId: id })
    expect(await follow(reader.accountId)).toEqual({ penName: author.penName, already: false })
    expect(await follow(reader.accountId)).toEqual({ penName: author.penName, already: true })
    await expect(follow(author.accountId)).rejects.toThrow('refuse.follow.oneself')
    await expect(follow(reader.accountId, unsigned.openLetterId)).rejects.toThrow('refuse.follow.unsigned')
    const other = await someone(core)
    const theirs = await leftOpen(core, reader)
    await followPenName(core, { followerId: other.accountId, openLetterId: theirs.openLetterId })
    await blockOpenly(core, { readerId: author.accountId, thing: { openLetterId: theirs.openLetterId } })
    expect((await listFollowers(core, { accountId: author.accountId })).count).toBe(0)
    expect((await listFollows(core, { followerId: reader.accountId, page: 0 })).follows).toEqual([])
    await expect(follow(reader.accountId)).rejects.toThrow('refuse.open.gone')
  })

  it('follows a name and not a person: another name of the same author stays unknown', async () => {
    const [author, reader] = [await someone(core), await someone(core)]
    const { openLetterId } = await leftOpen(core, author)
    await followPenName(core, { followerId: reader.accountId, openLetterId })
    await core.db.pg.query(`update account set pen_name = 'Another Name', pen_name_key = 'anothername' where id = $1`, [
      author.accountId,
    ])
    const second = await leftOpen(core, author)
    const { followed } = await readOpenLetter(core, { readerId: reader.accountId, openLetterId: second.openLetterId })
    expect(followed).toBe(false)
    expect((await listFollowers(core, { accountId: author.accountId })).count).toBe(0)
    const { follows } = await listFollows(core, { followerId: reader.accountId, page: 0 })
    expect(follows.map(({ penName }) => penName)).toEqual([author.penName])
    const key = follows[0]?.key ?? ''
    await changeFollowNotices(core, { followerId: reader.accountId, key, notify: 'never' })
    expect(await readFollow(core, { followerId: reader.accountId, key })).toMatchObject({ notify: 'never' })
    const { letters } = await listFollowedLetters(core, { readerId: reader.accountId, page: 0 })
    expect(letters.map(({ id, penName }) => [id, penName])).toEqual([[openLetterId, author.penName]])
  })
})

it('who follows me shows a pen-name only where its owner allows it', async () => {
  const [author, shy, open] = [await someone(core), await someone(core), await someone(core)]
  const { openLetterId } = await leftOpen(core, author)
  for (const { accountId: followerId } of [shy, open]) await followPenName(core, { followerId, openLetterId })
  await showToFollowed(core, { accountId: open.accountId, shown: true })
  expect(await listFollowers(core, { accountId: author.accountId })).toEqual({ count: 2, penNames: [open.penName] })
})

describe('answers under an open letter', () => {
  it('stand one level deep, can be changed and taken away, and never twice for one event', async () => {
    const [author, ben, eve] = [await someone(core), await someone(core), await someone(core)]
    const { openLetterId } = await leftOpen(core, author)
    const write = (who: typeof ben, text: string, parentId?: never, source = text) =>
      writeComment(core, { authorId: who.accountId, openLetterId, parentId, text, signed: false, source })
    const first = await write(ben, 'The lantern reached me.')
    expect(await write(ben, 'The lantern reached me.')).toBe(first)
    const second = await write(author, 'I am glad it did.', first as never)
    await write(eve, 'And me, too.', second as never)
    const seen = () => readComments(core, { readerId: eve.accountId, openLetterId, page: 0 })
    expect((await seen()).threads.map(({ text, replies }) => [text, replies.map((reply) => reply.text)])).toEqual([
      ['The lantern reached me.', ['I am glad it did.', 'And me, too.']],
    ])
    expect((await seen()).threads[0]?.replies.map(({ byAuthor, mine }) => [byAuthor, mine])).toEqual([
      [true, false],
      [false, true],
    ])
    await editComment(core, { authorId: ben.accountId, commentId: first, text: 'It reached me late.' })
    await expect(editComment(core, { authorId: eve.accountId, commentId: first, text: 'Not mine.' })).rejects.toThrow(
      'refuse.comment.gone',
    )
    await deleteComment(core, { authorId: ben.accountId, commentId: first })
    expect((await seen()).threads[0]).toMatchObject({ text: '', signature: null })
    expect(await one(core, 'select body from comment where id = $1', first)).toBeNull()
    await expect(write(eve, 'Write me at eve@example.com')).rejects.toThrow('refuse.comment.contact')
    await expect(write(eve, ' ')).rejects.toThrow('refuse.comment.empty')
    await blockOpenly(core, { readerId: idOf(author), thing: { commentId: await write(eve, 'One more.') } })
    const authors = await readComments(core, { readerId: idOf(author), openLetterId, page: 0 })
    expect(JSON.stringify(authors)).not.toContain('And me, too.')
  })

  it('come to an end for the day', async () => {
    const [author, ben] = [await someone(core), await someone(core)]
    const { openLetterId } = await leftOpen(core, author)
    await core.db.pg.query(
      `insert into comment (id, open_letter_id, author_id, created_at, source)
       select gen_random_uuid(), $1, $2, $3, decode(md5(n::text), 'hex') from generate_series(1, $4) n`,
      [openLetterId, ben.accountId, core.clock.now(), COMMENTS_A_DAY_MAX],
    )
    const more = { authorId: ben.accountId, openLetterId, text: 'One more.', signed: true, source: 'more' }
    await expect(writeComment(core, more)).rejects.toThrow('refuse.comment.tooFast')
  })
})

it('two readers who become one have thanked, followed and commented once, and never themselves', async () => {
  const [author, into] = [await someone(core), await someone(core)]
  const from = await someone(core, { platform: 'telegram' })
  const { openLetterId } = await leftOpen(core, author)
  const theirs = await leftOpen(core, from)
  for (const { accountId: readerId } of [from, into]) {
    await thankOpenLetter(core, { readerId, openLetterId, stamp: 'hug' })
    await followPenName(core, { followerId: readerId, openLetterId })
  }
  await thankOpenLetter(core, { readerId: into.accountId, openLetterId: theirs.openLetterId, stamp: 'warm' })
  await thankOpenLetter(core, { readerId: author.accountId, openLetterId: theirs.openLetterId, stamp: 'warm' })
  await followPenName(core, { followerId: into.accountId, openLetterId: theirs.openLetterId })
  await inPrisma(core, (tx) => mergeAccounts(core, tx, { from: from.accountId, into: into.accountId }))
  const thanks = (id: string) => one(core, 'select thanks from open_letter where id = $1', id)
  const stamps = (id: string) => one(core, 'select count(*)::int from open_thank where open_letter_id = $1', id)
  expect([await thanks(openLetterId), await stamps(openLetterId)]).toEqual([1, 1])
  expect([await thanks(theirs.openLetterId), await stamps(theirs.openLetterId)]).toEqual([1, 1])
  expect((await listFollowers(core, { accountId: author.accountId })).count).toBe(1)
  expect((await listFollows(core, { followerId: into.accountId, page: 0 })).count).toBe(1)
})
