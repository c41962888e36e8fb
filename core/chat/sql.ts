import { CHANGES_MOST } from './limits.ts'

/** The chat's statements, by name. All times are given. */

/** When something was said last is only as fine as this, to spare the database. */
const TOUCHED_SECONDS = 10

/**
 * Puts what several people said into their chats, as far as they sit in one there and are not asked for something else,
 * writes the mail that carries it, and marks the events as handled. One row for each that was taken, with
 * the message unless it was said before. The chats are
 * locked, so that nothing is said after an end; in one order, so that two batches never wait for each other. What was
 * written before its writer's chat began, or for another chat, is not taken.
 * A message that was seen before is taken, and said no second time.
 */
export const RELAY = {
  name: 'chat_relay',
  text: `with n as (
      select * from unnest($1::"Platform"[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[],
        $9::timestamptz[], $10::uuid[]) with ordinality as n(platform, person, source, source_id, body, reply, event, begun_by, chat, i)
    ), seated as (
      select n.*, s.chat_id, s.account_id, s.identity_id
      from n join identity i on i.platform = n.platform and i.lookup = n.person
      join chat_seat s on s.account_id = i.account_id and s.identity_id = i.id
      where (select 1 from pending_form f where f.identity_id = i.id and f.asking is not null and f.expires_at > $8 limit 1) is null
    ), open as (
      select c.id, c.begun_at from chat c where c.id in (select chat_id from seated) and c.ended_at is null order by c.id for no key update
    ), taken as (
      select seated.*, open.begun_at, o.identity_id as to_identity, t.platform as to_platform, t.sealed_id, t.sealed_chat, a.language, a.zone
      from seated join open on open.id = seated.chat_id and coalesce(open.begun_at <= seated.begun_by, true)
        and coalesce(open.id = seated.chat, true)
      join chat_seat o on o.chat_id = seated.chat_id and o.account_id <> seated.account_id
      join identity t on t.id = o.identity_id join account a on a.id = t.account_id
    ), said as (
      insert into chat_message (chat_id, sender_id, identity_id, source, source_id, body, reply_to, at)
      select chat_id, account_id, identity_id, source, source_id, body,
        coalesce((select w.message_id from chat_twin w join chat_message m on m.id = w.message_id
            where w.lookup = taken.reply and m.chat_id = taken.chat_id),
          (select m.id from chat_message m where m.source = taken.reply and m.chat_id = taken.chat_id)), $8
      from taken order by i
      on conflict (source) do nothing
      returning id, source, chat_id
    ), mail as (
      insert into outbox (platform, identity_id, priority, parcel, once_key, due_at, created_at)
      select taken.to_platform, taken.to_identity, 0, jsonb_build_object('kind', 'chat-message', 'messageId', said.id::text),
        'chat:' || said.id, $8, $8
      from said join (select distinct on (source) source, to_platform, to_identity from taken) taken using (source) order by said.id
    ), touched as (
      update chat c set last_at = $8, asked_at = null from (select distinct chat_id from said) x where c.id = x.chat_id
    ), handled as (
      update inbound e set handled_at = $8, payload = null from taken where e.platform = taken.platform and e.event = taken.event
    )
    select (taken.i)::int as i, taken.to_platform::text, taken.to_identity, said.id as message, taken.chat_id, taken.begun_at, taken.account_id,
      taken.identity_id, taken.sealed_id, taken.sealed_chat, taken.language::text, taken.zone from taken left join said using (source)`,
}

/**
 * Stores events, all or nothing and the cursor with them, nothing without the lease (as `RECEIVE` does); and puts what
 * some of them say into the chats that their people are thought to sit in, if they do and are not asked for something
 * else: with the mail that carries it, the events being handled with that. Of each recipient the first row may be written
 * as being sent (under which lease), when that is good and nothing waits for them behind the row `through`. One row for
 * each event, in order. An event or message that appears meanwhile breaks it off: then all of it is tried again.
 * An event may come without its payload, where what it says is thought to be carried over; if it is not, nothing at all is
 * written (`stored`).
 * Nothing is joined to what was just inserted, which would compare each with each; and `(select … limit 1) is null`, unlike
 * `not exists`, is never answered by reading a whole table.
 */
