/** Starts a stand-in for Discord on the loopback interface. */
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFaults } from '../faults.ts'
import { createDriver } from '../http/driver.ts'
import type { ChangeEvent, StandIn } from '../person.ts'
import { createRecorder, type RecordedFrame, type Recorder } from '../recorder.ts'
import { createClient, type DiscordPerson } from './client.ts'
import { createFiles, type Files } from './files.ts'
import { createGateway, type Gateway, type GatewayControl } from './gateway/gateway.ts'
import { locales } from './locales.ts'
import { intents, type Resident } from './model.ts'
import type { DiscordJoin, DiscordOptions } from './options.ts'
import { createRateBook, generousRates } from './rates.ts'
import { accountRoutes } from './rest/account.ts'
import { interactionRoutes } from './rest/interactions.ts'
import { messageRoutes, recipientOf } from './rest/messages.ts'
import { restoreWorld, type SavedDiscord, saveWorld } from './saved.ts'
import { seeForm, seeMessage } from './see.ts'
import { serveApi } from './server.ts'
import { guildCreateJson, memberJson, userJson } from './wire.ts'
import { createWorld, type World, type WorldChange } from './world.ts'

export interface DiscordStandIn extends StandIn {
  readonly platform: 'discord'
  /** Where stickers are, as `rest.cdn` of discord.js. */
  readonly cdnUrl: string
  readonly applicationId: string
  readonly guildId: string
  readonly gateway: GatewayControl
  /** What the bot sent over the gateway. */
  readonly frames: readonly RecordedFrame[]
  join(person: DiscordJoin): DiscordPerson
  save(): SavedDiscord
  people(): DiscordPerson[]
  /** How many answers of 401, 403 and 429 the bot earned in this window of ten minutes. */
  invalidRequests(): number
}

type Changes = { tell: (change: WorldChange) => void; listen: (listener: (change: WorldChange) => void) => () => void }

