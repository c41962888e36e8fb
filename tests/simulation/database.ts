import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { LEASE_TTL_MS } from '../../core/delivery/lease.ts'
import type { Chance } from './chance.ts'
import type { SimulatedPool } from './prisma.ts'
import type { Owner, Scheduler } from './scheduler.ts'

/** What a process has instead of a pool: the same database, but each statement and each answer is a deed. */
export type SimulatedDatabase = {
  pg: SimulatedPool
  /** What PostgreSQL does when a process is gone: open transactions are rolled back. */
  die(): Promise<void>
}

/** All processes' statements that wait for another one's lock. */
export type Parked = { owner: Owner; client: pg.PoolClient; done: Promise<void>; finish(): void; over: boolean }

export type Means = {
  real: pg.Pool
  scheduler: Scheduler
  chance: Chance
  parked: Set<Parked>
  /** Connections in the middle of a transaction. */
  inTransaction: Set<pg.PoolClient>
  /** When which mail was committed, by its once key: only then is there anything to send. */
  posted: Map<string, number>
  /** Rows whose recipient was away once: they come again when their person does, behind what came meanwhile. */
  gone: Set<string>
  /** Each lease as the database has it: its newest fence, and until when. */
  leases: Map<string, { fence: bigint; until: number }>
  /** Rows that were marked as being sent by somebody who did not hold the lease: there may be none. */
  usurped: string[]
  /** Changes a statement: how bugs are planted. */
  rewrite(sql: string): string
}

type Statement = { name?: string; text: string; values?: unknown[] }

export function openDatabase(means: Means, owner: Owner): SimulatedDatabase {
  const { real, scheduler, chance } = means
  const open = new Set<pg.PoolClient>()
  const posting = new Map<pg.PoolClient, string[]>()

  const notePosting = (connection: pg.PoolClient, { text, values = [] }: Statement, what: string) => {
    const keys = posting.get(connection) ?? []
    if (/insert into outbox/.test(text)) posting.set(connection, [...keys, String(values[3])])
    if (what !== 'commit') return
    for (const key of keys) if (!means.posted.has(key)) means.posted.set(key, scheduler.now())
    posting.delete(connection)
  }

  const run = (client: () => Promise<pg.PoolClient>, statement: Statement, after: () => void) =>
    new Promise((resolve, reject) => {
      const what = labelOf(statement)
      const answer = (give: () => void) => {
        const at = scheduler.now() + chance.below(4)
        scheduler.add({ what: `answer of ${what}`, owner, at, onTheWire: true, run: give })
      }
      scheduler.add({
        what,
        owner,
        at: scheduler.now() + chance.below(3),
        onTheWire: true,
        async run() {
          const connection = await client()
          notePosting(connection, statement, what)
          if (what === 'begin') means.inTransaction.add(connection)
          let give = () => {}
          const done = connection.query(asPlanted(means, statement)).then(
            (result) => {
              noteLeases(means, statement, result)
              give = () => resolve(result)
            },
            (error) => {
              give = () => reject(error)
            },
          )
          const finish = () => {
            if (what === 'commit' || what === 'rollback') means.inTransaction.delete(connection)
            after()
            answer(give)
          }
          const parked: Parked = { owner, client: connection, done, over: false, finish }
          void done.then(() => {
            parked.over = true
          })
          if (await isBlocked(means, parked)) means.parked.add(parked)
          else parked.finish()
          await unpark(means)
        },
      })
    })

  const query = (config: string | Statement, values?: unknown[]) => {
    let connection: pg.PoolClient | undefined
    const take = async () => {
      connection = await real.connect()
      return connection
    }
    return run(take, asStatement(config, values), () => connection?.release())
  }

  const connect = async () => {
    let connection: pg.PoolClient | undefined
    const take = async () => {
      connection ??= await real.connect()
      open.add(connection)
      return connection
    }
    const client = {
      query: (config: string | Statement, values?: unknown[]) =>
        run(take, asStatement(config, values), () => undefined),
      on: () => client,
      removeListener: () => client,
      release() {
        // What the dead held is let go by the database.
        if (!connection || !owner.alive || !open.delete(connection)) return
        posting.delete(connection)
        connection.release()
      },
    }
    return client
  }

  return {
    pg: { query, connect } as unknown as SimulatedPool,
    async die() {
      for (const parked of means.parked) {
        if (parked.owner !== owner) continue
        means.parked.delete(parked)
        await real.query('select pg_cancel_backend($1)', [pidOf(parked.client)])
        await parked.done
        if (!open.has(parked.client)) parked.client.release()
      }
      for (const connection of open) {
        await connection.query('rollback')
        means.inTransaction.delete(connection)
        connection.release()
      }
      open.clear()
      await unpark(means)
    },
  }
}

