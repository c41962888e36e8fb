import { expect, test } from 'vitest'
import { codeFor, exchange, pkce, redirectUri, start, userinfo } from './google.ts'

/** Token and userinfo: RFC 6749 §4.1.3 and §5.2, RFC 7636 §4.5, OpenID Connect §5.3, with Google's answers. */

test('a code becomes a bearer token for the scopes that were granted', async () => {
  const google = await start()
  const answer = await exchange(google, { code: await codeFor(google) })
  expect(answer).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 3599, scope: 'openid profile email' })
})

test('a code works once', async () => {
  const google = await start()
  const code = await codeFor(google)
  expect((await exchange(google, { code })).status).toBe(200)
  expect(await exchange(google, { code })).toMatchObject({ status: 400, error: 'invalid_grant' })
})

test('a code is spent by a failed try too', async () => {
  const google = await start()
  const { verifier, challenge } = pkce()
  const code = await codeFor(google, { code_challenge: challenge, code_challenge_method: 'S256' })
  expect((await exchange(google, { code, code_verifier: pkce().verifier })).error).toBe('invalid_grant')
  expect((await exchange(google, { code, code_verifier: verifier })).error).toBe('invalid_grant')
})

test('a code lives ten minutes', async () => {
  let now = Date.parse('2026-11-23T12:00:00Z')
  const google = await start({ now: () => now })
  const code = await codeFor(google)
  now += 10 * 60_000 + 1
  expect(await exchange(google, { code })).toMatchObject({ status: 400, error: 'invalid_grant' })
})

test('PKCE: the S256 verifier must fit, must be there, and must not come unasked', async () => {
  const google = await start()
  const { verifier, challenge } = pkce()
  const asked = { code_challenge: challenge, code_challenge_method: 'S256' }
  expect((await exchange(google, { code: await codeFor(google, asked), code_verifier: verifier })).status).toBe(200)
  expect(await exchange(google, { code: await codeFor(google, asked), code_verifier: challenge })).toMatchObject({
    status: 400,
    error: 'invalid_grant',
    error_description: 'Invalid code verifier.',
  })
  expect(await exchange(google, { code: await codeFor(google, asked) })).toMatchObject({
    error: 'invalid_grant',
    error_description: 'Missing code verifier.',
  })
  expect((await exchange(google, { code: await codeFor(google), code_verifier: verifier })).status).toBe(400)
})

test.each([
  [{ client_secret: 'wrong' }, 401, 'invalid_client'],
  [{ client_secret: undefined }, 400, 'invalid_request'],
  [{ client_id: 'nobody' }, 401, 'invalid_client'],
  [{ redirect_uri: `${redirectUri}?x` }, 400, 'redirect_uri_mismatch'],
  [{ redirect_uri: undefined }, 400, 'invalid_request'],
  [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
  [{ code: 'made-up' }, 400, 'invalid_grant'],
  [{ code: undefined }, 400, 'invalid_request'],
])('exchange with %j is refused', async (changes, status, error) => {
  const google = await start()
  expect(await exchange(google, { code: await codeFor(google), ...changes })).toMatchObject({ status, error })
})

test('the secret may come in a Basic header', async () => {
  const google = await start()
  const response = await fetch(google.tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${google.clientId}:${google.clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: await codeFor(google),
      redirect_uri: redirectUri,
    }),
  })
  expect(response.status).toBe(200)
})

test('userinfo tells who it is, by header or by query, at a path that ends in /userinfo', async () => {
  const google = await start()
  const { access_token } = await exchange(google, { code: await codeFor(google) })
  const claims = {
    sub: google.people[0]?.sub,
    name: '김서연',
    given_name: '서연',
    family_name: '김',
    email: 'seoyeon.kim@example.com',
    email_verified: true,
  }
  expect(await userinfo(google, access_token)).toMatchObject({ status: 200, ...claims })
  const byQuery = await fetch(`${google.userinfoUrl}?access_token=${access_token}`)
  expect(await byQuery.json()).toMatchObject(claims)
  expect(new URL(google.userinfoUrl).pathname).toMatch(/\/userinfo$/)
})

