import type { Core } from '../core.ts'
import type { IdentityId } from '../ids.ts'
import { afterUnknown } from './ambiguity.ts'
import type { Budget, Ticket } from './budget.ts'
import type { Address, Channel, Outcome, Parcel } from './channel.ts'
import { judge } from './judge.ts'
import { type Ledger, ROWS_A_LOOK } from './ledger.ts'
import type { MailRow, Settlement } from './mailRow.ts'
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
}

/** What was written down about a row, for whoever has to know. */
export type Done = { recipient: IdentityId; row: MailRow; address: Address; outcome: Outcome; settlement: Settlement }

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
  for (;;) {
    chain.again = false
    chain.raised = LEAST_URGENT
    const rows = await means.ledger.due(chain.recipient)
    const end = await sendRows(means, chain, rows)
    if (end !== 'all sent') return end.retryAt
    if (!means.working() || (rows.length < ROWS_A_LOOK && !chain.again)) return undefined
  }
}

type End = 'all sent' | { retryAt: number | undefined }
const HALT: End = { retryAt: undefined }

/** What became of a row is written down together with the claim of the next one, if that one may leave at once. */
async function sendRows(means: Means, chain: Chain, rows: MailRow[]): Promise<End> {
  const { core, ledger } = means
  let last: Done | undefined
  let address: Address | undefined
  let gone = false
  const toldOf = (done: Done | undefined) => {
    last = undefined
    if (done) means.done(done)
  }
  const writeDown = async () => {
    const done = last
    if (!done) return
    await ledger.settle(done.settlement)
    toldOf(done)
  }

  try {
    for (const [index, found] of rows.entries()) {
      if (found.retry_at && found.retry_at.getTime() > core.time.now()) return { retryAt: found.retry_at.getTime() }
      const row = asFound(means, found)
      // One recipient, one look: the same for all of them.
      address ??= addressOf(core, row)
      gone ||= row.gone_at !== null
      const known: Outcome | undefined = gone ? GONE_BEFORE : letGo(means, row)
      if (!known && !(await mayLeave(means, chain, { address, rows: rows.slice(index), writeDown }))) return HALT
      if (!known) means.foresee(row.parcel)
      if (!means.working() || !(await claim(means, row, last?.settlement))) return HALT
      toldOf(last)
      const outcome: Outcome = known ?? (means.working() ? await send(means, row, address) : NOT_OURS)
      last = { recipient: chain.recipient, row, address, outcome, settlement: settlementOf(means, row, outcome) }
      if (last.settlement.retryAt) return { retryAt: last.settlement.retryAt.getTime() }
      gone = outcome.kind === 'gone'
    }
    return 'all sent'
  } finally {
    await writeDown()
  }
}

/** Nothing was tried: an earlier row told. */
export const GONE_BEFORE: Outcome = { kind: 'gone', reason: 'gone before' }
const LET_GO: Outcome = { kind: 'unknown', reason: 'let go' }
/** The lease ran out between the claim and the act. */
const NOT_OURS: Outcome = { kind: 'later', afterMs: 0, scope: 'bot', reason: 'lease lost' }

/** A row that somebody was sending who is gone may have arrived; unless that was us, and we know better. */
function asFound({ unsent }: Means, row: MailRow): MailRow {
  const unsure = row.left_sending && !unsent.has(row.id)
  return unsure ? { ...row, ambiguous: row.ambiguous + 1 } : row
}

function addressOf(core: Core, row: MailRow): Address {
  return { ...openSealed(core, row), language: row.language, zone: row.zone }
}

/** What is to be let go rather than perhaps sent twice. */
function letGo({ channel }: Means, row: MailRow): Outcome | undefined {
  const again = row.ambiguous === 0 || afterUnknown(channel.platform, row.parcel, row.ambiguous) === 'resend'
  return again ? undefined : LET_GO
}

/** Waits for the budget. While it waits, what was sent before is written down. */
async function mayLeave(
  { budget }: Means,
  chain: Chain,
  { address, rows, writeDown }: { address: Address; rows: MailRow[]; writeDown: () => Promise<void> },
): Promise<boolean> {
  const urgency = Math.min(chain.raised, ...rows.map((row) => row.priority))
  const ticket = budget.ask(address.platformId, MAIL_PRIORITIES[urgency] ?? 'announcement')
  if (ticket.now) return true
  chain.ticket = ticket
  await writeDown()
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

async function send({ core, channel, budget }: Means, row: MailRow, address: Address): Promise<Outcome> {
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
  const { retryAfterMs, ...verdict } = judge(judged, outcome, channel.platform, core.random)
  return {
    ...verdict,
    id: row.id,
    messageIds: outcome.kind === 'sent' ? sealMessageIds(core, outcome.messageIds) : null,
    retryAt: retryAfterMs === undefined ? null : new Date(core.time.now() + retryAfterMs),
  }
}
