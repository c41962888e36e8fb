import type { Language } from '../language.ts'
import { say } from '../texts/texts.ts'
import { helplinesFor } from './helplines.ts'

/** One or two lines of the country of a zone, and what to do in danger. */
export function helplineWords(language: Language, zone: string): string {
  const lines = helplinesFor(zone).map((line) =>
    say(language, 'helpline.line', {
      name: line.name[language],
      contact: line.contact,
      hours: line.hours[language],
      note: line.note[language],
    }),
  )
  return [...lines, say(language, 'helpline.emergency')].join('\n\n')
}
