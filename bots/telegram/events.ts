import type { Update } from 'telegraf/types'
import { type Heard, hearSaid } from '../../core/chat/hearSaid.ts'
import type { Core } from '../../core/core.ts'
import type { Lease } from '../../core/delivery/lease.ts'
import { readCursor, type StoredEvent } from '../../core/inbound/inbound.ts'
import { openInbox } from '../../core/inbound/inbox.ts'
import { pause } from '../../core/time.ts'
import { gatherAlbums } from './albums.ts'

import { type KeptUpdate, keepUpdate, personOf } from './keptUpdate.ts'

/** From updates to handled events: commit first, then run, in order for each person. */
export type Events = {
  /** Where to go on receiving; undefined at the very first start. */
  nextOffset(): Promise<number | undefined>
  /** Runs what was committed by somebody who died before it was handled. Before the first {@link commit}. */
  rerun(): Promise<void>
  /** Stores a batch with the next offset, then runs what is new of it. Rejects when it could not be stored. */
  commit(updates: Update[], nextOffset: number): Promise<void>
  /** Resolves when there is room for more. */
  room(): Promise<void>
  /** Lets what is under way end, for a while; the next start does the rest. */
  close(): Promise<void>
}

type Options = {
  botId: string
  lease: Lease
  handle: (event: StoredEvent) => Promise<void>
  /** What is said in a live chat and may be carried over at once. */
  said?: (update: KeptUpdate) => Pick<Heard, 'said' | 'mayTravel'>
  closing: AbortSignal
}

/** So many people at the same time, then Telegram keeps the rest. */
const MOST_LANES = 500
const LOOK_FOR_ROOM_MS = 50

/** `handle` runs one event to its end and never throws. Without the lease nothing is begun. */
export function openEvents(core: Core, { botId, lease, handle, said, closing }: Options): Events {
  const cursor = `telegram:${botId}`
  const inbox = openInbox(core, { platform: 'telegram', lease, handle })

  return {
    nextOffset: () => readCursor(core, cursor),
    rerun: inbox.rerun,
    async commit(updates, nextOffset) {
      const kept = gatherAlbums(updates.map(keepUpdate).filter((update) => update !== undefined))
      const events = kept.map(
        (update): Heard => ({
          platform: 'telegram',
          eventId: `${botId}:${update.update_id}`,
          person: String(personOf(update).id),
          payload: JSON.stringify(update),
          ...said?.(update),
        }),
      )
      // What is left to the next start is not handled yet, either.
      const busy = (lane: string) => closing.aborted || inbox.busy(lane)
      const left = await hearSaid(core, { events, cursor: { name: cursor, value: nextOffset, lease }, busy })
      for (const event of left) inbox.run(event)
    },
    async room() {
      while (inbox.size > MOST_LANES && !closing.aborted) await pause(core.time, LOOK_FOR_ROOM_MS, closing)
    },
    close: inbox.close,
  }
}
