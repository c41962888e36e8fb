import type { Core } from '../core.ts'
import { type LetterId, longId } from '../ids.ts'
import { openJobBoard } from '../jobs/board.ts'
import { LETTERS } from '../jobs/queues.ts'
import { writeAudit } from '../moderation/audit.ts'
import { requireOperator } from '../moderation/operators.ts'
import { inRehearsal } from '../moderation/rehearse.ts'
import { Refusal } from '../refusal.ts'
import type { Letter } from '../store/generated/client.ts'
import { type LetterKind, LetterState } from '../store/generated/enums.ts'
import { findByPenName } from './people.ts'

/** The states to list letters by. */
export const letterStates = Object.values(LetterState)

/** A letter in the operators' list: never its words, nor who wrote an unsigned one. */
export type LetterLine = {
  id: LetterId
  /** A pen-friend's letter answers none, unlike the first answer to a stranger's. */
  kind: LetterKind | 'pen-friend'
  state: LetterState
  language: string
  hops: number
  postedAt: Date | null
  changedAt: Date
}

export type Trace = LetterLine & {
  arrivesAt: Date | null
  seekAt: Date | null
  readers: {
    penName: string | null
    state: string
    arrivedAt: Date | null
    openedAt: Date | null
    closedAt: Date | null
  }[]
  outbox: {
    row: number
    platform: string
    parcel: string
    state: string
    attempts: number
    reason: string | null
    dueAt: Date
    settledAt: Date | null
  }[]
  cases: { number: number; kind: string; decision: string | null }[]
  /** What still waits in the queue for it, or failed there. */
  jobs: {
    id: string
    name: string
    state: string
    attempts: number
    runsAt: Date | null
    failedBecause: string | null
  }[]
}

/** Letters, by what changed last. */
export async function listLetters(
  core: Core,
  {
    by,
    state,
    penName,
    limit,
  }: { by: string; state?: LetterState | undefined; penName?: string | undefined; limit: number },
): Promise<LetterLine[]> {
  await requireOperator(core.db, by)
  const writer = penName ? { writerId: await findByPenName(core, penName) } : {}
  const rows = await core.db.prisma.letter.findMany({
    where: { ...writer, ...(state ? { state } : { state: { not: 'draft' } }), kind: { not: 'self' } },
    orderBy: { changedAt: 'desc' },
    take: limit,
  })
  return rows.map(line)
}

/**
 * The whole way of a letter: readers tried (by pen-name), what the outbox did with each notice and what the platforms
 * answered, and cases about it. Not its words. `id` in the long or the short form.
 */
export async function traceLetter(core: Core, { by, id }: { by: string; id: string }): Promise<Trace> {
  await requireOperator(core.db, by)
  const letterId = readLetterId(id)
  const letter = await core.db.prisma.letter.findUnique({
    where: { id: letterId },
    include: {
      deliveries: { include: { reader: true, report: { include: { case: true } } }, orderBy: { createdAt: 'asc' } },
      case: true,
    },
  })
  if (!letter) throw new Refusal('refuse.op.noLetter')
  const rows = await core.db.pg.query(OUTBOX_OF, [letterId, letter.deliveries.map((one) => one.id)])
  const cases = [letter.case, ...letter.deliveries.map((one) => one.report?.case)]
  return {
    ...line(letter),
    arrivesAt: letter.arrivesAt,
    seekAt: letter.seekAt,
    readers: letter.deliveries.map((one) => ({
      penName: one.reader.penName,
      state: one.state,
      arrivedAt: one.arrivedAt,
      openedAt: one.openedAt,
      closedAt: one.closedAt,
    })),
    outbox: rows.rows,
    jobs: await jobsOf(core, letterId),
    cases: cases.flatMap((one) => (one ? [{ number: one.number, kind: one.kind, decision: one.decision }] : [])),
  }
}

/** Looks after a letter at once, whatever its queue does: a due one is released, a seeking one seeks. */
export async function wakeLetter(
  core: Core,
  { by, id, why, rehearse = false }: { by: string; id: string; why: string; rehearse?: boolean },
): Promise<void> {
  const letterId = readLetterId(id)
  await inRehearsal(core, rehearse, async (tx) => {
    await requireOperator(tx, by)
    if (!(await tx.prisma.letter.findUnique({ where: { id: letterId }, select: { id: true } })))
      throw new Refusal('refuse.op.noLetter')
    await writeAudit(core, tx, { operator: by, act: 'letter.wake', subject: `letter ${letterId}`, why })
    tx.afterCommit(() => core.queues.releaseAt(letterId, core.clock.now()))
  })
}

const JOBS_LOOKED_THROUGH = 500

/** Jobs carry the letter's id and nothing else. */
async function jobsOf(core: Core, letterId: LetterId): Promise<Trace['jobs']> {
  const board = await openJobBoard(core)
  try {
    const states = ['delayed', 'waiting', 'active', 'failed'] as const
    const found = await Promise.all(
      states.map(async (state) => {
        const jobs = await board.list(LETTERS, state, JOBS_LOOKED_THROUGH)
        return jobs
          .filter(({ data }) => (data as { letterId?: string }).letterId === letterId)
          .map((job) => ({ ...job, state }))
      }),
    )
    return found.flat().map(({ id, name, state, attempts, runsAt, failedBecause }) => ({
      id,
      name,
      state,
      attempts,
      runsAt,
      failedBecause,
    }))
  } finally {
    await board.close()
  }
}

function readLetterId(id: string): LetterId {
  const long = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? (id as LetterId) : longId<LetterId>(id)
  if (!long) throw new Refusal('refuse.op.noLetter')
  return long
}

function line(letter: Letter): LetterLine {
  const { id, correspondenceId, state, language, hops, postedAt, changedAt } = letter
  const kind = correspondenceId ? 'pen-friend' : letter.kind
  return { id: id as LetterId, kind, state, language, hops, postedAt, changedAt }
}

const OUTBOX_OF = `select id::int as row, platform::text, parcel->>'kind' as parcel, state::text, attempts, reason,
    due_at as "dueAt", settled_at as "settledAt"
  from outbox where parcel->>'letterId' = $1 or parcel->>'deliveryId' = any($2::text[]) order by id`
