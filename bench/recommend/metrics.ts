/** How good lists of ten are: for every reader with something liked in what was held out. */
export type Quality = { ndcg10: number; recall10: number; coverage: number; gini: number }

const TEN = 10

/**
 * nDCG@10 with binary gains (Järvelin & Kekäläinen 2002), recall@10 (found of all that was held out and liked), the
 * share of all items that anybody was shown, and the Gini coefficient of how often items were shown.
 */
export function judge(lists: Map<string, string[]>, truth: Map<string, Set<string>>, items: number): Quality {
  let ndcg = 0
  let recall = 0
  const shown = new Map<string, number>()
  for (const [user, wanted] of truth) {
    const list = (lists.get(user) ?? []).slice(0, TEN)
    for (const item of list) shown.set(item, (shown.get(item) ?? 0) + 1)
    const gain = list.reduce((sum, item, place) => sum + (wanted.has(item) ? discount(place) : 0), 0)
    ndcg += gain / ideal(wanted.size)
    recall += list.filter((item) => wanted.has(item)).length / wanted.size
  }
  const readers = Math.max(1, truth.size)
  return {
    ndcg10: round(ndcg / readers),
    recall10: round(recall / readers),
    coverage: round(shown.size / Math.max(1, items)),
    gini: round(giniOf([...shown.values()], items)),
  }
}

const discount = (place: number) => 1 / Math.log2(place + 2)

function ideal(wanted: number): number {
  let sum = 0
  for (let place = 0; place < Math.min(TEN, wanted); place++) sum += discount(place)
  return sum
}

/** 0: everything is shown as often as everything else; 1: one thing has it all. */
export function giniOf(counts: number[], all: number): number {
  const sorted = [...new Array(Math.max(0, all - counts.length)).fill(0), ...counts].sort((a, b) => a - b)
  const sum = sorted.reduce((total, count) => total + count, 0)
  if (sum === 0) return 0
  const weighted = sorted.reduce((total, count, at) => total + (at + 1) * count, 0)
  return (2 * weighted) / (sorted.length * sum) - (sorted.length + 1) / sorted.length
}

export const round = (value: number) => Math.round(value * 10_000) / 10_000
