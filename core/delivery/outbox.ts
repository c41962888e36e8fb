import { stir } from '../chat/page/stir.ts'
import type { Core } from '../core.ts'
import type { AccountId, IdentityId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import type { Tx } from '../store/transaction.ts'
import { NEEDED } from './ambiguity.ts'
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
  /** For this self alone; otherwise it goes where the person wants their letters. */
  self?: IdentityId
}

/** As the database numbers them. */
export const MAIL_PRIORITIES = ['chat', 'letter', 'announcement'] as const
export type MailPriority = (typeof MAIL_PRIORITIES)[number]

/**
 * Writes mail into the outbox, in the caller's transaction, and wakes the dispatcher once that is committed.
 * It goes to the self that the person chose for it, else to the one that was seen last, among those that can be
 * reached. Returns false when there is none.
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
    mail.self ?? null,
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

/** The same for many people at once, one letter each; whoever cannot be reached is left out. In the order given. */
export async function postToMany(core: Core, tx: Tx, { mails, priority }: Mails): Promise<void> {
  const now = core.clock.now()
  const rows = await tx.run(POST_TO_MANY, [
    mails.map(({ to }) => to),
    mails.map(({ parcel }) => JSON.stringify(parcel)),
    mails.map(({ onceKey }) => onceKey),
    mails.map(({ dueAt }) => dueAt.toISOString()),
    MAIL_PRIORITIES.indexOf(priority),
    now.toISOString(),
  ])
  tx.afterCommit(() => {
    for (const { platform, identity_id: recipient } of rows)
      wakeDispatcher(core, { platform: platform as Platform, recipient: recipient as IdentityId, priority })
  })
}

/** One of many. */
export type MassMail = Pick<Mail, 'to' | 'parcel'> & { dueAt: Date; onceKey: string }
type Mails = { mails: MassMail[]; priority: MailPriority }

/** What is meant for one self alone, and says nothing to the others. */
const FOR_ONE_SELF: ReadonlySet<Parcel['kind']> = new Set([
  'hello',
  'binding-asked',
  'self-bound',
  'letter-gone',
  'notice-over',
  'chat-message',
  'chat-edit',
  'chat-delete',
  'chat-reaction',
])

/**
 * A self turned out to be unreachable: its mail goes to another self of the same person. The row itself moves, so it
 * arrives once. False when there is no other self, or when it may have arrived before.
 */
export async function sendElsewhere(core: Core, { row, parcel }: { row: string; parcel: Parcel }): Promise<boolean> {
  if (FOR_ONE_SELF.has(parcel.kind)) return false
  const { rows } = await core.db.pg.query(ELSEWHERE, [row])
  const [moved] = rows
  if (!moved) return false
  wakeDispatcher(core, {
    platform: moved.platform,
    recipient: moved.identity_id,
    priority: MAIL_PRIORITIES[moved.priority] ?? 'letter',
  })
  return true
}

/**
 * A self is reachable again: what a person needs to hear and could not be told goes to it, in the caller's transaction.
 * What has been overtaken meanwhile says nothing when it is rendered; courtesies stay untold.
 */
export async function reviveMail(
  core: Core,
  tx: Tx,
  { accountId, identityId }: { accountId: AccountId; identityId: IdentityId },
): Promise<void> {
  const since = new Date(core.clock.now().getTime() - REVIVED_DAYS * 86_400_000)
  const [row] = await tx.run(REVIVE, [accountId, identityId, REVIVED, since.toISOString()])
  if (!row) return
  const platform = row.platform as Platform
  tx.afterCommit(() => wakeDispatcher(core, { platform, recipient: identityId, priority: 'letter' }))
}

/** What was said in a chat: it is over for whoever cannot be reached. */
const SAID_LIVE: readonly Parcel['kind'][] = ['chat-message', 'chat-edit', 'chat-reaction']
const REVIVED = NEEDED.filter((kind) => !SAID_LIVE.some((live) => live === kind))

/**
 * A chat is over for this person: what was said to them there and is not on its way yet is let go, in the caller's
 * transaction, so that it never stands under a later chat. What is being sent is looked at where it is shown.
 */
