import type { Core } from '../core.ts'
import { type Mail, postMail, reviveMail } from '../delivery/outbox.ts'
import type { AccountId, DeliveryId, IdentityId } from '../ids.ts'
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
 * Somebody who could not be reached is back: what they need to hear is sent now, and letters that arrived meanwhile are
 * announced. In the caller's transaction, once they can be reached.
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
}

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
