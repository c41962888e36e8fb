import { tooManyRequests } from './api-error.ts'

/**
 * What a bot may send (core.telegram.org/bots/faq): about 30 messages a second over all chats; in one chat about one
 * a second, short bursts allowed. Here: a bucket of five for each chat, refilled one a second. `false` switches it off.
 */
export type RateOptions = false | { perSecond?: number; chatBurst?: number; chatPerSecond?: number }

export type Rates = {
  /** Takes `count` messages out of the buckets, or throws 429 and takes nothing. */
  spend(chatId: number, count?: number): void
  /** Changes the limits from now on; all buckets are full again. */
  set(options: RateOptions): void
}

type Bucket = { left: number; at: number }

/** `clock` is monotonic, in ms: limits hold in real time, whatever the stand-in's own clock says. */
export function createRates(initial: RateOptions = {}, clock: () => number = () => performance.now()): Rates {
  let options = initial
  let overall: Bucket | undefined
  const chats = new Map<number, Bucket>()
  return {
    spend(chatId, count = 1) {
      if (options === false) return
      const { perSecond = 30, chatBurst = 5, chatPerSecond = 1 } = options
      const now = clock()
      overall = filled(overall, perSecond, perSecond, now)
      const chat = filled(chats.get(chatId), chatBurst, chatPerSecond, now)
      chats.set(chatId, chat)
      const wait = Math.max(
        waitSeconds(overall, Math.min(count, perSecond), perSecond),
        waitSeconds(chat, Math.min(count, chatBurst), chatPerSecond),
      )
      if (wait > 0) throw tooManyRequests(Math.ceil(wait))
      overall.left -= count
      chat.left -= count
    },
    set(next) {
      options = next
      overall = undefined
      chats.clear()
    },
  }
}

function filled(bucket: Bucket | undefined, size: number, perSecond: number, now: number): Bucket {
  if (!bucket) return { left: size, at: now }
  return { left: Math.min(size, bucket.left + ((now - bucket.at) / 1000) * perSecond), at: now }
}

function waitSeconds(bucket: Bucket, count: number, perSecond: number): number {
  return (count - bucket.left) / perSecond
}
