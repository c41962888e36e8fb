/** The page in which the sandbox is played: its files, its people, its clock, its troubles. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { DiscordStandIn } from '../discord/start.ts'
import { createDriver, reply } from '../http/driver.ts'
import type { Body } from '../http/said.ts'
import type { Person, StandIn } from '../person.ts'
import type { TelegramStandIn } from '../telegram/start.ts'
import { readAsset } from './assets.ts'
import { refusal } from './guard.ts'
import { openLive } from './live.ts'
import type { ServiceStatus } from './status.ts'
import { setTrouble, troubleOf, troubles } from './trouble.ts'

export type Page = {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

export type PageOptions = {
  discord: DiscordStandIn
  telegram: TelegramStandIn
  /** The service's clock, ms since the epoch. */
  now(): number
  moveClock(milliseconds: number): void
  status(): Promise<ServiceStatus | undefined>
  /** Called after everything that was done on the page. */
  acted(): void
}

/** Where the page lives on the service's web server. */
export const pagePath = '/sandbox'
const longestMoveMs = 31 * 86_400_000

/** Where somebody who speaks this language is taken to live. */
export function homeZone(language: 'ko' | 'en'): string {
  return language === 'ko' ? 'Asia/Seoul' : 'America/New_York'
}

/** What a browser may show of what people send: nothing in it can run. */
const shown =
  /^(image\/(png|apng|jpeg|gif|webp)|video\/(mp4|webm|quicktime)|audio\/(ogg|mpeg|mp4|aac|webm|wav|x-wav|x-m4a|flac))$/

