/** The dispatcher's statements, by name; all times but the lease's are given, none is taken from the database. */

/**
 * Who has something due, or something that a sender who died was sending; the most urgent first, then who has waited
 * longest.
 */
export const DUE_RECIPIENTS = {
  name: 'outbox_due_recipients',
  text: `select identity_id, min(priority) as priority from outbox
    where platform = $1::"Platform" and settled_at is null and due_at <= $2
    group by identity_id
    having (array_agg(retry_at order by id))[1] is null or (array_agg(retry_at order by id))[1] <= $3
    order by min(priority), min(id) limit $4`,
}

/** The due mail of several recipients, oldest first, with where it goes. `sending`: whoever was sending it is gone. */
export const DUE_OF_RECIPIENTS = {
  name: 'outbox_due_of_recipients',
  text: `select o.id, o.identity_id, o.parcel, o.priority, o.state = 'sending' as left_sending, o.attempts, o.ambiguous, o.retry_at,
      o.first_tried_at, i.sealed_id, i.sealed_chat, i.gone_at, a.language::text, a.zone
    from unnest($1::uuid[]) as r(id)
    cross join lateral (
      select * from outbox where identity_id = r.id and settled_at is null and due_at <= $2 order by id limit $3
    ) o
    join identity i on i.id = o.identity_id join account a on a.id = i.account_id
    order by o.id`,
}

/**
 * Writes down what became of rows that this lease was sending, and marks others as being sent: the former as long as no
 * newer lease has taken them up, the latter only while the lease is ours by the database's own clock. All values are
 * absolute, so that a statement whose answer was lost may be made again. The rows are named twice, so that they are looked
 * up also where the planner believes the table to be so small that it might as well read all of it.
 */
export const STEP = {
  name: 'outbox_step',
  text: `with settled as (
      update outbox o set state = n.state::"OutboxState", reason = n.reason, message_ids = n.message_ids, retry_at = n.retry_at,
        attempts = n.attempts, ambiguous = n.ambiguous, settled_at = case when n.state = 'pending' then null else $9::timestamptz end
      from unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[], $5::timestamptz[], $6::smallint[], $7::smallint[])
        as n(id, state, reason, message_ids, retry_at, attempts, ambiguous)
      where o.id = n.id and o.id = any($1::bigint[]) and o.state in ('sending', 'pending') and (o.fence is null or o.fence <= $8)
    )
    update outbox o set state = 'sending', fence = $8, attempts = o.attempts + 1, first_tried_at = coalesce(o.first_tried_at, $10),
      ambiguous = n.ambiguous
    from unnest($11::bigint[], $12::smallint[], $13::boolean[]) as n(id, ambiguous, left_sending)
    where o.id = n.id and o.id = any($11::bigint[]) and (o.state = 'pending' or (n.left_sending and o.state = 'sending' and o.fence <= $8))
      and exists (select 1 from lease where name = $14 and fence = $8 and expires_at > clock_timestamp())
    returning o.id`,
}
