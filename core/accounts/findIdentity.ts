import type { Core } from '../core.ts'
import { SANCTIONS_OF } from '../moderation/standing.ts'
import type { Platform } from '../platform.ts'
import type { Account, Identity } from '../store/generated/client.ts'
import { identityScope } from './identityScope.ts'

/** A self, and the account it belongs to. */
export type KnownIdentity = Identity & { account: Account }

/** What most people do not have, and need not be asked for then. */
export type Rare = {
  /** A sanction was given to them once, whether it holds or not. */
  sanctioned: boolean
  /** This self is in the middle of a form. */
  inForm: boolean
}

/** The self behind a platform's id, also when it was made known under an older lookup key. */
export async function findIdentity(core: Core, at: SelfName): Promise<KnownIdentity | null> {
  return (await findSelf(core, at))?.identity ?? null
}

type SelfName = { platform: Platform; platformId: string }
/** A self as it is met. */
export type Self = { identity: KnownIdentity; rare: Rare }

/** The same, and what is rare. */
export function findSelf(core: Core, { platform, platformId }: SelfName): Promise<Self | undefined> {
  return findKnown(core, { platform, lookups: core.vault.lookups(identityScope(platform), platformId) })
}

/** The self behind any of these keyed hashes. */
export async function findKnown(
  core: Core,
  { platform, lookups }: { platform: Identity['platform']; lookups: Uint8Array[] },
): Promise<Self | undefined> {
  for (const lookup of lookups) {
    const { rows } = await core.db.pg.query({ ...FIND, values: [platform, lookup, lookups] })
    if (rows[0]) return readSelf(rows[0])
  }
  return undefined
}

/** A self from a row that has {@link SELF_COLUMNS} of it. */
export function readSelf(row: Record<string, unknown>): Self {
  const account = read(row, 'a', ACCOUNT) as Account
  const identity = { ...(read(row, 'i', IDENTITY) as Identity), account }
  return { identity, rare: { sanctioned: row.sanctioned === true, inForm: row.in_form === true } }
}

/** The columns by the names that the schema gives them; one that is forgotten does not compile. */
const IDENTITY: Record<keyof Identity, string> = {
  id: 'id',
  accountId: 'account_id',
  platform: 'platform',
  lookup: 'lookup',
  sealedId: 'sealed_id',
  sealedChat: 'sealed_chat',
  goneAt: 'gone_at',
  goneReason: 'gone_reason',
  lastSeenAt: 'last_seen_at',
  createdAt: 'created_at',
}
const ACCOUNT: Record<keyof Account, string> = {
  id: 'id',
  penName: 'pen_name',
  penNameKey: 'pen_name_key',
  language: 'language',
  reads: 'reads::text[]',
  zone: 'zone',
  adultAt: 'adult_at',
  welcomedAt: 'welcomed_at',
  willing: 'willing',
  dailyNumber: 'daily_number',
  notify: 'notify',
  quietFrom: 'quiet_from',
  quietUntil: 'quiet_until',
  readCount: 'read_count',
  readDay: 'read_day',
  lastReadAt: 'last_read_at',
  lastWroteAt: 'last_wrote_at',
  createdAt: 'created_at',
  arrivesOn: 'arrives_on',
  showFollowing: 'show_following',
  promptAt: 'prompt_at',
  chatsAt: 'chats_at',
  erasedAt: 'erased_at',
}

const columns = (of: string, names: Record<string, string>) =>
  Object.entries(names).map(([field, column]) => `${of}.${column} as "${of}.${field}"`)

const read = (row: Record<string, unknown>, of: string, names: Record<string, string>) =>
  Object.fromEntries(Object.keys(names).map((field) => [field, row[`${of}.${field}`]])) as unknown

/** All of an identity `i` and its account `a`. */
export const SELF_COLUMNS = [...columns('i', IDENTITY), ...columns('a', ACCOUNT)].join(', ')

/** Asked for whatever anybody does. */
const FIND = {
  name: 'find_identity',
  text: `select ${SELF_COLUMNS},
      exists (${SANCTIONS_OF('a.id')}
        union select sanction_id from sanctioned_self where platform = $1::"Platform" and lookup = any($3::bytea[])) as sanctioned,
      exists (select 1 from pending_form where identity_id = i.id) as in_form
    from identity i join account a on a.id = i.account_id where i.platform = $1::"Platform" and i.lookup = $2`,
}
