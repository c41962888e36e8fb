import { expect, test } from 'vitest'
import { call, oneButton, sendText, start } from './api.ts'

/** Copies and forwards: core.telegram.org/bots/api#copymessage, #copymessages, #forwardmessage. */

async function twoChats() {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const theo = standIn.join({ name: 'Theo', locale: 'en' })
  const toTheo = (method: string, params: Record<string, unknown>) =>
    call(standIn, method, { chat_id: theo.id, from_chat_id: mina.id, ...params })
  return { standIn, mina, theo, toTheo }
}

test('copyMessage leaves the author behind and answers only a message_id', async () => {
  const { mina, theo, toTheo } = await twoChats()
  await mina.say('warm words')
  expect((await toTheo('copyMessage', { message_id: 1, reply_markup: oneButton })).result).toEqual({ message_id: 1 })
  const [copy] = theo.chat()
  expect(copy).toMatchObject({ from: 'bot', text: 'warm words', controls: [{ label: 'A' }] })
  expect(JSON.stringify(copy?.raw)).not.toContain('Mina')
})

test('a copy keeps captions and file names unless a new caption is given', async () => {
  const { mina, theo, toTheo } = await twoChats()
  await mina.say('my phone is in here', {
    files: [{ name: 'mina-kim-cv.pdf', type: 'application/pdf', data: Buffer.from('%PDF') }],
  })
  await toTheo('copyMessage', { message_id: 1 })
  expect(theo.chat()[0]).toMatchObject({ text: 'my phone is in here', files: [{ name: 'mina-kim-cv.pdf' }] })
  await toTheo('copyMessage', { message_id: 1, caption: 'for you' })
  expect(theo.chat()[1]?.text).toBe('for you')
})

test('forwardMessage names its author', async () => {
  const { mina, toTheo } = await twoChats()
  await mina.say('warm words')
  expect((await toTheo('forwardMessage', { message_id: 1 })).result).toMatchObject({
    text: 'warm words',
    from: { is_bot: true },
    forward_origin: { type: 'user', sender_user: { id: Number(mina.id), first_name: 'Mina' } },
  })
})

test('protected messages are neither forwarded nor copied in a batch', async () => {
  const { standIn, mina, toTheo } = await twoChats()
  await sendText(standIn, mina.id, 'secret', { protect_content: true })
  expect((await toTheo('forwardMessage', { message_id: 1 })).description).toBe(
    "Bad Request: the message can't be forwarded",
  )
  expect((await toTheo('copyMessages', { message_ids: [1] })).description).toBe(
    "Bad Request: messages can't be forwarded",
  )
})

test('what is not there is refused, each in its own words', async () => {
  const { toTheo } = await twoChats()
  expect((await toTheo('copyMessage', { message_id: 5 })).description).toBe('Bad Request: message to copy not found')
  expect((await toTheo('forwardMessage', { message_id: 5 })).description).toBe(
    'Bad Request: message to forward not found',
  )
  expect((await toTheo('copyMessage', { message_id: 5, from_chat_id: '' })).status).toBe(400)
})

test('copyMessages passes over what is missing and wants rising ids, at most 100', async () => {
  const { mina, theo, toTheo } = await twoChats()
  await mina.say('one')
  await mina.say('two')
  const copy = (message_ids: unknown) => toTheo('copyMessages', { message_ids })
  expect((await copy([1, 2, 77])).result).toEqual([{ message_id: 1 }, { message_id: 2 }])
  expect(theo.chat().map((message) => message.text)).toEqual(['one', 'two'])
  expect((await copy([2, 1])).description).toBe(
    'Bad Request: message identifiers must be in a strictly increasing order',
  )
  expect((await copy(Array.from({ length: 101 }, (_, index) => index + 1))).description).toBe(
    'Bad Request: too many message identifiers specified',
  )
  expect((await copy([])).description).toBe('Bad Request: message identifiers are not specified')
})

test('an album copied in one call stays an album under another id', async () => {
  const { mina, theo, toTheo } = await twoChats()
  const picture = (name: string) => ({ name, type: 'image/png', data: Buffer.from('89504e47', 'hex') })
  await mina.say('both', { files: [picture('a.png'), picture('b.png')] })
  await toTheo('copyMessages', { message_ids: [1, 2] })
  const groups = [...theo.chat(), ...mina.chat()].map(
    (message) => (message.raw as { media_group_id?: string }).media_group_id,
  )
  expect(groups).toHaveLength(4)
  expect(groups[0]).toBe(groups[1])
  expect(groups[0]).not.toBe(groups[2])
})
