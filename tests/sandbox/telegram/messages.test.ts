import { expect, test } from 'vitest'
import { call, oneButton, sendText, start } from './api.ts'

/** sendMessage: core.telegram.org/bots/api#sendmessage, Client.cpp get_formatted_text, tdlib MessageEntity.cpp. */

async function chat() {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const refusal = async (params: Record<string, unknown>): Promise<string | undefined> => {
    const answer = await call(standIn, 'sendMessage', { chat_id: mina.id, text: 'x', ...params })
    expect(answer.ok ? 200 : answer.status).toBe(answer.ok ? 200 : 400)
    return answer.description
  }
  return { standIn, mina, refusal }
}

test('the result is the message: rising id within the chat, the bot, the chat, the time in seconds', async () => {
  const standIn = await start({ now: () => 1_795_000_000_999 })
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const theo = standIn.join({ name: 'Theo', locale: 'en' })
  expect(await sendText(standIn, mina.id, 'a')).toMatchObject({
    message_id: 1,
    from: { is_bot: true },
    chat: { id: Number(mina.id), type: 'private', first_name: 'Mina' },
    date: 1_795_000_000,
    text: 'a',
  })
  expect((await sendText(standIn, mina.id, 'b')).message_id).toBe(2)
  expect((await sendText(standIn, theo.id, 'c')).message_id).toBe(1)
})

test('ids of people do not fit into 32 bits, but into 52', async () => {
  const { mina } = await chat()
  expect(Number(mina.id)).toBeGreaterThan(2 ** 32)
  expect(Number(mina.id)).toBeLessThan(2 ** 52)
})

test('text of 4,096 passes, 4,097 is "message is too long"', async () => {
  const { refusal } = await chat()
  expect(await refusal({ text: '가'.repeat(4096) })).toBeUndefined()
  expect(await refusal({ text: '가'.repeat(4097) })).toBe('Bad Request: message is too long')
})

test('the limit counts after entity parsing', async () => {
  const { refusal } = await chat()
  expect(await refusal({ text: `<b>${'a'.repeat(4096)}</b>`, parse_mode: 'HTML' })).toBeUndefined()
})

test('more than 32 KB before parsing is "text is too long" (Client.cpp)', async () => {
  const { refusal } = await chat()
  expect(await refusal({ text: 'a'.repeat(32_769) })).toBe('Bad Request: text is too long')
})

test('no text is "message text is empty", nothing but spaces "text must be non-empty"', async () => {
  const { refusal } = await chat()
  expect(await refusal({ text: '' })).toBe('Bad Request: message text is empty')
  expect(await refusal({ text: ' \n ' })).toBe('Bad Request: text must be non-empty')
})

test('spaces and line ends around a text are cut off and its entities move along (tdlib fix_formatted_text)', async () => {
  const { standIn, mina } = await chat()
  const message = await sendText(standIn, mina.id, '\n  bold  \n', {
    entities: [{ type: 'bold', offset: 3, length: 4 }],
  })
  expect(message).toMatchObject({ text: 'bold', entities: [{ type: 'bold', offset: 0, length: 4 }] })
})

test('no chat_id and an unknown chat are refused', async () => {
  const { standIn } = await chat()
  expect((await call(standIn, 'sendMessage', { text: 'x' })).description).toBe('Bad Request: chat_id is empty')
  expect((await call(standIn, 'sendMessage', { text: 'x', chat_id: 42 })).description).toBe(
    'Bad Request: chat not found',
  )
})

test('entities are checked: place, kind, and no half of a surrogate pair', async () => {
  const { refusal } = await chat()
  const withEntity = (entity: unknown) => refusal({ text: '😀b', entities: [entity] })
  expect(await withEntity({ type: 'bold', offset: 0, length: 2 })).toBeUndefined()
  expect(await withEntity({ type: 'bold', offset: 3, length: 1 })).toBe(
    'Bad Request: entity begins after the end of the text at UTF-16 offset 3',
  )
  expect(await withEntity({ type: 'bold', offset: 2, length: 5 })).toBe(
    'Bad Request: entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 7',
  )
  expect(await withEntity({ type: 'bold', offset: 1, length: 1 })).toContain('begins in a middle of a UTF-16 symbol')
  expect(await withEntity({ type: 'shiny', offset: 0, length: 2 })).toBe(
    "Bad Request: can't parse MessageEntity: Unsupported type specified",
  )
  expect(await withEntity({ type: 'bold', length: 2 })).toBe(
    `Bad Request: can't parse MessageEntity: Can't find field "offset"`,
  )
})