/** Lets go on whoever waited for a lock that is free now. */
export async function unpark(means: Means): Promise<void> {
  for (const parked of means.parked) {
    if (await isBlocked(means, parked)) continue
    means.parked.delete(parked)
    parked.finish()
  }
}

/** Who holds which lease until when; a claim counts only under the newest, while it lasts. */
function noteLeases(
  { leases, usurped, gone, scheduler }: Means,
  { name, text, values = [] }: Statement,
  { rows, rowCount }: pg.QueryResult,
): void {
  const now = scheduler.now()
  if (/^\W*(with[^;]*insert into|update) lease/.test(text) && rowCount) {
    const lease = String(values[0])
    const fence = BigInt(rows[0]?.fence ?? values[2])
    leases.set(lease, { fence, until: text.includes('interval') ? now + LEASE_TTL_MS : now })
  }
  if (name !== 'outbox_step') return
  const [settled = [], states = []] = values.slice(0, 2).map(itemsOf)
  for (const [i, id] of settled.entries()) if (states[i] === 'gone') gone.add(id)
  const lease = leases.get(String(values[13]))
  if (!lease || lease.fence !== values[7] || lease.until < now) usurped.push(...rows.map(({ id }) => String(id)))
}

/** Resolves when the statement is done (false) or waits for somebody's lock (true). */
async function isBlocked({ real, inTransaction, parked: others }: Means, parked: Parked): Promise<boolean> {
  const alone = others.size === 0 && [...inTransaction].every((client) => client === parked.client)
  for (;;) {
    await (alone ? parked.done : Promise.race([parked.done, wait(3)]))
    await Promise.resolve()
    if (parked.over) return false
    const { rows } = await real.query('select cardinality(pg_blocking_pids($1)) > 0 as blocked', [pidOf(parked.client)])
    if (rows[0].blocked && !parked.over) return true
  }
}

const pidOf = (client: pg.PoolClient) => (client as unknown as { processID: number }).processID

function asStatement(config: string | Statement, values: unknown[] | undefined): Statement {
  return typeof config === 'string' ? { text: config, ...(values ? { values } : {}) } : config
}

/**
 * A planted bug is another statement, so it goes without a name. One that asks the database for its time is given the
 * simulated one, and another name.
 */
function asPlanted({ rewrite, scheduler }: Means, statement: Statement): Statement {
  const { name, text, values = [], ...others } = statement
  const planted = rewrite(text)
  const timed = planted.replaceAll('clock_timestamp()', `$${values.length + 1}::timestamptz`)
  return {
    ...others,
    ...(name && planted === text ? { name: timed === text ? name : `${name} timed` } : {}),
    text: timed,
    values: timed === planted ? values : [...values, new Date(scheduler.now())],
  }
}

/** Of an array as `plainArray` wrote it. */
const itemsOf = (array: unknown) => String(array).slice(1, -1).split(',').filter(Boolean)

/** Names of statements, or what they do to which table. */
function labelOf({ name, text, values = [] }: Statement): string {
  if (name === 'outbox_step') return itemsOf(values[10]).length > 0 ? 'outbox_claim' : 'outbox_settle'
  if (name && !name.startsWith('wiro_')) return name
  const verb = /^\W*(?:with[\s\S]*?\)\s*)?(begin|commit|rollback|select|insert|update|delete)\b/i.exec(text)?.[1]
  const known = verb?.toLowerCase() ?? 'with'
  if (/begin|commit|rollback/.test(known)) return known
  const where = { insert: 'into', update: 'update' }[known] ?? 'from'
  const [, table] = new RegExp(`\\b${where}\\s+(?:"public"\\.)?"?(\\w+)`, 'i').exec(text) ?? []
  return `${known} ${table ?? ''}`.trim()
}
