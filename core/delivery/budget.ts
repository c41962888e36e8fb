import { setTimeout as wait } from 'node:timers/promises'

/** What a platform lets one bot send. */
export type Rates = {
  /** Messages a second over all chats. */
  perSecond: number
  /** In one chat: so many at once, refilled at this pace. */
  chat: { burst: number; perSecond: number }
}

/** Telegram: about 30 messages a second, one a second and chat with short bursts (core.telegram.org/bots/faq). */
export const TELEGRAM_RATES: Rates = { perSecond: 30, chat: { burst: 5, perSecond: 1 } }
/** Discord: 50 requests a second over all; five messages in five seconds in one channel (docs: topics/rate-limits). */
export const DISCORD_RATES: Rates = { perSecond: 50, chat: { burst: 5, perSecond: 1 } }

/** 0 goes first. Answers to what somebody just pressed go before all mail. */
export type Priority = 'answer' | 'chat' | 'letter' | 'announcement'

/**
 * The send budget of one bot token, kept in the memory of its one sender.
 * `take` resolves when a message may leave; within a priority, first come first served; a chat that has to wait
 * holds up no other chat.
 */
export type Budget = {
  /** `chat` is the platform's id of the person, so that answers and mail share one bucket. In memory only. */
  take(chat: string, priority: Priority): Promise<void>
  /** The platform said "not before": for one chat, or for the whole bot. */
  pause(milliseconds: number, chat?: string): void
  /** Lets everyone through who still waits (shutdown). */
  close(): void
}

type Waiting = { chat: string; let: () => void }
type Bucket = { tokens: number; at: number; notBefore: number }

const ORDER: readonly Priority[] = ['answer', 'chat', 'letter', 'announcement']
/** The whole bot may burst a tenth of a second's worth: enough to use the rate fully, too little to be noticed. */
const BURST_SECONDS = 0.1

/** Opens a full budget. Real, monotonic time. */
export function openBudget(rates: Rates): Budget {
  const queues = new Map<Priority, Waiting[]>(ORDER.map((priority) => [priority, []]))
  const chats = new Map<string, Bucket>()
  const whole: Bucket = { tokens: Math.max(1, rates.perSecond * BURST_SECONDS), at: performance.now(), notBefore: 0 }
  let running = false
  let closed = false

  const chatBucket = (chat: string, now: number) => {
    const bucket = chats.get(chat) ?? { tokens: rates.chat.burst, at: now, notBefore: 0 }
    chats.set(chat, bucket)
    return refill(bucket, now, rates.chat.perSecond, rates.chat.burst)
  }

  /** Lets go whoever may; returns how long until somebody else may, or undefined when nobody waits. */
  const letGo = (): number | undefined => {
    const now = performance.now()
    refill(whole, now, rates.perSecond, Math.max(1, rates.perSecond * BURST_SECONDS))
    let soonest: number | undefined
    for (const queue of queues.values()) {
      const held = new Set<string>()
      for (let i = 0; i < queue.length; ) {
        const next = queue[i] as Waiting
        const ready = held.has(next.chat)
          ? Number.POSITIVE_INFINITY
          : readyIn(chatBucket(next.chat, now), now, rates.chat.perSecond)
        const wholeReady = readyIn(whole, now, rates.perSecond)
        if (ready > 0) {
          held.add(next.chat)
          if (Number.isFinite(ready)) soonest = Math.min(soonest ?? ready, ready)
          i++
        } else if (wholeReady > 0) {
          return Math.min(soonest ?? wholeReady, wholeReady)
        } else {
          whole.tokens--
          chatBucket(next.chat, now).tokens--
          queue.splice(i, 1)
          next.let()
        }
      }
    }
    return soonest
  }

  const run = async () => {
    running = true
    for (;;) {
      const soonest = letGo()
      if (soonest === undefined || closed) break
      await wait(Math.max(1, Math.ceil(soonest)))
    }
    running = false
    if (chats.size > 10_000) forgetFull(chats, rates)
  }

  return {
    take(chat, priority) {
      if (closed) return Promise.resolve()
      return new Promise((resolve) => {
        queues.get(priority)?.push({ chat, let: resolve })
        if (!running) void run()
        else letGo()
      })
    },
    pause(milliseconds, chat) {
      const until = performance.now() + milliseconds
      const bucket = chat === undefined ? whole : chatBucket(chat, performance.now())
      bucket.notBefore = Math.max(bucket.notBefore, until)
    },
    close() {
      closed = true
      for (const queue of queues.values()) for (const waiting of queue.splice(0)) waiting.let()
    },
  }
}

function refill(bucket: Bucket, now: number, perSecond: number, most: number): Bucket {
  bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
  bucket.at = now
  return bucket
}

/** Milliseconds until this bucket lets one through; 0 means now. */
function readyIn(bucket: Bucket, now: number, perSecond: number): number {
  const missing = 1 - bucket.tokens
  const refilled = missing > 1e-9 ? (missing / perSecond) * 1000 : 0
  return Math.max(refilled, bucket.notBefore - now, 0)
}

function forgetFull(chats: Map<string, Bucket>, rates: Rates): void {
  const now = performance.now()
  for (const [chat, bucket] of chats) {
    const full = bucket.tokens + ((now - bucket.at) / 1000) * rates.chat.perSecond >= rates.chat.burst
    if (full && bucket.notBefore < now) chats.delete(chat)
  }
}
