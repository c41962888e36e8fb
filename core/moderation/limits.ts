import type { AccountId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { PrismaTx } from '../store/transaction.ts'

/** So many letters to strangers may leave within a day, and fewer from somebody who came lately. */
export const LETTERS_A_DAY_MAX = 20
export const NEWCOMER_LETTERS_A_DAY_MAX = 10
export const NEWCOMER_DAYS = 3
const DAY_MS = 86_400_000

/** Refused when this person has sent their number of letters to strangers within the last 24 hours. */
export async function refuseTooFast(
  { prisma }: Pick<PrismaTx, 'prisma'>,
  { writerId, since, now }: { writerId: AccountId; since: Date; now: Date },
): Promise<void> {
  const newcomer = now.getTime() - since.getTime() < NEWCOMER_DAYS * DAY_MS
  const most = newcomer ? NEWCOMER_LETTERS_A_DAY_MAX : LETTERS_A_DAY_MAX
  const sent = await prisma.letter.count({
    where: { writerId, kind: 'stranger', postedAt: { gt: new Date(now.getTime() - DAY_MS) } },
  })
  if (sent >= most) throw new Refusal('refuse.letter.tooFast', { most })
}
