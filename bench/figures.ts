/** What a benchmark prints, by name. */
export type Figures = Record<string, number>

/** How many overtook an earlier one of their chat; `numberIn` reads the place in the order out of a text. */
export function reordered(arrivals: { chat: string; text: string }[], numberIn: (text: string) => number): number {
  const last = new Map<string, number>()
  let wrong = 0
  for (const { chat, text } of arrivals) {
    if (numberIn(text) < (last.get(chat) ?? -1)) wrong++
    last.set(chat, numberIn(text))
  }
  return wrong
}

/** Of some rounds, each with its reference right after, the one with the middle ratio; of what must be 0, the worst. */
export function middleRound(rounds: Figures[]): Figures {
  const ratio = (figures: Figures) => figures.thin_ratio ?? 0
  const middle = rounds.toSorted((a, b) => ratio(a) - ratio(b))[Math.floor(rounds.length / 2)]
  const worst = (name: string) => Math.max(...rounds.map((figures) => figures[name] ?? 0))
  return { ...middle, reordered: worst('reordered'), doubled: worst('doubled') }
}

/** To a thousandth. */
export const round = (figure: number) => Math.round(figure * 1000) / 1000
