/** The dispatcher's statements, by name; all times are given, none is taken from the database. */

/** Rows left in `sending` by an earlier holder of the lease: they may have been sent. */
export const RECOVER = `
  update outbox set state = 'pending', maybe_sent = true
  where platform = $1::"Platform" and state = 'sending' and (fence is null or fence < $2)`

/** Who has something due. */
export const DUE_RECIPIENTS = {
  name: 'outbox_due_recipients',
  text: `select identity_id, min(priority) as priority from outbox
    where platform = $1::"Platform" and state = 'pending' and due_at <= $2 and (retry_at is null or retry_at <= $3)
    group by identity_id order by min(priority), min(id) limit $4`,
}

/** One recipient's due mail, oldest first, with where it goes. */
export const DUE_OF_RECIPIENT = {
  name: 'outbox_due_of_recipient',
  text: `select o.id, o.parcel, o.priority, o.attempts, o.retry_at, o.first_tried_at, o.maybe_sent,
      i.sealed_id, i.sealed_chat, i.gone_at, a.language, a.zone
    from outbox o join identity i on i.id = o.identity_id join account a on a.id = i.account_id
    where o.identity_id = $1 and o.state = 'pending' and o.due_at <= $2
    order by o.id limit $3`,
}

/** Marks rows as being sent, only while the lease is ours by the database's own clock. */
export const CLAIM = {
  name: 'outbox_claim',
  text: `update outbox set state = 'sending', attempts = attempts + 1, fence = $2, first_tried_at = coalesce(first_tried_at, $3)
    where id = any($1::bigint[]) and state = 'pending'
      and exists (select 1 from lease where name = $4 and fence = $2 and expires_at > clock_timestamp())
    returning id`,
}

/** Writes down what became of rows that this lease was sending. */
export const SETTLE = {
  name: 'outbox_settle',
  text: `update outbox o set state = n.state::"OutboxState", reason = n.reason, message_ids = n.message_ids, retry_at = n.retry_at,
      maybe_sent = o.maybe_sent or n.maybe_sent, attempts = greatest(0, o.attempts - n.uncounted),
      settled_at = case when n.state = 'pending' then null else $8::timestamptz end
    from unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[], $5::timestamptz[], $6::boolean[], $7::smallint[])
      as n(id, state, reason, message_ids, retry_at, maybe_sent, uncounted)
    where o.id = n.id and o.state in ('sending', 'pending') and (o.fence is null or o.fence <= $9)`,
}
