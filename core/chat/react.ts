import type { Core } from '../core.ts'
import { postMail } from '../delivery/outbox.ts'
import type { AccountId, ChatMessageId, IdentityId } from '../ids.ts'
import { inPg, type PgTx } from '../store/transaction.ts'
import { CHAT_REACTION, type Place, placeLookups } from './content.ts'
import { REACTED_TO, REACTED_TO_ID, TOUCH_CHAT_OF } from './sql.ts'
import { awaitNoted } from './twins.ts'

/** What a platform tells of a reaction: all there are now, or one that came or went. */
export type ReactionChange = { set: string[] } | { add: string } | { remove: string }

/** A person's reactions to one message, in the order they gave them: those that stand now, and all that ever did. */
export type Reaction = { now: string[]; ever: string[] }

const EVER_MOST = 8

/**
 * Carries a reaction to something said in an open chat, by either of the two, to the same message on the other side. Of
 * several the last one is shown there. `person`: the platform's id of who reacted. False when it is to nothing that was said in one.
 */
export async function reactToMessage(
  core: Core,
  { place, person, change }: { place: Place; person?: string; change: ReactionChange },
): Promise<boolean> {
  await awaitNoted(core, place, person)
  return inPg(core, async (tx) => {
    const [row] = await tx.run(REACTED_TO.text, [placeLookups(core, place)])
    if (!row) return false
    await carry(core, tx, { row, bySender: row.by_sender === true, change })
    return true
  })
}

/**
 * The same for a message that is known by its id, in the caller's transaction. False when it was not said in an open chat.
 */
export async function carryReaction(
  core: Core,
  tx: PgTx,
  { messageId, bySender, change }: { messageId: ChatMessageId; bySender: boolean; change: ReactionChange },
): Promise<boolean> {
  const [row] = await tx.run(REACTED_TO_ID, [messageId])
  if (row) await carry(core, tx, { row, bySender, change })
  return row !== undefined
}

async function carry(
  core: Core,
  tx: PgTx,
  { row, bySender, change }: { row: Record<string, unknown>; bySender: boolean; change: ReactionChange },
): Promise<void> {
  const messageId = String(row.id) as ChatMessageId
  const column = bySender ? 'sender_reaction' : 'other_reaction'
  const on = bySender ? 'twin' : 'source'
  const self = (bySender ? row.other_self : row.sender_self) as IdentityId | null
  const before = openReaction(core, row[column] as Buffer | null)
  const after = changed(before, change)
  if (!self || JSON.stringify(after.now) === JSON.stringify(before.now)) return
  await tx.run(`update chat_message set ${column} = $2 where id = $1::bigint`, [messageId, seal(core, after)])
  await tx.run(TOUCH_CHAT_OF, [messageId])
  const [holder] = await tx.run('select account_id from identity where id = $1::uuid', [self])
  if (!holder) return
  const parcel = { kind: 'chat-reaction', messageId, on } as const
  await postMail(core, tx, { to: holder.account_id as AccountId, self, parcel, priority: 'chat' })
}

/** None where nothing is kept. */
export function openReaction(core: Pick<Core, 'vault'>, sealed: Uint8Array | null): Reaction {
  return sealed ? (JSON.parse(core.vault.open(sealed, CHAT_REACTION)) as Reaction) : { now: [], ever: [] }
}

const seal = (core: Core, reaction: Reaction) => Buffer.from(core.vault.seal(JSON.stringify(reaction), CHAT_REACTION))

/** Pure. */
function changed({ now, ever }: Reaction, change: ReactionChange): Reaction {
  const next =
    'set' in change
      ? change.set
      : 'add' in change
        ? [...now.filter((one) => one !== change.add), change.add]
        : now.filter((one) => one !== change.remove)
  return { now: next, ever: [...new Set([...ever, ...next])].slice(-EVER_MOST) }
}
