import type { Core } from '../../core.ts'
import type { BindingId, IdentityId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { hashOf } from './begin.ts'

/** Whoever claimed a link or a code has so long to finish on that side. */
export const FINISH_MINUTES = 15

/** Whether a link's secret could be claimed now, without claiming it: looking at a link (as previews do) spends nothing. */
export async function peekLink(core: Core, { secret }: { secret: string }): Promise<'good' | 'used' | 'dead'> {
  const binding = await core.db.prisma.binding.findUnique({ where: { token: hashOf(core, 'chat', secret) } })
  if (!binding || binding.undoneAt) return 'dead'
  if (binding.claimedAt) return 'used'
  return binding.expiresAt > core.clock.now() ? 'good' : 'dead'
}

/** Redeems a link, once: the browser that did so goes on with the binding. Refused when used or too old. */
export function claimLink(core: Core, { secret }: { secret: string }): Promise<BindingId> {
  return claim(core, 'chat', secret, {})
}

/** Redeems a code in a chat, once: that self is the one to be bound. Refused when used or too old. */
export function claimCode(
  core: Core,
  { secret, identityId }: { secret: string; identityId: IdentityId },
): Promise<BindingId> {
  return claim(core, 'page', secret, { identityId })
}

async function claim(
  core: Core,
  from: 'chat' | 'page',
  secret: string,
  more: { identityId?: IdentityId },
): Promise<BindingId> {
  const now = core.clock.now()
  const token = hashOf(core, from, secret)
  const { count } = await core.db.prisma.binding.updateMany({
    where: { token, claimedAt: null, undoneAt: null, expiresAt: { gt: now } },
    data: { claimedAt: now, expiresAt: new Date(now.getTime() + FINISH_MINUTES * 60_000), ...more },
  })
  const binding = await core.db.prisma.binding.findUnique({ where: { token }, select: { id: true, claimedAt: true } })
  if (count === 1 && binding) return binding.id as BindingId
  throw new Refusal(binding?.claimedAt ? 'refuse.link.used' : 'refuse.link.dead')
}
