import type { Update } from 'telegraf/types'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Acks } from '../../bots/discord/acks.ts'
import type { DiscordEvent } from '../../bots/discord/event.ts'
import { openEvents as openDiscordEvents } from '../../bots/discord/events.ts'
import { openEvents as openTelegramEvents } from '../../bots/telegram/events.ts'
import { type Heard, hearSaid } from '../../core/chat/hearSaid.ts'
import { takeJustSaid } from '../../core/chat/justSaid.ts'
import { relayMessage, type Said } from '../../core/chat/relayMessage.ts'
import { noteTwins } from '../../core/chat/twins.ts'
import type { Core } from '../../core/core.ts'
import { type ChatId, type ChatMessageId, newId } from '../../core/ids.ts'
import { receiveEvents, type StoredEvent } from '../../core/inbound/inbound.ts'
import { openInbox } from '../../core/inbound/inbox.ts'
import {
  addSomebody,
  outbox,
  post,
  type Somebody,
  scriptedChannel,
  startSending,
  states,
  takeLease,
} from '../delivery/postOffice.ts'
import { insist } from '../support/database.ts'
import { anotherProcess, beginTalk, closeTalks, endTalk, meet, openTalks, says } from './talks.ts'

/** What is said in a live chat is heard, carried over and written down as being sent in one statement. */
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

const calm = () => false
const hear = (events: Heard[], busy: (lane: string) => boolean = calm): Promise<StoredEvent[]> =>
  hearSaid(core, { events, busy })

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

test('told twice at the same moment, under two names, it is said once, and nobody else’s words are held up by it', async () => {
  const [one] = [says(me, 'soup', 41)]
  const events = [one, { ...one, eventId: '1:42' }, says(other, 'bread')]
  const stored = await receiveEvents(core, { events })
  const said = events.map((event, i) => ({ ...(event.said as Said), replyTo: undefined, event: stored[i]?.key }))
  expect(await Promise.all(said.map((each) => relayMessage(core, each)))).toEqual([true, true, true])
  const mail = await core.db.pg.query(`select distinct parcel->>'messageId' from outbox`)
  expect([mail.rowCount, await states(core)]).toEqual([2, ['pending', 'pending']])
  expect(await inbound()).toEqual(Array(3).fill({ handled: true, empty: true }))
})

