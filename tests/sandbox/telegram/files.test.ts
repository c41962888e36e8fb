import { expect, test } from 'vitest'
import { beginnings, call, pixel, request, start, updates, upload } from './api.ts'

/** Files: core.telegram.org/bots/api#sending-files, #getfile, #sendmediagroup; tdlib FileLoaderUtils.cpp, MessageContent.cpp. */

async function chat() {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const send = (method: string, field: string, file: File, more: Record<string, string> = {}) =>
    upload(standIn, method, { chat_id: mina.id, ...more }, { [field]: file })
  const download = async (fileId: unknown) => {
    const { result } = await call(standIn, 'getFile', { file_id: fileId })
    const response = await fetch(`${standIn.apiUrl}/file/bot${standIn.token}/${result.file_path}`)
    return Buffer.from(await response.arrayBuffer())
  }
  return { standIn, mina, send, download }
}

const words = new File(['some words'], 'diary.txt', { type: 'text/plain; charset=utf-8' })

test('sendDocument keeps name, type and bytes; getFile leads to them', async () => {
  const { mina, send, download } = await chat()
  const { result } = await send('sendDocument', 'document', words, { caption: 'read me' })
  expect(result).toMatchObject({
    caption: 'read me',
    document: { file_name: 'diary.txt', file_size: 10 },
  })
  expect((await download(result.document?.file_id)).toString()).toBe('some words')
  expect(mina.chat()[0]?.files).toMatchObject([{ name: 'diary.txt', size: 10 }])
})

test('sendPhoto is told in several sizes and without a file name', async () => {
  const { send, download } = await chat()
  const { result } = await send('sendPhoto', 'photo', new File([pixel], 'holiday.gif'))
  expect(result.photo).toHaveLength(2)
  expect(JSON.stringify(result)).not.toContain('holiday')
  expect(await download(result.photo?.[1]?.file_id)).toEqual(pixel)
})

test('every kind of media has its method and its field', async () => {
  const { send } = await chat()
  const { mp4, mp3, opus } = beginnings
  const kinds: [string, string, Buffer][] = [
    ['Video', 'video', mp4],
    ['Voice', 'voice', opus],
    ['Sticker', 'sticker', pixel],
    ['Animation', 'animation', pixel],
    ['Audio', 'audio', mp3],
    ['VideoNote', 'video_note', mp4],
  ]
  for (const [name, field, bytes] of kinds) {
    const { result, description } = await send(`send${name}`, field, new File([bytes], 'x.bin'))
    expect(description).toBeUndefined()
    expect(result[field]).toMatchObject({ file_size: bytes.length })
  }
})

test('what a method has no format for is sent as a document', async () => {
  const { send } = await chat()
  const { mp4, mp3, opus, webm } = beginnings
  const others: [string, string, Buffer][] = [
    ['Voice', 'voice', webm],
    ['Audio', 'audio', opus],
    ['Video', 'video', webm],
    ['Animation', 'animation', mp3],
    ['VideoNote', 'video_note', pixel],
  ]
  for (const [name, field, bytes] of others) {
    const { result } = await send(`send${name}`, field, new File([bytes], 'x.bin'))
    expect(result).not.toHaveProperty(field)
    expect(result.document).toMatchObject({ file_size: bytes.length })
  }
  expect((await send('sendVoice', 'voice', new File([mp4], 'x'))).result).toHaveProperty('voice')
})

test('a file is sent again by file_id, which is new each time while file_unique_id stays', async () => {
  const { standIn, mina, send } = await chat()
  const first = (await send('sendDocument', 'document', words)).result.document
  const second = (await send('sendDocument', 'document', words)).result.document
  expect(second?.file_unique_id).toBe(first?.file_unique_id)
  expect(second?.file_id).not.toBe(first?.file_id)
  const again = await call(standIn, 'sendDocument', { chat_id: mina.id, document: first?.file_id })
  expect(again.result.document?.file_id).toBe(first?.file_id)
  expect((await call(standIn, 'sendPhoto', { chat_id: mina.id, photo: first?.file_id })).description).toBe(
    "Bad Request: can't use file of type Document as Photo",
  )
})

test('a file_id of another bot, or none, is refused', async () => {
  const { standIn, mina } = await chat()
  expect((await call(standIn, 'sendPhoto', { chat_id: mina.id, photo: 'AgACforeign' })).description).toBe(
    'Bad Request: wrong file identifier/HTTP URL specified',
  )
  expect((await call(standIn, 'getFile', { file_id: 'AgACforeign' })).description).toBe('Bad Request: invalid file_id')
  expect((await call(standIn, 'getFile')).description).toBe('Bad Request: file_id not specified')
  expect((await call(standIn, 'sendPhoto', { chat_id: mina.id })).description).toBe(
    'Bad Request: there is no photo in the request',
  )
})

