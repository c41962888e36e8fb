import { setTimeout as wait } from 'node:timers/promises'
import type {
  APIInteraction,
  GatewayMessageCreateDispatchData,
  GatewayMessageDeleteDispatchData,
  GatewayMessageReactionAddDispatchData,
  GatewayMessageReactionRemoveDispatchData,
  GatewayMessageUpdateDispatchData,
  GatewayTypingStartDispatchData,
} from 'discord.js'
import type { Log } from '../../core/log.ts'
import {
  Client,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
  Status,
} from './library.ts'
import { plainRequest } from './request.ts'

/** The connection over which Discord tells us what people do. It comes back by itself whenever it breaks. */
export type Gateway = {
  state(): { up: boolean; detail: string }
  close(): Promise<void>
}

/** Heard as they come, before discord.js makes anything of them: its own DM events need caches that a restart empties. */
export type Hearing = {
  interaction(raw: APIInteraction): void
  message(raw: GatewayMessageCreateDispatchData): void
  edit(raw: GatewayMessageUpdateDispatchData): void
  deletion(raw: GatewayMessageDeleteDispatchData): void
  reaction(raw: GatewayMessageReactionAddDispatchData | GatewayMessageReactionRemoveDispatchData, on: boolean): void
  typing(raw: GatewayTypingStartDispatchData): void
  /** A new session began: what happened before it was not heard. */
  newSession(): void
  /** … and the connection is up: now is the time to look for it. */
  listening(): void
}

const FIRST_PAUSE_MS = 1_000
const MOST_PAUSE_MS = 60_000
const CLOSE_WITHIN_MS = 1_500

/** Connects, and goes on trying until it succeeds or Discord says that it never will. Never throws. */
export function openGateway({
  token,
  apiUrl,
  log,
  hear,
}: {
  token: string
  apiUrl: string | undefined
  log: Log
  hear: Hearing
}): Gateway {
  const closing = new AbortController()
  let client = newClient(apiUrl)
  let refused: string | undefined

  const refuse = (why: string) => {
    refused ??= why
    log.error(`discord: ${refused}`)
  }

  const connect = async (): Promise<boolean> => {
    listen(client, hear, { log, refuse, closing: closing.signal })
    try {
      await client.login(token)
    } catch (error) {
      if (isTokenInvalid(error)) refuse(TOKEN_REFUSED)
      else if (!refused && !closing.signal.aborted)
        log.warn({ err: error }, 'discord: cannot connect yet; trying again')
      if (refused || closing.signal.aborted) return true
      return false
    }
    return true
  }

  const run = async () => {
    for (let failures = 0; !(await connect()); failures++) {
      const pause = Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
      await wait(pause, undefined, { signal: closing.signal }).catch(() => undefined)
      if (closing.signal.aborted) return
      client = newClient(apiUrl)
    }
  }
  void run()

  return {
    state() {
      if (refused) return { up: false, detail: refused }
      const up = client.ws.status === Status.Ready && client.ws.shards.every((shard) => shard.status === Status.Ready)
      return { up, detail: up ? 'connected' : 'connecting to Discord' }
    },
    async close() {
      closing.abort()
      await Promise.race([client.destroy(), wait(CLOSE_WITHIN_MS, undefined, { ref: false })])
    },
  }
}

export const TOKEN_REFUSED =
  'Discord refused DISCORD_TOKEN: put the bot token from the Discord developer portal (Bot, Reset Token) there and start again.'

function listen(
  client: Client,
  hear: Hearing,
  { log, refuse, closing }: { log: Log; refuse: (why: string) => void; closing: AbortSignal },
): void {
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (raw: APIInteraction) => hear.interaction(raw))
  client.ws.on(GatewayDispatchEvents.MessageCreate, (raw: GatewayMessageCreateDispatchData) => hear.message(raw))
  client.ws.on(GatewayDispatchEvents.MessageUpdate, (raw: GatewayMessageUpdateDispatchData) => hear.edit(raw))
  client.ws.on(GatewayDispatchEvents.MessageDelete, (raw: GatewayMessageDeleteDispatchData) => hear.deletion(raw))
  client.ws.on(GatewayDispatchEvents.MessageReactionAdd, (raw: GatewayMessageReactionAddDispatchData) =>
    hear.reaction(raw, true),
  )
  client.ws.on(GatewayDispatchEvents.MessageReactionRemove, (raw: GatewayMessageReactionRemoveDispatchData) =>
    hear.reaction(raw, false),
  )
  client.ws.on(GatewayDispatchEvents.TypingStart, (raw: GatewayTypingStartDispatchData) => hear.typing(raw))
  // discord.js tells of it only a moment later, when what came right behind it was heard already.
  client.ws.on(GatewayDispatchEvents.Ready, () => hear.newSession())
  client.on(Events.ShardReady, () => hear.listening())
  client.on(Events.ShardReconnecting, () => {
    if (!closing.aborted) log.warn('discord: the connection broke; coming back')
  })
  client.on(Events.ShardError, (error) => log.warn({ err: error }, 'discord: the connection failed'))
  client.on(Events.Error, (error) => log.warn({ err: error }, 'discord: the client failed'))
  client.on(Events.ShardDisconnect, ({ code }) => {
    if (!closing.aborted) refuse(refusalOf(code))
  })
}

/** The closes after which discord.js does not come back (docs: topics/opcodes-and-status-codes#gateway-gateway-close-event-codes). */
function refusalOf(code: number): string {
  if (code === GatewayCloseCodes.AuthenticationFailed) return TOKEN_REFUSED
  const why = WHY[code] ?? 'the connection was closed for good'
  return `${why} (close code ${code}). Nothing people write is heard until that is mended and the service started again.`
}

const WHY: { [code: number]: string } = {
  [GatewayCloseCodes.InvalidShard]: 'Discord refused the shard',
  [GatewayCloseCodes.ShardingRequired]: 'Discord wants this bot sharded: it is in 2,500 servers or more',
  [GatewayCloseCodes.InvalidAPIVersion]: 'Discord no longer speaks this version of its gateway: update the service',
  [GatewayCloseCodes.InvalidIntents]: 'Discord refused the intents',
  [GatewayCloseCodes.DisallowedIntents]:
    'Discord does not allow this bot the intents for direct messages: see the developer portal (Bot, Privileged Gateway Intents)',
}

/** DMs, their reactions and typing; interactions need no intent. Nothing is kept: what we need of an event is in the event. */
function newClient(apiUrl: string | undefined): Client {
  return new Client({
    intents: [
      GatewayIntentBits.DirectMessages,
      GatewayIntentBits.DirectMessageReactions,
      GatewayIntentBits.DirectMessageTyping,
    ],
    makeCache: Options.cacheWithLimits(NOTHING_KEPT),
    rest: { version: '10', makeRequest: plainRequest, ...(apiUrl ? { api: apiUrl } : {}) },
  })
}

const NOTHING_KEPT = {
  ...Options.DefaultMakeCacheSettings,
  DMMessageManager: 0,
  GuildMemberManager: 0,
  GuildMessageManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  ThreadManager: 0,
  UserManager: 0,
  VoiceStateManager: 0,
}

function isTokenInvalid(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'TokenInvalid'
}
