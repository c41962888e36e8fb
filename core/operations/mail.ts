import type { Core } from '../core.ts'
import { MAIL_PRIORITIES } from '../delivery/outbox.ts'
import type { IdentityId } from '../ids.ts'
import { writeAudit } from '../moderation/audit.ts'
import { requireOperator } from '../moderation/operators.ts'
import { inRehearsal } from '../moderation/rehearse.ts'
import type { Platform } from '../platform.ts'
import { Refusal } from '../refusal.ts'
import { OutboxState } from '../store/generated/enums.ts'

/** What `wiro mail` may ask for: one state, or all that somebody should look at. */
export const mailStates = ['trouble', ...Object.values(OutboxState)] as const
export type MailState = (typeof mailStates)[number]

/** A row of the outbox as operators see it: what kind of notice, never its words, nor whose it is. */
export type MailLine = {
  row: number
  platform: Platform
  parcel: string
  state: OutboxState
  attempts: number
  /** How many attempts may have arrived without our knowing. */
  doubtful: number
  reason: string | null
  writtenAt: Date
  /** When it is tried again, if it is. */
  retryAt: Date | null
  settledAt: Date | null
}

/**
 * Mail in one state, newest first. `trouble`: what was refused, what may be lost, and what has failed and is tried again.
 */
export async function listMail(
  core: Core,
  { by, state, limit }: { by: string; state: MailState; limit: number },
): Promise<MailLine[]> {
  await requireOperator(core.db, by)
  const { rows } = await core.db.pg.query(state === 'trouble' ? LIST_TROUBLE : LIST_STATE, [
    limit,
    ...(state === 'trouble' ? [] : [state]),
  ])
  return rows
}

/** Rows by their number, or all that ended in one of these states. */
export type MailChoice = { rows: number[] } | { state: 'refused' | 'unknown' }

/**
 * Sends again what was refused, may be lost, or is waiting for its next attempt: at once, with all its attempts before
 * it. What may have arrived on Discord is looked for first; on Telegram its reader may then have it twice: that is what
 * the operator decides, with a reason, in the audit log. Returns the rows' numbers.
 * Refused: a row that is not there, has arrived or is being sent; one whose reader cannot be reached.
 */
export async function retryMail(
  core: Core,
  { by, choice, why, rehearse = false }: { by: string; choice: MailChoice; why: string; rehearse?: boolean },
): Promise<number[]> {
  return inRehearsal(core, rehearse, async (tx) => {
    await requireOperator(tx, by)
    const chosen = (await tx.run('rows' in choice ? CHOSEN_ROWS : CHOSEN_STATE, [
      'rows' in choice ? choice.rows : choice.state,
    ])) as Chosen[]
    if ('rows' in choice) for (const row of choice.rows) refuseHopeless(row, chosen)
    const rows = chosen.filter(({ gone }) => !gone).map(({ row }) => row)
    await tx.run(RETRY, [rows])
    await writeAudit(core, tx, { operator: by, act: 'mail.retry', subject: `mail ${rows.join(', ')}`, why })
    tx.afterCommit(() => {
      for (const { platform, recipient, priority } of chosen)
        core.queues.wakeDispatcher({ platform, recipient, priority: MAIL_PRIORITIES[priority] ?? 'letter' })
    })
    return rows
  })
}

type Chosen = {
  row: number
  platform: Platform
  recipient: IdentityId
  priority: number
  state: OutboxState
  gone: boolean
}

function refuseHopeless(row: number, chosen: Chosen[]): void {
  const found = chosen.find((one) => one.row === row)
  if (!found) throw new Refusal('refuse.op.noMail', { number: row })
  if (found.gone) throw new Refusal('refuse.op.mailGone', { number: row })
  if (!RETRIED.has(found.state)) throw new Refusal('refuse.op.mailDone', { number: row, state: found.state })
}

const RETRIED: ReadonlySet<OutboxState> = new Set(['refused', 'unknown', 'gone', 'pending'])

const LINE = `id::int as row, platform::text, parcel->>'kind' as parcel, state::text, attempts, ambiguous as doubtful, reason,
  created_at as "writtenAt", retry_at as "retryAt", settled_at as "settledAt" from outbox`
const LIST_TROUBLE = `select ${LINE} where state in ('refused', 'unknown') or (settled_at is null and (attempts > 0 or retry_at is not null))
  order by id desc limit $1`
const LIST_STATE = `select ${LINE} where state = $2::"OutboxState" order by id desc limit $1`

const CHOSEN = `select o.id::int as row, o.platform::text, o.identity_id::text as recipient, o.priority, o.state::text, i.gone_at is not null as gone
  from outbox o join identity i on i.id = o.identity_id`
const CHOSEN_ROWS = `${CHOSEN} where o.id = any($1::bigint[]) order by o.id for update of o`
const CHOSEN_STATE = `${CHOSEN} where o.state = $1::"OutboxState" order by o.id for update of o`
const RETRY = `update outbox set state = 'pending', attempts = 0, retry_at = null, settled_at = null, fence = null, reason = null,
    ambiguous = case when platform = 'discord' then ambiguous else 0 end
  where id = any($1::bigint[])`
