import { refreshSlots } from '../accounts/readerSlots.ts'
import { hangUpIn } from '../chat/leaveChat.ts'
import type { Core } from '../core.ts'
import { type AccountId, type DeliveryId, type LetterId, newId, type ReportId, type SanctionId } from '../ids.ts'
import { endThreadBetween } from '../letters/correspondence.ts'
import { seekAnother } from '../letters/seekAnother.ts'
import { Refusal } from '../refusal.ts'
import type { Sanction } from '../store/generated/client.ts'
import type { PrismaTx } from '../store/transaction.ts'
import { writeAudit } from './audit.ts'
import { inform } from './inform.ts'
import { requireOperator } from './operators.ts'
import { inRehearsal } from './rehearse.ts'
import { nextStep, type Rule, type Step } from './rules.ts'
import { SANCTION_QUOTE } from './seals.ts'

/** A sanction as operators see it: the person by pen-name, or nothing once they are gone. */
export type SanctionLine = {
  number: number
  penName: string | null
  kind: Step['kind']
  rule: string
  createdBy: string
  createdAt: Date
  endsAt: Date | null
  liftedAt: Date | null
  appealedAt: Date | null
  granted: boolean | null
}

type Cause = {
  accountId: AccountId
  rule: Rule
  by: string
  letterId?: LetterId
  reportId?: ReportId
  /** The words in question. */
  quote?: string | undefined
  /** A word only, whatever went before. */
  gently?: boolean | undefined
}

/**
 * Gives the sanction that the ladder says, in the caller's transaction: it holds at once, for all selves of the person,
 * and they are told the rule and the words in question. Returns what it was.
 */
export async function imposeSanction(core: Core, tx: PrismaTx, cause: Cause): Promise<Step> {
  const { accountId, rule } = cause
  const now = core.clock.now()
  await tx.run('select id from account where id = $1::uuid for update', [accountId])
  const past = await tx.prisma.sanction.findMany({ where: { accountId, liftedAt: null } })
  const step = nextStep(rule, past, now, cause.gently)
  const id = newId<SanctionId>(now)
  await tx.prisma.sanction.create({
    data: {
      id,
      accountId,
      kind: step.kind,
      rule,
      quote: cause.quote ? core.vault.seal(cause.quote, SANCTION_QUOTE) : null,
      letterId: cause.letterId ?? null,
      reportId: cause.reportId ?? null,
      createdBy: cause.by,
      createdAt: now,
      endsAt: step.kind === 'pause' ? new Date(now.getTime() + step.hours * 3_600_000) : null,
    },
  })
  if (step.kind !== 'word') await holdForAllSelves(core, tx, { accountId, sanctionId: id })
  if (step.kind !== 'word') await hangUpIn(core, tx, { accountId })
  if (step.kind === 'ban') await bringHome(core, tx, accountId)
  await inform(core, tx, {
    to: accountId,
    parcel: { kind: 'sanctioned', sanctionId: id },
    onceKey: `sanctioned:${id}`,
  })
  return step
}

/** Sanctions, newest first. `holding`: only those in force now. */
export async function listSanctions(
  core: Core,
  { holding = false, accountId, limit }: { holding?: boolean; accountId?: AccountId | undefined; limit: number },
): Promise<SanctionLine[]> {
  const now = core.clock.now()
  const inForce = { liftedAt: null, OR: [{ kind: 'ban' as const }, { kind: 'pause' as const, endsAt: { gt: now } }] }
  const rows = await core.db.prisma.sanction.findMany({
    where: { ...(accountId ? { accountId } : {}), ...(holding ? inForce : {}) },
    include: NAMED,
    orderBy: { createdAt: 'desc' },
    take: limit,
  })
  return rows.map(lineOf)
}

/** One sanction with the words in question, as long as they are kept, and the cases it came from and went to. */
export type SanctionFile = SanctionLine & { quote: string | null; fromCase: number | null; appealCase: number | null }

