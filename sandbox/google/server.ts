import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type Faults, underFault } from '../faults.ts'
import { readBody } from '../http/body.ts'
import { readFont } from '../http/fonts.ts'
import type { Recorder } from '../recorder.ts'
import type { GoogleDriver } from './driver.ts'
import { type AuthorizationRequest, type Grants, TokenError, tokenSeconds } from './grants.ts'
import { consentPage, fontsPath, type Page, type PageLanguage, picture, picturePath, refusalPage } from './page.ts'
import { claimsOf, type GooglePerson } from './people.ts'

export type Google = {
  clientId: string
  clientSecret: string
  redirects: Set<string>
  people: GooglePerson[]
  grants: Grants
  /** http://127.0.0.1:PORT */
  origin: () => string
}

export const paths = { authorize: '/authorize', token: '/token', userinfo: '/userinfo' }

type Answer = { status: number; headers: Record<string, string>; body: string | Buffer }
type Ask = { method: string; url: URL; headers: IncomingMessage['headers']; form: URLSearchParams }

const bodyLimitBytes = 64 * 1024

export function createGoogleServer(
  google: Google,
  faults: Faults,
  recorder: Recorder,
  driver: () => GoogleDriver | undefined,
): Server {
  return createServer(async (request, response) => {
    if (await driver()?.(request, response)) return
    const { method = 'GET', url = '/', headers } = request
    const body = (await readBody(request, bodyLimitBytes).catch(() => undefined)) ?? Buffer.alloc(0)
    const record = recorder.request({ method, path: url, headers, body })
    const ask = {
      method,
      url: new URL(url, google.origin()),
      headers,
      form: new URLSearchParams(body.toString('utf8')),
    }
    const answer = await underFault(faults.take({ method, path: url }), {
      work: () => route(google, ask),
      serverError: () => json(500, { error: 'internal_failure', error_description: 'Backend Error' }),
      badGateway: (): Answer => html(502, { html: '<h1>502. That’s an error.</h1>', policy: "default-src 'none'" }),
      tooManyRequests: (seconds) => ({
        ...json(429, { error: 'rate_limit_exceeded', error_description: 'Rate Limit Exceeded' }),
        headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': String(seconds) },
      }),
      refused: ({ status, message }) => json(status, { error: message }),
    })
    if (answer === 'hang') return
    if (answer === 'drop') {
      request.socket.destroy()
      return
    }
    record.status = answer.status
    record.response = Buffer.from(answer.body)
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
}

async function route(google: Google, ask: Ask): Promise<Answer> {
  const { pathname } = ask.url
  switch (`${ask.method} ${pathname}`) {
    case `GET ${paths.authorize}`:
      return authorize(google, ask)
    case 'POST /consent':
      return consent(google, ask)
    case `POST ${paths.token}`:
      return exchange(google, ask)
    case `GET ${paths.userinfo}`:
    case `POST ${paths.userinfo}`:
      return userinfo(google, ask)
  }
  const shown = google.people.find((person) => picturePath(person) === pathname)
  if (shown) return { status: 200, headers: { 'content-type': 'image/svg+xml' }, body: picture(shown) }
  const font = pathname.startsWith(fontsPath) ? await readFont(pathname.slice(fontsPath.length)) : undefined
  if (font) {
    return { status: 200, headers: { 'content-type': font.type, 'cache-control': 'max-age=86400' }, body: font.data }
  }
  return json(404, { error: 'not_found', error_description: `Nothing is at ${pathname}` })
}

function authorize(google: Google, { url, headers }: Ask): Answer {
  const language = languageOf(url, headers['accept-language'])
  const refuse = (status: number, error: string, why: string): Answer =>
    html(status, refusalPage(status, error, why, language))
  const query = url.searchParams
  for (const name of ['client_id', 'redirect_uri', 'response_type', 'scope']) {
    if (!query.get(name)) return refuse(400, 'invalid_request', `Missing required parameter: ${name}`)
  }
  if (query.get('client_id') !== google.clientId) {
    return refuse(401, 'invalid_client', 'The OAuth client was not found.')
  }
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!google.redirects.has(redirectUri)) {
    return refuse(400, 'redirect_uri_mismatch', `The redirect URI ${redirectUri} is not registered for this client.`)
  }
  if (query.get('response_type') !== 'code') {
    return refuse(400, 'unsupported_response_type', `Invalid response_type: ${query.get('response_type')}`)
  }
  const challenge = readChallenge(query)
  if (challenge === 'bad') return refuse(400, 'invalid_request', 'Invalid code_challenge or code_challenge_method')
  const request: AuthorizationRequest = {
    redirectUri,
    scopes: (query.get('scope') ?? '').split(' ').filter((scope) => scope !== ''),
    ...(query.get('state') === null ? {} : { state: query.get('state') ?? '' }),
    ...(challenge ? { challenge } : {}),
  }
  return html(200, consentPage(request, google.grants.open(request), google.people, language))
}

/** RFC 7636 §4.2, §4.3: 43 to 128 unreserved characters; plain when no method is named. */
function readChallenge(query: URLSearchParams): AuthorizationRequest['challenge'] | 'bad' {
  const value = query.get('code_challenge')
  const method = query.get('code_challenge_method') ?? 'plain'
  if (value === null) return query.has('code_challenge_method') ? 'bad' : undefined
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(value)) return 'bad'
  return method === 'S256' || method === 'plain' ? { value, method } : 'bad'
}

