import { hangUpSelf } from '../../chat/leaveChat.ts'
import type { Core } from '../../core.ts'
import type { AccountId, BindingId, IdentityId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import type { Binding, Identity } from '../../store/generated/client.ts'
import { inPrisma, type PrismaTx } from '../../store/transaction.ts'
import { refreshSlots } from '../readerSlots.ts'
import { holdSanctions } from '../sanctionedSelves.ts'
import { copyBlocks, splitOff } from '../unbind.ts'
import { findBound, loginLookups } from './bind.ts'

/** "It wasn't me" works for so long; afterwards unbinding does. */
export const UNDO_DAYS = 7

/** `stopped`: nothing had happened yet. `apart`: it was taken apart again. `withLogin`: a login still belongs to the chat that said so. */
export type Undone = { what: 'stopped' | 'apart'; withLogin: boolean }

/**
 * "It wasn't me", pressed in a chat that was told of the binding. Before it was confirmed everything stays as it was;
 * afterwards the chat self and the login are taken apart, and the login is logged out everywhere. When the login came
 * with this very binding it is gone, and whatever chat came in through it since goes, too: a thief keeps no second
 * door. An account that was only kept aside comes back as it was; what was merged stays where it is, and the self
 * begins anew. Whatever else waits for a yes of this self or this login is over. Refused for anybody else, and after
 * {@link UNDO_DAYS}.
 */
export async function undoBinding(
  core: Core,
  { bindingId, identityId }: { bindingId: BindingId; identityId: IdentityId },
): Promise<Undone> {
  return inPrisma(core, async (tx) => {
    await tx.run('select 1 as held from binding where id = $1::uuid for update', [bindingId])
    const binding = await tx.prisma.binding.findUnique({ where: { id: bindingId }, include: { identity: true } })
    const self = binding?.identity
    if (!binding || !self || binding.undoneAt || !(await mayUndo(core, tx, { binding, self, presser: identityId })))
      throw new Refusal('refuse.link.dead')
    const now = core.clock.now()
    if (binding.boundAt && now.getTime() - binding.boundAt.getTime() > UNDO_DAYS * 86_400_000)
      throw new Refusal('refuse.link.tooLate')
    await tx.prisma.binding.update({ where: { id: bindingId }, data: { undoneAt: now } })
    await stopOthers(core, tx, binding)
    if (binding.boundAt) await takeApart(core, tx, { binding, self })
    return { what: binding.boundAt ? 'apart' : 'stopped', withLogin: await hasLogin(tx, identityId) }
  })
}

/** The person on the page says no. Nothing had happened yet; nothing will. */
export async function declineOnPage(core: Core, { bindingId }: { bindingId: BindingId }): Promise<void> {
  const where = { id: bindingId, boundAt: null, undoneAt: null }
  await core.db.prisma.binding.updateMany({ where, data: { undoneAt: core.clock.now() } })
}

/** The self in question, and those of the same person. */
async function mayUndo(
  core: Core,
  tx: PrismaTx,
  { binding, self, presser }: { binding: Binding; self: Identity; presser: IdentityId },
): Promise<boolean> {
  if (self.id === presser) return true
  const pressing = await tx.prisma.identity.findUnique({ where: { id: presser } })
  const login = await findBound(core, tx, binding)
  return (
    pressing !== null &&
    (pressing.accountId === self.accountId || (binding.boundAt !== null && pressing.accountId === login?.accountId))
  )
}

/** The browsers that asked are logged out, and whatever else was asked of this chat or by this login is over. */
async function stopOthers(core: Core, tx: PrismaTx, binding: Binding): Promise<void> {
  const lookups = loginLookups(core, binding)
  await tx.prisma.webSession.deleteMany({ where: { owner: { in: lookups } } })
  const asked = [{ identityId: binding.identityId }, { googleLookup: { in: lookups } }]
  await tx.prisma.binding.updateMany({
    where: { boundAt: null, undoneAt: null, OR: asked },
    data: { undoneAt: core.clock.now() },
  })
}

type Bond = { binding: Binding; self: Identity }

async function takeApart(core: Core, tx: PrismaTx, { binding, self }: Bond): Promise<void> {
  await tx.run('select 1 as held from account where id = $1::uuid for update', [self.accountId])
  const login = await findBound(core, tx, binding)
  if (login && login.accountId !== self.accountId) return
  const cameWithIt = login?.createdAt.getTime() === binding.boundAt?.getTime()
  if (!login || !cameWithIt) return moveOut(core, tx, { binding, self })
  const since = { boundAt: { gt: login.createdAt }, undoneAt: null, identity: { accountId: self.accountId } }
  const later = await tx.prisma.binding.findMany({
    where: { googleLookup: { in: loginLookups(core, binding) }, ...since },
    include: { identity: true },
  })
  for (const { identity, ...bond } of later) {
    await tx.prisma.binding.update({ where: { id: bond.id }, data: { undoneAt: core.clock.now() } })
    if (identity) await moveOut(core, tx, { binding: bond, self: identity })
  }
  await tx.prisma.identity.delete({ where: { id: login.id } })
}

/** The self leaves the account it came to: for its own, where that was kept aside; otherwise for a new one. */
async function moveOut(core: Core, tx: PrismaTx, { binding, self }: Bond): Promise<void> {
  const together = self.accountId as AccountId
  const others = await tx.prisma.identity.count({ where: { accountId: together, id: { not: self.id } } })
  if (others === 0) return
  const kept = binding.leftId && (await tx.prisma.account.findUnique({ where: { id: binding.leftId } }))
  if (!kept) return void (await splitOff(core, tx, self))
  const own = kept.id as AccountId
  await holdSanctions(tx, together)
  await hangUpSelf(core, tx, { identityId: self.id as IdentityId })
  await tx.prisma.identity.update({ where: { id: self.id }, data: { accountId: own } })
  await copyBlocks(tx, { from: together, to: own, since: binding.boundAt })
  await refreshSlots(core, tx, own)
  await refreshSlots(core, tx, together)
}

async function hasLogin(tx: PrismaTx, identityId: IdentityId): Promise<boolean> {
  const self = await tx.prisma.identity.findUnique({ where: { id: identityId }, select: { accountId: true } })
  const count = self && (await tx.prisma.identity.count({ where: { accountId: self.accountId, platform: 'google' } }))
  return (count ?? 0) > 0
}
