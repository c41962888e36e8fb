import type { Core } from '../core.ts'
import { TARGET_HOURS } from '../moderation/queue.ts'

/** How the running service looks from its database; counts and seconds only. */
export type ServiceHealth = {
  databaseVersion: string
  /** How far the database's clock is ahead of this machine's, in seconds. */
  databaseAheadSeconds: number
  /** Names of the senders at work now (their leases have not lapsed). */
  senders: string[]
  /** Notices that should have left more than a minute ago. */
  overdueNotices: number
  /** Notices that no platform took, or that may have been lost, in the last day. */
  failedNotices: number
  /** Letters whose time came more than ten minutes ago. */
  overdueLetters: number
  owners: number
  casesLate: number
}

/** Looks, and changes nothing. */
export async function readServiceHealth(core: Core): Promise<ServiceHealth> {
  const now = core.clock.now()
  const before = core.time.now()
  const { rows } = await core.db.pg.query(HEALTH, [
    new Date(now.getTime() - 60_000),
    new Date(now.getTime() - 600_000),
    new Date(now.getTime() - 86_400_000),
    new Date(now.getTime() - TARGET_HOURS * 3_600_000),
  ])
  const { database_now: databaseNow, ...health } = rows[0]
  const here = (before + core.time.now()) / 2
  return { ...health, databaseAheadSeconds: Math.round((databaseNow.getTime() - here) / 1000) }
}

const HEALTH = `select current_setting('server_version') as "databaseVersion", clock_timestamp() as database_now,
  (select coalesce(json_agg(name order by name), '[]') from lease where expires_at > clock_timestamp()) as senders,
  (select count(*)::int from outbox where state in ('pending', 'sending') and due_at < $1 and (retry_at is null or retry_at < $1)) as "overdueNotices",
  (select count(*)::int from outbox where state in ('refused', 'unknown') and settled_at > $3) as "failedNotices",
  (select count(*)::int from letter where state = 'travelling' and arrives_at < $2) as "overdueLetters",
  (select count(*)::int from operator where role = 'owner' and removed_at is null) as owners,
  (select count(*)::int from moderation_case where closed_at is null and created_at < $4) as "casesLate"`