/** Rejects when the port is taken. */
export async function startDiscordStandIn(options: DiscordOptions = {}): Promise<DiscordStandIn> {
  const { now = Date.now, interactionDeadlineMs: deadlineMs = 3_000 } = options
  const recorder = createRecorder({ now, ...(options.recorded === undefined ? {} : { capacity: options.recorded }) })
  const changes = createChanges()
  const faults = createFaults()
  let origin = ''
  const files = createFiles({ now, origin: () => origin })
  const world = createWorld({
    now,
    fileUrl: files.urlOf,
    dispatch: (event) => gateway.dispatch(event),
    changed: changes.tell,
  })
  if (options.botName !== undefined) world.bot.displayName = world.bot.username = options.botName
  if (options.saved) restoreWorld(world, options.saved)
  const token = options.token ?? options.saved?.token ?? makeToken(world.bot.id)
  const gatewayUrl = (path: string) => `${origin.replace('http', 'ws')}/${path}`
  const gateway = startGateway(world, { ...options, token, recorder, resumeUrl: () => gatewayUrl('gateway-resume') })
  const rates = createRateBook({ ...generousRates, ...options.rates })
  const sent: { at: number; person: string }[] = []
  const people = new Map<string, DiscordPerson>()
  const clientOptions = {
    deadlineMs,
    patienceMs: options.patienceMs ?? 15_000,
    quietMs: 1_000,
    onChange: changes.listen,
  }
  const nonceWindowMs = options.nonceWindowMs ?? 5 * 60_000
  const remember = (message: Parameters<typeof recipientOf>[1]) =>
    sent.push({ at: performance.now(), person: recipientOf(world, message) })
  const api: Parameters<typeof serveApi>[0] = {
    world,
    token,
    rates,
    faults,
    recorder,
    deadlineMs,
    routes: [...accountRoutes, ...interactionRoutes, ...messageRoutes({ nonceWindowMs, onSent: remember })],
    gateway: () => ({ url: gatewayUrl('gateway'), session_start_limit: gateway.startLimit() }),
  }
  const server = createServer()
  const standIn: DiscordStandIn = {
    platform: 'discord',
    get apiUrl() {
      return `${origin}/api`
    },
    get cdnUrl() {
      return origin
    },
    token,
    applicationId: world.applicationId,
    guildId: world.guild.id,
    faults,
    requests: recorder.requests,
    frames: recorder.frames,
    gateway: gateway.control,
    join(asked) {
      const client = createClient(world, settle(world, asked), clientOptions)
      people.set(client.id, client)
      return client
    },
    people: () => [...people.values()],
    onEvent: (listener) =>
      changes.listen((change) => {
        const event = eventOf(world, people, change)
        if (event) listener(event)
      }),
    sentAt: () => sent,
    save: () => saveWorld(world, token),
    invalidRequests: () => rates.invalidCount(),
    async close() {
      driver.close()
      gateway.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
  for (const resident of world.people.values())
    people.set(resident.user.id, createClient(world, resident, clientOptions))
  const driver = createDriver(standIn)
  attach(server, { world, api, files, gateway, driver })
  origin = await listen(server, options.port ?? 0)
  return standIn
}

function startGateway(
  world: World,
  options: DiscordOptions & { token: string; recorder: Recorder; resumeUrl: () => string },
): Gateway {
  const { token, recorder, resumeUrl } = options
  const bot = () => ({ ...memberJson(world), user: userJson(world.bot) })
  return createGateway({
    token,
    recorder,
    resumeUrl,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
    privilegedIntents: options.privilegedIntents ?? 0,
    replayEvents: options.replayEvents ?? 1_000,
    ready: () => ({
      user: { ...userJson(world.bot), email: null, flags: 0, mfa_enabled: true, verified: true },
      guilds: [{ id: world.guild.id, unavailable: true }],
      application: { id: world.applicationId, flags: 0 },
    }),
    afterReady: () => [{ name: 'GUILD_CREATE', data: guildCreateJson(world), intent: intents.guilds }],
    members: () => ({ guild_id: world.guild.id, members: [bot()], chunk_index: 0, chunk_count: 1, not_found: [] }),
  })
}

type Parts = {
  world: World
  api: Parameters<typeof serveApi>[0]
  files: Files
  gateway: Gateway
  driver: ReturnType<typeof createDriver>
}

/** Says which part answers what. */
function attach(server: Server, { world, api, files, gateway, driver }: Parts): void {
  server.keepAliveTimeout = 30_000
  server.on('upgrade', (request, socket, head) => {
    if (/^\/gateway(-resume)?\/?(\?|$)/.test(request.url ?? '')) gateway.upgrade(request, socket, head)
    else if (!driver.upgrade(request, socket, head)) socket.destroy()
  })
  server.on('request', async (request, response) => {
    try {
      const url = new URL(request.url ?? '/', 'http://localhost')
      if (url.pathname.startsWith('/api/')) {
        await serveApi(api, request, response)
      } else if (/^\/(attachments|stickers)\//.test(url.pathname)) {
        const { status, type, data } = files.read(world, url)
        response.writeHead(status, { 'content-type': type, 'content-length': String(data.byteLength) }).end(data)
      } else if (!(await driver.handle(request, response))) {
        response.writeHead(404).end()
      }
    } catch (error) {
      console.error('sandbox/discord:', error)
      response.destroy()
    }
  })
}

/** Resolves with the origin. */
async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function createChanges(): Changes {
  const listeners = new Set<(change: WorldChange) => void>()
  return {
    tell(change) {
      for (const listener of [...listeners]) listener(change)
    },
    listen(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

function settle(world: World, asked: DiscordJoin): Resident {
  const locale = asked.locale === 'en' ? 'en-US' : asked.locale
  if (!locales.includes(locale)) throw new Error(`Discord has no locale "${asked.locale}"`)
  const id = world.nextId()
  const slug = asked.name.toLowerCase().replace(/[^a-z0-9_.]+/g, '')
  const username = asked.username ?? `${slug || 'someone'}${id.slice(-4)}`
  const shares = asked.shares ?? 'guild'
  const resident: Resident = {
    user: { id, username, displayName: asked.name, bot: false },
    locale,
    timeZone: asked.timeZone ?? 'UTC',
    inGuild: shares === 'guild',
    installed: shares === 'install',
    closed: false,
  }
  world.people.set(id, resident)
  return resident
}

function eventOf(
  world: World,
  people: ReadonlyMap<string, DiscordPerson>,
  { personId, change, messageId }: WorldChange,
): ChangeEvent | undefined {
  const person = people.get(personId)
  const resident = world.people.get(personId)
  if (!person || !resident) return undefined
  const message = world.messages.get(messageId ?? '')
  return {
    person,
    change,
    ...(message ? { message: seeMessage(world, resident, message) } : {}),
    ...(change === 'form' && resident.form ? { form: seeForm(resident.form) } : {}),
  }
}

function makeToken(botId: string): string {
  return `${Buffer.from(botId).toString('base64url')}.Sandbx.${randomBytes(28).toString('base64url')}`
}
