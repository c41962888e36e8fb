import { isBlockedEitherWay } from '../accounts/blocks.ts'
import { tell } from '../accounts/tell.ts'
import type { Core } from '../core.ts'
import { postMail } from '../delivery/outbox.ts'
import {
  type AccountId,
  type ChatId,
  type ChatInviteId,
  type CorrespondenceId,
  type IdentityId,
  newId,
} from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { inPg, type Tx } from '../store/transaction.ts'
import { beginChat } from './beginChat.ts'
import { INVITE_MINUTES } from './limits.ts'
import { refuseMinors } from './mayChat.ts'

type Who = { accountId: AccountId; identityId: IdentityId }

/**
 * Asks a pen-friend to talk now. When they asked, too, the chat begins at once and is returned; otherwise they are told,
 * unless they want to be told of nothing now. Asking again while a question is open asks nothing twice. Refused once the
 * correspondence has ended or one blocked the other, while in a chat, for minors and while paused.
 */
export async function inviteToChat(
  core: Core,
  { accountId, identityId, correspondenceId }: Who & { correspondenceId: CorrespondenceId },
): Promise<ChatId | undefined> {
  await refuseMinors(core, accountId)
  return inPg(core, async (tx) => {
    await refuseSitting(tx, accountId)
    const other = await friendIn(tx, accountId, correspondenceId)
    const now = core.clock.now()
    const [asked] = await tx.run(OPEN_INVITE, [correspondenceId, now.toISOString()])
    if (asked && asked.from_id === other) return accept(core, tx, asked as Invite, { accountId, identityId })
    const inviteId = newId<ChatInviteId>(now)
    const expires = new Date(now.getTime() + INVITE_MINUTES * 60_000)
    if (asked) return undefined
    await tx.run(ASK, [inviteId, correspondenceId, accountId, identityId, now.toISOString(), expires.toISOString()])
    await tell(core, tx, {
      to: other,
      parcel: { kind: 'chat-invited', inviteId },
      priority: 'letter',
      onceKey: `chat-invited:${inviteId}`,
    })
    return undefined
  })
}

/** Says yes to "talk now?". Refused when the question has lapsed or the one who asked is in another chat by now. */
export async function acceptInvite(
  core: Core,
  { inviteId, ...who }: Who & { inviteId: ChatInviteId },
): Promise<ChatId> {
  await refuseMinors(core, who.accountId)
  return inPg(core, async (tx) => {
    const invite = await inviteTo(core, tx, { inviteId, accountId: who.accountId })
    await refuseSitting(tx, who.accountId)
    return accept(core, tx, invite, who)
  })
}

/** Says "not now": the one who asked hears just that. */
export async function declineInvite(
  core: Core,
  { inviteId, accountId }: { inviteId: ChatInviteId; accountId: AccountId },
): Promise<void> {
  await inPg(core, async (tx) => {
    const invite = await inviteTo(core, tx, { inviteId, accountId })
    await tx.run('update chat_invite set expires_at = $2::timestamptz where id = $1::uuid', [
      inviteId,
      core.clock.now().toISOString(),
    ])
    await postMail(core, tx, {
      to: invite.from_id,
      self: invite.identity_id,
      parcel: { kind: 'chat-declined', inviteId },
      priority: 'letter',
      onceKey: `chat-declined:${inviteId}`,
    })
  })
}

type Invite = { id: ChatInviteId; from_id: AccountId; identity_id: IdentityId; correspondence_id: CorrespondenceId }

async function accept(core: Core, tx: Tx, invite: Invite, who: Who): Promise<ChatId> {
  const asker = { accountId: invite.from_id, identityId: invite.identity_id }
  const chatId = await beginChat(core, tx, { one: who, other: asker, correspondenceId: invite.correspondence_id })
  if (!chatId) throw new Refusal('refuse.chat.lapsed')
  await tx.run('delete from chat_invite where id = $1::uuid', [invite.id])
  return chatId
}

/** An open question that this person may answer. */
async function inviteTo(
  core: Core,
  tx: Tx,
  { inviteId, accountId }: { inviteId: ChatInviteId; accountId: AccountId },
): Promise<Invite> {
  const [invite] = await tx.run(
    `select id, from_id, identity_id, correspondence_id from chat_invite
      where id = $1::uuid and from_id <> $2::uuid and expires_at > $3::timestamptz for update`,
    [inviteId, accountId, core.clock.now().toISOString()],
  )
  if (!invite) throw new Refusal('refuse.chat.lapsed')
  await friendIn(tx, accountId, invite.correspondence_id as CorrespondenceId)
  return invite as Invite
}

/** The other one of an open correspondence. */
async function friendIn(tx: Tx, accountId: AccountId, correspondenceId: CorrespondenceId): Promise<AccountId> {
  const [thread] = await tx.run(
    `select writer_id, reader_id from correspondence
      where id = $1::uuid and begun_at is not null and ended_at is null and $2::uuid in (writer_id, reader_id) for update`,
    [correspondenceId, accountId],
  )
  if (!thread) throw new Refusal('refuse.correspondence.ended')
  const other = (thread.writer_id === accountId ? thread.reader_id : thread.writer_id) as AccountId
  if (await isBlockedEitherWay(tx, accountId, other)) throw new Refusal('refuse.correspondence.ended')
  return other
}

async function refuseSitting(tx: Tx, accountId: AccountId): Promise<void> {
  const [seat] = await tx.run('select 1 as sits from chat_seat where account_id = $1::uuid', [accountId])
  if (seat) throw new Refusal('refuse.chat.sitting')
}

const OPEN_INVITE = `select id, from_id, identity_id, correspondence_id from chat_invite
  where correspondence_id = $1::uuid and expires_at > $2::timestamptz for update`
const ASK = `insert into chat_invite (id, correspondence_id, from_id, identity_id, created_at, expires_at)
  values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::timestamptz, $6::timestamptz)
  on conflict (correspondence_id) do update set id = excluded.id, from_id = excluded.from_id, identity_id = excluded.identity_id,
    created_at = excluded.created_at, expires_at = excluded.expires_at`
