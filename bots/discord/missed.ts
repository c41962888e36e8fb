import type { Core } from '../../core/core.ts'
import { readCursor, receiveEvents } from '../../core/inbound/inbound.ts'
import { leaveOutHeard } from '../../core/inbound/leaveOutHeard.ts'
import { pause } from '../../core/time.ts'
import type { DiscordApi } from './api.ts'
import { type DiscordEvent, keepMessage, type MessageEvent } from './event.ts'
import { SnowflakeUtil } from './library.ts'
import { outcomeOf } from './outcome.ts'

/** Private chats that may hold something we did not hear, lately used ones first. A bounded number. */
export type KnownChats = (core: Core) => Promise<readonly { chatId: string }[]>

/**
 * Discord tells nothing twice: what people wrote while nobody listened is only in the history of their chats. Every new
 * session looks back there for all that was never stored, in the chats that are known as active, in any other once it
 * is known or somebody is heard there again. Nothing notes how far that went, so that a process may die in the midst of
 * it: the next one looks anew. Presses and commands of that time are lost.
 */
export type Missed = {
  /** An event that was just heard: taken up, after what its chat holds from before, if that was not read yet. */
  meet(event: DiscordEvent | undefined): void
  /** A session began that knows nothing of the one before. */
  newSession(): void
  /** It is listened again. */
  listening(): void
  close(): void
}

/** A chat that becomes known is read within this. */
const LOOK_EVERY_MS = 20_000
/** Longer ago than events are remembered, a message could be taken for a new one. */
const REACH_BACK_MS = 2 * 86_400_000
/** Discord's clock and ours differ. */
const OVERLAP_MS = 60_000
/** While something is left to read: until then what is heard in its chat waits. */
const LOOK_AGAIN_MS = 500
/** Should we die meanwhile, what was held is read anew. */
const HELD_MOST_MS = 30_000
/** Messages a request, and requests a chat: of whoever writes more than that in our absence the last ones are read. */
const PAGE = 100
const PAGES_MOST = 10

type Around = {
  api: DiscordApi
  botId: string
  knownChats: KnownChats
  take(event: DiscordEvent): void
  /** Whether we hear what people write, now. */
  listening(): boolean
}

export function openMissed(core: Core, { api, botId, knownChats, take, listening }: Around): Missed {
  const cursor = `discord:${botId}`
  /** Chats in which nothing of before is left to read; undefined while there is no before. */
  let read: Set<string> | undefined
  /** Heard in a chat, and waiting for what was said there before. */
  const held = new Map<string, DiscordEvent[]>()
  /** Chats that are being read back. */
  const reading = new Set<string>()
  /** Sessions so far, and the one up to which it is known what is to be read. */
  let session = 1
  let looked = 0
  /** Nothing is read from before. */
  let since = 0
  /** Not all of the known chats are read yet. */
  let unread = false
  let busy = false
  let over = false
  let soon: NodeJS.Timeout | undefined
  const behind = () => looked !== session

  /** Nothing is read from before the very first time that somebody listened: that was nobody's. */
  const begin = async () => {
    const of = session
    const first = await readCursor(core, cursor)
    if (first === undefined) await receiveEvents(core, { events: [], cursor: { name: cursor, value: Date.now() } })
    looked = of
    since = (first ?? Date.now()) - OVERLAP_MS
    read = first === undefined ? undefined : new Set()
    for (const chatId of held.keys()) {
      if (read) void readBack(chatId)
      else release(chatId)
    }
  }

  const readKnown = async (done: Set<string>) => {
    unread = true
    let left = false
    for (const { chatId } of await knownChats(core)) {
      if (over || behind()) return
      if (done.has(chatId)) continue
      if (held.has(chatId)) {
        left = true
        continue
      }
      for (const message of await readUnheard(chatId)) take(message)
      done.add(chatId)
    }
    unread = left
  }

  const look = async () => {
    clearTimeout(soon)
    soon = undefined
    if (busy || over) return
    busy = true
    try {
      if (!listening()) return
      if (behind()) await begin()
      if (read) await readKnown(read)
    } catch (error) {
      core.log.warn({ err: error }, 'discord: could not look for missed messages yet')
    } finally {
      busy = false
      if (!over && (behind() || unread)) soon = setTimeout(look, LOOK_AGAIN_MS)
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS)

  const readUnheard = (chatId: string) =>
    readBackwards(core, { api, chatId, since: Math.max(since, Date.now() - REACH_BACK_MS) })

  /** What was heard there goes on once it is read; where Discord does not answer, it is asked again for a while. */
  const readBack = async (chatId: string) => {
    if (reading.has(chatId)) return
    reading.add(chatId)
    for (const began = core.time.monotonic(); !over && core.time.monotonic() - began < HELD_MOST_MS; ) {
      const of = session
      try {
        for (const message of await readUnheard(chatId)) take(message)
        // Another session may have begun meanwhile, and something been missed before it.
        if (of !== session) continue
        read?.add(chatId)
        break
      } catch (error) {
        core.log.warn({ err: error }, 'discord: could not look for missed messages in a chat yet')
        await pause(core.time, LOOK_AGAIN_MS)
      }
    }
    reading.delete(chatId)
    release(chatId)
  }

  /** Nothing of before is left to read there. */
  const isRead = (chatId: string) => !behind() && !held.has(chatId) && (read?.has(chatId) ?? true)

  const release = (chatId: string) => {
    const heard = held.get(chatId) ?? []
    held.delete(chatId)
    for (const one of heard) take(one)
  }

  return {
    meet(event) {
      if (!event) return
      const { chatId } = event
      if (over || chatId === undefined || isRead(chatId)) return take(event)
      const waiting = held.get(chatId) ?? []
      // Whoever pressed something is waiting for an answer.
      if (event.is === 'interaction') take(event)
      else waiting.push(event)
      if (held.has(chatId)) return
      held.set(chatId, waiting)
      if (!behind()) void readBack(chatId)
    },
    newSession() {
      session++
      setImmediate(look)
    },
    listening: () => void setImmediate(look),
    close() {
      over = true
      clearInterval(timer)
      clearTimeout(soon)
      for (const chatId of held.keys()) release(chatId)
    },
  }
}

type Back = { api: DiscordApi; chatId: string; since: number }

/**
 * What a person wrote in this chat since then and was never stored, oldest first. Where all that they wrote in a full page
 * is known, older pages are too: what is heard waits for what was missed. A chat that cannot be read any more holds up no
 * other.
 */
async function readBackwards(core: Core, { api, chatId, since }: Back): Promise<MessageEvent[]> {
  let found: MessageEvent[] = []
  let before: string | undefined
  try {
    for (let page = 0; page < PAGES_MOST; page++) {
      const messages = await api.messagesBefore(chatId, before)
      const recent = messages.filter(({ id }) => SnowflakeUtil.timestampFrom(id) >= since)
      const written = recent.map((message) => keepMessage(message)).filter((event) => event !== undefined)
      const unheard = await leaveOutHeard(core, { platform: 'discord', events: written })
      found = [...unheard, ...found]
      if (recent.length < PAGE || (written.length > 0 && unheard.length === 0)) break
      before = messages[0]?.id
    }
    return found
  } catch (error) {
    const { kind } = outcomeOf(error)
    if (kind === 'gone' || kind === 'refused') return found
    throw error
  }
}
