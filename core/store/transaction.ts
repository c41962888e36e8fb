import type { PoolClient } from 'pg'
import type { Core } from '../core.ts'
import type { Prisma } from './generated/client.ts'

/** Runs one statement inside the transaction at hand, whichever driver carries it. */
export type Run = (sql: string, values: readonly unknown[]) => Promise<Record<string, unknown>[]>

/** What every transaction offers; `afterCommit` acts only once the change is true, and never when it is not. */
export type Tx = { run: Run; afterCommit(act: () => void): void }
export type PrismaTx = Tx & { prisma: Prisma.TransactionClient }
export type PgTx = Tx & { pg: PoolClient }

/** One Prisma transaction: for what people wait a second for. All or nothing. */
export async function inPrisma<T>(core: Core, work: (tx: PrismaTx) => Promise<T>): Promise<T> {
  const acts: (() => void)[] = []
  const result = await core.db.prisma.$transaction((prisma) =>
    work({
      prisma,
      run: (sql, values) => prisma.$queryRawUnsafe(sql, ...values),
      afterCommit: (act) => acts.push(act),
    }),
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
    const run: Run = async (sql, values) => (await pg.query(sql, [...values])).rows
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
