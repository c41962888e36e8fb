import { readConfig } from '../../core/config.ts'
import { type Core, openCore } from '../../core/core.ts'
import { type Budget, openBudget } from '../../core/delivery/budget.ts'
import type { Attempt, Channel, Outcome, Parcel } from '../../core/delivery/channel.ts'
import { type Dispatcher, type Settled, startDispatcher } from '../../core/delivery/dispatcher.ts'
import type { Lease } from '../../core/delivery/lease.ts'
import { type Mail, postMail } from '../../core/delivery/outbox.ts'
import { PLATFORM_ID } from '../../core/delivery/recipients.ts'
import { type AccountId, type DeliveryId, type IdentityId, newId } from '../../core/ids.ts'
import { openLog } from '../../core/log.ts'
import type { Platform } from '../../core/platform.ts'
import type { Tx } from '../../core/store/transaction.ts'
import { newKeys } from '../../core/vault/keys.ts'
import { freshDatabase } from '../support/database.ts'
import { testRedisUrl } from '../support/redis.ts'

/** A core over a database of its own, as one of perhaps several processes, with what tests of delivery need around it. */
export type PostOffice = {
  core: Core
  /** Another process over the same database. */
  another(): Promise<Core>
  close(): Promise<void>
}

export async function openPostOffice(): Promise<PostOffice> {
  const database = await freshDatabase()
  const env = {
    DATABASE_URL: database.url,
    WIRO_KEYS: newKeys(),
    REDIS_URL: testRedisUrl(),
  }
  const cores: Core[] = []
  const another = async () => {
    const core = await openCore(readConfig(env), { log: openLog({ level: 'silent' }) })
    cores.push(core)
    return core
  }
  return {
    core: await another(),
    another,
    async close() {
      await Promise.all(cores.map((core) => core.close()))
      await database.drop()
    },
  }
}

export type Somebody = { accountId: AccountId; identityId: IdentityId; platformId: string }

let people = 0

/** Somebody who can be reached on a platform. */
export async function addSomebody(
  core: Core,
  platform: Platform = 'telegram',
  platformId = `7${people++}`,
): Promise<Somebody> {
  const now = core.clock.now()
  const accountId = newId<AccountId>(now)
  const identityId = newId<IdentityId>(now)
  await core.db.prisma.account.create({
    data: { id: accountId, language: 'en', reads: ['en'], zone: 'UTC', createdAt: now, welcomedAt: now },
  })
  const lookup = core.vault.lookup(`identity:${platform}`, platformId)
  const sealedId = core.vault.seal(platformId, PLATFORM_ID)
  await core.db.prisma.identity.create({
    data: { id: identityId, accountId, platform, lookup, sealedId, lastSeenAt: now, createdAt: now },
  })
  return { accountId, identityId, platformId }
}

/** A parcel that carries a number, so that order can be told. */
export const numbered = (kind: 'letter-arrived' | 'letter-thanked', n: number): Parcel => ({
  kind,
  deliveryId: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}` as DeliveryId,
})
export const numberOf = (parcel: Parcel): number => ('deliveryId' in parcel ? Number(parcel.deliveryId.slice(-12)) : -1)

/** Posts mail the way use-cases do, in a transaction of one statement. */
export function post(core: Core, { accountId }: Somebody, n: number, more: Partial<Mail> = {}): Promise<boolean> {
  return inOne(core, (tx) =>
    postMail(core, tx, { to: accountId, parcel: numbered('letter-arrived', n), priority: 'letter', ...more }),
  )
}

/** A transaction of one statement, which needs neither a beginning nor an end. */
export async function inOne<T>(core: Core, work: (tx: Tx) => Promise<T>): Promise<T> {
  const acts: (() => void)[] = []
  let ran = false
  const run: Tx['run'] = async (text, values) => {
    if (ran) throw new Error('the second statement of a transaction that has one')
    ran = true
    return (await core.db.pg.query({ name: 'test_one', text, values: [...values] })).rows
  }
  const result = await work({ run, afterCommit: (act) => acts.push(act) })
  for (const act of acts) act()
  return result
}

/** Takes a lease out of everybody else's hands. `lose` makes the holder notice. */
export async function takeLease(core: Core, name = 'telegram:test'): Promise<Lease & { lose(): void }> {
  const { rows } = await core.db.pg.query(
    `insert into lease (name, holder, fence, expires_at) values ($1, 'test', 1, 'infinity')
     on conflict (name) do update set fence = lease.fence + 1 returning fence`,
    [name],
  )
  let held = true
  return {
    name,
    fence: BigInt(rows[0].fence),
    restedMs: Number.POSITIVE_INFINITY,
    held: () => held,
    lose: () => {
      held = false
    },
  }
}

/** What left, in order. */
export type Sent = { to: string; n: number; attempt: Attempt }

/** A channel that does as it is told: `script` gives each outcome, `sent` when it gives none. */
export function scriptedChannel(
  script: (attempt: Attempt, n: number) => Outcome | undefined | Promise<Outcome | undefined> = () => undefined,
  platform: Platform = 'telegram',
): Channel & { sent: Sent[] } {
  const sent: Sent[] = []
  return {
    platform,
    sent,
    async send(attempt) {
      const n = numberOf(attempt.parcel)
      sent.push({ to: attempt.address.platformId, n, attempt })
      return (await script(attempt, n)) ?? { kind: 'sent', messageIds: [String(n)] }
    },
  }
}

/** No limits at all. */
export const noLimits = (core: Core): Budget =>
  openBudget({ perSecond: 1e6, chat: { burst: 1e6, perSecond: 1e6 } }, { time: core.time })

const open: Dispatcher[] = []

/** Starts sending and lets the core's own mail wake it. */
export function startSending(
  core: Core,
  channel: Channel,
  {
    lease,
    budget = noLimits(core),
    settled = async () => undefined,
  }: { lease: Lease; budget?: Budget; settled?: Settled },
): Dispatcher {
  const dispatcher = startDispatcher(core, { channel, lease, budget, settled })
  core.dispatchers.set(channel.platform, dispatcher)
  open.push(dispatcher)
  return dispatcher
}

/** Stops what {@link startSending} started. */
export async function stopSending(...cores: Core[]): Promise<void> {
  for (const core of cores) core.dispatchers.clear()
  await Promise.all(open.splice(0).map((dispatcher) => dispatcher.stop()))
}

export type Row = {
  n: number
  state: string
  reason: string | null
  attempts: number
  ambiguous: number
  retry_at: Date | null
}

/** The outbox as it stands, oldest first. */
export async function outbox(core: Core): Promise<Row[]> {
  const { rows } = await core.db.pg.query(
    'select parcel, state::text, reason, attempts, ambiguous, retry_at from outbox order by id',
  )
  return rows.map(({ parcel, ...row }) => ({ ...row, n: numberOf(parcel) }))
}

export const states = async (core: Core): Promise<string[]> => (await outbox(core)).map((row) => row.state)

/** Whether numbers only rise. */
export const inOrder = (numbers: number[]): boolean => numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? n))

/** A promise and its key. */
export function gate(): { open(): void; passed: Promise<void> } {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, passed }
}
