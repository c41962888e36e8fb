import { dayOf, LAST_BAND, refreshSlots } from '../accounts/readerSlots.ts'
import type { Core } from '../core.ts'
import type { AccountId, LetterId } from '../ids.ts'
import type { Language } from '../language.ts'
import type { PgTx } from '../store/transaction.ts'
import { ANY_READER, FIRST_READER, NEXT_READER, READER_TOOK, READER_ZONE } from './sql.ts'

/** A reader gets no second letter of the same writer within so many days. */
export const SAME_WRITER_DAYS = 30
/** Somebody whose slot was out of date is passed over; after so many the letter waits for the next look. */
const TRIES_MAX = 50

/**
 * Chooses a reader for a letter and counts it as theirs, in the caller's transaction; undefined when nobody is
 * eligible now, `busy` when somebody seems so but is just being looked at by another letter. Fair: whoever has waited longest is in the first band, within a band chance is even. A point on the
 * line of random keys is drawn and the next eligible reader taken; their key is then drawn anew, so that a wide gap in
 * front of somebody is luck once and not for good. An index lookup: never the writer, nobody blocked either way, no
 * one who read this writer lately or this letter before, no one closed, asleep, gone or full.
 */
export async function chooseReader(
  core: Core,
  tx: PgTx,
  letter: { id: LetterId; writerId: AccountId; language: Language },
): Promise<AccountId | 'busy' | undefined> {
  const lately = new Date(core.clock.now().getTime() - SAME_WRITER_DAYS * 86_400_000)
  for (let band = 0; band <= LAST_BAND; band++) {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const found = await drawReader(tx, [letter.language, band, core.random(), letter.writerId, lately, letter.id])
      if (!found) break
      if (await takeTurn(core, tx, found, letter.language)) return found
    }
  }
  const { rows } = await tx.pg.query({ ...ANY_READER, values: [letter.language, letter.writerId, lately, letter.id] })
  return rows[0] ? 'busy' : undefined
}

async function drawReader(tx: PgTx, values: unknown[]): Promise<AccountId | undefined> {
  const after = await tx.pg.query({ ...NEXT_READER, values })
  const { rows } = after.rows[0] ? after : await tx.pg.query({ ...FIRST_READER, values })
  return rows[0]?.account_id
}

/** Counts the letter as this reader's. False when their slot was out of date; it is right afterwards. */
async function takeTurn(core: Core, tx: PgTx, reader: AccountId, language: Language): Promise<boolean> {
  await refreshSlots(core, tx, reader)
  const { rows } = await tx.pg.query(
    'select open from reader_slot where account_id = $1 and language = $2::"Language"',
    [reader, language],
  )
  if (!rows[0]?.open) return false
  const now = core.clock.now()
  const {
    rows: [account],
  } = await tx.pg.query({ ...READER_ZONE, values: [reader] })
  await tx.pg.query({ ...READER_TOOK, values: [reader, now, dayOf(now, account.zone)] })
  await refreshSlots(core, tx, reader, { redraw: true })
  return true
}
