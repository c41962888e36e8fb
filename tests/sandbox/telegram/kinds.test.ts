import { beforeAll, expect, test } from 'vitest'
import type { FileKind, Said, SentFile } from '../../../sandbox/person.ts'
import { startTelegramStandIn, type TelegramStandIn } from '../../../sandbox/telegram/start.ts'
import { type ApiObject, beginnings, call, pixel, updates, upload } from './api.ts'

/** Everything a person can send, and what a bot can do to media: core.telegram.org/bots/api#message, #editmessagemedia. */

let standIn: TelegramStandIn
beforeAll(async () => {
  standIn = await startTelegramStandIn({ secondMs: 10, rates: false })
  return () => standIn.close()
})

function join(name = 'Mina') {
  const person = standIn.join({ name, locale: 'ko' })
  const heard = async (type = 'message'): Promise<ApiObject[]> => {
    const all = await updates(standIn)
    const last = all.at(-1)?.update_id
    if (last) await updates(standIn, { offset: Number(last) + 1 })
    return all.flatMap((update) => update[type] ?? [])
  }
  const say = async (text: string, said: Said) => {
    const id = await person.say(text, said)
    return { id, messages: await heard() }
  }
  return {
    person,
    say,
    heard,
    send: (method: string, params: object) => call(standIn, method, { chat_id: person.id, ...params }),
  }
}

function file(as: FileKind, type: string, more: Partial<SentFile> = {}): SentFile {
  return { name: 'my file.bin', type, data: pixel, as, ...more }
}

test('each kind of file arrives in its own field, with what Telegram tells of it', async () => {
  const { say, person } = join()
  const cases: [SentFile, object][] = [
    [
      file('photo', 'image/gif', { spoiler: true }),
      { has_media_spoiler: true, photo: [{ width: 1 }, { width: 1, height: 1 }] },
    ],
    [
      file('video', 'video/mp4', { seconds: 7 }),
      { video: { duration: 7, mime_type: 'video/mp4', file_name: 'my file.bin' } },
    ],
    [file('animation', 'video/mp4'), { animation: { width: 1 }, document: { mime_type: 'video/mp4' } }],
    [file('voice', 'audio/ogg', { seconds: 3 }), { voice: { duration: 3, mime_type: 'audio/ogg' } }],
    [file('audio', 'audio/mpeg', { title: 'Dawn', performer: 'Me' }), { audio: { title: 'Dawn', performer: 'Me' } }],
    [file('video_note', 'video/mp4'), { video_note: { length: 384 } }],
    [file('sticker', 'image/webp', { emoji: '👍' }), { sticker: { emoji: '👍', is_animated: false, is_video: false } }],
    [file('sticker', 'application/x-tgsticker'), { sticker: { is_animated: true } }],
    [file('document', 'image/jpeg'), { document: { file_name: 'my file.bin', mime_type: 'image/jpeg' } }],
  ]
  for (const [sent, told] of cases) {
    const { messages } = await say('', { files: [sent] })
    expect(messages).toMatchObject([told])
    expect(person.chat().at(-1)?.files).toMatchObject([{ kind: sent.as }])
  }
  const named = person.chat().filter(({ raw }) => JSON.stringify(raw).includes('my file'))
  expect(named.map(({ files }) => files[0]?.kind)).toEqual(['video', 'animation', 'audio', 'document'])
})

test('formatting is in entities, of words and of captions, and long texts take theirs along', async () => {
  const { say } = join()
  const bold = { type: 'bold', offset: 0, length: 2 }
  expect((await say('위로 letter', { entities: [bold] })).messages).toMatchObject([
    { text: '위로 letter', entities: [bold] },
  ])
  const captioned = await say('위로', { entities: [bold], files: [file('photo', 'image/gif')] })
  expect(captioned.messages).toMatchObject([{ caption: '위로', caption_entities: [bold] }])
  const { messages } = await say('a'.repeat(5_000), { entities: [{ type: 'italic', offset: 4_000, length: 1_000 }] })
  expect(messages.map(({ entities }) => entities)).toMatchObject([
    [{ type: 'italic', offset: 4_000, length: 96 }],
    [{ type: 'italic', offset: 0, length: 904 }],
  ])
  const emoji = { type: 'custom_emoji', offset: 0, length: 2, custom_emoji_id: '5368324170671202286' }
  expect((await say('👍', { entities: [emoji] })).messages).toMatchObject([{ entities: [emoji] }])
})

test('what is forwarded names whom it is from, or only a name, or a channel; files come along', async () => {
  const { say, person } = join()
  const origins: [Said['forwardOf'], object][] = [
    [{ name: 'Juno' }, { type: 'user', sender_user: { first_name: 'Juno', is_bot: false } }],
    [
      { name: 'Somebody', kind: 'hidden' },
      { type: 'hidden_user', sender_user_name: 'Somebody' },
    ],
    [
      { name: 'News', kind: 'channel' },
      { type: 'channel', chat: { title: 'News', type: 'channel' } },
    ],
  ]
  for (const [forwardOf, forward_origin] of origins) {
    const { messages } = await say('see', { forwardOf, files: [file('photo', 'image/gif')] } as Said)
    expect(messages).toMatchObject([{ caption: 'see', forward_origin }])
    expect(person.chat().at(-1)?.forwardedFrom).toBe(forwardOf?.name)
  }
})