/** Nothing from elsewhere, nothing inline. `connect-src 'self'` covers the WebSocket. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export function openPage({ discord, telegram, now, moveClock, status, acted }: PageOptions): Page {
  const standIns: { [platform: string]: StandIn } = { discord, telegram }
  const drivers = { discord: createDriver(discord), telegram: createDriver(telegram) }
  const everybody = () => Object.values(standIns).flatMap((standIn) => standIn.people())
  const settings = () => ({
    now: now(),
    trouble: { discord: troubleOf(discord), telegram: troubleOf(telegram) },
    blocked: everybody().flatMap((person) => (person.blocked() ? [keyOf(person)] : [])),
  })
  const greeted = new Set(everybody().map(keyOf))
  /** Tells the open pages who has come, wherever they were let in. */
  const greet = () => {
    for (const person of everybody()) {
      if (greeted.has(keyOf(person))) continue
      greeted.add(keyOf(person))
      live.tell({ type: 'joined', person: describe(person) })
    }
  }
  const live = openLive({
    all: () => ({ type: 'all', ...settings(), people: everybody().map(describe) }),
    async pulse() {
      greet()
      return { type: 'pulse', status: await status().catch(() => undefined), ...settings() }
    },
  })
  const stops = Object.values(standIns).map((standIn) =>
    standIn.onEvent(({ person, ...event }) => {
      greet()
      live.tell({ type: 'change', person: keyOf(person), ...event })
    }),
  )
  const tellSettings = () => live.tell({ type: 'pulse', ...settings() })

  const acts: { [act: string]: (body: Body) => unknown } = {
    people({ platform, name, locale }) {
      const asked = {
        name: String(name ?? '')
          .trim()
          .slice(0, 32),
        locale: locale === 'ko' ? 'ko' : 'en',
        timeZone: homeZone(locale === 'ko' ? 'ko' : 'en'),
      }
      if (asked.name === '') throw new Error('A person has a name')
      const person = platform === 'discord' ? discord.join(asked) : telegram.join({ ...asked, started: false })
      greet()
      return { person: keyOf(person) }
    },
    clock({ milliseconds }) {
      const forward = Number(milliseconds)
      if (!(forward > 0 && forward <= longestMoveMs)) throw new Error('The clock goes forward, by a month at most')
      moveClock(forward)
      tellSettings()
    },
    trouble({ platform, trouble }) {
      const standIn = standIns[String(platform)]
      if (!standIn) throw new Error('There is no such platform')
      setTrouble(
        standIn,
        troubles.find((known) => known === trouble),
      )
      tellSettings()
    },
  }

  /** `/api/discord/people/…` is the driver of that stand-in; `/api/ACT` is what the page adds. */
  async function answerApi(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const [, first = '', ...rest] = path.split('/').filter((part) => part !== '')
    if (first === 'discord' || first === 'telegram') {
      request.url = `/_sandbox/${rest.join('/')}`
      await drivers[first].handle(request, response)
      if (/\/(un)?block$/.test(path)) tellSettings()
      return
    }
    const { status, body } = await reply(request, path, async (method, _path, body) => {
      const act = method === 'POST' ? acts[first] : undefined
      return act ? { status: 200, body: (await act(body)) ?? {} } : { status: 404, body: { error: 'Nothing is here' } }
    })
    send(response, status, 'application/json; charset=utf-8', Buffer.from(JSON.stringify(body)))
  }

  async function answerFile(response: ServerResponse, path: string, range: string | undefined): Promise<void> {
    const [, platform = '', personId, messageId = '', index = ''] = path.split('/').filter((part) => part !== '')
    const person = standIns[platform]?.people().find(({ id }) => id === personId)
    const file = person?.file(messageId, Number(index))
    if (!file) return send(response, 404, 'text/plain', Buffer.from('This file is gone.'))
    const { type } = file
    const mayShow = shown.test(type)
    if (!mayShow) response.setHeader('content-disposition', 'attachment')
    sendPart(response, mayShow ? type : 'application/octet-stream', { data: Buffer.from(file.data), range })
  }

  async function answerAsset(response: ServerResponse, path: string): Promise<void> {
    const asset = await readAsset(path)
    if (!asset) return send(response, 404, 'text/plain', Buffer.from('There is nothing here.'))
    response.setHeader('cache-control', asset.fixed ? 'max-age=86400' : 'no-cache')
    send(response, 200, asset.type, asset.data)
  }

  return {
    async handle(request, response) {
      const refused = refusal(request)
      response.setHeader('content-security-policy', policy)
      response.setHeader('x-content-type-options', 'nosniff')
      response.setHeader('referrer-policy', 'no-referrer')
      if (refused) return send(response, 403, 'text/plain', Buffer.from(refused))
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      if (!pathname.startsWith(pagePath))
        return send(response, 404, 'text/plain', Buffer.from('There is nothing here.'))
      const path = decodeURIComponent(pathname).slice(pagePath.length)
      if (path.startsWith('/api/')) await answerApi(request, response, path).finally(acted)
      else if (path.startsWith('/files/')) await answerFile(response, path, request.headers.range)
      else await answerAsset(response, path)
    },
    upgrade(request, socket, head) {
      const pathname = request.url?.split('?')[0]
      if (pathname === `${pagePath}/live` && !refusal(request)) live.upgrade(request, socket, head)
      else socket.destroy()
    },
    close() {
      for (const stop of stops) stop()
      for (const driver of Object.values(drivers)) driver.close()
      live.close()
    },
  }
}

function keyOf({ platform, id }: Person): string {
  return `${platform}/${id}`
}

function describe(person: Person) {
  const { name, platform, locale, timeZone } = person
  const form = person.form()
  return { key: keyOf(person), name, platform, locale, timeZone, chat: person.chat(), ...(form ? { form } : {}) }
}

/** Films and sounds are asked for in parts. RFC 9110 §14 */
function sendPart(
  response: ServerResponse,
  type: string,
  { data, range }: { data: Buffer; range: string | undefined },
): void {
  response.setHeader('accept-ranges', 'bytes')
  const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  const start = Number(from)
  if (from === '' || start >= data.length) {
    send(response, 200, type, data)
    return
  }
  const end = Math.min(to === '' ? data.length - 1 : Number(to), data.length - 1)
  response.setHeader('content-range', `bytes ${start}-${end}/${data.length}`)
  send(response, 206, type, data.subarray(start, end + 1))
}

function send(response: ServerResponse, status: number, type: string, data: Buffer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': data.length }).end(data)
}