function consent(google: Google, { form, headers, url }: Ask): Answer {
  const request = google.grants.take(form.get('handle') ?? '')
  const person = google.people.find(({ sub }) => sub === form.get('sub'))
  const denied = form.has('deny')
  if (!request || !(denied || person)) {
    const why = 'This page was answered already. Go back and sign in again.'
    return html(400, refusalPage(400, 'invalid_request', why, languageOf(url, headers['accept-language'])))
  }
  const back = new URL(request.redirectUri)
  if (request.state !== undefined) back.searchParams.set('state', request.state)
  if (denied || !person) {
    back.searchParams.set('error', 'access_denied')
  } else {
    back.searchParams.set('code', google.grants.issueCode(request, person))
    back.searchParams.set('scope', request.scopes.join(' '))
    back.searchParams.set('authuser', '0')
    back.searchParams.set('prompt', 'consent')
  }
  return { status: 303, headers: { location: back.href, 'cache-control': 'no-store' }, body: '' }
}

function exchange(google: Google, { form, headers }: Ask): Answer {
  try {
    checkClient(google, form, headers.authorization)
    const grantType = form.get('grant_type')
    if (grantType !== 'authorization_code') {
      throw new TokenError(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType ?? ''}`)
    }
    for (const name of ['code', 'redirect_uri']) {
      if (!form.get(name)) throw new TokenError(400, 'invalid_request', `Missing required parameter: ${name}`)
    }
    const { token, scopes } = google.grants.redeem({
      code: form.get('code') ?? '',
      redirectUri: form.get('redirect_uri') ?? '',
      verifier: form.get('code_verifier') ?? undefined,
    })
    return json(200, { access_token: token, expires_in: tokenSeconds, scope: scopes.join(' '), token_type: 'Bearer' })
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    return json(error.status, { error: error.error, error_description: error.message })
  }
}

/** The secret stands in the body, or in a Basic header (RFC 6749 §2.3.1). */
function checkClient(google: Google, form: URLSearchParams, authorization: string | undefined): void {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1]
  const [basicId, basicSecret] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(':') : []
  if ((form.get('client_id') ?? basicId) !== google.clientId) {
    throw new TokenError(401, 'invalid_client', 'The OAuth client was not found.')
  }
  const secret = form.get('client_secret') ?? basicSecret
  if (!secret) throw new TokenError(400, 'invalid_request', 'client_secret is missing.')
  if (secret !== google.clientSecret) throw new TokenError(401, 'invalid_client', 'Unauthorized')
}

function userinfo(google: Google, { url, headers }: Ask): Answer {
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? url.searchParams.get('access_token')
  const held = token ? google.grants.holder(token) : undefined
  if (!held) return json(401, { error: 'invalid_request', error_description: 'Invalid Credentials' })
  return json(200, claimsOf(held.person, held.scopes, `${google.origin()}${picturePath(held.person)}`))
}

function languageOf(url: URL, accepted: string | undefined): PageLanguage {
  return /^ko\b/i.test(url.searchParams.get('hl') ?? accepted ?? '') ? 'ko' : 'en'
}

function json(status: number, body: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  }
}

function html(status: number, { html: body, policy }: Page): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    body,
  }
}
