import { findContacts } from './contact/findContacts.ts'
import { type ExtraWords, type Finding, type FindingAction, type FindingKind, USUAL_ACTION } from './finding.ts'
import { fold } from './fold.ts'
import type { Phrase } from './phrase.ts'
import { ABUSE_EN } from './phrases/abuse.en.ts'
import { ABUSE_KO } from './phrases/abuse.ko.ts'
import { CRISIS_EN } from './phrases/crisis.en.ts'
import { CRISIS_KO } from './phrases/crisis.ko.ts'
import { SELF_HARM_EN } from './phrases/selfHarm.en.ts'
import { SELF_HARM_KO } from './phrases/selfHarm.ko.ts'
import { SEXUAL_EN } from './phrases/sexual.en.ts'
import { SEXUAL_KO } from './phrases/sexual.ko.ts'
import { SIGNS_EN } from './phrases/signs.en.ts'
import { SIGNS_KO } from './phrases/signs.ko.ts'
import { WEARY_EN } from './phrases/weary.en.ts'
import { tighten } from './tighten.ts'
import type { View } from './view.ts'
import { INNOCENT_WORDS, WORD_LISTS, wordsOf } from './words.ts'
import { findWords, plantWords, type WordTree } from './wordTree.ts'

/**
 * What in a Korean or English text may not travel as it is: contact details, words of crisis, abuse and sexual content,
 * in the order in which they stand. Says nothing of other languages except for contact details. Deterministic; time
 * linear in the length of the text, whatever it contains. A floor, not a judge: people decide what words cannot.
 *
 * `words` adds to the lists for this call: blocked words become findings, allowed words clear findings inside them.
 */
export function readText(text: string, options: { readonly words?: ExtraWords } = {}): Finding[] {
  const folded = fold(text)
  const tight = tighten(folded)
  const extra = options.words === undefined ? NO_EXTRA : compileExtra(options.words)
  const marks: Mark[] = [
    ...findContacts(folded).map((span) =>
      inOriginal(folded, { ...span, kind: 'contact', action: USUAL_ACTION.contact }),
    ),
    ...listedIn(tight, extra).map((mark) => inOriginal(tight, mark)),
  ]
  if (marks.length === 0) return []
  const isCleared = coverOf(extra.allowed === undefined ? [] : spansOfWords(extra.allowed, tight))
  return withoutOverlaps(marks.filter((mark) => !isCleared(mark))).map((mark) => ({
    ...mark,
    matched: text.slice(mark.start, mark.end),
  }))
}

type Mark = Omit<Finding, 'matched'>

interface Listed {
  readonly rule: string
  readonly kind: FindingKind
  readonly action: FindingAction
}

interface Place {
  readonly start: number
  readonly end: number
}

const LISTED: WordTree<Listed> = plantWords(
  WORD_LISTS.flatMap(({ rule, kind, action = USUAL_ACTION[kind], words }) =>
    wordsOf(words).map((word) => [word, { rule, kind, action }] as const),
  ),
)
const INNOCENT: WordTree<true> = plantWords(wordsOf(INNOCENT_WORDS).map((word) => [word, true] as const))
const KOREAN_CRISIS: readonly Phrase[] = [...CRISIS_KO, ...SELF_HARM_KO, ...SIGNS_KO]
const ENGLISH_CRISIS: readonly Phrase[] = [...CRISIS_EN, ...SELF_HARM_EN, ...SIGNS_EN, ...WEARY_EN]
const KOREAN_PHRASES: readonly Phrase[] = [...ABUSE_KO, ...SEXUAL_KO]
const ENGLISH_PHRASES: readonly Phrase[] = [...ABUSE_EN, ...SEXUAL_EN]

/** Listed words and phrases in a tightened view, as places in that view. A death wish aimed at another is no crisis. */
function listedIn(tight: View, extra: CompiledWords): Mark[] {
  const marks: Mark[] = []
  for (const { value, start, end } of findWords(LISTED, tight)) marks.push({ ...value, start, end })
  addAllPhrases(tight.text, marks)
  const isInnocent = coverOf(marks.length === 0 ? [] : findWords(INNOCENT, tight))
  const isAimed = coverOf(marks.filter((mark) => mark.kind === 'abuse').sort(byPlace))
  const guilty = marks.filter((mark) => !isInnocent(mark) && !(mark.kind === 'crisis' && isAimed(mark)))
  if (extra.blocked === undefined) return guilty
  return [...guilty, ...findWords(extra.blocked, tight).map(({ value, start, end }) => ({ ...value, start, end }))]
}

