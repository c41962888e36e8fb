import type { Core } from '../core.ts'
import type { Account } from '../store/generated/client.ts'
import { identityScope } from './meetPerson.ts'

/** Every keyed hash under which a Google login may be known. Only Google's `sub` counts, never an e-mail address. */
export function googleLookups(core: Core, sub: string): Uint8Array<ArrayBuffer>[] {
  return core.vault.lookups(identityScope('google'), sub)
}

/** The account that a Google login is bound to, if it is. */
export async function accountOfGoogle(
  core: Core,
  { lookups }: { lookups: Uint8Array<ArrayBuffer>[] },
): Promise<Account | undefined> {
  const identity = await core.db.prisma.identity.findFirst({
    where: { platform: 'google', lookup: { in: lookups } },
    include: { account: true },
  })
  return identity?.account
}
