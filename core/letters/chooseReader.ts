import { takeTurn } from '../accounts/readerSlots.ts'
import type { Core } from '../core.ts'
import type { AccountId, LetterId } from '../ids.ts'
import type { Language } from '../language.ts'
import type { PgTx } from '../store/transaction.ts'
import { ANY_READER, DRAW_READER } from './sql.ts'

/** A reader gets no second letter of the same writer within so many days. */
export const SAME_WRITER_DAYS = 30
/** Somebody whose slot was out of date is passed over; after so many the letter waits for the next look. */
const TRIES_MAX = 50

/**
 * Chooses a reader for a letter and counts it as theirs, in the caller's transaction; undefined when nobody is
 * eligible now, `busy` when somebody seems so but is just being looked at by another letter. Fair: whoever has waited
 * longest is in the first band, within a band chance is even. A point on the line of random keys is drawn and the next
 * eligible reader taken; their key is then drawn anew, so that a wide gap in front of somebody is luck once and not for
 * good. An index lookup: never the writer, nobody blocked either way, no one who read this writer lately or this letter
 * before, no one closed, asleep, gone or full.
 */
export async function chooseReader(
  core: Core,
  tx: PgTx,
  letter: { id: LetterId; writerId: AccountId; language: Language },
): Promise<AccountId | 'busy' | undefined> {
  const lately = new Date(core.clock.now().getTime() - SAME_WRITER_DAYS * 86_400_000)
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const values = [letter.language, core.random(), letter.writerId, lately, letter.id]
    const found: AccountId | null = (await tx.pg.query({ ...DRAW_READER, values })).rows[0].id
    if (!found) break
    if (await takeTurn(core, tx, found, letter.language)) return found
  }
  const { rows } = await tx.pg.query({ ...ANY_READER, values: [letter.language, letter.writerId, lately, letter.id] })
  return rows[0] ? 'busy' : undefined
}
