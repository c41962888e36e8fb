import type { Core } from '../core.ts'
import { arrivedOf, type Channel } from '../delivery/channel.ts'
import type { ChatMessageId } from '../ids.ts'
import type { Platform } from '../platform.ts'

/**
 * What is being shown from this process, and not noted as shown yet: somebody may answer it before we have heard that it
 * arrived, or could write that down. What may have arrived stays among it until that is known, or given up. By whom it is
 * shown to; platform ids are in it, in memory alone.
 */
type Shows = { byPerson: Map<string, Map<ChatMessageId, number>>; persons: Map<ChatMessageId, string> }

const all = new WeakMap<Core, Shows>()

/** Longer than any request takes, and than a database that comes back is given to take a note. Then it is nobody's wait any more. */
const SHOWING_MOST_MS = 90_000

/** The same way out, of which it is known what of live chats it is showing to whom: see {@link isShowing}. */
export function mindShowing(core: Core, channel: Channel): Channel {
  const { platform } = channel
  return {
    platform,
    async send(attempt) {
      const { parcel, address } = attempt
      if (parcel.kind !== 'chat-message' && parcel.kind !== 'chat-edit') return channel.send(attempt)
      begin(core, keyOf(platform, address.platformId), parcel.messageId)
      const outcome = await channel.send(attempt)
      if (outcome.kind !== 'unknown' && !arrivedOf(outcome)?.length) isShown(core, parcel.messageId)
      return outcome
    },
  }
}

/** Whether something is being shown to this person that is not known by its platform's id yet. */
export function isShowing(core: Core, { platform, person }: { platform: string; person: string }): boolean {
  const messages = all.get(core)?.byPerson.get(keyOf(platform, person))
  if (!messages) return false
  const longAgo = core.time.monotonic() - SHOWING_MOST_MS
  for (const [messageId, since] of messages) if (since < longAgo) isShown(core, messageId)
  return messages.size > 0
}

/** It is noted, or will not be: nobody need wait for it any more. */
export function isShown(core: Core, messageId: ChatMessageId): void {
  const shows = all.get(core)
  const key = shows?.persons.get(messageId)
  if (!shows || key === undefined) return
  shows.persons.delete(messageId)
  const messages = shows.byPerson.get(key)
  messages?.delete(messageId)
  if (messages?.size === 0) shows.byPerson.delete(key)
}

function begin(core: Core, key: string, messageId: ChatMessageId): void {
  const shows = all.get(core) ?? { byPerson: new Map(), persons: new Map() }
  all.set(core, shows)
  const messages = shows.byPerson.get(key) ?? new Map<ChatMessageId, number>()
  shows.byPerson.set(key, messages)
  messages.set(messageId, core.time.monotonic())
  shows.persons.set(messageId, key)
}

const keyOf = (platform: Platform | string, person: string) => `${platform}:${person}`
