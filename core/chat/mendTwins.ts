import type { Core } from '../core.ts'
import { MESSAGE_IDS, openSealed } from '../delivery/recipients.ts'
import type { ChatMessageId, IdentityId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import { SENT_UNNOTED } from './sql.ts'
import { noteTwins } from './twins.ts'

/** A process that was killed leaves at most the last of what it sent unnoted; so many messages are looked at. */
const LOOKED_AT = 2_000

/**
 * Notes the twins that a killed process had sent and did not note any more, so that answers to them, reactions and
 * changes find their way. For whoever takes a platform over, before it hears what people say.
 */
export async function mendTwins(core: Core, { platform }: { platform: Platform }): Promise<void> {
  const { rows } = await core.db.pg.query(SENT_UNNOTED, [platform, LOOKED_AT])
  await Promise.all(
    rows.map((row) => {
      const { platformId, chatId } = openSealed(core, row)
      return noteTwins(core, {
        messageId: row.id as ChatMessageId,
        platform,
        identityId: row.identity_id as IdentityId,
        chat: chatId ?? platformId,
        messageIds: JSON.parse(core.vault.open(row.message_ids, MESSAGE_IDS)) as string[],
      })
    }),
  )
}
