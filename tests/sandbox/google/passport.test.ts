import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import session from 'express-session'
import { Passport } from 'passport'
import { type Profile, Strategy, type StrategyOptions } from 'passport-google-oauth20'
import { afterEach, expect, test } from 'vitest'
import type { GoogleStandIn } from '../../../sandbox/google/start.ts'
import { start } from './google.ts'

/** The unmodified passport-google-oauth20, with state and PKCE, told only other URLs. */

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A small web application; answers its address and the profiles that signed in. */
async function application(google: GoogleStandIn) {
  const profiles: Profile[] = []
  const app = express()
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  google.allowRedirect(`${base}/callback`)

  const passport = new Passport()
  const options: StrategyOptions & { pkce: boolean } = {
    clientID: google.clientId,
    clientSecret: google.clientSecret,
    callbackURL: `${base}/callback`,
    authorizationURL: google.authorizationUrl,
    tokenURL: google.tokenUrl,
    userProfileURL: google.userinfoUrl,
    scope: ['openid', 'profile', 'email'],
    state: true,
    pkce: true,
  }
  passport.use(
    new Strategy(options, (_access, _refresh, profile, done) => {
      profiles.push(profile)
      done(null, { id: profile.id })
    }),
  )
  app.use(session({ secret: 'a secret of this test', resave: false, saveUninitialized: false }))
  app.get('/login', passport.authenticate('google', { session: false }))
  app.get('/callback', passport.authenticate('google', { session: false, failureRedirect: '/failed' }), (_req, res) => {
    res.send('in')
  })
  app.get('/failed', (_req, res) => void res.status(401).send('out'))
  app.use((_error: Error, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
    res.status(502).send('Google did not help')
  })
  return { base, profiles }
}

/** A browser as far as it is needed: it keeps the application's cookie and follows no redirect by itself. */
function browser() {
  let cookie = ''
  return async (url: string) => {
    const response = await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } })
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return { status: response.status, location: response.headers.get('location') ?? '' }
  }
}

test('a person signs in, and state and challenge go to Google and back', async () => {
  const google = await start()
  const { base, profiles } = await application(google)
  const visit = browser()
  const asked = new URL((await visit(`${base}/login`)).location)
  expect(asked.searchParams.get('code_challenge_method')).toBe('S256')
  expect(asked.searchParams.get('state')).toBeTruthy()

  const back = await google.consent(asked.href, google.people[0])
  expect((await visit(back)).status).toBe(200)
  expect(profiles).toMatchObject([
    {
      id: google.people[0]?.sub,
      displayName: '김서연',
      emails: [{ value: 'seoyeon.kim@example.com', verified: true }],
    },
  ])
  const token = google.requests.find(({ path }) => path === '/token')
  expect(token?.body.toString()).toContain('code_verifier=')
})

test("a callback with a code but another browser's session, or a forged state, lets nobody in", async () => {
  const google = await start()
  const { base, profiles } = await application(google)
  const attacker = browser()
  const victim = browser()
  const back = await google.consent((await attacker(`${base}/login`)).location, google.people[2])
  await victim(`${base}/login`)
  expect((await victim(back)).location).toBe('/failed')
  const forged = new URL(back)
  forged.searchParams.set('state', 'forged')
  expect((await attacker(forged.href)).location).toBe('/failed')
  expect(profiles).toEqual([])
})

test('refusing at Google ends on the failure page', async () => {
  const google = await start()
  const { base, profiles } = await application(google)
  const visit = browser()
  const back = await google.consent((await visit(`${base}/login`)).location, undefined)
  expect((await visit(back)).location).toBe('/failed')
  expect(profiles).toEqual([])
})

test('an unverified e-mail arrives as such, and Google being down is an error and no login', async () => {
  const google = await start()
  const { base, profiles } = await application(google)
  const visit = browser()
  await visit(await google.consent((await visit(`${base}/login`)).location, google.people[1]))
  expect(profiles[0]?.emails?.[0]).toEqual({ value: 'jihoon.park@example.net', verified: false })

  google.faults.inject({ kind: '500', match: { path: /^\/userinfo/ } })
  const back = await google.consent((await visit(`${base}/login`)).location, google.people[0])
  expect((await visit(back)).status).toBe(502)
  expect(profiles).toHaveLength(1)
})
