import type { Redis } from 'ioredis'
import { ConfigError } from '../configError.ts'
import type { Bilingual } from '../language.ts'

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
    const { host, port } = placeOf(redisUrl)
    const reason = reasonOf(first ?? error)
    throw new ConfigError({
      en: `REDIS_URL names the Redis on ${host} port ${port}, but ${reason.en}`,
      ko: `REDIS_URL 이 가리키는 Redis(${host}, ${port}번 포트)를 쓸 수 없어요. ${reason.ko}`,
    })
  } finally {
    client.disconnect()
  }
}

function placeOf(redisUrl: string): { host: string; port: string } {
  const { hostname, port } = new URL(redisUrl)
  return { host: hostname || 'localhost', port: port || '6379' }
}

function reasonOf(error: unknown): Bilingual {
  const [code, words] = error instanceof Error ? [codeOf(error), error.message] : ['', '']
  if (/WRONGPASS|NOAUTH|NOPERM/.test(words)) return REFUSED
  return reasons.find(([codes]) => codes.includes(code))?.[1] ?? NO_REDIS
}

/** Node reports a host with several addresses as one error that holds one for each. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code
  const [first] = error instanceof AggregateError ? error.errors : []
  return first instanceof Error ? codeOf(first) : ''
}

const WITHOUT: Bilingual = {
  en: 'or take it out: the queue lives in PostgreSQL then.',
  ko: 'REDIS_URL 을 지우면 작업 큐는 PostgreSQL 에 놓여요.',
}
const REFUSED: Bilingual = {
  en: 'it refuses this user or password. Correct them.',
  ko: '이 사용자나 비밀번호를 받아 주지 않아요. 바로잡아 주세요.',
}
const NO_REDIS: Bilingual = {
  en: `it does not answer as Redis does. Correct the address, ${WITHOUT.en}`,
  ko: `Redis 답지 않은 대답이 돌아와요. 주소를 바로잡아 주세요. ${WITHOUT.ko}`,
}
const reasons: [codes: string[], sentence: Bilingual][] = [
  [
    ['ECONNREFUSED'],
    {
      en: `nothing listens there. Start Redis, correct host and port, ${WITHOUT.en}`,
      ko: `거기에서 아무것도 답하지 않아요. Redis 를 켜거나 호스트와 포트를 바로잡아 주세요. ${WITHOUT.ko}`,
    },
  ],
  [
    ['ENOTFOUND', 'EAI_AGAIN'],
    {
      en: `there is no such host. Correct the host, ${WITHOUT.en}`,
      ko: `그런 호스트가 없어요. 호스트를 바로잡아 주세요. ${WITHOUT.ko}`,
    },
  ],
  [
    ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
    {
      en: `it cannot be reached. Check host, port and firewall, ${WITHOUT.en}`,
      ko: `닿지 않아요. 호스트, 포트, 방화벽을 살펴봐 주세요. ${WITHOUT.ko}`,
    },
  ],
]
