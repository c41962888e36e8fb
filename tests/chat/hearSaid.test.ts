import { randomUUID } from 'node:crypto'
import type { Update } from 'telegraf/types'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openEvents as openTelegramEvents } from '../../bots/telegram/events.ts'
import { noteGone } from '../../core/accounts/leave.ts'
import { meetPerson } from '../../core/accounts/meetPerson.ts'
import { beginChat } from '../../core/chat/beginChat.ts'
import { changeMessage } from '../../core/chat/changeMessage.ts'
import { type Heard, hearSaid } from '../../core/chat/hearSaid.ts'
import { takeJustSaid } from '../../core/chat/justSaid.ts'
import { leaveChat } from '../../core/chat/leaveChat.ts'
import { relayMessage, type Said } from '../../core/chat/relayMessage.ts'
import { showMessage } from '../../core/chat/shownMessage.ts'
import type { Core } from '../../core/core.ts'
import { type ChatId, type ChatMessageId, newId } from '../../core/ids.ts'
import type { StoredEvent } from '../../core/inbound/inbound.ts'
import { inPg } from '../../core/store/transaction.ts'
import {
  addSomebody,
  openPostOffice,
  outbox,
  type PostOffice,
  post,
  type Somebody,
  scriptedChannel,
  startSending,
  states,
  stopSending,
  takeLease,
} from '../delivery/postOffice.ts'

/** What is said in a live chat is heard, carried over and written down as being sent in one statement. */
let office: PostOffice
let core: Core
let me: Somebody
let other: Somebody
let chatId: string

beforeAll(async () => {
  office = await openPostOffice()
  core = office.core
})
afterAll(() => office?.close())

beforeEach(async () => {
  me = await addSomebody(core)
  other = await addSomebody(core)
  chatId = randomUUID()
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
})
afterEach(async () => {
  await stopSending(core)
  await core.db.pg.query(
    'delete from outbox; delete from inbound; delete from chat; delete from pending_form; delete from account; delete from lease',
  )
})