test('a twin is noted however long the database takes no note of it', async () => {
  await meet(me)
  const { rows } = await core.db.pg.query('select id from chat_message')
  const [messageId] = rows.map(({ id }) => id as ChatMessageId)
  await insist(
    core.db.pg,
    'create sequence tries',
    `create function take_no_note() returns trigger language plpgsql as
      'begin if nextval(''tries'') < 40 then raise exception ''not now''; end if; return new; end'`,
    'create trigger take_no_note before insert on chat_twin for each row execute function take_no_note()',
  )
  // The pauses between are over at once.
  const time = { ...core.time, after: (_ms: number, act: () => void) => core.time.after(0, act) }
  const shown = { platform: 'telegram', identityId: other.identityId, chat: other.platformId } as const
  await noteTwins({ ...core, time }, { messageId: messageId as ChatMessageId, ...shown, messageIds: ['9'] })
  await insist(
    core.db.pg,
    'drop trigger take_no_note on chat_twin',
    'drop function take_no_note()',
    'drop sequence tries',
  )
  expect((await core.db.pg.query('select message_id from chat_twin')).rows).toEqual([{ message_id: messageId }])
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

test('what may not travel is left to be handled, with all that its person says after it; everybody else is heard', async () => {
  const { shown } = await talking()
  const asked: string[] = []
  const looked = (who: Somebody, text: string): Heard => ({
    ...says(who, text),
    mayTravel: () => asked.push(text) > 0 && text !== 'my number',
  })
  const left = await hear([looked(me, 'soup'), looked(me, 'my number'), looked(me, 'tea'), looked(other, 'rice')])
  expect(left.map(({ payload }) => JSON.parse(payload).text)).toEqual(['my number', 'tea'])
  await expect.poll(() => [...shown].sort()).toEqual(['rice', 'soup'])
  expect(asked).toEqual(['soup', 'my number', 'tea', 'rice'])
  const { rows } = await core.db.pg.query('select 1 from chat_message')
  expect(rows).toHaveLength(4)
  expect(await inbound()).toEqual([
    { handled: true, empty: true },
    { handled: false, empty: false },
    { handled: false, empty: false },
    { handled: true, empty: true },
  ])
})

test('when they cannot be looked through nothing is stored, and all of it is heard anew', async () => {
  const { shown } = await talking()
  let broken = true
  const words: Heard = {
    ...says(me, 'soup'),
    mayTravel: () => {
      if (broken) throw new Error('cannot look')
      return true
    },
  }
  await expect(hear([words])).rejects.toThrow('cannot look')
  expect(await inbound()).toEqual([])
  broken = false
  expect(await hear([words])).toEqual([])
  await expect.poll(() => shown).toEqual(['soup'])
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
  await expect.poll(() => states(core)).toEqual(['sent', 'sent', 'sent'])
  expect([...new Set(shown.slice(1))]).toEqual(['soup', 'again', 'tea'])
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
    said: (update) => ({ said: says(me, update.message?.text ?? '', update.message?.message_id).said }),
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

test('what happens on Discord while the service closes is stored, and done by the next one, in order', async () => {
  const lease = await takeLease(core, 'discord:listener')
  const open = (closing: AbortSignal, answered: string[]) =>
    openDiscordEvents(core, {
      acks: { watch() {}, close() {} } as unknown as Acks,
      answer: async ({ id }) => {
        answered.push(id)
        return []
      },
      lease,
      closing,
    })
  const somebody = await addSomebody(core, 'discord', '423456789012345678')
  const chat = { personId: somebody.platformId, chatId: '523456789012345678' }
  const react = (n: number): DiscordEvent => ({
    is: 'reaction',
    id: `r${n}`,
    messageId: '1',
    emoji: '👍',
    on: true,
    ...chat,
  })
  const closing = new AbortController()
  const before: string[] = []
  const events = open(closing.signal, before)
  events.take(react(1))
  await expect.poll(() => before).toEqual(['r1'])
  closing.abort()
  events.take(react(2))
  await events.drain()
  // The connection is still open until all is drained.
  events.take(react(3))
  await events.close()
  expect((await inbound()).map(({ handled }) => handled)).toEqual([true, false, false])
  const after: string[] = []
  const next = open(new AbortController().signal, after)
  await next.rerun()
  await expect.poll(() => after).toEqual(['r2', 'r3'])
  await next.drain()
  await next.close()
  expect([before, (await inbound()).every(({ handled }) => handled)]).toEqual([['r1'], true])
})

test('an event that takes long is run once here, however often it is found; run by two, it is said once', async () => {
  const lease = await takeLease(core, 'telegram:listener')
  const { said, ...event } = says(me, 'soup')
  const stored = await receiveEvents(core, { events: [event] })
  const ran: string[] = []
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const inboxOf = (name: string, process: Core) =>
    openInbox(process, {
      platform: 'telegram',
      lease,
      async handle({ key }) {
        ran.push(name)
        await released
        if (said) await relayMessage(process, { ...said, replyTo: undefined, event: key })
      },
    })
  const [ours, theirs] = [inboxOf('ours', core), inboxOf('theirs', await anotherProcess())]
  for (const one of [...stored, ...stored]) ours.run(one)
  await ours.rerun()
  await theirs.rerun()
  await expect.poll(() => [...ran].sort()).toEqual(['ours', 'theirs'])
  await ours.rerun()
  release()
  await Promise.all([ours.close(), theirs.close()])
  await ours.rerun()
  expect(ran).toHaveLength(2)
  expect([await states(core), await inbound()]).toEqual([['pending'], [{ handled: true, empty: true }]])
})
