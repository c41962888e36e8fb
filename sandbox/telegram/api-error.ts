/** The Bot API's way of saying no: `{ok: false, error_code, description, parameters?}` with the same HTTP status. */

export class ApiError extends Error {
  readonly code: number
  readonly retryAfter: number | undefined

  constructor(code: number, description: string, retryAfter?: number) {
    super(description)
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** 400; the API's server lowers the first letter of what lies beneath it and keeps upper-case codes. */
export function badRequest(what: string): ApiError {
  const kept = /^.[A-Z_]/.test(what)
  return new ApiError(400, `Bad Request: ${kept ? what : what.charAt(0).toLowerCase() + what.slice(1)}`)
}

export function forbidden(what: string): ApiError {
  return new ApiError(403, `Forbidden: ${what}`)
}

export function conflict(what: string): ApiError {
  return new ApiError(409, `Conflict: ${what}`)
}

/** 429 with the whole number of seconds in the text, in `parameters` and in the `Retry-After` header. */
export function tooManyRequests(seconds: number): ApiError {
  return new ApiError(429, `Too Many Requests: retry after ${seconds}`, seconds)
}

export function errorBody(error: ApiError): string {
  return JSON.stringify({
    ok: false,
    error_code: error.code,
    description: error.message,
    ...(error.retryAfter === undefined ? {} : { parameters: { retry_after: error.retryAfter } }),
  })
}
