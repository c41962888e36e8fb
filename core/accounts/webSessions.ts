import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import { WEB_SESSION } from '../vault/sealedColumns.ts'
import { googleLookups } from './google.ts'

/** A session that is not used ends after so many hours, any session after so many days. */
export const SESSION_IDLE_HOURS = 12
/** The same while nobody is logged in: long enough for a login and the binding it is for. */
const VISIT_IDLE_HOURS = 1
export const SESSION_DAYS = 7
/** `seenAt` is only as fine as this, to spare the database. */
const SEEN_EVERY_MS = 60_000

/** A session as its owner may see it in a list. `id` is no key to it. */
export type SessionEntry = { id: string; data: string; createdAt: Date; seenAt: Date }

/** What a browser's session holds, which is in use with that; undefined when there is none, or no longer. */
export async function readSession(core: Core, { key }: { key: string }): Promise<string | undefined> {
  const { rows } = await core.db.pg.query({ ...READ, values: inUse(core, key) })
  return rows[0] && core.vault.open(rows[0].data, WEB_SESSION)
}

/** Keeps a browser's session, sealed. `sub` is whose it is, once they logged in with Google; `desk` names an operator. */
export async function writeSession(
  core: Core,
  { key, data, sub, desk }: { key: string; data: string; sub?: string | undefined; desk?: string | undefined },
): Promise<void> {
  const owner = sub ? googleLookups(core, sub)[0] : desk ? core.vault.lookup('web-session-desk', desk) : undefined
  const now = core.clock.now()
  const idle = new Date(now.getTime() + (owner ? SESSION_IDLE_HOURS : VISIT_IDLE_HOURS) * 3_600_000)
  const sealed = Buffer.from(core.vault.seal(data, WEB_SESSION))
  const values = [bytesOf(core, key), owner ? Buffer.from(owner) : null, sealed, now, idle, SESSION_DAYS * 24]
  await core.db.pg.query({ ...WRITE, values })
}

/** Notes that a session is in use. */
export async function touchSession(core: Core, { key }: { key: string }): Promise<void> {
  await core.db.pg.query({ ...TOUCH, values: inUse(core, key) })
}

export async function dropSession(core: Core, { key }: { key: string }): Promise<void> {
  await core.db.pg.query('delete from web_session where id = $1', [bytesOf(core, key)])
}

/** What a session held, for whoever takes it first; it is gone then. Undefined for everybody else. */
export async function takeSession(core: Core, { key }: { key: string }): Promise<string | undefined> {
  const { rows } = await core.db.pg.query('delete from web_session where id = $1 returning data, expires_at', [
    bytesOf(core, key),
  ])
  const [row] = rows
  return row && row.expires_at > core.clock.now() ? core.vault.open(row.data, WEB_SESSION) : undefined
}

/** The browsers in which a Google login is logged in now, the latest first. */
export async function listSessions(core: Core, { sub }: { sub: string }): Promise<SessionEntry[]> {
  const rows = await core.db.prisma.webSession.findMany({
    where: { owner: { in: googleLookups(core, sub) }, expiresAt: { gt: core.clock.now() } },
    orderBy: { seenAt: 'desc' },
  })
  return rows.map(({ id, data, createdAt, seenAt }) => ({
    id: hex(id),
    data: core.vault.open(data, WEB_SESSION),
    createdAt,
    seenAt,
  }))
}

/** Logs a Google login out everywhere. */
export async function dropSessions(core: Core, { sub }: { sub: string }): Promise<void> {
  await core.db.prisma.webSession.deleteMany({ where: { owner: { in: googleLookups(core, sub) } } })
}

/** A browser that is logged in: the key of its session, and Google's `sub`. */
export type LoggedIn = { key: string; sub: string }

/** Whose account each of these browsers acts for now; undefined for one that is logged out, or whose login is bound to none. */
export async function accountsOfSessions(
  core: Core,
  browsers: readonly LoggedIn[],
): Promise<(AccountId | undefined)[]> {
  const keys = browsers.map(({ key }) => bytesOf(core, key))
  const logins = browsers.map(({ sub }) => googleLookups(core, sub).map((one) => Buffer.from(one)))
  const { rows } = await core.db.pg.query({ ...LIVING, values: [keys, core.clock.now(), logins.flat()] })
  const living = new Set(rows.flatMap(({ session }) => (session ? [hex(session)] : [])))
  const known = new Map<string, AccountId>(
    rows.flatMap((row) => (row.lookup ? [[hex(row.lookup), row.account_id]] : [])),
  )
  return browsers.map((_browser, at) => {
    const id = keys[at]
    if (!id || !living.has(hex(id))) return undefined
    const lookup = logins[at]?.find((one) => known.has(hex(one)))
    return lookup && known.get(hex(lookup))
  })
}

/** The sessions that hold, and the accounts of the logins, each in rows of its own. Asked again and again while a page is open. */
const LIVING = {
  name: 'web_sessions_living',
  text: `select id as session, null::bytea as lookup, null::uuid as account_id
      from web_session where id = any($1::bytea[]) and expires_at > $2 and owner is not null
    union all
    select null, lookup, account_id from identity where platform = 'google' and lookup = any($3::bytea[])`,
}

/** Which entry of {@link listSessions} a browser's key belongs to. */
export const sessionEntryId = (core: Core, key: string) => hex(bytesOf(core, key))

/** Forgets sessions that are over. Returns how many. */
export async function forgetOldSessions(core: Core): Promise<number> {
  const { rowCount } = await core.db.pg.query('delete from web_session where expires_at <= $1', [core.clock.now()])
  return rowCount ?? 0
}

/** However long it is used, it ends some days after it began. */
const WRITE = {
  name: 'web_session_write',
  text: `insert into web_session (id, owner, data, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)
    on conflict (id) do update set owner = $2, data = $3, seen_at = $4,
      expires_at = least($5, web_session.created_at + $6::int * interval '1 hour')`,
}
const NOTE_USE = `update web_session set seen_at = $2, expires_at = least(
    $2::timestamptz + case when owner is null then $5::int else $4::int end * interval '1 hour',
    created_at + $6::int * interval '1 hour')
  where id = $1 and expires_at > $2 and seen_at <= $3`
const TOUCH = { name: 'web_session_touch', text: NOTE_USE }
/** Asked for each page. */
const READ = {
  name: 'web_session_read',
  text: `with noted as (${NOTE_USE}) select data from web_session where id = $1 and expires_at > $2`,
}

/** What {@link NOTE_USE} needs. */
function inUse(core: Core, key: string): unknown[] {
  const now = core.clock.now()
  const notedBefore = new Date(now.getTime() - SEEN_EVERY_MS)
  return [bytesOf(core, key), now, notedBefore, SESSION_IDLE_HOURS, VISIT_IDLE_HOURS, SESSION_DAYS * 24]
}

const bytesOf = (core: Core, key: string) => Buffer.from(core.vault.lookup('web-session', key))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
