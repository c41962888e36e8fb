import { comeBackAfterAll } from '../accounts/comeBack.ts'
import type { Core } from '../core.ts'
import type { IdentityId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import { DRAIN_WITHIN_MS, every, pause } from '../time.ts'
import type { Budget, Ticket } from './budget.ts'
import { type Address, arrivedOf, type Channel, type Parcel } from './channel.ts'
import { type Chain, type Done, drain, GONE_BEFORE, LEAST_URGENT, type Means, newChain } from './drain.ts'
import { heardSince } from './lastHeard.ts'
import type { Lease } from './lease.ts'
import { openLedger } from './ledger.ts'
import type { MailRow } from './mailRow.ts'
import { MAIL_PRIORITIES, type MailPriority, sendElsewhere } from './outbox.ts'
import { rememberChat, rememberGone } from './recipients.ts'

/** Sends what the outbox holds for one platform. Runs in the process that holds the platform's lease. */
export type Dispatcher = {
  /** Something was written for this recipient: send it at once. False when nothing is sent from here any more. */
  wake(recipient: IdentityId, priority?: MailPriority): boolean
  /**
   * Something is about to be written for this recipient, and to be sent by the one who writes it, without a look into the
   * outbox. Undefined when that cannot be now: then it is written as any mail, and {@link wake} called.
   */
  expect(recipient: IdentityId, address: Address): Opening | undefined
  /** Takes nothing new; resolves when nothing is in flight, or after {@link DRAIN_WITHIN_MS}. */
  stop(): Promise<void>
}

/** A place in a recipient's chain for what is being written. */
export type Opening = {
  /** Only what follows this row may be filled in; and only if nothing else waits for the recipient behind it. */
  through: bigint
  /** Nothing is before it: with this lease the first row may be written as being sent already. */
  claim: Pick<Lease, 'name' | 'fence'> | undefined
  /** Has to be called once, with what was written, in this order; nothing at all when that failed. */
  fill(written: { rows: MailRow[]; claimed: boolean; next: boolean }): void
}

type Duties = {
  channel: Channel
  lease: Lease
  budget: Budget
  settled: Settled
  /** Hears of each parcel just before its channel is asked to send it. */
  foresee?: (parcel: Parcel) => void
}

/** Told of everything that was settled for good, after it was written down. May be told twice; must not mind. */
export type Settled = (settled: SettledMail) => Promise<void>

export type SettledMail = {
  parcel: Parcel
  outcome: 'sent' | 'gone' | 'refused' | 'void' | 'unknown'
  platform: Platform
  recipient: IdentityId
  /** Of what was sent, if only in part: the platform's ids of the chat and of the messages in it. */
  chat: string
  messageIds: string[]
}

/** The net under the wake-ups: whatever is due is found within this. */
export const RECONCILE_EVERY_MS = 2_000
/** More than so much for one recipient is looked up again, rather than kept. */
const QUEUED_MOST = 100
/** So many recipients at a time; the next look finds the others. What is said in a chat does not wait for that. */
const CHAINS_MOST = 2_000

/**
 * Starts sending: one chain of sends a recipient, first in, first out; recipients side by side, within the budget.
 * Nothing is sent without the lease.
 */
export function startDispatcher(
  core: Core,
  { channel, lease, budget, settled, foresee = () => undefined }: Duties,
): Dispatcher {
  const { time, log } = core
  const chains = new Map<IdentityId, Chain>()
  const timers = new Map<IdentityId, () => void>()
  const underWay = new Set<Promise<unknown>>()
  const stopping = new AbortController()
  const givingUp = new AbortController()
  const working = () => !stopping.signal.aborted && lease.held()
  const ledger = openLedger(core, { platform: channel.platform, lease, giveUp: givingUp.signal })
  let leftOut = false

  const follow = (work: Promise<unknown>, complaint: string) => {
    const caught = work.catch((error) => log.error({ err: error }, complaint)).then(() => void underWay.delete(caught))
    underWay.add(caught)
  }

  const means: Means = {
    core,
    channel,
    budget,
    ledger,
    working,
    foresee,
    unsent: new Set(),
    done: (done) =>
      follow(
        afterwards(core, channel.platform, done, settled),
        'delivery: what follows from a message is left to the sweep',
      ),
  }

  const wake = (recipient: IdentityId, priority?: MailPriority): boolean => {
    const urgency = priority ? MAIL_PRIORITIES.indexOf(priority) : LEAST_URGENT
    if (!working()) return false
    const running = chains.get(recipient)
    if (running) {
      running.again = true
      running.raised = Math.min(running.raised, urgency)
      if (priority) running.ticket?.raise(priority)
      return true
    }
    if (chains.size >= CHAINS_MOST && priority !== 'chat') {
      leftOut = true
      return true
    }
    start(Object.assign(newChain(recipient), { raised: urgency }))
    return true
  }

  const expect = (recipient: IdentityId, address: Address): Opening | undefined => {
    if (!working()) return undefined
    const running = chains.get(recipient)
    if (running) return running.through === undefined ? undefined : behind(running, running.through)
    if (timers.has(recipient) || chains.size >= CHAINS_MOST) return undefined
    const ticket = budget.ask(address.platformId, 'chat')
    if (!ticket.now) {
      ticket.drop()
      return undefined
    }
    return ahead(Object.assign(newChain(recipient), { more: false, through: 0n, address }), ticket)
  }

  /** What is written goes behind what the chain knows, if nothing else came between. */
  const behind = (chain: Chain, through: bigint): Opening => ({
    through,
    claim: undefined,
    fill({ rows, next }) {
      if (rows.length === 0) return
      const fits = next && chain.through === through && chain.queue.length + rows.length <= QUEUED_MOST
      if (fits) append(chain, rows)
      else wake(chain.recipient, 'chat')
    },
  })

  /** A chain that begins with what is written. */
  const ahead = (chain: Chain, ticket: Ticket): Opening => {
    let begin = () => {}
    const filled = new Promise<void>((resolve) => {
      begin = resolve
    })
    start(chain, filled)
    return {
      through: 0n,
      claim: lease,
      fill({ rows, claimed, next }) {
        const [first, ...others] = rows
        if (!claimed) ticket.giveBack()
        if (first && claimed) chain.queue.unshift({ row: first, claimed })
        const rest = claimed ? others : rows
        if (next && chain.through === 0n) append(chain, rest)
        else if (rest.length > 0) chain.again = true
        begin()
      },
    }
  }

  const append = (chain: Chain, rows: MailRow[]) => {
    for (const row of rows) chain.queue.push({ row, claimed: false })
    const last = chain.queue.at(-1)
    if (last) chain.through = BigInt(last.row.id)
  }

  const start = (chain: Chain, ready?: Promise<void>) => {
    const { recipient } = chain
    timers.get(recipient)?.()
    timers.delete(recipient)
    chains.set(recipient, chain)
    const run = (ready ? ready.then(() => drain(means, chain)) : drain(means, chain))
      .then((retryAt) => {
        if (retryAt !== undefined && !chain.again) wakeAt(recipient, retryAt)
      })
      .catch((error) => log.warn({ err: error }, 'delivery: a chain broke off; the next look takes it up'))
      .finally(() => {
        chains.delete(recipient)
        if (chain.again) wake(recipient)
        else if (leftOut && chains.size < CHAINS_MOST / 2) look()
      })
    follow(run, 'delivery: a chain could not end')
  }

  const wakeAt = (recipient: IdentityId, at: number) => {
    if (stopping.signal.aborted) return
    timers.get(recipient)?.()
    const cancel = time.after(Math.max(1, at - time.now()), () => {
      timers.delete(recipient)
      wake(recipient)
    })
    timers.set(recipient, cancel)
  }

  const reconcile = async () => {
    if (!working() || chains.size >= CHAINS_MOST) return
    leftOut = false
    const due = await ledger.dueRecipients(CHAINS_MOST)
    leftOut = due.length === CHAINS_MOST
    for (const { recipient, priority } of due) if (!chains.has(recipient)) wake(recipient, MAIL_PRIORITIES[priority])
  }
  const look = () =>
    void reconcile().catch((error) => log.warn({ err: error }, 'delivery: could not look for due mail'))

  look()
  const stopLooking = every(time, RECONCILE_EVERY_MS, look)
  const stopListening = core.clock.onMove(look)

  return {
    wake,
    expect,
    async stop() {
      stopping.abort()
      stopLooking()
      stopListening()
      for (const cancel of timers.values()) cancel()
      for (const { ticket } of chains.values()) ticket?.drop()
      const waited = new AbortController()
      const idle = async () => {
        while (underWay.size > 0) await Promise.all(underWay)
      }
      await Promise.race([idle(), pause(time, DRAIN_WITHIN_MS, waited.signal)])
      waited.abort()
      givingUp.abort()
    },
  }
}

/** What follows from a settled row; also from one that was lost on somebody who meanwhile is back. */
async function afterwards(core: Core, platform: Platform, done: Done, settled: Settled): Promise<void> {
  await follows(core, platform, done, settled)
  const { recipient, address, outcome, asked } = done
  const isBack = outcome.kind === 'gone' && heardSince(core, { platform, platformId: address.platformId }, asked)
  if (isBack) await comeBackAfterAll(core, recipient)
}

async function follows(
  core: Core,
  platform: Platform,
  { recipient, row, address, outcome, settlement }: Done,
  settled: Settled,
): Promise<void> {
  if (outcome.kind === 'sent' && outcome.chatId && outcome.chatId !== address.chatId)
    await rememberChat(core, recipient, outcome.chatId)
  if (outcome.kind === 'gone' && outcome !== GONE_BEFORE) await rememberGone(core, recipient, outcome.reason)
  if (settlement.state === 'pending') return
  if (settlement.state === 'refused')
    core.log.error({ row: row.id, parcel: row.parcel.kind, reason: settlement.reason }, 'delivery: refused')
  if (settlement.state === 'gone' && (await sendElsewhere(core, { row: row.id, parcel: row.parcel }))) return
  const sent = outcome.kind === 'sent' ? outcome : undefined
  const chat = sent?.chatId ?? address.chatId ?? address.platformId
  const messageIds = arrivedOf(outcome) ?? []
  await settled({ parcel: row.parcel, outcome: settlement.state, platform, recipient, chat, messageIds })
}
