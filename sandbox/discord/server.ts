/** The HTTP side: every request recorded, failed on purpose when asked, limited, checked and answered. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Fault, type Faults, underFault } from '../faults.ts'
import { readBody, readForm } from '../http/body.ts'
import type { RecordedRequest, Recorder } from '../recorder.ts'
import { ApiFailure, refusals } from './failure.ts'
import type { Json } from './model.ts'
import type { RateBook, Verdict } from './rates.ts'
import { type ApiAnswer, type ApiRequest, type Found, findRoute, type Route } from './rest/route.ts'
import type { Upload } from './validate/message.ts'
import { isObject, refuse } from './validate/problems.ts'
import type { World } from './world.ts'

export type ApiServerOptions = {
  world: World
  token: string
  routes: readonly Route[]
  rates: RateBook
  faults: Faults
  recorder: Recorder
  deadlineMs: number
  gateway: () => ApiRequest['gateway']
}

type Reply = { status: number; headers: Record<string, string>; body: Buffer }

const largestRequestBytes = 25 * 1024 * 1024
const base = '/api/'

/** Answers one request under /api. */
export async function serveApi(
  options: ApiServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET'
  const path = request.url ?? '/'
  const body = await readBody(request, largestRequestBytes)
  const headers = request.headers
  const record = options.recorder.request({ method, path, headers, body: body ?? Buffer.alloc(0) })
  const url = new URL(path, 'http://localhost')
  const found = routeOf(options.routes, method, url.pathname)
  const parsed = body ? await readParsed(body, headers['content-type'] ?? '') : refusals.tooLarge()
  const fault = options.faults.take({
    method,
    path,
    people: peopleOf(options.world, found, parsed instanceof ApiFailure ? {} : parsed.body),
  })
  const outcome = await underFault<Reply>(fault, {
    work: () => answer(options, { found, url, parsed, authorization: headers.authorization }),
    serverError: () => json(500, { message: '500: Internal Server Error', code: 0 }),
    badGateway: () => page(502, badGatewayPage),
    tooManyRequests: (retryAfter) => tooMany(retryAfter, 'user', {}),
    refused: ({ status, code = 0, message }) => json(status, { message, code }),
  })
  finish(outcome, fault, { record, response, rates: options.rates })
}

function finish(
  outcome: Reply | 'drop' | 'hang',
  fault: Fault | undefined,
  to: { record: RecordedRequest; response: ServerResponse; rates: RateBook },
): void {
  const { record, response, rates } = to
  if (outcome === 'hang') return
  if (outcome === 'drop') {
    response.destroy()
    return
  }
  if (!fault && [401, 403, 429].includes(outcome.status) && outcome.headers['X-RateLimit-Scope'] !== 'shared') {
    rates.countInvalid()
  }
  record.status = outcome.status
  record.response = outcome.body
  response.writeHead(outcome.status, { ...outcome.headers, 'content-length': String(outcome.body.length) })
  response.end(outcome.body)
}

type Parsed = { body: Json; rawBody: unknown; uploads: Upload[] }
type Asked = {
  found: Found | 'method' | 'version' | undefined
  url: URL
  /** Or why it cannot be read. */
  parsed: Parsed | ApiFailure
  authorization: string | undefined
}

function answer(options: ApiServerOptions, asked: Asked): Reply {
  if (options.rates.barred()) return page(429, barredPage, { 'Retry-After': '600' })
  try {
    return answerRoute(options, asked)
  } catch (error) {
    if (error instanceof ApiFailure) return json(error.status, error.body())
    throw error
  }
}

function answerRoute(options: ApiServerOptions, asked: Asked): Reply {
  const { found, url, parsed } = asked
  if (found === 'version') throw refusals.invalidVersion()
  if (found === undefined) throw refusals.noRoute()
  if (found === 'method') throw refusals.noMethod()
  const { route, params } = found
  if (!route.open && asked.authorization !== `Bot ${options.token}`) throw refusals.unauthorized()
  const limited = limit(options.rates, found)
  if (!limited.allowed) return limited.reply
  try {
    if (parsed instanceof ApiFailure) throw parsed
    const { world, deadlineMs } = options
    const gateway = options.gateway()
    const given = route.handle({ world, params, query: url.searchParams, ...parsed, deadlineMs, gateway })
    return reply(given, limited.headers)
  } catch (error) {
    if (error instanceof ApiFailure) return reply({ status: error.status, body: error.body() }, limited.headers)
    throw error
  }
}

