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
  const row = rows[0]
  return (
    row && {
      sanctionId: row.id,
      kind: row.kind,
      rule: row.rule,
      endsAt: row.kind === 'ban' ? null : row.ends_at,
      appealed: row.appealed_at !== null,
    }
  )
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

const STANDING = {
  name: 'standing',
  text: `select s.id, s.kind::text, s.rule, s.ends_at, s.appealed_at from sanction s
    where s.id in (${SANCTIONS_OF('$1')}
      union select sanction_id from sanctioned_self where platform = $3::"Platform" and lookup = any($4::bytea[]))
      and s.lifted_at is null and (s.kind = 'ban' or (s.kind = 'pause' and s.ends_at > $2))
    order by s.kind = 'ban' desc, s.ends_at desc limit 1`,
}
