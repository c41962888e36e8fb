import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Fault, Faults } from '../faults.ts'
import { underFault } from '../faults.ts'
import { readBody } from '../http/body.ts'
import type { Driver } from '../http/driver.ts'
import type { Recorder } from '../recorder.ts'
import { ApiError, errorBody, tooManyRequests } from './api-error.ts'
import { methodNamed } from './methods/all.ts'
import { type Params, readParams } from './params.ts'
import type { World } from './world.ts'

type Answer = { status: number; type: string; body: Buffer | string; retryAfter?: number }

/** A file of 50 MB, the upload limit for bots (core.telegram.org/bots/api#sending-files), and the form around it. */
const bodyLimitBytes = 51 << 20

const badGatewayPage = `<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
<hr><center>nginx/1.18.0</center>
</body>
</html>
`

/** The HTTP face: `/bot<token>/<method>` and `/file/bot<token>/<path>`, and what the driver answers. */
export function createApiServer(
  world: World,
  faults: Faults,
  recorder: Recorder,
  driver: () => Driver | undefined,
): Server {
  const server = createServer(async (request, response) => {
    if (await driver()?.handle(request, response)) return
    await serve(world, faults, recorder, request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    if (!driver()?.upgrade(request, socket, head)) socket.destroy()
  })
  server.keepAliveTimeout = 60_000
  return server
}

async function serve(
  world: World,
  faults: Faults,
  recorder: Recorder,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, bodyLimitBytes).catch(() => Buffer.alloc(0))
  const { method = 'GET', url = '/', headers } = request
  const record = recorder.request({ method, path: url, headers, body: body ?? Buffer.alloc(0) })
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const call = await openCall(new URL(url, 'http://localhost'), headers['content-type'] ?? '', body)
  const fault = faults.take({ method, path: url, people: peopleOf(world, call.params) })
  const answer = await answerUnder(fault, () => work(world, call, gone.signal))
  if (answer === 'hang') return
  if (answer === 'drop') {
    request.socket.destroy()
    return
  }
  record.status = answer.status
  record.response = Buffer.from(answer.body)
  response.writeHead(answer.status, {
    'content-type': answer.type,
    'content-length': record.response.length,
    ...(answer.retryAfter === undefined ? {} : { 'retry-after': String(answer.retryAfter) }),
  })
  response.end(record.response)
}

function answerUnder(fault: Fault | undefined, run: () => Promise<Answer>): Promise<Answer | 'drop' | 'hang'> {
  return underFault(fault, {
    work: run,
    serverError: () => refusal(new ApiError(500, 'Internal Server Error')),
    badGateway: (): Answer => ({ status: 502, type: 'text/html', body: badGatewayPage }),
    tooManyRequests: (seconds) => refusal(tooManyRequests(seconds)),
    refused: ({ status, message }) => refusal(new ApiError(status, message)),
  })
}

/** A call as far as it can be read; what is wrong with it comes out when it is worked on. */
type OpenedCall = { url: URL; params?: Params; problem?: unknown }

async function openCall(url: URL, contentType: string, body: Buffer | undefined): Promise<OpenedCall> {
  if (!body) return { url, problem: new ApiError(413, 'Request Entity Too Large') }
  try {
    return { url, params: await readParams(url, contentType, body) }
  } catch (problem) {
    return { url, problem }
  }
}

async function work(world: World, call: OpenedCall, gone: AbortSignal): Promise<Answer> {
  const path = call.url.pathname.replaceAll('%3A', ':').replaceAll('%3a', ':')
  const file = /^\/file\/bot([^/]*)\/(.+)$/.exec(path)
  if (file) return fileAnswer(world, file[1] ?? '', file[2] ?? '')
  const named = /^\/bot([^/]*)\/([^/]*)$/.exec(path)
  try {
    if (!named) throw new ApiError(404, 'Not Found')
    checkToken(world, named[1] ?? '')
    if (!call.params) throw call.problem
    const method = methodNamed(named[2] ?? '')
    if (!method) throw new ApiError(404, 'Not Found: method not found')
    const result = await method({ world, params: call.params, gone })
    return { status: 200, type: 'application/json', body: JSON.stringify({ ok: true, result }) }
  } catch (error) {
    if (error instanceof ApiError) return refusal(error)
    return refusal(new ApiError(500, `Internal Server Error: ${error instanceof Error ? error.message : error}`))
  }
}

/** Client.cpp, ClientManager.cpp: a token of the wrong shape, and one that belongs to no bot. */
function checkToken(world: World, token: string): void {
  if (!/^\d+:[\w-]+$/.test(token)) throw new ApiError(401, 'Unauthorized: invalid token specified')
  if (token !== world.token) throw new ApiError(401, 'Unauthorized')
}

function fileAnswer(world: World, token: string, path: string): Answer {
  if (token !== world.token) return refusal(new ApiError(401, 'Unauthorized'))
  const file = world.files.byPath(path)
  if (!file) return refusal(new ApiError(404, 'Not Found'))
  return { status: 200, type: 'application/octet-stream', body: file.data }
}

function refusal(error: ApiError): Answer {
  return {
    status: error.code,
    type: 'application/json',
    body: errorBody(error),
    ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
  }
}

/** Whom a call concerns, by id and by name, for faults that strike one person only. */
function peopleOf(world: World, params: Params | undefined): string[] {
  const account = world.accounts.get(Number(params?.text('chat_id')))
  return account ? [String(account.user.id), account.user.first_name] : []
}
