/** What a finding is about. */
export type FindingKind = 'contact' | 'crisis' | 'abuse' | 'sexual'

/**
 * What should follow a finding:
 * - `take-out`: show the writer what was found and ask to take it out; it may not travel
 * - `support`: show the writer helplines at once, ask the reader before opening; the text may travel
 * - `hold`: a moderator looks before anybody else does
 * - `send-back`: the writer gets it back with the reason
 */
export type FindingAction = 'take-out' | 'support' | 'hold' | 'send-back'

/** One thing found in a text. Privacy: `matched` quotes the writer; show it to the writer, never log it. */
export interface Finding {
  readonly kind: FindingKind
  /** The name of the rule or list that matched; stable, for explanations and statistics. */
  readonly rule: string
  /** The original text from `start` to `end`. */
  readonly matched: string
  /** UTF-16 offset into the original text, inclusive. */
  readonly start: number
  /** UTF-16 offset into the original text, exclusive. */
  readonly end: number
  readonly action: FindingAction
}

/** A word that moderators block at run time; written as in `words.ts` (`*` at an end: may go on there). */
export interface BlockedWord {
  readonly word: string
  readonly kind: FindingKind
  /** Left out: the usual action of the kind. */
  readonly action?: FindingAction
}

/** What moderators add to the lists at run time. Keep the same object between calls: it is compiled once. */
export interface ExtraWords {
  readonly blocked?: readonly BlockedWord[]
  /** Innocent words: a finding that lies wholly inside one is dropped. */
  readonly allowed?: readonly string[]
}

/** The usual action of each kind. */
export const USUAL_ACTION: Readonly<Record<FindingKind, FindingAction>> = {
  contact: 'take-out',
  crisis: 'support',
  abuse: 'send-back',
  sexual: 'send-back',
}
