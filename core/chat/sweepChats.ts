import type { Core } from '../core.ts'
import { postMail } from '../delivery/outbox.ts'
import type { AccountId, ChatId, IdentityId } from '../ids.ts'
import { inPg } from '../store/transaction.ts'
import { endChatOf } from './leaveChat.ts'
import { CHAT_DAYS, IDLE_MINUTES, MESSAGE_HOURS, WAIT_MINUTES_MOST } from './limits.ts'
import { PAIRING, pairWaiting } from './waitForChat.ts'

/**
 * What time does to chats: who waits is looked for once more, or told that nobody is there; where nothing was said for
 * long both are asked, and later the chat ends.
 */
export async function sweepChats(core: Core): Promise<void> {
  await pairWaiting(core)
  await endWaits(core)
  await askIdle(core)
  await endIdle(core)
}

/** Finds something when there is anything for {@link sweepChats}; $1 is {@link idleSince}. */
export const CHATS_DUE = `select 1 from chat_wait
  union all select 1 from chat_seat s join chat c on c.id = s.chat_id where coalesce(c.asked_at, c.last_at) <= $1::timestamptz`

/** Where nothing was said since then, nothing was said for long. */
export const idleSince = (now: Date): string => new Date(now.getTime() - IDLE_MINUTES * 60_000).toISOString()

/** What was said in chats is destroyed after a day, that two talked some weeks later. */
export async function forgetOldChats(core: Core): Promise<void> {
  const now = core.clock.now().getTime()
  const kept = new Date(now - MESSAGE_HOURS * 3_600_000)
  for (let more = true; more; )
    more = (await core.db.pg.query(DESTROY_OLDEST, [kept, DESTROYED_AT_ONCE])).rowCount === DESTROYED_AT_ONCE
  await core.db.pg.query('delete from chat_picture where at <= $1', [kept])
  await core.db.pg.query('delete from chat where ended_at <= $1', [new Date(now - CHAT_DAYS * 86_400_000)])
  await core.db.pg.query('delete from chat_invite where expires_at <= $1', [new Date(now - 86_400_000)])
}

/** What was said is numbered in the order in which it was said. */
const DESTROY_OLDEST = `delete from chat_message m using (select id from chat_message order by id limit $2) oldest
  where m.id = oldest.id and m.at <= $1`
const DESTROYED_AT_ONCE = 500

/** Somebody says that they are still there, without saying anything. */
export async function stayInChat(core: Core, { accountId }: { accountId: AccountId }): Promise<void> {
  await core.db.pg.query(
    'update chat c set last_at = $2, asked_at = null from chat_seat s where s.account_id = $1 and c.id = s.chat_id',
    [accountId, core.clock.now()],
  )
}

async function endWaits(core: Core): Promise<void> {
  await inPg(core, async (tx) => {
    // Whoever is being brought together with somebody just now is not told that nobody is there.
    await tx.run(PAIRING, [])
    const since = new Date(core.clock.now().getTime() - WAIT_MINUTES_MOST * 60_000).toISOString()
    const over = await tx.run(
      'delete from chat_wait where since <= $1::timestamptz returning account_id, identity_id, since',
      [since],
    )
    for (const { account_id: to, identity_id: self } of over)
      await postMail(core, tx, {
        to: to as AccountId,
        self: self as IdentityId,
        parcel: { kind: 'chat-nobody', accountId: to as AccountId },
        priority: 'chat',
      })
  })
}

async function askIdle(core: Core): Promise<void> {
  await inPg(core, async (tx) => {
    const now = core.clock.now()
    const asked = await tx.run(ASK_IDLE, [now.toISOString(), idleSince(now)])
    for (const { chat_id: chatId, account_id: to, identity_id: self } of asked)
      await postMail(core, tx, {
        to: to as AccountId,
        self: self as IdentityId,
        parcel: { kind: 'chat-idle', chatId: chatId as ChatId },
        priority: 'chat',
      })
  })
}

async function endIdle(core: Core): Promise<void> {
  const { rows } = await core.db.pg.query(
    'select min(s.account_id::text) as account_id from chat_seat s join chat c on c.id = s.chat_id where c.asked_at <= $1 group by c.id',
    [idleSince(core.clock.now())],
  )
  for (const { account_id: accountId } of rows)
    await inPg(core, async (tx) => void (await endChatOf(core, tx, { accountId, tell: 'both' })))
}

const ASK_IDLE = `with idle as (
    update chat c set asked_at = $1::timestamptz from chat_seat s
    where s.chat_id = c.id and c.asked_at is null and c.last_at <= $2::timestamptz returning c.id
  )
  select chat_id, account_id, identity_id from chat_seat where chat_id in (select id from idle)`
