import type { Core } from '../core.ts'
import { noteHeard } from '../delivery/lastHeard.ts'
import { CHAT_ID, PLATFORM_ID } from '../delivery/recipients.ts'
import { type AccountId, type IdentityId, newId } from '../ids.ts'
import { languageFromLocale } from '../language.ts'
import type { Platform } from '../platform.ts'
import type { Account, Identity } from '../store/generated/client.ts'
import { inPrisma } from '../store/transaction.ts'
import { suggestZone } from '../zones.ts'
import { comeBack } from './comeBack.ts'
import { findIdentity } from './findIdentity.ts'
import { identityScope } from './identityScope.ts'

/** A person as the dialogue knows them: an account, and the self they are speaking from. */
export type Person = { account: Account; accountId: AccountId; identityId: IdentityId }

/** A platform's word of who is there. Ids are sealed before they are stored. */
export type Sighting = {
  platform: Platform
  platformId: string
  chatId: string | undefined
  locale: string | undefined
  /** What was heard is that they went away: that brings nobody back. */
  leaves?: boolean
}

/** `lastSeenAt` is only as fine as this, to spare the database. */
const SEEN_EVERY_MS = 60_000

/**
 * The person behind a platform's id, made known on first contact (language and zone guessed from the client).
 * Being seen makes an unreachable self reachable again, and tells it what it missed.
 */
export async function meetPerson(core: Core, sighting: Sighting): Promise<Person> {
  if (!sighting.leaves) noteHeard(core, sighting)
  const known = await findIdentity(core, sighting)
  if (!known) return introduce(core, sighting, core.vault.lookup(identityScope(sighting.platform), sighting.platformId))
  if (!sighting.leaves) await noteSeen(core, known, sighting)
  return person(known.account, known.id)
}

async function introduce(
  core: Core,
  { platform, platformId, chatId, locale }: Sighting,
  lookup: Uint8Array<ArrayBuffer>,
): Promise<Person> {
  const now = core.clock.now()
  const language = languageFromLocale(locale)
  const accountId = newId<AccountId>(now)
  const identity = {
    id: newId<IdentityId>(now),
    platform,
    lookup,
    sealedId: core.vault.seal(platformId, PLATFORM_ID),
    sealedChat: chatId ? core.vault.seal(chatId, CHAT_ID) : null,
    lastSeenAt: now,
    createdAt: now,
  }
  const data = {
    id: accountId,
    language,
    reads: [language],
    zone: suggestZone(language, locale),
    createdAt: now,
    identities: { create: identity },
  }
  try {
    const account = await core.db.prisma.account.create({ data })
    await holdFromBefore(core, { platform, platformId, lookup })
    return person(account, identity.id)
  } catch (error) {
    const where = { platform_lookup: { platform, lookup } }
    const met = await core.db.prisma.identity.findUnique({ where, include: { account: true } })
    if (!met) throw error
    return person(met.account, met.id)
  }
}

/** Somebody who erased everything and comes back under a newer lookup key is held by what held them under an older one. */
async function holdFromBefore(
  core: Core,
  { platform, platformId, lookup }: { platform: Platform; platformId: string; lookup: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const [, ...older] = core.vault.lookups(identityScope(platform), platformId)
  if (older.length === 0) return
  const before = await core.db.prisma.sanctionedSelf.findMany({ where: { platform, lookup: { in: older } } })
  const data = before.map(({ sanctionId }) => ({ platform, lookup, sanctionId }))
  await core.db.prisma.sanctionedSelf.createMany({ data, skipDuplicates: true })
}

async function noteSeen(core: Core, identity: Identity, { chatId }: Sighting): Promise<void> {
  const now = core.clock.now()
  const newChat = chatId !== undefined && !identity.sealedChat
  const returned = identity.goneAt !== null
  if (!newChat && !returned && now.getTime() - identity.lastSeenAt.getTime() < SEEN_EVERY_MS) return
  await inPrisma(core, async (tx) => {
    const sealedChat = chatId ? { sealedChat: core.vault.seal(chatId, CHAT_ID) } : {}
    await tx.prisma.identity.update({
      where: { id: identity.id },
      data: { lastSeenAt: now, ...sealedChat },
    })
    const [accountId, identityId] = [identity.accountId as AccountId, identity.id as IdentityId]
    if (returned) await comeBack(core, tx, { accountId, identityId })
  })
}

const person = (account: Account, identityId: string): Person => ({
  account,
  accountId: account.id as AccountId,
  identityId: identityId as IdentityId,
})
