import { identityScope } from '../accounts/identityScope.ts'
import type { Core } from '../core.ts'
import { openSealed } from '../delivery/recipients.ts'
import type { AccountId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import { stir } from './page/stir.ts'
import { tellTypingElsewhere } from './typingElsewhere.ts'

/** Shows somebody that the other one is typing; where the platform's bot runs in this process. */
export type ShowTyping = (to: { platformId: string; chatId: string | undefined }) => void

/** A sign of typing lasts some seconds on every platform; it is carried no more often. */
export const TYPING_EVERY_MS = 4_000

const lately = new WeakMap<Core, Map<string, number>>()
const LATELY_MOST = 5_000

/** Carries a sign that this person is typing to the other side of their chat. Nothing of it is kept; it may get lost. */
export async function relayTyping(
  core: Core,
  { platform, platformId }: { platform: Platform; platformId: string },
): Promise<void> {
  if (!mayTellTyping(core, `${platform}:${platformId}`)) return
  const persons = core.vault.lookups(identityScope(platform), platformId).map((one) => Buffer.from(one))
  const { rows } = await core.db.pg.query({ ...OTHER_SIDE, values: [platform, persons] })
  await tellTyping(core, rows)
}

/** Whether it is time to carry a sign of this one's typing again; notes that it is carried. */
export function mayTellTyping(core: Core, who: string): boolean {
  const seen = lately.get(core) ?? new Map<string, number>()
  lately.set(core, seen)
  const now = core.time.monotonic()
  if (now - (seen.get(who) ?? Number.NEGATIVE_INFINITY) < TYPING_EVERY_MS) return false
  if (seen.size > LATELY_MOST) seen.clear()
  seen.set(who, now)
  return true
}

/** Shows it to the other side, in the bot's chat and on their page, whichever process these are in. */
export async function tellTyping(core: Core, others: OtherSide[]): Promise<void> {
  for (const other of others) {
    core.typing.get(other.platform)?.(openSealed(core, other))
    stir(core, { kind: 'typing', to: other.account_id })
    await tellTypingElsewhere(core, { to: other.account_id })
  }
}

type OtherSide = { platform: Platform; sealed_id: Buffer; sealed_chat: Buffer | null; account_id: AccountId }

const OTHER_SIDE = {
  name: 'chat_other_side',
  text: `select t.platform::text, t.sealed_id, t.sealed_chat, o.account_id from identity i
    join chat_seat s on s.identity_id = i.id join chat_seat o on o.chat_id = s.chat_id and o.account_id <> s.account_id
    join identity t on t.id = o.identity_id
    where i.platform = $1::"Platform" and i.lookup = any($2::bytea[]) and t.gone_at is null`,
}
