import type { Rates } from './budget.ts'

/** One bucket for the whole bot and one for each chat. Times are milliseconds of one monotonic clock. */
export type Buckets = {
  /** How long until a chat may send; 0 means now. */
  chatReadyIn(chat: string, now: number): number
  wholeReadyIn(now: number): number
  /** Takes one message out of the chat's bucket and out of the whole. */
  spend(chat: string, now: number): void
  /** What was taken out last is put back. */
  giveBack(chat: string): void
  answered(chat: string, now: number): void
  pause(milliseconds: number, chat: string | undefined, now: number): void
}

type Bucket = { tokens: number; at: number; notBefore: number }

/** The whole bot may burst a tenth of a second's worth: enough to use the rate fully, too little to be noticed. */
const BURST_SECONDS = 0.1
/** Buckets are looked through for full ones, which need not be remembered, whenever there are so many more. */
const FORGET_AFTER = 5_000
/** A whole token, but for what is lost in binary fractions. */
const WHOLE = 1 - 1e-9

export function openBuckets(rates: Rates, { now: clock, restedMs }: { now: () => number; restedMs: number }): Buckets {
  const wholeBurst = Math.max(1, rates.perSecond * BURST_SECONDS)
  const began = clock() - restedMs
  const chats = new Map<string, Bucket>()
  const whole: Bucket = { tokens: gained(restedMs, rates.perSecond, wholeBurst), at: clock(), notBefore: 0 }
  let forgetAt = FORGET_AFTER

  const bucketOf = (chat: string, now: number): Bucket => {
    const known = chats.get(chat)
    if (known) return refill(known, now, rates.chat.perSecond, rates.chat.burst)
    const bucket = { tokens: gained(now - began, rates.chat.perSecond, rates.chat.burst), at: now, notBefore: 0 }
    chats.set(chat, bucket)
    if (chats.size > forgetAt) forgetFull(now)
    return bucket
  }

  const forgetFull = (now: number) => {
    for (const [chat, bucket] of chats) {
      const full = refill(bucket, now, rates.chat.perSecond, rates.chat.burst).tokens >= rates.chat.burst
      if (full && bucket.notBefore < now && now - began > (rates.chat.burst / rates.chat.perSecond) * 1000)
        chats.delete(chat)
    }
    forgetAt = chats.size + FORGET_AFTER
  }

  return {
    chatReadyIn: (chat, now) => readyIn(bucketOf(chat, now), now, rates.chat.perSecond),
    wholeReadyIn: (now) => readyIn(refill(whole, now, rates.perSecond, wholeBurst), now, rates.perSecond),
    spend(chat, now) {
      whole.tokens--
      bucketOf(chat, now).tokens--
    },
    giveBack(chat) {
      whole.tokens++
      const bucket = chats.get(chat)
      if (bucket) bucket.tokens++
    },
    answered(chat, now) {
      const bucket = chats.get(chat)
      if (bucket) bucket.at = Math.max(bucket.at, now)
    },
    pause(milliseconds, chat, now) {
      const bucket = chat === undefined ? whole : bucketOf(chat, now)
      bucket.notBefore = Math.max(bucket.notBefore, now + milliseconds)
    },
  }
}

/** What an empty bucket holds after so long. */
const gained = (milliseconds: number, perSecond: number, most: number) =>
  Math.min(most, (milliseconds / 1000) * perSecond)

function refill(bucket: Bucket, now: number, perSecond: number, most: number): Bucket {
  bucket.tokens = Math.min(most, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond)
  bucket.at = Math.max(bucket.at, now)
  return bucket
}

function readyIn(bucket: Bucket, now: number, perSecond: number): number {
  const missing = WHOLE - bucket.tokens
  const refilled = missing > 0 ? (missing / perSecond) * 1000 : 0
  return Math.max(refilled, bucket.notBefore - now, 0)
}
