import type { Core } from '../core.ts'
import type { IdentityId } from '../ids.ts'
import { afterUnknown } from './ambiguity.ts'
import type { Budget, Ticket } from './budget.ts'
import { type Address, arrivedOf, type Channel, type Outcome, type Parcel } from './channel.ts'
import { judge } from './judge.ts'
import { heardSince } from './lastHeard.ts'
import { type Ledger, ROWS_A_LOOK } from './ledger.ts'
import type { FoundRow, MailRow, Settlement } from './mailRow.ts'
import { MAIL_PRIORITIES } from './outbox.ts'
import { openSealed, sealMessageIds } from './recipients.ts'

/** One recipient's chain of sends. */
export type Chain = {
  recipient: IdentityId
  /** Something was written for them while this chain runs. */
  again: boolean
  /** How urgent that is, as the database numbers it. */
  raised: number
  /** While it waits for the budget. */
  ticket: Ticket | undefined
  /** There may be more than is in the queue. */
  more: boolean
  /** What is known to be next, oldest first. */
  queue: Queued[]
  /**
   * There is nothing for them up to this row but what is in the queue or was; undefined while that is not known. What is
   * written behind it meanwhile may be put into the queue without a look.
   */
  through: bigint | undefined
  /** Where it goes, once it is known. */
  address: Address | undefined
  /** When what is in the queue was looked up (monotonic), and with it whether they can be reached. */
  lookedAt: number
}

/** `claimed`: written down as being sent already. */
export type Queued = { row: MailRow; claimed: boolean }

/** A chain that knows nothing yet. */
export function newChain(recipient: IdentityId): Chain {
  return {
    recipient,
    again: false,
    raised: LEAST_URGENT,
    more: true,
    ticket: undefined,
    queue: [],
    through: undefined,
    address: undefined,
    lookedAt: 0,
  }
}

/** What was written down about a row, for whoever has to know. */
export type Done = {
  recipient: IdentityId
  row: MailRow
  address: Address
  outcome: Outcome
  /** When that was asked of the platform (monotonic); of what was gone before, when that was known. */
  asked: number
  settlement: Settlement
}

export type Means = {
  core: Core
  channel: Channel
  budget: Budget
  ledger: Ledger
  /** Hears of a parcel that is about to be sent, so that what it tells can be looked up meanwhile. */
  foresee(parcel: Parcel): void
  /** Whether we may still act. */
  working(): boolean
  /** Rows that are marked as being sent by us although we did not: the answer to the claim was lost. */
  unsent: Set<string>
  /** Hears of every settlement, once it is written down. */
  done(done: Done): void
}

export const LEAST_URGENT = MAIL_PRIORITIES.length - 1

/**
 * Sends what is due for one recipient, first in, first out, one after the other. Nothing is sent that was not written
 * down as being sent before. Returns when something is to be tried again (milliseconds since the epoch), if so.
 * Rejects when the database is away; the next look takes it up.
 */
export async function drain(means: Means, chain: Chain): Promise<number | undefined> {
  try {
    for (;;) {
      if (chain.queue.length === 0) {
        if (!chain.again && !chain.more) return undefined
        await look(means, chain)
      }
      const end = await sendQueue(means, chain)
      if (end !== 'all sent') return end.retryAt
      if (!means.working()) return undefined
    }
  } finally {
    // Nothing is put into the queue of a chain that is over.
    chain.through = undefined
  }
}

/** Fills the queue with what is due. */
async function look({ core, ledger }: Means, chain: Chain): Promise<void> {
  chain.again = false
  chain.more = false
  chain.raised = LEAST_URGENT
  chain.through = undefined
  chain.lookedAt = core.time.monotonic()
  const rows = await ledger.due(chain.recipient)
  const [first] = rows
  if (first) chain.address = addressOf(core, first)
  chain.queue = rows.map((row) => ({ row, claimed: false }))
  chain.more = rows.length === ROWS_A_LOOK
  if (!chain.more) chain.through = BigInt(rows.at(-1)?.id ?? 0)
}

type End = 'all sent' | { retryAt: number | undefined }
const HALT: End = { retryAt: undefined }

/** What became of the row before, until it is written down. */
type Tail = { done: Done | undefined }

/** What became of a row is written down together with the claim of the next one, if that one may leave at once. */
async function sendQueue(means: Means, chain: Chain): Promise<End> {
  const { core } = means
  const tail: Tail = { done: undefined }
  let goneSince: number | undefined
  try {
    for (let next = chain.queue[0]; next; next = chain.queue[0]) {
      const { address } = chain
      if (!address) return HALT
      if (restsUntil(next.row) > core.time.now()) return { retryAt: restsUntil(next.row) }
      const row = asFound(means, next.row)
      goneSince = stillGone(means, address, goneSince ?? foundGone(chain, row))
      const known: Outcome | undefined = goneSince === undefined ? letGo(means, row) : GONE_BEFORE
      if (!(await enter(means, chain, { row, known, address, tail, claimed: next.claimed }))) return HALT
      chain.queue.shift()
      const asked = goneSince ?? core.time.monotonic()
      const outcome: Outcome = known ?? (means.working() ? await send(means, row, address) : NOT_OURS)
      const settlement = settlementOf(means, row, outcome)
      tail.done = { recipient: chain.recipient, row, address, outcome, asked, settlement }
      if (settlement.retryAt) return { retryAt: settlement.retryAt.getTime() }
      goneSince = outcome.kind === 'gone' ? asked : undefined
    }
    return 'all sent'
  } finally {
    await writeDown(means, tail)
  }
}