let count = 1_000
/** Somebody says these words; each is an update of its own. */
const says = (who: Somebody, text: string, id = count++): Heard => ({
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

const calm = () => false
const hear = (events: Heard[], busy: (lane: string) => boolean = calm): Promise<StoredEvent[]> =>
  hearSaid(core, { events, busy })

/** The first message goes the long way, which finds out who sits with whom. */
async function meet(who: Somebody, text = 'hello'): Promise<void> {
  const { said } = says(who, text)
  if (said) await relayMessage(core, { ...said, replyTo: undefined, event: undefined })
}

/** A way out that notes what the other side is shown. */
function window() {
  const shown: string[] = []
  const channel = scriptedChannel(({ parcel }) => {
    const content = 'messageId' in parcel ? takeJustSaid(core, parcel.messageId as ChatMessageId) : undefined
    shown.push(content?.text.text ?? parcel.kind)
    return undefined
  })
  return { shown, channel }
}

async function talking() {
  const { shown, channel } = window()
  const lease = await takeLease(core)
  startSending(core, channel, { lease })
  await meet(me)
  await meet(other)
  await expect.poll(() => states(core)).toEqual(['sent', 'sent'])
  shown.length = 0
  return { shown, channel, lease }
}

const inbound = async () =>
  (
    await core.db.pg.query(
      'select handled_at is not null as handled, payload is null as empty from inbound order by seq',
    )
  ).rows

test('words are on their way when they are stored; nothing of the event is left', async () => {
  const { shown, channel } = await talking()
  expect(await hear([says(me, 'soup')])).toEqual([])
  await expect.poll(() => shown).toEqual(['soup'])
  await expect.poll(async () => (await outbox(core)).at(-1)).toMatchObject({ state: 'sent', attempts: 1, ambiguous: 0 })
  expect(await inbound()).toEqual([{ handled: true, empty: true }])
  expect(channel.sent.at(-1)?.attempt).toMatchObject({ maybeSent: false, address: { platformId: other.platformId } })
})

test('all that is said is shown once, in its order, also beside letters', async () => {
  const { shown } = await talking()
  const words = Array.from({ length: 120 }, (_, n) => `line ${n}`)
  const letters: Promise<unknown>[] = []
  for (let at = 0; at < words.length; at += 8) {
    const batch = words.slice(at, at + 8).flatMap((text) => [says(me, text), says(other, `other ${text}`)])
    expect(await hear(batch)).toEqual([])
    if (at % 16 === 0) letters.push(post(core, other, at))
  }
  await Promise.all(letters)
  await expect.poll(() => shown.length).toBe(2 * words.length + letters.length)
  expect(shown.filter((text) => text.startsWith('line'))).toEqual(words)
  expect(shown.filter((text) => text.startsWith('other'))).toEqual(words.map((text) => `other ${text}`))
  await expect.poll(async () => new Set(await states(core))).toEqual(new Set(['sent']))
})

test('what waits for the other side already goes first, also when nobody told of it', async () => {
  const { shown } = await talking()
  await core.db.pg.query(
    `insert into outbox (platform, identity_id, priority, parcel, due_at, created_at) values ('telegram', $1, 1, '{"kind":"hello"}', $2, $2)`,
    [other.identityId, core.clock.now()],
  )
  await hear([says(me, 'soup'), says(me, 'tea')])
  await expect.poll(() => shown).toEqual(['hello', 'soup', 'tea'])
})

test('heard again it is said no second time, whatever the event is called', async () => {
  const { shown } = await talking()
  const soup = says(me, 'soup', 1)
  const again = { ...says(me, 'soup', 1), eventId: '1:anew' }
  expect(await hear([soup, soup])).toEqual([])
  expect(await hear([soup])).toEqual([])
  expect(await hear([again])).toEqual([])
  await hear([says(me, 'tea')])
  await expect.poll(() => shown).toEqual(['soup', 'tea'])
  expect((await inbound()).every(({ handled }) => handled)).toBe(true)
})

test('nothing overtakes what its person did before', async () => {
  const { shown } = await talking()
  const picture: Heard = { ...says(me, 'picture'), said: undefined }
  const left = await hear([says(me, 'soup'), picture, says(me, 'tea'), says(other, 'rice')])
  expect(left.map(({ payload }) => JSON.parse(payload).text)).toEqual(['picture', 'tea'])
  await expect.poll(() => [...shown].sort()).toEqual(['rice', 'soup'])
  const lanes = new Set(left.map(({ lane }) => lane))
  expect(await hear([says(me, 'cake')], (lane) => lanes.has(lane))).toMatchObject([{ attempts: 0 }])
  expect((await inbound()).filter(({ handled }) => !handled)).toHaveLength(3)
})

test.each([
  ['the chat has ended', () => core.db.pg.query('update chat set ended_at = now()')],
  ['they stood up', () => core.db.pg.query('delete from chat_seat where account_id = $1', [me.accountId])],
  [
    'the other side moved to another self',
    async () => {
      const elsewhere = await addSomebody(core, 'discord')
      await core.db.pg.query('update chat_seat set identity_id = $2 where account_id = $1', [
        other.accountId,
        elsewhere.identityId,
      ])
    },
  ],
  [
    'they are asked for something',
    () =>
      core.db.pg.query(
        `insert into pending_form (identity_id, form, args, values, asking, expires_at)
         values ($1, 'letter', '{}', '', 'body', now() + interval '1 hour')`,
        [me.identityId],
      ),
  ],
])('is left to be handled as ever when %s', async (_, happen) => {
  const { shown } = await talking()
  await happen()
  expect(await hear([says(me, 'soup')])).toMatchObject([{ attempts: 0 }])
  expect(await inbound()).toEqual([{ handled: false, empty: false }])
  // Its place in the chain was given back.
  await post(core, other, 1)
  await expect.poll(() => shown).toEqual(['letter-arrived'])
})

test('without the lease of the one who listens nothing is stored and nothing said', async () => {
  const { shown } = await talking()
  const lease = { ...(await takeLease(core, 'telegram:listener')), fence: 0n }
  const cursor = { name: 'here', value: 7, lease }
  await expect(hearSaid(core, { events: [says(me, 'soup')], cursor, busy: calm })).rejects.toThrow(/lease/)
  expect(await inbound()).toEqual([])
  await post(core, other, 1)
  await expect.poll(() => shown).toEqual(['letter-arrived'])
})

test('a sender whose lease has passed on writes nothing down as being sent', async () => {
  const { shown } = await talking()
  await takeLease(core)
  await hear([says(me, 'soup')])
  await expect.poll(() => states(core)).toEqual(['sent', 'sent', 'pending'])
  expect(shown).toEqual([])
})

test('what cannot be sent now is tried again by its chain, and what follows waits for it', async () => {
  const shown: string[] = []
  let busy = true
  const channel = scriptedChannel(({ parcel }) => {
    const content = 'messageId' in parcel ? takeJustSaid(core, parcel.messageId as ChatMessageId) : undefined
    shown.push(content?.text.text ?? 'again')
    return busy ? { kind: 'later', afterMs: 50, scope: 'chat', reason: '429' } : undefined
  })
  startSending(core, channel, { lease: await takeLease(core) })
  busy = false
  await meet(me)
  await expect.poll(() => states(core)).toEqual(['sent'])
  busy = true
  await hear([says(me, 'soup'), says(me, 'tea')])
  await expect.poll(() => states(core)).toEqual(['sent', 'pending', 'pending'])
  busy = false
  await expect.poll(() => states(core), { timeout: 4_000 }).toEqual(['sent', 'sent', 'sent'])
  expect([...new Set(shown.slice(1))]).toEqual(['soup', 'again', 'tea'])
})

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

test('nothing that was said changes after the end', async () => {
  const said = says(me, 'soup')
  if (said.said) await relayMessage(core, { ...said.said, replyTo: undefined, event: undefined })
  const place = { platform: 'telegram', chat: me.platformId, messageId: said.said?.messageId ?? '' } as const
  const content = { text: { text: 'stew', marks: [] } }
  const ending = await core.db.pg.connect()
  try {
    await ending.query('begin')
    await ending.query('update chat set ended_at = now() where id = $1', [chatId])
    const changing = changeMessage(core, { place, content })
    const waits = async () =>
      (
        await core.db.pg.query(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'chat_message m set edited'`,
        )
      ).rowCount
    await expect.poll(waits).toBe(1)
    await ending.query('commit')
    expect(await changing).toBe(false)
  } finally {
    ending.release()
  }
  expect(await fates(other)).toEqual(['chat-message pending'])
})

test('words go to no chat that began after they were written, and to no other than the one they are meant for', async () => {
  await talking()
  const late = says(me, 'for the one before')
  const writtenAt = core.time.now() - 60_000
  await core.db.pg.query('update chat set begun_at = $1', [new Date(core.clock.now().getTime() - 120_000)])
  const said = { ...says(me, 'soup').said, replyTo: undefined, event: undefined, writtenAt } as Said
  expect(await relayMessage(core, said)).toBe(true)
  expect(await hear([{ ...late, said: { ...said, messageId: 'heard' } }])).toEqual([])

  await core.db.pg.query('update chat set begun_at = $1', [new Date(core.clock.now().getTime() - 30_000)])
  expect(await relayMessage(core, { ...said, messageId: 'late' })).toBe(false)
  expect(
    await relayMessage(core, {
      ...said,
      messageId: 'elsewhere',
      writtenAt: undefined,
      chatId: newId<ChatId>(core.clock.now()),
    }),
  ).toBe(false)
  const fresh = { ...said, messageId: 'fresh', writtenAt: core.time.now() - 28_000, chatId: chatId as ChatId }
  expect(await relayMessage(core, fresh)).toBe(true)
  expect(await hear([{ ...says(me, 'late'), said: { ...said, messageId: 'late' } }])).toHaveLength(1)
  expect(await hear([says(me, 'tea')])).toMatchObject([])
})

test('once it closes, nothing overtakes what is left to the next start', async () => {
  await talking()
  const closing = new AbortController()
  const lease = { ...(await takeLease(core, 'telegram:listener')) }
  const events = openTelegramEvents(core, {
    botId: '1',
    lease,
    handle: async () => undefined,
    said: async (update) => says(me, update.message?.text ?? '', update.message?.message_id).said,
    closing: closing.signal,
  })
  const from = { id: Number(me.platformId), is_bot: false, first_name: 'Me' }
  const update = (id: number) =>
    ({
      update_id: id,
      message: { message_id: id, from, chat: { id: from.id, type: 'private' }, date: 1, text: 'x' },
    }) as Update
  await events.commit([update(1)], 2)
  closing.abort()
  await events.commit([update(2)], 3)
  await events.close()
  expect((await inbound()).map(({ handled }) => handled)).toEqual([true, false])
})
