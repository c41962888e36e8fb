import type { Core } from '../core.ts'
import { inPg, type PgTx } from '../store/transaction.ts'
import { CLEAR_TASTE, COUNT_LOOKS, HOLD_REFRESH_PATIENTLY, NEXT_LIKED, OPEN_LIKED } from './sql.ts'
import { strengthOf } from './strength.ts'
import { emptyBook, type TasteBook, takeLessons, writeBook } from './tasteBook.ts'

type Progress = { onProgress?: (learnt: number) => void }

/**
 * Learns everything anew from what readers did, as if it had happened just now and in that order; meanwhile letters are
 * chosen by the old model. The same model comes out as by learning day by day, save for what people took back or erased
 * since: of that nothing is left. Holds the whole model in memory: 2.6 GB for a million letters and 2.3 million likings.
 */
export async function rebuildTaste(core: Core, progress: Progress = {}): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await learnAnew(core, progress)
    } catch (error) {
      // Something was learnt, or a letter was closed, between our first look and our turn: we look again.
      if ((error as { code?: string }).code !== SERIALIZATION_FAILURE || attempt === ATTEMPTS_MOST) throw error
    }
  }
}

/** https://www.postgresql.org/docs/18/errcodes-appendix.html */
const SERIALIZATION_FAILURE = '40001'
const ATTEMPTS_MOST = 5

async function learnAnew(core: Core, { onProgress }: Progress): Promise<number> {
  return await inPg(core, async (tx) => {
    await tx.pg.query('set transaction isolation level repeatable read')
    await tx.pg.query(HOLD_REFRESH_PATIENTLY)
    for (const statement of CLEAR_TASTE) await tx.pg.query(statement)
    const book = emptyBook()
    const learnt = await learnAll(tx, book, onProgress)
    await readLooks(tx, book)
    await writeBook(tx.pg, book)
    return learnt
  })
}

async function learnAll({ pg }: PgTx, book: TasteBook, onProgress?: (learnt: number) => void): Promise<number> {
  let learnt = 0
  await pg.query(OPEN_LIKED)
  for (;;) {
    const { rows } = await pg.query(NEXT_LIKED)
    if (rows.length === 0) return learnt
    takeLessons(
      book,
      rows.map(({ reader_id: readerId, number, kinds }) => ({
        readerId,
        number,
        looks: 0,
        strength: strengthOf(kinds),
      })),
    )
    learnt += rows.length
    onProgress?.(learnt)
  }
}

async function readLooks({ pg }: PgTx, book: TasteBook): Promise<void> {
  const { rows } = await pg.query(COUNT_LOOKS)
  takeLooks(book, rows)
}

function takeLooks(book: TasteBook, rows: { number: number; looks: number }[]): void {
  for (const { number, looks } of rows) takeLessons(book, [{ readerId: '', number, looks, strength: 0 }])
}
