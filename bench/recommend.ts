import { type Data, judgeItemKnn, judgePopularity, seenBy } from './recommend/baselines.ts'
import { evaluate, type Look } from './recommend/evaluate.ts'
import { round } from './recommend/metrics.ts'
import { holdOutLastFifth, type Rating, readRatings } from './recommend/ratings.ts'
import { measureSpiral } from './recommend/spiral.ts'
import { joyOf, type MadeWorld, makeWorld, readingsOf } from './recommend/synthetic.ts'
import { openBenchWorld, seeded } from './recommend/world.ts'

const SEED = 6
/** So many made-up worlds are looked at: one alone may be lucky. */
const WORLDS = 5
const SYNTHETIC = { readers: 500, letters: 1_200 }
const READ_EACH = 60
const SPIRAL = { readers: 150, letters: 600 }
const ROUNDS = 8

type Figures = {
  ndcg10: number
  recall10: number
  coverage: number
  popularity_ndcg10: number
  popularity_recall10: number
  itemknn_ndcg10: number
  itemknn_recall10: number
}
type Judged = Figures & { validation: Pick<Figures, 'ndcg10' | 'popularity_ndcg10' | 'itemknn_ndcg10'> } & Record<
    string,
    unknown
  >

/**
 * How good recommendations are: by `--file FILE` of tab-separated `user item rating timestamp` lines, and by made-up
 * readers whose tastes we know (`--worlds N` of them, from `--seed N` on). What is judged is the service: signals in its
 * database, learnt by its refresh, chosen by its own choosing. `validation` is the same with the last fifth of what is
 * learnt from: there, and not on what is held out, the constants were chosen. See docs/recommendations.md.
 */
export async function run(args: string[]): Promise<Record<string, unknown>> {
  const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
  const file = option('--file')
  const seed = Number(option('--seed')) || SEED
  const worlds = Number(option('--worlds') ?? WORLDS)
  const synthetic = worlds > 0 ? await judgeSynthetic(seed, worlds) : undefined
  if (!file) return { data: 'synthetic readers', ...synthetic }
  const { ratings, odd } = await readRatings(file)
  if (ratings.length === 0) throw new Error(`${file} has no line of the form user, item, rating, timestamp`)
  return { data: file, odd_lines: odd, ...(await judgeRatings(ratings, seed)), synthetic }
}

async function judgeSynthetic(seed: number, worlds: number): Promise<Record<string, unknown>> {
  const judged: Judged[] = []
  for (let at = seed; at < seed + worlds; at++) {
    const world = makeWorld(seeded(at * 1_000), SYNTHETIC)
    judged.push(await judgeRatings(readingsOf(world, seeded(at * 1_000 + 1), READ_EACH), at, world))
  }
  const bench = await openBenchWorld({ seed })
  try {
    say('letters come and are read, round by round')
    const small = makeWorld(seeded(seed + 2), SPIRAL)
    const spiral = await measureSpiral(bench, small, seeded(seed + 3), ROUNDS)
    return { ...meanOf(judged), worlds: judged.map(briefly), rounds: ROUNDS, spiral }
  } finally {
    await bench.close()
  }
}

/** Means over the worlds. */
function meanOf(judged: Judged[]): Record<string, unknown> {
  const mean = (pick: (one: Judged) => number) => round(judged.reduce((sum, one) => sum + pick(one), 0) / judged.length)
  const names = Object.keys(judged[0] ?? {}).filter((name) => /ndcg10|recall10|coverage/.test(name))
  return {
    ...Object.fromEntries(names.map((name) => [name, mean((one) => Number(one[name]))])),
    off_in_evaluation: OFF,
    all_on: meanWithin(judged, 'all_on'),
    validation: meanWithin(judged, 'validation'),
    joy_of_best: meanWithin(judged, 'joy_of_best'),
  }
}

function meanWithin(judged: Judged[], part: string): Record<string, number> {
  const parts = judged.map((one) => one[part] as Record<string, number>)
  const names = Object.keys(parts[0] ?? {})
  const mean = (name: string) => round(parts.reduce((sum, one) => sum + (one[name] ?? 0), 0) / parts.length)
  return Object.fromEntries(names.map((name) => [name, mean(name)]))
}

const briefly = ({ ndcg10, popularity_ndcg10, itemknn_ndcg10, validation }: Judged) => ({
  ndcg10,
  popularity_ndcg10,
  itemknn_ndcg10,
  validation,
})

const OFF = ['following', 'freshness', 'diversity', 'exploration']

async function judgeRatings(ratings: Rating[], seed: number, made?: MadeWorld): Promise<Judged> {
  const { train, truth } = holdOutLastFifth(ratings)
  const looks: Map<string, Look> | undefined = made?.looks
  const judged = await judgeSplit({ train, truth }, seed, looks)
  const validated = await judgeSplit(holdOutLastFifth(train), seed, looks)
  const { alone, whole, popularity, knn, items } = judged
  const seen = seenBy(train)
  const joy = (lists: Map<string, string[]>) => (made ? round(joyOf(made, lists, seen)) : 0)
  return {
    readers: truth.size,
    letters: items,
    signals: train.length,
    ndcg10: alone.ndcg10,
    recall10: alone.recall10,
    coverage: alone.coverage,
    popularity_ndcg10: popularity.ndcg10,
    popularity_recall10: popularity.recall10,
    itemknn_ndcg10: knn.ndcg10,
    itemknn_recall10: knn.recall10,
    off_in_evaluation: OFF,
    all_on: { ndcg10: whole.ndcg10, recall10: whole.recall10, coverage: whole.coverage },
    popularity_coverage: popularity.coverage,
    itemknn_coverage: knn.coverage,
    itemknn_best_of_grid: { neighbours: knn.neighbours, shrink: knn.shrink },
    validation: {
      ndcg10: validated.alone.ndcg10,
      popularity_ndcg10: validated.popularity.ndcg10,
      itemknn_ndcg10: validated.knn.ndcg10,
    },
    ...(made
      ? {
          joy_of_best: {
            ours: joy(alone.lists),
            all_on: joy(whole.lists),
            popularity: joy(popularity.lists),
            itemknn: joy(knn.lists),
          },
        }
      : {}),
  }
}

type Split = { train: Rating[]; truth: Map<string, Set<string>> }

async function judgeSplit({ train, truth }: Split, seed: number, looks: Map<string, Look> | undefined) {
  const items = [...new Set(train.map(({ item }) => item))]
  const data: Data = { train, truth, items: items.length }
  const bench = await openBenchWorld({ seed })
  try {
    say(`${train.length.toLocaleString('en')} signals: learning and choosing`)
    const { alone, whole } = await evaluate(bench, { train, truth, items, ...(looks ? { looks } : {}) })
    return { alone, whole, popularity: judgePopularity(data), knn: judgeItemKnn(data), items: items.length }
  } finally {
    await bench.close()
  }
}

const say = (line: string) => process.stderr.write(`${line}\n`)
