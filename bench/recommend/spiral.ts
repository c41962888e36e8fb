import { type AccountId, newId, type OpenLetterId } from '../../core/ids.ts'
import type { Random } from '../../core/random.ts'
import { chooseOpenLetters } from '../../core/recommendations/chooseOpenLetters.ts'
import { refreshTaste } from '../../core/recommendations/refreshTaste.ts'
import { giniOf, round } from './metrics.ts'
import type { MadeWorld } from './synthetic.ts'
import { addLetters, addReaders, addSignals, type BenchWorld } from './world.ts'

/** What becomes of letters when readers read only what is chosen for them. */
export type Spiral = {
  /** How unevenly letters were shown: 0 all the same, 1 one letter had everybody. */
  gini: number
  /** The share of all letters that at least five readers were shown; and of those that came in later rounds. */
  seen: number
  newcomers_seen: number
  /** The share of what was shown that spoke to its reader. */
  thanked: number
}

type Chooser = (reader: string, round: number) => Promise<string[]>
type Told = { reader: string; letter: string; liked: boolean }

const PAGE = 10
const SEEN_BY = 5
const DAY_MS = 86_400_000
const BEGAN = Date.UTC(2026, 0, 1)

/**
 * Rounds in which every reader reads a page, thanks by their true taste, and the chooser learns of it; a share of the
 * letters comes in every round. By the service as it is, and by popularity alone, in the same world.
 */
export async function measureSpiral(
  bench: BenchWorld,
  world: MadeWorld,
  random: Random,
  rounds: number,
): Promise<{ ours: Spiral; popularity: Spiral }> {
  const come = (letter: number) => Math.floor((letter / world.letters.length) * rounds)
  const arrivals = world.letters.map((letter, at) => ({ letter, round: come(at) }))
  return {
    ours: await play(world, arrivals, random, rounds, await ourChooser(bench, world, arrivals)),
    popularity: await play(world, arrivals, random, rounds, popularityChooser(arrivals)),
  }
}

type Arrivals = { letter: string; round: number }[]
type Playing = {
  choose: Chooser
  begin(round: number): Promise<void>
  learn(round: number, told: Told[]): Promise<void>
}

async function play(
  world: MadeWorld,
  arrivals: Arrivals,
  random: Random,
  rounds: number,
  { choose, begin, learn }: Playing,
): Promise<Spiral> {
  const looks = new Map<string, number>()
  let shown = 0
  let thanked = 0
  for (let at = 0; at < rounds; at++) {
    await begin(at)
    const told: Told[] = []
    for (const reader of world.readers)
      for (const letter of await choose(reader, at)) {
        const liked = random() < world.chance(reader, letter)
        told.push({ reader, letter, liked })
        looks.set(letter, (looks.get(letter) ?? 0) + 1)
        shown++
        thanked += Number(liked)
      }
    await learn(at, told)
  }
  const enough = (some: Arrivals) =>
    round(some.filter(({ letter }) => (looks.get(letter) ?? 0) >= SEEN_BY).length / Math.max(1, some.length))
  return {
    gini: round(giniOf([...looks.values()], world.letters.length)),
    seen: enough(arrivals),
    // The last round's letters had no second chance.
    newcomers_seen: enough(arrivals.filter((one) => one.round > 0 && one.round < rounds - 1)),
    thanked: round(thanked / Math.max(1, shown)),
  }
}

async function ourChooser(bench: BenchWorld, world: MadeWorld, arrivals: Arrivals): Promise<Playing> {
  const { core } = bench
  const time = (at: number, minutes = 0) => new Date(BEGAN + at * DAY_MS + minutes * 60_000)
  bench.at(time(0))
  const readers = new Map(world.readers.map((name): [string, AccountId] => [name, newId<AccountId>(time(0))]))
  const authors = new Map<string, AccountId>()
  for (const { author = '' } of world.looks.values())
    if (!authors.has(author)) authors.set(author, newId<AccountId>(time(0)))
  await addReaders(core, [...readers.values(), ...authors.values()])
  const ids = new Map<string, OpenLetterId>()
  const names = new Map<OpenLetterId, string>()
  const begin = async (at: number) => {
    bench.at(time(at))
    const coming = arrivals.filter((one) => one.round === at)
    await addLetters(
      core,
      coming.map(({ letter }) => {
        const id = newId<OpenLetterId>(time(at))
        ids.set(letter, id)
        names.set(id, letter)
        const look = world.looks.get(letter)
        const authorId = authors.get(look?.author ?? '') ?? newId<AccountId>(time(at))
        return { id, authorId, mood: look?.mood ?? null, topic: look?.topic ?? null, openedAt: time(at) }
      }),
    )
    await core.db.pg.query('analyze')
  }
  const choose = async (reader: string, at: number) => {
    const accountId = readers.get(reader)
    if (!accountId) return []
    const chosen = await chooseOpenLetters(core, { accountId, count: PAGE, session: time(at) })
    return chosen.flatMap((id) => names.get(id) ?? [])
  }
  const learn = async (at: number, told: Told[]) => {
    const signals = told.flatMap(({ reader, letter, liked }, nth) => {
      const readerId = readers.get(reader)
      const letterId = ids.get(letter)
      const kinds = ['shown', 'opened', ...(liked ? ['thanked'] : [])]
      return readerId && letterId ? [{ readerId, letterId, kinds, at: time(at, 60 + nth / 100) }] : []
    })
    await addSignals(core, signals)
    await refreshTaste(core)
  }
  return { begin, choose, learn }
}

function popularityChooser(arrivals: Arrivals): Playing {
  const thanks = new Map<string, number>()
  const seen = new Map<string, Set<string>>()
  let order: string[] = []
  return {
    begin: async (at) => {
      const there = arrivals.filter((one) => one.round <= at).map(({ letter }) => letter)
      order = there.sort((a, b) => (thanks.get(b) ?? 0) - (thanks.get(a) ?? 0))
    },
    choose: async (reader) => order.filter((letter) => !seen.get(reader)?.has(letter)).slice(0, PAGE),
    learn: async (_at, told) => {
      for (const { reader, letter, liked } of told) {
        seen.set(reader, (seen.get(reader) ?? new Set()).add(letter))
        if (liked) thanks.set(letter, (thanks.get(letter) ?? 0) + 1)
      }
    },
  }
}
