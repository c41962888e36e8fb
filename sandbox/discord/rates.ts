/** Rate limits: a bucket a route and major parameter, the global limit, the count of invalid requests. docs: topics/rate-limits */
import { createHash } from 'node:crypto'

type Rate = { limit: number; windowMs: number }
export type RateKind = 'sendMessage' | 'editMessage' | 'deleteMessage' | 'react' | 'createDm' | 'webhook' | 'other'
export type Rates = Record<RateKind, Rate> & { global: Rate; invalid: Rate }

const never: Rate = { limit: 10_000, windowMs: 1_000 }

/** So wide that only a burst of its own meets them; the global limit and the invalid count are the platform's. */
export const generousRates: Rates = {
  sendMessage: { limit: 200, windowMs: 1_000 },
  editMessage: { limit: 200, windowMs: 1_000 },
  deleteMessage: { limit: 200, windowMs: 1_000 },
  react: { limit: 200, windowMs: 1_000 },
  createDm: { limit: 200, windowMs: 1_000 },
  webhook: { limit: 200, windowMs: 1_000 },
  other: { limit: 200, windowMs: 1_000 },
  global: { limit: 50, windowMs: 900 },
  invalid: { limit: 10_000, windowMs: 600_000 },
}

/** As bots report to meet them on the real platform, which does not publish them and may change them any day. */
export const realisticRates: Rates = {
  sendMessage: { limit: 5, windowMs: 5_000 },
  editMessage: { limit: 5, windowMs: 5_000 },
  deleteMessage: { limit: 5, windowMs: 1_000 },
  react: { limit: 1, windowMs: 250 },
  createDm: { limit: 10, windowMs: 10_000 },
  webhook: { limit: 5, windowMs: 2_000 },
  other: { limit: 50, windowMs: 10_000 },
  global: { limit: 50, windowMs: 1_000 },
  invalid: { limit: 10_000, windowMs: 600_000 },
}

/** No limits at all, for measuring. */
export const noRates: Rates = {
  sendMessage: never,
  editMessage: never,
  deleteMessage: never,
  react: never,
  createDm: never,
  webhook: never,
  other: never,
  global: { limit: Number.MAX_SAFE_INTEGER, windowMs: 1_000 },
  invalid: { limit: Number.MAX_SAFE_INTEGER, windowMs: 600_000 },
}

export type Verdict = { allowed: boolean; retryAfterSeconds: number; headers: Record<string, string> }

export interface RateBook {
  /** Counts one request against the global limit. */
  global(): Verdict
  /** Counts one request against its bucket; `major` is the channel, the guild or the webhook. */
  bucket(kind: RateKind, route: string, major: string): Verdict
  /** Counts an answer of 401, 403 or 429 that is not of shared scope; true when the address is now barred. */
  countInvalid(): void
  barred(): boolean
  invalidCount(): number
}

type Window = { endsAt: number; used: number }

/** Windows are measured on the monotonic clock, which nobody moves. */
export function createRateBook(rates: Rates): RateBook {
  const windows = new Map<string, Window>()
  const open = (key: string, rate: Rate): Window => {
    const known = windows.get(key)
    if (known && known.endsAt > performance.now()) return known
    if (windows.size > 5_000) forgetEnded(windows)
    const fresh = { endsAt: performance.now() + rate.windowMs, used: 0 }
    windows.set(key, fresh)
    return fresh
  }
  return {
    global() {
      const window = open('global', rates.global)
      window.used += 1
      const allowed = window.used <= rates.global.limit
      return {
        allowed,
        retryAfterSeconds: secondsLeft(window),
        headers: allowed ? {} : { 'X-RateLimit-Global': 'true' },
      }
    },
    bucket(kind, route, major) {
      const rate = rates[kind]
      const window = open(`${route} ${major}`, rate)
      const allowed = window.used < rate.limit
      if (allowed) window.used += 1
      const retryAfterSeconds = secondsLeft(window)
      return { allowed, retryAfterSeconds, headers: headersOf(rate, window, retryAfterSeconds, route) }
    },
    countInvalid() {
      open('invalid', rates.invalid).used += 1
    },
    barred: () => open('invalid', rates.invalid).used >= rates.invalid.limit,
    invalidCount: () => open('invalid', rates.invalid).used,
  }
}

function forgetEnded(windows: Map<string, Window>): void {
  const now = performance.now()
  for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key)
}

function secondsLeft(window: Window): number {
  return Math.ceil(Math.max(0.001, (window.endsAt - performance.now()) / 1_000) * 1_000) / 1_000
}

function headersOf(rate: Rate, window: Window, resetAfter: number, route: string): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(rate.limit),
    'X-RateLimit-Remaining': String(Math.max(0, rate.limit - window.used)),
    'X-RateLimit-Reset': (Date.now() / 1_000 + resetAfter).toFixed(3),
    'X-RateLimit-Reset-After': resetAfter.toFixed(3),
    'X-RateLimit-Bucket': createHash('md5').update(route).digest('hex'),
  }
}
