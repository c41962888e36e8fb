import type { Redis } from 'ioredis'
import { ConfigError } from '../configError.ts'

/** A Redis that has not answered by then is not there. */
export const REDIS_ANSWERS_WITHIN_MS = 5_000

/**
 * Asks a Redis once whether it can be used, with a client that does not try again.
 * @throws ConfigError with its host and port, never its password
 */
export async function checkRedis(redisUrl: string, client: Redis): Promise<void> {
  let first: unknown
  client.on('error', (error) => {
    first ??= error
  })
  try {
    await client.connect()
    await client.ping()
  } catch (error) {
    throw new ConfigError(`REDIS_URL names the Redis ${describe(redisUrl)}, but ${reasonOf(first ?? error)}`)
  } finally {
    client.disconnect()
  }
}

function describe(redisUrl: string): string {
  const { hostname, port } = new URL(redisUrl)
  return `on ${hostname || 'localhost'} port ${port || 6379}`
}

function reasonOf(error: unknown): string {
  const [code, words] = error instanceof Error ? [codeOf(error), error.message] : ['', '']
  if (/WRONGPASS|NOAUTH|NOPERM/.test(words)) return 'it refuses this user or password. Correct them.'
  const known = reasons.find(([codes]) => codes.includes(code))?.[1]
  return known ?? `it does not answer as Redis does. Correct the address, or ${WITHOUT}`
}

/** Node reports a host with several addresses as one error that holds one for each. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code
  const [first] = error instanceof AggregateError ? error.errors : []
  return first instanceof Error ? codeOf(first) : ''
}

const WITHOUT = 'take it out: the queue lives in PostgreSQL then.'
const reasons: [codes: string[], sentence: string][] = [
  [['ECONNREFUSED'], `nothing listens there. Start Redis, correct host and port, or ${WITHOUT}`],
  [['ENOTFOUND', 'EAI_AGAIN'], `there is no such host. Correct the host, or ${WITHOUT}`],
  [['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'], `it cannot be reached. Check host, port and firewall, or ${WITHOUT}`],
]
