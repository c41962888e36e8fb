import type { Request, RequestHandler, Response } from 'express'
import session, { type SessionData, Store } from 'express-session'
import { dropSession, readSession, writeSession } from '../core/accounts/webSessions.ts'
import type { Core } from '../core/core.ts'
import type { BindingId } from '../core/ids.ts'

declare module 'express-session' {
  interface SessionData {
    /** Who is logged in, and since when. */
    google?: { sub: string; at: number; agent: string }
    /** Logins that are on their way to Google and back, by their state: one for each tab. */
    logins?: Record<string, { verifier: string; to: string; at: number }>
    /** The bindings that this browser may go on with. */
    bindings?: BindingId[]
    /** An operator at the desk, by name, and since when. */
    desk?: { name: string; at: number }
    /** Codes made here, to be shown again. */
    codes?: Record<string, string>
  }
}

const MOST_BINDINGS = 10

/** Cookies and their sessions: sealed in the database, found by a keyed hash, signed. Public pages use HTTPS only. */
export function openSessions(core: Core): RequestHandler {
  const secure = isSecure(core)
  return session({
    name: secure ? '__Host-wiro' : 'wiro',
    secret: core.vault.lookups('web-cookie', 'signature').map((key) => Buffer.from(key).toString('hex')),
    store: new CoreStore(core),
    resave: false,
    saveUninitialized: false,
    // No lifetime in the cookie: it ends with the browser, or by our clock, never by a wrong one on the device.
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
  })
}

/** Whether people reach these pages by HTTPS only. */
export const isSecure = (core: Core) => core.config.publicUrl.startsWith('https://')

/** Lets this browser go on with a binding. */
export function mayGoOn(request: Request, bindingId: BindingId): void {
  request.session.bindings = [...(request.session.bindings ?? []), bindingId].slice(-MOST_BINDINGS)
}

/** A new session at the moment of login, which keeps nothing of the old one but what other tabs are in the middle of. */
export async function renewSession(request: Request, google: NonNullable<SessionData['google']>): Promise<void> {
  const { logins, bindings, codes, csrfToken } = request.session
  const sameAsBefore = request.session.google?.sub === google.sub
  await new Promise<void>((resolve, reject) =>
    request.session.regenerate((error) => (error ? reject(error) : resolve())),
  )
  Object.assign(request.session, { google, logins, bindings, ...(sameAsBefore ? { codes, csrfToken } : {}) })
  await keepSession(request)
}

/** Keeps the session before the browser is sent on: it follows at once, faster than a session is kept by itself. */
export function keepSession(request: Request): Promise<void> {
  return new Promise((resolve, reject) => request.session.save((error) => (error ? reject(error) : resolve())))
}

/**
 * Sends the browser on to a page of ours, once its session is kept: a redirect with a body would set it off before, and
 * what the next page writes into the session would be lost under what this one still has to write.
 */
export function goTo(response: Response, path: string): void {
  response.status(303).location(path).end()
}

export function endSession(request: Request): Promise<void> {
  return new Promise((resolve, reject) => request.session.destroy((error) => (error ? reject(error) : resolve())))
}

/** Reading a session notes that it is in use. */
class CoreStore extends Store {
  private readonly core: Core

  constructor(core: Core) {
    super()
    this.core = core
  }

  override get(key: string, done: (error: unknown, session?: SessionData | null) => void): void {
    answer(
      readSession(this.core, { key }).then((data) => (data ? (JSON.parse(data) as SessionData) : null)),
      done,
    )
  }

  override set(key: string, data: SessionData, done: (error?: unknown) => void = () => {}): void {
    answer(
      writeSession(this.core, { key, data: JSON.stringify(data), sub: data.google?.sub, desk: data.desk?.name }),
      done,
    )
  }

  override destroy(key: string, done: (error?: unknown) => void = () => {}): void {
    answer(dropSession(this.core, { key }), done)
  }
}

function answer<T>(work: Promise<T>, done: (error: unknown, result?: T) => void): void {
  work.then(
    (result) => done(null, result),
    (error) => done(error),
  )
}
