import type { AccountId, OpenLetterId } from '../ids.ts'
import type { Random } from '../random.ts'
import { type Candidate, type Leaning, PRIOR_LIKED, PRIOR_LOOKS, type Source, warmth } from './candidate.ts'
import { drawFirstLook, FIRST_LOOKS, isFirstLookPlace } from './firstLook.ts'

/** Parts of serving that a measurement may switch off, to see the taste alone. */
export type Parts = { following: boolean; freshness: boolean; diversity: boolean; exploration: boolean }
export const allParts: Parts = { following: true, freshness: true, diversity: true, exploration: true }

export type Ranked = { id: OpenLetterId; source: Source; because: OpenLetterId | null; score: number }

type Ranking = {
  count: number
  now: Date
  /** When the session began, and whose letters were shown in it, the last first. */
  session: Date
  shown: AccountId[]
  random: Random
  parts: Parts
}

/** Among so many letters in a row, at most {@link OF_ONE_AUTHOR_MAX} are by the same person, signed or not. */
export const IN_A_ROW = 10
export const OF_ONE_AUTHOR_MAX = 2

/** What speaks for and against a letter. Kinship is measured against the nearest candidate: 1. */
const WEIGHTS = {
  kin: 1,
  mood: 0.4,
  topic: 1,
  followed: 0.6,
  warmth: 0.1,
  young: 0.1,
  report: 0.3,
  warned: 0.2,
  alike: 0.15,
}
const YOUNG_DAYS = 7
const FOLLOWED_FADES_DAYS = 7
const DAY_MS = 86_400_000

/**
 * Puts letters in the order in which to show them, and says why each is there. Greedy, place by place, by merit less
 * likeness to what is already there (maximal marginal relevance, Carbonell & Goldstein 1998). One place in five is for a
 * letter that hardly anybody has seen; such a letter comes earlier only on merits, or when there is nothing else.
 * Pure: serving and measuring both use it.
 */
export function rankLetters(candidates: Candidate[], leaning: Leaning, ranking: Ranking): Ranked[] {
  const { count, session, random, parts } = ranking
  const nearest = Math.max(0, ...candidates.map(({ kin }) => kin))
  const left = new Map(candidates.map((one) => [one, meritOf(one, leaning, nearest, ranking)]))
  const ranked: Ranked[] = []
  const placed: Candidate[] = []
  while (placed.length < count && left.size > 0) {
    const may = [...left.keys()].filter((one) => !parts.diversity || mayStandNext(one, placed, ranking.shown))
    const firstLook =
      parts.exploration && isFirstLookPlace(ranking.shown.length + placed.length, session)
        ? drawFirstLook(
            may.filter((one) => one.looks < FIRST_LOOKS && !one.again && one.reports === 0),
            random,
          )
        : undefined
    const onMerit = best(may, left, parts.diversity ? placed : [])
    const next = firstLook ?? onMerit
    if (!next) break
    const merit = left.get(next)
    left.delete(next)
    placed.push(next)
    const onlyALook = next !== onMerit && merit?.source !== 'followed'
    const source = onlyALook ? 'first_look' : (merit?.source ?? 'warm')
    ranked.push({ id: next.id, source, because: source === 'kin' ? next.because : null, score: merit?.score ?? 0 })
  }
  return ranked
}

type Merit = { score: number; source: Source }

function meritOf(one: Candidate, leaning: Leaning, nearest: number, { now, parts }: Ranking): Merit {
  const days = Math.max(0, now.getTime() - one.openedAt.getTime()) / DAY_MS
  const parts_: Record<'kin' | 'followed' | 'taste' | 'warm', number> = {
    ...tasteOf(one, leaning, nearest),
    followed: parts.following && one.followed ? WEIGHTS.followed * Math.exp(-days / FOLLOWED_FADES_DAYS) : 0,
  }
  const young = parts.freshness ? WEIGHTS.young * Math.exp(-days / YOUNG_DAYS) : 0
  const against = WEIGHTS.report * one.reports + (one.warned ? WEIGHTS.warned : 0) + (one.again ? AGAIN : 0)
  const score = parts_.kin + parts_.followed + parts_.taste + parts_.warm + young - against
  return { score, source: one.again ? 'again' : strongest(parts_) }
}

/** The part of merit that is known before anything is read of a letter but how it was received. */
export function tasteOf(
  one: Pick<Candidate, 'kin' | 'mood' | 'topic' | 'looks' | 'liked'>,
  leaning: Leaning,
  nearest: number,
): Record<'kin' | 'taste' | 'warm', number> {
  return {
    kin: nearest > 0 ? (WEIGHTS.kin * one.kin) / nearest : 0,
    taste:
      WEIGHTS.mood * ((one.mood && leaning.moods.get(one.mood)) || 0) +
      WEIGHTS.topic * ((one.topic && leaning.topics.get(one.topic)) || 0),
    warm: WEIGHTS.warmth * (warmth(one) - PRIOR_LIKED / PRIOR_LOOKS),
  }
}

/** What was shown before comes after everything that was not. */
const AGAIN = 10

function strongest(parts: Record<'kin' | 'followed' | 'taste' | 'warm', number>): Source {
  if (parts.followed > 0 && parts.followed >= parts.kin) return 'followed'
  if (parts.kin > 0 && parts.kin >= parts.taste) return 'kin'
  return parts.taste > 0 ? 'taste' : 'warm'
}

function mayStandNext({ authorId }: Candidate, placed: Candidate[], shown: AccountId[]): boolean {
  const before = [...placed.map((one) => one.authorId).reverse(), ...shown].slice(0, IN_A_ROW - 1)
  return before.filter((author) => author === authorId).length < OF_ONE_AUTHOR_MAX
}

function best(may: Candidate[], merits: Map<Candidate, Merit>, placed: Candidate[]): Candidate | undefined {
  let found: Candidate | undefined
  let highest = Number.NEGATIVE_INFINITY
  for (const one of may) {
    const like = placed.length > 0 ? Math.max(...placed.map((other) => likeness(one, other))) : 0
    const score = (merits.get(one)?.score ?? 0) - WEIGHTS.alike * like
    if (score > highest) {
      found = one
      highest = score
    }
  }
  return found
}

function likeness(one: Candidate, other: Candidate): number {
  const same = (a: unknown, b: unknown, weight: number) => (a !== null && a === b ? weight : 0)
  return same(one.topic, other.topic, 0.4) + same(one.mood, other.mood, 0.3) + same(one.authorId, other.authorId, 0.3)
}