test('a contact, a place, a venue, a poll and a die', async () => {
  const { say, person } = join()
  const shared: [Said['share'], object, string][] = [
    [
      { contact: { name: 'Juno', phone: '+8210' } },
      { contact: { first_name: 'Juno', phone_number: '+8210' } },
      '👤 Juno +8210',
    ],
    [
      { location: { latitude: 37.5, longitude: 127 } },
      { location: { latitude: 37.5, longitude: 127 } },
      '📍 37.5, 127',
    ],
    [{ location: { latitude: 1, longitude: 2, place: 'Home' } }, { location: {}, venue: { title: 'Home' } }, '📍 Home'],
    [{ poll: { question: 'Tea?', options: ['yes', 'no'] } }, { poll: { question: 'Tea?' } }, '📊 Tea?\n○ yes\n○ no'],
    [{ dice: '🎲' }, { dice: { emoji: '🎲', value: expect.any(Number) } }, '🎲'],
  ]
  for (const [share, told, shown] of shared) {
    expect((await say('', { share } as Said)).messages).toMatchObject([told])
    expect(person.chat().at(-1)?.text).toContain(shown)
  }
})

test('an edit changes words with their formatting, a caption, or the picture', async () => {
  const { say, person, heard } = join()
  const { id } = await say('before', {})
  await person.edit(id, 'after all', { entities: [{ type: 'bold', offset: 0, length: 5 }] })
  expect(await heard('edited_message')).toMatchObject([{ text: 'after all', entities: [{ type: 'bold' }] }])
  const picture = await say('look', { files: [file('photo', 'image/gif')] })
  const before = picture.messages[0]?.photo?.[0]?.file_id
  await person.edit(picture.id, 'look again', {
    file: { ...file('photo', 'image/gif'), data: Buffer.concat([pixel, pixel]) },
  })
  const [edited] = await heard('edited_message')
  expect(edited).toMatchObject({ caption: 'look again', edit_date: expect.any(Number) })
  expect(edited?.photo?.[0]?.file_id).not.toBe(before)
  expect(person.file(picture.id, 0)?.data.byteLength).toBe(pixel.length * 2)
})

test('reactions of a person come when asked for, a custom one too, and nothing when nothing changes', async () => {
  const { person, send, heard } = join()
  const { result } = await send('sendMessage', { text: 'hi' })
  const id = String(result.message_id)
  await person.react(id, '👍')
  expect(await heard('message_reaction')).toEqual([])
  await updates(standIn, { allowed_updates: ['message', 'edited_message', 'message_reaction'] })
  await person.react(id, '👍')
  await person.react(id, 'custom:5368324170671202286')
  await person.react(id, null)
  const custom = { type: 'custom_emoji', custom_emoji_id: '5368324170671202286' }
  expect(await heard('message_reaction')).toMatchObject([
    { message_id: 1, old_reaction: [{ emoji: '👍' }], new_reaction: [custom] },
    { old_reaction: [custom], new_reaction: [] },
  ])
})

test('editMessageMedia changes file and caption; deleteMessages passes over what is not there', async () => {
  const { person, send } = join()
  const sent = await upload(
    standIn,
    'sendPhoto',
    { chat_id: person.id, caption: 'one' },
    { photo: new File([pixel], 'a.gif') },
  )
  const media = JSON.stringify({
    type: 'video',
    media: 'attach://v',
    caption: 'two',
    duration: 4,
    width: 64,
    height: 48,
    has_spoiler: true,
  })
  const params = { chat_id: person.id, message_id: String(sent.result.message_id), media }
  const edited = await upload(standIn, 'editMessageMedia', params, { v: new File([beginnings.mp4], 'v.mp4') })
  expect(edited.result).toMatchObject({
    caption: 'two',
    has_media_spoiler: true,
    video: { duration: 4, width: 64, height: 48 },
  })
  expect(edited.result).not.toHaveProperty('photo')
  expect(person.chat()[0]).toMatchObject({ text: 'two', files: [{ kind: 'video', size: 16, spoiler: true }] })
  expect((await send('editMessageMedia', { message_id: 1 })).description).toBe(
    'Bad Request: parameter "media" is required',
  )
  await send('sendMessage', { text: 'x' })
  expect((await send('deleteMessages', { message_ids: [1, 2, 99] })).result).toBe(true)
  expect(person.chat().map(({ deleted }) => deleted)).toEqual([true, true])
})

test('a bot says how long a voice lasts and what a sticker stands for', async () => {
  const { person } = join()
  const send = (method: string, field: string, more: object) =>
    upload(standIn, method, { chat_id: person.id, ...more }, { [field]: new File([beginnings.opus], 'x') })
  expect((await send('sendVoice', 'voice', { duration: '9' })).result.voice).toMatchObject({ duration: 9 })
  expect((await send('sendSticker', 'sticker', { emoji: '💛' })).result.sticker).toMatchObject({ emoji: '💛' })
  expect(person.chat().map(({ files }) => files[0]?.kind)).toEqual(['voice', 'sticker'])
})

test('somebody may take no voice messages and round videos', async () => {
  const { person } = join()
  person.refuseVoice()
  const send = (method: string, field: string, bytes: Buffer) =>
    upload(standIn, method, { chat_id: person.id }, { [field]: new File([bytes], 'x') })
  const refused = 'Bad Request: VOICE_MESSAGES_FORBIDDEN'
  expect((await send('sendVoice', 'voice', beginnings.opus)).description).toBe(refused)
  expect((await send('sendVideoNote', 'video_note', beginnings.mp4)).description).toBe(refused)
  expect((await send('sendDocument', 'document', beginnings.opus)).ok).toBe(true)
})
