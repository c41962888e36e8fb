import { randomBytes } from 'node:crypto'
import { takeSession, writeSession } from '../accounts/webSessions.ts'
import type { Core } from '../core.ts'
import { checkOperator } from '../moderation/operators.ts'
import { Refusal } from '../refusal.ts'
import { noteAct } from './noteAct.ts'

/** The link works for so long, and once. */
export const WEB_LOGIN_MINUTES = 10
/** Whoever came in by it stays for so long at most. */
export const DESK_HOURS = 8

/**
 * A secret that lets its holder in at the operators' web pages as this owner, once. Whoever can make one has a shell with
 * the database and the keys, and could act as any operator anyway: it gives nothing new away. Only a keyed hash is kept.
 * Both the making and the use stand in the audit log.
 */
export async function offerWebLogin(core: Core, { by, why }: { by: string; why: string }): Promise<string> {
  await checkOperator(core, { by, role: 'owner' })
  await noteAct(core, { by, act: 'web.link', subject: `operator ${by}`, why })
  const secret = randomBytes(24).toString('base64url')
  const data = JSON.stringify({ name: by, at: core.clock.now().getTime() })
  await writeSession(core, { key: keyOf(secret), data, sub: undefined })
  return secret
}

/** Who comes in with this secret. Refused when it was used, is too old, or its operator is no owner any more. */
export async function redeemWebLogin(core: Core, { secret }: { secret: string }): Promise<string> {
  const kept = await takeSession(core, { key: keyOf(secret) })
  const { name, at } = kept ? (JSON.parse(kept) as { name: string; at: number }) : { name: '', at: 0 }
  if (!name || core.clock.now().getTime() - at > WEB_LOGIN_MINUTES * 60_000) throw new Refusal('refuse.op.webLogin')
  await checkOperator(core, { by: name, role: 'owner' })
  await noteAct(core, { by: name, act: 'web.login', subject: `operator ${name}`, why: 'opened the link' })
  return name
}

const keyOf = (secret: string) => `desk-login:${secret}`
