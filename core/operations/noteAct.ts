import type { Core } from '../core.ts'
import { type Act, writeAudit } from '../moderation/audit.ts'
import { requireOperator } from '../moderation/operators.ts'
import { inPrisma } from '../store/transaction.ts'

/** Writes down what an operator did outside the database (a queue was paused, a job retried). */
export async function noteAct(core: Core, { by, ...act }: { by: string } & Omit<Act, 'operator'>): Promise<void> {
  await inPrisma(core, async (tx) => {
    await requireOperator(tx, by)
    await writeAudit(core, tx, { operator: by, ...act })
  })
}
