import type { Core } from '../core.ts'
import { PLATFORM_ID } from '../delivery/recipients.ts'
import type { AccountId } from '../ids.ts'
import type { Account, Identity } from '../store/generated/client.ts'
import type { PrismaTx } from '../store/transaction.ts'
import { findKnown } from './findIdentity.ts'
import { identityScope } from './identityScope.ts'

/** Every keyed hash under which a Google login may be known. Only Google's `sub` counts, never an e-mail address. */
export function googleLookups(core: Core, sub: string): Uint8Array<ArrayBuffer>[] {
  return core.vault.lookups(identityScope('google'), sub)
}

/** The account that a Google login is bound to, if it is. */
export async function accountOfGoogle(
  core: Core,
  { lookups }: { lookups: Uint8Array<ArrayBuffer>[] },
): Promise<Account | undefined> {
  return (await findKnown(core, { platform: 'google', lookups }))?.identity.account
}

/** The self that a Google login is, where it is bound; also when it was made known under an older lookup key. */
export function findLogin(
  { prisma }: Pick<PrismaTx, 'prisma'>,
  { lookups }: { lookups: Uint8Array<ArrayBuffer>[] },
): Promise<Identity | null> {
  return prisma.identity.findFirst({ where: { platform: 'google', lookup: { in: lookups } } })
}

/** Logs the login of a person, if they have one, out of every browser. */
export async function logOutEverywhere(core: Core, { accountId }: { accountId: AccountId }): Promise<void> {
  const login = await core.db.prisma.identity.findFirst({ where: { accountId, platform: 'google' } })
  if (login) await logOutLogin(core, core.db, login)
}

/** Logs a bound login out of every browser, in the caller's transaction. */
export async function logOutLogin(core: Core, { prisma }: Pick<PrismaTx, 'prisma'>, login: Identity): Promise<void> {
  const lookups = googleLookups(core, core.vault.open(login.sealedId, PLATFORM_ID))
  await prisma.webSession.deleteMany({ where: { owner: { in: lookups } } })
}
