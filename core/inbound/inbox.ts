import type { Core } from '../core.ts'
import type { Lease } from '../delivery/lease.ts'
import type { Platform } from '../platform.ts'
import { DRAIN_WITHIN_MS, every, pause } from '../time.ts'
import { type StoredEvent, unhandledEvents } from './inbound.ts'
import { openLanes } from './lanes.ts'

/** Runs committed events of one platform: one after the other for each person, side by side for different ones. */
export type Inbox = {
  run(event: StoredEvent): void
  /** Runs what was committed by somebody who died before it was handled. Before anything else is received. */
  rerun(): Promise<void>
  /** Whether something of this lane is not handled yet. */
  busy(lane: string): boolean
  /** How many people are being attended to. */
  readonly size: number
  /** Lets what is under way end, for at most {@link DRAIN_WITHIN_MS}; the next start does the rest. */
  close(): Promise<void>
}

/** An event that is committed and not handled for so long was committed by somebody who then lost the lease. */
const LEFT_BEHIND_MS = 10_000

/**
 * `handle` runs one event to its end and never throws. Without the lease nothing is begun. What a former holder committed
 * with its last breath, after we had looked, is found by a later look.
 */
export function openInbox(
  core: Core,
  { platform, lease, handle }: { platform: Platform; lease: Lease; handle: (event: StoredEvent) => Promise<void> },
): Inbox {
  const lanes = openLanes((error) => core.log.error({ err: error }, `${platform}: an event was left unhandled`))
  const taken = new Set<string>()
  let over = false

  const run = (event: StoredEvent) => {
    const key = Buffer.from(event.key).toString('base64')
    if (taken.has(key)) return
    taken.add(key)
    lanes.run(event.lane, async () => {
      try {
        if (!over && lease.held()) await handle(event)
      } finally {
        // Also when it was not begun, since the lease was late: a later look takes it up.
        taken.delete(key)
      }
    })
  }

  const rerun = async (before?: Date) => {
    for (const event of await unhandledEvents(core, platform, before)) run(event)
  }
  const stopLooking = every(core.time, LEFT_BEHIND_MS, () => {
    if (over || !lease.held()) return
    rerun(new Date(core.clock.now().getTime() - LEFT_BEHIND_MS)).catch((error) =>
      core.log.warn({ err: error }, `${platform}: could not look for events left behind`),
    )
  })

  return {
    run,
    rerun: () => rerun(),
    busy: lanes.has,
    get size() {
      return lanes.size
    },
    async close() {
      stopLooking()
      const waited = new AbortController()
      await Promise.race([lanes.idle(), pause(core.time, DRAIN_WITHIN_MS, waited.signal)])
      waited.abort()
      over = true
    },
  }
}
