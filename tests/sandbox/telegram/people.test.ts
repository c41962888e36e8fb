import { expect, test } from 'vitest'
import { call, oneButton, sendText, start, updates } from './api.ts'

/** What people do in a private chat, and what the bot hears of it (core.telegram.org/bots/api#update, Client.cpp). */

const hello = (chatId: string) => ({ chat_id: chatId, text: 'hello' })

test('a bot cannot write first: 403 until the person writes or presses Start', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko', started: false })
  expect(await call(standIn, 'sendMessage', hello(mina.id))).toMatchObject({
    status: 403,
    error_code: 403,
    description: "Forbidden: bot can't initiate conversation with a user",
  })
  await mina.say('/start')
  expect((await call(standIn, 'sendMessage', hello(mina.id))).ok).toBe(true)
})

test('blocking is 403 and tells the bot my_chat_member kicked, unblocking member', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  await mina.block()
  expect(await call(standIn, 'sendMessage', hello(mina.id))).toMatchObject({
    status: 403,
    description: 'Forbidden: bot was blocked by the user',
  })
  await expect(mina.say('x')).rejects.toThrow('unblock() comes first')
  await mina.unblock()
  expect((await call(standIn, 'sendMessage', hello(mina.id))).ok).toBe(true)
  const statuses = (await updates(standIn)).map(({ my_chat_member: change }) => [
    change?.chat?.id,
    change?.from?.id,
    change?.old_chat_member?.status,
    change?.new_chat_member?.status,
  ])
  const id = Number(mina.id)
  expect(statuses).toEqual([
    [id, id, 'member', 'kicked'],
    [id, id, 'kicked', 'member'],
  ])
})

test('a deleted account is 403 "user is deactivated"', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  mina.deactivate()
  expect(await call(standIn, 'sendMessage', hello(mina.id))).toMatchObject({
    status: 403,
    description: 'Forbidden: user is deactivated',
  })
})

test('a message carries who wrote it, with the language, and its reply', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: '미나', locale: 'ko', username: 'mina_writes' })
  await sendText(standIn, mina.id, 'question')
  await mina.say('answer', { replyTo: '1' })
  const [update] = await updates(standIn)
  expect(update?.message).toMatchObject({
    message_id: 2,
    from: { id: Number(mina.id), is_bot: false, first_name: '미나', username: 'mina_writes', language_code: 'ko' },
    chat: { id: Number(mina.id), type: 'private' },
    text: 'answer',
    reply_to_message: { message_id: 1, text: 'question' },
  })
})

test('a command is a message with a bot_command entity, and /start carries its payload', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko', started: false })
  const starting = mina.command('start', { payload: 'invite-42' })
  const [update] = await updates(standIn)
  expect(update?.message).toMatchObject({
    text: '/start invite-42',
    entities: [{ type: 'bot_command', offset: 0, length: 6 }],
  })
  await sendText(standIn, mina.id, 'welcome')
  await starting
})

test('an edit of the person is edited_message with edit_date', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const id = await mina.say('frist')
  await mina.edit(id, 'first')
  const [, update] = await updates(standIn)
  expect(update?.edited_message).toMatchObject({ message_id: Number(id), text: 'first' })
  expect(update?.edited_message?.edit_date).toBeTypeOf('number')
})

test("deletions and the bot's own messages are told to nobody (tdlib/telegram-bot-api#286)", async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const id = await mina.say('oops')
  await mina.remove(id)
  await sendText(standIn, mina.id, 'mine')
  expect(await updates(standIn)).toHaveLength(1)
  expect(mina.chat().map((message) => [message.text, message.deleted])).toEqual([
    ['oops', true],
    ['mine', false],
  ])
})

test('a text longer than 4,096 leaves the app as several messages', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  await mina.say('가'.repeat(5000))
  await mina.say(`${'a'.repeat(4095)}😀`)
  expect((await updates(standIn)).map((update) => String(update.message?.text).length)).toEqual([4096, 904, 4095, 2])
})

test('the driver finds a button by its label, and says what it sees when there is none', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const button = (text: string) => ({ text, callback_data: text })
  await sendText(standIn, mina.id, 'older', { reply_markup: { inline_keyboard: [[button('Open')]] } })
  await sendText(standIn, mina.id, 'newer', {
    reply_markup: { inline_keyboard: [[button('Yes, now'), button('Yes, later')], [button('Open')]] },
  })
  const pressed: unknown[] = []
  const press = async (label: string) => {
    const pressing = mina.press(label)
    const query = (await updates(standIn, { offset: -1 }))[0]?.callback_query
    pressed.push(query?.message?.message_id, query?.data)
    await call(standIn, 'answerCallbackQuery', { callback_query_id: query?.id })
    await pressing
  }
  await press('Open')
  await press('later')
  expect(pressed).toEqual([2, 'Open', 2, 'Yes, later'])
  await expect(mina.press('Yes')).rejects.toThrow('part of several buttons')
  await expect(mina.press('Nowhere')).rejects.toThrow(/no button "Nowhere"[\s\S]*#1 bot: older[\s\S]*\[Open\]/)
})

test('until finds the newest match, waits for the next, and prints the chat when it waits in vain', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  await sendText(standIn, mina.id, 'letter 1')
  await sendText(standIn, mina.id, 'letter 2')
  expect((await mina.until('letter')).text).toBe('letter 2')
  const coming = mina.until(/letter/, { after: '2' })
  await sendText(standIn, mina.id, 'letter 3', { reply_markup: oneButton })
  expect((await coming).id).toBe('3')
  await expect(mina.until('never', { timeoutMs: 20 })).rejects.toThrow(/"never" within 20 ms[\s\S]*#3 bot: letter 3/)
})

test('everything visible is announced with the person and the message', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const seen: unknown[] = []
  const stop = standIn.onEvent(({ person, change, message }) => seen.push([person.name, change, message?.text]))
  await sendText(standIn, mina.id, 'a')
  await call(standIn, 'editMessageText', { chat_id: mina.id, message_id: 1, text: 'b' })
  await mina.react('1', '👍')
  await call(standIn, 'deleteMessage', { chat_id: mina.id, message_id: 1 })
  stop()
  await mina.say('unheard')
  expect(seen).toEqual([
    ['Mina', 'message', 'a'],
    ['Mina', 'edit', 'b'],
    ['Mina', 'reaction', 'b'],
    ['Mina', 'delete', 'b'],
  ])
})
