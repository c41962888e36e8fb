import type { Core } from '../../core.ts'
import type { AccountId, IdentityId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import type { ChatMood } from '../../store/generated/enums.ts'
import { waitForChat } from '../waitForChat.ts'
import { SELF_OF_PAGE } from './sql.ts'

/**
 * Waits for a stranger, as in the bot's chat; what is said will arrive there, too, and there it is told that somebody came.
 * Refused as in {@link waitForChat}, and for somebody none of whose chats can be reached.
 */
export async function waitOnPage(
  core: Core,
  { accountId, mood }: { accountId: AccountId; mood: ChatMood },
): Promise<void> {
  const { rows } = await core.db.pg.query({ ...SELF_OF_PAGE, values: [accountId] })
  if (!rows[0]) throw new Refusal('refuse.chat.unreachable')
  await waitForChat(core, { accountId, identityId: rows[0].id as IdentityId, mood, tellSelf: true })
}
