import { type AccountId, newId, type OpenLetterId } from '../../core/ids.ts'
import { rankFor } from '../../core/recommendations/chooseOpenLetters.ts'
import { allParts, type Parts } from '../../core/recommendations/rankLetters.ts'
import { refreshTaste } from '../../core/recommendations/refreshTaste.ts'
import { judge, type Quality } from './metrics.ts'
import type { Rating } from './ratings.ts'
import { addLetters, addReaders, addSignals, type BenchWorld } from './world.ts'

/** What a letter looks like, where the data says so. */
export type Look = { mood: string | null; topic: string | null; author?: string }

const NO_LOOK: Look = { mood: null, topic: null }
const AT_ONCE = 5_000
/** How good what was served is, and what it was. */
export type Served = Quality & { lists: Map<string, string[]> }

/** What is measured with nothing but taste: these parts are off. */
export const tasteAlone: Parts = { following: false, freshness: false, diversity: false, exploration: false }

/**
 * Puts ratings into a service of its own as what readers did, lets the model learn them as it does every minute, and
 * asks the service for each reader's next ten: with taste alone, and with every part of serving on.
 */
export async function evaluate(
  world: BenchWorld,
  {
    train,
    truth,
    items,
    looks,
  }: { train: Rating[]; truth: Map<string, Set<string>>; items: string[]; looks?: Map<string, Look> },
): Promise<{ alone: Served; whole: Served }> {
  const { core } = world
  const began = new Map<string, Date>()
  for (const { item, at } of train) if (!began.has(item)) began.set(item, new Date(at * 1000))
  const now = new Date((train.at(-1)?.at ?? 0) * 1000)
  world.at(now)
  const readers = new Map<string, AccountId>()
  for (const { user } of train) if (!readers.has(user)) readers.set(user, newId<AccountId>(now))
  const authors = new Map<string, AccountId>()
  const letters = items.map((item) => {
    const { mood, topic, author = item } = looks?.get(item) ?? NO_LOOK
    const authorId = authors.get(author) ?? newId<AccountId>(now)
    authors.set(author, authorId)
    return { item, id: newId<OpenLetterId>(now), authorId, mood, topic, openedAt: began.get(item) ?? now }
  })
  await addReaders(core, [...readers.values(), ...authors.values()])
  await addLetters(core, letters)
  const ids = new Map(letters.map(({ item, id }) => [item, id]))
  const names = new Map(letters.map(({ item, id }) => [id, item]))
  for (let from = 0; from < train.length; from += AT_ONCE)
    await addSignals(
      core,
      train.slice(from, from + AT_ONCE).flatMap(({ user, item, liked, at }) => {
        const readerId = readers.get(user)
        const letterId = ids.get(item)
        const kinds = ['shown', 'opened', ...(liked ? ['thanked'] : [])]
        return readerId && letterId ? [{ readerId, letterId, kinds, at: new Date(at * 1000) }] : []
      }),
    )
  await core.db.pg.query('analyze')
  await refreshTaste(core, { atOnce: AT_ONCE })
  await core.db.pg.query('analyze')
  const serve = async (parts: Parts) => {
    const lists = new Map<string, string[]>()
    for (const user of truth.keys()) {
      const accountId = readers.get(user)
      if (!accountId) continue
      const ranked = await rankFor(core, { accountId, count: 10, session: now, parts })
      lists.set(
        user,
        ranked.map(({ id }) => names.get(id) ?? ''),
      )
    }
    return { ...judge(lists, truth, items.length), lists }
  }
  return { alone: await serve(tasteAlone), whole: await serve(allParts) }
}
