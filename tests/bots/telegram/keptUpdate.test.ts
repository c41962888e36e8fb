import { expect, test } from 'vitest'
import { gatherAlbums } from '../../../bots/telegram/albums.ts'
import { keepUpdate } from '../../../bots/telegram/keptUpdate.ts'
import { readTurn } from '../../../bots/telegram/readTurn.ts'

const from = {
  id: 6_000_000_001,
  is_bot: false,
  first_name: 'CANARY-FIRST',
  last_name: 'CANARY-LAST',
  username: 'canary_user',
  language_code: 'ko',
}
const chat = { id: from.id, type: 'private', first_name: 'CANARY-FIRST', username: 'canary_user' }
const message = { message_id: 7, from, chat, date: 1_795_000_000 }

function read(update: Record<string, unknown>) {
  const kept = keepUpdate({ update_id: 900_000_123, ...update })
  return kept && readTurn(JSON.parse(JSON.stringify(kept)))
}

test('a turn says who, where and in which language, from the person alone', () => {
  expect(read({ message: { ...message, text: 'hello' } })).toEqual({
    id: '900000123',
    platform: 'telegram',
    platformId: '6000000001',
    chatId: '6000000001',
    locale: 'ko',
    place: 'private',
    asks: 'messages',
    act: { kind: 'text', text: 'hello' },
    said: {
      messageId: '7',
      text: { text: 'hello', marks: [] },
      media: [],
      replyTo: undefined,
      writtenAt: message.date * 1_000,
      hidesLink: false,
    },
  })
})

test('a client without a language gives no locale', () => {
  const { language_code: _none, ...stranger } = from
  expect(read({ message: { ...message, from: stranger, text: 'hello' } })?.locale).toBeUndefined()
})

test.each([
  ['/letter', { kind: 'command', name: 'letter', options: {} }],
  ['/letter@some_bot', { kind: 'command', name: 'letter', options: {} }],
  ['/Letter ', { kind: 'command', name: 'letter', options: {} }],
  ['/start', { kind: 'command', name: 'start', options: {} }],
  ['/start abc_DEF-9', { kind: 'command', name: 'start', options: { payload: 'abc_DEF-9' } }],
  ['/start@some_bot  abc ', { kind: 'command', name: 'start', options: { payload: 'abc' } }],
  ['/letter to somebody', { kind: 'command', name: 'letter', options: {} }],
  ['/ not a command', { kind: 'text', text: '/ not a command' }],
  ['/편지', { kind: 'text', text: '/편지' }],
  ['/either/or', { kind: 'text', text: '/either/or' }],
  ['say /letter', { kind: 'text', text: 'say /letter' }],
  [`/${'a'.repeat(33)}`, { kind: 'text', text: `/${'a'.repeat(33)}` }],
  [' two\nlines ', { kind: 'text', text: ' two\nlines ' }],
])('the words %j', (text, act) => {
  expect(read({ message: { ...message, text } })?.act).toEqual(act)
})

test.each([
  ['a picture with words', { photo: [{ file_id: 'x' }], caption: 'look' }],
  ['a sticker', { sticker: { file_id: 'x' } }],
  ['a voice', { voice: { file_id: 'x' } }],
  ['a contact card', { contact: { phone_number: '+1', first_name: 'CANARY-CARD' } }],
])('%s is something that is not words', (_name, media) => {
  expect(read({ message: { ...message, ...media } })?.act).toEqual({ kind: 'other' })
})

test('a press carries its action and arguments', () => {
  const press = { id: '77', from, message, chat_instance: '1', data: 'open:d-1:x' }
  expect(read({ callback_query: press })?.act).toEqual({ kind: 'press', action: 'open', args: ['d-1', 'x'] })
})

test('a press on a message that is no longer accessible still counts', () => {
  const press = { id: '77', from, message: { chat, message_id: 7, date: 0 }, chat_instance: '1', data: 'open' }
  expect(read({ callback_query: press })?.act).toEqual({ kind: 'press', action: 'open', args: [] })
})

test.each([
  ['kicked', 'left'],
  ['member', 'returned'],
])('a private chat whose member becomes %s: %s', (status, kind) => {
  const member = {
    chat,
    from,
    date: 1,
    old_chat_member: { status: 'x', user: from },
    new_chat_member: { status, user: from },
  }
  expect(read({ my_chat_member: member })?.act).toEqual({ kind })
})

const group = { id: -100_123, type: 'supergroup', title: 'A group' }
test.each([
  ['words in a group', { message: { ...message, chat: group, text: '/letter' } }],
  [
    'a press in a group',
    { callback_query: { id: '1', from, message: { ...message, chat: group }, chat_instance: '1', data: 'open' } },
  ],
  [
    'a press on an inline message',
    { callback_query: { id: '1', from, inline_message_id: 'x', chat_instance: '1', data: 'open' } },
  ],
  [
    'being added to a group',
    { my_chat_member: { chat: group, from, date: 1, new_chat_member: { status: 'member', user: from } } },
  ],
  [
    'a channel post',
    { channel_post: { message_id: 1, chat: { id: -1, type: 'channel', title: 'x' }, date: 1, text: 'x' } },
  ],
  ['another bot', { message: { ...message, from: { ...from, is_bot: true }, text: 'x' } }],
  ['a pinned message', { message: { ...message, pinned_message: message } }],
  ['a kind of update of tomorrow', { tea_party: { chat, from } }],
  ['a message that is not one', { message: 'x' }],
])('%s asks nothing of us', (_name, update) => {
  expect(read(update)).toBeUndefined()
})

