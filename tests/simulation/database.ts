import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { Chance } from './chance.ts'
import type { Owner, Scheduler } from './scheduler.ts'

/** What a process has instead of a pool: the same database, but each statement and each answer is a deed. */
export type SimulatedDatabase = {
  pg: pg.Pool
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
  /** When which mail was committed, by its once key: only then is there anything to send. */
  posted: Map<string, number>
  /** Rows that were marked as being sent by somebody who no longer held the lease: there may be none. */
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
      const answer = (give: () => void) =>
        scheduler.add({ what: `answer of ${what}`, owner, at: scheduler.now() + chance.below(4), run: give })
      scheduler.add({
        what,
        owner,
        at: scheduler.now() + chance.below(3),
        async run() {
          const connection = await client()
          notePosting(connection, statement, what)
          let give = () => {}
          const done = connection.query(rewritten(means, statement)).then(
            async (result) => {
              if (statement.name === 'outbox_step') await noteUsurped(means, statement, result.rows)
              give = () => resolve(result)
            },
            (error) => {
              give = () => reject(error)
            },
          )
          const finish = () => {
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
    return {
      query: (config: string | Statement, values?: unknown[]) =>
        run(take, asStatement(config, values), () => undefined),
      release() {
        if (!connection) return
        open.delete(connection)
        posting.delete(connection)
        connection.release()
      },
    }
  }

  return {
    pg: { query, connect } as unknown as pg.Pool,
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

/** A claim counts only under the newest fence; `values` are those of the dispatcher's step. */
async function noteUsurped({ real, usurped }: Means, { values = [] }: Statement, claimed: { id: string }[]) {
  if (claimed.length === 0) return
  const { rows } = await real.query('select fence::text from lease where name = $1', [values[13]])
  if (rows[0].fence !== String(values[7])) usurped.push(...claimed.map(({ id }) => id))
}

/** Resolves when the statement is done (false) or waits for somebody's lock (true). */
async function isBlocked({ real }: Means, parked: Parked): Promise<boolean> {
  for (;;) {
    await Promise.race([parked.done, wait(3)])
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

/** A planted bug is another statement, so it needs another name. */
function rewritten({ rewrite }: Means, { name, text, values = [] }: Statement): Statement {
  const changed = rewrite(text)
  if (changed !== text) return { text: changed, values }
  return { ...(name ? { name } : {}), text, values }
}

/** Names of statements, or what they do to which table. */
function labelOf({ name, text }: Statement): string {
  if (name && !name.startsWith('wiro_')) return name
  const [, verb, table] =
    /^\s*(?:with[\s\S]*?\)\s*)?(begin|commit|rollback|select|insert into|update|delete from)\s*([\w]*)/i.exec(text) ??
    []
  return /begin|commit|rollback/i.test(verb ?? '') ? (verb ?? '') : `${verb ?? 'with'} ${table ?? ''}`.trim()
}
