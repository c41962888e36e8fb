import { StoreError } from './storeError.ts'

/**
 * Turns what went wrong on the way to the database at `url` into a sentence with its host, port and name, never its
 * password. An error of any other kind comes back as it is.
 */
export function connectionProblem(url: string, error: unknown): unknown {
  const reason = error instanceof StoreError ? undefined : reasonOf(error)
  return reason ? new StoreError(`DATABASE_URL names the database ${describe(url)}, but ${reason}`) : error
}

/** Refuses an address that cannot be one of PostgreSQL. */
export function checkDatabaseUrl(url: string): void {
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) return
  throw new StoreError(
    'DATABASE_URL is not an address of PostgreSQL. It must look like postgresql://user:password@host:5432/database; characters such as @ : / # in the password are written as %40 %3A %2F %23.',
  )
}

function describe(url: string): string {
  const { hostname, port, pathname, username } = new URL(url)
  const name = decodeURIComponent(pathname.slice(1)) || username || 'postgres'
  return `${name} on ${decodeURIComponent(hostname) || 'localhost'} port ${port || 5432}`
}

function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code = codeOf(error)
  const known = reasons.find(([codes]) => codes.includes(code))
  if (known) return known[1]
  if (/SSL|certificate/i.test(error.message)) {
    return `the encrypted connection failed (${error.message}). Check sslmode in it.`
  }
  if (/timeout|terminated/i.test(error.message)) return 'it does not answer. Check host, port and firewall.'
  return undefined
}

const reasons: [codes: string[], sentence: string][] = [
  [['ECONNREFUSED'], 'nothing listens there. Start PostgreSQL, or correct host and port.'],
  [['ENOTFOUND', 'EAI_AGAIN'], 'there is no such host. Correct the host.'],
  [['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'], 'it cannot be reached. Check host, port and firewall.'],
  [['ECONNRESET', 'EPIPE'], 'it hung up. Check that PostgreSQL is what listens there.'],
  [['28P01', '28000'], 'it refuses this user or password. Correct them, or let this user in (pg_hba.conf).'],
  [['3D000'], 'the server has no database of this name. Create it, or correct the name.'],
  [['42501'], 'this user may not create tables in it. Make the user its owner.'],
  [['53300'], 'it has no connection left. Raise max_connections, or close other programs.'],
  [['57P03', '57P01', '57P02'], 'it is just starting or stopping. Try again in a moment.'],
]

/** Node reports a host with several addresses as one error that holds one for each. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined
  return first instanceof Error ? codeOf(first) : ''
}
