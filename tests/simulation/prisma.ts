import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../../core/store/generated/client.ts'

/** A Prisma client whose statements go wherever the process that has it now sends its own. */
export type LentPrisma = { prisma: PrismaClient; giveBack(): void }

/** What is asked of a pool. */
export type SimulatedPool = Pick<pg.Pool, 'query' | 'connect'>

type Kept = { prisma: PrismaClient; pool: { to: SimulatedPool | undefined } }
const idle: Kept[] = []

/**
 * Opening a client costs more than most lives in the simulation, so the dead leave theirs to those who come after. What
 * they had under way stays with their own connections, which answer no more.
 */
export async function lendPrisma(to: SimulatedPool): Promise<LentPrisma> {
  const kept = idle.pop() ?? (await open())
  kept.pool.to = to
  return {
    prisma: kept.prisma,
    giveBack() {
      kept.pool.to = undefined
      idle.push(kept)
    },
  }
}

/** Before a simulation: what Prisma does once, at first, takes real time. */
export async function warmPrisma(real: pg.Pool, count: number): Promise<void> {
  const lent = await Promise.all(Array.from({ length: count }, () => lendPrisma(real)))
  for (const { prisma } of lent) await prisma.$transaction((tx) => tx.extraWord.count())
  for (const { giveBack } of lent) giveBack()
}

/** The driver adapter takes a pool of `pg` as it is: this one passes on whatever it is asked. */
async function open(): Promise<Kept> {
  const pool = { to: undefined as SimulatedPool | undefined }
  const never = new Promise<never>(() => undefined)
  const passing = Object.assign(Object.create(pg.Pool.prototype) as pg.Pool, {
    options: {},
    query: (...asked: Parameters<pg.Pool['query']>) => pool.to?.query(...asked) ?? never,
    connect: () => pool.to?.connect() ?? never,
    on: () => passing,
    removeListener: () => passing,
  })
  return { prisma: new PrismaClient({ adapter: new PrismaPg(passing, { statementNameGenerator: nameOf }) }), pool }
}

/** Planned once a connection, which the service does not need and the simulation is faster for. */
function nameOf({ sql }: { sql: string }): string {
  const name = names.get(sql) ?? `wiro_prisma_${names.size}`
  names.set(sql, name)
  return name
}
const names = new Map<string, string>()
