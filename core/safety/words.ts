import type { FindingAction, FindingKind } from './finding.ts'
import { ENGLISH_WORDS } from './words/en.ts'
import { INNOCENT_ENGLISH, INNOCENT_KOREAN } from './words/innocent.ts'
import { KOREAN_WORDS } from './words/ko.ts'

/**
 * Words that may not travel. A word stands for itself alone; `*` at an end lets the word go on there; a blank in it may
 * be left out. Disguises (signs inside, repeated letters, digits for letters, loose jamo) need no entries of their own;
 * other spellings do. What depends on its surroundings is in `phrases/`.
 */
export interface WordList {
  readonly rule: string
  readonly kind: FindingKind
  /** Left out: the usual action of the kind. */
  readonly action?: FindingAction
  /** Words with commas between them. */
  readonly words: string
}

export const WORD_LISTS: readonly WordList[] = [...KOREAN_WORDS, ...ENGLISH_WORDS]

/** Innocent words: a finding of a word or phrase that lies wholly inside one of these is dropped. */
export const INNOCENT_WORDS = `${INNOCENT_KOREAN},${INNOCENT_ENGLISH}`

/** The words of a list, one by one. */
export function wordsOf(list: string): string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
}
