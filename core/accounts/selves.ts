import type { Core } from '../core.ts'
import type { AccountId, BindingId, IdentityId } from '../ids.ts'

/** One self of a person, as they see it themselves. */
export type SelfEntry = {
  identityId: IdentityId
  platform: 'discord' | 'telegram' | 'google'
  since: Date
  lastSeenAt: Date
  /** Nothing reaches it at the moment. */
  gone: boolean
}

/** All selves of a person, the oldest first. */
export async function listSelves(core: Core, { accountId }: { accountId: AccountId }): Promise<SelfEntry[]> {
  const rows = await core.db.prisma.identity.findMany({ where: { accountId }, orderBy: { createdAt: 'asc' } })
  return rows.map(({ id, platform, createdAt, lastSeenAt, goneAt }) => ({
    identityId: id as IdentityId,
    platform,
    since: createdAt,
    lastSeenAt,
    gone: goneAt !== null,
  }))
}

/** Chats that still have to say yes before they join this login. */
export async function listAwaited(
  core: Core,
  { lookups }: { lookups: Uint8Array<ArrayBuffer>[] },
): Promise<{ bindingId: BindingId; platform: 'discord' | 'telegram' }[]> {
  const rows = await core.db.prisma.binding.findMany({
    where: {
      googleLookup: { in: lookups },
      pageAt: { not: null },
      boundAt: null,
      undoneAt: null,
      expiresAt: { gt: core.clock.now() },
    },
    include: { identity: { select: { platform: true } } },
  })
  return rows.flatMap(({ id, identity }) =>
    identity && identity.platform !== 'google' ? [{ bindingId: id as BindingId, platform: identity.platform }] : [],
  )
}
