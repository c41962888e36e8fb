import { hangUpSelf } from '../../chat/leaveChat.ts'
import type { Core } from '../../core.ts'
import { postMail } from '../../delivery/outbox.ts'
import { PLATFORM_ID } from '../../delivery/recipients.ts'
import { type AccountId, type BindingId, type IdentityId, newId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import type { Binding, Identity } from '../../store/generated/client.ts'
import type { PrismaTx } from '../../store/transaction.ts'
import { GOOGLE_ID } from '../../vault/sealedColumns.ts'
import { findLogin, googleLookups } from '../google.ts'
import { hasHistory } from '../history.ts'
import { mergeAccounts } from '../merge.ts'
import { refreshSlots } from '../readerSlots.ts'
import { holdSanctions } from '../sanctionedSelves.ts'

/** Every keyed hash of the login that a binding is about; none before somebody logged in. */
export function loginLookups(core: Core, { sealedGoogle }: Binding): Uint8Array<ArrayBuffer>[] {
  return sealedGoogle ? googleLookups(core, core.vault.open(sealedGoogle, GOOGLE_ID)) : []
}

/** The self that the login of a binding is, where it is bound already. */
export function findBound(core: Core, tx: PrismaTx, binding: Binding): Promise<Identity | null> {
  return findLogin(tx, { lookups: loginLookups(core, binding) })
}

/** Says no, with the reason, to what no confirmation could make right. Nothing is ever bound anew in silence. */
export async function refuseImpossible(
  tx: PrismaTx,
  { self, google }: { self: Identity; google: Identity | undefined },
): Promise<void> {
  const mine = await tx.prisma.identity.findMany({ where: { accountId: self.accountId } })
  if (google && google.accountId === self.accountId) throw new Refusal('refuse.link.already')
  if (mine.some(({ platform }) => platform === 'google')) throw new Refusal('refuse.link.otherLogin')
  if (!google) return
  const theirs = await tx.prisma.identity.findMany({ where: { accountId: google.accountId } })
  const clash = theirs.find((one) => mine.some(({ platform }) => platform === one.platform))
  if (clash) throw new Refusal('refuse.link.samePlatform', { platform: clash.platform })
}

/**
 * Makes one person of a chat self and a Google login, and tells every chat of theirs, each with a way to undo it.
 * A login that is new joins the self's account. A self without a history moves into the login's account, and its own,
 * empty one is kept aside in case this is undone. Two with a history are merged.
 */
export async function bindSelf(
  core: Core,
  tx: PrismaTx,
  { binding, self, google }: { binding: Binding; self: Identity; google: Identity | undefined },
): Promise<void> {
  const now = core.clock.now()
  const left = self.accountId as AccountId
  const together = (google?.accountId ?? left) as AccountId
  let leftId: AccountId | null = null
  if (!google) await addLogin(core, tx, { binding, accountId: together, now })
  else if (await hasHistory(tx.prisma, left)) await mergeAccounts(core, tx, { from: left, into: together })
  else {
    await hangUpSelf(core, tx, { identityId: self.id as IdentityId })
    await tx.prisma.identity.update({ where: { id: self.id }, data: { accountId: together } })
    await takeOver(tx, { from: left, into: together })
    await refreshSlots(core, tx, left)
    await refreshSlots(core, tx, together)
    leftId = left
  }
  await holdSanctions(tx, together)
  await tx.prisma.binding.update({ where: { id: binding.id }, data: { boundAt: now, leftId } })
  await tellAll(core, tx, binding, together)
}

/** It is made known at the very moment of the bond: that is how undoing knows that it came with it. */
async function addLogin(
  core: Core,
  tx: PrismaTx,
  { binding: { googleLookup, sealedGoogle }, accountId, now }: { binding: Binding; accountId: AccountId; now: Date },
): Promise<void> {
  if (!googleLookup || !sealedGoogle) throw new Error('a binding without a login was confirmed')
  const sealedId = core.vault.seal(core.vault.open(sealedGoogle, GOOGLE_ID), PLATFORM_ID)
  const login = { id: newId<IdentityId>(now), accountId, platform: 'google' as const, lookup: googleLookup, sealedId }
  await tx.prisma.identity.create({ data: { ...login, lastSeenAt: now, createdAt: now } })
}

/** A self that never finished its welcome, in an account that did, is welcome; the other way round, too. */
async function takeOver(tx: PrismaTx, { from, into }: { from: AccountId; into: AccountId }): Promise<void> {
  await tx.run(
    `update account a set adult_at = coalesce(a.adult_at, b.adult_at) from account b where a.id = $2::uuid and b.id = $1::uuid`,
    [from, into],
  )
}

/** Every chat of this person hears it, the one just bound and those that were there. */
async function tellAll(core: Core, tx: PrismaTx, { id }: Binding, accountId: AccountId): Promise<void> {
  const selves = await tx.prisma.identity.findMany({ where: { accountId, platform: { not: 'google' } } })
  for (const self of selves) {
    const parcel = { kind: 'self-bound', bindingId: id as BindingId } as const
    await postMail(core, tx, {
      to: accountId,
      self: self.id as IdentityId,
      parcel,
      priority: 'chat',
      onceKey: `bound:${id}:${self.id}`,
    })
  }
}
