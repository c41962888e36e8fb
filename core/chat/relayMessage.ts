import { identityScope } from '../accounts/identityScope.ts'
import type { Core } from '../core.ts'
import { inBatches } from '../delivery/batch.ts'
import { wakeDispatcher } from '../delivery/outbox.ts'
import { openSealed } from '../delivery/recipients.ts'
import type { AccountId, ChatId, ChatMessageId, IdentityId } from '../ids.ts'
import type { Language } from '../language.ts'
import type { Platform } from '../platform.ts'
import { CHAT_SOURCE, type ChatContent, placeLookup, sealContent } from './content.ts'
import { keepJustSaid } from './justSaid.ts'
import { rememberPartner } from './partners.ts'
import { RELAY } from './sql.ts'
import { awaitNoted } from './twins.ts'

/** Something said in the bot's private chat. */
export type Said = {
  platform: Platform
  /** The platform's ids: of the person, of the private chat, of the message. */
  platformId: string
  chat: string
  messageId: string
  content: ChatContent
  /** The platform's id of the message it replies to. */
  replyTo: string | undefined
  /** The inbound event it came with; it is handled once the message is taken. */
  event: Uint8Array | undefined
  /** When it was written, as the platform tells; milliseconds since the epoch. It goes to no chat that began later. */
  writtenAt?: number | undefined
  /** The chat that it is meant for, where that is known: it goes to no other. */
  chatId?: ChatId | undefined
}

/** The platform's clock and ours differ, and Telegram tells whole seconds. */
const CLOCKS_DIFFER_MS = 3_000

/** The latest moment, by the domain clock, at which a chat began that something written then may belong to. */
export function begunBy(core: Pick<Core, 'clock' | 'time'>, writtenAt: number): Date {
  const ago = Math.max(0, core.time.now() - writtenAt - CLOCKS_DIFFER_MS)
  return new Date(core.clock.now().getTime() - ago)
}

/**
 * Says something to the other side of the chat this person sits in: stored, sealed, and on its way. False when they sit
 * in none here, or in another than it was written in, or are being asked for something else: then nothing happened. A message that was said before is said no
 * second time. Its words must have been looked through: see `lookThrough`.
 */
export async function relayMessage(core: Core, said: Said): Promise<boolean> {
  const { platform, chat, replyTo } = said
  if (replyTo !== undefined) await awaitNoted(core, { platform, chat, messageId: replyTo }, said.platformId)
  const relay = relays.get(core) ?? openRelay(core)
  relays.set(core, relay)
  return relay(said)
}

type Relay = (said: Said) => Promise<boolean>
const relays = new WeakMap<Core, Relay>()
const BATCHES = { most: 200, atOnce: 1 }

/** What many say at the same time goes to the database together. */
function openRelay(core: Core): Relay {
  return inBatches(async (batch) => {
    const sealed = batch.flatMap((said, at) => sealSaid(core, said).map((one) => ({ ...one, at })))
    const column = <Key extends keyof Sealed>(key: Key) => sealed.map((one) => one[key])
    const { rows } = await core.db.hot.query({
      ...RELAY,
      values: [
        column('platform'),
        column('person'),
        column('source'),
        column('sourceId'),
        column('body'),
        column('reply'),
        column('event'),
        core.clock.now(),
        column('begunBy'),
        column('chatId'),
      ],
    })
    const taken = new Set<number>()
    const kept: { messageId: ChatMessageId; content: ChatContent }[] = []
    for (const row of rows as Taken[]) {
      const { i, message: messageId } = row
      const at = sealed[i - 1]?.at ?? -1
      taken.add(at)
      const said = batch[at]
      if (said) remember(core, said, row)
      if (messageId && said && said.replyTo === undefined) kept.push({ messageId, content: said.content })
    }
    keepJustSaid(core, kept)
    for (const { to_platform: platform, to_identity: recipient } of rows as Taken[])
      wakeDispatcher(core, { platform, recipient, priority: 'chat' })
    return batch.map((_said, i) => taken.has(i))
  }, BATCHES)
}

type Taken = {
  i: number
  to_platform: Platform
  to_identity: IdentityId
  message: ChatMessageId | null
  chat_id: ChatId
  begun_at: Date
  account_id: AccountId
  identity_id: IdentityId
  sealed_id: Buffer
  sealed_chat: Buffer | null
  language: Language
  zone: string
}

/** What they say next need not be looked up. */
function remember(core: Core, said: Said, row: Taken): void {
  const address = { ...openSealed(core, row), language: row.language, zone: row.zone }
  rememberPartner(core, said, {
    chatId: row.chat_id,
    begunAt: row.begun_at,
    accountId: row.account_id,
    identityId: row.identity_id,
    to: { identityId: row.to_identity, platform: row.to_platform, address },
  })
}

type Sealed = ReturnType<typeof sealSaid>[number]

/** Once for every key that the person may be known under; at most one of them is. */
function sealSaid(core: Core, said: Said) {
  const { platform, platformId, chat, messageId, content, replyTo, event, writtenAt, chatId } = said
  const sealed = {
    platform,
    source: placeLookup(core, { platform, chat, messageId }),
    sourceId: Buffer.from(core.vault.seal(messageId, CHAT_SOURCE)),
    body: sealContent(core, content),
    reply: replyTo === undefined ? null : placeLookup(core, { platform, chat, messageId: replyTo }),
    event: event ? Buffer.from(event) : null,
    begunBy: writtenAt === undefined ? null : begunBy(core, writtenAt),
    chatId: chatId ?? null,
  }
  const persons = core.vault.lookups(identityScope(platform), platformId)
  return persons.map((person) => ({ ...sealed, person: Buffer.from(person) }))
}
