/** Drives a stand-in over HTTP as a person would act: JSON under /_sandbox, and a WebSocket of everything visible. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type FaultRefusal, type FaultRule, type Faults, faultKinds } from '../faults.ts'
import type { Person, StandIn } from '../person.ts'
import { readBody } from './body.ts'
import { type Body, isBody, numbers, readEdited, readSaid, text } from './said.ts'

export interface Driver {
  /** Answers a request under /_sandbox; false for any other. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  /** Takes the WebSocket /_sandbox/events; false for any other. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  close(): void
}

export type Answer = { status: number; body: unknown }

const prefix = '/_sandbox'
const largestBodyBytes = 40 * 1024 * 1024

export function createDriver(standIn: StandIn): Driver {
  const sockets = new WebSocketServer({ noServer: true })
  const faults = createFaultRoutes(standIn.faults)

  async function answer(method: string, path: string, body: Body): Promise<Answer> {
    const [first = '', id = '', action = '', ...rest] = path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent)
    if (first === 'faults') return faults(method, id, body)
    if (first !== 'people') return { status: 404, body: { error: `Nothing is at ${path}` } }
    if (id === '' && method === 'GET') return { status: 200, body: standIn.people().map(describe) }
    if (id === '' && method === 'POST') return { status: 201, body: describe(join(standIn, body)) }
    const person = standIn.people().find((one) => one.id === id)
    if (!person) return { status: 404, body: { error: `Nobody here has the id ${id}` } }
    const act = actions[`${method} ${action}`]
    if (!act) return { status: 404, body: { error: `${method} ${action || '(nothing)'} is no action of a person` } }
    return { status: 200, body: (await act(person, body, rest)) ?? {} }
  }

  return {
    async handle(request, response) {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      if (pathname !== prefix && !pathname.startsWith(`${prefix}/`)) return false
      const { status, body } = await reply(request, pathname.slice(prefix.length), answer)
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
      return true
    },
    upgrade(request, socket, head) {
      if (request.url?.split('?')[0] !== `${prefix}/events`) return false
      if (!isOwnOrigin(request)) return false
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('close', stream(standIn, webSocket))
      })
      return true
    },
    close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

/** Faults over HTTP: GET lists, POST injects and answers an id, DELETE removes one or all. */
export function createFaultRoutes(faults: Faults): (method: string, id: string, body: Body) => Answer {
  const rules = new Map<number, { rule: FaultRule; remove: () => void }>()
  let nextRule = 1
  return (method, id, body) => {
    if (method === 'GET') {
      const standing = faults.list()
      return {
        status: 200,
        body: standing.map(({ match, ...rule }) => ({ ...rule, match: { ...match, path: match?.path?.source } })),
      }
    }
    if (method === 'POST') {
      const rule = readRule(body)
      const number = nextRule++
      rules.set(number, { rule, remove: faults.inject(rule) })
      return { status: 201, body: { id: number } }
    }
    if (method !== 'DELETE') return { status: 405, body: { error: 'GET, POST or DELETE' } }
    if (id === '') faults.clear()
    else rules.get(Number(id))?.remove()
    return { status: 200, body: {} }
  }
}

/** Sends everything visible from now on; returns the way to stop. */
function stream(standIn: StandIn, socket: WebSocket): () => void {
  return standIn.onEvent(({ person, ...event }) => socket.send(JSON.stringify({ person: describe(person), ...event })))
}

/** Answers one JSON request of this machine; whatever `answer` throws is a 422 that says why. */
export async function reply(
  request: IncomingMessage,
  path: string,
  answer: (method: string, path: string, body: Body) => Promise<Answer>,
): Promise<Answer> {
  if (!isOwnOrigin(request)) return { status: 403, body: { error: 'Only pages of this machine may act here' } }
  const raw = await readBody(request, largestBodyBytes)
  if (!raw) return { status: 413, body: { error: 'The body is too large' } }
  try {
    const body: unknown = raw.length === 0 ? {} : JSON.parse(raw.toString('utf8'))
    return await answer(request.method ?? 'GET', path, isBody(body) ? body : {})
  } catch (error) {
    return { status: 422, body: { error: error instanceof Error ? error.message : String(error) } }
  }
}

