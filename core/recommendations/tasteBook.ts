import type { PoolClient } from 'pg'
import { bandOf } from './candidate.ts'
import { decodeKin, encodeKin } from './kinList.ts'
import { type History, type LetterTaste, type Liking, learn, newHistory, newTaste, remember, WINDOW } from './learn.ts'
import { READ_HISTORIES, READ_TASTES, WRITE_KIN, WRITE_LIKINGS, WRITE_LOOKS } from './sql.ts'

/** What one reader has to do with one letter: how much they like it now, and whether it is their first look. */
export type Lesson = { readerId: string; number: number; strength: number; looks: number }

type Page = LetterTaste & { looks: number; liked: number; kinChanged: boolean; countsChanged: boolean }

/**
 * The part of the model that is at hand, while lessons are learnt: read from the database before, written to it after.
 * A whole model is learnt with a book that nothing was read into.
 */
export type TasteBook = { pages: Map<number, Page>; histories: Map<string, History>; changed: Map<Liking, string> }

export function emptyBook(): TasteBook {
  return { pages: new Map(), histories: new Map(), changed: new Map() }
}

/** Learns in the given order. */
export function takeLessons(book: TasteBook, lessons: Lesson[]): void {
  for (const { readerId, number, strength, looks } of lessons) {
    const page = pageOf(book, number)
    const learnt = learn(historyOf(book, readerId), page, strength)
    for (const letter of learnt?.changed ?? []) (letter as Page).kinChanged = true
    if (learnt) {
      book.changed.set(learnt.liking, readerId)
      page.liked += Number(strength > 0) - Number(learnt.before > 0)
    }
    page.looks += looks
    page.countsChanged ||= looks !== 0 || learnt !== undefined
  }
}

/** Opens the pages that these lessons need. */
export async function readBook(pg: PoolClient, lessons: Lesson[]): Promise<TasteBook> {
  const book = emptyBook()
  const told = lessons.filter(({ strength, looks }) => strength > 0 || looks === 0)
  const { rows: likings } = await pg.query(READ_HISTORIES, [
    told.map(({ readerId }) => readerId),
    told.map(({ number }) => number),
    WINDOW + 1,
  ])
  const numbers = new Set([...lessons.map(({ number }) => number), ...likings.map(({ number }) => number)])
  const { rows: tastes } = await pg.query(READ_TASTES, [[...numbers]])
  for (const { number, readers, kin, looks, liked } of tastes)
    book.pages.set(number, { ...pageFor(number), readers, kin: decodeKin(kin), looks, liked })
  for (const { reader_id: readerId, number, place, nth, strength } of likings)
    remember(historyOf(book, readerId), { letter: pageOf(book, number), place, nth, strength })
  return book
}

/** Writes what changed. */
export async function writeBook(pg: PoolClient, book: TasteBook, atOnce = 5_000): Promise<void> {
  const pages = [...book.pages.values()]
  for (const some of chunks(
    pages.filter(({ kinChanged }) => kinChanged),
    atOnce,
  ))
    await pg.query(WRITE_KIN, [
      some.map(({ number }) => number),
      some.map(({ readers }) => readers),
      some.map(({ kin }) => encodeKin(kin)),
    ])
  for (const some of chunks(
    pages.filter(({ countsChanged }) => countsChanged),
    atOnce,
  ))
    await pg.query(WRITE_LOOKS, [
      some.map(({ number }) => number),
      some.map(({ looks }) => looks),
      some.map(({ liked }) => liked),
      some.map(bandOf),
    ])
  for (const some of chunks([...book.changed], atOnce))
    await pg.query(WRITE_LIKINGS, [
      some.map(([, readerId]) => readerId),
      some.map(([{ letter }]) => letter.number),
      some.map(([{ place }]) => place),
      some.map(([{ nth }]) => nth),
      some.map(([{ strength }]) => strength),
    ])
}

function pageOf(book: TasteBook, number: number): Page {
  const page = book.pages.get(number) ?? pageFor(number)
  book.pages.set(number, page)
  return page
}

function pageFor(number: number): Page {
  return { ...newTaste(number), looks: 0, liked: 0, kinChanged: false, countsChanged: false }
}

function historyOf(book: TasteBook, readerId: string): History {
  const history = book.histories.get(readerId) ?? newHistory()
  book.histories.set(readerId, history)
  return history
}

function* chunks<T>(all: T[], size: number): Generator<T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size)
}
