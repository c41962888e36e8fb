import type { Core } from '../../core.ts'
import type { AccountId } from '../../ids.ts'
import { mayTellTyping, tellTyping } from '../relayTyping.ts'

/** Carries a sign that this person is typing on their page. Nothing of it is kept; it may get lost. */
export async function typeOnPage(core: Core, { accountId }: { accountId: AccountId }): Promise<void> {
  if (!mayTellTyping(core, `page:${accountId}`)) return
  const { rows } = await core.db.pg.query({ ...OTHER_SIDE, values: [accountId] })
  await tellTyping(core, rows)
}

const OTHER_SIDE = {
  name: 'page_other_side',
  text: `select t.platform::text, t.sealed_id, t.sealed_chat, o.account_id from chat_seat s
    join chat_seat o on o.chat_id = s.chat_id and o.account_id <> s.account_id join identity t on t.id = o.identity_id
    where s.account_id = $1 and t.gone_at is null`,
}
