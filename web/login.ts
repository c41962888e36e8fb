import { randomBytes } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { Passport } from 'passport'
import { type Profile, Strategy, type StrategyOptions, type VerifyCallback } from 'passport-google-oauth20'
import { type GoogleConfig, googleCallbackUrl } from '../core/config.ts'
import type { Core } from '../core/core.ts'
import { browserName } from './browserName.ts'
import { keepSession, renewSession } from './sessions.ts'

/** Why a login did not come about; the pages say what to do. */
export type LoginFailure = 'denied' | 'google' | 'unverified' | 'state'

/** The way to Google and back. */
export type Login = {
  /** Sends the browser to Google, and afterwards to `to`: one of our own pages, see {@link isOurPage}. */
  begin(request: Request, response: Response, to: string): Promise<void>
  /** Takes the browser back. Logged in: a new session, and where to go. */
  finish(request: Request, response: Response): Promise<{ to: string } | { failure: LoginFailure }>
}

/** A login may take so long, and a browser may be in the middle of so many. */
const LOGIN_MINUTES = 10
const LOGINS_MOST = 8
export const GOOGLE_WITHIN_MS = 10_000

/** Where a login may lead afterwards; anything else leads to the account page. */
export function isOurPage(path: string): boolean {
  return /^\/(account|account\/erase|chat|bind\/[\w-]{22})$/.test(path)
}

/** Authorisation code with PKCE and a state that is bound to this browser's session and this tab. */
export function openLogin(core: Core, google: GoogleConfig): Login {
  const passport = new Passport()
  passport.use(new Strategy(optionsOf(core, google), verify))

  const run = (
    request: Request,
    response: Response,
    options: object,
    done: (error: unknown, user?: unknown, info?: unknown) => void,
  ) => {
    const handle: RequestHandler = passport.authenticate('google', { session: false, ...options }, done)
    handle(request, response, (error: unknown) => done(error))
  }
  return {
    begin(request, response, to) {
      return new Promise((resolve, reject) => {
        response.once('finish', resolve)
        run(request, response, { prompt: 'select_account', state: { to } }, (error) => reject(error))
      })
    },
    async finish(request, response) {
      if (request.query.error === 'access_denied') return { failure: 'denied' }
      if (typeof request.query.code !== 'string') return { failure: request.query.error ? 'google' : 'state' }
      const found = await inTime(
        core,
        new Promise<Found>((resolve) =>
          run(request, response, {}, (error, user, info) => resolve(readFound(error, user, info))),
        ),
      )
      if ('failure' in found) {
        if (found.failure === 'google') core.log.warn('web: Google did not finish a login')
        return found
      }
      const at = core.clock.now().getTime()
      await renewSession(request, { sub: found.sub, at, agent: browserName(request.get('user-agent')) })
      return { to: found.to }
    },
  }
}

type Found = { sub: string; to: string } | { failure: LoginFailure }

function readFound(error: unknown, user: unknown, info: unknown): Found {
  if (error) return { failure: 'google' }
  const { state, message } = (info ?? {}) as { state?: { to?: string }; message?: string }
  if (!user) return { failure: message === UNVERIFIED ? 'unverified' : 'state' }
  const to = state?.to ?? ''
  return { sub: (user as { sub: string }).sub, to: isOurPage(to) ? to : '/account' }
}

const UNVERIFIED = 'unverified'

/** Only Google's `sub` is taken, and only from a login whose e-mail address is verified; the address itself is not looked at. */
function verify(_access: string, _refresh: string, profile: Profile, done: VerifyCallback): void {
  const { email_verified: verified } = profile._json as { email_verified?: boolean | string }
  const good = profile.id && (verified === true || verified === 'true')
  if (good) done(null, { sub: profile.id } as unknown as Express.User)
  else done(null, false, { message: UNVERIFIED })
}

function optionsOf(core: Core, google: GoogleConfig): StrategyOptions {
  const { authorizationUrl, tokenUrl, userinfoUrl } = google
  const options = {
    clientID: google.clientId,
    clientSecret: google.clientSecret,
    callbackURL: googleCallbackUrl(core.config),
    scope: ['openid', 'email'],
    ...(authorizationUrl ? { authorizationURL: authorizationUrl } : {}),
    ...(tokenUrl ? { tokenURL: tokenUrl } : {}),
    ...(userinfoUrl ? { userProfileURL: userinfoUrl } : {}),
    pkce: true,
    store: stateStore(core),
  }
  return options as unknown as StrategyOptions
}

/** Keeps each login's PKCE verifier and goal in the session, under its own state: tabs do not disturb each other. */
function stateStore(core: Core) {
  const now = () => core.clock.now().getTime()
  return {
    store(
      request: Request,
      verifier: string,
      state: { to?: string } | undefined,
      _meta: unknown,
      done: (error: unknown, state?: string) => void,
    ) {
      const living = Object.entries(request.session.logins ?? {}).filter(
        ([, { at }]) => now() - at < LOGIN_MINUTES * 60_000,
      )
      const id = randomBytes(16).toString('base64url')
      const login = { verifier, to: state?.to ?? '/account', at: now() }
      request.session.logins = Object.fromEntries([...living.slice(1 - LOGINS_MOST), [id, login]])
      keepSession(request).then(
        () => done(null, id),
        (error) => done(error),
      )
    },
    verify(
      request: Request,
      given: string,
      _meta: unknown,
      done: (error: unknown, verifier?: string | false, info?: object) => void,
    ) {
      const { [given]: login, ...others } = request.session.logins ?? {}
      request.session.logins = others
      if (!login || now() - login.at > LOGIN_MINUTES * 60_000) return done(null, false, { message: 'state' })
      done(null, login.verifier, { to: login.to })
    },
  }
}

async function inTime({ time }: Core, work: Promise<Found>): Promise<Found> {
  let cancel = () => {}
  const late = new Promise<Found>((resolve) => {
    cancel = time.after(GOOGLE_WITHIN_MS, () => resolve({ failure: 'google' }))
  })
  return Promise.race([work, late]).finally(cancel)
}
