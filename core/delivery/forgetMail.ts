import type { Core } from '../core.ts'

/** A row of the outbox is kept so long after it was settled: for operators, and so that nothing is told twice. */
export const MAIL_MEMORY_DAYS = 90
/** So many rows go at a time. */
export const A_LOOK = 500

/**
 * Forgets settled mail that is old. Only the oldest rows are looked at, however many there are; what is still to be sent
 * stays. Returns how many are gone; where it is as many as one look takes, there may be more.
 */
export async function forgetOldMail(core: Core): Promise<number> {
  const before = new Date(core.clock.now().getTime() - MAIL_MEMORY_DAYS * 86_400_000)
  const { rowCount } = await core.db.pg.query({ name: 'outbox_forget', text: FORGET, values: [before, A_LOOK] })
  return rowCount ?? 0
}

const FORGET = `delete from outbox using (select id from outbox order by id limit $2) oldest
  where outbox.id = oldest.id and outbox.settled_at < $1`
