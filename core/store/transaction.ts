import type { PoolClient } from 'pg'
import type { Core } from '../core.ts'
import type { Prisma } from './generated/client.ts'

/** Runs one statement inside the transaction at hand, whichever driver carries it. */
export type Run = (sql: string, values: readonly unknown[]) => Promise<Record<string, unknown>[]>

/** What every transaction offers; `afterCommit` acts only once the change is true, and never when it is not. */
export type Tx = { run: Run; afterCommit(act: () => void): void }
export type PrismaTx = Tx & { prisma: Prisma.TransactionClient }
export type PgTx = Tx & { pg: PoolClient }

/** Many at once wait for a connection rather than fail. Work inside must use the transaction's own connection only. */
const PATIENCE = { maxWait: 15_000, timeout: 20_000 }

/** One Prisma transaction: for what people wait a second for. All or nothing. */
export async function inPrisma<T>(core: Core, work: (tx: PrismaTx) => Promise<T>): Promise<T> {
  const acts: (() => void)[] = []
  const result = await core.db.prisma.$transaction(
    (prisma) =>
      work({
        prisma,
        run: (sql, values) => prisma.$queryRawUnsafe(sql, ...values),
        afterCommit: (act) => acts.push(act),
      }),
    PATIENCE,
  )
  for (const act of acts) act()
  return result
}

/** One `pg` transaction: for the hot paths. All or nothing. */
export async function inPg<T>(core: Core, work: (tx: PgTx) => Promise<T>): Promise<T> {
  const acts: (() => void)[] = []
  const pg = await core.db.pg.connect()
  try {
    await pg.query('begin')
    const run: Run = async (sql, values) => (await pg.query(named(sql, values))).rows
    const result = await work({ pg, run, afterCommit: (act) => acts.push(act) })
    await pg.query('commit')
    for (const act of acts) act()
    return result
  } catch (error) {
    await pg.query('rollback').catch(() => undefined)
    throw error
  } finally {
    pg.release()
  }
}

/** Statements are constants of the code: prepared once a connection, under a name of their own. */
function named(text: string, values: readonly unknown[]) {
  const name = names.get(text) ?? `wiro_${names.size}`
  names.set(text, name)
  return { name, text, values: [...values] }
}
const names = new Map<string, string>()
