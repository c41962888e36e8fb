import type { Core } from '../core.ts'
import type { Address } from '../delivery/channel.ts'
import type { AccountId, ChatId, IdentityId } from '../ids.ts'
import type { Platform } from '../platform.ts'

/**
 * Who sat in which chat with whom when something was said there last. Only a guess that saves looking it up: whoever
 * uses it has the database confirm it in the same statement. Platform ids are in it: for the relay's eyes only.
 */
export type Partner = {
  chatId: ChatId
  begunAt: Date
  accountId: AccountId
  identityId: IdentityId
  /** The other side: the self that is told, and where. */
  to: { identityId: IdentityId; platform: Platform; address: Address }
}

type Who = { platform: Platform; platformId: string }

const KEPT_MOST = 10_000
const all = new WeakMap<Core, Map<string, Partner>>()

export function partnerOf(core: Core, who: Who): Partner | undefined {
  return all.get(core)?.get(keyOf(who))
}

export function rememberPartner(core: Core, who: Who, partner: Partner): void {
  const partners = all.get(core) ?? new Map<string, Partner>()
  all.set(core, partners)
  partners.delete(keyOf(who))
  partners.set(keyOf(who), partner)
  const [oldest] = partners.keys()
  if (partners.size > KEPT_MOST && oldest !== undefined) partners.delete(oldest)
}

export function forgetPartner(core: Core, who: Who): void {
  all.get(core)?.delete(keyOf(who))
}

const keyOf = ({ platform, platformId }: Who): string => `${platform}:${platformId}`
