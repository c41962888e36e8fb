import { endChatOf } from '../chat/leaveChat.ts'
import type { Core } from '../core.ts'
import type { AccountId, DeliveryId } from '../ids.ts'
import { endThreadBetween } from '../letters/correspondence.ts'
import { seekAnother } from '../letters/seekAnother.ts'
import { takeAwayLost } from '../letters/shownLetters.ts'
import { Refusal } from '../refusal.ts'
import { together } from '../store/together.ts'
import type { PrismaTx } from '../store/transaction.ts'
import { JOIN_OPEN } from './openParts.ts'
import { refreshSlots } from './readerSlots.ts'

/**
 * Makes one account of two, in the caller's transaction: everything of `from` becomes `into`'s, and `from` is gone.
 * What the two had with each other becomes a person's letters to themselves. docs/accounts.md says what becomes of what.
 * Refused while a report of one about the other is open: a moderator decides that first.
 */
export async function mergeAccounts(
  core: Core,
  tx: PrismaTx,
  { from, into }: { from: AccountId; into: AccountId },
): Promise<void> {
  const both = [from, into]
  const [goes, stays] = await hold(tx, both)
  if ((await tx.run(OPEN_REPORT, both)).length > 0) throw new Refusal('refuse.merge.report')
  await tx.run(HOLD_TWICE, both)
  await letGoOfEachOther(core, tx, both)
  await leaveOneChat(core, tx, { from, into })
  const values = [...both, core.clock.now().toISOString()]
  for (const statement of JOIN) await tx.run(statement, values.slice(0, parametersOf(statement)))
  if (!stays.penName) await tx.prisma.account.update({ where: { id: into }, data: goes })
  await partFromBlocked(core, tx, into)
  await takeAwayLost(core, tx, { readerId: into })
  await refreshSlots(core, tx, into)
}

/** The names of the two, whom nobody changes meanwhile. @throws when one of them is no more. */
async function hold(tx: PrismaTx, both: AccountId[]): Promise<[Name, Name]> {
  const held = await tx.run(HOLD, both)
  const [goes, stays] = both.map((one) => held.find(({ id }) => id === one))
  if (!goes || !stays) throw new Error('Two accounts were to become one, and one of them is no more.')
  return [nameOf(goes), nameOf(stays)]
}

type Name = { penName: string | null; penNameKey: string | null }
const nameOf = (row: Record<string, unknown>) => ({ penName: row.pen_name, penNameKey: row.pen_name_key }) as Name

/** A letter to a stranger that has not been opened looks for one who really is a stranger. */
async function letGoOfEachOther(core: Core, tx: PrismaTx, both: AccountId[]): Promise<void> {
  for (const { id } of await tx.run(UNOPENED_BETWEEN, both))
    await seekAnother(core, tx, { deliveryId: id as DeliveryId, why: 'unreachable' })
}

/** One person sits in one chat: when both did, the one that goes leaves; with each other there is nobody to tell. */
async function leaveOneChat(core: Core, tx: PrismaTx, { from, into }: { from: AccountId; into: AccountId }) {
  const seats = await tx.run('select chat_id from chat_seat where account_id in ($1::uuid, $2::uuid)', [from, into])
  if (seats.length < 2) return
  const tell = seats[0]?.chat_id === seats[1]?.chat_id ? 'nobody' : 'the other'
  await endChatOf(core, tx, { accountId: from, tell })
}

/** Whom one self blocked the other self no longer writes or chats with either, nor holds an unopened letter of. */
async function partFromBlocked(core: Core, tx: PrismaTx, accountId: AccountId): Promise<void> {
  if ((await tx.run(CHATS_WITH_BLOCKED, [accountId])).length > 0) await endChatOf(core, tx, { accountId })
  for (const { other } of await tx.run(THREADS_WITH_BLOCKED, [accountId]))
    await endThreadBetween(core, tx, { by: accountId, other: other as AccountId })
  for (const { id } of await tx.run(UNOPENED_OF_BLOCKED, [accountId]))
    await seekAnother(core, tx, { deliveryId: id as DeliveryId, why: 'unreachable' })
}

const parametersOf = (statement: string) =>
  Math.max(...[...statement.matchAll(/\$(\d)/g)].map(([, number]) => Number(number)))

const HOLD = 'select id, pen_name, pen_name_key from account where id in ($1::uuid, $2::uuid) order by id for update'

/** One of the two wrote it, the other one has or had it. */
const BETWEEN = `((l.writer_id = $1::uuid and d.reader_id = $2::uuid) or (l.writer_id = $2::uuid and d.reader_id = $1::uuid))`