export const HEAR = {
  name: 'chat_hear',
  text: `with held as (
      select 1 from lease where name = $5 and fence = $6 and expires_at > clock_timestamp() for share
    ), may as materialized (
      select $5::text is null or exists (select 1 from held) as ok
    ), e as materialized (
      select e.*, (select 1 from inbound b where b.platform = e.platform and b.event = e.event limit 1) is null as fresh
      from unnest($7::"Platform"[], $8::bytea[], $9::bytea[], $10::bytea[], $11::uuid[], $12::uuid[], $13::uuid[], $14::uuid[],
        $15::bytea[], $16::bytea[], $17::bytea[], $18::bigint[], $19::text[], $20::bigint[]) with ordinality
        as e(platform, event, lane, payload, chat_id, account_id, identity_id, to_identity, source, source_id, body, through, lease, fence, i)
    ), open as materialized (
      select c.id from chat c where c.id in (select chat_id from e) and c.ended_at is null order by c.id for no key update
    ), seated as (
      select e.*, t.platform as to_platform, (select 1 from chat_message m where m.source = e.source limit 1) is not null as known,
        e.through is not null and (
          select 1 from outbox x where x.identity_id = e.to_identity and x.settled_at is null and x.id > e.through limit 1) is null as next,
        e.fence is not null and t.gone_at is null and (
          select 1 from lease l where l.name = e.lease and l.fence = e.fence and l.expires_at > clock_timestamp() limit 1) is not null as may_claim
      from open join e on e.chat_id = open.id
      join chat_seat s on s.account_id = e.account_id and s.chat_id = e.chat_id and s.identity_id = e.identity_id
      join identity i on i.id = e.identity_id and i.account_id = e.account_id
      join chat_seat o on o.chat_id = e.chat_id and o.account_id <> e.account_id and o.identity_id = e.to_identity
      join identity t on t.id = e.to_identity
      where e.fresh and (select ok from may) and (
        select 1 from pending_form f where f.identity_id = e.identity_id and f.asking is not null and f.expires_at > $1 limit 1) is null
      order by e.i
    ), fits as materialized (
      select seated.*, not known as says, next and may_claim as claimed,
        case when not known then nextval('chat_message_id_seq') end as message_id,
        case when not known then nextval('outbox_id_seq') end as mail_id
      from seated
    ), whole as materialized (
      select may.ok and (
        select 1 from e where e.fresh and e.payload is null and e.i not in (select i from fits) limit 1) is null as ok from may
    ), taken as materialized (
      select fits.* from fits where (select ok from whole)
    ), stored as (
      insert into inbound (platform, event, lane, payload, received_at, handled_at)
      select e.platform, e.event, e.lane, case when t.i is null then e.payload end, $1, case when t.i is not null then $1::timestamptz end
      from e left join taken t on t.i = e.i where e.fresh and (select ok from whole) order by e.i
    ), moved as (
      insert into cursor (name, value) select $3::text, $4::bigint from whole where ok and $3::text is not null
      on conflict (name) do update set value = excluded.value
    ), said as (
      insert into chat_message (id, chat_id, sender_id, identity_id, source, source_id, body, at)
      select message_id, chat_id, account_id, identity_id, source, source_id, body, $1 from taken where says
    ), mail as (
      insert into outbox (id, platform, identity_id, priority, parcel, once_key, due_at, created_at, state, fence, attempts, first_tried_at)
      select mail_id, to_platform, to_identity, 0, jsonb_build_object('kind', 'chat-message', 'messageId', message_id::text),
        'chat:' || message_id, $1, $1, (case when claimed then 'sending' else 'pending' end)::"OutboxState",
        case when claimed then fence end, case when claimed then 1 else 0 end, case when claimed then $2::timestamptz end
      from taken where says
    ), touched as (
      update chat c set last_at = $1, asked_at = null from (select distinct chat_id from taken where says) x
      where c.id = x.chat_id and (c.asked_at is not null or c.last_at < $1::timestamptz - interval '${TOUCHED_SECONDS} seconds')
    )
    select may.ok as held, whole.ok as stored, e.fresh, f.i is not null as taken, f.claimed, f.next,
      case when whole.ok then f.message_id end as message, case when whole.ok then f.mail_id end as mail
    from e cross join may cross join whole left join fits f on f.i = e.i order by e.i`,
}