const canary = {
  title: 'CANARY',
  name: 'CANARY',
  text: 'CANARY',
  id: 'CANARY',
  username: 'canary_user',
  sender_user: from,
}
/** What Telegram may add to a message of its own (core.telegram.org/bots/api#message). */
const around = {
  author_signature: 'CANARY',
  effect_id: 'CANARY',
  external_reply: { origin: canary, chat: canary, message_id: 3 },
  forward_origin: { type: 'user', date: 1, ...canary },
  forward_from: from,
  forward_sender_name: 'CANARY',
  link_preview_options: { url: 'https://canary.example' },
  quote: canary,
  reply_markup: { inline_keyboard: [[canary]] },
  reply_to_story: { id: 1, chat: canary },
  sender_business_bot: from,
  sender_chat: canary,
  via_bot: { ...from, is_bot: true },
}
const mention = { type: 'text_mention', offset: 4, length: 5, user: from, url: 'CANARY', custom_emoji_id: 'CANARY' }
const file = {
  file_id: 'f',
  mime_type: 'image/webp',
  emoji: '🥰',
  file_name: 'CANARY.webp',
  title: 'CANARY',
  performer: 'CANARY',
  set_name: 'canary_by_bot',
  custom_emoji_id: 'CANARY',
  thumbnail: { file_id: 'CANARY' },
  cover: [{ file_id: 'CANARY' }],
  premium_animation: { file_id: 'CANARY' },
}

test.each(['checklist', 'dice', 'game', 'giveaway', 'invoice', 'paid_media', 'poll', 'story', 'venue'])(
  'a %s does not travel, and can be told so',
  (kind) => {
    const turn = read({ message: { ...message, [kind]: canary } })
    expect([turn?.act, turn?.said, turn?.stays]).toEqual([{ kind: 'other' }, undefined, 'kind'])
  },
)

test('a name under a picture points to nobody, and is held back', () => {
  const under = { ...message, photo: [file], caption: 'ask Maria', caption_entities: [mention] }
  expect(read({ message: under })?.said).toMatchObject({ text: { text: 'ask Maria', marks: [] }, hidesLink: true })
})

test('nothing that names the person is kept', () => {
  const updates = [
    { message: { ...message, text: 'x', reply_to_message: message } },
    { message: { ...message, contact: { phone_number: '+1', first_name: 'CANARY-CARD' } } },
    { message: { ...message, text: 'x', ...around } },
    { message: { ...message, photo: [file], caption: 'ask Maria', caption_entities: [mention], ...around } },
    ...['voice', 'audio', 'video', 'video_note', 'animation', 'sticker', 'document'].map((kind) => ({
      message: { ...message, [kind]: file, ...around },
    })),
    { callback_query: { id: '1', from, message, chat_instance: '1', data: 'open' } },
    { my_chat_member: { chat, from, date: 1, new_chat_member: { status: 'kicked', user: from } } },
  ]
  for (const update of updates) expect(JSON.stringify(keepUpdate({ update_id: 1, ...update }))).not.toMatch(/canary/i)
})

test('an edit and a reaction are of a message', () => {
  expect(read({ edited_message: { ...message, edit_date: 1, text: 'x' } })).toMatchObject({
    act: { kind: 'edited', messageId: '7' },
    said: { messageId: '7', text: { text: 'x', marks: [] } },
  })
  const reacted = { chat, message_id: 7, user: from, date: 1, old_reaction: [] }
  const heart = [{ type: 'custom_emoji', custom_emoji_id: '53' }]
  expect(read({ message_reaction: { ...reacted, new_reaction: [{ type: 'emoji', emoji: '🔥' }] } })?.act).toEqual({
    kind: 'reacted',
    messageId: '7',
    change: { set: ['🔥'] },
  })
  expect(read({ message_reaction: { ...reacted, new_reaction: heart } })?.act).toMatchObject({ change: { set: ['❤'] } })
})

test('an album is one message, unless something in it does not travel', () => {
  const part = (n: number, media: object) =>
    keepUpdate({ update_id: n, message: { ...message, message_id: n, media_group_id: 'g', ...media } })
  const photo = (id: string) => ({ photo: [{ file_id: `small ${id}` }, { file_id: id }] })
  const whole = [part(1, { ...photo('a'), caption: 'two' }), part(2, photo('b'))].filter((one) => one !== undefined)
  const [album, ...more] = gatherAlbums(whole)
  expect(more).toEqual([])
  expect(album && readTurn(album).said).toMatchObject({ text: { text: 'two' }, media: [{ ref: 'a' }, { ref: 'b' }] })
  const bold = { caption: 'and c', caption_entities: [{ type: 'bold', offset: 4, length: 1 }] }
  const [first, second] = [part(1, { ...photo('a'), caption: 'a' }), part(2, { ...photo('c'), ...bold })]
  const both = gatherAlbums([first, second].filter((one) => one !== undefined)).map((one) => readTurn(one).said?.text)
  expect(both).toEqual([{ text: 'a\nand c', marks: [{ kind: 'bold', from: 6, to: 7 }] }])
  const mixed = [part(1, photo('a')), part(2, { document: { file_id: 'v', mime_type: 'text/plain' } })].filter(
    (one) => one !== undefined,
  )
  expect(gatherAlbums(mixed).map((one) => readTurn(one).said)).toEqual([undefined])
})
