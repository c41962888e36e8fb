import type { Language } from '../../language.ts'
import { isStamp, STAMP_EMOJI } from '../../letters/stamps.ts'
import { en } from '../../texts/en.ts'
import { formatMinute } from '../../texts/formatTime.ts'
import { say, type TextKey } from '../../texts/texts.ts'

/** How the archive's page says what the archive's data are called. What has no words yet is shown as it is. */
export type ExportWords = {
  /** The name of a part of the data. */
  label(name: string): string
  /** A value under that name. */
  value(name: string, value: unknown): string
  /** A state or kind. */
  word(code: string): string
  /** A thank-you stamp. */
  stamp(code: string | null): string
}

export function exportWords(language: Language, moment: (at: Date) => string): ExportWords {
  const text = (key: string, otherwise: string) => (isPlain(key) ? say(language, key as 'export.yes') : otherwise)
  const word = (code: string) => text(`export.word.${code}`, code)
  const missing: Record<string, string> = {
    quietFrom: say(language, 'settings.quiet.none'),
    quietUntil: say(language, 'settings.quiet.none'),
    arrivesOn: say(language, 'link.arrives.seen'),
  }
  const coded = (name: string, code: string) => text(`${KEYS[name] ?? ''}.${code}`, KEYS[name] ? word(code) : code)
  const value = (name: string, given: unknown): string => {
    if (given === null || given === undefined) return missing[name] ?? '–'
    if (given instanceof Date) return moment(given)
    if (Array.isArray(given)) return given.map((one) => value(name, one)).join(', ')
    if (typeof given === 'boolean') return say(language, given ? 'export.yes' : 'export.no')
    if (typeof given === 'number' && MINUTES.has(name)) return formatMinute(given, language)
    return coded(name, String(given))
  }
  return {
    label: (name) => text(`export.label.${name}`, name),
    value,
    word,
    stamp: (code) => (code && isStamp(code) ? `${STAMP_EMOJI[code]} ${say(language, `stamp.${code}`)}` : ''),
  }
}

const MINUTES = new Set(['quietFrom', 'quietUntil'])
/** Where the words for the values of a field are. */
const KEYS: Readonly<Record<string, string>> = {
  reads: 'settings.reads',
  notify: 'settings.notify',
  arrivesOn: 'platform',
  platform: 'platform',
  category: 'report.category',
  rule: 'rule',
  kind: 'export.word',
  state: 'export.word',
  what: 'export.word',
}

const isPlain = (key: string) => Object.hasOwn(en, key) && typeof en[key as TextKey] === 'string'