test('userinfo without a token, or with one that is not valid any more, is 401', async () => {
  let now = Date.parse('2026-11-23T12:00:00Z')
  const google = await start({ now: () => now })
  expect((await fetch(google.userinfoUrl)).status).toBe(401)
  const { access_token } = await exchange(google, { code: await codeFor(google) })
  now += 3_600_000
  expect(await userinfo(google, access_token)).toMatchObject({ status: 401, error_description: 'Invalid Credentials' })
})

test('only what the scopes allow is told', async () => {
  const google = await start()
  const { access_token } = await exchange(google, { code: await codeFor(google, { scope: 'openid' }) })
  expect(Object.keys(await userinfo(google, access_token))).toEqual(['sub', 'status'])
})

test('an unverified e-mail, a changed one and a missing one keep the same sub', async () => {
  const google = await start()
  const person = google.addPerson({ name: 'Ada Quiet', email: 'ada@example.com', emailVerified: false })
  const who = google.people.indexOf(person)
  const { access_token } = await exchange(google, { code: await codeFor(google, {}, who) })
  expect(await userinfo(google, access_token)).toMatchObject({ email: 'ada@example.com', email_verified: false })
  person.email = 'ada.new@example.com'
  person.emailVerified = true
  expect(await userinfo(google, access_token)).toMatchObject({ sub: person.sub, email: 'ada.new@example.com' })
  delete person.email
  const bare = await userinfo(google, access_token)
  expect(bare.sub).toBe(person.sub)
  expect(bare).not.toHaveProperty('email')
  expect(bare).not.toHaveProperty('email_verified')
})

test('Google can be down, slow, or lose its answer', async () => {
  const google = await start()
  const code = await codeFor(google)
  google.faults.inject({ kind: '500', match: { path: /^\/token/ }, times: 1 })
  expect((await exchange(google, { code })).status).toBe(500)
  google.faults.inject({ kind: 'delay', delayMs: 40, times: 1 })
  const startedAt = performance.now()
  expect((await exchange(google, { code })).status).toBe(200)
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(38)
  google.faults.inject({ kind: 'drop', match: { path: /userinfo/ }, times: 1 })
  await expect(userinfo(google, 'x')).rejects.toThrow()
})

test('over HTTP people join and change, redirect URIs are registered and faults injected (docs/sandbox.md)', async () => {
  const google = await start({ redirects: [] })
  const ask = async (method: string, path: string, body: unknown) => {
    const url = new URL(`/_sandbox/${path}`, google.authorizationUrl)
    const response = await fetch(url, { method, body: JSON.stringify(body) })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  expect((await ask('POST', 'redirects', { url: redirectUri })).status).toBe(201)
  const added = await ask('POST', 'people', { name: 'Ada Quiet', email: 'ada@example.com', emailVerified: false })
  expect(added).toMatchObject({ status: 201, body: { givenName: 'Ada', familyName: 'Quiet' } })
  const { access_token } = await exchange(google, { code: await codeFor(google, {}, google.people.length - 1) })
  await ask('PATCH', `people/${added.body.sub}`, { email: 'new@example.com', emailVerified: true })
  expect(await userinfo(google, access_token)).toMatchObject({ email: 'new@example.com', email_verified: true })
  await ask('PATCH', `people/${added.body.sub}`, { email: null })
  expect(await userinfo(google, access_token)).not.toHaveProperty('email')
  await ask('POST', 'faults', { kind: '500', match: { path: 'userinfo' }, times: 1 })
  expect((await userinfo(google, access_token)).status).toBe(500)
  expect((await ask('PATCH', 'people/0', {})).status).toBe(404)
  expect((await ask('POST', 'people', {})).status).toBe(422)
})
