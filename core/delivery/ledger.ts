import type { Core } from '../core.ts'
import type { IdentityId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import { bytesArray } from '../store/bytesArray.ts'
import { plainArray } from '../store/plainArray.ts'
import { pause } from '../time.ts'
import { inBatches } from './batch.ts'
import type { Lease } from './lease.ts'
import type { FoundRow, MailRow, Settlement } from './mailRow.ts'
import { DUE_OF_RECIPIENTS, DUE_RECIPIENTS, STEP } from './sql.ts'

/** What is written down of sending. Many chains ask at the same time; what they ask goes to the database together. */
export type Ledger = {
  /** Recipients with something due, the most urgent first. Rejects when the database is away. */
  dueRecipients(most: number): Promise<{ recipient: IdentityId; priority: number }[]>
  /** A recipient's due mail, oldest first, at most {@link ROWS_A_LOOK}. Rejects when the database is away. */
  due(recipient: IdentityId): Promise<FoundRow[]>
  /**
   * Marks a row as being sent: true when it is ours to send. With it, in the same transaction, what became of the one
   * before. Rejects when the database is away: then the row is not to be sent, and `settlement` not written for sure.
   */
  claim(row: MailRow, settlement?: Settlement): Promise<boolean>
  /** Writes down what became of a row, however long the database is away: else it would be sent twice. Never rejects. */
  settle(settlement: Settlement): Promise<void>
}

export const ROWS_A_LOOK = 20
const LOOKS = { most: 200 }
/** Two at once, when many come while the first is under way: they need not wait for its end. No row is in both. */
const STEPS = { most: 200, atOnce: 2, worth: 25 }
const FIRST_PAUSE_MS = 50
const MOST_PAUSE_MS = 2_000

type Step = { settlement: Settlement | undefined; claim: MailRow | undefined }

/** Once `giveUp` is aborted nothing is written any more: the next sender finds the row as being sent, and is careful. */
export function openLedger(
  core: Core,
  { platform, lease, giveUp }: { platform: Platform; lease: Lease; giveUp: AbortSignal },
): Ledger {
  const { hot } = core.db

  const due = inBatches<IdentityId, FoundRow[]>(async (recipients) => {
    const { rows } = await hot.query({ ...DUE_OF_RECIPIENTS, values: [recipients, core.clock.now(), ROWS_A_LOOK] })
    const byRecipient = new Map(recipients.map((recipient) => [recipient, [] as FoundRow[]]))
    for (const row of rows as FoundRow[]) byRecipient.get(row.identity_id)?.push(row)
    return recipients.map((recipient) => byRecipient.get(recipient) ?? [])
  }, LOOKS)

  const step = inBatches<Step, boolean>(async (steps) => {
    const settled = steps.flatMap(({ settlement }) => settlement ?? [])
    const claims = steps.flatMap(({ claim }) => claim ?? [])
    const { rows } = await hot.query({
      ...STEP,
      values: [
        plainArray(settled.map((one) => one.id)),
        plainArray(settled.map((one) => one.state)),
        settled.map((one) => one.reason),
        bytesArray(settled.map((one) => one.messageIds)),
        settled.map((one) => one.retryAt),
        plainArray(settled.map((one) => one.attempts)),
        plainArray(settled.map((one) => one.ambiguous)),
        lease.fence,
        core.clock.now(),
        new Date(core.time.now()),
        plainArray(claims.map((row) => row.id)),
        plainArray(claims.map((row) => row.ambiguous)),
        plainArray(claims.map((row) => row.left_sending)),
        lease.name,
      ],
    })
    const ours = new Set(rows.map((row) => String(row.id)))
    return steps.map(({ claim }) => claim !== undefined && ours.has(claim.id))
  }, STEPS)

  return {
    due,
    async dueRecipients(most) {
      const values = [platform, core.clock.now(), new Date(core.time.now()), most]
      const { rows } = await hot.query({ ...DUE_RECIPIENTS, values })
      return rows.map((row) => ({ recipient: row.identity_id, priority: row.priority }))
    },
    claim: (claim, settlement) => step({ claim, settlement }),
    async settle(settlement) {
      for (let failures = 0; !giveUp.aborted; failures++) {
        try {
          await step({ claim: undefined, settlement })
          return
        } catch (error) {
          if (failures % 10 === 0)
            core.log.error({ err: error, row: settlement.id }, 'delivery: cannot write down an outcome yet')
          await pause(core.time, Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures), giveUp)
        }
      }
    },
  }
}
