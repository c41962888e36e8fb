import type { Core } from '../core.ts'
import { inPg, type PgTx } from '../store/transaction.ts'
import { FORGET_CHOICES, HOLD_REFRESH, TAKE_NEWS } from './sql.ts'
import { strengthOf } from './strength.ts'
import { type Lesson, readBook, takeLessons, writeBook } from './tasteBook.ts'

/** So many news are learnt in one transaction: a second or so at the most. */
export const NEWS_AT_ONCE = 1_000
/** Why a letter was chosen is forgotten after so many days. */
export const CHOICES_KEPT_DAYS = 30

/**
 * Learns what readers did since the last time, and nothing else: what it costs depends on how much they did, not on how
 * much there is. One process at a time; whoever comes second has nothing to do. What was learnt and that it was learnt
 * are one transaction. Returns how many news it learnt.
 */
export async function refreshTaste(core: Core, { atOnce = NEWS_AT_ONCE }: { atOnce?: number } = {}): Promise<number> {
  let learnt = 0
  for (;;) {
    const some = await inPg(core, (tx) => learnSome(tx, atOnce))
    learnt += some
    if (some === 0) break
  }
  const kept = core.clock.now().getTime() - CHOICES_KEPT_DAYS * 86_400_000
  await core.db.pg.query(FORGET_CHOICES, [new Date(kept)])
  return learnt
}

async function learnSome({ pg }: PgTx, atOnce: number): Promise<number> {
  const { rows } = await pg.query(HOLD_REFRESH)
  if (!rows[0].held) return 0
  const { rows: news } = await pg.query(TAKE_NEWS, [atOnce])
  const lessons = news.map(
    ({ reader_id: readerId, number, looks, kinds }): Lesson => ({
      readerId,
      number,
      looks,
      strength: strengthOf(kinds),
    }),
  )
  if (lessons.length === 0) return 0
  const book = await readBook(pg, lessons)
  takeLessons(book, lessons)
  await writeBook(pg, book)
  return lessons.length
}
