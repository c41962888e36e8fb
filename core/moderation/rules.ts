/** The house rules that a letter may break; the words are in texts/. */
export const rules = ['unkind', 'sexual', 'contact', 'spam', 'harm', 'threat', 'minor'] as const
export type Rule = (typeof rules)[number]

/** What follows, from the lightest to the heaviest. */
export type Step = { kind: 'word' } | { kind: 'pause'; hours: number } | { kind: 'ban' }
const LADDER: readonly Step[] = [
  { kind: 'word' },
  { kind: 'pause', hours: 12 },
  { kind: 'pause', hours: 3 * 24 },
  { kind: 'pause', hours: 14 * 24 },
  { kind: 'ban' },
]

/** Where on the ladder the first breach of a rule stands. */
const FIRST_STEP: Record<Rule, number> = { unkind: 0, contact: 0, spam: 0, sexual: 1, harm: 2, threat: 2, minor: 4 }

/** For so many days an earlier sanction counts; then it is forgotten. */
export const WORD_COUNTS_DAYS = 60
export const PAUSE_COUNTS_DAYS = 180
const DAY_MS = 86_400_000

/** An earlier sanction that was not taken back. */
export type Past = { kind: Step['kind']; createdAt: Date }

/**
 * What follows from breaking a rule now: the rule's own first step, and one step more for every earlier sanction that
 * still counts. `gently` is always a word. Pure.
 */
export function nextStep(rule: Rule, past: readonly Past[], now: Date, gently = false): Step {
  if (gently) return { kind: 'word' }
  const counting = past.filter((one) => counts(one, now)).length
  return LADDER[Math.min(FIRST_STEP[rule] + counting, LADDER.length - 1)] ?? { kind: 'ban' }
}

function counts({ kind, createdAt }: Past, now: Date): boolean {
  const days = kind === 'word' ? WORD_COUNTS_DAYS : PAUSE_COUNTS_DAYS
  return kind === 'ban' || now.getTime() - createdAt.getTime() < days * DAY_MS
}

export function isRule(name: string): name is Rule {
  return rules.some((rule) => rule === name)
}
