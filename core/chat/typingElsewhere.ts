import { randomUUID } from 'node:crypto'
import type { Core } from '../core.ts'
import { openSealed } from '../delivery/recipients.ts'
import type { AccountId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import { listen } from '../store/listen.ts'
import { stir } from './page/stir.ts'

/**
 * Signs of typing between processes: said on a channel of the database, which keeps nothing of it. What is said holds a
 * number of the process and the account that is typed to, ids of ours that name nobody. It may get lost.
 */
const CHANNEL = 'wiro_typing'

type Ear = { name: string; users: number; listening?: { close(): Promise<void> } }
const ears = new WeakMap<Core, Ear>()

function earOf(core: Core): Ear {
  const ear = ears.get(core) ?? { name: randomUUID(), users: 0 }
  ears.set(core, ear)
  return ear
}

/** Tells the other processes that somebody is being typed to. As often as the caller may: see `mayTellTyping`. */
export async function tellTypingElsewhere(core: Core, { to }: { to: AccountId }): Promise<void> {
  await core.db.pg.query('select pg_notify($1, $2)', [CHANNEL, `${earOf(core).name} ${to}`])
}

/**
 * Shows what other processes tell of typing to those whose platform's bot, or whose page, is in this one. However many ask
 * for it here, one connection hears it; what is returned stops it once all of them are done.
 */
export function hearTypingElsewhere(core: Core): () => Promise<void> {
  const ear = earOf(core)
  ear.users++
  ear.listening ??= listen({ url: core.db.url, channel: CHANNEL, time: core.time }, (said) => {
    const [from, to] = said.split(' ')
    if (from === ear.name || !to || !UUID.test(to)) return
    show(core, to as AccountId).catch(() => undefined)
  })
  return async () => {
    if (--ear.users > 0) return
    const { listening } = ear
    delete ear.listening
    await listening?.close()
  }
}

const UUID = /^[0-9a-f-]{36}$/

async function show(core: Core, to: AccountId): Promise<void> {
  stir(core, { kind: 'typing', to })
  if (core.typing.size === 0) return
  const { rows } = await core.db.pg.query({ ...SEATED, values: [to] })
  for (const row of rows) core.typing.get(row.platform as Platform)?.(openSealed(core, row))
}

const SEATED = {
  name: 'chat_seated_self',
  text: `select t.platform::text, t.sealed_id, t.sealed_chat from chat_seat s join identity t on t.id = s.identity_id
    where s.account_id = $1 and t.gone_at is null`,
}
