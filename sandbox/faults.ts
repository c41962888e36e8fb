/** Failures of a platform, injected on purpose, the same for every stand-in. */
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * - `500`, `502html`, `429`: answered so, nothing done
 * - `hang`: no answer ever, nothing done; `hangAfterCommit`: done, no answer ever
 * - `drop`: the socket closes before the work; `dropAfterCommit`: after it, the response is lost
 * - `500AfterCommit`: done, answered with 500
 * - `delay`: done, answered after `delayMs`
 * - `refusal`: refused in the platform's own form with the given status, code and words; nothing done
 */
export type FaultKind =
  | '500'
  | '502html'
  | '429'
  | 'hang'
  | 'hangAfterCommit'
  | 'drop'
  | 'dropAfterCommit'
  | '500AfterCommit'
  | 'delay'
  | 'refusal'

export const faultKinds: readonly FaultKind[] = [
  '500',
  '502html',
  '429',
  'hang',
  'hangAfterCommit',
  'drop',
  'dropAfterCommit',
  '500AfterCommit',
  'delay',
  'refusal',
]

/** `code`: Discord's own, of docs: topics/opcodes-and-status-codes#json; others have none. */
export type FaultRefusal = { status: number; code?: number; message: string }

export type FaultRule = {
  /** All that is given must match. `person`: the id or the name of the person whom the request concerns. */
  match?: { method?: string; path?: RegExp; person?: string }
  kind: FaultKind
  /** How often it strikes; until removed when left out. */
  times?: number
  /** For `refusal`; 403 Forbidden when left out. */
  refusal?: FaultRefusal
  /** For `429`; 1 when left out. */
  retryAfterSeconds?: number
  /** Waits this long before the fault shows; for `delay`, before the answer. */
  delayMs?: number
}

/** A fault that strikes one request. */
export type Fault = { kind: FaultKind; refusal: FaultRefusal; retryAfterSeconds: number; delayMs: number }

type FaultTarget = { method: string; path: string; people?: readonly string[] }

export interface Faults {
  /** Adds a rule; returns the way to remove it. Earlier rules strike first. */
  inject(rule: FaultRule): () => void
  /** The rules that may still strike, `times` being what is left. */
  list(): FaultRule[]
  clear(): void
  /** For the stand-in: the fault that strikes this request, if any; it is counted. */
  take(target: FaultTarget): Fault | undefined
}

const FORBIDDEN: FaultRefusal = { status: 403, message: 'Forbidden' }

export function createFaults(): Faults {
  const rules = new Set<{ rule: FaultRule; left: number }>()
  return {
    inject(rule) {
      const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY }
      rules.add(entry)
      return () => {
        rules.delete(entry)
      }
    },
    list: () => [...rules].map(({ rule, left }) => (Number.isFinite(left) ? { ...rule, times: left } : rule)),
    clear: () => rules.clear(),
    take(target) {
      for (const entry of rules) {
        if (!strikes(entry.rule, target)) continue
        entry.left -= 1
        if (entry.left <= 0) rules.delete(entry)
        const { kind, refusal = FORBIDDEN, retryAfterSeconds = 1, delayMs = 0 } = entry.rule
        return { kind, refusal, retryAfterSeconds, delayMs }
      }
      return undefined
    },
  }
}

function strikes({ match = {} }: FaultRule, target: FaultTarget): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== target.method.toUpperCase()) return false
  if (match.path !== undefined && target.path.search(match.path) < 0) return false
  return match.person === undefined || (target.people ?? []).includes(match.person)
}

/**
 * Does the work of one request as the fault would have it.
 * Answers what to send, or `drop` (close the socket at once) or `hang` (never answer).
 */
export async function underFault<Answer>(
  fault: Fault | undefined,
  ways: {
    work: () => Answer | Promise<Answer>
    serverError: () => Answer
    badGateway: () => Answer
    tooManyRequests: (retryAfterSeconds: number) => Answer
    refused: (refusal: FaultRefusal) => Answer
  },
): Promise<Answer | 'drop' | 'hang'> {
  if (!fault) return ways.work()
  if (fault.kind === 'delay') {
    const answer = await ways.work()
    await wait(fault.delayMs)
    return answer
  }
  if (fault.kind.endsWith('AfterCommit')) await ways.work()
  await wait(fault.delayMs)
  switch (fault.kind) {
    case '500':
    case '500AfterCommit':
      return ways.serverError()
    case '502html':
      return ways.badGateway()
    case '429':
      return ways.tooManyRequests(fault.retryAfterSeconds)
    case 'refusal':
      return ways.refused(fault.refusal)
    case 'drop':
    case 'dropAfterCommit':
      return 'drop'
    case 'hang':
    case 'hangAfterCommit':
      return 'hang'
  }
}

async function wait(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { ref: false })
}
