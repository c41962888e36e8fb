import type { Core } from '../core.ts'
import { inPrisma, type PrismaTx } from '../store/transaction.ts'

/**
 * One transaction, as {@link inPrisma}; a rehearsal does everything in it, gives the same result or the same refusal,
 * and leaves nothing behind.
 */
export async function inRehearsal<T>(core: Core, rehearse: boolean, work: (tx: PrismaTx) => Promise<T>): Promise<T> {
  if (!rehearse) return inPrisma(core, work)
  const played: { result?: T } = {}
  const curtain = new Error('a rehearsal leaves nothing behind')
  await inPrisma(core, async (tx) => {
    played.result = await work(tx)
    throw curtain
  }).catch((error) => {
    if (error !== curtain) throw error
  })
  return played.result as T
}