test('commands, addresses and names in a text are found by the server', async () => {
  const { standIn, mina } = await chat()
  const message = await sendText(standIn, mina.id, 'Try /letter or https://example.org, ask @someone_here')
  expect(message.entities).toEqual([
    { type: 'bot_command', offset: 4, length: 7 },
    { type: 'url', offset: 15, length: 19 },
    { type: 'mention', offset: 40, length: 13 },
  ])
})

test('parse_mode HTML becomes text and entities', async () => {
  const { standIn, mina } = await chat()
  const text =
    '<b>bold <i>both</i></b> &lt;3 <a href="https://example.org/?a=1&amp;b=2">link</a> <tg-spoiler>s</tg-spoiler>' +
    '<pre><code class="language-ts">x</code></pre><blockquote expandable>q</blockquote>'
  expect(await sendText(standIn, mina.id, text, { parse_mode: 'HTML' })).toMatchObject({
    text: 'bold both <3 link sxq',
    entities: [
      { type: 'bold', offset: 0, length: 9 },
      { type: 'italic', offset: 5, length: 4 },
      { type: 'text_link', offset: 13, length: 4, url: 'https://example.org/?a=1&b=2' },
      { type: 'spoiler', offset: 18, length: 1 },
      { type: 'pre', offset: 19, length: 1, language: 'ts' },
      { type: 'expandable_blockquote', offset: 20, length: 1 },
    ],
  })
})

test("broken HTML is can't parse entities, with byte offsets", async () => {
  const { refusal } = await chat()
  const html = (text: string) => refusal({ text, parse_mode: 'html' })
  const prefix = "Bad Request: can't parse entities: "
  expect(await html('가 <b>x')).toBe(`${prefix}Can't find end tag corresponding to start tag "b"`)
  expect(await html('가 <h1>x</h1>')).toBe(`${prefix}Unsupported start tag "h1" at byte offset 4`)
  expect(await html('<b>x</i>')).toBe(`${prefix}Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`)
  expect(await html('x</b>')).toBe(`${prefix}Unexpected end tag at byte offset 1`)
  expect(await html('1 < 2')).toBe(`${prefix}Unclosed start tag at byte offset 2`)
  expect(await html('<span>x</span>')).toBe(`${prefix}Tag "span" must have class "tg-spoiler" at byte offset 0`)
})

test('parse_mode MarkdownV2 becomes text and entities', async () => {
  const { standIn, mina } = await chat()
  const text = '*bold _both_* __under__ ~gone~ ||hid|| `c_d` [link](https://example.org/\\)) 1\\.\n>quoted'
  expect(await sendText(standIn, mina.id, text, { parse_mode: 'MarkdownV2' })).toMatchObject({
    text: 'bold both under gone hid c_d link 1.\nquoted',
    entities: [
      { type: 'bold', offset: 0, length: 9 },
      { type: 'italic', offset: 5, length: 4 },
      { type: 'underline', offset: 10, length: 5 },
      { type: 'strikethrough', offset: 16, length: 4 },
      { type: 'spoiler', offset: 21, length: 3 },
      { type: 'code', offset: 25, length: 3 },
      { type: 'text_link', offset: 29, length: 4, url: 'https://example.org/)' },
      { type: 'blockquote', offset: 37, length: 6 },
    ],
  })
})

test('one reserved character that is not escaped refuses a MarkdownV2 text', async () => {
  const { refusal } = await chat()
  const markdown = (text: string) => refusal({ text, parse_mode: 'MarkdownV2' })
  const prefix = "Bad Request: can't parse entities: "
  expect(await markdown('a - b')).toBe(`${prefix}Character '-' is reserved and must be escaped with the preceding '\\'`)
  expect(await markdown('wow!')).toContain(`Character '!' is reserved`)
  expect(await markdown('가 *x')).toBe(`${prefix}Can't find end of Bold entity at byte offset 4`)
  expect(await markdown('[x](http')).toBe(`${prefix}Can't find end of a URL at byte offset 4`)
})

