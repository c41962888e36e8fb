import type { Core } from '../core.ts'
import { type Mail, postMail, reviveMail } from '../delivery/outbox.ts'
import type { AccountId, CorrespondenceId, DeliveryId, IdentityId, LetterId } from '../ids.ts'
import { arrivalFor } from '../letters/arrival.ts'
import { takeAwayLate } from '../letters/shownLetters.ts'
import type { Notify } from '../store/generated/enums.ts'
import type { Tx } from '../store/transaction.ts'
import { quietUntil } from './quietHours.ts'

/**
 * What became of something to be told. `silent`: it goes without a word, and is found in /inbox or /sent. `away`: nothing
 * reaches this person now; what matters is told on their return ({@link tellReturned}).
 */
export type Told = 'posted' | 'digest' | 'silent' | 'away'

type Wishes = { notify: Notify; zone: string; quietFrom: number | null; quietUntil: number | null }

/**
 * Tells a person something the way they want to hear of things: at once but not in their quiet hours, once a day in
 * the morning (all of it in one line), or not at all. In the caller's transaction.
 */
export async function tell(core: Core, tx: Tx, mail: Mail): Promise<Told> {
  const wishes = await readWishes(tx, mail.to)
  const now = core.clock.now()
  if (!wishes || wishes.notify === 'never') return 'silent'
  if (wishes.notify === 'each') {
    const quiet = quietUntil(wishes, now)
    return (await postMail(core, tx, quiet ? { ...mail, dueAt: quiet } : mail)) ? 'posted' : 'away'
  }
  const morning = arrivalFor('morning', { now, zone: wishes.zone, random: core.random })
  const dueAt = quietUntil(wishes, morning) ?? morning
  const onceKey = `digest:${mail.to}:${dueAt.toISOString()}`
  const parcel = { kind: 'inbox-digest', accountId: mail.to } as const
  return (await postMail(core, tx, { to: mail.to, parcel, priority: 'letter', dueAt, onceKey })) ? 'digest' : 'away'
}

/**
 * Somebody who could not be reached is back: what they need to hear is sent now; letters that arrived meanwhile are
 * announced, and they hear which of theirs found no reader, and who would like to keep writing. In the caller's
 * transaction, once they can be reached.
 */
export async function tellReturned(
  core: Core,
  tx: Tx,
  { accountId, identityId }: { accountId: AccountId; identityId: IdentityId },
): Promise<void> {
  await reviveMail(core, tx, { accountId, identityId })
  await takeAwayLate(core, tx, { accountId, identityId })
  for (const { id } of await tx.run(WAITING, [accountId])) {
    const parcel = { kind: 'letter-arrived', deliveryId: id as DeliveryId } as const
    await tell(core, tx, { to: accountId, parcel, priority: 'letter', onceKey: `arrived:${id}` })
  }
  const since = new Date(core.clock.now().getTime() - NEWS_DAYS * 86_400_000).toISOString()
  for (const { id } of await tx.run(RETURNED, [accountId, since])) {
    const parcel = { kind: 'letter-returned', letterId: id as LetterId } as const
    await tell(core, tx, { to: accountId, parcel, priority: 'letter', onceKey: `returned:${id}` })
  }
  for (const { id, kind } of await tx.run(KEPT, [accountId, since])) {
    const parcel = { kind: kind as 'keep-offered' | 'correspondence-begun', correspondenceId: id as CorrespondenceId }
    await tell(core, tx, { to: accountId, parcel, priority: 'letter', onceKey: `${kind}:${id}` })
  }
}

/** What is older is found in /sent and /inbox. */
const NEWS_DAYS = 30

const RETURNED = `select l.id from letter l where l.writer_id = $1::uuid and l.state = 'returned' and l.changed_at > $2::timestamptz
    and not exists (select 1 from outbox o where o.once_key = 'returned:' || l.id)
  order by l.changed_at limit 100`

/** What the other one said last; they are not told of what keeps the two apart. */
const KEPT = `select id, kind from (
    select c.id, case when c.begun_at is null then 'keep-offered' else 'correspondence-begun' end as kind,
      case when c.writer_id = $1::uuid then c.writer_kept_at else c.reader_kept_at end as mine,
      case when c.writer_id = $1::uuid then c.reader_kept_at else c.writer_kept_at end as theirs
    from correspondence c where $1::uuid in (c.writer_id, c.reader_id) and c.ended_at is null
      and not exists (select 1 from block b where (b.blocker_id = c.writer_id and b.blocked_id = c.reader_id)
        or (b.blocker_id = c.reader_id and b.blocked_id = c.writer_id))
  ) kept
  where theirs > $2::timestamptz and case when kind = 'keep-offered' then mine is null else theirs >= mine end
    and not exists (select 1 from outbox o where o.once_key = kind || ':' || id)
  order by theirs limit 100`

const WAITING = `select id from delivery where reader_id = $1::uuid and state = 'waiting' order by created_at limit 100`

async function readWishes(tx: Tx, accountId: AccountId): Promise<Wishes | undefined> {
  const [row] = await tx.run(WISHES, [accountId])
  return (
    row && {
      notify: row.notify as Notify,
      zone: row.zone as string,
      quietFrom: row.quiet_from as number | null,
      quietUntil: row.quiet_until as number | null,
    }
  )
}

const WISHES = `select notify::text, zone, quiet_from, quiet_until from account where id = $1::uuid`