test('empty files, photos that are no pictures and photos above 10 MB are refused', async () => {
  const { send } = await chat()
  expect((await send('sendDocument', 'document', new File([], 'x'))).description).toBe(
    'Bad Request: file must be non-empty',
  )
  expect((await send('sendPhoto', 'photo', words)).description).toBe('Bad Request: IMAGE_PROCESS_FAILED')
  const large = new File([pixel, new Uint8Array(10 << 20)], 'x.gif')
  expect((await send('sendPhoto', 'photo', large)).description).toBe(
    `Bad Request: file of size ${large.size} bytes is too big for a photo; the maximum size is 10485760 bytes`,
  )
})

test('bots download up to 20 MB', async () => {
  const { standIn, mina } = await chat()
  await mina.say('', { files: [{ name: 'x.bin', type: 'application/zip', data: new Uint8Array((20 << 20) + 1) }] })
  const [update] = await updates(standIn)
  const answer = await call(standIn, 'getFile', { file_id: update?.message?.document?.file_id })
  expect(answer.description).toBe('Bad Request: file is too big')
})

test('a file needs the token in its address', async () => {
  const { standIn, send } = await chat()
  const { result } = await send('sendDocument', 'document', words)
  const { result: info } = await call(standIn, 'getFile', { file_id: result.document?.file_id })
  expect((await request(`${standIn.apiUrl}/file/bot1:x/${info.file_path}`)).status).toBe(401)
  expect((await request(`${standIn.apiUrl}/file/bot${standIn.token}/documents/none`)).status).toBe(404)
})

test('captions end at 1,024 after parsing', async () => {
  const { send } = await chat()
  const caption = (text: string) => send('sendDocument', 'document', words, { caption: text, parse_mode: 'HTML' })
  expect((await caption(`<b>${'a'.repeat(1024)}</b>`)).ok).toBe(true)
  expect((await caption('a'.repeat(1025))).description).toBe('Bad Request: message caption is too long')
})

test('an album is one message each, with a media_group_id and no end mark', async () => {
  const { standIn, mina } = await chat()
  const media = [
    { type: 'photo', media: 'attach://one', caption: 'first' },
    { type: 'photo', media: 'attach://two' },
  ]
  const files = { one: new File([pixel], '1.gif'), two: new File([pixel], '2.gif') }
  const { result } = await upload(standIn, 'sendMediaGroup', { chat_id: mina.id, media: JSON.stringify(media) }, files)
  expect(result).toMatchObject([{ message_id: 1, caption: 'first' }, { message_id: 2 }])
  expect(result[0]?.media_group_id).toBe(result[1]?.media_group_id)
})

test('albums hold at most ten, documents keep to themselves, animations stay out', async () => {
  const { standIn, mina, send } = await chat()
  const photo = (await send('sendPhoto', 'photo', new File([pixel], 'x.gif'))).result.photo?.[0]?.file_id
  const document = (await send('sendDocument', 'document', words)).result.document?.file_id
  const group = async (media: unknown) =>
    (await call(standIn, 'sendMediaGroup', { chat_id: mina.id, media })).description
  expect(await group(Array.from({ length: 11 }, () => ({ type: 'photo', media: photo })))).toBe(
    'Bad Request: too many messages to send as an album',
  )
  expect(await group([])).toBe('Bad Request: there are no messages to send')
  expect(
    await group([
      { type: 'photo', media: photo },
      { type: 'document', media: document },
    ]),
  ).toBe("Bad Request: document can't be mixed with other media types")
  expect(await group([{ type: 'animation', media: photo }])).toBe(
    `Bad Request: can't parse InputMedia: type "animation" can't be used in sendMediaGroup`,
  )
  expect(await group([{ type: 'photo', media: 'attach://nowhere' }])).toBe(
    "Bad Request: can't parse InputMedia: media not found",
  )
})

test("a person's pictures come without names, documents with them, several as an album", async () => {
  const { standIn, mina, download } = await chat()
  await mina.say('look', {
    files: [
      { name: 'IMG_2041.jpg', type: 'image/jpeg', data: pixel },
      { name: 'IMG_2042.png', type: 'image/png', data: pixel },
    ],
  })
  await mina.say('', { files: [{ name: 'diary.txt', type: 'text/plain', data: Buffer.from('words') }] })
  const [one, two, three] = (await updates(standIn)).map((update) => update.message)
  expect(one).toMatchObject({ caption: 'look', media_group_id: two?.media_group_id })
  expect(two?.photo?.[0]).toMatchObject({ file_size: pixel.length })
  expect(JSON.stringify([one, two])).not.toContain('IMG_')
  expect(three).toMatchObject({ document: { file_name: 'diary.txt', mime_type: 'text/plain' } })
  expect(three).not.toHaveProperty('media_group_id')
  expect((await download(three?.document?.file_id)).toString()).toBe('words')
})
