/** The REST routes: how they are declared and found. */
import type { Json } from '../model.ts'
import type { RateKind } from '../rates.ts'
import type { Upload } from '../validate/message.ts'
import type { World } from '../world.ts'

export type ApiRequest = {
  world: World
  params: Record<string, string>
  query: URLSearchParams
  /** The JSON body (or `payload_json`); an empty object when there was none. */
  body: Json
  /** The JSON body when it is not an object. */
  rawBody: unknown
  uploads: Upload[]
  /** For interaction callbacks. */
  deadlineMs: number
  gateway: { url: string; session_start_limit: Json }
}

export type ApiAnswer = { status: number; body?: unknown }

export type Route = {
  method: string
  /** `/channels/:channel/messages` */
  pattern: string
  rate: RateKind
  /** Needs no bot token (interaction callbacks and webhooks carry their own). */
  open?: boolean
  /** Not counted against the global limit. */
  outsideGlobal?: boolean
  handle: (request: ApiRequest) => ApiAnswer
}

export type Found = { route: Route; params: Record<string, string> }

/** The route for a path without its `/api/v10`; `method` when only the method is wrong. */
export function findRoute(routes: readonly Route[], method: string, path: string): Found | 'method' | undefined {
  const parts = path.split('/')
  let wrongMethod = false
  for (const route of routes) {
    const params = match(route.pattern.split('/'), parts)
    if (!params) continue
    if (route.method === method) return { route, params }
    wrongMethod = true
  }
  return wrongMethod ? 'method' : undefined
}

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, step] of pattern.entries()) {
    const part = parts[index] ?? ''
    if (!step.startsWith(':')) {
      if (step !== part) return undefined
    } else {
      try {
        params[step.slice(1)] = decodeURIComponent(part)
      } catch {
        return undefined
      }
    }
  }
  return params
}

/** A path parameter that the pattern promises. */
export function param(request: ApiRequest, name: string): string {
  const value = request.params[name]
  if (value === undefined) throw new Error(`The route has no parameter ${name}`)
  return value
}
