import { readable } from '../openLetters/sql.ts'
import { FIRST_LOOKS } from './firstLook.ts'

/** Notes what a reader did, and that the model has not learnt it yet. A first look at a letter is told apart. */
export const NOTE_SIGNALS = {
  name: 'signals_note',
  text: `with noted as (
      insert into signal (reader_id, open_letter_id, kind, at)
      select $1::uuid, $2::uuid, kind::"SignalKind", $4::timestamptz from unnest($3::text[]) kind
      on conflict (reader_id, open_letter_id, kind) do update set at = excluded.at where signal.kind = 'shown'
      returning kind, (xmax = 0) as new
    )
    insert into signal_news (reader_id, open_letter_id, looks)
    select $1::uuid, $2::uuid, count(*) filter (where kind = 'shown') from noted where new having count(*) > 0`,
}

export const DROP_SIGNAL = `with dropped as (
    delete from signal where reader_id = $1::uuid and open_letter_id = $2::uuid and kind = $3::text::"SignalKind" returning 1
  )
  insert into signal_news (reader_id, open_letter_id, looks) select $1::uuid, $2::uuid, 0 from dropped`

/** What a reader likes, the newest first, with the beginning of each letter's kin. */
export const READ_LIKINGS = {
  name: 'taste_likings',
  text: `select t.open_letter_id as id, t.mood, t.topic, t.number, l.strength, coalesce(k.readers, 0) as readers,
      substring(k.kin from 1 for $3) as kin
    from (select number, strength, place from liking where reader_id = $1::uuid and strength > 0 order by place desc limit $2) l
    join letter_taste t using (number) left join letter_kin k using (number) order by l.place desc`,
}

/** One letter as if it were liked. */
export const READ_LIKE = {
  name: 'taste_like',
  text: `select t.open_letter_id as id, t.mood, t.topic, t.number, 1 as strength, coalesce(k.readers, 0) as readers,
      substring(k.kin from 1 for $2) as kin
    from letter_taste t left join letter_kin k using (number) where t.open_letter_id = $1::uuid`,
}

/** Whose letters were shown to a reader since $2, the last first. */
export const READ_SHOWN = {
  name: 'taste_shown',
  text: `select o.author_id from signal s join open_letter o on o.id = s.open_letter_id
    where s.reader_id = $1::uuid and s.kind = 'shown' and s.at >= $2::timestamptz order by s.at desc limit 200`,
}

const FACTS = `o.id, o.author_id, o.mood, o.topic, o.opened_at, t.number, coalesce(t.looks, 0) as looks, coalesce(t.liked, 0) as liked,
  (select count(*) from report r where r.kind = 'open' and r.thing_id = o.id and r.state in ('open', 'upheld'))::int as reports,
  exists (select 1 from sanction w where w.account_id = o.author_id and w.lifted_at is null and w.created_at > $2::timestamptz - interval '90 days') as warned,
  (o.signature is not null and exists (select 1 from follow f
    where f.follower_id = $1::uuid and f.followed_id = o.author_id and f.pen_name = o.signature)) as followed`

/** Not the reader's own, nothing they may not read, nothing they had as a letter. $1 the reader, $2 now. */
const FOR_READER = `o.author_id <> $1::uuid and ${readable('$1::uuid', '$2::timestamptz')}
  and not exists (select 1 from delivery d where d.letter_id = o.letter_id and d.reader_id = $1::uuid)`
/** A look into the index for each letter, and never a list of all that somebody has seen: some have seen thousands. */
const unseen = (letter: string) =>
  `(select 1 from signal s where s.reader_id = $1::uuid and s.open_letter_id = ${letter} limit 1) is null`

/** A few letters of an index that ends with a random key: from a random point on, and on from the beginning. */
const around = (where: string, few: number) => `
  (select number from (
    (select number from letter_taste where ${where} and key >= $4::float8 order by key limit ${few})
    union all (select number from letter_taste where ${where} and key < $4::float8 order by key limit ${few})) turn limit ${few})`

const FOLLOWED_DAYS = 30
const FOLLOWED_MOST = 20
const BANDS = '(3::smallint), (2::smallint), (1::smallint), (0::smallint)'
const BEST_BANDS = '(3::smallint), (2::smallint)'

