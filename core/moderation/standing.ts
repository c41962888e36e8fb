import type { Core } from '../core.ts'
import type { AccountId, SanctionId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import { Refusal } from '../refusal.ts'
import type { Rule } from './rules.ts'

/** A pause or ban that holds now. */
export type Standing = {
  sanctionId: SanctionId
  kind: 'pause' | 'ban'
  rule: Rule
  /** When a pause ends. */
  endsAt: Date | null
  /** Whether it has been appealed already. */
  appealed: boolean
}

/**
 * The heaviest sanction that holds for a person now, whichever of their selves it was given to; undefined in good
 * standing. With `self` it is also found for somebody who erased everything and came back under a new account.
 */
export async function standingOf(
  core: Core,
  { accountId, self }: { accountId: AccountId; self?: { platform: Platform; lookups: Uint8Array[] } },
): Promise<Standing | undefined> {
  const { rows } = await core.db.pg.query({
    ...STANDING,
    values: [accountId, core.clock.now(), self?.platform ?? null, self?.lookups.map((one) => Buffer.from(one)) ?? []],
  })
  return standingIn(rows[0])
}

/** What a row of {@link STANDING} says; undefined where there is none, or where it is joined to another and empty. */
export function standingIn(row: StandingRow | undefined): Standing | undefined {
  if (!row?.id) return undefined
  const { id: sanctionId, kind, rule, ends_at: endsAt, appealed_at: appealedAt } = row
  return { sanctionId, kind, rule, endsAt: kind === 'ban' ? null : endsAt, appealed: appealedAt !== null }
}

type StandingRow = Pick<Standing, 'kind' | 'rule'> & {
  id: SanctionId | null
  ends_at: Date | null
  appealed_at: Date | null
}

/** Refused while this person may not write to others. Letters to oneself are not asked about. */
export async function refuseWhilePaused(core: Core, accountId: AccountId): Promise<void> {
  refusePaused(core, await standingOf(core, { accountId }))
}

/** The same, once their standing is known. */
export function refusePaused(core: Core, standing: Standing | undefined): void {
  if (standing?.endsAt) throw new Refusal('refuse.paused', { hours: hoursLeft(standing.endsAt, core.clock.now()) })
  if (standing) throw new Refusal('refuse.banned')
}

/** Full hours until then, at least one. */
export function hoursLeft(until: Date, now: Date): number {
  return Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 3_600_000))
}

/** The sanctions of a person: their account's, and those of their selves from before an erasure. */
export const SANCTIONS_OF = (account: string) => `
  select id from sanction where account_id = ${account}
  union select x.sanction_id from identity i
    join sanctioned_self x on x.platform = i.platform and x.lookup = i.lookup where i.account_id = ${account}`

/** Whether a person is banned. */
export const BANNED = (account: string) => `exists (select 1 from sanction
  where id in (${SANCTIONS_OF(account)}) and lifted_at is null and kind = 'ban')`

/** The heaviest sanction that holds for $1 at $2; $3 and $4 are a platform and the lookups of a self there. */
export const STANDING = {
  name: 'standing',
  text: `select s.id, s.kind::text, s.rule, s.ends_at, s.appealed_at from sanction s
    where s.id in (${SANCTIONS_OF('$1')}
      union select sanction_id from sanctioned_self where platform = $3::"Platform" and lookup = any($4::bytea[]))
      and s.lifted_at is null and (s.kind = 'ban' or (s.kind = 'pause' and s.ends_at > $2))
    order by s.kind = 'ban' desc, s.ends_at desc limit 1`,
}