export async function letGoSaid(core: Core, tx: Tx, { accountId }: { accountId: AccountId }): Promise<void> {
  const rows = await tx.run(LET_GO_SAID, [accountId, SAID_LIVE, core.clock.now().toISOString()])
  tx.afterCommit(() => {
    for (const { platform, identity_id: recipient } of rows)
      wakeDispatcher(core, {
        platform: platform as Platform,
        recipient: recipient as IdentityId,
        priority: 'chat',
      })
  })
}

/** What is older is no news any more. */
const REVIVED_DAYS = 30

/** Tells the platform's dispatcher, here or in another process, that a recipient has mail. Never throws. */
export function wakeDispatcher(
  core: Core,
  wake: { platform: Platform; recipient: IdentityId; priority: MailPriority },
): void {
  if (wake.priority === 'chat') stir(core, { kind: 'changed' })
  const here = core.dispatchers.get(wake.platform)?.wake(wake.recipient, wake.priority)
  if (!here) core.queues.wakeDispatcher(wake)
}

const POST = `
  with recipient as (
    select i.id, i.platform from identity i join account a on a.id = i.account_id
    where i.account_id = $1::uuid and i.gone_at is null and i.platform in ('discord', 'telegram')
      and ($7::uuid is null or i.id = $7::uuid)
    order by i.platform is not distinct from a.arrives_on desc, i.last_seen_at desc limit 1
  ), posted as (
    insert into outbox (platform, identity_id, priority, parcel, once_key, due_at, created_at)
    select platform, id, $2::smallint, $3::jsonb, $4::text, $5::timestamptz, $6::timestamptz from recipient
    on conflict (once_key) do nothing
    returning id
  )
  select platform, id as identity_id, exists (select 1 from posted) as fresh from recipient`

const POST_TO_MANY = `
  insert into outbox (platform, identity_id, priority, parcel, once_key, due_at, created_at)
  select self.platform, self.id, $5::smallint, w.parcel::jsonb, w.once_key, w.due_at, $6::timestamptz
  from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) with ordinality as w(account_id, parcel, once_key, due_at, nth)
    join account a on a.id = w.account_id
    cross join lateral (
      select i.id, i.platform from identity i
      where i.account_id = a.id and i.gone_at is null and i.platform in ('discord', 'telegram')
      order by i.platform is not distinct from a.arrives_on desc, i.last_seen_at desc limit 1
    ) self
  order by w.nth
  on conflict (once_key) do nothing
  returning platform::text, identity_id`

const ELSEWHERE = `
  update outbox o set identity_id = other.id, platform = other.platform, state = 'pending', attempts = 0, fence = null,
    reason = null, retry_at = null, first_tried_at = null, settled_at = null
  from (
    select i.id, i.platform from outbox g join identity gone on gone.id = g.identity_id
      join identity i on i.account_id = gone.account_id and i.id <> gone.id
    where g.id = $1 and i.gone_at is null and i.platform in ('discord', 'telegram')
    order by i.last_seen_at desc limit 1
  ) other
  where o.id = $1 and o.state = 'gone' and o.ambiguous = 0
  returning o.platform::text, o.identity_id, o.priority`

/** Whoever is just marking a row as being sent is not waited for. */
const LET_GO_SAID = `
  with waiting as (
    select o.id from outbox o join identity i on i.id = o.identity_id
    where i.account_id = $1::uuid and o.settled_at is null and o.state = 'pending' and o.parcel->>'kind' = any($2::text[])
    for update of o skip locked
  ), let_go as (
    update outbox o set state = 'void', reason = 'the chat is over', settled_at = $3::timestamptz, retry_at = null
    from waiting where o.id = waiting.id returning o.platform, o.identity_id
  )
  select distinct platform::text, identity_id from let_go`

const REVIVE = `
  with self as (
    select id, platform from identity where id = $2::uuid and platform in ('discord', 'telegram')
  ), revived as (
    update outbox o set identity_id = self.id, platform = self.platform, state = 'pending', attempts = 0, fence = null,
      reason = null, retry_at = null, first_tried_at = null, settled_at = null
    from self
    where o.identity_id in (select id from identity where account_id = $1::uuid) and o.state = 'gone' and o.ambiguous = 0
      and o.parcel->>'kind' = any($3::text[]) and o.created_at > $4::timestamptz
    returning o.id
  )
  select self.platform::text from self where exists (select 1 from revived)`
