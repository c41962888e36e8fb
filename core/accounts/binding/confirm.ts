import type { Core } from '../../core.ts'
import { postMail } from '../../delivery/outbox.ts'
import type { AccountId, BindingId, IdentityId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import type { Binding, Identity } from '../../store/generated/client.ts'
import { inPrisma, type PrismaTx } from '../../store/transaction.ts'
import { GOOGLE_ID } from '../../vault/sealedColumns.ts'
import { googleLookups } from '../google.ts'
import { hasHistory } from '../history.ts'
import { identityScope } from '../identityScope.ts'
import { bindSelf, findBound, refuseImpossible } from './bind.ts'
import { stateOf } from './read.ts'

/** What a confirmation led to: it is done, or the other side is asked now. */
export type Confirmed = 'bound' | 'chat' | 'page'

/** A chat that was asked has so long to answer. */
export const ASK_HOURS = 24

/**
 * The person on the page, logged in with Google just now, says that this chat is theirs. A self without a history is
 * bound at once; one with a history is asked in its own chat first. Refused with the reason when it cannot be.
 */
export async function confirmOnPage(
  core: Core,
  { bindingId, sub }: { bindingId: BindingId; sub: string },
): Promise<Confirmed> {
  return inPrisma(core, async (tx) => {
    const binding = await lockLiving(core, tx, bindingId)
    const lookups = googleLookups(core, sub)
    const theirs = binding.googleLookup === null || lookups.some((one) => same(one, binding.googleLookup))
    if (!theirs || !binding.claimedAt) throw new Refusal('refuse.link.dead')
    if (binding.from === 'page' && !binding.chatAt) throw new Refusal('refuse.link.chatFirst')
    const now = core.clock.now()
    const confirmed = await tx.prisma.binding.update({
      where: { id: bindingId },
      data: {
        pageAt: binding.pageAt ?? now,
        googleLookup: core.vault.lookup(identityScope('google'), sub),
        sealedGoogle: core.vault.seal(sub, GOOGLE_ID),
        // Saying it again gives the chat no more time to be asked.
        expiresAt: binding.pageAt ? binding.expiresAt : new Date(now.getTime() + ASK_HOURS * 3_600_000),
      },
    })
    return complete(core, tx, confirmed)
  })
}

/** The person in the chat says yes. Refused for any other self than the one to be bound. */
export async function confirmInChat(
  core: Core,
  { bindingId, identityId }: { bindingId: BindingId; identityId: IdentityId },
): Promise<Confirmed> {
  return inPrisma(core, async (tx) => {
    const binding = await lockLiving(core, tx, bindingId)
    if (binding.identityId !== identityId || !binding.claimedAt) throw new Refusal('refuse.link.dead')
    const confirmed = await tx.prisma.binding.update({
      where: { id: bindingId },
      data: { chatAt: binding.chatAt ?? core.clock.now() },
    })
    return complete(core, tx, confirmed)
  })
}

/** Binds when everybody who has to was asked; otherwise asks. */
async function complete(core: Core, tx: PrismaTx, binding: Binding): Promise<Confirmed> {
  const { self, google } = await lockParties(core, tx, binding)
  await refuseImpossible(tx, { self, google })
  if (!binding.pageAt) return 'page'
  if (!binding.chatAt && (await hasHistory(tx.prisma, self.accountId as AccountId))) {
    await askChat(core, tx, binding, self)
    return 'chat'
  }
  await bindSelf(core, tx, { binding, self, google })
  return 'bound'
}

/** The chat self and the login with their accounts, held until the end: of two bonds at once the second sees the first. */
async function lockParties(
  core: Core,
  tx: PrismaTx,
  binding: Binding,
): Promise<{ self: Identity; google: Identity | undefined }> {
  const login = Buffer.from(binding.googleLookup ?? []).toString('hex')
  await tx.run('select 1 as held from pg_advisory_xact_lock(hashtextextended($1, 0))', [`login:${login}`])
  for (let look = 0; look < LOOKS_MOST; look++) {
    const self = await selfOf(tx, binding)
    const google = (await findBound(core, tx, binding)) ?? undefined
    const accounts = [self.accountId, google?.accountId ?? self.accountId]
    await tx.run('select 1 as held from account where id in ($1::uuid, $2::uuid) order by id for update', accounts)
    const moved = (await selfOf(tx, binding)).accountId !== self.accountId
    if (!moved) return { self, google }
  }
  throw new Error('a self that is about to be bound does not stand still')
}
const LOOKS_MOST = 5

async function askChat(core: Core, tx: PrismaTx, binding: Binding, self: Identity): Promise<void> {
  const parcel = { kind: 'binding-asked', bindingId: binding.id as BindingId } as const
  const told = await postMail(core, tx, {
    to: self.accountId as AccountId,
    self: self.id as IdentityId,
    parcel,
    priority: 'chat',
    onceKey: `asked:${binding.id}`,
  })
  if (!told) throw new Refusal('refuse.link.unreachable')
}

async function selfOf(tx: PrismaTx, { identityId }: Binding): Promise<Identity> {
  const self = identityId && (await tx.prisma.identity.findUnique({ where: { id: identityId } }))
  if (!self) throw new Refusal('refuse.link.dead')
  return self
}

/** The binding, locked, while it can still be confirmed. */
async function lockLiving(core: Core, tx: PrismaTx, bindingId: BindingId): Promise<Binding> {
  await tx.run('select 1 as held from binding where id = $1::uuid for update', [bindingId])
  const binding = await tx.prisma.binding.findUnique({ where: { id: bindingId } })
  if (!binding) throw new Refusal('refuse.link.dead')
  const state = stateOf(binding, core.clock.now())
  if (state === 'bound') throw new Refusal('refuse.link.already')
  if (state === 'undone' || state === 'over') throw new Refusal('refuse.link.dead')
  return binding
}

const same = (one: Uint8Array, other: Uint8Array | null) => other !== null && Buffer.from(one).equals(other)