/** The open chat of what was said, locked, so that nothing changes after an end. */
const OPEN_OF_SAID = `open as materialized (
      select c.id from chat c where c.id in (select chat_id from chat_message where source = any($1::bytea[]))
        and c.ended_at is null for no key update
    )`

/** The other side of a change to what was said. */
const OTHER_SIDE = `select said.id, o.identity_id as to_identity, t.platform as to_platform
      from said join chat_seat o on o.chat_id = said.chat_id and o.account_id <> said.sender_id join identity t on t.id = o.identity_id`

/**
 * Changes what was said before, keeps beside it what it says now, and writes the mail that carries the change; not more often
 * than `CHANGES_MOST`. No row outside an open chat; one without a recipient when it was changed too often.
 */
export const EDIT = {
  name: 'chat_edit',
  text: `with ${OPEN_OF_SAID}, before as (
      select m.id, (select count(*) from chat_version v where v.message_id = m.id) >= ${CHANGES_MOST} as often
      from chat_message m join open on open.id = m.chat_id where m.source = any($1::bytea[]) and m.deleted_at is null
    ), said as (
      update chat_message m set edited = $2 from before where m.id = before.id and m.deleted_at is null and not before.often
      returning m.id, m.chat_id, m.sender_id
    ), kept as (
      insert into chat_version (message_id, body, at) select id, $2, $3 from said
    ), taken as (
      ${OTHER_SIDE}
    ), mail as (
      insert into outbox (platform, identity_id, priority, parcel, due_at, created_at)
      select to_platform, to_identity, 0, jsonb_build_object('kind', 'chat-edit', 'messageId', id::text), $3, $3 from taken
    ), touched as (
      update chat c set last_at = $3, asked_at = null from said where c.id = said.chat_id
    )
    select taken.to_platform::text, taken.to_identity from before left join taken using (id)`,
}

/** Takes back what was said; kept for reporting. */
export const DELETE = {
  name: 'chat_delete',
  text: `with ${OPEN_OF_SAID}, said as (
      update chat_message m set deleted_at = $2 from open
      where m.source = any($1::bytea[]) and m.deleted_at is null and open.id = m.chat_id
      returning m.id, m.chat_id, m.sender_id
    ), taken as (
      ${OTHER_SIDE}
    ), mail as (
      insert into outbox (platform, identity_id, priority, parcel, due_at, created_at)
      select to_platform, to_identity, 0, jsonb_build_object('kind', 'chat-delete', 'messageId', id::text), $2, $2 from taken
    ), touched as (
      update chat c set last_at = c.last_at from said where c.id = said.chat_id
    )
    select to_platform::text, to_identity from taken`,
}

/**
 * What somebody reacts to, as far as its chat is open. The chat is locked first and then the message, as for all that changes:
 * nothing is reacted to after an end, and nobody waits for each other.
 */
const reactedTo = (found: string, more = '') => `with about as materialized (
      select m.id, m.chat_id from chat_message m where ${found}
    ), open as materialized (
      select c.id from chat c where c.id in (select chat_id from about) and c.ended_at is null for no key update
    )
    select m.id, m.sender_reaction, m.other_reaction, m.identity_id as sender_self, coalesce(t.identity_id, o.identity_id) as other_self${more}
    from about join open on open.id = about.chat_id join chat_message m on m.id = about.id
    left join chat_twin t on t.message_id = m.id and t.part = 0
    left join chat_seat o on o.chat_id = m.chat_id and o.account_id <> m.sender_id
    where m.deleted_at is null for update of m`

