import { quietUntil } from '../accounts/quietHours.ts'
import type { Core } from '../core.ts'
import { postToMany } from '../delivery/outbox.ts'
import type { AccountId, AnnouncementId } from '../ids.ts'
import { inPg } from '../store/transaction.ts'

const AT_ONCE = 100
/** So many people a sweep: more than the platforms let through until the next one. */
export const A_SWEEP = 1_000

/**
 * Writes the mail of an announcement, for whoever should hear it and has none of it yet: nobody gets it twice, however
 * often this is begun anew. Ends early when it was stopped, and does nothing while another process is at it. The
 * process may die at any moment: the next sweep goes on. `most`: no more people than that for now.
 */
export async function addressAnnouncement(
  core: Core,
  { id, most = Number.POSITIVE_INFINITY }: { id: AnnouncementId; most?: number },
): Promise<void> {
  for (let after = FIRST_ID, left = most; left > 0; left -= AT_ONCE) {
    const told = await inPg(core, async (tx) => {
      if ((await tx.run(HOLD, [id])).length === 0) return []
      const hearers = (await tx.run(STILL_TO_TELL, [id, after, AT_ONCE])) as Hearer[]
      const mails = hearers.map((hearer) => ({
        to: hearer.id,
        parcel: { kind: 'announcement', announcementId: id } as const,
        onceKey: `announcement:${id}:${hearer.id}`,
        dueAt: quietUntil(hearer, core.clock.now()) ?? core.clock.now(),
      }))
      if (mails.length > 0) await postToMany(core, tx, { mails, priority: 'announcement' })
      if (hearers.length < AT_ONCE) await tx.run(ADDRESSED, [id, core.clock.now().toISOString()])
      return hearers
    })
    const last = told.at(-1)
    if (!last || told.length < AT_ONCE) return
    after = last.id
  }
}

/** Announcements whose process died before everybody's mail was written; the sweep goes on with them. */
export const UNADDRESSED =
  'select id from announcement where addressed_at is null and stopped_at is null order by number limit $1'

/**
 * Who hears an announcement in one of these languages (SQL, an array of text): welcomed, reachable, not banned, and not
 * wishing to hear of nothing. `a` is the account.
 */
export const hears = (languages: string) => `a.welcomed_at is not null and a.erased_at is null and a.notify <> 'never'
  and a.language::text = any(${languages})
  and exists (select 1 from identity i where i.account_id = a.id and i.gone_at is null and i.platform in ('discord', 'telegram'))
  and not exists (select 1 from sanction s where s.account_id = a.id and s.kind = 'ban' and s.lifted_at is null)`

type Hearer = { id: AccountId; zone: string; quietFrom: number | null; quietUntil: number | null }

const FIRST_ID = '00000000-0000-0000-0000-000000000000'
/** Nothing when it was stopped or is addressed, or while another process is at it; a stop waits for those who are at it. */
const HOLD = `select 1 from announcement where id = $1::uuid and addressed_at is null and stopped_at is null
  for update skip locked`
const STILL_TO_TELL = `select a.id, a.zone, a.quiet_from as "quietFrom", a.quiet_until as "quietUntil"
  from announcement n, account a
  where n.id = $1::uuid and n.addressed_at is null and n.stopped_at is null and a.welcomed_at <= n.created_at
    and ${hears(`array_remove(array[case when n.text_en is not null then 'en' end, case when n.text_ko is not null then 'ko' end], null)`)}
    and a.id > $2::uuid
    and not exists (select 1 from outbox o where o.once_key = 'announcement:' || n.id || ':' || a.id)
  order by a.id limit $3`
const ADDRESSED = `update announcement set addressed_at = $2::timestamptz
  where id = $1::uuid and addressed_at is null and stopped_at is null`
