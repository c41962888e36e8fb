import { identityScope } from '../accounts/meetPerson.ts'
import type { Core } from '../core.ts'
import { openSealed } from '../delivery/recipients.ts'
import type { Platform } from '../platform.ts'

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
  const seen = lately.get(core) ?? new Map<string, number>()
  lately.set(core, seen)
  const now = core.time.monotonic()
  const key = `${platform}:${platformId}`
  if (now - (seen.get(key) ?? Number.NEGATIVE_INFINITY) < TYPING_EVERY_MS) return
  if (seen.size > LATELY_MOST) seen.clear()
  seen.set(key, now)
  const persons = core.vault.lookups(identityScope(platform), platformId).map((one) => Buffer.from(one))
  const { rows } = await core.db.pg.query({ ...OTHER_SIDE, values: [platform, persons] })
  for (const row of rows) core.typing.get(row.platform)?.(openSealed(core, row))
}

const OTHER_SIDE = {
  name: 'chat_other_side',
  text: `select t.platform::text, t.sealed_id, t.sealed_chat from identity i
    join chat_seat s on s.identity_id = i.id join chat_seat o on o.chat_id = s.chat_id and o.account_id <> s.account_id
    join identity t on t.id = o.identity_id
    where i.platform = $1::"Platform" and i.lookup = any($2::bytea[]) and t.gone_at is null`,
}
