import { FORGET_READER, MOVE_READER } from '../recommendations/sql.ts'
import { together } from '../store/together.ts'

/** What becomes of open letters, comments, thanks and follows when an account is erased; $1 is the account, $2 now. */
export const SHED_OPEN: readonly string[] = [
  together(
    `update open_letter o set
        thanks = thanks - (select count(*)::int from open_thank t where t.reader_id = $1::uuid and t.open_letter_id = o.id),
        comments = comments - (select count(*)::int from comment c where c.author_id = $1::uuid and c.state = 'shown' and c.open_letter_id = o.id)
      where o.id in (select open_letter_id from open_thank where reader_id = $1::uuid
        union select open_letter_id from comment where author_id = $1::uuid and state = 'shown')`,
    `delete from open_thank where reader_id = $1::uuid`,
    `delete from comment c where c.author_id = $1::uuid and not exists (select 1 from report r where r.kind = 'comment' and r.thing_id = c.id)
      and not exists (select 1 from comment a where a.parent_id = c.id and a.author_id <> $1::uuid)`,
    `delete from follow where follower_id = $1::uuid or followed_id = $1::uuid`,
    `delete from signal where reader_id = $1::uuid`,
    ...FORGET_READER,
  ),
  together(
    `update comment set body = null, body_key = null, signature = null,
        state = case when state = 'removed' then state else 'deleted' end where author_id = $1::uuid`,
    `delete from open_letter o where o.author_id = $1::uuid and not exists (select 1 from report r where r.kind = 'open' and r.thing_id = o.id)
      and not exists (select 1 from comment c where c.open_letter_id = o.id)`,
  ),
  `update open_letter set body = null, body_key = null, signature = null, mood = null, topic = null, heavy = false,
    state = case when state = 'removed' then state else 'closed' end, changed_at = $2::timestamptz where author_id = $1::uuid`,
]

/** What `from` has and `into` has not moves; what both have stays as it is there. */
const move = (table: string, columns: Record<string, string[]>) =>
  `update ${table} mine set ${Object.keys(columns)
    .map((column) => `${column} = case ${column} when $1::uuid then $2::uuid else ${column} end`)
    .join(', ')} where ${Object.entries(columns)
    .map(
      ([column, others]) => `(mine.${column} = $1::uuid and not exists
    (select 1 from ${table} same where same.${column} = $2::uuid and ${others.map((one) => `same.${one} = mine.${one}`).join(' and ')}))`,
    )
    .join(' or ')}`
/** What the two did with each other's letters. */
const ofTheirOwn = (table: string) => `delete from ${table} mine using open_letter o where o.id = mine.open_letter_id
  and mine.reader_id in ($1::uuid, $2::uuid) and o.author_id in ($1::uuid, $2::uuid)`

/** The same when two accounts become one; $1 goes, $2 stays. Nobody thanks, follows or recommends themselves. */
export const JOIN_OPEN: readonly string[] = [
  together(
    `update open_letter o set thanks = thanks - twice.number from (
        select mine.open_letter_id, count(*)::int - (min(l.author_id::text) not in ($1::text, $2::text))::int as number
        from open_thank mine join open_letter l on l.id = mine.open_letter_id
        where mine.reader_id in ($1::uuid, $2::uuid) group by 1
      ) twice where o.id = twice.open_letter_id`,
    ofTheirOwn('open_thank'),
    ofTheirOwn('signal'),
    `delete from follow where follower_id in ($1::uuid, $2::uuid) and followed_id in ($1::uuid, $2::uuid)`,
  ),
  together(
    `update open_letter set author_id = $2::uuid where author_id = $1::uuid`,
    `update comment set author_id = $2::uuid where author_id = $1::uuid`,
    move('open_thank', { reader_id: ['open_letter_id'] }),
    move('signal', { reader_id: ['open_letter_id', 'kind'] }),
    move('follow', { follower_id: ['followed_id', 'pen_name'], followed_id: ['follower_id', 'pen_name'] }),
    ...MOVE_READER,
  ),
  together(
    `delete from open_thank where reader_id = $1::uuid`,
    `delete from signal where reader_id = $1::uuid`,
    `delete from follow where follower_id = $1::uuid or followed_id = $1::uuid`,
    `delete from liking where reader_id = $1::uuid`,
    `delete from choice where reader_id = $1::uuid`,
  ),
]
