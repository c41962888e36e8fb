import { setTimeout as wait } from 'node:timers/promises'
import type { Core } from '../core.ts'
import type { IdentityId } from '../ids.ts'
import type { Language } from '../language.ts'
import { afterUnknown } from './ambiguity.ts'
import { inBatches } from './batch.ts'
import type { Budget } from './budget.ts'
import type { Address, Channel, Outcome, Parcel } from './channel.ts'
import type { Lease } from './lease.ts'
import { PRIORITIES } from './outbox.ts'
import { openSealed, rememberChat, rememberGone, sealMessageIds } from './recipients.ts'
import { CLAIM, DUE_OF_RECIPIENT, DUE_RECIPIENTS, RECOVER, SETTLE } from './sql.ts'

/** Sends what the outbox holds for one platform. Runs in the process that holds the platform's lease. */
export type Dispatcher = {
  /** Something was written for this recipient: send it at once. */
  wake(recipient: IdentityId): void
  /** Takes nothing new and resolves when nothing is in flight. */
  stop(): Promise<void>
}

/** Told of everything that was settled for good, after it was written down. May be told twice; must not mind. */
export type Settled = (settled: {
  parcel: Parcel
  outcome: 'sent' | 'gone' | 'refused' | 'void' | 'unknown'
}) => Promise<void>

/** The net under the wake-ups: whatever is due is found within this. */
const RECONCILE_EVERY_MS = 2_000
const RECIPIENTS_A_LOOK = 2_000
const ROWS_A_LOOK = 50
const BATCH_ROWS = 200
/** After so many failed attempts (being told to wait is not one) a row is given up and shown to the operator. */
export const MAX_ATTEMPTS = 12
const BACKOFF_FIRST_MS = 1_000
const BACKOFF_MOST_MS = 5 * 60_000
const STOP_WITHIN_MS = 10_000

type Row = {
  id: string
  parcel: Parcel
  priority: number
  attempts: number
  retry_at: Date | null
  first_tried_at: Date | null
  maybe_sent: boolean
  gone_at: Date | null
  language: Language
  zone: string
  sealed_id: Buffer
  sealed_chat: Buffer | null
}

type Settlement = {
  id: string
  state: 'pending' | 'sent' | 'gone' | 'refused' | 'void' | 'unknown'
  reason: string | null
  messageIds: Buffer | null
  retryAt: Date | null
  maybeSent: boolean
  /** 1 when this attempt does not count (we were told to wait, or the platform is away for everybody). */
  uncounted: 0 | 1
}

/**
 * Starts sending. One chain of sends a recipient, first in, first out; recipients side by side, within the budget.
 * Nothing is sent without the lease, and nothing is sent that was not written down as being sent before.
 */
