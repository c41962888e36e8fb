import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type DiscordStandIn, startDiscordStandIn } from './discord/start.ts'
import { type GoogleStandIn, startGoogleStandIn } from './google/start.ts'
import { memoryOf } from './memoryOf.ts'
import type { OnTrouble } from './page/memory.ts'
import { homeZone, openPage } from './page/page.ts'
import type { ServiceStatus } from './page/status.ts'
import { startTelegramStandIn, type TelegramStandIn } from './telegram/start.ts'

/** The three stand-ins, running, and the page to play in. */
export type Sandbox = {
  path: '/sandbox'
  handle(request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Hands in what the service can tell about itself. */
  watch(status: () => Promise<ServiceStatus>): void
  /** What the bots are given in place of real tokens. */
  access: {
    discord: { token: string; apiUrl: string }
    telegram: { token: string; apiUrl: string }
    google: { clientId: string; clientSecret: string; authorizationUrl: string; tokenUrl: string; userinfoUrl: string }
  }
  discord: DiscordStandIn
  telegram: TelegramStandIn
  google: GoogleStandIn
  close(): Promise<void>
}

export type SandboxOptions = {
  /** A folder of its own, for what outlives a restart: the people, their chats, how far the clock was moved. */
  home: string
  /** The service's clock, ms since the epoch. */
  now: () => number
  /** Moves the service's clock forward. */
  moveClock: (milliseconds: number) => void
  /** Where Google sends people back to. */
  callbackBase: string
  /** Told once when what happens on the phones cannot be written down, until it can be again. */
  notKept?: OnTrouble
}

const botName = 'Wiro'

/** Starts stand-ins for Discord, Telegram and Google on loopback, with the people and the time they had before. */
export async function startSandbox({ home, now, moveClock, callbackBase, notKept }: SandboxOptions): Promise<Sandbox> {
  const memory = memoryOf(home, notKept)
  const saved = memory.read()
  let aheadMs = 0
  const forward = (milliseconds: number) => {
    aheadMs += milliseconds
    moveClock(milliseconds)
  }
  if (saved?.aheadMs) forward(saved.aheadMs)

  const [discord, telegram, google] = await Promise.all([
    startDiscordStandIn({ now, botName, ...(saved ? { saved: saved.discord } : {}) }),
    startTelegramStandIn({ now, botName, botUsername: 'wiro_bot', ...(saved ? { saved: saved.telegram } : {}) }),
    startGoogleStandIn({ now, redirects: [`${callbackBase}/login/google/callback`] }),
  ])
  if (!saved) letReadyPeopleIn(discord, telegram)

  let status = async (): Promise<ServiceStatus | undefined> => undefined
  memory.keep(() => ({ aheadMs, discord: discord.save(), telegram: telegram.save() }))
  const page = openPage({
    discord,
    telegram,
    now,
    moveClock: forward,
    status: () => status(),
    acted: memory.changed,
  })
  const stops = [discord, telegram].map((standIn) => standIn.onEvent(memory.changed))

  return {
    path: '/sandbox',
    handle: (request, response, next) => void page.handle(request, response).catch(next),
    upgrade: page.upgrade,
    watch(told) {
      status = told
    },
    access: accessOf(discord, telegram, google),
    discord,
    telegram,
    google,
    async close() {
      for (const stop of stops) stop()
      page.close()
      memory.close()
      await Promise.all([discord.close(), telegram.close(), google.close()])
    },
  }
}

/** Two who speak Korean and two who speak English, one of each on either platform. */
function letReadyPeopleIn(discord: DiscordStandIn, telegram: TelegramStandIn): void {
  discord.join({ name: '민아', username: 'mina', locale: 'ko', timeZone: homeZone('ko') })
  telegram.join({ name: '준호', locale: 'ko', timeZone: homeZone('ko'), started: false })
  discord.join({ name: 'Alex', username: 'alex', locale: 'en-US', timeZone: homeZone('en') })
  telegram.join({ name: 'Sam', locale: 'en', timeZone: homeZone('en'), started: false })
}

function accessOf(discord: DiscordStandIn, telegram: TelegramStandIn, google: GoogleStandIn): Sandbox['access'] {
  const { clientId, clientSecret, authorizationUrl, tokenUrl, userinfoUrl } = google
  return {
    discord: { token: discord.token, apiUrl: discord.apiUrl },
    telegram: { token: telegram.token, apiUrl: telegram.apiUrl },
    google: { clientId, clientSecret, authorizationUrl, tokenUrl, userinfoUrl },
  }
}
