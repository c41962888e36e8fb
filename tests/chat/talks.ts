import { randomUUID } from 'node:crypto'
import type { Heard } from '../../core/chat/hearSaid.ts'
import { relayMessage } from '../../core/chat/relayMessage.ts'
import type { Core } from '../../core/core.ts'
import { addSomebody, openPostOffice, type PostOffice, type Somebody, stopSending } from '../delivery/postOffice.ts'

/** Two who sit in a chat of an office without platforms: what is said there is steered to the letter. */
let office: PostOffice

export async function openTalks(): Promise<Core> {
  office = await openPostOffice()
  return office.core
}

/** Another process over the same database. */
export const anotherProcess = (): Promise<Core> => office.another()

export const closeTalks = () => office?.close()

/** Two people, seated. */
export async function beginTalk(): Promise<{ me: Somebody; other: Somebody; chatId: string }> {
  const { core } = office
  const me = await addSomebody(core)
  const other = await addSomebody(core)
  const chatId = randomUUID()
  await core.db.pg.query(
    'insert into chat (id, one_id, other_id, first, begun_at, last_at) values ($1, $2, $3, false, now(), now())',
    [chatId, me.accountId, other.accountId],
  )
  for (const { accountId, identityId } of [me, other])
    await core.db.pg.query('insert into chat_seat (account_id, chat_id, identity_id) values ($1, $2, $3)', [
      accountId,
      chatId,
      identityId,
    ])
  return { me, other, chatId }
}

/** Everybody goes, and takes everything along. */
export async function endTalk(): Promise<void> {
  await stopSending(office.core)
  await office.core.db.pg.query(
    'delete from outbox; delete from inbound; delete from chat; delete from pending_form; delete from account; delete from lease',
  )
}

let count = 1_000
/** Somebody says these words; each is an update of its own. */
export const says = (who: Somebody, text: string, id = count++): Heard => ({
  platform: 'telegram',
  eventId: `1:${id}`,
  person: who.platformId,
  payload: JSON.stringify({ id, text }),
  said: {
    platform: 'telegram',
    platformId: who.platformId,
    chat: who.platformId,
    messageId: String(id),
    content: { text: { text, marks: [] } },
  },
})

/** The first message goes the long way, which finds out who sits with whom. */
export async function meet(who: Somebody, text = 'hello'): Promise<void> {
  const { said } = says(who, text)
  if (said) await relayMessage(office.core, { ...said, replyTo: undefined, event: undefined })
}
