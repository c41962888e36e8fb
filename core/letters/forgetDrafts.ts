import type { Core } from '../core.ts'

/** A letter that was not sent is kept so long after its last change. Its writer is told, beside the draft. */
export const DRAFT_DAYS = 30

/** Throws away drafts that nobody touched for long; their words are shredded. Returns how many. */
export async function forgetOldDrafts(core: Core): Promise<number> {
  const before = new Date(core.clock.now().getTime() - DRAFT_DAYS * 86_400_000)
  const { rowCount } = await core.db.pg.query(`delete from letter where state = 'draft' and changed_at <= $1`, [before])
  return rowCount ?? 0
}
