import { SnowflakeUtil } from 'discord.js'
import type { Core } from '../../core/core.ts'
import { readCursor, receiveEvents } from '../../core/inbound/inbound.ts'
import type { DiscordApi } from './api.ts'
import { type DiscordEvent, keepMessage } from './event.ts'

/** Private chats that may hold something we did not hear, most lately used first. */
export type KnownChats = () => Promise<readonly { chatId: string }[]>

/**
 * Discord tells nothing twice: what people wrote while nobody listened is only in the history of their chats. Where we
 * listened last is written down while we do; a new session reads on from there.
 */
export type Missed = {
  /** Call while connected, now and then. */
  listening(): Promise<void>
  /** Fetches what was written since we listened last and hands it on, oldest first in each chat. Never throws. */
  catchUp(): Promise<void>
}

/** Longer ago than events are remembered, a message could be taken for a new one. */
const REACH_BACK_MS = 2 * 86_400_000
/** Clocks differ, and where we listened is written down only now and then. */
const OVERLAP_MS = 60_000

type Around = { api: DiscordApi; botId: string; chats: KnownChats; take: (event: DiscordEvent) => void; signal: AbortSignal }

export function openMissed(core: Core, { api, botId, chats, take, signal }: Around): Missed {
  const cursor = `discord:${botId}`

  const catchUp = async () => {
    const heard = await readCursor(core, cursor)
    if (heard === undefined) return
    const since = Math.max(heard - OVERLAP_MS, Date.now() - REACH_BACK_MS)
    const after = String(SnowflakeUtil.generate({ timestamp: since, increment: 0n }))
    for (const { chatId } of await chats()) {
      if (signal.aborted) return
      const messages = await api.messagesAfter(chatId, after).catch((error) => {
        core.log.info({ err: error }, 'discord: a chat could not be read on')
        return []
      })
      for (const message of messages) {
        const event = keepMessage(message)
        if (event) take(event)
      }
    }
  }

  return {
    listening: async () => void (await receiveEvents(core, { events: [], cursor: { name: cursor, value: Date.now() } })),
    catchUp: () => catchUp().catch((error) => core.log.warn({ err: error }, 'discord: could not look for missed messages')),
  }
}