type Entering = {
  row: MailRow
  known: Outcome | undefined
  address: Address
  tail: Tail
  claimed: boolean
}

/** The row is written down as being sent, and with it what became of the one before. False when it is not ours to send. */
async function enter(means: Means, chain: Chain, { row, known, address, tail, claimed }: Entering): Promise<boolean> {
  if (claimed) {
    await writeDown(means, tail)
    return true
  }
  if (!known && !(await mayLeave(means, chain, { address, tail }))) return false
  if (!means.working()) return false
  if (!known) means.foresee(row.parcel)
  if (!(await claim(means, row, tail.done?.settlement))) return false
  tell(means, tail)
  return true
}

async function writeDown(means: Means, tail: Tail): Promise<void> {
  if (tail.done) await means.ledger.settle(tail.done.settlement)
  tell(means, tail)
}

function tell(means: Means, tail: Tail): void {
  const { done } = tail
  tail.done = undefined
  if (done) means.done(done)
}

const restsUntil = ({ retry_at: at }: MailRow) => at?.getTime() ?? 0

/** Nothing was tried: an earlier row told. */
export const GONE_BEFORE: Outcome = { kind: 'gone', reason: 'gone before' }
/** They did something since: what the platform said is older than that, or it says it again. */
const BACK_SINCE: Outcome = { kind: 'later', afterMs: 0, scope: 'chat', reason: 'heard since' }
const LET_GO: Outcome = { kind: 'unknown', reason: 'let go' }
/** The lease ran out between the claim and the act. */
const NOT_OURS: Outcome = { kind: 'later', afterMs: 0, scope: 'bot', reason: 'lease lost' }

/** A row that somebody was sending who is gone may have arrived; unless that was us, and we know better. */
function asFound({ unsent }: Means, row: MailRow): MailRow {
  const unsure = row.left_sending && !unsent.has(row.id)
  return unsure ? { ...row, ambiguous: row.ambiguous + 1 } : row
}

function addressOf(core: Core, row: FoundRow): Address {
  return { ...openSealed(core, row), language: row.language, zone: row.zone }
}

/** What is to be let go rather than perhaps sent twice. */
function letGo({ channel }: Means, row: MailRow): Outcome | undefined {
  const again = row.ambiguous === 0 || afterUnknown(channel.platform, row.parcel, row.ambiguous) === 'resend'
  return again ? undefined : LET_GO
}

/** Waits for the budget. While it waits, what was sent before is written down. */
async function mayLeave(
  means: Means,
  chain: Chain,
  { address, tail }: { address: Address; tail: Tail },
): Promise<boolean> {
  const urgency = chain.queue.reduce((most, { row }) => Math.min(most, row.priority), chain.raised)
  const ticket = means.budget.ask(address.platformId, MAIL_PRIORITIES[urgency] ?? 'announcement')
  if (ticket.now) return true
  chain.ticket = ticket
  await writeDown(means, tail)
  const granted = await ticket.granted
  chain.ticket = undefined
  return granted
}

async function claim({ ledger, unsent }: Means, row: MailRow, settlement: Settlement | undefined): Promise<boolean> {
  try {
    const ours = await ledger.claim(row, settlement)
    unsent.delete(row.id)
    return ours
  } catch (error) {
    unsent.add(row.id)
    throw error
  }
}

/** Since when it is known that nothing reaches them; undefined once they did something since. */
const stillGone = (means: Means, address: Address, since: number | undefined) =>
  since !== undefined && !isBack(means, address, since) ? since : undefined

const foundGone = ({ lookedAt }: Chain, row: MailRow) => (row.gone_at === null ? undefined : lookedAt)

const isBack = ({ core, channel: { platform } }: Means, { platformId }: Address, since: number) =>
  heardSince(core, { platform, platformId }, since)

async function send(means: Means, row: MailRow, address: Address): Promise<Outcome> {
  const { core, channel, budget } = means
  const asked = core.time.monotonic()
  try {
    const outcome = await channel.send({
      address,
      parcel: row.parcel,
      nonce: `w${BigInt(row.id).toString(36)}`,
      maybeSent: row.ambiguous > 0,
      firstTriedAt: row.first_tried_at ?? undefined,
    })
    if (outcome.kind === 'later')
      budget.pause(outcome.afterMs, outcome.scope === 'chat' ? address.platformId : undefined)
    if (outcome.kind === 'gone' && isBack(means, address, asked)) return BACK_SINCE
    return outcome
  } catch (error) {
    core.log.error({ err: error, row: row.id, parcel: row.parcel.kind }, 'delivery: a channel threw')
    return { kind: 'refused', reason: 'the channel threw' }
  } finally {
    budget.answered(address.platformId)
  }
}

function settlementOf({ core, channel }: Means, row: MailRow, outcome: Outcome): Settlement {
  // The doubt about a row that is let go was counted when it was found.
  const judged = outcome === LET_GO ? { ...row, ambiguous: row.ambiguous - 1 } : row
  const arrived = arrivedOf(outcome)
  const { retryAfterMs, ...verdict } = judge(judged, outcome, channel.platform, core.random)
  return {
    ...verdict,
    id: row.id,
    messageIds: arrived ? sealMessageIds(core, arrived) : null,
    retryAt: retryAfterMs === undefined ? null : new Date(core.time.now() + retryAfterMs),
  }
}