/**
 * Letters that may be worth a thought for a reader: $3 the nearest by taste (numbers), those of whom they follow, of the
 * two moods ($5, $6) and topics ($7, $8) they lean to, well-received ones, and ones that are owed a first look, each of
 * these from a random point $4 of an index; less what they have seen. They are so many whatever there is, so that what it
 * costs does not depend on it, and only of the small table of tastes anything is read. Moods and topics are single values,
 * not lists, so that PostgreSQL takes them for as few as they are and keeps its plan: making one takes longer than
 * following it.
 */
export const FIND_POOL = {
  name: 'taste_pool',
  text: `with spoken as materialized (select unnest(reads) as language from account where id = $1::uuid),
    pool as materialized (
      select number, bool_or(followed) as followed from (
        select unnest($3::int[]) as number, false as followed
        union all (select t.number, true from follow f
          join open_letter o on o.author_id = f.followed_id and o.signature = f.pen_name
          join letter_taste t on t.open_letter_id = o.id
          where f.follower_id = $1::uuid and o.opened_at > $2::timestamptz - interval '${FOLLOWED_DAYS} days'
          order by o.opened_at desc limit ${FOLLOWED_MOST})
        union all select p.number, false from spoken, (values ($7::text), ($8::text)) lean(one), (values ${BEST_BANDS}) band(b), lateral (
          ${around('language = spoken.language and topic = lean.one and band = b', 5)}) p
        union all select p.number, false from spoken, (values ($5::text), ($6::text)) lean(one), (values ${BEST_BANDS}) band(b), lateral (
          ${around('language = spoken.language and mood = lean.one and band = b', 5)}) p
        union all select p.number, false from spoken, (values ${BANDS}) band(b), lateral (
          ${around('language = spoken.language and band = b', 6)}) p
        union all select p.number, false from spoken, lateral (
          ${around('language = spoken.language and fresh', 32)}) p) found
      group by number
    )
    select t.open_letter_id as id, number, t.mood, t.topic, t.looks, t.liked, pool.followed
    from pool join letter_taste t using (number)
    where t.language in (select language from spoken) and ${unseen('t.open_letter_id')}`,
}

/** What else decides about some letters ($3), of those that the reader may see. */
export const READ_FACTS = {
  name: 'taste_facts',
  text: `select ${FACTS}, false as again from unnest($3::uuid[]) short(id) join open_letter o using (id)
      left join letter_taste t on t.open_letter_id = o.id
    where ${FOR_READER}`,
}

/** When hardly anything is left: whatever the reader has not seen, the newest first. */
export const FIND_UNSEEN = {
  name: 'taste_unseen',
  text: `select ${FACTS}, false as again from open_letter o left join letter_taste t on t.open_letter_id = o.id
    where o.state = 'open' and o.language = any ((select reads from account where id = $1::uuid)::"Language"[])
      and ${FOR_READER} and ${unseen('o.id')}
    order by o.opened_at desc limit $3`,
}

/** And then what they saw before $4 (their session), what was longest ago first. */
export const FIND_SEEN = {
  name: 'taste_seen',
  text: `select ${FACTS}, true as again from signal seen join open_letter o on o.id = seen.open_letter_id
      left join letter_taste t on t.open_letter_id = o.id
    where seen.reader_id = $1::uuid and seen.kind = 'shown' and seen.at < $4::timestamptz and ${FOR_READER}
      and not exists (select 1 from signal s where s.reader_id = $1::uuid and s.open_letter_id = o.id and s.kind = 'not_for_me')
      and o.language = any ((select reads from account where id = $1::uuid)::"Language"[])
    order by seen.at limit $3`,
}

/** Why letters were chosen, until they are forgotten. Losing some in a crash is no harm: no waiting for the disk. */
export const NOTE_CHOICES = {
  name: 'taste_choices',
  text: `insert into choice (reader_id, open_letter_id, source, because_id, at)
    select $1::uuid, id, source, because, $2::timestamptz
    from unnest($3::uuid[], $4::text[], $5::uuid[]) chosen(id, source, because),
      (select set_config('synchronous_commit', 'off', true)) quickly
    on conflict (reader_id, open_letter_id) do update set source = excluded.source, because_id = excluded.because_id, at = excluded.at`,
}

/** A letter that was left open enters the model: known by nobody yet. */
export const ENTER_LETTER = `insert into letter_taste (open_letter_id, language, mood, topic, band, key)
  select id, language, mood, topic, $2::smallint, $3::float8 from open_letter where id = $1::uuid on conflict do nothing`

