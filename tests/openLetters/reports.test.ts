import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Core } from '../../core/core.ts'
import { followPenName } from '../../core/follows/followPenName.ts'
import { listFollows } from '../../core/follows/listFollows.ts'
import { tellFollowers } from '../../core/follows/tellFollowers.ts'
import { changeFollowNotices } from '../../core/follows/unfollow.ts'
import type { CommentId, OpenLetterId } from '../../core/ids.ts'
import { decideReport, type ReportDecision } from '../../core/moderation/decideReport.ts'
import { addOperator } from '../../core/moderation/operators.ts'
import { withdrawReport } from '../../core/moderation/ownReport.ts'
import { listCases } from '../../core/moderation/queue.ts'
import { readComments } from '../../core/openLetters/readComments.ts'
import { readOpenLetter } from '../../core/openLetters/readOpenLetter.ts'
import { reportComment, reportOpenLetter } from '../../core/openLetters/reportOpenly.ts'
import { writeComment } from '../../core/openLetters/writeComment.ts'
import { openWorld, type Someone, someone } from '../accounts/world.ts'
import { leftOpen, one } from './desk.ts'

let core: Core
let close: () => Promise<void>
let author: Someone
let reader: Someone
let openLetterId: OpenLetterId
beforeAll(async () => {
  ;({ core, close } = await openWorld())
  await addOperator(core, { by: 'mina', name: 'mina', role: 'owner', why: 'the first' })
})
afterAll(() => close())
beforeEach(async () => {
  ;[author, reader] = [await someone(core), await someone(core)]
  ;({ openLetterId } = await leftOpen(core, author))
})

const said = { category: 'hurtful', words: 'It made me sad.' }
const sees = async ({ accountId: readerId }: Someone) =>
  readOpenLetter(core, { readerId, openLetterId }).then(
    () => true,
    () => false,
  )
const comments = async ({ accountId: readerId }: Someone) =>
  (await readComments(core, { readerId, openLetterId, page: 0 })).threads.map(({ text }) => text)
const count = () => one<number>(core, 'select comments from open_letter where id = $1', openLetterId)
const write = (who: Someone, text: string): Promise<CommentId> =>
  writeComment(core, { authorId: who.accountId, openLetterId, text, signed: true, source: text })
async function decide(decision: ReportDecision) {
  const [waiting] = await listCases(core, { open: true, limit: 1 })
  return decideReport(core, { by: 'mina', number: waiting?.number ?? 0, decision, why: 'read it twice' })
}
/** Long enough here for their word to count. */
async function known(): Promise<Someone> {
  const person = await someone(core)
  const longAgo = new Date(core.clock.now().getTime() - 30 * 86_400_000)
  await core.db.pg.query('update account set created_at = $2 where id = $1', [person.accountId, longAgo])
  return person
}

it('a reported open letter is out of the reporter’s sight only, until enough people report it; upheld it is gone', async () => {
  const others = [await known(), await known(), await known()]
  await reportOpenLetter(core, { reporterId: reader.accountId, openLetterId, ...said })
  expect([await sees(reader), await sees(others[0] ?? author), await sees(author)]).toEqual([false, true, true])
  for (const { accountId: reporterId } of others.slice(0, 2))
    await reportOpenLetter(core, { reporterId, openLetterId, ...said })
  expect(await sees(others[2] ?? author)).toBe(false)
  expect(await one(core, 'select state from open_letter where id = $1', openLetterId)).toBe('held')
  expect(await decide({ kind: 'uphold', rule: 'unkind' })).toEqual({ kind: 'word' })
  expect(await one(core, 'select state from open_letter where id = $1', openLetterId)).toBe('removed')
  const told = await one<number>(
    core,
    `select count(*)::int from outbox o join identity i on i.id = o.identity_id where i.account_id = $1 and o.parcel->>'kind' = 'sanctioned'`,
    author.accountId,
  )
  expect(told).toBe(1)
})

it('a gang of new accounts cannot silence somebody, not even beside one who is known', async () => {
  const gang: Someone[] = []
  while (gang.length < 8) gang.push(await someone(core))
  for (const { accountId: reporterId } of [...gang, await known()])
    await reportOpenLetter(core, { reporterId, openLetterId, ...said })
  expect(await sees(await someone(core))).toBe(true)
  expect(await one(core, 'select state from open_letter where id = $1', openLetterId)).toBe('open')
  expect(await listCases(core, { open: true, limit: 10 })).toHaveLength(1)
  await decide({ kind: 'dismiss' })
})

it('dismissed, or taken back, it is there again; with a word of care its next reader is asked first', async () => {
  await reportOpenLetter(core, { reporterId: reader.accountId, openLetterId, ...said })
  await withdrawReport(core, { reporterId: reader.accountId, kind: 'open', thingId: openLetterId })
  expect(await sees(reader)).toBe(true)
  await reportOpenLetter(core, { reporterId: reader.accountId, openLetterId, category: 'danger', words: '' })
  await decide({ kind: 'care' })
  const other = await someone(core)
  expect((await readOpenLetter(core, { readerId: other.accountId, openLetterId })).heavy).toBe(true)
})

it('a comment that the author of the letter reports is out of everybody’s sight at once, and counted so', async () => {
  const text = 'A comment that nobody should read under a letter.'
  const commentId = await write(reader, text)
  const other = await someone(core)
  expect([await comments(other), await count()]).toEqual([[text], 1])
  await reportComment(core, { reporterId: author.accountId, commentId, ...said })
  expect([await comments(other), await count()]).toEqual([[], 0])
  await decide({ kind: 'dismiss' })
  expect([await comments(other), await count()]).toEqual([[text], 1])
  await reportComment(core, { reporterId: other.accountId, commentId, ...said })
  expect([await comments(other), await comments(reader), await count()]).toEqual([[], [text], 1])
  await decide({ kind: 'uphold', rule: 'spam' })
  expect([await comments(reader), await count()]).toEqual([[], 0])
})

it('nobody reports what is their own', async () => {
  const mine = { reporterId: author.accountId, openLetterId }
  await expect(reportOpenLetter(core, { ...mine, ...said })).rejects.toThrow('refuse.report.own')
})

it('tells followers once each, as they chose, however often it is asked to; and of nothing older', async () => {
  const followers = [await someone(core), await someone(core), await someone(core)]
  for (const [at, { accountId: followerId }] of followers.entries()) {
    await followPenName(core, { followerId, openLetterId })
    const { follows } = await listFollows(core, { followerId, page: 0 })
    const notify = (['each', 'daily', 'never'] as const)[at] ?? 'each'
    await changeFollowNotices(core, { followerId, key: follows[0]?.key ?? '', notify })
  }
  core.clock.move(1_000)
  const next = [
    await leftOpen(core, author),
    await leftOpen(core, author),
    await leftOpen(core, author, { signed: false }),
  ]
  const all = [openLetterId, ...next.map((letter) => letter.openLetterId)]
  await Promise.all([...all, ...all].map((id) => tellFollowers(core, id)))
  const told = await Promise.all(
    followers.map(({ accountId }) =>
      one<string | null>(
        core,
        `select string_agg(o.parcel->>'kind', ' ' order by o.id) from outbox o join identity i on i.id = o.identity_id
          where i.account_id = $1 and o.parcel->>'kind' like 'followed%'`,
        accountId,
      ),
    ),
  )
  expect(told).toEqual(['followed-opened followed-opened', 'followed-digest', null])
})
