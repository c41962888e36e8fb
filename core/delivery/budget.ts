import { machineTime, type Time } from '../time.ts'
import { openBuckets } from './buckets.ts'

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

/** In the order in which they go. Answers to what somebody just pressed go before all mail. */
export const PRIORITIES = ['answer', 'chat', 'letter', 'announcement'] as const
export type Priority = (typeof PRIORITIES)[number]

/** A place in the line. */
export type Ticket = {
  /** Whether it was granted on the spot. */
  readonly now: boolean
  /** True when the message may leave; false once {@link drop} was called. */
  readonly granted: Promise<boolean>
  /** Moves to a more urgent line; does nothing when it stands in one already. */
  raise(priority: Priority): void
  /** Leaves the line. */
  drop(): void
  /** It was granted, and no message left after all. */
  giveBack(): void
}

/**
 * The send budget of one bot token, kept in the memory of its one sender. Within a priority, first come first served; a
 * chat that has to wait holds up no other chat.
 */
export type Budget = {
  /** Asks for one message. `chat` is the platform's id of the person, so that answers and mail share one bucket. */
  ask(chat: string, priority: Priority): Ticket
  /** Resolves when a message may leave. */
  take(chat: string, priority: Priority): Promise<void>
  /**
   * The platform has answered. What this chat's bucket gained while the message was under way is not counted: the
   * platform may have taken the message out of its own bucket as late as now.
   */
  answered(chat: string): void
  /** The platform said "not before": for one chat, or for the whole bot. */
  pause(milliseconds: number, chat?: string): void
  /** Lets everyone through who still waits (shutdown). */
  close(): void
}

type Place = { chat: string; priority: Priority; grant(may: boolean): void }

/**
 * Opens the budget of a sender that begins now. Before it nobody sent for `restedMs`, so that it starts with what the
 * platform's buckets have gained since: after a takeover nearly nothing, after a long rest all.
 */
export function openBudget(
  rates: Rates,
  { time = machineTime, restedMs = Number.POSITIVE_INFINITY }: { time?: Time; restedMs?: number } = {},
): Budget {
  const buckets = openBuckets(rates, { now: time.monotonic, restedMs })
  /** Whose chat may send, each line in order of arrival. */
  const lines = PRIORITIES.map(() => new Set<Place>())
  /** Whose chat has to wait: looked at again when its bucket has refilled. */
  const held = new Map<string, Set<Place>>()
  let closed = false
  let alarm: { at: number; cancel(): void } | undefined

  const lineOf = ({ priority }: Place) => lines[PRIORITIES.indexOf(priority)] as Set<Place>

  /** Whoever's chat has refilled goes back into line: of one chat the most urgent, and first come first served. */
  const release = (now: number) => {
    for (const [chat, places] of held) {
      if (buckets.chatReadyIn(chat, now) > 0) continue
      held.delete(chat)
      for (const place of places) lineOf(place).add(place)
    }
  }

  const hold = (place: Place) => {
    lineOf(place).delete(place)
    const places = held.get(place.chat)
    if (places) places.add(place)
    else held.set(place.chat, new Set([place]))
  }

  /** Lets go whoever may; sets the alarm for the next. */
  const letGo = () => {
    const now = time.monotonic()
    release(now)
    for (const line of lines) {
      for (const place of line) {
        if (held.has(place.chat) || buckets.chatReadyIn(place.chat, now) > 0) hold(place)
        else if (buckets.wholeReadyIn(now) > 0) return setAlarm(now)
        else {
          line.delete(place)
          buckets.spend(place.chat, now)
          place.grant(true)
        }
      }
    }
    setAlarm(now)
  }

  const setAlarm = (now: number) => {
    let soonest = Number.POSITIVE_INFINITY
    if (lines.some((line) => line.size > 0)) soonest = buckets.wholeReadyIn(now)
    for (const chat of held.keys()) soonest = Math.min(soonest, buckets.chatReadyIn(chat, now))
    const at = now + Math.max(1, Math.ceil(soonest))
    if (alarm && alarm.at <= at) return
    alarm?.cancel()
    alarm = undefined
    if (!Number.isFinite(soonest)) return
    const cancel = time.after(at - now, () => {
      alarm = undefined
      if (!closed) letGo()
    })
    alarm = { at, cancel }
  }

  const leave = (place: Place) => {
    lineOf(place).delete(place)
    const places = held.get(place.chat)
    places?.delete(place)
    if (places?.size === 0) held.delete(place.chat)
  }

  const ask = (chat: string, priority: Priority): Ticket => {
    let state: 'waiting' | 'granted' | 'dropped' = closed ? 'granted' : 'waiting'
    let resolve: (may: boolean) => void = () => undefined
    const granted = new Promise<boolean>((done) => {
      resolve = done
    })
    const place: Place = {
      chat,
      priority,
      grant(may) {
        state = may ? 'granted' : 'dropped'
        resolve(may)
      },
    }
    if (closed) place.grant(true)
    else {
      lineOf(place).add(place)
      letGo()
    }
    return {
      now: state === 'granted',
      granted,
      raise(wanted) {
        if (state !== 'waiting' || PRIORITIES.indexOf(wanted) >= PRIORITIES.indexOf(place.priority)) return
        const line = lineOf(place)
        place.priority = wanted
        if (line.delete(place)) lineOf(place).add(place)
        letGo()
      },
      drop() {
        if (state !== 'waiting') return
        leave(place)
        place.grant(false)
      },
      giveBack() {
        if (state !== 'granted' || closed) return
        buckets.giveBack(chat)
        letGo()
      },
    }
  }

  return {
    ask,
    async take(chat, priority) {
      await ask(chat, priority).granted
    },
    answered: (chat) => buckets.answered(chat, time.monotonic()),
    pause: (milliseconds, chat) => buckets.pause(milliseconds, chat, time.monotonic()),
    close() {
      closed = true
      alarm?.cancel()
      const waiting = [...lines.flatMap((line) => [...line]), ...[...held.values()].flatMap((places) => [...places])]
      for (const line of lines) line.clear()
      held.clear()
      for (const place of waiting) place.grant(true)
    },
  }
}
