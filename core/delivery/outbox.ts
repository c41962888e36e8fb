import type { Core } from '../core.ts'
import type { AccountId, IdentityId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import type { Tx } from '../store/transaction.ts'
import type { Parcel } from './channel.ts'

/** Something to tell a person. Between recipients, chat goes before letters before announcements. */
export type Mail = {
  to: AccountId
  parcel: Parcel
  priority: MailPriority
  /** Not before this moment of the domain clock; at once by default. */
  dueAt?: Date
  /** At most one row a key, ever: writing it again does nothing. */
  onceKey?: string
}

/** As the database numbers them. */
export const MAIL_PRIORITIES = ['chat', 'letter', 'announcement'] as const
export type MailPriority = (typeof MAIL_PRIORITIES)[number]

/**
 * Writes mail into the outbox, in the caller's transaction, and wakes the dispatcher once that is committed.
 * It goes to the self that was seen last among those that can be reached. Returns false when there is none.
 */
export async function postMail(core: Core, tx: Tx, mail: Mail): Promise<boolean> {
  const now = core.clock.now()
  const [row] = await tx.run(POST, [
    mail.to,
    MAIL_PRIORITIES.indexOf(mail.priority),
    JSON.stringify(mail.parcel),
    mail.onceKey ?? null,
    (mail.dueAt ?? now).toISOString(),
    now.toISOString(),
  ])
  if (!row) return false
  const {
    platform,
    identity_id: recipient,
    fresh,
  } = row as { platform: Platform; identity_id: IdentityId; fresh: boolean }
  if (fresh) tx.afterCommit(() => wakeDispatcher(core, { platform, recipient, priority: mail.priority }))
  return true
}

/** Tells the platform's dispatcher, here or in another process, that a recipient has mail. Never throws. */
function wakeDispatcher(core: Core, wake: { platform: Platform; recipient: IdentityId; priority: MailPriority }): void {
  const here = core.dispatchers.get(wake.platform)?.wake(wake.recipient, wake.priority)
  if (!here) core.queues.wakeDispatcher(wake)
}

const POST = `
  with recipient as (
    select id, platform from identity
    where account_id = $1::uuid and gone_at is null and platform in ('discord', 'telegram')
    order by last_seen_at desc limit 1
  ), posted as (
    insert into outbox (platform, identity_id, priority, parcel, once_key, due_at, created_at)
    select platform, id, $2::smallint, $3::jsonb, $4::text, $5::timestamptz, $6::timestamptz from recipient
    on conflict (once_key) do nothing
    returning id
  )
  select platform, id as identity_id, exists (select 1 from posted) as fresh from recipient`
