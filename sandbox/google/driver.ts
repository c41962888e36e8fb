import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Faults } from '../faults.ts'
import { type Answer, createFaultRoutes, reply } from '../http/driver.ts'
import type { Body } from '../http/said.ts'
import type { GooglePerson } from './people.ts'

const prefix = '/_sandbox/'

export type GoogleDriver = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

/** The stand-in over HTTP under /_sandbox: people, redirect URIs, faults. Answers false for every other path. */
export function createGoogleDriver(google: {
  people: readonly GooglePerson[]
  addPerson(person: { name: string; email?: string; emailVerified?: boolean; sub?: string }): GooglePerson
  allowRedirect(url: string): void
  faults: Faults
}): GoogleDriver {
  const faults = createFaultRoutes(google.faults)

  const answer = async (method: string, path: string, body: Body): Promise<Answer> => {
    const [first = '', id = ''] = path.split('/').map(decodeURIComponent)
    switch (`${method} ${first}`) {
      case 'GET people':
        return { status: 200, body: google.people }
      case 'POST people':
        return { status: 201, body: google.addPerson({ ...readPerson(body), name: text(body, 'name') }) }
      case 'PATCH people':
        return changePerson(google.people, id, body)
      case 'POST redirects':
        google.allowRedirect(text(body, 'url'))
        return { status: 201, body: {} }
    }
    if (first === 'faults') return faults(method, id, body)
    return { status: 404, body: { error: `${method} ${prefix}${path} is nothing` } }
  }

  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (!pathname.startsWith(prefix)) return false
    const { status, body } = await reply(request, pathname.slice(prefix.length), answer)
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
    return true
  }
}

/** `email: null` takes the e-mail away; `sub` stays whatever happens. */
function changePerson(people: readonly GooglePerson[], sub: string, body: Body): Answer {
  const person = people.find((one) => one.sub === sub)
  if (!person) return { status: 404, body: { error: `Nobody here has the sub ${sub}` } }
  const { email, emailVerified } = readPerson(body)
  if (typeof body.name === 'string') person.name = body.name
  if (email !== undefined) person.email = email
  if (body.email === null) delete person.email
  if (emailVerified !== undefined) person.emailVerified = emailVerified
  return { status: 200, body: person }
}

function readPerson(body: Body): { email?: string; emailVerified?: boolean; sub?: string } {
  return {
    ...(typeof body.email === 'string' ? { email: body.email } : {}),
    ...(typeof body.emailVerified === 'boolean' ? { emailVerified: body.emailVerified } : {}),
    ...(typeof body.sub === 'string' ? { sub: body.sub } : {}),
  }
}

function text(body: Body, name: string): string {
  const value = body[name]
  if (typeof value !== 'string') throw new Error(`"${name}" must be a text`)
  return value
}