test('another parse_mode is "unsupported parse_mode"; MarkdownV2 characters are plain text without one', async () => {
  const { refusal } = await chat()
  expect(await refusal({ parse_mode: 'bbcode' })).toBe('Bad Request: unsupported parse_mode')
  expect(await refusal({ text: '*-_!<b>' })).toBeUndefined()
})

test('inline keyboards are shown and come back in the message; callback_data is 1 to 64 bytes', async () => {
  const { standIn, mina, refusal } = await chat()
  expect((await sendText(standIn, mina.id, 'x', { reply_markup: oneButton })).reply_markup).toEqual(oneButton)
  const data = (callback_data: string) =>
    refusal({ reply_markup: { inline_keyboard: [[{ text: 'A', callback_data }]] } })
  expect(await data('가'.repeat(21))).toBeUndefined()
  expect(await data('가'.repeat(22))).toBe('Bad Request: BUTTON_DATA_INVALID')
  expect(await data('')).toBe(
    "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  )
})

test('a malformed keyboard is refused (Client.cpp get_reply_markup)', async () => {
  const { refusal } = await chat()
  const markup = (reply_markup: unknown) => refusal({ reply_markup })
  expect(await markup('{')).toBe("Bad Request: can't parse reply keyboard markup JSON object")
  expect(await markup(null)).toBe('Bad Request: object expected as reply markup')
  expect(await markup({ inline_keyboard: [{ text: 'A', callback_data: 'a' }] })).toBe(
    'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
  )
  expect(await markup({ inline_keyboard: [[{ callback_data: 'a' }]] })).toBe(
    `Bad Request: can't parse inline keyboard button: Can't find field "text"`,
  )
  expect(await markup({ inline_keyboard: [[{ text: 'A', url: 'http://localhost/x' }]] })).toBe(
    "Bad Request: inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
  )
})

test('reply keyboards speak for the person, force_reply and remove_keyboard are taken', async () => {
  const { standIn, mina, refusal } = await chat()
  await sendText(standIn, mina.id, 'yes?', { reply_markup: { keyboard: [['Yes', { text: 'No' }]] } })
  expect(mina.chat()[0]?.controls.map((control) => control.label)).toEqual(['Yes', 'No'])
  const pressing = mina.press('Yes')
  await sendText(standIn, mina.id, 'fine', { reply_markup: { remove_keyboard: true } })
  await pressing
  expect(mina.chat().map((message) => [message.from, message.text])).toEqual([
    ['bot', 'yes?'],
    ['me', 'Yes'],
    ['bot', 'fine'],
  ])
  await expect(mina.press('No')).rejects.toThrow('There is no button "No"')
  expect(await refusal({ reply_markup: { force_reply: true, input_field_placeholder: 'Write' } })).toBeUndefined()
})

test('reply_parameters quote the message; a missing one is refused unless sending without is allowed', async () => {
  const { standIn, mina, refusal } = await chat()
  const id = await mina.say('question')
  const answer = await sendText(standIn, mina.id, 'answer', { reply_parameters: { message_id: Number(id) } })
  expect(answer.reply_to_message).toMatchObject({ message_id: Number(id), text: 'question' })
  expect(mina.chat().at(-1)?.replyTo).toBe(id)
  expect(await refusal({ reply_parameters: { message_id: 99 } })).toBe('Bad Request: message to be replied not found')
  expect(await refusal({ reply_to_message_id: 99 })).toBe('Bad Request: message to be replied not found')
  expect(await refusal({ reply_parameters: { message_id: 99, allow_sending_without_reply: true } })).toBeUndefined()
})

test('link_preview_options and protect_content come back in the message', async () => {
  const { standIn, mina } = await chat()
  const message = await sendText(standIn, mina.id, 'https://example.org', {
    link_preview_options: { is_disabled: true },
    protect_content: true,
  })
  expect(message).toMatchObject({ link_preview_options: { is_disabled: true }, has_protected_content: true })
})

test('sendChatAction knows its actions', async () => {
  const { standIn, mina } = await chat()
  const shown: string[] = []
  standIn.onEvent(({ change }) => shown.push(change))
  expect((await call(standIn, 'sendChatAction', { chat_id: mina.id, action: 'typing' })).result).toBe(true)
  expect(shown).toEqual(['typing'])
  expect((await call(standIn, 'sendChatAction', { chat_id: mina.id, action: 'dancing' })).description).toBe(
    'Bad Request: wrong parameter action in request',
  )
})
