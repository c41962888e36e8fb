import type { Core } from '../core.ts'
import { Refusal } from '../refusal.ts'
import { type ArrivalChoice, arrivalFor } from './arrival.ts'

/** When a letter should arrive: one of the ready choices, or a moment of the writer's own. */
export type Arrival = { choice: ArrivalChoice; at?: Date | null } | { choice: 'date'; at: Date }

/**
 * The moment a choice means for somebody in this zone, drawn now.
 * Ready choices are drawn anew when the letter is posted; a date stays. Refused when a date has passed meanwhile.
 */
export function arrivalMoment(core: Core, arrival: Arrival, zone: string): Date {
  const now = core.clock.now()
  if (arrival.choice !== 'date') return arrivalFor(arrival.choice, { now, zone, random: core.random })
  if (arrival.at <= now) throw new Refusal('refuse.arrival.past')
  return arrival.at
}