/** Keeps foreign web pages in the same browser from acting here, also when they point their own name at this machine. */
function isOwnOrigin({ headers }: IncomingMessage): boolean {
  const { origin, host = '' } = headers
  return isLoopback(`http://${host}`) && (origin === undefined || isLoopback(origin))
}

function isLoopback(address: string): boolean {
  return URL.canParse(address) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname)
}

const actions: { [action: string]: (person: Person, body: Body, rest: string[]) => unknown } = {
  'GET ': describe,
  'GET chat': (person) => person.chat(),
  'GET commands': (person) => person.commands(),
  'GET form': (person) => ({ form: person.form() ?? null }),
  'GET file': (person, _body, [message = '', index = '']) => {
    const file = person.file(message, Number(index))
    if (!file) throw new Error('There is no such file on the screen')
    return { name: file.name, type: file.type, data: Buffer.from(file.data).toString('base64') }
  },
  'GET toasts': (person) => person.toasts(),
  'POST command': (person, body) => person.command(text(body, 'name'), texts(body.options), place(body)),
  'POST say': async (person, body) => ({
    id: await person.say(typeof body.text === 'string' ? body.text : '', readSaid(body)),
  }),
  'POST press': (person, body) => person.press(text(body, 'label'), on(body)),
  'POST choose': (person, body) => person.choose(text(body, 'label'), on(body)),
  'POST submit': (person, body) => person.submit(texts(body.values)),
  'POST dismiss': (person) => person.dismiss(),
  'POST type': (person) => {
    if (!person.type) throw new Error('This platform tells bots nothing of typing')
    return person.type()
  },
  'POST edit': (person, body) => person.edit(text(body, 'message'), text(body, 'text'), readEdited(body)),
  'POST unfurl': (person, body) => {
    if (!person.unfurl) throw new Error('This platform tells bots nothing of what links lead to')
    return person.unfurl(text(body, 'message'), isBody(body.embed) ? body.embed : {})
  },
  'POST remove': (person, body) => person.remove(text(body, 'message')),
  'POST react': (person, body) => person.react(text(body, 'message'), body.emoji === null ? null : text(body, 'emoji')),
  'POST block': (person) => person.block(),
  'POST unblock': (person) => person.unblock(),
}

function describe(person: Person) {
  const { id, name, platform, locale } = person
  return { id, name, platform, locale }
}

function join(standIn: StandIn, body: Body): Person {
  return standIn.join({ ...body, name: text(body, 'name'), locale: text(body, 'locale') })
}

function place(body: Body): { in?: 'dm' | 'guild' } {
  return body.in === 'guild' || body.in === 'dm' ? { in: body.in } : {}
}

function on(body: Body): { message?: string; in?: 'dm' | 'guild' } {
  return { ...place(body), ...(typeof body.message === 'string' ? { message: body.message } : {}) }
}

function readRule(body: Body): FaultRule {
  const kind = faultKinds.find((one) => one === body.kind)
  if (!kind) throw new Error(`"kind" must be one of ${faultKinds.join(', ')}`)
  const match = isBody(body.match) ? body.match : {}
  return {
    kind,
    match: {
      ...(typeof match.method === 'string' ? { method: match.method } : {}),
      ...(typeof match.path === 'string' ? { path: new RegExp(match.path) } : {}),
      ...(typeof match.person === 'string' ? { person: match.person } : {}),
    },
    ...(isBody(body.refusal) ? { refusal: readRefusal(body.refusal) } : {}),
    ...numbers(body, ['times', 'retryAfterSeconds', 'delayMs']),
  }
}

function readRefusal(body: Body): FaultRefusal {
  const { status, code } = numbers(body, ['status', 'code'])
  if (status === undefined) throw new Error('"refusal" needs a "status"')
  return { status, ...(code === undefined ? {} : { code }), message: text(body, 'message') }
}

function texts(value: unknown): Record<string, string> {
  if (!isBody(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]))
}
