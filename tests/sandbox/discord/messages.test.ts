/** Channels and messages, by the facts of docs: resources/message, resources/user#create-dm, reference#uploading-files. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DiscordPerson } from '../../../sandbox/discord/client.ts'
import { noRates } from '../../../sandbox/discord/rates.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { ask, button, codesAt, type Json } from './raw.ts'

let discord: DiscordStandIn
let ana: DiscordPerson
let channel: string
const clock = { ms: Date.UTC(2026, 10, 23, 12) }

beforeAll(async () => {
  discord = await startDiscordStandIn({ now: () => clock.ms, nonceWindowMs: 120_000, rates: noRates })
  ana = discord.join({ name: 'Ana', locale: 'ko' })
  channel = await openDm(ana.id)
})
afterAll(() => discord.close())

async function openDm(recipient: string): Promise<string> {
  const { body } = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: recipient } })
  return String(body.id)
}
const post = (body: Json, to = channel) => ask(discord, 'POST', `/channels/${to}/messages`, { body })
const at = (id: unknown, to = channel) => `/channels/${to}/messages/${String(id)}`

describe('who may ask', () => {
  test.each(['/users/@me', '/gateway/bot'])('%s without or with a wrong token is 401', async (path) => {
    for (const token of [null, 'wrong']) {
      const { status, body } = await ask(discord, 'GET', path, { token })
      expect([status, body]).toEqual([401, { message: '401: Unauthorized', code: 0 }])
    }
  })

  test('GET /users/@me is the bot', async () => {
    const { body } = await ask(discord, 'GET', '/users/@me')
    expect(body).toMatchObject({ id: discord.applicationId, bot: true })
  })

  test('GET /applications/@me is the application', async () => {
    const { body } = await ask(discord, 'GET', '/applications/@me')
    expect(body).toMatchObject({ id: discord.applicationId, bot: { id: discord.applicationId } })
  })

  test('an unknown path is 404, a wrong method 405, another version 50041', async () => {
    expect((await ask(discord, 'GET', '/nowhere')).body).toEqual({ message: '404: Not Found', code: 0 })
    expect((await ask(discord, 'PUT', '/users/@me')).status).toBe(405)
    const old = await fetch(`${discord.apiUrl}/v5/users/@me`)
    expect(await old.json()).toMatchObject({ code: 50041 })
  })

  test('a body of another type than JSON is 50035', async () => {
    const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'text/plain' }
    const reply = await fetch(`${discord.apiUrl}/v10/users/@me/channels`, { method: 'POST', headers, body: '{}' })
    expect(await reply.json()).toMatchObject({ code: 50035, errors: { _errors: [{ code: 'CONTENT_TYPE_INVALID' }] } })
  })

  test('a body that is no JSON is 50109', async () => {
    const { status, body } = await ask(discord, 'POST', '/users/@me/channels', { raw: '{' })
    expect([status, body.code]).toEqual([400, 50109])
  })
})

describe('opening a DM', () => {
  test('is idempotent and answers a channel of type 1 with its recipient', async () => {
    const { status, body } = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: ana.id } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: channel, type: 1, recipients: [{ id: ana.id, username: ana.username }] })
    expect(channel).toMatch(/^\d{17,19}$/)
  })

  test('with an unknown user is 50033, with no snowflake 50035, with the bot itself 50007 as 400', async () => {
    const open = (recipient: unknown) =>
      ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: recipient } })
    expect((await open('100000000000000000')).body.code).toBe(50033)
    expect(codesAt(await open('nobody'), 'recipient_id')).toEqual(['NUMBER_TYPE_COERCE'])
    expect(codesAt(await open(undefined), 'recipient_id')).toEqual(['BASE_TYPE_REQUIRED'])
    const self = await open(discord.applicationId)
    expect([self.status, self.body.code]).toEqual([400, 50007])
  })

  test('closed DMs: 403 50007 on send, or 400 50007 already on opening (discord/discord-api-docs#1905)', async () => {
    const bea = discord.join({ name: 'Bea', locale: 'en-US' })
    const dm = await openDm(bea.id)
    await bea.block()
    const refused = await post({ content: 'hi' }, dm)
    expect([refused.status, refused.body.code]).toEqual([403, 50007])
    bea.closeDms('create')
    const { status, body } = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: bea.id } })
    expect([status, body.code]).toEqual([400, 50007])
    await bea.unblock()
    expect((await post({ content: 'hi' }, dm)).status).toBe(200)
    expect(bea.chat().map(({ text }) => text)).toEqual(['hi'])
  })

  test('nobody in common: 403 50278', async () => {
    const cleo = discord.join({ name: 'Cleo', locale: 'en-US' })
    const dm = await openDm(cleo.id)
    cleo.leaveGuild()
    const refused = await post({ content: 'hi' }, dm)
    expect([refused.status, refused.body.code]).toEqual([403, 50278])
    cleo.joinGuild()
    expect((await post({ content: 'hi' }, dm)).status).toBe(200)
  })
})

describe('messages', () => {
  test('a sent message is answered in full and is on the screen', async () => {
    const { status, body } = await post({ content: 'Hello **you**', tts: false })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      type: 0,
      channel_id: channel,
      content: 'Hello **you**',
      author: { id: discord.applicationId },
      edited_timestamp: null,
      attachments: [],
      embeds: [],
      flags: 0,
    })
    expect(body.id).toMatch(/^\d{17,19}$/)
    expect(ana.chat().at(-1)).toMatchObject({ id: body.id, from: 'bot', text: 'Hello you', place: 'dm', at: clock.ms })
  })

  test('an edit changes only what is named and stamps edited_timestamp', async () => {
    const sent = await post({ content: 'first', components: [button('Yes', 'y')] })
    clock.ms += 1_000
    const { body } = await ask(discord, 'PATCH', at(sent.body.id), { body: { content: 'second' } })
    expect(body).toMatchObject({
      content: 'second',
      edited_timestamp: new Date(clock.ms).toISOString().replace('Z', '000+00:00'),
    })
    expect(ana.chat().at(-1)).toMatchObject({ text: 'second', editedAt: clock.ms, controls: [{ label: 'Yes' }] })
    const cleared = await ask(discord, 'PATCH', at(sent.body.id), { body: { components: [] } })
    expect(cleared.body).toMatchObject({ content: 'second', components: [] })
  })

  test('an edit that leaves nothing is 50006 and changes nothing', async () => {
    const sent = await post({ content: 'first' })
    const refused = await ask(discord, 'PATCH', at(sent.body.id), { body: { content: '' } })
    expect([refused.status, refused.body.code]).toEqual([400, 50006])
    expect((await ask(discord, 'GET', at(sent.body.id))).body.content).toBe('first')
  })

  test("another's message: edit 50005, delete in a DM 50003", async () => {
    const theirs = await ana.say('mine')
    expect((await ask(discord, 'PATCH', at(theirs), { body: { content: 'x' } })).body.code).toBe(50005)
    expect((await ask(discord, 'DELETE', at(theirs))).body.code).toBe(50003)
  })

  test('a deleted message is 10008 for everything, also for a second delete', async () => {
    const sent = await post({ content: 'gone soon' })
    expect((await ask(discord, 'DELETE', at(sent.body.id))).status).toBe(204)
    for (const [method, body] of [['GET'], ['DELETE'], ['PATCH', { content: 'x' }]] as const) {
      const refused = await ask(discord, method, at(sent.body.id), body ? { body } : {})
      expect([refused.status, refused.body.code]).toEqual([404, 10008])
    }
    expect(ana.chat().find(({ id }) => id === sent.body.id)).toMatchObject({ deleted: true })
  })

  test('an unknown channel is 10003', async () => {
    const refused = await post({ content: 'x' }, '100000000000000000')
    expect([refused.status, refused.body.code]).toEqual([404, 10003])
  })

  test('a reply refers to its message; to one that is gone only with fail_if_not_exists: false', async () => {
    const theirs = await ana.say('question')
    const reply = await post({ content: 'answer', message_reference: { message_id: theirs } })
    expect(reply.body).toMatchObject({
      type: 19,
      message_reference: { message_id: theirs },
      referenced_message: { id: theirs, content: 'question' },
    })
    expect(ana.chat().at(-1)?.replyTo).toBe(theirs)
    await ana.remove(theirs)
    const lost = await post({ content: 'answer', message_reference: { message_id: theirs } })
    expect(codesAt(lost, 'message_reference')).toEqual(['MESSAGE_REFERENCE_UNKNOWN_MESSAGE'])
    const anyway = await post({
      content: 'answer',
      message_reference: { message_id: theirs, fail_if_not_exists: false },
    })
    expect(anyway.body).toMatchObject({ type: 0, content: 'answer' })
  })

  test('allowed_mentions decides whom the text pings; without it everybody', async () => {
    const content = `<@${ana.id}> hello`
    expect((await post({ content })).body.mentions).toMatchObject([{ id: ana.id }])
    expect((await post({ content, allowed_mentions: { parse: [] } })).body.mentions).toEqual([])
    const clash = await post({ content, allowed_mentions: { parse: ['users'], users: [ana.id] } })
    expect(codesAt(clash, 'allowed_mentions')).toEqual(['MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE'])
  })

  test('reactions of the bot: put and taken back, an unknown emoji is 10014', async () => {
    const theirs = await ana.say('nice')
    const emoji = encodeURIComponent('👍')
    expect((await ask(discord, 'PUT', `${at(theirs)}/reactions/${emoji}/@me`)).status).toBe(204)
    expect(ana.chat().at(-1)?.reactions).toEqual([{ emoji: '👍', from: 'bot' }])
    expect((await ask(discord, 'GET', at(theirs))).body.reactions).toMatchObject([
      { emoji: { name: '👍' }, count: 1, me: true },
    ])
    expect((await ask(discord, 'DELETE', `${at(theirs)}/reactions/${emoji}/@me`)).status).toBe(204)
    expect(ana.chat().at(-1)?.reactions).toEqual([])
    expect((await ask(discord, 'PUT', `${at(theirs)}/reactions/nope/@me`)).body.code).toBe(10014)
  })

  test('typing is 204 and is seen', async () => {
    const seen = new Promise((resolve) =>
      discord.onEvent(({ person, change }) => change === 'typing' && resolve(person.id)),
    )
    expect((await ask(discord, 'POST', `/channels/${channel}/typing`)).status).toBe(204)
    expect(await seen).toBe(ana.id)
  })
})

describe('listing', () => {
  test('newest first; after, before, limit and their limits', async () => {
    const dora = discord.join({ name: 'Dora', locale: 'ko' })
    const dm = await openDm(dora.id)
    const ids: string[] = []
    for (const text of ['1', '2', '3', '4', '5']) ids.push(await dora.say(text))
    const list = async (query: string) => {
      const { list } = await ask(discord, 'GET', `/channels/${dm}/messages${query}`)
      return list.map(({ content }) => content)
    }
    expect(await list('')).toEqual(['5', '4', '3', '2', '1'])
    expect(await list('?limit=2')).toEqual(['5', '4'])
    expect(await list(`?after=${ids[1]}`)).toEqual(['5', '4', '3'])
    expect(await list(`?after=${ids[0]}&limit=2`)).toEqual(['3', '2'])
    expect(await list(`?before=${ids[3]}&limit=2`)).toEqual(['3', '2'])
    await dora.remove(ids[4] ?? '')
    expect(await list('?limit=1')).toEqual(['4'])
    expect(codesAt(await ask(discord, 'GET', `/channels/${dm}/messages?limit=101`), 'limit')).toEqual([
      'NUMBER_TYPE_MAX',
    ])
    expect(codesAt(await ask(discord, 'GET', `/channels/${dm}/messages?after=x`), 'after')).toEqual([
      'NUMBER_TYPE_COERCE',
    ])
  })
})

describe('nonce with enforce_nonce', () => {
  test('the same nonce gives back the first message and sends nothing', async () => {
    const first = await post({ content: 'once', nonce: 'k1', enforce_nonce: true })
    const count = ana.chat().length
    const second = await post({ content: 'twice', nonce: 'k1', enforce_nonce: true })
    expect(second.body).toMatchObject({ id: first.body.id, content: 'once', nonce: 'k1' })
    expect(ana.chat()).toHaveLength(count)
  })

  test('without enforce_nonce nothing is held back', async () => {
    const first = await post({ content: 'once', nonce: 'k2' })
    const second = await post({ content: 'once', nonce: 'k2' })
    expect(second.body.id).not.toBe(first.body.id)
  })

  test('the person using the same nonce does not count: it is scoped to the author', async () => {
    const one = await post({ content: 'mine', nonce: 'k3', enforce_nonce: true })
    const bea = discord.join({ name: 'Bea', locale: 'ko' })
    const other = await post({ content: 'other chat', nonce: 'k3', enforce_nonce: true }, await openDm(bea.id))
    expect(other.body.id).toBe(one.body.id)
    expect(bea.chat()).toEqual([])
  })

  test('past the window it is a new message', async () => {
    const first = await post({ content: 'once', nonce: 'k4', enforce_nonce: true })
    clock.ms += 120_001
    const second = await post({ content: 'once', nonce: 'k4', enforce_nonce: true })
    expect(second.body.id).not.toBe(first.body.id)
  })

  test('when the first one is deleted the answer is 10008', async () => {
    const first = await post({ content: 'once', nonce: 'k5', enforce_nonce: true })
    await ask(discord, 'DELETE', at(first.body.id))
    const second = await post({ content: 'once', nonce: 'k5', enforce_nonce: true })
    expect([second.status, second.body.code]).toEqual([404, 10008])
  })

  test('later reads do not show the nonce', async () => {
    const first = await post({ content: 'once', nonce: 'k6' })
    expect((await ask(discord, 'GET', at(first.body.id))).body).not.toHaveProperty('nonce')
  })
})
