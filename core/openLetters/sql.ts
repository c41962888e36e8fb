/**
 * What of the open letters `o` this reader may see now: open, already arrived, not of somebody blocked either way or
 * paused or banned, and not reported by the reader. The author's own are for the caller to leave out or let in.
 */
export const readable = (
  reader: string,
  now: string,
) => `o.state = 'open' and o.opened_at <= ${now} and o.body is not null
  and not exists (select 1 from block b where b.blocker_id = ${reader} and b.blocked_id = o.author_id)
  and not exists (select 1 from block b where b.blocker_id = o.author_id and b.blocked_id = ${reader})
  and not exists (select 1 from sanction s where s.account_id = o.author_id and s.lifted_at is null
    and (s.kind = 'ban' or (s.kind = 'pause' and s.ends_at > ${now})))
  and not exists (select 1 from report r where r.kind = 'open' and r.thing_id = o.id and r.reporter_id = ${reader} and r.state <> 'withdrawn')`

/** Asked before whatever a reader does with an open letter: with their stamp, and whether they follow its signature. */
export const READABLE = {
  name: 'open_letter_readable',
  text: `select o.id, o.author_id as "authorId", o.letter_id as "letterId", o.body, o.body_key as "bodyKey", o.signature,
      o.language::text, o.mood, o.topic, o.stationery, o.heavy, o.opened_at as "openedAt", o.edited_at as "editedAt",
      o.thanks, o.comments, t.stamp,
      exists (select 1 from follow f where f.follower_id = $2::uuid and f.followed_id = o.author_id and f.pen_name = o.signature) as followed
    from open_letter o left join open_thank t on t.open_letter_id = o.id and t.reader_id = $2::uuid
    where o.id = $1::uuid and (o.author_id = $2::uuid or (${readable('$2::uuid', '$3::timestamptz')}))`,
}