/** Words of crisis are found across the ends of lines as well. */
function addAllPhrases(text: string, marks: Mark[]): void {
  const oneLine = text.replaceAll('\n', ' ')
  if (/[ㄱ-ㅣ가-힣]/.test(text)) {
    addPhrases(KOREAN_CRISIS, oneLine, marks)
    addPhrases(KOREAN_PHRASES, text, marks)
  }
  if (/[a-z]/.test(text)) {
    addPhrases(ENGLISH_CRISIS, oneLine, marks)
    addPhrases(ENGLISH_PHRASES, text, marks)
  }
}

const SURROUNDINGS_CHARACTERS = 30

function addPhrases(phrases: readonly Phrase[], text: string, marks: Mark[]): void {
  prepare(phrases, text)
  for (const { rule, kind, action = USUAL_ACTION[kind], find, unless } of phrases) {
    find.lastIndex = 0
    for (let match = find.exec(text); match !== null; match = find.exec(text)) {
      const start = match.index
      const end = start + match[0].length
      if (end === start) find.lastIndex++
      else if (unless === undefined || !stands(unless, text, start, end)) marks.push({ rule, kind, action, start, end })
    }
  }
}

/** One of letters that take a byte, one of letters that take two: V8 compiles a pattern for each. */
const LONG_TEXTS = ['~'.repeat(1_000), '☃'.repeat(1_000)] as const
const prepared = [new Set<readonly Phrase[]>(), new Set<readonly Phrase[]>()] as const

/**
 * V8 compiles a pattern at its first use: to bytecode, or for a text of a thousand characters to machine code, which for
 * patterns as large as these takes a tenth of the time. Otherwise somebody's first words after a start, and all who come
 * after them, would wait for half a second. https://v8.dev/blog/regexp-tier-up
 */
function prepare(phrases: readonly Phrase[], text: string): void {
  const bytes = /[^\0-\xff]/.test(text) ? 1 : 0
  if (prepared[bytes].has(phrases)) return
  prepared[bytes].add(phrases)
  for (const { find } of phrases) {
    find.lastIndex = 0
    find.test(LONG_TEXTS[bytes])
  }
}

function stands(unless: RegExp, text: string, start: number, end: number): boolean {
  unless.lastIndex = 0
  return unless.test(text.slice(Math.max(0, start - SURROUNDINGS_CHARACTERS), end + SURROUNDINGS_CHARACTERS))
}

interface CompiledWords {
  readonly blocked?: WordTree<Listed>
  readonly allowed?: WordTree<true>
}

const NO_EXTRA: CompiledWords = {}
const compiled = new WeakMap<ExtraWords, CompiledWords>()

function compileExtra(words: ExtraWords): CompiledWords {
  const known = compiled.get(words)
  if (known !== undefined) return known
  const { blocked = [], allowed = [] } = words
  const fresh: CompiledWords = {
    blocked: plantWords(
      blocked.map(({ word, kind, action = USUAL_ACTION[kind] }) => [
        asListed(word),
        { rule: `moderators: ${word}`, kind, action },
      ]),
    ),
    allowed: plantWords(allowed.map((word) => [asListed(word), true])),
  }
  compiled.set(words, fresh)
  return fresh
}

/** A moderator's word in the spelling in which texts are searched, its stars kept. */
function asListed(word: string): string {
  return tighten(fold(word.trim())).text
}

function spansOfWords(tree: WordTree<true>, view: View): Place[] {
  return findWords(tree, view).map(({ start, end }) => ({
    start: view.starts[start] ?? 0,
    end: view.ends[end - 1] ?? 0,
  }))
}

function inOriginal(view: View, mark: Mark): Mark {
  const { rule, kind, action } = mark
  return { rule, kind, action, start: view.starts[mark.start] ?? 0, end: view.ends[mark.end - 1] ?? 0 }
}

/** Tells whether a place lies wholly within one of `places`, which must be sorted by start; in logarithmic time. */
function coverOf(places: readonly Place[]): (place: Place) => boolean {
  const reach: number[] = []
  for (const { end } of places) reach.push(Math.max(end, reach[reach.length - 1] ?? 0))
  return ({ start, end }) => {
    let low = 0
    let high = places.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((places[middle]?.start ?? 0) <= start) low = middle + 1
      else high = middle
    }
    return (reach[low - 1] ?? 0) >= end
  }
}

function byPlace(one: Place, other: Place): number {
  return one.start - other.start || other.end - one.end
}

/** In order, and of those of one kind that overlap only the longest. */
function withoutOverlaps(marks: readonly Mark[]): Mark[] {
  const sorted = [...marks].sort(byPlace)
  const lastOfKind = new Map<FindingKind, number>()
  const kept: Mark[] = []
  for (const mark of sorted) {
    const last = lastOfKind.get(mark.kind)
    const before = last === undefined ? undefined : kept[last]
    if (last !== undefined && before !== undefined && mark.start < before.end) {
      if (mark.end - mark.start > before.end - before.start) kept[last] = mark
      continue
    }
    lastOfKind.set(mark.kind, kept.length)
    kept.push(mark)
  }
  return kept
}
