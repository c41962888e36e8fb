import type { Core } from '../core.ts'
import { postMail } from '../delivery/outbox.ts'
import type { AccountId, ChatId, IdentityId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { ChatMood } from '../store/generated/enums.ts'
import { inPg, type PgTx } from '../store/transaction.ts'
import { beginChat } from './beginChat.ts'
import { APART_DAYS } from './limits.ts'
import { refuseUnearned } from './mayChat.ts'
import { seatOf } from './seat.ts'

/** What somebody who waits for a stranger would like: whatever comes, to be heard, to listen, light company. */
export const chatMoods = ['any', 'talk', 'listen', 'light'] as const satisfies readonly ChatMood[]

/** The person agrees to talk live with strangers, or does no longer. Refused before it is earned: see `refuseUnearned`. */
export async function wishChats(
  core: Core,
  { accountId, wish }: { accountId: AccountId; wish: boolean },
): Promise<void> {
  if (wish) await refuseUnearned(core, accountId)
  else await stopWaiting(core, { accountId })
  await core.db.prisma.account.update({
    where: { id: accountId },
    data: { chatsAt: wish ? core.clock.now() : null },
  })
}

/**
 * Waits for a stranger who shares a language and suits the mood; whoever has waited longest comes first. Returns the
 * chat when somebody is there at once. Asking again while waiting changes the mood and keeps the place. Refused while in
 * a chat, before it is earned and before the person agreed. `tellSelf`: whoever asked somewhere else than in the bot's chat
 * is told there, too, when somebody is there at once.
 */
export async function waitForChat(
  core: Core,
  {
    accountId,
    identityId,
    mood,
    tellSelf = false,
  }: { accountId: AccountId; identityId: IdentityId; mood: ChatMood; tellSelf?: boolean },
): Promise<ChatId | undefined> {
  if (await seatOf(core, { accountId })) throw new Refusal('refuse.chat.sitting')
  await refuseUnearned(core, accountId)
  const account = await core.db.prisma.account.findUniqueOrThrow({ where: { id: accountId } })
  if (!account.chatsAt) throw new Refusal('refuse.chat.unearned')
  return inPg(core, async (tx) => {
    await tx.run(PAIRING, [])
    const [waiting] = await tx.run(WAIT, [accountId, identityId, mood, core.clock.now().toISOString()])
    const chatId = waiting && (await pair(core, tx, { accountId, identityId }))
    if (chatId && tellSelf) await tellBoth(core, tx, chatId, { accountId, identityId })
    return chatId || undefined
  })
}

/** Waits no longer. */
export async function stopWaiting(core: Core, { accountId }: { accountId: AccountId }): Promise<void> {
  await core.db.prisma.chatWait.deleteMany({ where: { accountId } })
}

/** Looks once more for everybody who waits, longest first: what kept two apart may be over. Returns how many chats began. */
export async function pairWaiting(core: Core): Promise<number> {
  await core.db.pg.query(SEATED_ALREADY)
  const { rows } = await core.db.pg.query('select account_id, identity_id from chat_wait order by since, account_id')
  let begun = 0
  for (const { account_id: accountId, identity_id: identityId } of rows.length > 1 ? rows : []) {
    const chatId = await inPg(core, async (tx) => {
      await tx.run(PAIRING, [])
      const [waits] = await tx.run(STILL_WAITS, [accountId])
      const chat = waits && (await pair(core, tx, { accountId, identityId }))
      if (chat) await tellBoth(core, tx, chat, { accountId, identityId })
      return chat
    })
    if (chatId) begun++
  }
  return begun
}

type Waiting = { accountId: AccountId; identityId: IdentityId }

/** One at a time in all processes: two who come together find each other, and nobody is given away twice. */
export const PAIRING = `select pg_advisory_xact_lock(hashtext('chat pairing'))`

async function pair(core: Core, tx: PgTx, one: Waiting): Promise<ChatId | undefined> {
  const now = core.clock.now()
  const apartSince = new Date(now.getTime() - APART_DAYS * 86_400_000)
  const [found] = await tx.run(PARTNER, [one.accountId, apartSince.toISOString()])
  if (!found) return undefined
  const other = { accountId: found.account_id as AccountId, identityId: found.identity_id as IdentityId }
  return beginChat(core, tx, { one, other })
}

/** Nobody pressed anything just now: the first of the two hears it by mail, too. */
async function tellBoth(core: Core, tx: PgTx, chatId: ChatId, one: Waiting): Promise<void> {
  await postMail(core, tx, {
    to: one.accountId,
    self: one.identityId,
    parcel: { kind: 'chat-begun', chatId, accountId: one.accountId },
    priority: 'chat',
    onceKey: `chat-begun:${chatId}:one`,
  })
}

/** Locked: whoever stops waiting meanwhile has stopped, or hears that somebody is here. */
const STILL_WAITS = `select 1 as waits from chat_wait where account_id = $1::uuid for update`

/** A pen-friend's chat that began at the very moment in which they asked for a stranger. */
const SEATED_ALREADY = `delete from chat_wait w using chat_seat s where s.account_id = w.account_id`

const WAIT = `insert into chat_wait (account_id, identity_id, mood, since)
  select $1::uuid, $2::uuid, $3::"ChatMood", $4::timestamptz where not exists (select 1 from chat_seat where account_id = $1::uuid)
  on conflict (account_id) do update set identity_id = excluded.identity_id, mood = excluded.mood returning account_id`

/** Moods that go together: whatever with all, light with light, to be heard with a listener. */
const PARTNER = `
  select w.account_id, w.identity_id from chat_wait me join account a on a.id = me.account_id, chat_wait w
    join account b on b.id = w.account_id join identity i on i.id = w.identity_id and i.gone_at is null
  where me.account_id = $1::uuid and w.account_id <> $1::uuid and a.reads && b.reads
    and (me.mood = 'any' or w.mood = 'any' or (me.mood = 'light' and w.mood = 'light')
      or (me.mood = 'talk' and w.mood = 'listen') or (me.mood = 'listen' and w.mood = 'talk'))
    and not exists (select 1 from chat_seat s where s.account_id = w.account_id)
    and not exists (select 1 from block where (blocker_id = $1::uuid and blocked_id = w.account_id)
      or (blocker_id = w.account_id and blocked_id = $1::uuid))
    and not exists (select 1 from chat c where c.begun_at > $2::timestamptz
      and ((c.one_id = $1::uuid and c.other_id = w.account_id) or (c.one_id = w.account_id and c.other_id = $1::uuid)))
  order by w.since, w.account_id limit 1 for update of w`
