import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { collectData } from '../../core/accounts/export/collect.ts'
import { noteGone } from '../../core/accounts/leave.ts'
import { meetPerson } from '../../core/accounts/meetPerson.ts'
import { beginChat } from '../../core/chat/beginChat.ts'
import { changeMessage, deleteMessage } from '../../core/chat/changeMessage.ts'
import type { Place } from '../../core/chat/content.ts'
import { leaveChat } from '../../core/chat/leaveChat.ts'
import { CHANGES_MOST } from '../../core/chat/limits.ts'
import { sendPictureOnPage } from '../../core/chat/page/pictures.ts'
import { carryReaction, reactToMessage } from '../../core/chat/react.ts'
import { relayMessage } from '../../core/chat/relayMessage.ts'
import { showMessage } from '../../core/chat/shownMessage.ts'
import { textsOf, VERSIONS } from '../../core/chat/versions.ts'
import type { Core } from '../../core/core.ts'
import type { ChatId } from '../../core/ids.ts'
import { inPg } from '../../core/store/transaction.ts'
import { addSomebody, post, type Somebody } from '../delivery/postOffice.ts'
import { beginTalk, closeTalks, endTalk, meet, openTalks, says } from './talks.ts'

/** What becomes of what is said, changed and reacted to when a chat ends. */
let core: Core
let me: Somebody
let other: Somebody
let chatId: string

beforeAll(async () => {
  core = await openTalks()
})
afterAll(closeTalks)
beforeEach(async () => {
  ;({ me, other, chatId } = await beginTalk())
})
afterEach(endTalk)

/** What is to be told to somebody, and what became of it. */
const mailOf = async ({ identityId }: Somebody) =>
  (
    await core.db.pg.query(
      `select parcel->>'kind' as kind, state, parcel from outbox where identity_id = $1 order by id`,
      [identityId],
    )
  ).rows
const fates = async (who: Somebody) => (await mailOf(who)).map(({ kind, state }) => `${kind} ${state}`)

test('what was said to somebody who left reaches them no more; what they said themselves still arrives', async () => {
  for (const text of ['soup', 'tea', 'rice']) await meet(me, text)
  await meet(other, 'bye')
  await leaveChat(core, { accountId: other.accountId })
  expect(await fates(other)).toEqual(['chat-message void', 'chat-message void', 'chat-message void'])
  expect(await fates(me)).toEqual(['chat-message pending', 'chat-ended pending'])

  // Until they are in another chat, where it would look like the next one's.
  const [bye] = await mailOf(me)
  await core.db.pg.query(`update outbox set state = 'sending' where parcel = $1`, [bye.parcel])
  expect(await showMessage(core, bye.parcel)).toMatchObject({ content: { text: { text: 'bye' } } })
  await core.db.pg.query(`update outbox set state = 'pending' where parcel = $1`, [bye.parcel])
  const third = await addSomebody(core)
  await inPg(core, (tx) => beginChat(core, tx, { one: third, other: me }))
  expect(await fates(me)).toEqual(['chat-message void', 'chat-ended pending', 'chat-begun pending'])
  expect(await showMessage(core, bye.parcel)).toBeUndefined()
})

test('what somebody blocked is not shown, whenever it comes', async () => {
  await meet(me, 'soup')
  const [soup] = await mailOf(other)
  await leaveChat(core, { accountId: me.accountId })
  await core.db.pg.query(
    'insert into block (id, blocker_id, blocked_id, cause_id, created_at) values ($1, $2, $3, $4, now())',
    [randomUUID(), other.accountId, me.accountId, chatId],
  )
  expect(await fates(other)).toEqual(['chat-message pending', 'chat-ended pending'])
  expect(await showMessage(core, soup.parcel)).toBeUndefined()
})

test('who comes back to the bot is told nothing of a chat that ended meanwhile', async () => {
  await meet(me, 'soup')
  await core.db.pg.query(`update outbox set state = 'gone', settled_at = now()`)
  await post(core, other, 1)
  await core.db.pg.query(`update outbox set state = 'gone', settled_at = now()`)
  const turn = { platform: 'telegram', platformId: other.platformId, chatId: undefined, locale: 'en' } as const
  await noteGone(core, other)
  await meetPerson(core, turn)
  expect((await fates(other)).filter((fate) => fate.endsWith('pending'))).toEqual(['letter-arrived pending'])
})

