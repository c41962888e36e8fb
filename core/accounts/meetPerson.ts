import type { Core } from '../core.ts'
import { noteHeard } from '../delivery/lastHeard.ts'
import { CHAT_ID, PLATFORM_ID } from '../delivery/recipients.ts'
import { type AccountId, type IdentityId, newId } from '../ids.ts'
import { languageFromLocale } from '../language.ts'
import type { Platform } from '../platform.ts'
import type { Account, Identity } from '../store/generated/client.ts'
import { inPg } from '../store/transaction.ts'
import { suggestZone } from '../zones.ts'
import { comeBack } from './comeBack.ts'
import { findSelf, type Rare, readSelf, SELF_COLUMNS, type Self } from './findIdentity.ts'
import { identityScope } from './identityScope.ts'

/** A person as the dialogue knows them: an account, the self they are speaking from, and what is rare about them. */
export type Person = { account: Account; accountId: AccountId; identityId: IdentityId; rare: Rare }

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
  const known = await findSelf(core, sighting)
  if (!known) return introduce(core, sighting)
  if (!sighting.leaves && !(await noteSeen(core, known.identity, sighting))) return introduce(core, sighting)
  return person(known)
}

/** Met twice at once they are one person: the second finds the first. */
async function introduce(core: Core, sighting: Sighting): Promise<Person> {
  const { platform, platformId, chatId, locale } = sighting
  const now = core.clock.now()
  const language = languageFromLocale(locale)
  const lookup = core.vault.lookup(identityScope(platform), platformId)
  const values = [
    newId<AccountId>(now),
    language,
    suggestZone(language, locale),
    now,
    newId<IdentityId>(now),
    platform,
    lookup,
    core.vault.seal(platformId, PLATFORM_ID),
    chatId ? core.vault.seal(chatId, CHAT_ID) : null,
    core.vault.lookups(identityScope(platform), platformId),
  ]
  const made = await core.db.pg.query({ ...INTRODUCE, values }).catch(async (error) => {
    const met = await findSelf(core, sighting)
    if (!met) throw error
    return met
  })
  if (!('rows' in made)) return person(made)
  await holdFromBefore(core, { platform, platformId, lookup })
  return person(readSelf(made.rows[0]))
}

const INTRODUCE = {
  name: 'introduce',
  text: `with made as (
      insert into account (id, language, reads, zone, created_at)
      values ($1, $2::"Language", array[$2::"Language"], $3, $4) returning *
    ), self as (
      insert into identity (id, account_id, platform, lookup, sealed_id, sealed_chat, last_seen_at, created_at)
      select $5, id, $6::"Platform", $7, $8, $9, $4, $4 from made returning *
    )
    select ${SELF_COLUMNS},
      exists (select 1 from sanctioned_self where platform = $6::"Platform" and lookup = any($10::bytea[])) as sanctioned
    from self i join made a on a.id = i.account_id`,
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

/** False when there is no such self any more: it was erased at this very moment. */
async function noteSeen(core: Core, identity: Identity, { chatId }: Sighting): Promise<boolean> {
  const now = core.clock.now()
  const newChat = chatId !== undefined && !identity.sealedChat
  const returned = identity.goneAt !== null
  if (!newChat && !returned && now.getTime() - identity.lastSeenAt.getTime() < SEEN_EVERY_MS) return true
  const values = [identity.id, now, chatId ? core.vault.seal(chatId, CHAT_ID) : null]
  if (!returned) return (await core.db.pg.query({ ...SEEN, values })).rowCount === 1
  return inPg(core, async (tx) => {
    if ((await tx.pg.query({ ...SEEN, values })).rowCount !== 1) return false
    const [accountId, identityId] = [identity.accountId as AccountId, identity.id as IdentityId]
    await comeBack(core, tx, { accountId, identityId })
    return true
  })
}

const SEEN = {
  name: 'self_seen',
  text: 'update identity set last_seen_at = $2, sealed_chat = coalesce($3, sealed_chat) where id = $1',
}

const person = ({ identity, rare }: Self): Person => ({
  account: identity.account,
  accountId: identity.accountId as AccountId,
  identityId: identity.id as IdentityId,
  rare,
})
