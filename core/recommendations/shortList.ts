import type { OpenLetterId } from '../ids.ts'
import type { Candidate, Leaning } from './candidate.ts'
import { FIRST_LOOKS } from './firstLook.ts'
import { tasteOf } from './rankLetters.ts'

/** What is known of a letter at a glance. */
export type Glimpse = Pick<Candidate, 'id' | 'mood' | 'topic' | 'looks' | 'liked' | 'followed' | 'kin'>

/** For each place of a page so many letters are looked at more closely, by taste; and so many that are owed a first look. */
const BY_TASTE = 4
const BY_CHANCE = 2

/**
 * Whom to look at more closely, of some hundred letters: all of whom the reader follows, the best by taste, and a handful
 * that hardly anybody has seen, as chance brought them. What it leaves out would hardly come onto the page. Pure.
 */
export function shortList(pool: Glimpse[], leaning: Leaning, count: number): OpenLetterId[] {
  const nearest = Math.max(0, ...pool.map(({ kin }) => kin))
  const merit = (one: Glimpse) => {
    const { kin, taste, warm } = tasteOf(one, leaning, nearest)
    return kin + taste + warm
  }
  const byMerit = pool.map((one) => ({ one, merit: merit(one) })).sort((a, b) => b.merit - a.merit)
  const best = byMerit.slice(0, count * BY_TASTE).map(({ one }) => one)
  const fresh = pool.filter(({ looks }) => looks < FIRST_LOOKS).slice(0, count * BY_CHANCE)
  const followed = pool.filter((one) => one.followed)
  return [...new Set([...followed, ...best, ...fresh].map(({ id }) => id))]
}
