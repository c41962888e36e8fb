import type { Core } from '../../core.ts'
import type { AccountId, BindingId, IdentityId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import type { Binding, Identity } from '../../store/generated/client.ts'
import { inPrisma, type PrismaTx } from '../../store/transaction.ts'
import { refreshSlots } from '../readerSlots.ts'
import { splitOff } from '../unbind.ts'
import { findBound } from './bind.ts'

/** "It wasn't me" works for so long; afterwards unbinding does. */
export const UNDO_DAYS = 7

/** What came of it: nothing had happened yet, or it was taken apart again. */
export type Undone = 'stopped' | 'apart'

/**
 * "It wasn't me", pressed in a chat that was told of the binding. Before it was confirmed everything stays as it was;
 * afterwards the chat self and the login are taken apart, and the login is logged out everywhere. An account that was
 * only kept aside comes back as it was; what was merged stays where it is, and the self begins anew.
 * Refused for anybody else, and after {@link UNDO_DAYS}.
 */
export async function undoBinding(
  core: Core,
  { bindingId, identityId }: { bindingId: BindingId; identityId: IdentityId },
): Promise<Undone> {
  return inPrisma(core, async (tx) => {
    await tx.run('select 1 as held from binding where id = $1::uuid for update', [bindingId])
    const binding = await tx.prisma.binding.findUnique({ where: { id: bindingId }, include: { identity: true } })
    const self = binding?.identity
    if (!binding || !self || binding.undoneAt || !(await mayUndo(tx, binding, self, identityId)))
      throw new Refusal('refuse.link.dead')
    const now = core.clock.now()
    if (binding.boundAt && now.getTime() - binding.boundAt.getTime() > UNDO_DAYS * 86_400_000)
      throw new Refusal('refuse.link.tooLate')
    await tx.prisma.binding.update({ where: { id: bindingId }, data: { undoneAt: now } })
    if (binding.googleLookup) await tx.prisma.webSession.deleteMany({ where: { owner: binding.googleLookup } })
    if (!binding.boundAt) return 'stopped'
    await takeApart(core, tx, binding, self)
    return 'apart'
  })
}

/** The person on the page says no. Nothing had happened yet; nothing will. */
export async function declineOnPage(core: Core, { bindingId }: { bindingId: BindingId }): Promise<void> {
  const where = { id: bindingId, boundAt: null, undoneAt: null }
  await core.db.prisma.binding.updateMany({ where, data: { undoneAt: core.clock.now() } })
}

/** The self in question, and those of the same person. */
async function mayUndo(tx: PrismaTx, binding: Binding, self: Identity, presser: IdentityId): Promise<boolean> {
  if (self.id === presser) return true
  const pressing = await tx.prisma.identity.findUnique({ where: { id: presser } })
  const login = binding.googleLookup && (await findBound(tx, binding.googleLookup))
  return (
    pressing !== null &&
    (pressing.accountId === self.accountId || (binding.boundAt !== null && pressing.accountId === login?.accountId))
  )
}

async function takeApart(core: Core, tx: PrismaTx, binding: Binding, self: Identity): Promise<void> {
  const together = self.accountId as AccountId
  const login = binding.googleLookup && (await findBound(tx, binding.googleLookup))
  if (!login || login.accountId !== together) return
  if (login.createdAt.getTime() === binding.boundAt?.getTime()) {
    await tx.prisma.identity.delete({ where: { id: login.id } })
    return
  }
  const kept = binding.leftId && (await tx.prisma.account.findUnique({ where: { id: binding.leftId } }))
  if (!kept) return void (await splitOff(core, tx, self))
  await tx.prisma.identity.update({ where: { id: self.id }, data: { accountId: kept.id } })
  await refreshSlots(core, tx, kept.id as AccountId)
  await refreshSlots(core, tx, together)
}
