import type { Core } from '../../core/core.ts'
import type { Attempt, Channel, Outcome, Parcel } from '../../core/delivery/channel.ts'
import type { Lease } from '../../core/delivery/lease.ts'
import { noticeFacts } from '../../core/letters/noticeFacts.ts'
import type { Platform } from '../../core/platform.ts'
import type { Chance } from './chance.ts'
import type { Owner, Scheduler } from './scheduler.ts'

/** A message that a platform has taken. The nonce stands for the row. */
export type Arrival = { platform: Platform; chat: string; nonce: string; parcel: Parcel; at: number }

/** How a platform may fail, as told by chance. */
const FAULTS = [
  '500',
  '500 after commit',
  'hang',
  'hang after commit',
  'drop',
  'drop after commit',
  '429 chat',
  '429 bot',
  'unreachable',
  'refused',
] as const
export type Meeting = 'taken' | 'the same again' | 'found again' | 'blocked' | 'void' | (typeof FAULTS)[number]

/** Discord forgets a nonce after a while; from two minutes on the channel looks back first. */
const NONCE_MS = 3 * 60_000
const LOOK_BACK_AFTER_MS = 2 * 60_000
const TIMEOUT_MS = 15_000

export type Platforms = {
  arrivals: Arrival[]
  /** Whoever has blocked us. */
  blocked: Set<string>
  /** … or had at some time. */
  everBlocked: Set<string>
  channel(platform: Platform, sender: { owner: Owner; core: Core; lease: Lease }): Channel
}

type Ears = {
  /** How often something goes wrong now. */
  storm(): number
  met(meeting: Meeting): void
  /** Somebody reads what has come. */
  read(arrival: Arrival): void
  /** Somebody is about to send under this lease. */
  sends(lease: Lease): void
}

/** Both platforms, as far as a sender sees them. */
export function openPlatforms(scheduler: Scheduler, chance: Chance, { storm, met, read, sends }: Ears): Platforms {
  const arrivals: Arrival[] = []
  const blocked = new Set<string>()
  const everBlocked = new Set<string>()

  const take = (platform: Platform, { address, parcel, nonce, maybeSent, firstTriedAt }: Attempt): Outcome => {
    const now = scheduler.now()
    const known =
      platform === 'discord' ? arrivals.find((one) => one.platform === 'discord' && one.nonce === nonce) : undefined
    const fresh = known && now - known.at < NONCE_MS
    const looked = known && maybeSent && firstTriedAt && now - firstTriedAt.getTime() >= LOOK_BACK_AFTER_MS
    met(fresh ? 'the same again' : looked ? 'found again' : 'taken')
    if (!fresh && !looked) {
      const arrival: Arrival = { platform, chat: address.platformId, nonce, parcel, at: now }
      arrivals.push(arrival)
      read(arrival)
    }
    return { kind: 'sent', messageIds: [String(arrivals.length)], chatId: `chat ${address.platformId}` }
  }

  /** What the platform does with a request, and when and what it answers. */
  const meet = (platform: Platform, attempt: Attempt): { outcome: Outcome; afterMs: number } => {
    const soon = chance.below(80)
    if (blocked.has(attempt.address.platformId)) {
      met('blocked')
      everBlocked.add(attempt.address.platformId)
      return { outcome: { kind: 'gone', reason: 'blocked' }, afterMs: soon }
    }
    if (!chance.odds(storm())) return { outcome: take(platform, attempt), afterMs: soon }
    const fault = chance.pick(FAULTS)
    met(fault)
    if (fault.endsWith('after commit')) take(platform, attempt)
    const unknown: Outcome = { kind: 'unknown', reason: fault }
    switch (fault) {
      case 'hang':
      case 'hang after commit':
        return { outcome: unknown, afterMs: TIMEOUT_MS }
      case '429 chat':
        return {
          outcome: { kind: 'later', afterMs: 1_000 + chance.below(5_000), scope: 'chat', reason: '429' },
          afterMs: soon,
        }
      case '429 bot':
        return {
          outcome: { kind: 'later', afterMs: 1_000 + chance.below(5_000), scope: 'bot', reason: '429' },
          afterMs: soon,
        }
      case 'unreachable':
        return { outcome: { kind: 'later', afterMs: 2_000, scope: 'bot', reason: fault }, afterMs: soon }
      case 'refused':
        return chance.odds(0.3)
          ? { outcome: { kind: 'refused', reason: fault }, afterMs: soon }
          : { outcome: { kind: 'later', afterMs: 1_000, scope: 'chat', reason: 'no-access' }, afterMs: soon }
      default:
        return { outcome: unknown, afterMs: soon }
    }
  }

  return {
    arrivals,
    blocked,
    everBlocked,
    channel: (platform, { owner, core, lease }) => ({
      platform,
      async send(attempt) {
        sends(lease)
        if (attempt.parcel.kind === 'letter-arrived' && !(await noticeFacts(core, attempt.parcel))) {
          met('void')
          return { kind: 'void' }
        }
        return new Promise((resolve) => {
          scheduler.add({
            what: 'request',
            owner,
            at: scheduler.now() + chance.below(10),
            run() {
              const { outcome, afterMs } = meet(platform, attempt)
              scheduler.add({
                what: 'answer of request',
                owner,
                at: scheduler.now() + afterMs,
                run: () => resolve(outcome),
              })
            },
          })
        })
      },
    }),
  }
}