function reply({ status, body }: ApiAnswer, headers: Record<string, string>): Reply {
  return body === undefined ? { status, headers, body: Buffer.alloc(0) } : json(status, body, headers)
}

type Limited = { allowed: true; headers: Record<string, string> } | { allowed: false; reply: Reply }

function limit(rates: RateBook, { route, params }: Found): Limited {
  const overall = route.outsideGlobal ? undefined : rates.global()
  if (overall && !overall.allowed)
    return { allowed: false, reply: tooMany(overall.retryAfterSeconds, 'global', overall.headers) }
  const major = params.channel ?? params.guild ?? params.token ?? ''
  const own: Verdict = rates.bucket(route.rate, `${route.method} ${route.pattern}`, major)
  if (own.allowed) return { allowed: true, headers: own.headers }
  return { allowed: false, reply: tooMany(own.retryAfterSeconds, 'user', own.headers) }
}

/** docs: topics/rate-limits#exceeding-a-rate-limit */
function tooMany(retryAfter: number, scope: 'user' | 'global', headers: Record<string, string>): Reply {
  const body = { message: 'You are being rate limited.', retry_after: retryAfter, global: scope === 'global' }
  return json(429, body, { ...headers, 'Retry-After': String(Math.ceil(retryAfter)), 'X-RateLimit-Scope': scope })
}

function routeOf(routes: readonly Route[], method: string, pathname: string): Asked['found'] {
  const [, version, rest] = /^\/api\/(v\d+)(\/.*)$/.exec(pathname) ?? []
  if (rest === undefined) return pathname.startsWith(base) ? 'version' : undefined
  if (version !== 'v10') return 'version'
  return findRoute(routes, method, rest.replaceAll('%40', '@'))
}

/** Whom a request concerns, for faults aimed at one person: by id and by name. */
function peopleOf(world: World, found: Asked['found'], body: Json): string[] {
  if (typeof found !== 'object') return []
  const { channel, token } = found.params
  const id =
    (channel === undefined ? undefined : world.channels.get(channel)?.personId) ??
    (token === undefined ? undefined : world.interactions.get(token)?.personId) ??
    body.recipient_id
  const person = world.people.get(String(id))
  return person ? [person.user.id, person.user.displayName] : []
}

async function readParsed(body: Buffer, contentType: string): Promise<Parsed | ApiFailure> {
  try {
    return await parseBody(body, contentType)
  } catch (error) {
    return error instanceof ApiFailure ? error : refusals.invalidJson()
  }
}

/** JSON, or a form with `payload_json` and `files[n]`. docs: reference#uploading-files */
async function parseBody(body: Buffer, contentType: string): Promise<Parsed> {
  if (contentType.startsWith('multipart/form-data')) {
    const { fields, files } = await readForm(body, contentType)
    const uploads = files.flatMap(({ field, name, type, data }) => {
      const n = /^files\[(\d+)\]$/.exec(field)?.[1]
      return n === undefined ? [] : [{ n: Number(n), name, type, data }]
    })
    return { ...parseJson(fields.get('payload_json') ?? '{}'), uploads }
  }
  if (body.length > 0 && !contentType.startsWith('application/json')) {
    refuse([], 'CONTENT_TYPE_INVALID', `Expected "Content-Type" header to be one of {'application/json'}.`)
  }
  return { ...parseJson(body.length === 0 ? '{}' : body.toString('utf8')), uploads: [] }
}

function parseJson(text: string): { body: Json; rawBody: unknown } {
  const rawBody: unknown = JSON.parse(text)
  return { body: isObject(rawBody) ? rawBody : {}, rawBody }
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  const text = Buffer.from(JSON.stringify(body))
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: text }
}

function page(status: number, html: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { ...headers, 'content-type': 'text/html; charset=UTF-8' }, body: Buffer.from(html) }
}

const badGatewayPage =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>'
const barredPage =
  '<html><head><title>Access denied</title></head><body><h1>Error 1015: You are being rate limited</h1></body></html>'
