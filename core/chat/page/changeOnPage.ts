import type { Core } from '../../core.ts'
import type { AccountId, ChatMessageId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { inPg } from '../../store/transaction.ts'
import { changeSaid, takeBackSaid } from '../changeMessage.ts'
import { CHAT_SOURCE, openContent, pageOwnId, type RichText } from '../content.ts'
import { CHANGES_MOST } from '../limits.ts'
import { lookThrough } from '../lookThrough.ts'
import { carryReaction } from '../react.ts'
import { SAID_MAX_CHARACTERS } from './sayOnPage.ts'
import { MESSAGE_OF } from './sql.ts'

type Which = { accountId: AccountId; messageId: ChatMessageId }

/**
 * Changes something that this person said, here or in the bot's chat; what stands in their own bot's chat stays as it is.
 * True when it was carried over; false when something in it does not travel. Refused for what is not theirs, or gone, or
 * was changed as often as it may be.
 */
export async function changeOnPage(core: Core, { text, ...which }: Which & { text: RichText }): Promise<boolean> {
  if (text.text.length > SAID_MAX_CHARACTERS)
    throw new Refusal('refuse.words.tooLong', { length: text.text.length, most: SAID_MAX_CHARACTERS })
  const { source, source_id: sealedId, body } = await ownMessage(core, which)
  const sourceId = core.vault.open(sealedId, CHAT_SOURCE)
  const speaking = { by: which.accountId, messageId: pageOwnId(sourceId) ?? sourceId }
  const { obstacle } = await lookThrough(core, text, speaking)
  if (obstacle) return false
  const { media } = openContent(core, body)
  const change = await changeSaid(core, { sources: [source], content: { text, ...(media ? { media } : {}) } })
  if (change === 'nowhere') throw gone()
  if (change === 'often') throw new Refusal('refuse.chat.changes', { most: CHANGES_MOST })
  return true
}

/** Takes back something that this person said, wherever they said it. Refused for what is not theirs, or gone. */
export async function takeBackOnPage(core: Core, which: Which): Promise<void> {
  const { source } = await ownMessage(core, which)
  await takeBackSaid(core, { sources: [source] })
}

/** What can be answered with one tap on the page: each has its like on every platform. */
export const pageReactions = ['❤', '👍', '😂', '😢', '🙏', '🎉'] as const

/** Reacts to something said in the open chat, by either of the two; without an emoji the reaction goes. */
export async function reactOnPage(
  core: Core,
  { emoji, ...which }: Which & { emoji: string | undefined },
): Promise<void> {
  const message = await messageOf(core, which)
  const change = { set: emoji === undefined ? [] : [emoji] }
  await inPg(core, (tx) => carryReaction(core, tx, { messageId: which.messageId, bySender: message.mine, change }))
}

async function ownMessage(core: Core, which: Which) {
  const message = await messageOf(core, which)
  if (!message.mine) throw gone()
  return message
}

async function messageOf(core: Core, { accountId, messageId }: Which) {
  const { rows } = await core.db.pg.query({ ...MESSAGE_OF, values: [accountId, messageId] })
  if (!rows[0]) throw gone()
  return rows[0] as { source: Buffer; source_id: Buffer; body: Buffer; mine: boolean }
}

const gone = () => new Refusal('refuse.chat.none')
