import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import { refuseWhilePaused } from '../moderation/standing.ts'
import { Refusal } from '../refusal.ts'

/** Whether an exchange of letters was completed: one of this person's was answered, or they answered one. */
export async function hasExchanged(core: Core, { accountId }: { accountId: AccountId }): Promise<boolean> {
  const { rows } = await core.db.pg.query({ ...EXCHANGED, values: [accountId] })
  return rows.length > 0
}

/**
 * Refused for whoever may not talk live with strangers (yet): under 18 or not declared, before the first completed
 * exchange of letters, while paused.
 */
export async function refuseUnearned(core: Core, accountId: AccountId): Promise<void> {
  await refuseMinors(core, accountId)
  if (!(await hasExchanged(core, { accountId }))) throw new Refusal('refuse.chat.unearned')
}

/** Refused for whoever did not declare to be an adult, and while paused. */
export async function refuseMinors(core: Core, accountId: AccountId): Promise<void> {
  const { rows } = await core.db.pg.query({ ...ADULT, values: [accountId] })
  if (!rows[0]?.adult_at) throw new Refusal('refuse.chat.adults')
  await refuseWhilePaused(core, accountId)
}

const ADULT = { name: 'chat_adult', text: 'select adult_at from account where id = $1' }

const EXCHANGED = {
  name: 'chat_exchanged',
  text: `(select 1 from letter where writer_id = $1 and kind = 'answer' and state in ('delivered', 'opened', 'answered') limit 1)
    union all (select 1 from letter where to_id = $1 and kind = 'answer' and state in ('delivered', 'opened', 'answered') limit 1)`,
}
