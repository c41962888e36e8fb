import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import { refusePaused, STANDING, standingIn } from '../moderation/standing.ts'
import { Refusal } from '../refusal.ts'

/**
 * Refused for whoever may not talk live with strangers (yet): under 18 or not declared, before the first completed
 * exchange of letters, while paused.
 */
export async function refuseUnearned(core: Core, accountId: AccountId): Promise<void> {
  const { exchanged } = await refuseMinors(core, accountId)
  if (!exchanged) throw new Refusal('refuse.chat.unearned')
}

/**
 * Refused for whoever did not declare to be an adult, and while paused. `exchanged`: an exchange of letters was completed, one
 * of this person's was answered, or they answered one.
 */
export async function refuseMinors(core: Core, accountId: AccountId): Promise<{ exchanged: boolean }> {
  const { rows } = await core.db.pg.query({ ...MAY_CHAT, values: [accountId, core.clock.now(), null, []] })
  const [row] = rows
  if (!row?.adult_at) throw new Refusal('refuse.chat.adults')
  refusePaused(core, standingIn(row))
  return { exchanged: row.exchanged }
}

const ANSWER = `kind = 'answer' and state in ('delivered', 'opened', 'answered')`

const MAY_CHAT = {
  name: 'may_chat',
  text: `select a.adult_at, standing.*,
      exists (select 1 from letter where writer_id = a.id and ${ANSWER}) or exists (select 1 from letter where to_id = a.id and ${ANSWER})
        as exchanged
    from account a left join lateral (${STANDING.text}) standing on true where a.id = $1`,
}
