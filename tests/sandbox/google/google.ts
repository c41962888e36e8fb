import { createHash, randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { type GoogleStandIn, type GoogleStandInOptions, startGoogleStandIn } from '../../../sandbox/google/start.ts'

export const redirectUri = 'https://letters.example.org/auth/google/callback'

export async function start(options: GoogleStandInOptions = {}): Promise<GoogleStandIn> {
  const google = await startGoogleStandIn({ redirects: [redirectUri], ...options })
  onTestFinished(() => google.close())
  return google
}

export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

/** An authorisation URL with the usual parameters; `undefined` takes one away. */
export function authorizationUrl(google: GoogleStandIn, changes: Record<string, string | undefined> = {}): string {
  const params: Record<string, string | undefined> = {
    client_id: google.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'st/ate+1',
    ...changes,
  }
  const url = new URL(google.authorizationUrl)
  for (const [name, value] of Object.entries(params)) if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}

export type TokenAnswer = {
  status: number
  access_token?: string
  scope?: string
  error?: string
  error_description?: string
  [more: string]: unknown
}

/** Exchanges a code; `undefined` takes a parameter away. */
export async function exchange(
  google: GoogleStandIn,
  params: Record<string, string | undefined>,
): Promise<TokenAnswer> {
  const all: Record<string, string | undefined> = {
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    client_id: google.clientId,
    client_secret: google.clientSecret,
    ...params,
  }
  const body = new URLSearchParams(
    Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  const response = await fetch(google.tokenUrl, { method: 'POST', body })
  return { ...((await response.json()) as object), status: response.status }
}

/** Consents as the first person, or another, and answers the code. */
export async function codeFor(google: GoogleStandIn, changes: Record<string, string> = {}, who = 0): Promise<string> {
  const back = new URL(await google.consent(authorizationUrl(google, changes), google.people[who]))
  return back.searchParams.get('code') ?? ''
}

export async function userinfo(google: GoogleStandIn, token: string | undefined): Promise<Record<string, unknown>> {
  const response = await fetch(google.userinfoUrl, { headers: { authorization: `Bearer ${token}` } })
  return { ...((await response.json()) as object), status: response.status }
}
