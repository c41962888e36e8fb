import { keepApart } from '../accounts/blocks.ts'
import { endChatBetween } from '../chat/leaveChat.ts'
import type { Core } from '../core.ts'
import { type AccountId, newId, type ReportId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { PrismaTx } from '../store/transaction.ts'
import { openCase } from './queue.ts'
import { reportableOf } from './reportables.ts'
import type { ReportedKind } from './reportedKinds.ts'
import { REPORT_COPY, REPORT_WORDS } from './seals.ts'
import { enoughToHide, reporterRecord } from './weight.ts'

/** What a report may say is wrong; the words are in texts/. */
export const reportCategories = ['hurtful', 'sexual', 'contact', 'spam', 'danger', 'other'] as const
export const REPORT_WORDS_MAX = 1_000

/** A report as somebody makes it. */
export type NewReport = {
  kind: ReportedKind
  thingId: string
  reporterId: AccountId
  /** Whose words they are. Never told to the reporter, nor the other way round. */
  writerId: AccountId
  category: string
  /** What the reporter wants to say. */
  words: string
  /** That thing as it stands, or those messages: all that a moderator will see. */
  copy: string
}

/**
 * Shows somebody's words to the moderators, with a sealed copy of its own, in the caller's transaction; the two are kept
 * apart until it is decided. Reports of one thing are one case. When enough independent people have reported it, it is
 * out of everybody's sight. The room of the thing takes it out of the reporter's own sight itself.
 * Once a person and thing: refused when they reported it before and did not take it back.
 */
export async function fileReport(core: Core, tx: PrismaTx, report: NewReport): Promise<ReportId> {
  const { kind, thingId, reporterId, writerId, category } = report
  if (!reportCategories.some((known) => known === category)) throw new Refusal('refuse.report.category')
  if (reporterId === writerId) throw new Refusal('refuse.report.own')
  const words = report.words.trim()
  if (words.length > REPORT_WORDS_MAX)
    throw new Refusal('refuse.words.tooLong', { length: words.length, most: REPORT_WORDS_MAX })
  const thing = { kind, thingId }
  const before = await tx.prisma.report.findFirst({ where: { ...thing, reporterId } })
  if (before && before.state !== 'withdrawn') throw new Refusal('refuse.report.already')
  if (before) await tx.prisma.report.delete({ where: { id: before.id } })
  const now = core.clock.now()
  const id = newId<ReportId>(now)
  const waiting = await openCaseOf(tx, thing)
  await tx.prisma.report.create({
    data: {
      id,
      ...thing,
      deliveryId: kind === 'letter' ? thingId : null,
      writerId,
      reporterId,
      category,
      words: words ? core.vault.seal(words, REPORT_WORDS) : null,
      copy: core.vault.seal(report.copy, REPORT_COPY),
      createdAt: now,
    },
  })
  if (!waiting) await openCase(core, tx, { kind: 'report', reportId: id })
  await endChatBetween(core, tx, { by: reporterId, other: writerId })
  await keepApart(core, tx, { blockerId: reporterId, blockedId: writerId, cause: id, viaReport: true })
  if (await isEnough(core, tx, thing)) await reportableOf(kind).hide(core, tx, thingId)
  return id
}

/**
 * Whether the open reports of a thing weigh enough to hide it from everybody. Never once a moderator has found nothing
 * wrong with it: whoever keeps reporting it does not silence its writer.
 */
export async function isEnough(
  core: Core,
  { prisma }: Pick<PrismaTx, 'prisma'>,
  thing: { kind: string; thingId: string },
): Promise<boolean> {
  const reports = await prisma.report.findMany({ where: thing, select: { reporterId: true, state: true } })
  if (reports.some(({ state }) => state === 'dismissed' || state === 'care')) return false
  const open = reports.filter(({ state }) => state === 'open')
  if (open.length < 2) return false
  const records = await Promise.all(
    open.map(({ reporterId }) => reporterRecord({ prisma }, { reporterId, now: core.clock.now() })),
  )
  return enoughToHide(records.flatMap((one) => (one ? [one.weight] : [])))
}

/** The case of this thing that waits already, locked: it cannot be decided without the report that is being made. */
async function openCaseOf(tx: PrismaTx, { kind, thingId }: { kind: string; thingId: string }): Promise<boolean> {
  await tx.run('select 1 as held from pg_advisory_xact_lock(hashtext($1))', [`report:${kind}:${thingId}`])
  const rows = await tx.run(OPEN_CASE, [kind, thingId])
  return rows.length > 0
}

const OPEN_CASE = `select c.number from moderation_case c join report r on r.id = c.report_id
  where r.kind = $1 and r.thing_id = $2::uuid and c.closed_at is null for update of c`
