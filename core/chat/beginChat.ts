import type { Core } from '../core.ts'
import { letGoSaid, postMail } from '../delivery/outbox.ts'
import { type AccountId, type ChatId, type CorrespondenceId, type IdentityId, newId } from '../ids.ts'
import type { Tx } from '../store/transaction.ts'
import { forgetJustSaid } from './justSaid.ts'

type Sitter = { accountId: AccountId; identityId: IdentityId }

/**
 * Seats two people in a chat of their own, in the caller's transaction; `other` is told, `one` hears it from the caller.
 * Undefined when either sits in a chat already. Whoever waited waits no longer; what was said to them in an earlier chat and
 * has not left yet reaches them no more.
 */
export async function beginChat(
  core: Core,
  tx: Tx,
  { one, other, correspondenceId }: { one: Sitter; other: Sitter; correspondenceId?: CorrespondenceId },
): Promise<ChatId | undefined> {
  const now = core.clock.now().toISOString()
  const chatId = newId<ChatId>(core.clock.now())
  await tx.run(BEGIN, [chatId, one.accountId, other.accountId, correspondenceId ?? null, now])
  // In one order, so that two who seat the same people never wait for each other.
  const sitters = [one, other].sort((a, b) => (a.accountId < b.accountId ? -1 : 1))
  for (const sitter of sitters) {
    const [seated] = await tx.run(SIT, [sitter.accountId, chatId, sitter.identityId])
    if (seated) continue
    await tx.run(UNDO, [chatId])
    return undefined
  }
  await tx.run(WAIT_NO_LONGER, [one.accountId, other.accountId])
  for (const { accountId } of sitters) await letGoSaid(core, tx, { accountId })
  tx.afterCommit(() => forgetJustSaid(core))
  await postMail(core, tx, {
    to: other.accountId,
    self: other.identityId,
    parcel: { kind: 'chat-begun', chatId, accountId: other.accountId },
    priority: 'chat',
    onceKey: `chat-begun:${chatId}`,
  })
  return chatId
}

const BEGIN = `insert into chat (id, one_id, other_id, correspondence_id, first, begun_at, last_at)
  select $1::uuid, $2::uuid, $3::uuid, $4::uuid, $4::uuid is null and not exists (
      select 1 from chat where (one_id = $2::uuid and other_id = $3::uuid) or (one_id = $3::uuid and other_id = $2::uuid)
    ), $5::timestamptz, $5::timestamptz`
const SIT = `insert into chat_seat (account_id, chat_id, identity_id) values ($1::uuid, $2::uuid, $3::uuid)
  on conflict (account_id) do nothing returning account_id`
const UNDO = `delete from chat where id = $1::uuid`
const WAIT_NO_LONGER = `delete from chat_wait where account_id in ($1::uuid, $2::uuid)`
