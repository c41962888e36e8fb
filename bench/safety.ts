import { readFileSync } from 'node:fs'
import type { FindingKind } from '../core/safety/finding.ts'
import { readText } from '../core/safety/readText.ts'

type Label = FindingKind | 'clean'
export type Language = 'ko' | 'en'
export type Part = 'tuned' | 'held-out' | 'blind'
interface Sample {
  readonly label: Label
  readonly text: string
}
interface Score {
  readonly precision: number
  readonly recall: number
}

const KINDS: readonly FindingKind[] = ['contact', 'crisis', 'abuse', 'sexual']
const LANGUAGES: readonly Language[] = ['ko', 'en']
const PARTS: readonly Part[] = ['tuned', 'held-out', 'blind']
const PREFIX: Record<Part, string> = { tuned: '', 'held-out': 'held_out_', blind: 'blind_' }
const USUAL_LETTER_CHARACTERS = 600

/**
 * How well and how fast core/safety reads: precision and recall for each language, of the tuned part of the corpus, of
 * the held-out part and of the blind part (written by somebody who knew neither the lists nor the rest) apart, and the median time for a usual letter of 600 characters, in microseconds.
 * `--kinds` adds the figures of each kind. `--misses` shows what is misjudged, in the tuned part only: the other
 * two stay unseen, so that nobody tunes on it.
 */
export async function run(args: string[]): Promise<Record<string, number>> {
  if (args.includes('--misses')) for (const language of LANGUAGES) showMisses(language)
  const figures: Record<string, number> = {}
  for (const part of PARTS) {
    for (const language of LANGUAGES) Object.assign(figures, figuresOf(language, part, args.includes('--kinds')))
  }
  figures.us_per_letter = round(microsecondsPerLetter())
  return figures
}

/** The labelled sentences of a part of the corpus. */
export function readCorpus(language: Language, part: Part): Sample[] {
  const file = new URL(`./data/safety/${language}.${part}.tsv`, import.meta.url)
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => {
    const [label = '', text = ''] = line.split('\t')
    if (label !== 'clean' && !KINDS.some((kind) => kind === label)) throw new Error(`${file.pathname}: label ${label}`)
    return { label: label as Label, text }
  })
}

/**
 * Precision and recall over `samples`. A sentence that gets a finding of its own label is a hit; each other kind found
 * in it is a false alarm; without a finding of its label it is a miss. With `kind`, only that kind counts.
 */
export function score(samples: readonly Sample[], kind?: FindingKind): Score {
  let hits = 0
  let falseAlarms = 0
  let misses = 0
  for (const sample of samples) {
    const kinds = kindsFound(sample.text)
    for (const each of KINDS) {
      if (kind !== undefined && each !== kind) continue
      if (kinds.has(each)) each === sample.label ? hits++ : falseAlarms++
      else if (each === sample.label) misses++
    }
  }
  return { precision: share(hits, hits + falseAlarms), recall: share(hits, hits + misses) }
}

/** The median time to read a letter of 600 characters made of the corpus, after warming up. */
export function microsecondsPerLetter(): number {
  const letters = LANGUAGES.flatMap((language) => lettersOf(readCorpus(language, 'tuned')))
  const times: number[] = []
  for (let round = 0; round < 8; round++) {
    for (const letter of letters) {
      const before = process.hrtime.bigint()
      readText(letter)
      if (round >= 3) times.push(Number(process.hrtime.bigint() - before) / 1000)
    }
  }
  times.sort((one, other) => one - other)
  return times[Math.floor(times.length / 2)] ?? 0
}

function lettersOf(samples: readonly Sample[]): string[] {
  const all = samples.map((sample) => sample.text).join('. ')
  const letters: string[] = []
  for (let at = 0; at + USUAL_LETTER_CHARACTERS <= all.length; at += USUAL_LETTER_CHARACTERS) {
    letters.push(all.slice(at, at + USUAL_LETTER_CHARACTERS))
  }
  return letters
}

function figuresOf(language: Language, part: Part, everyKind: boolean): Record<string, number> {
  const samples = readCorpus(language, part)
  const prefix = PREFIX[part]
  const figures: Record<string, number> = {}
  for (const kind of everyKind ? [undefined, ...KINDS] : [undefined]) {
    const { precision, recall } = score(samples, kind)
    const suffix = kind === undefined ? language : `${language}_${kind}`
    figures[`${prefix}precision_${suffix}`] = round(precision)
    figures[`${prefix}recall_${suffix}`] = round(recall)
  }
  return figures
}

function showMisses(language: Language): void {
  for (const { label, text } of readCorpus(language, 'tuned')) {
    const kinds = kindsFound(text)
    const right = label === 'clean' ? kinds.size === 0 : kinds.size === 1 && kinds.has(label)
    if (!right) console.error(`${label} read as [${[...kinds].join(' ')}]: ${text}`, explain(text))
  }
}

function explain(text: string): string {
  return readText(text)
    .map((finding) => `${finding.rule}=${finding.matched}`)
    .join(' | ')
}

function kindsFound(text: string): Set<FindingKind> {
  return new Set(readText(text).map((finding) => finding.kind))
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole
}

function round(figure: number): number {
  return Math.round(figure * 10_000) / 10_000
}