/** Mood and topic of the open letter that a letter became, as they are now. */
export const CHANGE_LOOKS = `update letter_taste t set mood = o.mood, topic = o.topic from open_letter o
  where o.letter_id = $1::uuid and t.open_letter_id = o.id`

/** What the model keeps of a person goes. */
export const FORGET_READER = [
  'delete from signal_news where reader_id = $1::uuid',
  'delete from liking where reader_id = $1::uuid',
  'delete from choice where reader_id = $1::uuid',
]

/** The likings of $1 go on those of $2. */
export const MOVE_READER = [
  `update liking mine set reader_id = $2::uuid,
      place = place + coalesce((select max(place) from liking where reader_id = $2::uuid), 0)
    where reader_id = $1::uuid and not exists
      (select 1 from liking same where same.reader_id = $2::uuid and same.number = mine.number)`,
  'update signal_news set reader_id = $2::uuid where reader_id = $1::uuid',
]

/** One refresh at a time, whichever process it runs in; until the end of the transaction. */
export const HOLD_REFRESH = `select pg_try_advisory_xact_lock(hashtext('wiro.taste')) as held`

/** The oldest news, as they stand. They go in the same transaction in which they are learnt. */
export const TAKE_NEWS = `with taken as (
    delete from signal_news where id in (select id from signal_news order by id limit $1) returning id, reader_id, open_letter_id, looks
  )
  select taken.reader_id, t.number, sum(taken.looks)::int as looks,
    array(select kind::text from signal s where s.reader_id = taken.reader_id and s.open_letter_id = taken.open_letter_id) as kinds
  from taken join letter_taste t using (open_letter_id)
  group by taken.reader_id, taken.open_letter_id, t.number order by min(taken.id)`

export const READ_TASTES = `select t.number, t.looks, t.liked, t.band, coalesce(k.readers, 0) as readers, coalesce(k.kin, '') as kin
  from letter_taste t left join letter_kin k using (number) where t.number = any ($1::int[])`

/** The newest likings of readers ($1), and what stands within $3 places of those pairs ($1, $2) that are known already. */
export const READ_HISTORIES = `select distinct l.reader_id, l.number, l.place, l.nth, l.strength
  from unnest($1::uuid[], $2::int[]) pair(reader, letter)
    left join liking known on known.reader_id = pair.reader and known.number = pair.letter,
    lateral ((select * from liking l where l.reader_id = pair.reader order by place desc limit $3::int)
      union all (select * from liking l where l.reader_id = pair.reader and known.place is not null
        and l.place between known.place - $3::int and known.place + $3::int)) l
  order by l.reader_id, l.place`

export const WRITE_KIN = `insert into letter_kin (number, readers, kin)
  select * from unnest($1::int[], $2::int[], $3::bytea[])
  on conflict (number) do update set readers = excluded.readers, kin = excluded.kin`

export const WRITE_LIKINGS = `insert into liking (reader_id, number, place, nth, strength)
  select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::real[])
  on conflict (reader_id, number) do update set strength = excluded.strength`

export const WRITE_LOOKS = `update letter_taste t set looks = n.looks, liked = n.liked, band = n.band, fresh = n.looks < ${FIRST_LOOKS}
  from unnest($1::int[], $2::int[], $3::int[], $4::smallint[]) n(number, looks, liked, band) where t.number = n.number`

export const FORGET_CHOICES = `delete from choice where at < $1::timestamptz`

export const HOLD_REFRESH_PATIENTLY = `select pg_advisory_xact_lock(hashtext('wiro.taste'))`

/** Everything learnt is forgotten, and all that happened is to be learnt. */
export const CLEAR_TASTE = [
  'delete from signal_news',
  'delete from liking',
  'delete from letter_kin',
  `update letter_taste set looks = 0, liked = 0, band = 1, fresh = true where looks <> 0 or liked <> 0`,
]

/** Every liking there is, in the order in which they began. */
export const OPEN_LIKED = `declare liked no scroll cursor for
  select s.reader_id, t.number, array_agg(s.kind::text) as kinds
  from signal s join letter_taste t using (open_letter_id)
  where s.kind in ('read', 'thanked', 'answered', 'followed', 'not_for_me')
  group by s.reader_id, s.open_letter_id, t.number
  order by min(s.at), s.open_letter_id`
export const NEXT_LIKED = 'fetch 20000 from liked'

export const COUNT_LOOKS = `select t.number, count(*)::int as looks from signal s join letter_taste t using (open_letter_id)
  where s.kind = 'shown' group by t.number`
