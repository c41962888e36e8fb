import type { Bilingual } from '../language.ts'
import { StoreError } from './storeError.ts'

/**
 * Turns what went wrong on the way to the database at `url` into a sentence with its host, port and name, never its
 * password. An error of any other kind comes back as it is.
 */
export function connectionProblem(url: string, error: unknown): unknown {
  const reason = error instanceof StoreError ? undefined : reasonOf(error)
  if (!reason) return error
  const { name, host, port } = placeOf(url)
  return new StoreError({
    en: `DATABASE_URL names the database ${name} on ${host} port ${port}, but ${reason.en}`,
    ko: `DATABASE_URL 이 가리키는 데이터베이스 ${name}(${host}, ${port}번 포트)를 쓸 수 없어요. ${reason.ko}`,
  })
}

/** Refuses an address that cannot be one of PostgreSQL. */
export function checkDatabaseUrl(url: string): void {
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) return
  throw new StoreError({
    en: 'DATABASE_URL is not an address of PostgreSQL. It must look like postgresql://user:password@host:5432/database; characters such as @ : / # in the password are written as %40 %3A %2F %23.',
    ko: 'DATABASE_URL 이 PostgreSQL 주소가 아니에요. postgresql://user:password@host:5432/database 같은 모양이어야 하고, 비밀번호에 든 @ : / # 는 %40 %3A %2F %23 으로 적어요.',
  })
}

function placeOf(url: string): { name: string; host: string; port: string } {
  const { hostname, port, pathname, username } = new URL(url)
  const name = decodeURIComponent(pathname.slice(1)) || username || 'postgres'
  return { name, host: decodeURIComponent(hostname) || 'localhost', port: port || '5432' }
}

function reasonOf(error: unknown): Bilingual | undefined {
  if (!(error instanceof Error)) return undefined
  const code = codeOf(error)
  const known = reasons.find(([codes]) => codes.includes(code))
  if (known) return known[1]
  if (/SSL|certificate/i.test(error.message)) {
    return {
      en: `the encrypted connection failed (${error.message}). Check sslmode in it.`,
      ko: `암호화된 연결이 되지 않아요(${error.message}). 주소의 sslmode 를 살펴봐 주세요.`,
    }
  }
  return /timeout|terminated/i.test(error.message) ? NO_ANSWER : undefined
}

const NO_ANSWER: Bilingual = {
  en: 'it does not answer. Check host, port and firewall.',
  ko: '답이 없어요. 호스트, 포트, 방화벽을 살펴봐 주세요.',
}

const reasons: [codes: string[], sentence: Bilingual][] = [
  [
    ['ECONNREFUSED'],
    {
      en: 'nothing listens there. Start PostgreSQL, or correct host and port.',
      ko: '거기에서 아무것도 답하지 않아요. PostgreSQL 을 켜거나 호스트와 포트를 바로잡아 주세요.',
    },
  ],
  [
    ['ENOTFOUND', 'EAI_AGAIN'],
    { en: 'there is no such host. Correct the host.', ko: '그런 호스트가 없어요. 호스트를 바로잡아 주세요.' },
  ],
  [
    ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
    {
      en: 'it cannot be reached. Check host, port and firewall.',
      ko: '닿지 않아요. 호스트, 포트, 방화벽을 살펴봐 주세요.',
    },
  ],
  [
    ['ECONNRESET', 'EPIPE'],
    {
      en: 'it hung up. Check that PostgreSQL is what listens there.',
      ko: '연결을 끊어 버려요. 거기 있는 것이 PostgreSQL 인지 살펴봐 주세요.',
    },
  ],
  [
    ['28P01', '28000'],
    {
      en: 'it refuses this user or password. Correct them, or let this user in (pg_hba.conf).',
      ko: '이 사용자나 비밀번호를 받아 주지 않아요. 바로잡거나 이 사용자를 들여보내 주세요(pg_hba.conf).',
    },
  ],
  [
    ['3D000'],
    {
      en: 'the server has no database of this name. Create it, or correct the name.',
      ko: '서버에 그런 이름의 데이터베이스가 없어요. 만들거나 이름을 바로잡아 주세요.',
    },
  ],
  [
    ['42501'],
    {
      en: 'this user may not create tables in it. Make the user its owner.',
      ko: '이 사용자는 거기에 테이블을 만들 수 없어요. 이 사용자를 소유자로 바꿔 주세요.',
    },
  ],
  [
    ['53300'],
    {
      en: 'it has no connection left. Raise max_connections, or close other programs.',
      ko: '남은 연결이 없어요. max_connections 를 늘리거나 다른 프로그램을 닫아 주세요.',
    },
  ],
  [
    ['53100'],
    {
      en: 'its disk is full. Make room there; nothing is lost.',
      ko: '그 디스크가 가득 찼어요. 자리를 비워 주세요. 잃은 것은 없어요.',
    },
  ],
  [
    ['57P03', '57P01', '57P02'],
    {
      en: 'it is just starting or stopping. Try again in a moment.',
      ko: '마침 켜지거나 꺼지는 중이에요. 잠시 뒤에 다시 해 주세요.',
    },
  ],
]

/** Node reports a host with several addresses as one error that holds one for each. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined
  return first instanceof Error ? codeOf(first) : ''
}
