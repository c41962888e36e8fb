import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createFaults, type Faults } from '../faults.ts'
import { createRecorder, type RecordedRequest } from '../recorder.ts'
import { createGoogleDriver, type GoogleDriver } from './driver.ts'
import { createGrants } from './grants.ts'
import { type GooglePerson, readyPeople } from './people.ts'
import { createGoogleServer, type Google, paths } from './server.ts'

export type GoogleStandInOptions = {
  clientId?: string
  clientSecret?: string
  /** Redirect URIs that are registered from the start; each must match exactly. */
  redirects?: string[]
  /** ms since the epoch; codes and tokens expire by it. */
  now?: () => number
  /** 0, the default, takes any free port. */
  port?: number
}

export interface GoogleStandIn {
  readonly authorizationUrl: string
  readonly tokenUrl: string
  /** Ends in /userinfo, as passport-google-oauth20 wants it. */
  readonly userinfoUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** Registers a redirect URI. */
  allowRedirect(url: string): void
  /** The accounts on the consent page; what is changed in one is what userinfo tells from then on. */
  readonly people: readonly GooglePerson[]
  addPerson(person: { name: string; email?: string; emailVerified?: boolean; sub?: string }): GooglePerson
  /**
   * Does what a browser and a person would: opens the consent page at this authorisation URL and chooses this account,
   * or refuses when there is none. Answers where the browser is sent. Rejects when Google shows an error page.
   */
  consent(authorizationUrl: string, person: GooglePerson | undefined): Promise<string>
  readonly faults: Faults
  readonly requests: readonly RecordedRequest[]
  close(): Promise<void>
}

/** Starts Google's sign-in (authorisation code, state, PKCE) on 127.0.0.1. */
export async function startGoogleStandIn(options: GoogleStandInOptions = {}): Promise<GoogleStandIn> {
  const now = options.now ?? Date.now
  const faults = createFaults()
  const recorder = createRecorder({ now })
  let origin = ''
  const google: Google = {
    clientId: options.clientId ?? `${Date.now()}-stand-in.apps.googleusercontent.com`,
    clientSecret: options.clientSecret ?? `GOCSPX-${randomBytes(21).toString('base64url')}`,
    redirects: new Set(options.redirects),
    people: readyPeople(),
    grants: createGrants(now),
    origin: () => origin,
  }
  let driver: GoogleDriver | undefined
  const server = createGoogleServer(google, faults, recorder, () => driver)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const standIn: GoogleStandIn = {
    authorizationUrl: `${origin}${paths.authorize}`,
    tokenUrl: `${origin}${paths.token}`,
    userinfoUrl: `${origin}${paths.userinfo}`,
    clientId: google.clientId,
    clientSecret: google.clientSecret,
    allowRedirect: (url) => void google.redirects.add(url),
    people: google.people,
    addPerson({ name, email, emailVerified = true, sub }) {
      const [givenName = name, ...rest] = name.split(' ')
      const person: GooglePerson = {
        sub: sub ?? String(104_857_600_000_000_000_000n + BigInt(google.people.length + 1)),
        name,
        givenName,
        familyName: rest.join(' '),
        ...(email === undefined ? {} : { email }),
        emailVerified,
      }
      google.people.push(person)
      return person
    },
    consent: (authorizationUrl, person) => consent(origin, authorizationUrl, person),
    faults,
    requests: recorder.requests,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
  driver = createGoogleDriver(standIn)
  return standIn
}

async function consent(origin: string, authorizationUrl: string, person: GooglePerson | undefined): Promise<string> {
  const page = await fetch(authorizationUrl)
  const html = await page.text()
  const handle = /name="handle" value="([^"]+)"/.exec(html)?.[1]
  if (!handle) throw new Error(`Google showed no consent page but: ${html.replace(/<[^>]+>/g, ' ').trim()}`)
  const choice = person ? { sub: person.sub } : { deny: '1' }
  const answer = await fetch(`${origin}/consent`, {
    method: 'POST',
    body: new URLSearchParams({ handle, ...choice }),
    redirect: 'manual',
  })
  const location = answer.headers.get('location')
  if (!location) throw new Error(`Google did not send the browser back: ${answer.status}`)
  return location
}
