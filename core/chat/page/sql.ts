import { BANNED } from '../../moderation/standing.ts'

/** The page's statements, by name. All times are given. */

/**
 * For each person something that differs whenever their page may have to look different: where they sit or wait, the
 * chat's row (which every change of what was said touches, too), its last message, the last chat that ended not long ago,
 * what they agreed to, and what was decided about them. `xmin` names the transaction that wrote a row last
 * (postgresql.org/docs/current/ddl-system-columns.html).
 */
export const SIGNS = {
  name: 'page_signs',
  text: `select a.id as account_id, concat_ws(' ', a.xmin, w.xmin, s.chat_id, c.id, c.xmin,
      (select max(m.id) from chat_message m where m.chat_id = c.id),
      (select concat_ws(' ', count(*), max(x.created_at), max(x.lifted_at)) from sanction x where x.account_id = a.id)) as sign
    from unnest($1::uuid[]) as p(id) join account a on a.id = p.id
    left join chat_wait w on w.account_id = a.id
    left join chat_seat s on s.account_id = a.id
    left join lateral (
      select id, xmin from chat where id = s.chat_id
      union all
      (select id, xmin from chat where s.chat_id is null and a.id in (one_id, other_id) and ended_at > $2
        order by ended_at desc limit 1)
    ) c on true`,
}

/** The chat of a person's page: the open one, else the last that ended after $2 and that they did not close for good. */
export const CHAT_OF_PAGE = {
  name: 'page_chat',
  text: `select c.id, c.begun_at, c.ended_at, c.first, c.correspondence_id, c.asked_at is not null as idle,
      (case when c.one_id = $1 then c.one_kept_at else c.other_kept_at end) is not null as mine_kept,
      (case when c.one_id = $1 then c.other_kept_at else c.one_kept_at end) is not null as their_kept
    from chat c left join chat_seat s on s.chat_id = c.id and s.account_id = $1
    where $1 in (c.one_id, c.other_id) and (s.account_id is not null or c.ended_at > $2)
      and not exists (select 1 from block b where b.blocker_id = $1
        and b.blocked_id = case when c.one_id = $1 then c.other_id else c.one_id end)
    order by s.account_id is null, c.ended_at desc limit 1`,
}

/** The same, what the person agreed to, where they wait for a stranger, and whether they are banned. */
export const ROOM = {
  name: 'page_room',
  text: `select a.chats_at is not null as agreed, w.since, w.mood::text, ${BANNED('a.id')} as banned, room.*
    from account a left join chat_wait w on w.account_id = a.id left join lateral (${CHAT_OF_PAGE.text}) room on true
    where a.id = $1`,
}

/** The versions of what was last said in a chat and not taken back; the latest first. */
export const LOG_VERSIONS = {
  name: 'page_log_versions',
  text: `select id, xmin::text as version from chat_message where chat_id = $1 and deleted_at is null order by id desc limit $2`,
}

/** What is to be shown of these messages of a chat, to either of the two. */
export const LOG = {
  name: 'page_log',
  text: `select id, sender_id, source_id, coalesce(edited, body) as body, edited is not null as edited, sender_reaction, other_reaction,
      reply_to, at, exists (select 1 from outbox where once_key = 'chat-lost:' || chat_message.id) as lost
    from chat_message where chat_id = $1 and id = any($2::bigint[]) and deleted_at is null order by id`,
}

/**
 * Puts what somebody said on their page into the chat they sit in, once, and writes the mail that carries it. No row when
 * that chat is not theirs or over. The chat is locked, so that nothing is said after an end.
 */
export const SAY = {
  name: 'page_say',
  text: `with seated as (
      select s.chat_id, s.identity_id from chat_seat s where s.account_id = $1 and s.chat_id = $2
    ), open as (
      select c.id, seated.identity_id from chat c join seated on seated.chat_id = c.id where c.ended_at is null for no key update of c
    ), to_other as (
      select open.id as chat_id, open.identity_id, o.identity_id as to_identity, t.platform as to_platform
      from open join chat_seat o on o.chat_id = open.id and o.account_id <> $1 join identity t on t.id = o.identity_id
    ), said as (
      insert into chat_message (chat_id, sender_id, identity_id, source, source_id, body, reply_to, at)
      select chat_id, $1, identity_id, $3, $4, $5, (select m.id from chat_message m where m.id = $6::bigint and m.chat_id = $2), $7
      from to_other where not exists (select 1 from chat_message before where before.source = any($8::bytea[]))
      on conflict (source) do nothing
      returning id
    ), mail as (
      insert into outbox (platform, identity_id, priority, parcel, once_key, due_at, created_at)
      select to_platform, to_identity, 0, jsonb_build_object('kind', 'chat-message', 'messageId', said.id::text), 'chat:' || said.id, $7, $7
      from said cross join to_other
    ), touched as (
      update chat c set last_at = $7, asked_at = null from to_other where c.id = to_other.chat_id and exists (select 1 from said)
    )
    select to_platform::text, to_identity from to_other`,
}

/** A message of a chat, as far as this person may act on it. */
export const MESSAGE_OF = {
  name: 'page_message_of',
  text: `select m.id, m.source, m.source_id, coalesce(m.edited, m.body) as body, m.sender_id = $1 as mine
    from chat_message m join chat_seat s on s.chat_id = m.chat_id and s.account_id = $1
    where m.id = $2::bigint and m.deleted_at is null`,
}

/** Where letters would arrive: the self that what others say to somebody who waits on the page goes to. */
export const SELF_OF_PAGE = {
  name: 'page_self',
  text: `select i.id from identity i join account a on a.id = i.account_id
    where i.account_id = $1 and i.gone_at is null and i.platform in ('discord', 'telegram')
    order by i.platform is not distinct from a.arrives_on desc, i.last_seen_at desc limit 1`,
}
