import type { FindingAction, FindingKind } from './finding.ts'

/**
 * An expression that counts only in its surroundings. Patterns are matched against the tightened text: lower case,
 * apostrophes left out (dont), one blank between words. They must be global and bounded: no `*`, `+` or open `{n,}`.
 */
export interface Phrase {
  readonly rule: string
  readonly kind: FindingKind
  /** Left out: the usual action of the kind. */
  readonly action?: FindingAction
  readonly find: RegExp
  /** What makes it innocent when it stands within 30 characters before or after. */
  readonly unless?: RegExp
}
