import type { Core } from '../core.ts'
import { inBatches } from '../delivery/batch.ts'
import { MESSAGE_IDS } from '../delivery/recipients.ts'
import type { ChatMessageId, IdentityId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import { bytesArray } from '../store/bytesArray.ts'
import { plainArray } from '../store/plainArray.ts'
import { pause } from '../time.ts'
import { CHAT_TWIN, type Place, placeLookup, placeLookups } from './content.ts'
import { isShowing, isShown } from './showing.ts'
import { KNOWN, NOTE_TWINS, SENT_AS, TWINS } from './sql.ts'

/** Our messages that show something said, in the chat of the other side. */
export type Shown = {
  messageId: ChatMessageId
  platform: Platform
  identityId: IdentityId
  chat: string
  messageIds: string[]
}

/** Notes them, so that replies, edits and reactions find each other, also after a restart. Noting twice does nothing twice. */
export async function noteTwins(core: Core, shown: Shown): Promise<void> {
  const { recent, note } = twinsOf(core)
  recent.delete(shown.messageId)
  recent.set(shown.messageId, shown.messageIds)
  const [oldest] = recent.keys()
  if (recent.size > RECENT_MOST && oldest) recent.delete(oldest)
  try {
    await note(shown)
  } finally {
    isShown(core, shown.messageId)
  }
}

/**
 * The platform's ids of our messages that show something said, in order; none while it is on its way. What was sent a
 * moment ago may not be noted yet: the outbox knows.
 */
export async function findTwins(core: Core, messageId: ChatMessageId): Promise<string[]> {
  const known = twinsOf(core).recent.get(messageId)
  if (known) return known
  const { rows } = await core.db.hot.query({ ...TWINS, values: [messageId] })
  if (rows.length > 0) return rows.map((row) => core.vault.open(row.sealed_id, CHAT_TWIN))
  const sent = await core.db.pg.query({ ...SENT_AS, values: [messageId] })
  const sealed = sent.rows[0]?.message_ids
  return sealed ? (JSON.parse(core.vault.open(sealed, MESSAGE_IDS)) as string[]) : []
}

/**
 * Gives what was shown a moment ago the time to be noted: somebody may answer before we have heard that it arrived, or
 * while the database takes no note of it. Returns at once when it is known, or when nothing is being shown to this person.
 * `person`: the platform's id of them, where that is not the chat's.
 */
export async function awaitNoted(core: Core, place: Place, person = place.chat): Promise<void> {
  const values = [placeLookups(core, place)]
  for (const since = core.time.monotonic(); ; ) {
    const showing = isShowing(core, { platform: place.platform, person })
    const { rowCount } = await core.db.hot.query({ ...KNOWN, values })
    if (rowCount || !showing || core.time.monotonic() - since > WAIT_MOST_MS) return
    await pause(core.time, LOOK_AGAIN_MS)
  }
}

/** Meanwhile nothing else of the same person is handled. */
const WAIT_MOST_MS = 30_000
const LOOK_AGAIN_MS = 40

type Twins = { recent: Map<ChatMessageId, string[]>; note(shown: Shown): Promise<void> }
const all = new WeakMap<Core, Twins>()
const RECENT_MOST = 5_000
const BATCH_MOST = 200
/** Nobody refers to a message sooner than this; whoever does, waits: see {@link awaitNoted}. */
const GATHER_MS = 20
/** An outage must not part what belongs together: a note is tried again for as long as there is a database to try. */
const NOTE_AGAIN = { firstPauseMs: 50, mostPauseMs: 2_000, doublings: 6 }

function twinsOf(core: Core): Twins {
  const twins = all.get(core) ?? { recent: new Map(), note: openNoting(core) }
  all.set(core, twins)
  return twins
}

function openNoting(core: Core): Twins['note'] {
  return inBatches<Shown, undefined>(
    async (batch) => {
      const parts = batch.flatMap(({ messageIds, ...shown }) => messageIds.map((id, part) => ({ ...shown, part, id })))
      await writeDown(core, [
        bytesArray(parts.map(({ platform, chat, id }) => placeLookup(core, { platform, chat, messageId: id }))),
        plainArray(parts.map(({ messageId }) => messageId)),
        plainArray(parts.map(({ identityId }) => identityId)),
        bytesArray(parts.map(({ id }) => core.vault.seal(id, CHAT_TWIN))),
        plainArray(parts.map(({ part }) => part)),
      ])
      return batch.map(() => undefined)
    },
    { most: BATCH_MOST, linger: () => pause(core.time, GATHER_MS) },
  )
}

async function writeDown(core: Core, values: unknown[]): Promise<void> {
  for (let failures = 0; ; failures++) {
    try {
      await core.db.hot.query({ ...NOTE_TWINS, values })
      return
    } catch (error) {
      // Whoever takes the platform over notes what was sent: see `mendTwins`.
      if (core.db.hot.ending) throw error
      if (failures === 0) core.log.warn({ err: error }, 'chat: cannot note what was shown yet')
      const { firstPauseMs, mostPauseMs, doublings } = NOTE_AGAIN
      await pause(core.time, Math.min(mostPauseMs, firstPauseMs * 2 ** Math.min(failures, doublings)))
    }
  }
}
