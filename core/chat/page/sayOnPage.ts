import type { Core } from '../../core.ts'
import { wakeDispatcher } from '../../delivery/outbox.ts'
import type { AccountId, ChatId, ChatMessageId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { CHAT_SOURCE, type ChatContent, type Place, pageSourceId, placeLookups, sealContent } from '../content.ts'
import { lookThrough } from '../lookThrough.ts'
import { mayShowHelp } from '../seat.ts'
import { SAY } from './sql.ts'

/** As long as the shorter of what the platforms let people write at once. */
export const SAID_MAX_CHARACTERS = 4_000

/** What became of it. `held`: it went nowhere, for what was found in it. `help`: helplines are to be shown. */
export type SaidOnPage = { kind: 'said'; help: boolean } | { kind: 'held'; contact: boolean; found: string }

/**
 * Says something on the page to the other side of this very chat: stored, sealed, and on its way. `ownId` is what the page
 * calls it: sent again under it, it is said no second time. Contact details, links and cruelty are held back. Refused when
 * it is too long, and when this person does not sit in that chat any more, so that nothing reaches the next one.
 */
export async function sayOnPage(
  core: Core,
  said: {
    accountId: AccountId
    chatId: ChatId
    ownId: string
    content: ChatContent
    replyTo: ChatMessageId | undefined
  },
): Promise<SaidOnPage> {
  const { accountId, chatId, ownId, content, replyTo } = said
  if (content.text.text.length > SAID_MAX_CHARACTERS)
    throw new Refusal('refuse.words.tooLong', { length: content.text.text.length, most: SAID_MAX_CHARACTERS })
  const { obstacle, crisis } = await lookThrough(core, content.text, { by: accountId, messageId: ownId })
  if (obstacle) return { kind: 'held', contact: obstacle.kind === 'contact', found: obstacle.matched }
  const sources = placeLookups(core, placeOnPage({ accountId, chatId, ownId }))
  const { rows } = await core.db.pg.query({
    ...SAY,
    values: [
      accountId,
      chatId,
      sources[0],
      Buffer.from(core.vault.seal(pageSourceId(ownId), CHAT_SOURCE)),
      sealContent(core, content),
      replyTo ?? null,
      core.clock.now(),
      sources,
    ],
  })
  const [to] = rows
  if (!to) throw new Refusal('refuse.chat.none')
  wakeDispatcher(core, { platform: to.to_platform, recipient: to.to_identity, priority: 'chat' })
  return { kind: 'said', help: crisis && (await mayShowHelp(core, { accountId })) }
}

/** Each chat of each person is a place of its own: nobody can take an id away from somebody else. */
export function placeOnPage({
  accountId,
  chatId,
  ownId,
}: {
  accountId: AccountId
  chatId: ChatId
  ownId: string
}): Place {
  return { platform: 'page', chat: `${chatId}:${accountId}`, messageId: ownId }
}
