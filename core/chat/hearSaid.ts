import type { Core } from '../core.ts'
import type { Opening } from '../delivery/dispatcher.ts'
import type { MailRow } from '../delivery/mailRow.ts'
import { wakeDispatcher } from '../delivery/outbox.ts'
import type { ChatMessageId, IdentityId } from '../ids.ts'
import {
  asStored,
  type Cursor,
  type InboundEvent,
  type Keyed,
  keyed,
  LEASE_PASSED_ON,
  receiveEvents,
  type StoredEvent,
  sealPayload,
} from '../inbound/inbound.ts'
import { extraWords } from '../moderation/extraWords.ts'
import type { ExtraWords } from '../safety/finding.ts'
import { bytesArray } from '../store/bytesArray.ts'
import { plainArray } from '../store/plainArray.ts'
import { whileDeciding } from '../store/whileDeciding.ts'
import { CHAT_SOURCE, placeLookup, sealContent } from './content.ts'
import { keepJustSaid } from './justSaid.ts'
import { stir } from './page/stir.ts'
import { forgetPartner, type Partner, partnerOf } from './partners.ts'
import { begunBy, type Said } from './relayMessage.ts'
import { HEAR } from './sql.ts'

/**
 * An event that was heard. `said`: what it says, when it is nothing but words to be carried over, and (`mayTravel`, asked
 * at most once, while the database is at it, with the words that moderators added) when nothing stands in their way.
 */
export type Heard = InboundEvent & {
  said?: Omit<Said, 'event' | 'replyTo'> | undefined
  mayTravel?: ((words: ExtraWords) => boolean) | undefined
}

/**
 * {@link receiveEvents}, and more: what somebody says in a live chat is, in the same statement, committed, carried over,
 * handled, and (where the other side's mail leaves from this process and nothing is before it) written down as being sent:
 * one commit between the platform that tells it and the one that is told. All that this is not possible for is stored as
 * ever. Returns what is left to be handled, in the given order.
 *
 * Words are looked through while the statement is made, which is undone where some may not travel.
 *
 * `busy` says whose earlier events are not handled yet: nothing overtakes them.
 */
export async function hearSaid(
  core: Core,
  { events, cursor, busy }: { events: Heard[]; cursor?: Cursor; busy: (lane: string) => boolean },
): Promise<StoredEvent[]> {
  const heard = withoutTwice(events.map((event) => ({ ...event, ...keyed(core, event) })))
  const words = heard.some(({ said }) => said) ? await extraWords(core) : {}
  for (let sure = false; ; ) {
    const spoken = openSpoken(core, heard, busy)
    if (spoken.every((one) => one === undefined)) return receiveEvents(core, { events, ...(cursor ? { cursor } : {}) })
    const receivedAt = core.clock.now()
    /** Undefined when it was undone. */
    let rows: Row[] | undefined
    try {
      const times = [receivedAt, new Date(core.time.now())]
      rows = await whileDeciding(
        core.db.hot,
        () => ({ ...HEAR, values: [...times, ...readTo(cursor), ...columnsOf(core, heard, spoken, sure)] }),
        () => allMayTravel(heard, spoken, words),
      )
    } finally {
      handOver(core, spoken, rows ?? [])
    }
    // Something is held back: it goes the long way, and the others are tried again.
    if (!rows) continue
    if (rows.some(({ held }) => !held)) throw new Error(LEASE_PASSED_ON)
    // Someone sits elsewhere than was thought, and what they said came without its event: nothing was stored.
    sure = rows.some(({ stored }) => !stored)
    if (sure) continue
    return heard.flatMap((event, i) => (rows[i]?.fresh && !rows[i]?.taken ? [asStored(event, receivedAt)] : []))
  }
}

/** Asks about each once; what may not travel is no longer taken for something said. */
function allMayTravel(heard: HeardKeyed[], spoken: (Spoken | undefined)[], words: ExtraWords): boolean {
  let all = true
  for (const [i, event] of heard.entries()) {
    if (!spoken[i] || !event.mayTravel) continue
    if (!event.mayTravel(words)) {
      event.said = undefined
      all = false
    }
    event.mayTravel = undefined
  }
  return all
}

type HeardKeyed = Heard & Keyed

function withoutTwice(heard: HeardKeyed[]): HeardKeyed[] {
  const seen = new Set<string>()
  return heard.filter(({ key }) => seen.size < seen.add(key.toString('latin1')).size)
}

/** What is carried over at once. */
type Spoken = {
  said: NonNullable<Heard['said']>
  partner: Partner
  source: Buffer
  opening: Opening | undefined
  /** The first for its recipient in this batch. */
  first: boolean
}

