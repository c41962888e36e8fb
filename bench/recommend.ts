import { type Data, judgeItemKnn, judgePopularity, seenBy } from './recommend/baselines.ts'
import { evaluate, type Look } from './recommend/evaluate.ts'
import { round } from './recommend/metrics.ts'
import { holdOutLastFifth, type Rating, readRatings } from './recommend/ratings.ts'
import { measureSpiral } from './recommend/spiral.ts'
import { joyOf, type MadeWorld, makeWorld, readingsOf } from './recommend/synthetic.ts'
import { openBenchWorld, seeded } from './recommend/world.ts'

const SEED = 6
const SYNTHETIC = { readers: 500, letters: 1_200 }
const READ_EACH = 60
const SPIRAL = { readers: 150, letters: 600 }
const ROUNDS = 8

/**
 * How good recommendations are: by `--file FILE` of tab-separated `user item rating timestamp` lines, and by made-up
 * readers whose tastes we know. What is judged is the service: signals in its database, learnt by its refresh, chosen by
 * its own choosing. See docs/recommendations.md for what each figure means.
 */
export async function run(args: string[]): Promise<Record<string, unknown>> {
  const file = args.includes('--file') ? args[args.indexOf('--file') + 1] : undefined
  const seed = args.includes('--seed') ? Number(args[args.indexOf('--seed') + 1]) : SEED
  const synthetic = await judgeSynthetic(seed)
  if (!file) return { data: 'synthetic readers', ...synthetic }
  const { ratings, odd } = await readRatings(file)
  if (ratings.length === 0) throw new Error(`${file} has no line of the form user, item, rating, timestamp`)
  return { data: file, odd_lines: odd, ...(await judgeRatings(ratings, seed)), synthetic }
}

async function judgeSynthetic(seed: number): Promise<Record<string, unknown>> {
  const world = makeWorld(seeded(seed), SYNTHETIC)
  const quality = await judgeRatings(readingsOf(world, seeded(seed + 1), READ_EACH), seed, world)
  const bench = await openBenchWorld({ seed })
  try {
    say('letters come and are read, round by round')
    const small = makeWorld(seeded(seed + 2), SPIRAL)
    return { ...quality, rounds: ROUNDS, spiral: await measureSpiral(bench, small, seeded(seed + 3), ROUNDS) }
  } finally {
    await bench.close()
  }
}

async function judgeRatings(ratings: Rating[], seed: number, made?: MadeWorld): Promise<Record<string, unknown>> {
  const { train, truth } = holdOutLastFifth(ratings)
  const items = [...new Set(train.map(({ item }) => item))]
  const data: Data = { train, truth, items: items.length }
  const bench = await openBenchWorld({ seed })
  try {
    say(`${ratings.length.toLocaleString('en')} signals: learning and choosing`)
    const looks: Map<string, Look> | undefined = made?.looks
    const { alone, whole } = await evaluate(bench, { train, truth, items, ...(looks ? { looks } : {}) })
    say('the others, for comparison')
    const popularity = judgePopularity(data)
    const knn = judgeItemKnn(data)
    const seen = seenBy(train)
    const joy = (lists: Map<string, string[]>) => (made ? round(joyOf(made, lists, seen)) : undefined)
    return {
      readers: truth.size,
      letters: items.length,
      signals: train.length,
      ndcg10: alone.ndcg10,
      recall10: alone.recall10,
      coverage: alone.coverage,
      popularity_ndcg10: popularity.ndcg10,
      popularity_recall10: popularity.recall10,
      itemknn_ndcg10: knn.ndcg10,
      itemknn_recall10: knn.recall10,
      off_in_evaluation: ['following', 'freshness', 'diversity', 'exploration'],
      all_on: { ndcg10: whole.ndcg10, recall10: whole.recall10, coverage: whole.coverage },
      popularity_coverage: popularity.coverage,
      itemknn_coverage: knn.coverage,
      itemknn_best_of_grid: { neighbours: knn.neighbours, shrink: knn.shrink },
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
  } finally {
    await bench.close()
  }
}

const say = (line: string) => process.stderr.write(`${line}\n`)
