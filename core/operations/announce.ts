import { quietUntil } from '../accounts/quietHours.ts'
import type { Core } from '../core.ts'
import { postMail } from '../delivery/outbox.ts'
import { type AccountId, type AnnouncementId, newId } from '../ids.ts'
import type { Language } from '../language.ts'
import { writeAudit } from '../moderation/audit.ts'
import { requireOperator } from '../moderation/operators.ts'
import { inRehearsal } from '../moderation/rehearse.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma, type PrismaTx } from '../store/transaction.ts'

export type AnnouncementLine = {
  number: number
  ko: string | null
  en: string | null
  createdBy: string
  createdAt: Date
  stoppedAt: Date | null
  sent: number
  waiting: number
}

const AT_ONCE = 100

/** Whom an announcement would reach: welcomed, reachable, not banned, and not wishing to hear of nothing. */
export async function countHearers(core: Core, { languages }: { languages: Language[] }): Promise<number> {
  const { rows } = await core.db.pg.query(`select count(*)::int as count from account a where ${HEARS}`, [languages])
  return rows[0].count
}

/**
 * Tells everybody, or everybody of a language, something; owners only. It goes behind all other mail, in everybody's
 * waking hours, within the platforms' rates, and can be stopped. Returns its number and how many it is on its way to.
 */
export async function announce(
  core: Core,
  { by, texts, why }: { by: string; texts: Partial<Record<Language, string>>; why: string },
): Promise<{ number: number; to: number }> {
  const id = newId<AnnouncementId>(core.clock.now())
  const { number } = await inPrisma(core, async (tx) => {
    await requireOperator(tx, by, 'owner')
    const said = { textKo: texts.ko ?? null, textEn: texts.en ?? null }
    const made = await tx.prisma.announcement.create({
      data: { id, ...said, createdBy: by, createdAt: core.clock.now() },
    })
    await writeAudit(core, tx, { operator: by, act: 'announce', subject: `announcement ${made.number}`, why })
    return made
  })
  const languages = Object.keys(texts)
  let to = 0
  for (let after = FIRST_ID; ; ) {
    const { rows } = await core.db.pg.query(HEARERS, [languages, after, AT_ONCE])
    await inPrisma(core, async (tx) => {
      for (const row of rows) if (await tellOne(core, tx, id, row)) to++
    })
    if (rows.length < AT_ONCE) return { number, to }
    after = rows.at(-1).id
  }
}

/** Whoever has not been told yet will not be. */
export async function stopAnnouncement(
  core: Core,
  { by, number, why, rehearse = false }: { by: string; number: number; why: string; rehearse?: boolean },
): Promise<void> {
  await inRehearsal(core, rehearse, async (tx) => {
    await requireOperator(tx, by, 'owner')
    const { count } = await tx.prisma.announcement.updateMany({
      where: { number, stoppedAt: null },
      data: { stoppedAt: core.clock.now() },
    })
    if (count === 0) throw new Refusal('refuse.op.noAnnouncement', { number })
    await writeAudit(core, tx, { operator: by, act: 'announce.stop', subject: `announcement ${number}`, why })
  })
}

/** Announcements, newest first, and how far they are. */
export async function listAnnouncements(core: Core, { limit }: { limit: number }): Promise<AnnouncementLine[]> {
  const { rows } = await core.db.pg.query(LIST, [limit])
  return rows
}

type Hearer = { id: AccountId; zone: string; quietFrom: number | null; quietUntil: number | null }

async function tellOne(core: Core, tx: PrismaTx, announcementId: AnnouncementId, hearer: Hearer): Promise<boolean> {
  const quiet = quietUntil(hearer, core.clock.now())
  return postMail(core, tx, {
    to: hearer.id,
    parcel: { kind: 'announcement', announcementId },
    priority: 'announcement',
    onceKey: `announcement:${announcementId}:${hearer.id}`,
    ...(quiet ? { dueAt: quiet } : {}),
  })
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const HEARS = `a.welcomed_at is not null and a.erased_at is null and a.notify <> 'never' and a.language::text = any($1)
  and exists (select 1 from identity i where i.account_id = a.id and i.gone_at is null and i.platform in ('discord', 'telegram'))
  and not exists (select 1 from sanction s where s.account_id = a.id and s.kind = 'ban' and s.lifted_at is null)`
const HEARERS = `select a.id, a.zone, a.quiet_from as "quietFrom", a.quiet_until as "quietUntil"
  from account a where ${HEARS} and a.id > $2::uuid order by a.id limit $3`
const LIST = `select n.number, n.text_ko as ko, n.text_en as en, n.created_by as "createdBy", n.created_at as "createdAt",
    n.stopped_at as "stoppedAt",
    (select count(*)::int from outbox o where o.once_key like 'announcement:' || n.id || ':%' and o.state = 'sent') as sent,
    (select count(*)::int from outbox o where o.once_key like 'announcement:' || n.id || ':%' and o.state in ('pending', 'sending')) as waiting
  from announcement n order by n.number desc limit $1`
