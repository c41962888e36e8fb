import { type ApiError, conflict } from './api-error.ts'
import type { UpdateType } from './types.ts'

/**
 * The bot's queue of updates and the rules of getUpdates, as in the API server's source
 * (tdlib/telegram-bot-api Client.cpp: process_get_updates_query, do_get_updates, fail_query_conflict).
 */
export type UpdateQueue = {
  /** Ids in ascending order; confirmed and expired ones are gone. */
  pending(): QueuedUpdate[]
  push(type: UpdateType, payload: unknown, options: { ttlSeconds: number; lane: string }): void
  /** Removes one update, as a webhook does when it is confirmed. */
  drop(id: number): void
  clear(): void
  poll(ask: Poll): Promise<unknown[]>
  /** The next answer tells the latest confirmed updates once more, whatever its offset; how many. */
  again(): number
  /** Answers the waiting poll with 409, for setWebhook. */
  endPoll(error: ApiError): void
  /** Refuses a poll with 409, late when there was one just now. */
  refuse(error: ApiError): Promise<never>
  /** Remembers `allowed_updates`; undefined keeps what was set before. */
  allow(types: readonly string[] | undefined): void
  allowed(): readonly string[] | undefined
  /** For the webhook: something may be deliverable. */
  onPush(listener: () => void): void
  save(): SavedUpdates
}

/** What is not confirmed yet, and the id of the update to come. */
export type SavedUpdates = { nextId: number; queue: QueuedUpdate[] }

export type QueuedUpdate = { id: number; type: UpdateType; payload: unknown; expiresAt: number; lane: string }
type Poll = { offset: number; limit: number; timeoutSeconds: number; gone: AbortSignal }

/** What a bot is sent unless it asks otherwise: everything but these (Bot API, getUpdates). */
const notByDefault: readonly string[] = ['message_reaction', 'message_reaction_count', 'chat_member']
const weekMs = 7 * 24 * 3_600_000
const conflictHoldSeconds = 3
const busyPollSeconds = 3
const hastyPollSeconds = 0.5
/** Lets updates of one burst leave in one answer (LONG_POLL_WAIT_AFTER). */
const gatherMs = 1
/** Enough to tell one conversation again, and no more than an answer holds. */
const keptMost = 90

type Waiting = { answer(): void; fail(error: ApiError): void }

export function createUpdateQueue(clock: { now(): number; secondMs: number }, saved?: SavedUpdates): UpdateQueue {
  let queue: QueuedUpdate[] = saved?.queue ?? []
  let nextId = saved?.nextId ?? randomId()
  let lastPushAt = clock.now()
  let allowedTypes: readonly string[] | undefined
  let waiting: Waiting | undefined
  let lastConflictAt = Number.NEGATIVE_INFINITY
  let lastPoll = { offset: Number.NaN, at: Number.NEGATIVE_INFINITY }
  const listeners = new Set<() => void>()

  /** Confirmed lately, oldest first; and those of them that the next answer tells again. */
  let told: QueuedUpdate[] = []
  let again: QueuedUpdate[] = []

  const live = (): QueuedUpdate[] => {
    const now = clock.now()
    queue = queue.filter((update) => update.expiresAt > now)
    return queue
  }
  const secondsSince = (at: number): number => (performance.now() - at) / clock.secondMs

  /** A second conflict within three seconds is answered three seconds late. */
  const endPoll = (error: ApiError): void => {
    const poll = waiting
    waiting = undefined
    if (!poll) return
    failConflict(error, poll.fail)
  }
  const failConflict = (error: ApiError, fail: (error: ApiError) => void): void => {
    if (secondsSince(lastConflictAt) < conflictHoldSeconds) {
      setTimeout(fail, conflictHoldSeconds * clock.secondMs, error).unref()
      return
    }
    lastConflictAt = performance.now()
    fail(error)
  }

  const take = (offset: number, limit: number): unknown[] => {
    if (offset < 0) queue = live().slice(offset)
    else if (offset > 0 && offset <= nextId + 10) {
      told = [...told, ...live().filter((update) => update.id < offset)].slice(-keptMost)
      queue = live().filter((update) => update.id >= offset)
    }
    const repeated = again
    again = []
    return [...repeated, ...live().slice(0, limit)].map((update) => ({
      update_id: update.id,
      [update.type]: update.payload,
    }))
  }

  const wait = ({ offset, limit, timeoutSeconds, gone }: Poll): Promise<unknown[]> => {
    endPoll(conflict('terminated by other getUpdates request; make sure that only one bot instance is running'))
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer)
        gone.removeEventListener('abort', poll.answer)
        if (waiting === poll) waiting = undefined
      }
      const poll: Waiting = {
        answer() {
          settle()
          resolve(take(offset, limit))
        },
        fail(error) {
          settle()
          reject(error)
        },
      }
      const timer = setTimeout(() => poll.answer(), timeoutSeconds * clock.secondMs)
      gone.addEventListener('abort', poll.answer)
      waiting = poll
    })
  }

  return {
    pending: live,
    push(type, payload, { ttlSeconds, lane }) {
      const now = clock.now()
      if (now - lastPushAt > weekMs) nextId = randomId()
      lastPushAt = now
      if (!isAllowed(type, allowedTypes)) return
      queue.push({ id: nextId, type, payload, expiresAt: now + ttlSeconds * 1000, lane })
      nextId += 1
      const poll = waiting
      if (poll) setTimeout(() => waiting === poll && poll.answer(), gatherMs)
      for (const listener of listeners) listener()
    },
    drop(id) {
      queue = queue.filter((update) => update.id !== id)
    },
    clear() {
      queue = []
    },
    async poll(ask) {
      const since = secondsSince(lastPoll.at)
      const same = ask.offset === lastPoll.offset
      const timeoutSeconds =
        same && ask.timeoutSeconds < busyPollSeconds && since < busyPollSeconds ? busyPollSeconds : ask.timeoutSeconds
      const limit = same && since < hastyPollSeconds ? 1 : ask.limit
      lastPoll = { offset: ask.offset, at: performance.now() }
      const ready = take(ask.offset, limit)
      // Once a negative offset has thrown away the old ones, the wait is for whatever comes next.
      const offset = Math.max(0, ask.offset)
      return ready.length > 0 || timeoutSeconds === 0 ? ready : wait({ ...ask, offset, limit, timeoutSeconds })
    },
    again() {
      again = told
      const poll = waiting
      if (poll) setTimeout(() => waiting === poll && poll.answer(), gatherMs)
      return again.length
    },
    endPoll,
    refuse: (error) => new Promise((_, reject) => failConflict(error, reject)),
    allow(types) {
      if (types) allowedTypes = types.length > 0 ? types : undefined
    },
    allowed: () => allowedTypes,
    onPush: (listener) => listeners.add(listener),
    save: () => ({ nextId, queue: live() }),
  }
}

function isAllowed(type: string, allowed: readonly string[] | undefined): boolean {
  return allowed ? allowed.includes(type) : !notByDefault.includes(type)
}

function randomId(): number {
  return 100_000_000 + Math.floor(Math.random() * 800_000_000)
}
