import type { Core } from '../../core.ts'
import type { AccountId, BindingId, IdentityId } from '../../ids.ts'
import type { Platform } from '../../platform.ts'
import { Refusal } from '../../refusal.ts'
import { accountOfGoogle, googleLookups } from '../google.ts'
import { hasHistory } from '../history.ts'
import { checkPhrase } from './phrase.ts'

/**
 * How far a binding is: `open` (nobody has confirmed yet), `chat` or `page` (that side has still to confirm), `bound`,
 * `undone`, `over` (too old).
 */
export type BindingState = 'open' | 'chat' | 'page' | 'bound' | 'undone' | 'over'

/** A binding as either side may see it: which chat, which account, and the words both show. No platform id, no e-mail. */
export type BindingSummary = {
  id: BindingId
  from: 'chat' | 'page'
  state: BindingState
  phrase: string
  /** The chat self; undefined until the code was said in a chat. */
  chat:
    | { identityId: IdentityId; platform: Platform; penName: string | null; since: Date; hasHistory: boolean }
    | undefined
  /** The account that this Google login belongs to already, if any. */
  account: { penName: string | null; since: Date; hasHistory: boolean } | undefined
}

/** @throws Refusal when there is none. */
export async function readBinding(core: Core, { bindingId }: { bindingId: BindingId }): Promise<BindingSummary> {
  const binding = await core.db.prisma.binding.findUnique({
    where: { id: bindingId },
    include: { identity: { include: { account: true } } },
  })
  if (!binding) throw new Refusal('refuse.link.dead')
  const { identity } = binding
  const known = binding.googleLookup ? await accountOfGoogle(core, { lookups: [binding.googleLookup] }) : undefined
  return {
    id: binding.id as BindingId,
    from: binding.from,
    state: stateOf(binding, core.clock.now()),
    phrase: checkPhrase(core, binding),
    chat: identity
      ? {
          identityId: identity.id as IdentityId,
          platform: identity.platform as Platform,
          penName: identity.account.penName,
          since: identity.createdAt,
          hasHistory: await hasHistory(core.db.prisma, identity.accountId as AccountId),
        }
      : undefined,
    account: known && {
      penName: known.penName,
      since: known.createdAt,
      hasHistory: await hasHistory(core.db.prisma, known.id as AccountId),
    },
  }
}

/** Whether this binding was begun by, or claimed for, this Google login. */
export async function belongsToGoogle(
  core: Core,
  { bindingId, sub }: { bindingId: BindingId; sub: string },
): Promise<boolean> {
  const count = await core.db.prisma.binding.count({
    where: { id: bindingId, googleLookup: { in: googleLookups(core, sub) } },
  })
  return count > 0
}

type Marks = { expiresAt: Date; chatAt: Date | null; pageAt: Date | null; boundAt: Date | null; undoneAt: Date | null }

export function stateOf({ expiresAt, chatAt, pageAt, boundAt, undoneAt }: Marks, now: Date): BindingState {
  if (undoneAt) return 'undone'
  if (boundAt) return 'bound'
  if (expiresAt <= now) return 'over'
  if (pageAt) return 'chat'
  return chatAt ? 'page' : 'open'
}
