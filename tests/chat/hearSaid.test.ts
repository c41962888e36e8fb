import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Heard, hearSaid } from '../../core/chat/hearSaid.ts'
import { takeJustSaid } from '../../core/chat/justSaid.ts'
import { relayMessage } from '../../core/chat/relayMessage.ts'
import type { Core } from '../../core/core.ts'
import type { ChatMessageId } from '../../core/ids.ts'
import type { StoredEvent } from '../../core/inbound/inbound.ts'
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
