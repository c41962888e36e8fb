import type { AccountId, OpenLetterId } from '../ids.ts'

/** Where a letter came from when it was chosen; what `wiro recommend explain` says. */
export const sources = ['kin', 'followed', 'taste', 'warm', 'first_look', 'again'] as const
export type Source = (typeof sources)[number]

/** A letter that may be shown to this reader, with all that the order depends on. */
export type Candidate = {
  id: OpenLetterId
  authorId: AccountId
  mood: string | null
  topic: string | null
  openedAt: Date
  /** How many readers it was shown to, and how many of them it spoke to. */
  looks: number
  liked: number
  /** Reports by others that are not dismissed, and whether its author was sanctioned lately. */
  reports: number
  warned: boolean
  followed: boolean
  /** Nearness to what the reader liked (see kinScores), and the liked letter that says so most. */
  kin: number
  because: OpenLetterId | null
  /** Shown to this reader before, in an earlier session. */
  again: boolean
}

/** How much of what a reader liked lately was of a mood and of a topic: 0 to 1. */
export type Leaning = { moods: Map<string, number>; topics: Map<string, number> }

/** What a letter may be expected to do, with a few looks' worth of doubt: the share of readers it speaks to. */
export function warmth({ looks, liked }: { looks: number; liked: number }): number {
  return (liked + PRIOR_LIKED) / (Math.max(looks, liked) + PRIOR_LOOKS)
}

export const PRIOR_LIKED = 2
export const PRIOR_LOOKS = 8

/** From which share of readers on a letter is in a band; a letter that nobody knows yet is in band 1. */
const BANDS_FROM = [0.15, 0.3, 0.45]

/** 0 to 3: how well a letter is received. */
export function bandOf(letter: { looks: number; liked: number }): number {
  const share = warmth(letter)
  return BANDS_FROM.filter((from) => share >= from).length
}
