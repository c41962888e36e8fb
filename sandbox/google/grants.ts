import { createHash, randomBytes } from 'node:crypto'
import type { GooglePerson } from './people.ts'

/** An authorisation the client asked for, as it waits for the person's consent. */
export type AuthorizationRequest = {
  redirectUri: string
  scopes: string[]
  state?: string
  challenge?: { value: string; method: 'S256' | 'plain' }
}

export type Grants = {
  /** Keeps a request while the consent page is open; answers the handle the page carries. */
  open(request: AuthorizationRequest): string
  /** The request behind a handle, once. */
  take(handle: string): AuthorizationRequest | undefined
  /** A code for one exchange, within ten minutes. */
  issueCode(request: AuthorizationRequest, person: GooglePerson): string
  /** Exchanges a code for an access token; throws a `TokenError`. A code is spent by the first try that names it. */
  redeem(ask: { code: string; redirectUri: string; verifier: string | undefined }): { token: string; scopes: string[] }
  holder(token: string): { person: GooglePerson; scopes: string[] } | undefined
}

/** What the token endpoint answers when it refuses (RFC 6749 §5.2, with Google's descriptions). */
export class TokenError extends Error {
  readonly status: number
  readonly error: string

  constructor(status: number, error: string, description: string) {
    super(description)
    this.status = status
    this.error = error
  }
}

const codeMs = 10 * 60_000
export const tokenSeconds = 3599

type Issued = { request: AuthorizationRequest; person: GooglePerson; at: number }

export function createGrants(now: () => number): Grants {
  const waiting = new Map<string, AuthorizationRequest>()
  const codes = new Map<string, Issued>()
  const tokens = new Map<string, Issued>()
  return {
    open(request) {
      const handle = randomBytes(16).toString('base64url')
      waiting.set(handle, request)
      return handle
    },
    take(handle) {
      const request = waiting.get(handle)
      waiting.delete(handle)
      return request
    },
    issueCode(request, person) {
      const code = `4/0${randomBytes(36).toString('base64url')}`
      codes.set(code, { request, person, at: now() })
      return code
    },
    redeem({ code, redirectUri, verifier }) {
      const issued = codes.get(code)
      if (!code.startsWith('4/')) throw new TokenError(400, 'invalid_grant', 'Malformed auth code.')
      codes.delete(code)
      if (!issued || now() - issued.at > codeMs) throw new TokenError(400, 'invalid_grant', 'Bad Request')
      if (redirectUri !== issued.request.redirectUri) throw new TokenError(400, 'redirect_uri_mismatch', 'Bad Request')
      checkVerifier(issued.request.challenge, verifier)
      const token = `ya29.${randomBytes(64).toString('base64url')}`
      tokens.set(token, { ...issued, at: now() })
      return { token, scopes: issued.request.scopes }
    },
    holder(token) {
      const issued = tokens.get(token)
      if (!issued || now() - issued.at > tokenSeconds * 1000) return undefined
      return { person: issued.person, scopes: issued.request.scopes }
    },
  }
}

/** RFC 7636 §4.6 */
function checkVerifier(challenge: AuthorizationRequest['challenge'], verifier: string | undefined): void {
  if (!challenge) {
    if (verifier) throw new TokenError(400, 'invalid_grant', 'code_verifier was not expected.')
    return
  }
  if (!verifier) throw new TokenError(400, 'invalid_grant', 'Missing code verifier.')
  const shown = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier
  if (shown !== challenge.value) throw new TokenError(400, 'invalid_grant', 'Invalid code verifier.')
}
