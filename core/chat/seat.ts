import type { Core } from '../core.ts'
import type { AccountId, ChatId, IdentityId } from '../ids.ts'
import type { ChatMood } from '../store/generated/enums.ts'
import { FIRST_MINUTES, HELP_AGAIN_MINUTES } from './limits.ts'

/** Where a person sits in an open chat. Of the other one it says nothing. */
export type Seat = { chatId: ChatId; identityId: IdentityId; begunAt: Date; first: boolean; withFriend: boolean }

/** The open chat of a person; undefined when there is none. */
export async function seatOf(core: Core, { accountId }: { accountId: AccountId }): Promise<Seat | undefined> {
  const { rows } = await core.db.pg.query({ ...SEAT, values: [accountId] })
  const row = rows[0]
  return (
    row && {
      chatId: row.chat_id,
      identityId: row.identity_id,
      begunAt: row.begun_at,
      first: row.first,
      withFriend: row.correspondence_id !== null,
    }
  )
}

/** For how long a first meeting of strangers still carries words and pictures only; 0 once it carries more. Pure. */
export function wordsOnlyFor({ first, withFriend, begunAt }: Seat, now: Date): number {
  if (!first || withFriend) return 0
  return Math.max(0, begunAt.getTime() + FIRST_MINUTES * 60_000 - now.getTime())
}

/** The person's place among those who wait for a stranger. */
export async function waitOf(
  core: Core,
  { accountId }: { accountId: AccountId },
): Promise<{ since: Date; mood: ChatMood } | undefined> {
  const row = await core.db.prisma.chatWait.findUnique({ where: { accountId } })
  return row ? { since: row.since, mood: row.mood } : undefined
}

const SEAT = {
  name: 'chat_seat',
  text: `select s.chat_id, s.identity_id, c.begun_at, c.first, c.correspondence_id
    from chat_seat s join chat c on c.id = s.chat_id where s.account_id = $1`,
}

/** Whether helplines may be shown to this person in their chat again; notes that they were. */
export async function mayShowHelp(core: Core, { accountId }: { accountId: AccountId }): Promise<boolean> {
  const now = core.clock.now()
  const { rowCount } = await core.db.pg.query(
    'update chat_seat set helped_at = $2 where account_id = $1 and (helped_at is null or helped_at <= $3)',
    [accountId, now, new Date(now.getTime() - HELP_AGAIN_MINUTES * 60_000)],
  )
  return rowCount === 1
}
