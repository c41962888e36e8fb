/** Talks to the stand-in as a bot without any library: plain HTTP and a plain WebSocket. */
import WebSocket from 'ws'
import type { DiscordStandIn } from '../../../sandbox/discord/start.ts'

export type Json = { [key: string]: unknown }
export type Reply = { status: number; headers: Headers; body: Json; list: Json[]; text: string }
type Frame = { op: number; d: Json; s: number | null; t: string | null }

type Ask = { body?: unknown; form?: FormData; raw?: string; token?: string | null }

/** Asks under /api/v10 with the bot's token; `token: null` sends none. */
export async function ask(standIn: DiscordStandIn, method: string, path: string, options: Ask = {}): Promise<Reply> {
  const { body, form, raw, token = standIn.token } = options
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bot ${token}` }
  if (body !== undefined || raw !== undefined) headers['content-type'] = 'application/json'
  const content = form ?? raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(`${standIn.apiUrl}/v10${path}`, {
    method,
    headers,
    ...(content === undefined ? {} : { body: content }),
  })
  const text = await response.text()
  const parsed: unknown = response.headers.get('content-type') === 'application/json' ? JSON.parse(text) : {}
  const list = Array.isArray(parsed) ? (parsed as Json[]) : []
  return { status: response.status, headers: response.headers, body: parsed as Json, list, text }
}

export type RawBot = {
  frames: Frame[]
  send: (op: number, d: unknown) => void
  /** The first frame, old or new, that fits. */
  frame: (fits: (frame: Frame) => boolean) => Promise<Frame>
  /** The first dispatch of this name after the ones already taken by `event`. */
  event: (name: string) => Promise<Json>
  closed: Promise<number>
  socket: WebSocket
}

/** Opens a WebSocket to the gateway and keeps what comes. */
export async function openGateway(standIn: DiscordStandIn, path = '/gateway?v=10&encoding=json'): Promise<RawBot> {
  const socket = new WebSocket(standIn.apiUrl.replace('http', 'ws').replace('/api', path))
  const frames: Frame[] = []
  const waiting = new Set<() => void>()
  let taken = 0
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as Frame)
    for (const look of [...waiting]) look()
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const find = (fits: (frame: Frame) => boolean, from: () => number) =>
    new Promise<Frame>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`Not among: ${frames.map((one) => one.t ?? one.op).join(' ')}`)),
        3_000,
      )
      const look = () => {
        const index = frames.findIndex((frame, at) => at >= from() && fits(frame))
        const found = frames[index]
        if (!found) return
        clearTimeout(late)
        waiting.delete(look)
        if (found.t !== null) taken = Math.max(taken, index + 1)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  return {
    frames,
    socket,
    closed,
    send: (op, d) => socket.send(JSON.stringify({ op, d })),
    frame: (fits) => find(fits, () => 0),
    event: async (name) =>
      (
        await find(
          (frame) => frame.t === name,
          () => taken,
        )
      ).d,
  }
}

const allIntents = 32_509 & ~((1 << 1) | (1 << 8))

/** A bot that has got its READY. */
export async function rawBot(standIn: DiscordStandIn, intents = allIntents): Promise<RawBot & { ready: Json }> {
  const bot = await openGateway(standIn)
  bot.send(2, { token: standIn.token, intents, properties: { os: 'linux', browser: 'test', device: 'test' } })
  return { ...bot, ready: await bot.event('READY') }
}

/** The path of the answer to an interaction. */
export function callbackPath(interaction: Json): string {
  return `/interactions/${String(interaction.id)}/${String(interaction.token)}/callback`
}

export function webhookPath(interaction: Json): string {
  return `/webhooks/${String(interaction.application_id)}/${String(interaction.token)}`
}

/** Registers plain commands that work everywhere. */
export async function register(standIn: DiscordStandIn, ...commands: Json[]): Promise<Json[]> {
  const body = commands.map((command) => ({ description: 'A command', contexts: [0, 1], ...command }))
  const reply = await ask(standIn, 'PUT', `/applications/${standIn.applicationId}/commands`, { body })
  if (reply.status !== 200) throw new Error(reply.text)
  return reply.list
}

export function button(label: string, customId: string, more: Json = {}): Json {
  return { type: 1, components: [{ type: 2, style: 1, label, custom_id: customId, ...more }] }
}

/** The codes in the tree of a 50035 at a path like `embeds.0.title`. */
export function codesAt(reply: Reply, path: string): string[] {
  if (reply.status !== 400 || reply.body.code !== 50035)
    throw new Error(`No invalid form body: ${reply.status} ${reply.text}`)
  let node = reply.body.errors as Json
  for (const step of path.split('.').filter(Boolean)) node = (node[step] ?? {}) as Json
  return ((node._errors ?? []) as { code: string }[]).map(({ code }) => code)
}
