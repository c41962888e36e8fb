import type { Core } from '../core.ts'
import type { AccountId, OpenLetterId } from '../ids.ts'
import { writeAudit } from '../moderation/audit.ts'
import { requireOperator } from '../moderation/operators.ts'
import { inPrisma } from '../store/transaction.ts'
import { type Source, sources } from './candidate.ts'
import { rankFor } from './chooseOpenLetters.ts'
import { readReader } from './findCandidates.ts'

/** One letter and why it is shown. `because`: the liked letter that spoke for it most. */
export type Explained = {
  id: OpenLetterId
  mood: string | null
  topic: string | null
  source: Source
  because: OpenLetterId | null
}

export type Explanation = {
  likings: number
  /** Shares of the moods and topics of what was liked lately, the greatest first. */
  leanings: { name: string; share: number }[]
  /** What was chosen lately, the last first; `shown`: whether it was put before them too. */
  lately: (Explained & { at: Date; shown: boolean })[]
  /** What would come next now, best first. */
  next: (Explained & { score: number })[]
}

const LATELY = 20
const NEXT = 10

/**
 * Why a person is shown what they are shown. It tells what somebody likes to read, so that an operator looked stays in
 * the audit log. Ids, moods and topics only: never words, never an author.
 */
export async function explainChoice(
  core: Core,
  { by, accountId }: { by: string; accountId: AccountId },
): Promise<Explanation> {
  await inPrisma(core, async (tx) => {
    await requireOperator(tx, by)
    await writeAudit(core, tx, { operator: by, act: 'recommend.explain', subject: `account ${accountId}`, why: '' })
  })
  const asked = { accountId, session: core.clock.now() }
  const [lately, likings, reader, next] = await Promise.all([
    readLately(core, accountId),
    core.db.prisma.liking.count({ where: { readerId: accountId, strength: { gt: 0 } } }),
    readReader(core, asked),
    rankFor(core, { ...asked, count: NEXT }),
  ])
  const looks = await readLooksOf(
    core,
    [...lately, ...next].map(({ id }) => id),
  )
  const leanings = [...reader.leaning.moods, ...reader.leaning.topics].map(([name, share]) => ({ name, share }))
  const dress = <T extends { id: OpenLetterId }>(one: T) => ({
    ...one,
    ...(looks.get(one.id) ?? { mood: null, topic: null }),
  })
  return {
    likings,
    leanings: leanings.sort((a, b) => b.share - a.share),
    lately: lately.map(dress),
    next: next.map(dress),
  }
}

async function readLately(core: Core, accountId: AccountId) {
  const { prisma } = core.db
  const choices = await prisma.choice.findMany({
    where: { readerId: accountId },
    orderBy: { at: 'desc' },
    take: LATELY,
  })
  const seen = await prisma.signal.findMany({
    where: {
      readerId: accountId,
      kind: 'shown',
      openLetterId: { in: choices.map(({ openLetterId }) => openLetterId) },
    },
    select: { openLetterId: true },
  })
  const shown = new Set(seen.map(({ openLetterId }) => openLetterId))
  return choices.map((one) => ({
    id: one.openLetterId as OpenLetterId,
    source: sources.find((known) => known === one.source) ?? 'warm',
    because: one.becauseId as OpenLetterId | null,
    at: one.at,
    shown: shown.has(one.openLetterId),
  }))
}

async function readLooksOf(core: Core, ids: OpenLetterId[]) {
  const rows = await core.db.prisma.openLetter.findMany({
    where: { id: { in: ids } },
    select: { id: true, mood: true, topic: true },
  })
  return new Map(rows.map(({ id, mood, topic }) => [id as OpenLetterId, { mood, topic }]))
}