const soup = async () => {
  const { said } = says(me, 'soup')
  if (said) await relayMessage(core, { ...said, replyTo: undefined, event: undefined })
  return { platform: 'telegram', chat: me.platformId, messageId: said?.messageId ?? '' } as const
}
const stew = { text: { text: 'stew', marks: [] } }

test.each([
  ['said changes', (place: Place) => changeMessage(core, { place, content: stew }), 'nowhere'],
  ['said is taken back', (place: Place) => deleteMessage(core, { place }), false],
  ['said is reacted to', (place: Place) => reactToMessage(core, { place, change: { set: ['👍'] } }), false],
  [
    'said is reacted to on the page',
    async () => {
      const { rows } = await core.db.pg.query('select max(id) as id from chat_message')
      return inPg(core, (tx) =>
        carryReaction(core, tx, { messageId: rows[0].id, bySender: true, change: { add: '👍' } }),
      )
    },
    false,
  ],
] as const)('nothing that was %s while the chat ends', async (_, change, nothing) => {
  const place = await soup()
  const ending = await core.db.pg.connect()
  try {
    await ending.query('begin')
    await ending.query('update chat set ended_at = now() where id = $1', [chatId])
    const changing = change(place)
    const waits = async () =>
      (
        await core.db.pg.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ~ 'chat_message m'`,
        )
      ).rowCount
    await expect.poll(waits).toBe(1)
    // Whoever waits for the end holds nothing that another change needs.
    await ending.query('select 1 from chat_message where chat_id = $1 for update nowait', [chatId])
    await ending.query('commit')
    expect(await changing).toBe(nothing)
  } finally {
    ending.release()
  }
  expect(await fates(other)).toEqual(['chat-message pending'])
  const { rows } = await core.db.pg.query(
    'select edited, deleted_at, sender_reaction, other_reaction from chat_message',
  )
  expect(rows).toEqual([{ edited: null, deleted_at: null, sender_reaction: null, other_reaction: null }])
})

test('a picture that is sent on the page while the chat ends is not kept', async () => {
  const file = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#246' } })
    .png()
    .toBuffer()
  const sent = { accountId: me.accountId, chatId: chatId as ChatId, ownId: 'x'.repeat(22), file }
  const ending = await core.db.pg.connect()
  try {
    await ending.query('begin')
    await ending.query('update chat set ended_at = now() where id = $1', [chatId])
    const sending = sendPictureOnPage(core, sent).catch((error) => error)
    const waits = async () =>
      (
        await core.db.pg.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ~ 'to_other'`,
        )
      ).rowCount
    await expect.poll(waits).toBe(1)
    expect(await core.db.prisma.chatPicture.count()).toBe(1)
    await ending.query('delete from chat_seat where chat_id = $1', [chatId])
    await ending.query('commit')
    expect(await sending).toMatchObject({ key: 'refuse.chat.none' })
  } finally {
    ending.release()
  }
  expect([await core.db.prisma.chatPicture.count(), await fates(other)]).toEqual([0, []])
})

test('what something was changed into is kept each time, so often and no more', async () => {
  const place = await soup()
  const into = (n: number) => changeMessage(core, { place, content: { text: { text: `stew ${n}`, marks: [] } } })
  const changes = await Promise.all(Array.from({ length: 3 }, (_, n) => into(n)))
  for (let n = 3; n <= CHANGES_MOST; n++) changes.push(await into(n))
  expect(changes).toEqual([...Array(CHANGES_MOST).fill('carried'), 'often'])
  const message = await core.db.prisma.chatMessage.findFirstOrThrow({ where: { chatId }, include: VERSIONS })
  const texts = textsOf(core, message)
  expect(texts).toHaveLength(1 + CHANGES_MOST)
  expect(new Set(texts).size).toBe(1 + CHANGES_MOST)
  expect(texts.at(-1)).toBe(`stew ${CHANGES_MOST - 1}`)

  // In an archive they are their writer's; the other one has what was said last.
  const archived = async ({ accountId }: Somebody) => (await collectData(core, { accountId }))?.chats[0]?.said
  expect(await archived(me)).toMatchObject([{ mine: true, text: texts.at(-1), earlier: texts.slice(0, -1) }])
  expect((await archived(other))?.[0]).not.toHaveProperty('earlier')
})
