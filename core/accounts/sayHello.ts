import { setTimeout as wait } from 'node:timers/promises'
import type { Core } from '../core.ts'
import { postMail } from '../delivery/outbox.ts'
import type { AccountId } from '../ids.ts'
import { inPrisma } from '../store/transaction.ts'

/** How long somebody is kept waiting for the answer; the platform allows three seconds for all. */
const WAIT_MS = 1_000
const LOOK_EVERY_MS = 40

/**
 * Tries a first message to a person. `sent` and `gone` are certain; `unknown` means it is still on its way.
 * `key` names the attempt: the same key sends nothing twice.
 */
export async function sayHello(
  core: Core,
  { accountId, key }: { accountId: AccountId; key: string },
): Promise<'sent' | 'gone' | 'unknown'> {
  const onceKey = `hello:${accountId}:${key}`
  const posted = await inPrisma(core, (tx) =>
    postMail(core, tx, { to: accountId, parcel: { kind: 'hello' }, priority: 'chat', onceKey }),
  )
  if (!posted) return 'gone'
  for (let waited = 0; waited < WAIT_MS; waited += LOOK_EVERY_MS) {
    const row = await core.db.prisma.outbox.findUnique({ where: { onceKey }, select: { state: true } })
    if (row?.state === 'sent' || row?.state === 'gone') return row.state
    await wait(LOOK_EVERY_MS)
  }
  return 'unknown'
}
