import { SnowflakeUtil } from 'discord.js'
import type { Core } from '../../core/core.ts'
import { readCursor, receiveEvents } from '../../core/inbound/inbound.ts'
import { pause } from '../../core/time.ts'
import type { DiscordApi } from './api.ts'
import { type DiscordEvent, keepMessage, type MessageEvent } from './event.ts'
import { outcomeOf } from './outcome.ts'

/** Private chats that may hold something we did not hear, lately used ones first. A bounded number. */
export type KnownChats = (core: Core) => Promise<readonly { chatId: string }[]>

/**
 * Discord tells nothing twice: what people wrote while nobody listened is only in the history of their chats. Until when
 * we listened is written down while we do; a new session reads on from there in the chats that are known as active, and
 * in any other once somebody is heard there again. Presses and commands of that time are lost.
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

const NOTE_EVERY_MS = 20_000
/** Longer ago than events are remembered, a message could be taken for a new one. */
const REACH_BACK_MS = 2 * 86_400_000
/** Clocks differ, and until when we listened is written down only now and then. */
const OVERLAP_MS = 60_000
/** While something is left to read: until then what is heard in its chat waits. */
const LOOK_AGAIN_MS = 500
/** Less than {@link OVERLAP_MS}: should we die meanwhile, what was held is read anew. */
const HELD_MOST_MS = 30_000
/** Messages a request, and requests a chat: who writes more than that in our absence is not read to the end. */
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
  /** Not all of the known chats are read yet. */
  let unread = false
  let busy = false
  let over = false
  let soon: NodeJS.Timeout | undefined
  const behind = () => looked !== session

  const catchUp = async () => {
    const of = session
    const heard = await readCursor(core, cursor)
    looked = of
    if (heard === undefined && read === undefined) {
      for (const chatId of held.keys()) release(chatId)
      return
    }
    unread = true
    read = new Set()
    for (const chatId of held.keys()) void readBack(chatId)
    await readKnown(read, Math.max((heard ?? 0) - OVERLAP_MS, Date.now() - REACH_BACK_MS))
  }

  const readKnown = async (done: Set<string>, since: number) => {
    for (const { chatId } of await knownChats(core)) {
      if (over) return
      if (done.has(chatId) || held.has(chatId)) continue
      for (const message of await readOn(api, chatId, since)) take(message)
      done.add(chatId)
    }
    unread = false
  }

  const look = async () => {
    clearTimeout(soon)
    soon = undefined
    if (busy || over) return
    busy = true
    try {
      if (!listening()) return
      if (behind() || unread) await catchUp()
      await receiveEvents(core, { events: [], cursor: { name: cursor, value: Date.now() } })
    } catch (error) {
      core.log.warn({ err: error }, 'discord: could not look for missed messages yet')
    } finally {
      busy = false
      if (!over && (behind() || unread)) soon = setTimeout(look, LOOK_AGAIN_MS)
    }
  }
  const timer = setInterval(look, NOTE_EVERY_MS)

  /**
   * When we last listened is not known for this chat: as far back as events are remembered. What was heard there goes on
   * once it is read; where Discord does not answer, it is asked again for a while.
   */
  const readBack = async (chatId: string) => {
    if (reading.has(chatId)) return
    reading.add(chatId)
    for (const began = core.time.monotonic(); !over && core.time.monotonic() - began < HELD_MOST_MS; ) {
      const of = session
      try {
        for (const message of await readOn(api, chatId, Date.now() - REACH_BACK_MS)) take(message)
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

/** What a person wrote in this chat since then, oldest first. A chat that cannot be read any more holds up no other. */
async function readOn(api: DiscordApi, chatId: string, since: number): Promise<MessageEvent[]> {
  const found: MessageEvent[] = []
  let afterId = String(SnowflakeUtil.generate({ timestamp: since, increment: 0n }))
  try {
    for (let page = 0; page < PAGES_MOST; page++) {
      const messages = await api.messagesAfter(chatId, afterId)
      found.push(...messages.map((message) => keepMessage(message)).filter((event) => event !== undefined))
      afterId = messages.at(-1)?.id ?? afterId
      if (messages.length < PAGE) break
    }
    return found
  } catch (error) {
    const { kind } = outcomeOf(error)
    if (kind === 'gone' || kind === 'refused') return found
    throw error
  }
}