export function startDispatcher(
  core: Core,
  { channel, lease, budget, settled }: { channel: Channel; lease: Lease; budget: Budget; settled: Settled },
): Dispatcher {
  const { pg } = core.db
  const chains = new Map<IdentityId, { again: boolean; done: Promise<void> }>()
  const stopping = new AbortController()
  const working = () => !stopping.signal.aborted && lease.held()

  const claim = inBatches<string, boolean>(async (ids) => {
    const { rows } = await pg.query({ ...CLAIM, values: [ids, lease.fence, new Date(), lease.name] })
    const ours = new Set(rows.map((row) => String(row.id)))
    return ids.map((id) => ours.has(id))
  }, BATCH_ROWS)

  const writeDown = inBatches<Settlement, void>(async (all) => {
    await pg.query({
      ...SETTLE,
      values: [
        all.map((one) => one.id),
        all.map((one) => one.state),
        all.map((one) => one.reason),
        all.map((one) => one.messageIds),
        all.map((one) => one.retryAt),
        all.map((one) => one.maybeSent),
        all.map((one) => one.uncounted),
        core.clock.now(),
        lease.fence,
      ],
    })
    return all.map(() => undefined)
  }, BATCH_ROWS)

  /** What was sent must be written down, however long the database is away; else it would be sent twice. */
  const settle = async (settlement: Settlement) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await writeDown(settlement)
      } catch (error) {
        core.log.error({ err: error }, 'delivery: cannot write down an outcome yet')
        if (!lease.held() && attempt > 3) throw error
        await wait(Math.min(2_000, 50 * 2 ** attempt))
      }
    }
  }

  const wake = (recipient: IdentityId) => {
    const chain = chains.get(recipient)
    if (chain) {
      chain.again = true
      return
    }
    if (!working()) return
    const started = { again: false, done: Promise.resolve() }
    chains.set(recipient, started)
    started.done = drain(recipient, started)
      .catch((error) => core.log.error({ err: error }, 'delivery: a chain broke off; the next look takes it up'))
      .finally(() => {
        chains.delete(recipient)
        if (started.again) wake(recipient)
      })
  }

  const drain = async (recipient: IdentityId, chain: { again: boolean }) => {
    do {
      chain.again = false
      let rows: Row[]
      do {
        rows = await dueRows(recipient)
        for (const row of rows) if (!working() || !(await sendRow(recipient, row))) return
      } while (rows.length === ROWS_A_LOOK)
    } while (chain.again && working())
  }

  const dueRows = async (recipient: IdentityId): Promise<Row[]> =>
    (await pg.query({ ...DUE_OF_RECIPIENT, values: [recipient, core.clock.now(), ROWS_A_LOOK] })).rows

  /** One attempt. False when this recipient's chain has to wait. */
  const sendRow = async (recipient: IdentityId, row: Row): Promise<boolean> => {
    if (row.retry_at && row.retry_at.getTime() > Date.now()) {
      wakeAt(recipient, row.retry_at)
      return false
    }
    const letGo =
      row.maybe_sent && row.attempts > 0 && afterUnknown(channel.platform, row.parcel, row.attempts > 1) === 'let go'
    const address: Address = { ...openSealed(core, row), language: row.language, zone: row.zone }
    if (!letGo && !row.gone_at) await budget.take(address.platformId, PRIORITIES[row.priority] ?? 'announcement')
    if (!working() || !(await claim(row.id))) return false
    const outcome = letGo ? ({ kind: 'unknown', reason: 'let go' } as const) : await attempt(row, address)
    if (outcome.kind === 'later')
      budget.pause(outcome.afterMs, outcome.scope === 'chat' ? address.platformId : undefined)
    return finish(recipient, row, outcome, letGo)
  }

  const attempt = async (row: Row, address: Address): Promise<Outcome> => {
    if (row.gone_at) return { kind: 'gone', reason: 'gone before' }
    const nonce = `w${BigInt(row.id).toString(36)}`
    try {
      return await channel.send({
        address,
        parcel: row.parcel,
        nonce,
        maybeSent: row.maybe_sent,
        firstTriedAt: row.first_tried_at ?? undefined,
      })
    } catch (error) {
      core.log.error({ err: error, row: row.id, parcel: row.parcel.kind }, 'delivery: a channel threw')
      return { kind: 'refused', reason: 'the channel threw' }
    }
  }

  const finish = async (recipient: IdentityId, row: Row, outcome: Outcome, letGo: boolean): Promise<boolean> => {
    const settlement = judge(row, outcome, letGo)
    await settle(settlement)
    if (outcome.kind === 'sent' && outcome.chatId) await rememberChat(core, recipient, outcome.chatId)
    if (outcome.kind === 'gone') await rememberGone(core, recipient, outcome.reason)
    if (settlement.state === 'pending') {
      if (settlement.retryAt) wakeAt(recipient, settlement.retryAt)
      return false
    }
    if (settlement.state === 'refused')
      core.log.error({ row: row.id, parcel: row.parcel.kind, reason: settlement.reason }, 'delivery: refused')
    await settled({ parcel: row.parcel, outcome: settlement.state })
    return true
  }

  /** What to write down for an outcome. */
  const judge = (row: Row, outcome: Outcome, letGo: boolean): Settlement => {
    const attempts = row.attempts + 1
    const base: Settlement = {
      id: row.id,
      state: 'pending',
      reason: null,
      messageIds: null,
      retryAt: null,
      maybeSent: false,
      uncounted: 0,
    }
    switch (outcome.kind) {
      case 'sent':
        return { ...base, state: 'sent', messageIds: sealMessageIds(core, outcome.messageIds) }
      case 'void':
        return { ...base, state: 'void' }
      case 'gone':
      case 'refused':
        return { ...base, state: outcome.kind, reason: outcome.reason }
      case 'later': {
        const told = outcome.reason === '429' || outcome.scope === 'bot'
        if (!told && attempts >= MAX_ATTEMPTS)
          return { ...base, state: 'refused', reason: `gave up: ${outcome.reason}` }
        return {
          ...base,
          reason: outcome.reason,
          retryAt: later(outcome.reason === '429' ? outcome.afterMs : backoff(attempts, outcome.afterMs)),
          uncounted: told ? 1 : 0,
        }
      }
      case 'unknown': {
        const again =
          !letGo && attempts < MAX_ATTEMPTS && afterUnknown(channel.platform, row.parcel, row.maybe_sent) === 'resend'
        if (!again) return { ...base, state: 'unknown', reason: outcome.reason, maybeSent: true }
        return { ...base, reason: outcome.reason, retryAt: later(backoff(attempts, 0)), maybeSent: true }
      }
    }
  }

  const backoff = (attempts: number, atLeast: number) =>
    Math.max(atLeast, Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** (attempts - 1)) * (0.5 + core.random()))
  const later = (milliseconds: number) => new Date(Date.now() + milliseconds)

  const timers = new Set<NodeJS.Timeout>()
  const wakeAt = (recipient: IdentityId, at: Date) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        wake(recipient)
      },
      Math.max(1, at.getTime() - Date.now()),
    )
    timers.add(timer)
  }

  let recovered = false
  const reconcile = async () => {
    if (!working()) return
    if (!recovered) await pg.query(RECOVER, [channel.platform, lease.fence])
    recovered = true
    const { rows } = await pg.query({
      ...DUE_RECIPIENTS,
      values: [channel.platform, core.clock.now(), new Date(), RECIPIENTS_A_LOOK],
    })
    for (const row of rows) wake(row.identity_id)
  }
  const look = () =>
    void reconcile().catch((error) => core.log.warn({ err: error }, 'delivery: could not look for due mail'))

  look()
  const interval = setInterval(look, RECONCILE_EVERY_MS)
  const stopListening = core.clock.onMove(look)

  return {
    wake,
    async stop() {
      stopping.abort()
      clearInterval(interval)
      stopListening()
      for (const timer of timers) clearTimeout(timer)
      budget.close()
      const flying = Promise.all([...chains.values()].map((chain) => chain.done))
      await Promise.race([flying, wait(STOP_WITHIN_MS, undefined, { ref: false })])
    },
  }
}
