import { findIdentity } from '../accounts/findIdentity.ts'
import { penNameKey } from '../accounts/penNames.ts'
import type { Core } from '../core.ts'
import { PLATFORM_ID } from '../delivery/recipients.ts'
import type { AccountId } from '../ids.ts'
import type { Language } from '../language.ts'
import { writeAudit } from '../moderation/audit.ts'
import { requireOperator } from '../moderation/operators.ts'
import { type Standing, standingOf } from '../moderation/standing.ts'
import { reporterRecord } from '../moderation/weight.ts'
import { chatPlatforms, type Platform } from '../platform.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'

/** A person as operators may see them: by pen-name, in numbers. Never who they are. */
export type PersonCard = {
  penName: string | null
  since: Date
  welcomed: boolean
  language: Language
  willing: boolean
  /** The platforms on which they can be reached. */
  on: Platform[]
  lastSeenAt: Date | null
  lettersSent: number
  lettersReceived: number
  /** Reports of their letters that were upheld, and of all of them. */
  reportedUpheld: number
  reported: number
  /** What they reported themselves. */
  reports: { upheld: number; dismissed: number; weight: number }
  standing: Pick<Standing, 'kind' | 'rule' | 'endsAt'> | null
}

/** Somebody by pen-name. Refused when nobody is called so. */
export async function readPerson(
  core: Core,
  { by, penName }: { by: string; penName: string },
): Promise<PersonCard & { accountId: AccountId }> {
  await requireOperator(core.db, by)
  return cardOf(core, await findByPenName(core, penName))
}

export type PersonLine = { penName: string; language: Language; willing: boolean; since: Date; lettersSent: number }

/** Who came lately, newest first; or whose pen-name begins so. */
export async function listPeople(
  core: Core,
  { by, like, limit }: { by: string; like?: string | undefined; limit: number },
): Promise<PersonLine[]> {
  await requireOperator(core.db, by)
  const rows = await core.db.prisma.account.findMany({
    where: { penName: like ? { startsWith: like, mode: 'insensitive' } : { not: null } },
    include: { _count: { select: { letters: { where: { state: { not: 'draft' } } } } } },
    orderBy: { createdAt: 'desc' },
    take: limit,
  })
  return rows.map(({ penName, language, willing, createdAt, _count }) => ({
    penName: penName ?? '',
    language,
    willing,
    since: createdAt,
    lettersSent: _count.letters,
  }))
}

/**
 * Who has this id on a platform (a complaint came from outside, the police asks). Owners only, with a reason; that
 * somebody looked stays in the audit log, whether or not they found anybody.
 */
export async function findBySelf(
  core: Core,
  { by, platform, platformId, why }: { by: string; platform: Platform; platformId: string; why: string },
): Promise<PersonCard> {
  const known = await findIdentity(core, { platform, platformId })
  await inPrisma(core, async (tx) => {
    await requireOperator(tx, by, 'owner')
    requireWhy(why)
    const subject = known ? `account ${known.accountId}` : 'nobody'
    await writeAudit(core, tx, { operator: by, act: `find.${platform}`, subject, why })
  })
  if (!known) throw new Refusal('refuse.op.nobody')
  const { accountId: _, ...card } = await cardOf(core, known.accountId as AccountId)
  return card
}

/** The ids behind a pen-name. Owners only, with a reason, and never without a mark in the audit log. */
export async function unsealPerson(
  core: Core,
  { by, penName, why }: { by: string; penName: string; why: string },
): Promise<{ platform: string; platformId: string }[]> {
  const accountId = await findByPenName(core, penName)
  return inPrisma(core, async (tx) => {
    await requireOperator(tx, by, 'owner')
    requireWhy(why)
    await writeAudit(core, tx, { operator: by, act: 'unseal', subject: `account ${accountId}`, why })
    const selves = await tx.prisma.identity.findMany({ where: { accountId }, orderBy: { createdAt: 'asc' } })
    return selves.map(({ platform, sealedId }) => ({ platform, platformId: core.vault.open(sealedId, PLATFORM_ID) }))
  })
}

/** @throws Refusal when nobody is called so. */
export async function findByPenName(core: Core, penName: string): Promise<AccountId> {
  const found = await core.db.prisma.account.findUnique({
    where: { penNameKey: penNameKey(penName) },
    select: { id: true },
  })
  if (!found) throw new Refusal('refuse.op.noAccount', { penName })
  return found.id as AccountId
}

function requireWhy(why: string): void {
  if (!why.trim()) throw new Refusal('refuse.op.why')
}

async function cardOf(core: Core, accountId: AccountId): Promise<PersonCard & { accountId: AccountId }> {
  const { prisma } = core.db
  const account = await prisma.account.findUniqueOrThrow({ where: { id: accountId }, include: { identities: true } })
  const [lettersSent, lettersReceived, reported, reportedUpheld, record, standing] = await Promise.all([
    prisma.letter.count({ where: { writerId: accountId, kind: { not: 'self' }, state: { not: 'draft' } } }),
    prisma.delivery.count({ where: { readerId: accountId, letter: { kind: { not: 'self' } } } }),
    prisma.report.count({ where: { writerId: accountId, state: { not: 'withdrawn' } } }),
    prisma.report.count({ where: { writerId: accountId, state: 'upheld' } }),
    reporterRecord(core.db, { reporterId: accountId, now: core.clock.now() }),
    standingOf(core, { accountId }),
  ])
  const seen = account.identities.map(({ lastSeenAt }) => lastSeenAt.getTime())
  return {
    accountId,
    penName: account.penName,
    since: account.createdAt,
    welcomed: account.welcomedAt !== null,
    language: account.language,
    willing: account.willing,
    on: chatPlatforms.filter((one) => account.identities.some(({ platform, goneAt }) => platform === one && !goneAt)),
    lastSeenAt: seen.length ? new Date(Math.max(...seen)) : null,
    lettersSent,
    lettersReceived,
    reported,
    reportedUpheld,
    reports: {
      upheld: record?.upheld ?? 0,
      dismissed: record?.dismissed ?? 0,
      weight: record?.weight ?? 0,
    },
    standing: standing ? { kind: standing.kind, rule: standing.rule, endsAt: standing.endsAt } : null,
  }
}
