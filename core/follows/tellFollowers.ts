import { quietUntil } from '../accounts/quietHours.ts'
import type { Core } from '../core.ts'
import { type MassMail, postToMany } from '../delivery/outbox.ts'
import type { AccountId, OpenLetterId } from '../ids.ts'
import { arrivalFor } from '../letters/arrival.ts'
import { readable } from '../openLetters/sql.ts'
import type { Notify } from '../store/generated/enums.ts'
import { inPg, type PgTx } from '../store/transaction.ts'

type Follower = {
  id: AccountId
  wishes: Notify
  notify: Notify
  zone: string
  quiet_from: number | null
  quiet_until: number | null
}

/** So many followers are told in one transaction: an author may have thousands. */
export const TOLD_AT_ONCE = 200

/**
 * Tells those who followed the pen-name of an open letter when it was opened that it is there: at once but not in their
 * quiet hours, or once a day in one line for all, as they chose for this pen-name; never more than they want to hear of
 * anything. Called twice, at the same time or after it broke off in the middle, it tells nobody twice and forgets nobody.
 */
export async function tellFollowers(core: Core, openLetterId: OpenLetterId): Promise<void> {
  let last: string | undefined = FIRST
  while (last) {
    const after: string = last
    last = await inPg(core, (tx) => tellSome(core, tx, { openLetterId, after }))
  }
}

/** Open letters that have arrived and whose author's followers were not told yet. */
export const UNTOLD = `select id from open_letter where told_at is null and state = 'open' and opened_at <= $1 order by opened_at limit $2`

/** Tells the next few; who was the last of them, or nobody when all were told. */
async function tellSome(
  core: Core,
  tx: PgTx,
  { openLetterId, after }: { openLetterId: OpenLetterId; after: string },
): Promise<string | undefined> {
  const now = core.clock.now()
  const { rows } = await tx.pg.query(HOLD_UNTOLD, [openLetterId])
  if (rows.length === 0) return undefined
  const { rows: followers }: { rows: Follower[] } = await tx.pg.query(FOLLOWERS, [
    openLetterId,
    now,
    after,
    TOLD_AT_ONCE,
  ])
  const mails = followers.flatMap((follower) => mailTo(core, follower, openLetterId))
  if (mails.length > 0) await postToMany(core, tx, { mails, priority: 'announcement' })
  if (followers.length === TOLD_AT_ONCE) return followers.at(-1)?.id
  await tx.pg.query('update open_letter set told_at = $2 where id = $1', [openLetterId, now])
  return undefined
}

function mailTo(core: Core, follower: Follower, openLetterId: OpenLetterId): MassMail[] {
  const { id: to, notify, wishes, zone } = follower
  if (notify === 'never' || wishes === 'never') return []
  const now = core.clock.now()
  const hours = { zone, quietFrom: follower.quiet_from, quietUntil: follower.quiet_until }
  if (notify === 'daily' || wishes === 'daily') {
    const morning = arrivalFor('morning', { now, zone, random: core.random })
    const dueAt = quietUntil(hours, morning) ?? morning
    const onceKey = `followed-digest:${to}:${dueAt.toISOString()}`
    return [{ to, parcel: { kind: 'followed-digest' }, dueAt, onceKey }]
  }
  const dueAt = quietUntil(hours, now) ?? now
  const onceKey = `followed:${openLetterId}:${to}`
  return [{ to, parcel: { kind: 'followed-opened', openLetterId }, dueAt, onceKey }]
}

const HOLD_UNTOLD = `select 1 from open_letter where id = $1 and told_at is null and state = 'open' for update`

const FIRST = '00000000-0000-0000-0000-000000000000'
const FOLLOWERS = `select f.follower_id as id, f.notify::text as notify, a.notify::text as wishes, a.zone, a.quiet_from, a.quiet_until
  from open_letter o join follow f on f.followed_id = o.author_id and f.pen_name = o.signature join account a on a.id = f.follower_id
  where o.id = $1 and o.author_id <> f.follower_id and f.created_at <= o.opened_at and ${readable('f.follower_id', '$2::timestamptz')}
    and f.follower_id > $3::uuid order by f.follower_id limit $4`
