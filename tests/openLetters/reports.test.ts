import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Core } from '../../core/core.ts'
import { followPenName } from '../../core/follows/followPenName.ts'
import { listFollows } from '../../core/follows/listFollows.ts'
import { TOLD_AT_ONCE, tellFollowers } from '../../core/follows/tellFollowers.ts'
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

it('tells hundreds in batches: each once though it broke off, after their quiet hours, and whoever wants one line a day gets one', async () => {
  const crowd = 2 * TOLD_AT_ONCE + 50
  const noon = new Date('2030-06-03T12:00:00Z')
  core.clock.move(noon.getTime() - core.clock.now().getTime())
  // Every tenth has quiet hours now, every tenth after them wants one line a day, and every tenth after those nothing.
  await core.db.pg.query(
    `with made as (
        insert into account (id, language, reads, zone, welcomed_at, created_at, quiet_from, quiet_until)
        select gen_random_uuid(), 'en', '{en}', 'UTC', $2, $2, case when n % 10 = 0 then 660 end, case when n % 10 = 0 then 900 end
        from generate_series(0, $1::int - 1) n returning id, quiet_from
      ), selves as (
        insert into identity (id, account_id, platform, lookup, sealed_id, last_seen_at, created_at)
        select gen_random_uuid(), id, 'telegram', decode(md5(id::text), 'hex'), 'x', $2, $2 from made
      ), ranked as (select id, quiet_from, row_number() over (partition by quiet_from is null) as nth from made)
      insert into follow (follower_id, followed_id, pen_name, notify, created_at)
      select id, $3::uuid, $4, case when quiet_from is null and nth % 9 = 0 then 'daily'
        when quiet_from is null and nth % 9 = 1 then 'never' else 'each' end::"Notify", $2 from ranked`,
    [crowd, noon, author.accountId, author.penName],
  )
  const next = [await leftOpen(core, author), await leftOpen(core, author)].map((letter) => letter.openLetterId)
  await Promise.all([...next, ...next].map((id) => tellFollowers(core, id)))
  const told = () =>
    one<{ at_once: number; later: number; daily: number; people: number }>(
      core,
      `select jsonb_build_object(
          'at_once', count(*) filter (where kind = 'followed-opened' and due_at < $2::timestamptz + interval '1 hour'),
          'later', count(*) filter (where kind = 'followed-opened' and due_at = '2030-06-03T15:00:00Z'),
          'daily', count(*) filter (where kind = 'followed-digest' and due_at = '2030-06-04T08:00:00Z'),
          'people', count(distinct identity_id))
        from (select o.*, o.parcel->>'kind' as kind from outbox o) o join identity i on i.id = o.identity_id
          join follow f on f.follower_id = i.account_id where f.followed_id = $1 and kind like 'followed%'`,
      author.accountId,
      noon,
    )
  const all = { at_once: 630, later: 90, daily: 45, people: 405 }
  expect(await told()).toEqual(all)
  // As if it had stopped somewhere on the way: some were told, and it is not written down that all were.
  await core.db.pg.query(`update open_letter set told_at = null where id = any ($1::uuid[])`, [next])
  await core.db.pg.query(
    `delete from outbox where id in (select id from outbox where parcel->>'kind' = 'followed-opened' order by md5(id::text) limit 200)`,
  )
  await Promise.all(next.map((id) => tellFollowers(core, id)))
  expect(await told()).toEqual(all)
})
