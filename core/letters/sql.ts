import { LAST_BAND } from '../accounts/readerSlots.ts'
import { LETTER_COLUMNS } from './letterRow.ts'

/** The statements of the way from a draft to its reader. Times are given; none is taken from the database. */

export const MADE_BEFORE = {
  name: 'letter_made_before',
  text: `select a.language::text as writes, ${LETTER_COLUMNS} from account a left join letter l on l.source = $2 where a.id = $1`,
}

export const LOCK_DRAFT = `select ${LETTER_COLUMNS}, a.zone, a.pen_name as "penName", a.created_at as since
  from letter l join account a on a.id = l.writer_id where l.id = $1::uuid and l.writer_id = $2::uuid for update of l`

/**
 * What stands against one more letter to a stranger: those on their way, those that left since $2, those that began with the
 * same words ($3) since $4, and who reports its writer for spam just now.
 */
export const SENT_LATELY = `select
  (select count(*) from letter where writer_id = $1::uuid and kind = 'stranger' and state in ('travelling', 'seeking'))::int as under_way,
  (select count(*) from letter where writer_id = $1::uuid and kind = 'stranger' and posted_at > $2::timestamptz)::int as today,
  (select count(*) from letter where gist = $3::bytea and posted_at > $4::timestamptz and writer_id = $1::uuid)::int as alike_own,
  (select count(*) from letter where gist = $3::bytea and posted_at > $4::timestamptz)::int as alike,
  (select count(distinct reporter_id) from report where writer_id = $1::uuid and category = 'spam' and state = 'open')::int as reporters`

export const POST_LETTER = `with posted as (
    update letter set state = $2::"LetterState", arrives_at = $3::timestamptz, signature = $4::text, gist = $5::bytea,
      quiet = $6::boolean, posted_at = $7::timestamptz, changed_at = $7::timestamptz
    where id = $1::uuid and state = 'draft' returning writer_id
  )
  update account set last_wrote_at = $7::timestamptz from posted where account.id = posted.writer_id`

/** A letter is answered from the moment the answer leaves. */
export const ANSWER_DELIVERY = `update delivery d set state = 'answered', answered_at = $2::timestamptz from letter l
  where d.id = $1::uuid and d.state = 'opened' and l.id = d.letter_id returning l.id, l.writer_id, d.reader_id`

export const ANSWER_LETTER = `update letter set state = 'answered', changed_at = $2::timestamptz where id = $1::uuid and state = 'opened'`

const bands = Array.from({ length: LAST_BAND + 1 }, (_, band) => band)

export const LOCK_LETTER = {
  name: 'letter_lock',
  text: `select id, writer_id, kind, to_id, correspondence_id, language::text, state::text, hops, arrives_at, seek_at, posted_at
    from letter where id = $1 for update`,
}

/**
 * The next reader after a random place in the line, or from its front when the place was behind everybody; of the first band
 * that has one. Locked, so that nobody else takes them. Index range scans, one after another until somebody is found
 * (`coalesce` asks no further): what they cost does not depend on how many readers there are.
 */
export const DRAW_READER = {
  name: 'reader_draw',
  text: `select coalesce(${bands.map((band) => `(${readerOf(band, 's.key >= $2')}), (${readerOf(band, 's.key < $2')})`).join(', ')}) as id`,
}

function readerOf(band: number, range: string): string {
  return `select s.account_id
    from reader_slot s join account a on a.id = s.account_id
    where s.language = $1::"Language" and s.open and s.band = ${band}::smallint and ${range} and ${mayMeet('$3', '$4', '$5')}
    order by s.key limit 1
    for update of s, a skip locked`
}

/** This pair may be brought together: neither wrote it, nor blocked the other, nor read this writer lately or this before. */
function mayMeet(writer: string, lately: string, letter: string): string {
  return `s.account_id <> ${writer}
      and not exists (select 1 from block b where b.blocker_id = s.account_id and b.blocked_id = ${writer})
      and not exists (select 1 from block b where b.blocker_id = ${writer} and b.blocked_id = s.account_id)
      and not exists (select 1 from letter l join delivery d on d.letter_id = l.id and d.reader_id = s.account_id
        where l.writer_id = ${writer} and (d.created_at > ${lately} or l.id = ${letter}))`
}

/** Whether anybody is eligible, also who is locked at this moment. */
export const ANY_READER = {
  name: 'reader_any',
  text: `select 1 from reader_slot s where s.language = $1::"Language" and s.open and ${mayMeet('$2', '$3', '$4')} limit 1`,
}

export const WRITE_DELIVERY = {
  name: 'delivery_write',
  text: `insert into delivery (id, letter_id, reader_id, state, created_at, arrived_at)
    values ($1, $2, $3, $4::"DeliveryState", $5, case when $4 = 'arrived' then $5::timestamptz end)`,
}

export const LETTER_DELIVERED = {
  name: 'letter_delivered',
  text: `update letter set state = 'delivered', hops = hops + 1, seek_at = null, changed_at = $2 where id = $1`,
}

export const LETTER_SEEKS = {
  name: 'letter_seeks',
  text: `update letter set state = 'seeking', seek_at = $3, changed_at = case when state = 'seeking' then changed_at else $2 end where id = $1`,
}

/** Letters whose time has come. */
export const DUE_LETTERS = `
  (select id from letter where state = 'travelling' and arrives_at <= $1 order by arrives_at limit $2)
  union all
  (select id from letter where state = 'seeking' and seek_at <= $1 order by seek_at limit $2)`

/** Letters that seek a reader of one language, longest first. */
export const SEEKING_LETTERS = `
  select id from letter where state = 'seeking' and language = $1::"Language" order by posted_at limit $2`
