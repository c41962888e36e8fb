import { expect, test } from 'vitest'
import { call, oneButton, pixel, sendText, start, updates, upload } from './api.ts'

/** Edits, deletions, button presses and the bot's reactions (core.telegram.org/bots/api, Client.cpp). */

const notModified =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'
const tooOld = 'Bad Request: query is too old and response timeout expired or query ID is invalid'

async function chat(options = {}) {
  const standIn = await start(options)
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const ask = (method: string, params: Record<string, unknown>) =>
    call(standIn, method, { chat_id: mina.id, message_id: 1, ...params })
  return { standIn, mina, ask }
}

test('editMessageText changes text and takes the keyboard away unless it is sent again', async () => {
  const { standIn, mina, ask } = await chat()
  await sendText(standIn, mina.id, 'first', { reply_markup: oneButton })
  expect((await ask('editMessageText', { text: 'second', reply_markup: oneButton })).result).toMatchObject({
    message_id: 1,
    text: 'second',
    reply_markup: oneButton,
  })
  const last = (await ask('editMessageText', { text: 'third' })).result
  expect(last.edit_date).toBeTypeOf('number')
  expect(mina.chat()).toMatchObject([{ text: 'third', controls: [] }])
})

test('an edit that changes nothing is "message is not modified"', async () => {
  const { standIn, mina, ask } = await chat()
  await sendText(standIn, mina.id, 'same', { reply_markup: oneButton })
  expect((await ask('editMessageText', { text: 'same', reply_markup: oneButton })).description).toBe(notModified)
  expect((await ask('editMessageReplyMarkup', { reply_markup: oneButton })).description).toBe(notModified)
  expect((await ask('editMessageReplyMarkup', {})).ok).toBe(true)
  expect((await ask('editMessageReplyMarkup', {})).description).toBe(notModified)
})

test("a message that is not there, not the bot's, or without text cannot be edited", async () => {
  const { standIn, mina, ask } = await chat()
  expect((await ask('editMessageText', { text: 'x' })).description).toBe('Bad Request: message to edit not found')
  await mina.say('mine')
  expect((await ask('editMessageText', { text: 'x' })).description).toBe("Bad Request: message can't be edited")
  await upload(standIn, 'sendPhoto', { chat_id: mina.id, caption: 'c' }, { photo: new File([pixel], 'p.gif') })
  expect((await ask('editMessageText', { message_id: 2, text: 'x' })).description).toBe(
    'Bad Request: there is no text in the message to edit',
  )
  expect((await ask('editMessageCaption', { message_id: 2, caption: 'd' })).result.caption).toBe('d')
  expect((await ask('editMessageCaption', { message_id: 2, caption: 'd' })).description).toBe(notModified)
})

test('an edit obeys the same limits as a message', async () => {
  const { standIn, mina, ask } = await chat()
  await sendText(standIn, mina.id, 'x')
  expect((await ask('editMessageText', { text: 'a'.repeat(4097) })).description).toBe(
    'Bad Request: message is too long',
  )
  expect((await ask('editMessageText', { text: '' })).description).toBe('Bad Request: message text is empty')
})

test("deleteMessage works below 48 hours, on either side's messages, and once", async () => {
  let now = Date.parse('2026-11-23T12:00:00Z')
  const { standIn, mina, ask } = await chat({ now: () => now })
  await sendText(standIn, mina.id, 'one')
  await mina.say('two')
  await sendText(standIn, mina.id, 'three')
  expect((await ask('deleteMessage', {})).result).toBe(true)
  expect((await ask('deleteMessage', {})).description).toBe('Bad Request: message to delete not found')
  expect((await ask('deleteMessage', { message_id: 2 })).result).toBe(true)
  now += 48 * 3_600_000 + 1
  expect((await ask('deleteMessage', { message_id: 3 })).description).toBe(
    "Bad Request: message can't be deleted for everyone",
  )
  expect(mina.chat().map((message) => message.deleted)).toEqual([true, true, false])
  expect((await ask('deleteMessage', { message_id: '' })).description).toBe(
    'Bad Request: message identifier is not specified',
  )
})

test('a press reaches the bot with its data and its message; the answer is a toast of at most 200 characters', async () => {
  const { standIn, mina } = await chat()
  await sendText(standIn, mina.id, 'pick', { reply_markup: oneButton })
  const pressing = mina.press('A')
  const [update] = await updates(standIn)
  const query = update?.callback_query
  expect(query).toMatchObject({
    from: { id: Number(mina.id), language_code: 'ko' },
    message: { message_id: 1, text: 'pick', reply_markup: oneButton },
    data: 'a',
  })
  const answer = (text: string) => call(standIn, 'answerCallbackQuery', { callback_query_id: query?.id, text })
  expect((await answer('a'.repeat(201))).description).toBe('Bad Request: MESSAGE_TOO_LONG')
  expect((await answer('done')).result).toBe(true)
  await pressing
  expect((await answer('twice')).description).toBe(tooOld)
  expect(mina.toasts()).toEqual(['done'])
})

test('an answer to a press of long ago, or to none, is "query is too old…"', async () => {
  let now = Date.parse('2026-11-23T12:00:00Z')
  const { standIn, mina } = await chat({ now: () => now })
  expect((await call(standIn, 'answerCallbackQuery', { callback_query_id: '12' })).description).toBe(tooOld)
  await sendText(standIn, mina.id, 'pick', { reply_markup: oneButton })
  const pressing = mina.press('A')
  const [update] = await updates(standIn)
  now += 151_000
  const id = update?.callback_query?.id
  expect((await call(standIn, 'answerCallbackQuery', { callback_query_id: id })).description).toBe(tooOld)
  await sendText(standIn, mina.id, 'anyway')
  await pressing
})

test('pressing on a message that is deleted meanwhile tells of an inaccessible message of date 0', async () => {
  const { standIn, mina, ask } = await chat()
  await sendText(standIn, mina.id, 'pick', { reply_markup: oneButton })
  await ask('deleteMessage', {})
  const pressing = mina.press('A', { message: '1' })
  const [update] = await updates(standIn)
  expect(update?.callback_query?.message).toEqual({
    chat: { id: Number(mina.id), type: 'private', first_name: 'Mina' },
    message_id: 1,
    date: 0,
  })
  await sendText(standIn, mina.id, 'gone')
  await pressing
})

test('the bot sets one reaction, of the emoji Telegram allows', async () => {
  const { mina, ask } = await chat()
  await mina.say('hello')
  const react = (...emoji: string[]) =>
    ask('setMessageReaction', { reaction: emoji.map((one) => ({ type: 'emoji', emoji: one })) })
  expect((await react('❤️')).result).toBe(true)
  expect(mina.chat()[0]?.reactions).toEqual([{ emoji: '❤', from: 'bot' }])
  expect((await react('👍', '🔥')).description).toBe('Bad Request: REACTIONS_TOO_MANY')
  expect((await react('🧦')).description).toBe('Bad Request: REACTION_INVALID')
  expect((await react()).result).toBe(true)
  expect(mina.chat()[0]?.reactions).toEqual([])
  expect((await ask('setMessageReaction', { message_id: 9, reaction: [] })).description).toBe(
    'Bad Request: message to react not found',
  )
})
