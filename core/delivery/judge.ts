import type { Platform } from '../platform.ts'
import type { Random } from '../random.ts'
import { afterUnknown } from './ambiguity.ts'
import type { Outcome } from './channel.ts'
import type { MailRow, Settlement } from './mailRow.ts'

/** After so many failed attempts (being told to wait is not one) a row is given up and shown to the operator. */
export const MAX_ATTEMPTS = 12
const BACKOFF_FIRST_MS = 1_000
const BACKOFF_MOST_MS = 5 * 60_000

export type Verdict = Omit<Settlement, 'id' | 'messageIds' | 'retryAt'> & {
  /** Only for `pending`: tried again after so long. */
  retryAfterMs: number | undefined
}

/**
 * What an outcome makes of a row; `row` as it was before the attempt. Retries back off with jitter, doubling from a
 * second to five minutes, and end: every row comes to one of the final states. Pure but for the jitter.
 */
export function judge(
  row: Pick<MailRow, 'parcel' | 'attempts' | 'ambiguous'>,
  outcome: Outcome,
  platform: Platform,
  random: Random,
): Verdict {
  const attempts = row.attempts + 1
  const verdict = (state: Verdict['state'], reason: string | null, more: Partial<Verdict> = {}): Verdict => ({
    state,
    reason,
    attempts,
    ambiguous: row.ambiguous,
    retryAfterMs: undefined,
    ...more,
  })
  switch (outcome.kind) {
    case 'sent':
    case 'void':
      return verdict(outcome.kind, null)
    case 'gone':
    case 'refused':
      return verdict(outcome.kind, outcome.reason)
    case 'later': {
      const { reason, afterMs } = outcome
      if (reason === '429') return verdict('pending', reason, { attempts: row.attempts, retryAfterMs: afterMs })
      // A platform that is away for everybody is no fault of the row's.
      if (outcome.scope === 'bot')
        return verdict('pending', reason, { attempts: row.attempts, retryAfterMs: backoff(1, afterMs, random) })
      if (attempts >= MAX_ATTEMPTS) return verdict('refused', `gave up: ${reason}`)
      return verdict('pending', reason, { retryAfterMs: backoff(attempts, afterMs, random) })
    }
    case 'unknown': {
      const ambiguous = row.ambiguous + 1
      const again = attempts < MAX_ATTEMPTS && afterUnknown(platform, row.parcel, ambiguous) === 'resend'
      if (!again) return verdict('unknown', outcome.reason, { ambiguous })
      return verdict('pending', outcome.reason, { ambiguous, retryAfterMs: backoff(attempts, 0, random) })
    }
  }
}

function backoff(attempts: number, atLeast: number, random: Random): number {
  return Math.max(atLeast, Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** (attempts - 1)) * (0.5 + random()))
}
