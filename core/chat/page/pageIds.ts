import type { Core } from '../../core.ts'
import type { AccountId, ChatId, ChatMessageId } from '../../ids.ts'

/**
 * How a chat or a message is called on one person's page: a keyed hash, another one on each side. It says nothing of how
 * many there are, and what stands on two pages cannot be laid side by side.
 */
export function pageChatId(core: Core, { accountId, chatId }: { accountId: AccountId; chatId: ChatId }): string {
  return short(core.vault.lookup('page-chat', `${accountId}:${chatId}`))
}

export function pageMessageId(
  core: Core,
  { accountId, messageId }: { accountId: AccountId; messageId: ChatMessageId },
): string {
  return short(core.vault.lookup('page-message', `${accountId}:${messageId}`))
}

const short = (hash: Uint8Array) => Buffer.from(hash.subarray(0, 16)).toString('base64url')

/** What a page calls a message it has sent: random, and its own. */
export const isPageOwnId = (id: unknown): id is string => typeof id === 'string' && /^[\w-]{22}$/.test(id)
