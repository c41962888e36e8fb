import type { Core } from '../core.ts'
import { type AnnouncementId, newId } from '../ids.ts'
import type { Language } from '../language.ts'
import { writeAudit } from '../moderation/audit.ts'
import { requireOperator } from '../moderation/operators.ts'
import { inRehearsal } from '../moderation/rehearse.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { addressAnnouncement, hears } from './addressAnnouncement.ts'

export type AnnouncementLine = {
  number: number
  ko: string | null
  en: string | null
  createdBy: string
  createdAt: Date
  stoppedAt: Date | null
  /** When everybody's had been written; null while that goes on. */
  addressedAt: Date | null
  sent: number
  waiting: number
}

/** Whom an announcement would reach: welcomed, reachable, not banned, and not wishing to hear of nothing. */
export async function countHearers(core: Core, { languages }: { languages: Language[] }): Promise<number> {
  const { rows } = await core.db.pg.query(`select count(*)::int as count from account a where ${hears('$1')}`, [
    languages,
  ])
  return rows[0].count
}

/**
 * Tells everybody, or everybody of a language, something; owners only. It goes behind all other mail, in everybody's
 * waking hours, within the platforms' rates, and can be stopped. When this process dies in the middle, the service goes
 * on with it. Returns its number and how many it is on its way to.
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
  const to = await countHearers(core, { languages: Object.keys(texts) as Language[] })
  await addressAnnouncement(core, { id })
  return { number, to }
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

const LIST = `select n.number, n.text_ko as ko, n.text_en as en, n.created_by as "createdBy", n.created_at as "createdAt",
    n.stopped_at as "stoppedAt", n.addressed_at as "addressedAt",
    (select count(*)::int from outbox o where o.once_key like 'announcement:' || n.id || ':%' and o.state = 'sent') as sent,
    (select count(*)::int from outbox o where o.once_key like 'announcement:' || n.id || ':%' and o.state in ('pending', 'sending')) as waiting
  from announcement n order by n.number desc limit $1`
