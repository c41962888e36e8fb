import type { Core } from '../core.ts'
import type { AccountId, OpenLetterId } from '../ids.ts'
import { CHOOSE_FRESH } from './sql.ts'

/**
 * The next open letters for a reader, the best first; fewer than `count` when there are no more. Never their own, nor
 * what they may not read (see core/openLetters/sql), had as a letter, or do not want; and nothing that was shown since
 * `session` began. `like`: rather such as this one. Chooses only: what is put before the reader is noted by
 * `readOpenLetter`.
 */
export async function chooseOpenLetters(
  core: Core,
  {
    accountId,
    count,
    like,
    session,
  }: { accountId: AccountId; count: number; like?: OpenLetterId | undefined; session: Date },
): Promise<OpenLetterId[]> {
  const { rows } = await core.db.pg.query({
    ...CHOOSE_FRESH,
    values: [accountId, count, like ?? null, core.clock.now(), session],
  })
  return rows.map(({ id }) => id)
}
