import type { Core } from '../core.ts'
import { type Mail, postMail } from '../delivery/outbox.ts'
import type { AccountId } from '../ids.ts'
import { arrivalFor } from '../letters/arrival.ts'
import type { Notify } from '../store/generated/enums.ts'
import type { Tx } from '../store/transaction.ts'
import { quietUntil } from './quietHours.ts'

/** What became of something to be told. `silent`: it goes without a word, and is found in /inbox or /sent. */
export type Told = 'posted' | 'digest' | 'silent'

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
    return (await postMail(core, tx, quiet ? { ...mail, dueAt: quiet } : mail)) ? 'posted' : 'silent'
  }
  const dueAt = arrivalFor('morning', { now, zone: wishes.zone, random: core.random })
  const onceKey = `digest:${mail.to}:${dueAt.toISOString()}`
  await postMail(core, tx, { to: mail.to, parcel: { kind: 'inbox-digest' }, priority: 'letter', dueAt, onceKey })
  return 'digest'
}

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