/** By their own message (`source`) or by ours that shows it (`twin`). */
export const REACTED_TO = {
  name: 'chat_reacted_to',
  text: reactedTo(
    `m.source = any($1::bytea[]) or m.id = (select message_id from chat_twin where lookup = any($1::bytea[]) limit 1)`,
    `, m.source = any($1::bytea[]) as by_sender`,
  ),
}

/** The same for a message that is known by its id. */
export const REACTED_TO_ID = reactedTo(`m.id = $1::bigint`)

/** Pages that are open find by the chat's row that something in it looks different: see `core/chat/page/sql.ts`. */
export const TOUCH_CHAT_OF = `update chat c set last_at = c.last_at from chat_message m where m.id = $1::bigint and c.id = m.chat_id returning c.id`

export const TOUCH_MESSAGE = `update chat_message set at = at where id = $1::bigint returning id`

/** The chat is over, and whoever is to be shown it sits in another one, or wants nothing more of the other side. */
const OVER_FOR = (whom: string, of: string) => `(c.ended_at is not null and (
        exists (select 1 from chat_seat s where s.account_id = ${whom} and s.chat_id <> m.chat_id)
        or exists (select 1 from block b where b.blocker_id = ${whom} and b.blocked_id = ${of})))`

const OTHER = `(case when c.one_id = m.sender_id then c.other_id else c.one_id end)`

/** What is to be shown of messages: the words, what they reply to, where they stand with the other side, for whom it is over. */
export const MESSAGES = {
  name: 'chat_messages',
  text: `select m.id, coalesce(m.edited, m.body) as body, m.sender_id, m.deleted_at, m.source_id, m.sender_reaction, m.other_reaction, r.id as reply_id,
      ${OVER_FOR(OTHER, 'm.sender_id')} as over_for_other, ${OVER_FOR('m.sender_id', OTHER)} as over_for_sender,
      r.sender_id as reply_sender, r.source_id as reply_source, coalesce(r.edited, r.body) as reply_body,
      (select sealed_id from chat_twin w where w.message_id = r.id and w.part = 0) as reply_twin
    from chat_message m join chat c on c.id = m.chat_id left join chat_message r on r.id = m.reply_to
    where m.id = any($1::bigint[])`,
}

/** Our messages that show one; in order. */
export const TWINS = {
  name: 'chat_twins',
  text: `select sealed_id from chat_twin where message_id = $1 order by part`,
}

/** The ids of our messages as the outbox keeps them, for twins that were not noted: see `core/delivery`. */
export const SENT_AS = {
  name: 'chat_sent_as',
  text: `select message_ids from outbox where once_key = 'chat:' || $1::bigint and message_ids is not null`,
}

/** Of the last messages, what was sent on a platform and has no twin noted. */
export const SENT_UNNOTED = `select m.id, o.identity_id, o.message_ids, i.sealed_id, i.sealed_chat
  from (select id from chat_message order by id desc limit $2) m
  join outbox o on o.once_key = 'chat:' || m.id and o.platform = $1::"Platform" and o.message_ids is not null
  join identity i on i.id = o.identity_id
  where not exists (select 1 from chat_twin t where t.message_id = m.id)`

/** Whether a message is known: somebody's own, or ours that shows it. */
export const KNOWN = {
  name: 'chat_known',
  text: `select 1 from chat_twin where lookup = any($1::bytea[]) union all select 1 from chat_message where source = any($1::bytea[])`,
}

/** Notes our messages that show what was said; what is noted already, and what is destroyed by now, stays as it is. */
export const NOTE_TWINS = {
  name: 'chat_note_twins',
  text: `insert into chat_twin (lookup, message_id, identity_id, sealed_id, part)
    select n.* from unnest($1::bytea[], $2::bigint[], $3::uuid[], $4::bytea[], $5::smallint[]) as n(lookup, message_id, identity_id, sealed_id, part)
    where n.message_id in (select m.id from chat_message m where m.id = any($2::bigint[]))
    on conflict do nothing`,
}
