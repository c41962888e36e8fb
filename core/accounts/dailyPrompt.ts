import type { Core } from '../core.ts'
import { postMail } from '../delivery/outbox.ts'
import type { AccountId } from '../ids.ts'
import { arrivalFor } from '../letters/arrival.ts'
import { inPg, inPrisma } from '../store/transaction.ts'
import { type Day, daysBetween, wallClockAt } from '../wallClock.ts'
import { quietUntil } from './quietHours.ts'

/** Whether a person is asked a small question each morning of theirs; the first one tomorrow. */
export async function askDaily(core: Core, { accountId, on }: { accountId: AccountId; on: boolean }): Promise<void> {
  await inPrisma(core, async ({ prisma }) => {
    const { zone } = await prisma.account.findUniqueOrThrow({ where: { id: accountId }, select: { zone: true } })
    await prisma.account.update({ where: { id: accountId }, data: { promptAt: on ? nextMorning(core, zone) : null } })
  })
}

/**
 * Asks a person the question of the day (after their quiet hours), and plans the next morning's. Not due, or called twice, it does nothing. A
 * morning that was missed altogether (the service stood still) is left out, and nobody is asked in the evening.
 */
export async function askToday(core: Core, accountId: AccountId): Promise<void> {
  await inPg(core, async (tx) => {
    const now = core.clock.now()
    const { rows } = await tx.pg.query(DUE_ONE, [accountId, now])
    const [row] = rows as Due[]
    if (!row) return
    await tx.pg.query('update account set prompt_at = $2 where id = $1', [accountId, nextMorning(core, row.zone)])
    if (now.getTime() - row.prompt_at.getTime() > MORNING_HOURS * 3_600_000) return
    const today = wallClockAt(row.prompt_at, row.zone)
    await postMail(core, tx, {
      to: accountId,
      parcel: { kind: 'daily-prompt', day: dayOfYear(today) },
      priority: 'announcement',
      dueAt: quietUntil({ zone: row.zone, quietFrom: row.quiet_from, quietUntil: row.quiet_until }, now) ?? now,
      onceKey: `prompt:${accountId}:${today.year}-${today.month}-${today.day}`,
    })
  })
}

type Due = { zone: string; prompt_at: Date; quiet_from: number | null; quiet_until: number | null }

/** People whose morning has come. */
export const UNASKED = 'select id from account where prompt_at <= $1 order by prompt_at limit $2'

/** A question is still a morning's so many hours later. */
export const MORNING_HOURS = 4

/** Days since 1 January as a leap year counts them, so that every date has a question of its own. Pure. */
export function dayOfYear({ month, day }: Day): number {
  return daysBetween({ year: 2000, month: 1, day: 1 }, { year: 2000, month, day })
}

const nextMorning = (core: Core, zone: string): Date =>
  arrivalFor('morning', { now: core.clock.now(), zone, random: core.random })

const DUE_ONE = `select zone, prompt_at, quiet_from, quiet_until from account
  where id = $1 and prompt_at <= $2 and erased_at is null for update`
