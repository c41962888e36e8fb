import type { Core } from '../../core.ts'
import { UNDO_DAYS } from './undo.ts'

/** Forgets bindings that came to nothing, a day after; and those that can no longer be undone, with the accounts kept aside for it. Returns how many. */
export async function forgetOldBindings(core: Core): Promise<number> {
  const now = core.clock.now().getTime()
  const undoable = new Date(now - UNDO_DAYS * 86_400_000)
  const { rowCount } = await core.db.pg.query(
    `with old as (
      delete from binding where (bound_at is null and expires_at < $1) or bound_at < $2 or undone_at < $1 returning left_id
    ), shells as (
      delete from account a using old where a.id = old.left_id and a.erased_at is null
        and not exists (select 1 from identity i where i.account_id = a.id)
    ) select 1 from old`,
    [new Date(now - 86_400_000), undoable],
  )
  return rowCount ?? 0
}
