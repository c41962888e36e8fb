import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type DiscordStandIn, startDiscordStandIn } from './discord/start.ts'
import { type GoogleStandIn, startGoogleStandIn } from './google/start.ts'
import { type TelegramStandIn, startTelegramStandIn } from './telegram/start.ts'

/** The three stand-ins, running, and the page to play in. */
export type Sandbox = {
  path: '/sandbox'
  handle(request: IncomingMessage, response: ServerResponse, next: () => void): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
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
  /** A folder of its own, for what outlives a restart. */
  home: string
  /** The service's clock, ms since the epoch. */
  now: () => number
  /** Moves the service's clock forward. */
  moveClock: (milliseconds: number) => void
  /** Where Google sends people back to. */
  callbackBase: string
}

/** Starts stand-ins for Discord, Telegram and Google on loopback. */
export async function startSandbox({ now, callbackBase }: SandboxOptions): Promise<Sandbox> {
  const [discord, telegram, google] = await Promise.all([startDiscordStandIn({ now }), startTelegramStandIn({ now }), startGoogleStandIn({ now, redirects: [`${callbackBase}/login/google/callback`] })])
  const { clientId, clientSecret, authorizationUrl, tokenUrl, userinfoUrl } = google
  return {
    path: '/sandbox',
    handle: (_request, response) => void response.end('Wiro sandbox'),
    upgrade: (_request, socket) => void socket.destroy(),
    access: {
      discord: { token: discord.token, apiUrl: discord.apiUrl },
      telegram: { token: telegram.token, apiUrl: telegram.apiUrl },
      google: { clientId, clientSecret, authorizationUrl, tokenUrl, userinfoUrl },
    },
    discord,
    telegram,
    google,
    close: async () => void (await Promise.all([discord.close(), telegram.close(), google.close()])),
  }
}
