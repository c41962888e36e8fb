import { Refusal } from '../refusal.ts'

/** So many letters to strangers may leave within a day, and fewer from somebody who came lately. */
export const LETTERS_A_DAY_MAX = 20
export const NEWCOMER_LETTERS_A_DAY_MAX = 10
export const NEWCOMER_DAYS = 3
const DAY_MS = 86_400_000

/** Refused when this person, who came `since`, has `sent` their number of letters to strangers within the last 24 hours. Pure. */
export function refuseTooFast({ sent, since, now }: { sent: number; since: Date; now: Date }): void {
  const newcomer = now.getTime() - since.getTime() < NEWCOMER_DAYS * DAY_MS
  const most = newcomer ? NEWCOMER_LETTERS_A_DAY_MAX : LETTERS_A_DAY_MAX
  if (sent >= most) throw new Refusal('refuse.letter.tooFast', { most })
}

/** From when on letters count for {@link refuseTooFast}. */
export const countedSince = (now: Date): Date => new Date(now.getTime() - DAY_MS)