const OPEN_REPORT = `select 1 as open from report where state = 'open' and reporter_id in ($1::uuid, $2::uuid)
  and writer_id in ($1::uuid, $2::uuid) limit 1`
/** Both reported the same thing: `lost` goes, `kept` stays. */
const REPORTED_TWICE = `(select a.id as lost, b.id as kept from report a join report b on b.kind = a.kind and b.thing_id = a.thing_id
    where a.reporter_id = $1::uuid and b.reporter_id = $2::uuid) both_said`

const UNOPENED_BETWEEN = `select d.id from delivery d join letter l on l.id = d.letter_id
  where l.kind = 'stranger' and d.state in ('waiting', 'arrived') and ${BETWEEN}`

const BLOCKED = (one: string, other: string) =>
  `exists (select 1 from block b where (b.blocker_id = ${one} and b.blocked_id = ${other}) or (b.blocker_id = ${other} and b.blocked_id = ${one}))`
const THREADS_WITH_BLOCKED = `select case when writer_id = $1::uuid then reader_id else writer_id end as other from correspondence
  where ended_at is null and (writer_id = $1::uuid or reader_id = $1::uuid) and ${BLOCKED('writer_id', 'reader_id')}`
const CHATS_WITH_BLOCKED = `select 1 as seated from chat_seat mine join chat_seat theirs on theirs.chat_id = mine.chat_id
  where mine.account_id = $1::uuid and theirs.account_id <> $1::uuid and ${BLOCKED('mine.account_id', 'theirs.account_id')}`
const UNOPENED_OF_BLOCKED = `select d.id from delivery d join letter l on l.id = d.letter_id
  where l.kind = 'stranger' and d.state in ('waiting', 'arrived') and (d.reader_id = $1::uuid or l.writer_id = $1::uuid)
    and ${BLOCKED('l.writer_id', 'd.reader_id')}`

/** Of two deliveries of one letter the one that went further stays. */
const FURTHER = `array_position(array['waiting', 'unreachable', 'expired', 'passed', 'blocked', 'arrived', 'opened', 'answered', 'reported'], d.state::text)`
const TWICE = `(
    select l.letter_id, (array_agg(l.id order by rank desc, created_at desc))[1] as kept, (array_agg(l.id order by rank desc, created_at desc))[2] as lost
    from (select d.id, d.letter_id, d.created_at, ${FURTHER} as rank from delivery d where d.reader_id in ($1::uuid, $2::uuid)) l
    group by l.letter_id having count(*) = 2
  ) twice`

/** Whoever notes at this moment where one of them is shown comes before, and moves along, or after, and finds the one that stays. */
const HOLD_TWICE = `select d.id from delivery d where d.id in (select kept from ${TWICE} union all select lost from ${TWICE})
  order by d.id for update`

/** What the one that goes had is the one's that stays. */
const IS_NOW = (column: string) => `case ${column} when $1::uuid then $2::uuid else ${column} end`

/** Days are written as they are said, 2026-1-9. */
const LATER = `(a.read_day is null or to_date(b.read_day, 'YYYY-MM-DD') > to_date(a.read_day, 'YYYY-MM-DD'))`

