import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import type { Language } from '../language.ts'
import type { Platform } from '../platform.ts'
import { Refusal } from '../refusal.ts'
import type { Notify } from '../store/generated/enums.ts'
import { inPrisma } from '../store/transaction.ts'
import { isZone } from '../zones.ts'
import { refreshSlots } from './readerSlots.ts'

export const DAILY_NUMBER_MAX = 10

/** What a person may change about themselves; the pen-name has a use-case of its own. */
export type Settings = {
  language: Language
  reads: Language[]
  zone: string
  willing: boolean
  dailyNumber: number
  notify: Notify
  /** Minutes after local midnight; null for none. */
  quiet: { from: number; until: number } | null
  /** Where letters arrive when there are several selves; null: wherever the person was seen last. */
  arrivesOn: Platform | null
}

/** Changes what is given and leaves the rest. Takes effect at once, also for being chosen as a reader. */
export async function changeSettings(
  core: Core,
  { accountId, change }: { accountId: AccountId; change: Partial<Settings> },
): Promise<void> {
  const { quiet, ...plain } = change
  if (plain.zone !== undefined && !isZone(plain.zone)) throw new Refusal('refuse.zone')
  if (plain.dailyNumber !== undefined && !isWholeBetween(plain.dailyNumber, 1, DAILY_NUMBER_MAX))
    throw new Refusal('refuse.dailyNumber', { most: DAILY_NUMBER_MAX })
  const hours = quiet === undefined ? {} : { quietFrom: quiet?.from ?? null, quietUntil: quiet?.until ?? null }
  await inPrisma(core, async (tx) => {
    await tx.prisma.account.update({ where: { id: accountId }, data: { ...plain, ...hours } })
    await refreshSlots(core, tx, accountId)
  })
}

const isWholeBetween = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most
