import type { Core } from '../core.ts'
import type { IdentityId } from '../ids.ts'

/** What a platform calls a person is sealed for this purpose; the same everywhere. */
export const PLATFORM_ID = 'identity:platform-id'
export const CHAT_ID = 'identity:chat-id'
export const MESSAGE_IDS = 'outbox:message-ids'

/** The address behind an identity's row. For the channel's eyes only: never log it. */
export function openSealed(
  core: Core,
  row: { sealed_id: Uint8Array; sealed_chat: Uint8Array | null },
): { platformId: string; chatId: string | undefined } {
  return {
    platformId: core.vault.open(row.sealed_id, PLATFORM_ID),
    chatId: row.sealed_chat ? core.vault.open(row.sealed_chat, CHAT_ID) : undefined,
  }
}

/** Keeps the private chat a platform opened, sealed. */
export async function rememberChat(core: Core, identityId: IdentityId, chatId: string): Promise<void> {
  const sealed = Buffer.from(core.vault.seal(chatId, CHAT_ID))
  await core.db.pg.query('update identity set sealed_chat = $2 where id = $1', [identityId, sealed])
}

/** Nothing reaches this self any more, until it is seen again. */
export async function rememberGone(core: Core, identityId: IdentityId, reason: string): Promise<void> {
  await core.db.pg.query('update identity set gone_at = coalesce(gone_at, $2), gone_reason = $3 where id = $1', [
    identityId,
    core.clock.now(),
    reason,
  ])
}

export function sealMessageIds(core: Core, messageIds: string[]): Buffer {
  return core.vault.seal(JSON.stringify(messageIds), MESSAGE_IDS)
}
