/** What a message may hold, by the facts of docs: resources/message (create message, embed limits). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noRates } from '../../../sandbox/discord/rates.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { ask, codesAt, type Json } from './raw.ts'

let discord: DiscordStandIn
let channel: string

beforeAll(async () => {
  discord = await startDiscordStandIn({ rates: noRates })
  const ana = discord.join({ name: 'Ana', locale: 'ko' })
  const dm = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: ana.id } })
  channel = String(dm.body.id)
})
afterAll(() => discord.close())

const post = (body: Json) => ask(discord, 'POST', `/channels/${channel}/messages`, { body })

describe('limits of a message', () => {
  const long = (length: number) => 'a'.repeat(length)
  const cases: [string, Json, string, string][] = [
    ['content of 2,001', { content: long(2001) }, 'content', 'BASE_TYPE_MAX_LENGTH'],
    ['11 embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }, 'embeds', 'BASE_TYPE_MAX_LENGTH'],
    ['an embed title of 257', { embeds: [{ title: long(257) }] }, 'embeds.0.title', 'BASE_TYPE_MAX_LENGTH'],
    [
      'an embed description of 4,097',
      { embeds: [{ description: long(4097) }] },
      'embeds.0.description',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'an embed field without value',
      { embeds: [{ fields: [{ name: 'x' }] }] },
      'embeds.0.fields.0.value',
      'BASE_TYPE_REQUIRED',
    ],
    [
      '26 embed fields',
      { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: 'x', value: 'y' })) }] },
      'embeds.0.fields',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      '6,001 characters of embeds',
      { embeds: [{ description: long(3000) }, { description: long(3001) }] },
      'embeds',
      'MAX_EMBED_SIZE_EXCEEDED',
    ],
    ['an empty embed', { embeds: [{}] }, 'embeds.0.description', 'BASE_TYPE_REQUIRED'],
    [
      'an embed image without http',
      { embeds: [{ image: { url: 'ftp://x.example/a.png' } }] },
      'embeds.0.image.url',
      'URL_TYPE_INVALID_SCHEME',
    ],
    ['a colour out of range', { embeds: [{ title: 'x', color: 0x1000000 }] }, 'embeds.0.color', 'NUMBER_TYPE_MAX'],
    ['a nonce of 26', { content: 'x', nonce: long(26) }, 'nonce', 'BASE_TYPE_MAX_LENGTH'],
    ['text instead of flags', { content: 'x', flags: '64' }, 'flags', 'NUMBER_TYPE_COERCE'],
    ['content that is an object', { content: { text: 'x' } }, 'content', 'STRING_TYPE_CONVERT'],
  ]
  test.each(cases)('%s is refused where it stands', async (_what, body, path, code) => {
    expect(codesAt(await post(body), path)).toEqual([code])
  })

  test('content of 2,000 code points passes, however many bytes', async () => {
    expect((await post({ content: '😀'.repeat(2000) })).status).toBe(200)
  })

  test.each([{}, { content: '' }, { content: '  \n' }, { embeds: [] }])(
    'nothing to show (%o) is 50006',
    async (body) => {
      const refused = await post(body)
      expect([refused.status, refused.body]).toEqual([400, { code: 50006, message: 'Cannot send an empty message' }])
    },
  )

  test('all problems are told at once', async () => {
    const refused = await post({ content: long(2001), nonce: long(26) })
    expect(codesAt(refused, 'content')).toHaveLength(1)
    expect(codesAt(refused, 'nonce')).toHaveLength(1)
  })
})
