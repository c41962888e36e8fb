import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClientOptions, WebSocket } from 'ws'
import { googleLookups } from '../../core/accounts/google.ts'
import { writeSession } from '../../core/accounts/webSessions.ts'
import { fetchClean } from '../../core/chat/media/fetchClean.ts'
import { pageChatId } from '../../core/chat/page/pageIds.ts'
import type { Core } from '../../core/core.ts'
import { PLATFORM_ID } from '../../core/delivery/recipients.ts'
import type { ChatId } from '../../core/ids.ts'
import type { Time } from '../../core/time.ts'
import { type Live, openLive, type Visitor } from '../../web/chat/live.ts'
import { openWorld, type Someone, someone } from '../accounts/world.ts'

/** The connections of the chat's pages by themselves, with real sockets and a machine's time that the test moves. */
let core: Core
let closeWorld: () => Promise<void>
let live: Live
let server: Server
const time = steered()
const visitors = new Map<string, Visitor>()
const sockets = new Set<WebSocket>()

beforeAll(async () => {
  const world = await openWorld()
  closeWorld = world.close
  core = { ...world.core, time }
  live = openLive(core)
  server = createServer()
  server.on('upgrade', (request, socket, head) => {
    const visitor = visitors.get(request.url?.slice(1) ?? '')
    if (visitor) live.accept(request, socket, head, visitor)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  for (const socket of sockets) socket.terminate()
  await live.close()
  await new Promise((resolve) => server.close(resolve))
  await closeWorld()
})

/** Time that stands still until it jumps: what was due meanwhile happens once, as on a machine that slept. */
function steered(): Time & { jump(milliseconds: number): void; isDueWithin(milliseconds: number): boolean } {
  let at = 1_000_000
  let waiting: { due: number; act: () => void }[] = []
  return {
    now: () => at,
    monotonic: () => at,
    after(milliseconds, act) {
      const entry = { due: at + milliseconds, act }
      waiting.push(entry)
      return () => {
        waiting = waiting.filter((one) => one !== entry)
      }
    },
    isDueWithin: (milliseconds) => waiting.some(({ due }) => due <= at + milliseconds),
    jump(milliseconds) {
      at += milliseconds
      const due = waiting.filter((one) => one.due <= at)
      waiting = waiting.filter((one) => !due.includes(one))
      for (const { act } of due) act()
    },
  }
}
const BEAT = 25_000
const A_LOOK = 600
const HOUR = 3_600_000

/** Looks until it has come about. The next look waits for the end of the one before: time jumps only once it is due. */
async function looked(isDone: () => boolean): Promise<void> {
  await expect
    .poll(() => {
      if (!isDone() && time.isDueWithin(A_LOOK)) time.jump(A_LOOK)
      return isDone()
    })
    .toBe(true)
}

/** Somebody who is logged in; what leads to them is in the way they open pages. */
async function guest(): Promise<Someone & { visitor: Visitor }> {
  const who = await someone(core)
  const sub = randomUUID()
  const browser = { key: randomUUID(), sub }
  await writeSession(core, { key: browser.key, data: '{}', sub })
  const now = core.clock.now()
  await core.db.prisma.identity.create({
    data: {
      id: randomUUID(),
      accountId: who.accountId,
      platform: 'google',
      lookup: googleLookups(core, sub)[0] ?? expect.fail(),
      sealedId: core.vault.seal(sub, PLATFORM_ID),
      lastSeenAt: now,
      createdAt: now,
    },
  })
  return { ...who, visitor: { browser, accountId: who.accountId, language: 'en', zone: 'UTC' } }
}

type Frame = { type: string; n?: number; at?: string; said?: unknown[] }

/** One more page of theirs. */
async function open({ visitor }: { visitor: Visitor }, options: ClientOptions = {}) {
  const name = randomUUID()
  visitors.set(name, visitor)
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`, options)
  sockets.add(socket)
  const frames: Frame[] = []
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject))
  let number = 0
  return {
    frames,
    closed,
    socket,
    close: () => socket.terminate(),
    isOpen: () => socket.readyState === socket.OPEN,
    /** Asks for something and waits until it is done: whatever was sent before has been heard by then, too. */
    async asks(asked: Record<string, unknown>) {
      const n = ++number
      socket.send(JSON.stringify({ ...asked, n }))
      await expect.poll(() => frames.some((frame) => frame.n === n)).toBe(true)
    },
    has: (type: string) => frames.some((frame) => frame.type === type),
    async shown(type: string) {
      await expect.poll(() => frames.some((frame) => frame.type === type)).toBe(true)
    },
    beats: () => frames.filter(({ type }) => type === 'beat').length,
  }
}

async function seated(one: Someone, other: Someone): Promise<ChatId> {
  const chatId = randomUUID() as ChatId
  const now = core.clock.now()
  await core.db.pg.query(
    'insert into chat (id, one_id, other_id, first, begun_at, last_at) values ($1, $2, $3, false, $4, $4)',
    [chatId, one.accountId, other.accountId, now],
  )
  for (const { accountId, identityId } of [one, other])
    await core.db.pg.query('insert into chat_seat (account_id, chat_id, identity_id) values ($1, $2, $3)', [
      accountId,
      chatId,
      identityId,
    ])
  return chatId
}

describe('a page that is open', () => {
  it('is gone when it does not answer from one beat to the next; one that answers stays', async () => {
    const [there, deaf] = [await open(await guest()), await open(await guest(), { autoPong: false })]
    time.jump(BEAT)
    await deaf.shown('beat')
    await there.asks({ do: 'look' })
    time.jump(BEAT)
    expect(await deaf.closed).toBe(1006)
    await expect.poll(there.beats).toBe(2)
    await there.asks({ do: 'look' })
    there.close()
  })

  it('rests when nobody touches it for an hour and nothing goes on in it', async () => {
    const [idle, used, talking, friend] = [await guest(), await guest(), await guest(), await guest()]
    await seated(talking, friend)
    const pages = [await open(idle), await open(used), await open(talking)] as const
    await looked(() => pages.every((page) => page.has('room')))
    time.jump(0.7 * HOUR)
    for (const page of pages) await page.shown('beat')
    const [resting, touched, busy] = pages
    await touched.asks({ do: 'look' })
    await new Promise<void>((resolve) => busy.socket.ping('heard', undefined, () => resolve()))
    await new Promise<void>((resolve) => busy.socket.once('pong', () => resolve()))
    time.jump(0.7 * HOUR)
    expect(await resting.closed).toBe(4003)
    for (const page of [touched, busy]) await expect.poll(page.beats).toBe(2)
    for (const page of [touched, busy]) page.close()
  })

  it('is one of six at most: the oldest stops, other people’s do not', async () => {
    const [many, other] = [await guest(), await open(await guest())]
    const pages: Awaited<ReturnType<typeof open>>[] = []
    for (let page = 0; page < 8; page++) pages.push(await open(many))
    const [first, second, ...rest] = pages
    expect([await first?.closed, await second?.closed]).toEqual([4002, 4002])
    for (const page of [...rest, other]) await page.asks({ do: 'look' })
    for (const page of [...rest, other]) page.close()
  })

  it('is cut off when it reads more slowly than it is told; somebody who reads is told everything', async () => {
    const [ana, ben] = [await guest(), await guest()]
    const chatId = await seated(ana, ben)
    const [reader, speaker] = [await open(ana), await open(ben)]
    await looked(() => [reader, speaker].every((page) => page.has('log')))
    const chat = pageChatId(core, { accountId: ben.accountId, chatId })
    await speaker.asks({
      do: 'say',
      chat,
      own: randomBytes(16).toString('base64url'),
      text: 'so much to tell '.repeat(240),
    })
    const slow = deafDuplex()
    live.accept(upgradeRequest(), slow.socket, Buffer.alloc(0), ana.visitor)
    let told = 0
    for (let round = 0; round < 20 && !slow.socket.destroyed; round++) {
      await sayAgain(chatId, 150)
      told += 150
      await looked(() => reader.frames.flatMap(({ type, said = [] }) => (type === 'log' ? said : [])).length >= told)
    }
    expect(slow.socket.destroyed).toBe(true)
    expect(slow.written()).toBeLessThan(6_000_000)
    expect(reader.isOpen()).toBe(true)
    for (const page of [reader, speaker]) page.close()
  })

  it('ends for whoever says what no page says, and for nobody else', async () => {
    const who = await guest()
    for (const nonsense of ['no JSON', '[]', 'null', '{"n":"one"}', Buffer.from([1, 2, 3])]) {
      const page = await open(who)
      page.socket.send(nonsense)
      expect(await page.closed).toBe(1008)
    }
    const page = await open(who)
    page.socket.send('x'.repeat(33 * 1024))
    expect(await page.closed).toBe(1009)
  })
})

/** Somebody on the wire who takes nothing in. */
function deafDuplex() {
  let bytes = 0
  const socket = new Duplex({
    read() {},
    write(chunk: Buffer) {
      bytes += chunk.length
    },
  })
  socket.on('error', () => undefined)
  return { socket, written: () => bytes + socket.writableLength }
}

const upgradeRequest = () =>
  ({
    method: 'GET',
    url: '/',
    headers: {
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      'sec-websocket-version': '13',
    },
  }) as unknown as IncomingMessage

/** What was said first is said again, so many times. */
async function sayAgain(chatId: ChatId, times: number): Promise<void> {
  await core.db.pg.query(
    `insert into chat_message (chat_id, sender_id, identity_id, source, source_id, body, at)
      select chat_id, sender_id, identity_id, sha256(gen_random_uuid()::text::bytea), source_id, body, at
      from chat_message, generate_series(1, $2::int) where id = (select min(id) from chat_message where chat_id = $1)`,
    [chatId, times],
  )
}

it('many who look at pictures wait in a line of their own, which what travels passes by', async () => {
  const waiting: (() => void)[] = []
  core.media.set('discord', async () => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    throw new Error('there is nothing to see')
  })
  core.media.set('telegram', async () => {
    throw new Error('there is nothing to see')
  })
  const picture = (platform: 'discord' | 'telegram') => [{ platform, kind: 'photo', ref: 'x', spoiler: false }] as never
  const { signal } = new AbortController()
  const looks = Array.from({ length: 12 }, () => fetchClean(core, picture('discord'), { signal }).catch(() => 'ended'))
  await expect.poll(() => waiting.length).toBe(2)
  const travels = fetchClean(core, picture('telegram')).catch(() => 'went by')
  expect(await settled(travels)).toBe('went by')
  expect(waiting).toHaveLength(2)
  const all = Promise.all(looks)
  const goOn = () => {
    for (const go of waiting.splice(0)) go()
  }
  expect(await settled(all, goOn)).toEqual(looks.map(() => 'ended'))
})

/** Lets time go by until it has come about. */
async function settled<Result>(promise: Promise<Result>, meanwhile = () => {}): Promise<Result> {
  let done = false
  void promise.then(() => {
    done = true
  })
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve))
    meanwhile()
    time.jump(HOUR)
  }
  return promise
}
