import type { Core } from '../core.ts'
import type { AccountId, OpenLetterId } from '../ids.ts'
import { findCandidates, readReader } from './findCandidates.ts'
import { allParts, type Parts, type Ranked, rankLetters } from './rankLetters.ts'
import { NOTE_CHOICES } from './sql.ts'

/** What is asked: `like` wants such as this one; nothing that was shown since `session` began comes again. */
export type Asked = { accountId: AccountId; count: number; like?: OpenLetterId | undefined; session: Date }

/**
 * The next open letters for a reader, the best first; fewer than `count` when there are no more. Never their own, nor
 * what they may not read (see core/openLetters/sql), had as a letter, or do not want; what they have seen in an earlier
 * session only when nothing else is left. Chooses only: what is put before the reader is noted by `readOpenLetter`. Why
 * each was chosen is kept for some weeks, for the operator who is asked (`wiro recommend explain`).
 */
export async function chooseOpenLetters(core: Core, asked: Asked): Promise<OpenLetterId[]> {
  const ranked = await rankFor(core, asked)
  if (ranked.length > 0)
    await core.db.pg.query({
      ...NOTE_CHOICES,
      values: [
        asked.accountId,
        core.clock.now(),
        ranked.map(({ id }) => id),
        ranked.map(({ source }) => source),
        ranked.map(({ because }) => because),
      ],
    })
  return ranked.map(({ id }) => id)
}

/** The same with the reasons, and nothing noted. Measurements may switch parts off. */
export async function rankFor(core: Core, asked: Asked & { parts?: Parts }): Promise<Ranked[]> {
  const { count, session, parts = allParts } = asked
  const reader = await readReader(core, asked)
  const candidates = await findCandidates(core, { ...asked, reader })
  const others = candidates.filter(({ id }) => id !== asked.like)
  return rankLetters(others, reader.leaning, {
    count,
    session,
    now: core.clock.now(),
    shown: reader.shown,
    random: core.random,
    parts,
  })
}
