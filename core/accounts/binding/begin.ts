import { randomBytes } from 'node:crypto'
import type { Core } from '../../core.ts'
import { type BindingId, type IdentityId, newId } from '../../ids.ts'
import type { Language } from '../../language.ts'
import { Refusal } from '../../refusal.ts'
import { GOOGLE_ID } from '../../vault/sealedColumns.ts'
import { identityScope } from '../identityScope.ts'
import { checkPhrase } from './phrase.ts'

/** A link or a code opens something once, within so many minutes. */
export const SECRET_MINUTES = 10
/** So many of them for one self, or one login, within that time. */
export const SECRETS_MAX = 5
/** 128 bits, in 22 characters of A-Z a-z 0-9 - _. */
const SECRET_BYTES = 16

/** A secret just made: shown to the person once, kept by us as a keyed hash. */
export type Begun = { bindingId: BindingId; secret: string; phrase: string; expiresAt: Date }

/**
 * A chat self wants to be bound: the secret of a link to open in a browser. Earlier links of this self stop working.
 * Refused where there is no login, and when too many were asked for.
 */
export async function beginFromChat(
  core: Core,
  { identityId, language }: { identityId: IdentityId; language: Language },
): Promise<Begun> {
  if (!core.config.google) throw new Refusal('refuse.link.noLogin')
  await endEarlier(core, { identityId })
  return begin(core, { from: 'chat', identityId, language })
}

/** Somebody logged in with Google wants to bind a chat self: the code to say in that chat. Refused when too many. */
export async function beginFromPage(
  core: Core,
  { sub, language }: { sub: string; language: Language },
): Promise<Begun> {
  const googleLookup = core.vault.lookup(identityScope('google'), sub)
  await endEarlier(core, { googleLookup, from: 'page' })
  return begin(core, { from: 'page', googleLookup, sealedGoogle: core.vault.seal(sub, GOOGLE_ID), language })
}

type Beginning = { language: Language } & (
  | { from: 'chat'; identityId: IdentityId }
  | { from: 'page'; googleLookup: Uint8Array<ArrayBuffer>; sealedGoogle: Uint8Array<ArrayBuffer> }
)

async function begin(core: Core, beginning: Beginning): Promise<Begun> {
  const now = core.clock.now()
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const id = newId<BindingId>(now)
  const expiresAt = new Date(now.getTime() + SECRET_MINUTES * 60_000)
  const token = hashOf(core, beginning.from, secret)
  await core.db.prisma.binding.create({ data: { id, token, ...beginning, createdAt: now, expiresAt } })
  return { bindingId: id, secret, phrase: checkPhrase(core, { id, language: beginning.language }), expiresAt }
}

async function endEarlier(
  core: Core,
  whose: { identityId: string } | { googleLookup: Uint8Array<ArrayBuffer>; from: 'page' },
): Promise<void> {
  const now = core.clock.now()
  const lately = new Date(now.getTime() - SECRET_MINUTES * 60_000)
  const count = await core.db.prisma.binding.count({ where: { ...whose, createdAt: { gt: lately } } })
  if (count >= SECRETS_MAX) throw new Refusal('refuse.link.tooMany', { minutes: SECRET_MINUTES })
  await core.db.prisma.binding.updateMany({
    where: { ...whose, claimedAt: null, expiresAt: { gt: now } },
    data: { expiresAt: now },
  })
}

/** What is kept of a secret. A code is no link, and a link no code. */
export function hashOf(core: Core, from: 'chat' | 'page', secret: string): Uint8Array<ArrayBuffer> {
  return core.vault.lookup(`binding:${from}`, secret)
}