/** Refused when there is none of this number. */
export async function readSanction(core: Core, { by, number }: { by: string; number: number }): Promise<SanctionFile> {
  await requireOperator(core.db, by)
  const found = await core.db.prisma.sanction.findUnique({ where: { number }, include: { ...NAMED, case: true } })
  if (!found) throw new Refusal('refuse.op.noSanction', { number })
  const from =
    found.reportId || found.letterId
      ? await core.db.prisma.case.findFirst({
          where: found.reportId ? { reportId: found.reportId } : { letterId: found.letterId },
        })
      : null
  return {
    ...lineOf(found),
    quote: found.quote ? core.vault.open(found.quote, SANCTION_QUOTE) : null,
    fromCase: from?.number ?? null,
    appealCase: found.case?.number ?? null,
  }
}

const NAMED = { account: { select: { penName: true } } } as const

const lineOf = ({ account, ...row }: Sanction & { account: { penName: string | null } | null }): SanctionLine => ({
  number: row.number,
  penName: account?.penName ?? null,
  kind: row.kind,
  rule: row.rule,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
  endsAt: row.endsAt,
  liftedAt: row.liftedAt,
  appealedAt: row.appealedAt,
  granted: row.granted,
})

/** Takes a sanction back; the person hears it. Only an owner, outside of an appeal. */
export async function liftSanction(
  core: Core,
  { by, number, why, rehearse = false }: { by: string; number: number; why: string; rehearse?: boolean },
): Promise<void> {
  await inRehearsal(core, rehearse, async (tx) => {
    await requireOperator(tx, by, 'owner')
    const sanction = await tx.prisma.sanction.findUnique({ where: { number } })
    if (!sanction) throw new Refusal('refuse.op.noSanction', { number })
    if (sanction.liftedAt) throw new Refusal('refuse.op.lifted', { number })
    await endSanction(core, tx, sanction)
    if (sanction.accountId)
      await inform(core, tx, {
        to: sanction.accountId as AccountId,
        parcel: { kind: 'sanction-lifted', sanctionId: sanction.id as SanctionId },
        onceKey: `lifted:${sanction.id}`,
      })
    await writeAudit(core, tx, { operator: by, act: 'sanction.lift', subject: `sanction ${number}`, why })
  })
}

/** A sanction is over before its time, as if it had never been; in the caller's transaction. */
export async function endSanction(core: Core, tx: PrismaTx, sanction: Sanction): Promise<void> {
  await tx.prisma.sanction.update({ where: { id: sanction.id }, data: { liftedAt: core.clock.now() } })
  await tx.prisma.sanctionedSelf.deleteMany({ where: { sanctionId: sanction.id } })
  if (sanction.accountId) await refreshSlots(core, tx, sanction.accountId as AccountId)
}

/** It holds for every self there is now, and for whoever comes back as one of them. */
async function holdForAllSelves(
  core: Core,
  tx: PrismaTx,
  { accountId, sanctionId }: { accountId: AccountId; sanctionId: SanctionId },
): Promise<void> {
  const selves = await tx.prisma.identity.findMany({ where: { accountId }, select: { platform: true, lookup: true } })
  await tx.prisma.sanctionedSelf.createMany({ data: selves.map((self) => ({ ...self, sanctionId })) })
  await refreshSlots(core, tx, accountId)
}

/** Whoever is banned leaves nobody waiting: letters on their way come back, letters they hold seek others, threads end. */
async function bringHome(core: Core, tx: PrismaTx, accountId: AccountId): Promise<void> {
  const now = core.clock.now()
  await tx.prisma.letter.updateMany({
    where: { writerId: accountId, kind: { not: 'self' }, state: { in: ['travelling', 'seeking'] } },
    data: { state: 'returned', seekAt: null, changedAt: now },
  })
  const held = await tx.prisma.delivery.findMany({
    where: { readerId: accountId, state: { in: ['waiting', 'arrived', 'opened'] }, letter: { kind: 'stranger' } },
    select: { id: true },
  })
  for (const { id } of held) await seekAnother(core, tx, { deliveryId: id as DeliveryId, why: 'unreachable' })
  const threads = await tx.prisma.correspondence.findMany({
    where: { endedAt: null, OR: [{ writerId: accountId }, { readerId: accountId }] },
  })
  for (const { writerId, readerId } of threads) {
    const other = (writerId === accountId ? readerId : writerId) as AccountId
    await endThreadBetween(core, tx, { by: accountId, other })
  }
}
