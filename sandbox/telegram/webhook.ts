import { randomInt } from 'node:crypto'
import { badRequest, conflict, tooManyRequests } from './api-error.ts'
import { type Params, paramsOf, readJson } from './params.ts'
import type { QueuedUpdate, UpdateQueue } from './updates.ts'

/**
 * Delivery of updates to the bot's own server (tdlib/telegram-bot-api WebhookActor.cpp): one update at a time for each
 * chat, pressed buttons in a lane of their own; any 2xx confirms; otherwise again at once, then after 2, 4, 8 … seconds,
 * at most 60 to 120, `Retry-After` honoured up to an hour, until the update expires.
 */
export type Webhook = {
  url(): string
  set(params: Params, allowedUpdates: string[] | undefined): true
  remove(dropPending: boolean): true
  info(): Record<string, unknown>
  close(): void
}

type Setting = { url: string; secret: string; maxConnections: number }
type Failure = { count: number; delaySeconds: number; readyAt: number }

const answerSeconds = 60
const longestDelaySeconds = 60
const longestRetryAfterSeconds = 3600
/** 410 Gone for this long removes the webhook. */
const goneSeconds = 23 * 3600

export function createWebhook(world: {
  updates: UpdateQueue
  now: () => number
  secondMs: number
  /** Runs the method that a webhook's answer names. */
  reply: (method: string, params: Params) => void
}): Webhook {
  let setting: Setting | undefined
  let lastError: { at: number; text: string } | undefined
  let lastSetAt = Number.NEGATIVE_INFINITY
  let goneSince: number | undefined
  const busyLanes = new Set<string>()
  const failures = new Map<number, Failure>()
  let stopped = new AbortController()

  const stop = (): void => {
    stopped.abort()
    stopped = new AbortController()
    busyLanes.clear()
    failures.clear()
  }

  const pump = (): void => {
    if (!setting) return
    const heads = new Set<string>()
    for (const update of world.updates.pending()) {
      if (busyLanes.size >= setting.maxConnections) return
      const isHead = !heads.has(update.lane)
      heads.add(update.lane)
      if (!isHead || busyLanes.has(update.lane)) continue
      if ((failures.get(update.id)?.readyAt ?? 0) > performance.now()) continue
      void deliver(setting, update)
    }
  }

  const deliver = async (to: Setting, update: QueuedUpdate): Promise<void> => {
    const signal = stopped.signal
    busyLanes.add(update.lane)
    const outcome = await post(
      to,
      update,
      AbortSignal.any([signal, AbortSignal.timeout(answerSeconds * world.secondMs)]),
    )
    if (signal.aborted) return
    busyLanes.delete(update.lane)
    if (outcome.ok) {
      world.updates.drop(update.id)
      failures.delete(update.id)
      goneSince = undefined
      if (outcome.method) world.reply(outcome.method, outcome.params)
    } else {
      lastError = { at: world.now(), text: outcome.error }
      watchGone(outcome.status)
      putOff(update, outcome.retryAfterSeconds)
    }
    pump()
  }

  const watchGone = (status: number): void => {
    if (status !== 410) goneSince = undefined
    else if (goneSince === undefined) goneSince = world.now()
    else if (world.now() - goneSince > goneSeconds * 1000) {
      setting = undefined
      stop()
    }
  }

  const putOff = (update: QueuedUpdate, retryAfterSeconds: number): void => {
    const before = failures.get(update.id) ?? { count: 0, delaySeconds: 1, readyAt: 0 }
    const grows = retryAfterSeconds === 0 && before.count > 0
    const longest = randomInt(longestDelaySeconds, 2 * longestDelaySeconds + 1)
    const delaySeconds = grows ? Math.min(longest, before.delaySeconds * 2) : before.delaySeconds
    const wait = grows ? delaySeconds : Math.min(retryAfterSeconds, longestRetryAfterSeconds)
    if (world.now() + wait * 1000 > update.expiresAt) {
      world.updates.drop(update.id)
      failures.delete(update.id)
      return
    }
    const waitMs = wait * world.secondMs
    failures.set(update.id, { count: before.count + 1, delaySeconds, readyAt: performance.now() + waitMs })
    setTimeout(pump, waitMs + 1).unref()
  }

  world.updates.onPush(pump)
  return {
    url: () => setting?.url ?? '',
    set(params, allowedUpdates) {
      const url = params.text('url')
      if (url === '') return this.remove(params.boolean('drop_pending_updates'))
      const now = performance.now()
      if (now - lastSetAt < world.secondMs) throw tooManyRequests(1)
      lastSetAt = now
      const next = readSetting(params)
      world.updates.endPoll(conflict('terminated by setWebhook request'))
      stop()
      if (params.boolean('drop_pending_updates')) world.updates.clear()
      world.updates.allow(allowedUpdates)
      setting = next
      lastError = undefined
      pump()
      return true
    },
    remove(dropPending) {
      if (dropPending) world.updates.clear()
      setting = undefined
      lastError = undefined
      stop()
      return true
    },
    info: () => ({
      url: setting?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: world.updates.pending().length,
      ...(lastError ? { last_error_date: Math.floor(lastError.at / 1000), last_error_message: lastError.text } : {}),
      ...(setting ? { max_connections: setting.maxConnections, ip_address: '127.0.0.1' } : {}),
      ...(world.updates.allowed() ? { allowed_updates: world.updates.allowed() } : {}),
    }),
    close() {
      setting = undefined
      stop()
    },
  }
}

