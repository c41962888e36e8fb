import { SnowflakeUtil } from 'discord.js'
import type { Core } from '../../core/core.ts'
import { readCursor, receiveEvents } from '../../core/inbound/inbound.ts'
import type { DiscordApi } from './api.ts'
import { type DiscordEvent, keepMessage } from './event.ts'
import { outcomeOf } from './outcome.ts'

/** Private chats that may hold something we did not hear, lately used ones first. A bounded number. */
export type KnownChats = (core: Core) => Promise<readonly { chatId: string }[]>

/**
 * Discord tells nothing twice: what people wrote while nobody listened is only in the history of their chats. Until when
 * we listened is written down while we do; a new session reads on from there. Presses and commands of that time are lost.
 */
export type Missed = {
  /** A session began that knows nothing of the one before. */
  newSession(): void
  close(): void
}

const NOTE_EVERY_MS = 20_000
/** Longer ago than events are remembered, a message could be taken for a new one. */
const REACH_BACK_MS = 2 * 86_400_000
/** Clocks differ, and until when we listened is written down only now and then. */
const OVERLAP_MS = 60_000

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
  let behind = true
  let busy = false
  let over = false

  const catchUp = async () => {
    const heard = await readCursor(core, cursor)
    if (heard === undefined) return
    const since = Math.max(heard - OVERLAP_MS, Date.now() - REACH_BACK_MS)
    const afterId = String(SnowflakeUtil.generate({ timestamp: since, increment: 0n }))
    for (const { chatId } of await knownChats(core)) {
      if (over) return
      for (const message of await readOn(api, chatId, afterId)) take(message)
    }
  }

  const look = async () => {
    if (busy || over || !listening()) return
    busy = true
    try {
      const wasBehind = behind
      behind = false
      if (wasBehind) await catchUp()
      await receiveEvents(core, { events: [], cursor: { name: cursor, value: Date.now() } })
    } catch (error) {
      behind = true
      core.log.warn({ err: error }, 'discord: could not look for missed messages yet')
    } finally {
      busy = false
    }
  }
  const timer = setInterval(look, NOTE_EVERY_MS)

  return {
    newSession() {
      behind = true
      setImmediate(look)
    },
    close() {
      over = true
      clearInterval(timer)
    },
  }
}

/** What a person wrote in this chat since then. A chat that cannot be read any more holds up no other. */
async function readOn(api: DiscordApi, chatId: string, afterId: string): Promise<DiscordEvent[]> {
  try {
    const messages = await api.messagesAfter(chatId, afterId)
    return messages.map((message) => keepMessage(message)).filter((event) => event !== undefined)
  } catch (error) {
    const { kind } = outcomeOf(error)
    if (kind === 'gone' || kind === 'refused') return []
    throw error
  }
}
