/** What becomes of open letters, comments, thanks and follows when an account is erased; $1 is the account, $2 now. */
export const SHED_OPEN: readonly string[] = [
  `update open_letter o set thanks = thanks - 1 from open_thank t where t.reader_id = $1::uuid and o.id = t.open_letter_id`,
  `delete from open_thank where reader_id = $1::uuid`,
  `update open_letter o set comments = comments - mine.number
    from (select open_letter_id, count(*)::int as number from comment where author_id = $1::uuid and state = 'shown' group by 1) mine
    where o.id = mine.open_letter_id`,
  `delete from comment c where c.author_id = $1::uuid and not exists (select 1 from report r where r.kind = 'comment' and r.thing_id = c.id)
    and not exists (select 1 from comment a where a.parent_id = c.id and a.author_id <> $1::uuid)`,
  `update comment set body = null, body_key = null, signature = null,
      state = case when state = 'removed' then state else 'deleted' end where author_id = $1::uuid`,
  `delete from open_letter o where o.author_id = $1::uuid and not exists (select 1 from report r where r.kind = 'open' and r.thing_id = o.id)
    and not exists (select 1 from comment c where c.open_letter_id = o.id)`,
  `update open_letter set body = null, body_key = null, signature = null, mood = null, topic = null, heavy = false,
      state = case when state = 'removed' then state else 'closed' end, changed_at = $2::timestamptz where author_id = $1::uuid`,
  `delete from follow where follower_id = $1::uuid or followed_id = $1::uuid`,
  `delete from signal where reader_id = $1::uuid`,
]

/** The same when two accounts become one; $1 goes, $2 stays. Nobody thanks, follows or recommends themselves. */
export const JOIN_OPEN: readonly string[] = [
  `update open_letter set author_id = $2::uuid where author_id = $1::uuid`,
  `update comment set author_id = $2::uuid where author_id = $1::uuid`,
  `insert into open_thank (open_letter_id, reader_id, stamp, created_at)
    select open_letter_id, $2::uuid, stamp, created_at from open_thank where reader_id = $1::uuid on conflict do nothing`,
  `delete from open_thank where reader_id = $1::uuid`,
  `delete from open_thank t using open_letter o where o.id = t.open_letter_id and t.reader_id = $2::uuid and o.author_id in ($1::uuid, $2::uuid)`,
  `update open_letter o set thanks = (select count(*) from open_thank t where t.open_letter_id = o.id)
    where o.author_id = $2::uuid or exists (select 1 from signal s where s.open_letter_id = o.id and s.kind = 'thanked' and s.reader_id in ($1::uuid, $2::uuid))`,
  `insert into signal (reader_id, open_letter_id, kind, at)
    select $2::uuid, open_letter_id, kind, at from signal where reader_id = $1::uuid
    on conflict (reader_id, open_letter_id, kind) do update set at = greatest(signal.at, excluded.at)`,
  `delete from signal where reader_id = $1::uuid`,
  `delete from signal s using open_letter o where o.id = s.open_letter_id and s.reader_id = $2::uuid and o.author_id in ($1::uuid, $2::uuid)`,
  `insert into follow (follower_id, followed_id, pen_name, notify, created_at)
    select $2::uuid, followed_id, pen_name, notify, created_at from follow where follower_id = $1::uuid on conflict do nothing`,
  `insert into follow (follower_id, followed_id, pen_name, notify, created_at)
    select follower_id, $2::uuid, pen_name, notify, created_at from follow where followed_id = $1::uuid on conflict do nothing`,
  `delete from follow where follower_id = $1::uuid or followed_id = $1::uuid or (follower_id = $2::uuid and followed_id = $2::uuid)`,
]
