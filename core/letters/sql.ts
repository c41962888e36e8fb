/** The statements of the way from a due letter to its reader. Times are given; none is taken from the database. */

export const LOCK_LETTER = {
  name: 'letter_lock',
  text: `select id, writer_id, kind, to_id, correspondence_id, language::text, state::text, hops, arrives_at, seek_at, posted_at
    from letter where id = $1 for update`,
}

/**
 * The next reader in a bucket at or after a random place in the line; locked, so that nobody else takes them.
 * An index range scan: what it costs does not depend on how many readers there are.
 */
export const NEXT_READER = {
  name: 'reader_next',
  text: readerAfter('s.key >= $3'),
}

/** The same, from the front of the line: for when the random place was behind everybody. */
export const FIRST_READER = {
  name: 'reader_first',
  text: readerAfter('s.key < $3'),
}

function readerAfter(range: string): string {
  return `select s.account_id
    from reader_slot s join account a on a.id = s.account_id
    where s.language = $1::"Language" and s.open and s.band = $2::smallint and ${range} and ${mayMeet('$4', '$5', '$6')}
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

export const READER_TOOK = {
  name: 'reader_took',
  text: `update account set last_read_at = $2, read_day = $3, read_count = case when read_day = $3 then read_count + 1 else 1 end
    where id = $1`,
}

export const READER_ZONE = {
  name: 'reader_zone',
  text: 'select zone from account where id = $1',
}

/** Letters whose time has come. */
export const DUE_LETTERS = `
  (select id from letter where state = 'travelling' and arrives_at <= $1 order by arrives_at limit $2)
  union all
  (select id from letter where state = 'seeking' and seek_at <= $1 order by seek_at limit $2)`

/** Letters that seek a reader of one language, longest first. */
export const SEEKING_LETTERS = `
  select id from letter where state = 'seeking' and language = $1::"Language" order by posted_at limit $2`
