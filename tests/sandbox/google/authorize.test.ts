import { expect, test } from 'vitest'
import { authorizationUrl, pkce, redirectUri, start } from './google.ts'

/** The authorisation endpoint: RFC 6749 §4.1, RFC 7636, RFC 9700 (exact redirect match), and Google's refusals. */

test('consent sends the browser to the registered redirect URI with a code and the same state', async () => {
  const google = await start()
  const back = new URL(await google.consent(authorizationUrl(google), google.people[0]))
  expect(back.origin + back.pathname).toBe(redirectUri)
  expect(back.searchParams.get('state')).toBe('st/ate+1')
  expect(back.searchParams.get('code')).toMatch(/^4\//)
  expect(back.searchParams.get('scope')).toBe('openid profile email')
})

test('without a state none comes back', async () => {
  const google = await start()
  const back = new URL(await google.consent(authorizationUrl(google, { state: undefined }), google.people[0]))
  expect(back.searchParams.has('state')).toBe(false)
})

test('refusing sends error=access_denied with the state and no code', async () => {
  const google = await start()
  const back = new URL(await google.consent(authorizationUrl(google), undefined))
  expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'st/ate+1' })
})

test.each([
  ['a longer path', `${redirectUri}/more`],
  ['a query', `${redirectUri}?next=/`],
  ['another scheme', redirectUri.replace('https', 'http')],
  ['another host', 'https://letters.example.org.evil.example/auth/google/callback'],
  ['a trailing slash', `${redirectUri}/`],
])('a redirect URI with %s is an error page, not a redirect', async (_what, redirect_uri) => {
  const google = await start()
  const response = await fetch(authorizationUrl(google, { redirect_uri }), { redirect: 'manual' })
  expect(response.status).toBe(400)
  expect(response.headers.get('location')).toBeNull()
  expect(await response.text()).toContain('Error 400: redirect_uri_mismatch')
})

test('redirect URIs can be registered while running', async () => {
  const google = await start()
  const url = authorizationUrl(google, { redirect_uri: 'http://127.0.0.1:3000/cb' })
  await expect(google.consent(url, google.people[0])).rejects.toThrow('redirect_uri_mismatch')
  google.allowRedirect('http://127.0.0.1:3000/cb')
  expect(await google.consent(url, google.people[0])).toContain('http://127.0.0.1:3000/cb?')
})

test.each([
  [{ client_id: 'nobody' }, 401, 'invalid_client'],
  [{ client_id: undefined }, 400, 'Missing required parameter: client_id'],
  [{ scope: undefined }, 400, 'Missing required parameter: scope'],
  [{ response_type: 'token' }, 400, 'unsupported_response_type'],
  [{ code_challenge: 'short', code_challenge_method: 'S256' }, 400, 'invalid_request'],
  [{ code_challenge: pkce().challenge, code_challenge_method: 'S512' }, 400, 'invalid_request'],
])('%j is refused with a page', async (changes, status, why) => {
  const google = await start()
  const response = await fetch(authorizationUrl(google, changes))
  expect(response.status).toBe(status)
  expect(await response.text()).toContain(why)
})

test('the page lists ready people in two languages, asks nothing of other servers and runs no script', async () => {
  const google = await start()
  const response = await fetch(authorizationUrl(google), { headers: { 'accept-language': 'ko-KR,ko;q=0.9' } })
  const html = await response.text()
  expect(html).toContain('<html lang="ko">')
  for (const name of ['김서연', '박지훈', 'Emma Clarke', 'Noah Reyes']) expect(html).toContain(name)
  expect(html).toContain('이메일 확인 안 됨')
  expect(html).not.toContain('<script')
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("form-action 'self' https://letters.example.org;")
  expect(policy).not.toContain('unsafe-inline')
  const sources = [...html.matchAll(/(?:src|href|action)="([^"]*)"/g)].map((match) => match[1] ?? '')
  expect(sources).toContain('/consent')
  expect(sources.filter((source) => !source.startsWith('/'))).toEqual([])
})

test('names and redirect hosts are shown as text, never as markup', async () => {
  const google = await start()
  google.addPerson({ name: '<img src=x onerror=alert(1)>', email: '"quoted"@example.com' })
  const html = await (await fetch(authorizationUrl(google))).text()
  expect(html).not.toContain('<img src=x')
  expect(html).toContain('&#60;img src=x onerror=alert(1)&#62;')
})

test('a consent page can be answered once', async () => {
  const google = await start()
  const html = await (await fetch(authorizationUrl(google))).text()
  const handle = /name="handle" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const answer = () =>
    fetch(new URL('/consent', google.authorizationUrl), {
      method: 'POST',
      body: new URLSearchParams({ handle, sub: google.people[0]?.sub ?? '' }),
      redirect: 'manual',
    })
  expect((await answer()).status).toBe(303)
  expect((await answer()).status).toBe(400)
})

test('the pictures of the people are served here', async () => {
  const google = await start()
  const [person] = google.people
  const response = await fetch(new URL(`/pictures/${person?.sub}.svg`, google.authorizationUrl))
  expect(response.headers.get('content-type')).toBe('image/svg+xml')
  expect(await response.text()).toContain('김')
})

test('the page speaks both languages, names its people, and brings a font for Korean', async () => {
  const google = await start()
  const pageIn = async (language: string) =>
    (await fetch(authorizationUrl(google), { headers: { 'accept-language': language } })).text()
  const [korean, english] = await Promise.all([pageIn('ko-KR'), pageIn('en')])
  expect(korean).toMatch(/계정을 골라 주세요[\s\S]*김서연[\s\S]*박지훈[\s\S]*Emma Clarke[\s\S]*Noah Reyes/)
  expect(english).toMatch(/Choose an account[\s\S]*Emma Clarke[\s\S]*Noah Reyes[\s\S]*김서연/)
  const font = await fetch(new URL('/fonts/korean/index.css', google.authorizationUrl))
  expect([font.status, font.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
  expect((await fetch(new URL('/fonts/korean/..%2f..%2fpackage.json', google.authorizationUrl))).status).toBe(404)
})
