import type { Core } from '../core.ts'
import { letGoSaid, postMail } from '../delivery/outbox.ts'
import type { AccountId, ChatId, IdentityId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { inPg, type Tx } from '../store/transaction.ts'
import { forgetJustSaid } from './justSaid.ts'

/**
 * Leaves the chat one sits in, or the waiting line. The other side reads that the chat has ended, never who or why.
 * Returns the chat; undefined for somebody who only waited. Refused when there is nothing to leave, and when it is not the
 * chat `of` they sit in. `tell`: whoever leaves somewhere else than in the bot's chat is told there, too.
 */
export async function leaveChat(
  core: Core,
  { accountId, of, tell = 'the other' }: { accountId: AccountId; of?: ChatId; tell?: 'the other' | 'both' },
): Promise<ChatId | undefined> {
  return inPg(core, async (tx) => {
    const chatId = await endChatOf(core, tx, { accountId, tell, ...(of ? { of } : {}) })
    if (of && !chatId) throw new Refusal('refuse.chat.over')
    const waited = await tx.run('delete from chat_wait where account_id = $1::uuid returning account_id', [accountId])
    if (!chatId && waited.length === 0) throw new Refusal('refuse.chat.none')
    return chatId
  })
}

/**
 * Ends the chat a person sits in, if any (and only `of`, where that is given), in the caller's transaction; `tell` says who hears it. What was said to them and
 * has not left yet reaches them no more; what they said themselves still arrives.
 */
export async function endChatOf(
  core: Core,
  tx: Tx,
  { accountId, of, tell = 'the other' }: { accountId: AccountId; of?: ChatId; tell?: 'the other' | 'both' | 'nobody' },
): Promise<ChatId | undefined> {
  const [seat] = await tx.run('select chat_id from chat_seat where account_id = $1::uuid', [accountId])
  if (!seat || (of && seat.chat_id !== of)) return undefined
  const chatId = seat.chat_id as ChatId
  // The chat before its seats: what is being said locks it, too.
  await tx.run(END, [chatId, core.clock.now().toISOString()])
  const seats = await tx.run(STAND_UP, [chatId])
  if (seats.length === 0) return undefined
  await letGoSaid(core, tx, { accountId })
  tx.afterCommit(() => forgetJustSaid(core))
  for (const left of seats) {
    if (tell === 'nobody' || (tell === 'the other' && left.account_id === accountId)) continue
    await postMail(core, tx, {
      to: left.account_id as AccountId,
      self: left.identity_id as IdentityId,
      parcel: { kind: 'chat-ended', chatId, accountId: left.account_id as AccountId },
      priority: 'chat',
      onceKey: `chat-ended:${chatId}:${left.account_id}`,
    })
  }
  return chatId
}

const END = `update chat set ended_at = $2::timestamptz where id = $1::uuid and ended_at is null`
const STAND_UP = `delete from chat_seat where chat_id = $1::uuid returning account_id, identity_id`

/** Somebody is gone: whatever chat or wait they were in is over. */
export async function hangUp(core: Core, { accountId }: { accountId: AccountId }): Promise<void> {
  await inPg(core, (tx) => hangUpIn(core, tx, { accountId }))
}

/** The same, in the caller's transaction. */
export async function hangUpIn(core: Core, tx: Tx, { accountId }: { accountId: AccountId }): Promise<void> {
  await endChatOf(core, tx, { accountId })
  await tx.run('delete from chat_wait where account_id = $1::uuid', [accountId])
}

/** A self leaves its account, in the caller's transaction: what it talks in, or waits for, ends with that. */
export async function hangUpSelf(core: Core, tx: Tx, { identityId }: { identityId: IdentityId }): Promise<void> {
  const [place] = await tx.run(PLACE_OF_SELF, [identityId])
  if (place) await hangUpIn(core, tx, { accountId: place.account_id as AccountId })
}

const PLACE_OF_SELF = `select account_id from chat_seat where identity_id = $1::uuid
  union select account_id from chat_wait where identity_id = $1::uuid`

/** Two shall not meet any more: a chat they are in with each other ends, for the one as for the other. */
export async function endChatBetween(
  core: Core,
  tx: Tx,
  { by, other }: { by: AccountId; other: AccountId },
): Promise<void> {
  const [together] = await tx.run(TOGETHER, [by, other])
  if (together) await endChatOf(core, tx, { accountId: by })
}

const TOGETHER = `select 1 as together from chat_seat one join chat_seat other on other.chat_id = one.chat_id
  where one.account_id = $1::uuid and other.account_id = $2::uuid`
