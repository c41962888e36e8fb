import { identityScope } from '../accounts/identityScope.ts'
import type { Core } from '../core.ts'
import type { Address } from '../delivery/channel.ts'
import { postMail } from '../delivery/outbox.ts'
import { MESSAGE_IDS, openSealed } from '../delivery/recipients.ts'
import type { AccountId, DeliveryId, IdentityId, LetterId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import type { Tx } from '../store/transaction.ts'
import { showsWords, spotId } from './shownLetters.ts'

/**
 * A letter was opened from somewhere else, or seeks another reader: the notice that asks to open it says so, in the
 * caller's transaction, after it was sent. Nothing where there is none.
 */
export async function endNotice(core: Core, tx: Tx, { deliveryId }: { deliveryId: DeliveryId }): Promise<void> {
  const [row] = await tx.run(NOTICE, [onceKey(deliveryId)])
  if (!row) return
  const [to, self] = [row.account_id as AccountId, row.identity_id as IdentityId]
  await postMail(core, tx, { to, self, parcel: { kind: 'notice-over', deliveryId }, priority: 'letter' })
}

/**
 * The notice of a letter, in this chat, and what it says from now on; undefined when it shows the letter by now, or does
 * not ask to open it any more.
 */
export async function noticeToEnd(
  core: Core,
  { platform, address, deliveryId }: { platform: Platform; address: Address; deliveryId: DeliveryId },
): Promise<{ chat: string; messageId: string; letterId: LetterId; says: 'opened' | 'gone' } | undefined> {
  const self = core.vault.lookups(identityScope(platform), address.platformId)
  const { rows } = await core.db.pg.query(STANDING, [onceKey(deliveryId), platform, self])
  if (!rows[0]) return undefined
  const { chat, messageIds } = placeOf(core, rows[0])
  const [messageId] = messageIds
  if (messageId === undefined || (await showsWords(core, { platform, id: spotId(chat, messageId) }))) return undefined
  return { chat, messageId, letterId: rows[0].letter_id, says: rows[0].opened ? 'opened' : 'gone' }
}

type NoticeRow = { message_ids: Uint8Array; sealed_id: Uint8Array; sealed_chat: Uint8Array | null }

function placeOf(core: Core, row: NoticeRow): { chat: string; messageIds: string[] } {
  const { platformId, chatId } = openSealed(core, row)
  return { chat: chatId ?? platformId, messageIds: JSON.parse(core.vault.open(row.message_ids, MESSAGE_IDS)) }
}

/** The notice is the one row that tells of the letter's arrival. */
const onceKey = (deliveryId: DeliveryId) => `arrived:${deliveryId}`

/** One that is only being sent will have been when the mail behind it is. */
const NOTICE = `select i.account_id, i.id as identity_id from outbox o join identity i on i.id = o.identity_id
  where o.once_key = $1 and o.parcel->>'kind' = 'letter-arrived' and o.state in ('pending', 'sending', 'sent', 'unknown')`

const STANDING = `select i.sealed_id, i.sealed_chat, o.message_ids, d.letter_id, d.state in ('opened', 'answered') as opened
  from outbox o join identity i on i.id = o.identity_id join delivery d on d.id = (o.parcel->>'deliveryId')::uuid
  where o.once_key = $1 and i.platform = $2::"Platform" and i.lookup = any($3::bytea[]) and o.message_ids is not null`