/** What of it can be carried over at once, with a place in the chain of each recipient. */
function openSpoken(core: Core, heard: HeardKeyed[], busy: (lane: string) => boolean): (Spoken | undefined)[] {
  const slow = new Set<string>()
  const sources = new Set<string>()
  const openings = new Map<IdentityId, Opening | undefined>()
  return heard.map(({ said, laneHex }) => {
    const partner = said && !slow.has(laneHex) && !busy(laneHex) ? partnerThen(core, said) : undefined
    const source = said && partner && placeLookup(core, said)
    if (!source || sources.size === sources.add(source.toString('latin1')).size) {
      slow.add(laneHex)
      return undefined
    }
    const { identityId, platform, address } = partner.to
    const first = !openings.has(identityId)
    if (first) openings.set(identityId, core.dispatchers.get(platform)?.expect(identityId, address))
    return { said, partner, source, opening: openings.get(identityId), first }
  })
}

/** Whoever they talk with, if they did when it was written. */
function partnerThen(core: Core, said: NonNullable<Heard['said']>): Partner | undefined {
  const partner = partnerOf(core, said)
  const late = partner && said.writtenAt !== undefined && partner.begunAt > begunBy(core, said.writtenAt)
  return late ? undefined : partner
}

const readTo = (cursor: Cursor | undefined) => [
  cursor?.name ?? null,
  cursor?.value ?? null,
  cursor?.lease?.name ?? null,
  cursor?.lease?.fence ?? null,
]

/** `sure`: also the events of what is thought to be carried over, which need not be kept if it is, are put in. */
function columnsOf(core: Core, heard: HeardKeyed[], spoken: (Spoken | undefined)[], sure: boolean): unknown[] {
  const of = <T>(column: (one: Spoken) => T) => spoken.map((one) => (one ? column(one) : null))
  return [
    plainArray(heard.map(({ platform }) => platform)),
    bytesArray(heard.map(({ key }) => key)),
    bytesArray(heard.map(({ lane }) => lane)),
    bytesArray(heard.map(({ payload }, i) => (sure || !spoken[i] ? sealPayload(core, payload) : null))),
    plainArray(of(({ partner }) => partner.chatId)),
    plainArray(of(({ partner }) => partner.accountId)),
    plainArray(of(({ partner }) => partner.identityId)),
    plainArray(of(({ partner }) => partner.to.identityId)),
    bytesArray(of(({ source }) => source)),
    bytesArray(of(({ said }) => core.vault.seal(said.messageId, CHAT_SOURCE))),
    bytesArray(of(({ said }) => sealContent(core, said.content))),
    plainArray(of(({ opening }) => opening?.through ?? null)),
    of(({ opening, first }) => (first ? (opening?.claim?.name ?? null) : null)),
    plainArray(of(({ opening, first }) => (first ? (opening?.claim?.fence ?? null) : null))),
  ]
}

type Row = {
  held: boolean
  stored: boolean
  fresh: boolean
  taken: boolean
  message: ChatMessageId | null
  mail: string | null
  claimed: boolean | null
  next: boolean | null
}

/** Hands what was written to those who send it. Nothing was, when there are no rows. */
function handOver(core: Core, spoken: (Spoken | undefined)[], rows: Row[]): void {
  const written = new Map<IdentityId, { one: Spoken; rows: MailRow[]; claimed: boolean; next: boolean }>()
  const kept: { messageId: ChatMessageId; content: Said['content'] }[] = []
  for (const [i, one] of spoken.entries()) {
    if (!one) continue
    const { identityId } = one.partner.to
    const mail = written.get(identityId) ?? { one, rows: [], claimed: false, next: true }
    written.set(identityId, mail)
    const row = rows[i]
    if (!row?.fresh) continue
    if (!row.taken) forgetPartner(core, one.said)
    if (!row.message || !row.mail) continue
    kept.push({ messageId: row.message, content: one.said.content })
    mail.rows.push(mailRow(identityId, row.mail, row.message))
    mail.claimed ||= row.claimed === true
    mail.next &&= row.next === true
  }
  keepJustSaid(core, kept)
  for (const [recipient, { one, rows: mail, claimed, next }] of written) {
    if (one.opening) one.opening.fill({ rows: mail, claimed, next })
    else if (mail.length > 0) wakeDispatcher(core, { platform: one.partner.to.platform, recipient, priority: 'chat' })
  }
  if (kept.length > 0) stir(core, { kind: 'changed' })
}

function mailRow(identity_id: IdentityId, id: string, messageId: ChatMessageId): MailRow {
  return {
    id,
    identity_id,
    parcel: { kind: 'chat-message', messageId },
    priority: 0,
    left_sending: false,
    attempts: 0,
    ambiguous: 0,
    retry_at: null,
    first_tried_at: null,
    gone_at: null,
  }
}
