import { hangUp } from '../chat/leaveChat.ts'
import type { Core } from '../core.ts'
import type { AccountId, CorrespondenceId, DeliveryId, LetterId } from '../ids.ts'
import { leaveThread } from '../letters/correspondence.ts'
import { seekAnother } from '../letters/seekAnother.ts'
import { takeAwayWritten } from '../letters/shownLetters.ts'
import { Refusal } from '../refusal.ts'
import { together } from '../store/together.ts'
import { inPrisma, type PrismaTx } from '../store/transaction.ts'
import { logOutLogin } from './google.ts'
import { SHED_OPEN } from './openParts.ts'
import { holdSanctions } from './sanctionedSelves.ts'
import { tell } from './tell.ts'

/**
 * Destroys everything about a person, for good: the keys of what they wrote, so that nothing opens it any more; their
 * selves, settings, name, sessions and forms. Whoever has a letter of theirs finds that it was taken back. Letters on
 * their way to them go on to others, or home. What remains names nobody: empty letters in others' threads, the sealed
 * copy in a report that is not decided, and for whoever is paused or banned the keyed hash that keeps it so.
 */
export async function eraseAccount(core: Core, { accountId }: { accountId: AccountId }): Promise<void> {
  const threads = await core.db.prisma.correspondence.findMany({
    where: { endedAt: null, OR: [{ writerId: accountId }, { readerId: accountId }] },
  })
  for (const thread of threads) await leaveThread(core, { accountId, correspondenceId: thread.id as CorrespondenceId })
  await hangUp(core, { accountId })
  await inPrisma(core, async (tx) => {
    await tx.run('select 1 as held from account where id = $1::uuid for update', [accountId])
    const account = await tx.prisma.account.findUnique({ where: { id: accountId } })
    if (!account || account.erasedAt) throw new Refusal('refuse.erase.gone')
    await holdSanctions(tx, accountId)
    await sendHome(core, tx, accountId)
    await takeAwayWritten(core, tx, { writerId: accountId })
    const logins = await tx.prisma.identity.findMany({ where: { accountId, platform: 'google' } })
    for (const login of logins) await logOutLogin(core, tx, login)
    const now = core.clock.now().toISOString()
    for (const statement of SHED) await tx.run(statement, statement.includes('$2') ? [accountId, now] : [accountId])
  })
}

/** What was on its way to this person goes to somebody else, or back to its writer. */
async function sendHome(core: Core, tx: PrismaTx, accountId: AccountId): Promise<void> {
  const unread = await tx.prisma.delivery.findMany({
    where: {
      readerId: accountId,
      state: { in: ['waiting', 'arrived', 'opened'] },
      letter: { kind: 'stranger', writerId: { not: accountId } },
    },
    select: { id: true },
  })
  for (const { id } of unread) await seekAnother(core, tx, { deliveryId: id as DeliveryId, why: 'unreachable' })
  const coming = await tx.run(COMING_HOME, [accountId, core.clock.now().toISOString()])
  for (const { id, writer_id: writer } of coming) {
    const parcel = { kind: 'letter-returned', letterId: id as LetterId } as const
    await tell(core, tx, { to: writer as AccountId, parcel, priority: 'letter', onceKey: `returned:${id}` })
  }
}

const COMING_HOME = `update letter set state = 'returned', seek_at = null, changed_at = $2::timestamptz
  where to_id = $1::uuid and writer_id <> $1::uuid and state in ('travelling', 'seeking') returning id, writer_id`

const SELVES = 'select id from identity where account_id = $1::uuid'

/** In this order; what stands together sees nothing of each other. $1 is the account, $2 now. */
const SHED: readonly string[] = [
  together(
    `delete from account a using binding b, identity i where i.account_id = $1::uuid and b.identity_id = i.id and a.id = b.left_id
      and not exists (select 1 from identity other where other.account_id = a.id)`,
    `delete from binding b using identity i where i.account_id = $1::uuid and (b.identity_id = i.id or (i.platform = 'google' and b.google_lookup = i.lookup))`,
    `delete from export where account_id = $1::uuid`,
    `delete from chat where one_id = $1::uuid or other_id = $1::uuid`,
    `delete from chat_message where sender_id = $1::uuid or identity_id in (${SELVES})`,
    `delete from chat_seat where account_id = $1::uuid or identity_id in (${SELVES})`,
    `delete from chat_invite where from_id = $1::uuid or identity_id in (${SELVES})`,
    `delete from chat_wait where identity_id in (${SELVES})`,
    `delete from chat_twin where identity_id in (${SELVES})`,
    `delete from outbox where identity_id in (${SELVES})`,
    `delete from letter l where l.writer_id = $1::uuid and (l.kind = 'self'
      or not exists (select 1 from delivery d where d.letter_id = l.id and d.reader_id <> $1::uuid))`,
    `delete from block where blocker_id = $1::uuid or blocked_id = $1::uuid`,
    `update report set words = null where reporter_id = $1::uuid and state <> 'open'`,
    `update sanction set quote = case when appealed_at is null or granted is not null then null else quote end,
        appeal = case when granted is not null then null else appeal end where account_id = $1::uuid`,
    `delete from reader_slot where account_id = $1::uuid`,
  ),
  `update letter set body = null, body_key = null, signature = null, source = null, gist = null, signed = false, heavy = false, seek_at = null,
      leave_open = false, mood = null, topic = null, stationery = null,
      state = case when state in ('travelling', 'seeking', 'held', 'draft') then 'recalled' else state end, changed_at = $2::timestamptz
    where writer_id = $1::uuid`,
  ...SHED_OPEN,
  together(
    `delete from identity where account_id = $1::uuid`,
    `update account set pen_name = null, pen_name_key = null, reads = '{}', zone = 'UTC', adult_at = null, welcomed_at = null, willing = false,
        daily_number = 1, notify = 'never', quiet_from = null, quiet_until = null, read_count = 0, read_day = null, last_read_at = null,
        last_wrote_at = null, arrives_on = null, show_following = false, prompt_at = null, chats_at = null, erased_at = $2::timestamptz
      where id = $1::uuid`,
  ),
]