/** In this order; what stands together sees nothing of each other. $1 is what goes, $2 what stays, $3 now. */
const JOIN: readonly string[] = [
  together(
    // Answers to each other that have not arrived come back to where they were written.
    `delete from letter l where l.state = 'draft' and l.kind = 'answer' and l.writer_id in ($1::uuid, $2::uuid) and l.to_id in ($1::uuid, $2::uuid)`,
    // What they had from each other is from themselves now: here, and with the letters below.
    `update correspondence set ended_at = $3::timestamptz where ended_at is null
      and writer_id in ($1::uuid, $2::uuid) and reader_id in ($1::uuid, $2::uuid)`,
    // A letter that both had is had once, with the last stamp that was put on it.
    `update delivery k set stamp = x.stamp, thanked_at = x.thanked_at from ${TWICE} join delivery x on x.id = twice.lost
      where k.id = twice.kept and x.thanked_at is not null and (k.thanked_at is null or x.thanked_at > k.thanked_at)`,
    `update report r set delivery_id = twice.kept, thing_id = twice.kept from ${TWICE} where r.delivery_id = twice.lost
      and not exists (select 1 from report o where o.delivery_id = twice.kept)`,
    `update shown_letter s set delivery_id = twice.kept from ${TWICE} where s.delivery_id = twice.lost`,
    // Nobody is kept apart from themselves.
    `delete from block where blocker_id in ($1::uuid, $2::uuid) and blocked_id in ($1::uuid, $2::uuid)`,
  ),
  together(
    `update letter l set state = 'recalled', seek_at = null, changed_at = $3::timestamptz where l.state in ('travelling', 'seeking') and l.kind = 'answer'
      and l.writer_id in ($1::uuid, $2::uuid) and l.to_id in ($1::uuid, $2::uuid)`,
    `update correspondence c set opening_id = twice.kept from ${TWICE} where c.opening_id = twice.lost
      and not exists (select 1 from correspondence o where o.opening_id = twice.kept)`,
    // What both reported is reported once.
    `update moderation_case c set report_id = both_said.kept from ${REPORTED_TWICE} where c.report_id = both_said.lost
      and not exists (select 1 from moderation_case o where o.report_id = both_said.kept)`,
    `update sanction s set report_id = both_said.kept from ${REPORTED_TWICE} where s.report_id = both_said.lost`,
    `delete from block b using ${REPORTED_TWICE} where b.cause_id = both_said.lost and b.via_report`,
  ),
  together(
    `update letter l set kind = 'self', to_id = $2::uuid from delivery d where d.letter_id = l.id and ${BETWEEN}
      and d.state in ('waiting', 'arrived', 'opened', 'answered')`,
    `delete from report r using ${REPORTED_TWICE} where r.id = both_said.lost`,
    // Whom either must not meet, neither meets.
    `insert into block (id, blocker_id, blocked_id, cause_id, label, via_report, created_at)
      select gen_random_uuid(), ${IS_NOW('blocker_id')}, ${IS_NOW('blocked_id')}, cause_id, label, via_report, created_at
      from block where blocker_id = $1::uuid or blocked_id = $1::uuid on conflict do nothing`,
  ),
  `update letter a set answers_id = twice.kept from ${TWICE} where a.answers_id = twice.lost
    and not exists (select 1 from letter o where o.answers_id = twice.kept)`,
  `delete from delivery d using ${TWICE} where d.id = twice.lost`,
  ...JOIN_OPEN,
  together(
    `update letter set writer_id = ${IS_NOW('writer_id')}, to_id = ${IS_NOW('to_id')} where writer_id = $1::uuid or to_id = $1::uuid`,
    `update delivery set reader_id = $2::uuid where reader_id = $1::uuid`,
    `update correspondence set writer_id = ${IS_NOW('writer_id')}, reader_id = ${IS_NOW('reader_id')}
      where writer_id = $1::uuid or reader_id = $1::uuid`,
    `update report set reporter_id = ${IS_NOW('reporter_id')}, writer_id = ${IS_NOW('writer_id')}
      where reporter_id = $1::uuid or writer_id = $1::uuid`,
    `delete from block where blocker_id = $1::uuid or blocked_id = $1::uuid`,
    `update sanction set account_id = $2::uuid where account_id = $1::uuid`,
    // What the two said to each other live is nobody else's.
    `delete from chat where one_id in ($1::uuid, $2::uuid) and other_id in ($1::uuid, $2::uuid)`,
  ),
  together(
    // A chat goes on.
    `update chat set one_id = ${IS_NOW('one_id')}, other_id = ${IS_NOW('other_id')} where one_id = $1::uuid or other_id = $1::uuid`,
    `update chat_message set sender_id = $2::uuid where sender_id = $1::uuid`,
    `update chat_seat set account_id = $2::uuid where account_id = $1::uuid`,
    `delete from chat_wait where account_id in ($1::uuid, $2::uuid)`,
    `update chat_invite set from_id = $2::uuid where from_id = $1::uuid`,
    // Settings and the pen-name of the one that stays; what counts against a daily number is added up.
    `update account a set adult_at = coalesce(a.adult_at, b.adult_at), welcomed_at = coalesce(a.welcomed_at, b.welcomed_at),
        reads = (select array_agg(distinct r) from unnest(a.reads || b.reads) r),
        read_count = case when a.read_day is not distinct from b.read_day then a.read_count + b.read_count
          when ${LATER} then b.read_count else a.read_count end,
        read_day = case when ${LATER} then b.read_day else a.read_day end, last_read_at = greatest(a.last_read_at, b.last_read_at),
        last_wrote_at = greatest(a.last_wrote_at, b.last_wrote_at), chats_at = coalesce(a.chats_at, b.chats_at), created_at = least(a.created_at, b.created_at)
      from account b where a.id = $2::uuid and b.id = $1::uuid`,
    `update identity set account_id = $2::uuid where account_id = $1::uuid`,
    `update binding set left_id = null where left_id = $1::uuid`,
    `delete from export where account_id = $1::uuid`,
    `delete from reader_slot where account_id = $1::uuid`,
  ),
  `delete from account where id = $1::uuid`,
]
