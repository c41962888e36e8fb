import { tell } from '../accounts/tell.ts'
import type { Core } from '../core.ts'
import type { AccountId, OpenLetterId } from '../ids.ts'
import { isStamp, type Stamp } from '../letters/stamps.ts'
import { dropSignal, noteSignals } from '../recommendations/noteSignals.ts'
import { Refusal } from '../refusal.ts'
import { inPrisma } from '../store/transaction.ts'
import { findReadable } from './readOpenLetter.ts'

/** The author hears of thanks for one letter at most once in so many hours: of all of them together. */
export const THANKS_TOLD_EVERY_HOURS = 24

/**
 * Puts a stamp of thanks on an open letter, one each; another takes the place of the first. Its author hears, now and
 * then, how many there are, never from whom. Refused for one's own letter, and when it cannot be read.
 */
export async function thankOpenLetter(
  core: Core,
  { readerId, openLetterId, stamp }: { readerId: AccountId; openLetterId: OpenLetterId; stamp: string },
): Promise<Stamp> {
  if (!isStamp(stamp)) throw new Refusal('refuse.stale')
  const { authorId } = await findReadable(core, { readerId, openLetterId })
  if (authorId === readerId) throw new Refusal('refuse.open.ownThank')
  const now = core.clock.now()
  await inPrisma(core, async (tx) => {
    const [row] = await tx.run(STAMP, [openLetterId, readerId, stamp, now.toISOString()])
    if (!row?.fresh) return
    await tx.run('update open_letter set thanks = thanks + 1 where id = $1::uuid', [openLetterId])
    await noteSignals(core, { readerId, openLetterId, kinds: ['thanked'], tx })
    const window = Math.floor(now.getTime() / (THANKS_TOLD_EVERY_HOURS * 3_600_000))
    await tell(core, tx, {
      to: authorId as AccountId,
      parcel: { kind: 'open-thanked', openLetterId },
      priority: 'announcement',
      onceKey: `open-thanked:${openLetterId}:${window}`,
    })
  })
  return stamp
}

/** Takes one's stamp off again; it never counted. Nothing happens when there is none. */
export async function takeThanksBack(
  core: Core,
  { readerId, openLetterId }: { readerId: AccountId; openLetterId: OpenLetterId },
): Promise<void> {
  await inPrisma(core, async (tx) => {
    const { count } = await tx.prisma.openThank.deleteMany({ where: { openLetterId, readerId } })
    if (count === 0) return
    await tx.run('update open_letter set thanks = thanks - 1 where id = $1::uuid', [openLetterId])
    await dropSignal(core, { readerId, openLetterId, kind: 'thanked', tx })
  })
}

/** `xmax` is 0 for a row that was inserted and not updated (PostgreSQL: system columns). */
const STAMP = `insert into open_thank (open_letter_id, reader_id, stamp, created_at)
  values ($1::uuid, $2::uuid, $3::text, $4::timestamptz)
  on conflict (open_letter_id, reader_id) do update set stamp = excluded.stamp
  returning xmax = 0 as fresh`
