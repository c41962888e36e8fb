import type { Core } from '../core.ts'
import type { Language } from '../language.ts'
import { Refusal } from '../refusal.ts'
import { arrivalChoices, parseArrival } from './arrival.ts'
import type { Arrival } from './arrivalChoice.ts'

/**
 * What somebody means by "when": the name of a ready choice, or a date as they write it, in their zone.
 * Undefined for nothing at all. Refused when it cannot be understood, has passed, or is too far away.
 */
export function readArrival(
  core: Core,
  said: string,
  { zone, language }: { zone: string; language: Language },
): Arrival | undefined {
  const ready = arrivalChoices.find((choice) => choice === said)
  if (ready) return { choice: ready }
  if (!said.trim()) return undefined
  const read = parseArrival(said, { now: core.clock.now(), zone, language })
  if ('problem' in read) throw new Refusal(`refuse.arrival.${read.problem}`)
  return { choice: 'date', at: read.at }
}
