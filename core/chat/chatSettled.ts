import type { Core } from '../core.ts'
import type { SettledMail } from '../delivery/dispatcher.ts'
import { postMail } from '../delivery/outbox.ts'
import type { AccountId, ChatMessageId, IdentityId } from '../ids.ts'
import { inPg } from '../store/transaction.ts'
import { endChatOf } from './leaveChat.ts'
import { isShown } from './showing.ts'
import { TOUCH_CHAT_OF, TOUCH_MESSAGE } from './sql.ts'
import { noteTwins } from './twins.ts'

/**
 * What follows from chat mail: our message is noted as the twin of what it shows; where the other side cannot be reached
 * any more the chat ends; what could not be shown, or not all of it, is told to its sender. Told twice, it does nothing twice.
 */
export async function chatSettled(
  core: Core,
  { parcel, outcome, platform, recipient: identityId, chat, messageIds }: SettledMail,
): Promise<void> {
  if (outcome === 'gone') return endFor(core, identityId)
  if (parcel.kind !== 'chat-message' && parcel.kind !== 'chat-edit') return
  const { messageId } = parcel
  if (messageIds.length > 0) await noteTwins(core, { messageId, platform, identityId, chat, messageIds })
  else isShown(core, messageId)
  if (outcome === 'refused' || outcome === 'unknown') await tellLost(core, messageId)
}

async function endFor(core: Core, identityId: IdentityId): Promise<void> {
  await inPg(core, async (tx) => {
    const [seat] = await tx.run('select account_id from chat_seat where identity_id = $1::uuid', [identityId])
    if (seat) await endChatOf(core, tx, { accountId: seat.account_id as AccountId })
  })
}

async function tellLost(core: Core, messageId: ChatMessageId): Promise<void> {
  await inPg(core, async (tx) => {
    const [said] = await tx.run('select sender_id, identity_id from chat_message where id = $1::bigint', [messageId])
    if (!said) return
    await tx.run(TOUCH_MESSAGE, [messageId])
    await tx.run(TOUCH_CHAT_OF, [messageId])
    await postMail(core, tx, {
      to: said.sender_id as AccountId,
      self: said.identity_id as IdentityId,
      parcel: { kind: 'chat-lost', messageId },
      priority: 'chat',
      onceKey: `chat-lost:${messageId}`,
    })
  })
}