/**
 * Telegram demands HTTPS on port 443, 80, 88 or 8443. A stand-in reaches this machine only, where plain HTTP on any port
 * is taken; every other address is refused as Telegram refuses it.
 */
function readSetting(params: Params): Setting {
  const address = params.text('url')
  const withScheme = /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`
  if (!URL.canParse(withScheme)) throw badRequest('invalid webhook URL specified')
  const url = new URL(withScheme)
  const secret = params.text('secret_token')
  if (secret.length > 256) throw badRequest('secret token is too long')
  if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters')
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) refuseOutside(url)
  return { url: url.href, secret, maxConnections: params.integer('max_connections', 40, 1, 100) }
}

function refuseOutside(url: URL): never {
  if (url.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
  if (!['', '443', '80', '88', '8443'].includes(url.port)) {
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443')
  }
  throw badRequest('bad webhook: Failed to resolve host: No address associated with hostname')
}

type Outcome =
  | { ok: true; method: string; params: Params }
  | { ok: false; status: number; error: string; retryAfterSeconds: number }

async function post(to: Setting, update: QueuedUpdate, signal: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetch(to.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        ...(to.secret === '' ? {} : { 'x-telegram-bot-api-secret-token': to.secret }),
      },
      body: JSON.stringify({ update_id: update.id, [update.type]: update.payload }),
      signal,
    })
    const body = await response.text()
    if (response.ok) return readReply(response.headers.get('content-type') ?? '', body)
    return {
      ok: false,
      status: response.status,
      error: `Wrong response from the webhook: ${response.status} ${response.statusText}`,
      retryAfterSeconds: Math.max(0, Number.parseInt(response.headers.get('retry-after') ?? '', 10) || 0),
    }
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    return {
      ok: false,
      status: 0,
      error: timedOut ? 'Read timeout expired' : 'Webhook connection closed',
      retryAfterSeconds: 0,
    }
  }
}

/** A 2xx may carry one method to run; what it answers is not told to the bot. */
function readReply(contentType: string, body: string): Outcome {
  const values = new Map<string, string>()
  try {
    if (contentType.includes('json')) readJson(body, values)
  } catch {
    values.clear()
  }
  const method = (values.get('method') ?? '').toLowerCase()
  const runs = method !== '' && !['deletewebhook', 'setwebhook', 'close', 'logout'].includes(method)
  return { ok: true, method: runs && !method.startsWith('get') ? method : '', params: paramsOf(values) }
}
