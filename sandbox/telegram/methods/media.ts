import { badRequest } from '../api-error.ts'
import { checkCaption, format, readCaption, withFoundEntities } from '../entities.ts'
import { checkUpload, type FileDetails, type StoredFile } from '../files.ts'
import { shownAs } from '../formats.ts'
import { readMarkup } from '../markup.ts'
import { type Content, type Sending, sendFromBot } from '../messages.ts'
import { isObject, type Params } from '../params.ts'
import { type FormattedText, type MediaKind, mediaKinds } from '../types.ts'
import { captionContent, mediaContent } from '../upload.ts'
import type { World } from '../world.ts'
import { writableChat } from '../world.ts'
import type { Call, Method } from './call.ts'

const names: Record<MediaKind, { method: string; spoken: string; fallback: string; type: string }> = {
  photo: { method: 'sendPhoto', spoken: 'photo', fallback: 'photo.jpg', type: 'image/jpeg' },
  document: { method: 'sendDocument', spoken: 'document', fallback: 'file', type: 'application/octet-stream' },
  video: { method: 'sendVideo', spoken: 'video', fallback: 'video.mp4', type: 'video/mp4' },
  voice: { method: 'sendVoice', spoken: 'voice', fallback: 'voice.ogg', type: 'audio/ogg' },
  sticker: { method: 'sendSticker', spoken: 'sticker', fallback: 'sticker.webp', type: 'image/webp' },
  animation: { method: 'sendAnimation', spoken: 'animation', fallback: 'animation.mp4', type: 'video/mp4' },
  audio: { method: 'sendAudio', spoken: 'audio', fallback: 'audio.mp3', type: 'audio/mpeg' },
  video_note: { method: 'sendVideoNote', spoken: 'video note', fallback: 'note.mp4', type: 'video/mp4' },
}
/** How tdlib names them in its errors. */
const tdlibNames: Record<MediaKind, string> = {
  photo: 'Photo',
  document: 'Document',
  video: 'Video',
  voice: 'VoiceNote',
  sticker: 'Sticker',
  animation: 'Animation',
  audio: 'Audio',
  video_note: 'VideoNote',
}
/** Stickers and video notes carry no caption (core.telegram.org/bots/api#sendsticker, #sendvideonote). */
const withoutCaption: readonly MediaKind[] = ['sticker', 'video_note']
/** Mixed freely in an album; documents and audio keep to themselves (tdlib MessageContent.cpp). */
const mixable: readonly MediaKind[] = ['photo', 'video']
const albumLimit = 10

export const mediaMethods: Record<string, Method> = {
  ...Object.fromEntries(mediaKinds.map((kind) => [names[kind].method, (call: Call) => sendOne(call, kind)])),

  sendMediaGroup({ world, params }) {
    if (params.text('media') === '') throw badRequest('Parameter "media" is required')
    const list = params.json('media', "Can't parse media JSON object")
    if (!Array.isArray(list)) throw badRequest('Expected an Array of InputMedia')
    const items = list.map((item) => readAlbumItem(world, params, item))
    if (items.length > albumLimit) throw badRequest('Too many messages to send as an album')
    if (items.length === 0) throw badRequest('There are no messages to send')
    checkAlbum(items.map(({ file }) => file.kind))
    const account = writableChat(world, params.text('chat_id'))
    const group = items.length > 1 ? { media_group_id: `${account.user.id}${account.nextMessageId}` } : {}
    const sendings = items.map(({ file, caption }): Sending => {
      return {
        content: { ...group, ...mediaContent(file), ...captionContent(withFoundEntities(caption)) },
        files: [file],
      }
    })
    return sendFromBot(world, params, sendings, undefined)
  },
}

function sendOne({ world, params }: Call, kind: MediaKind): unknown {
  const details = detailsIn((name) => (params.has(name) ? params.text(name) : undefined))
  const file = inputFile(world, params, { value: params.text(kind), field: kind, kind, details })
  if (!file) throw badRequest(`There is no ${names[kind].spoken} in the request`)
  const refused = file.kind === 'voice' || file.kind === 'video_note'
  if (refused && writableChat(world, params.text('chat_id')).refusesVoice) throw badRequest('VOICE_MESSAGES_FORBIDDEN')
  const caption = withoutCaption.includes(kind) ? { text: '', entities: [] } : readCaption(params)
  const content: Content = {
    ...mediaContent(file),
    ...captionContent(withFoundEntities(caption)),
    ...(params.boolean('show_caption_above_media') ? { show_caption_above_media: true } : {}),
  }
  return sendFromBot(world, params, [{ content, files: [file] }], readMarkup(params))[0]
}

function readAlbumItem(world: World, params: Params, item: unknown): InputMedia {
  const type = isObject(item) ? item.type : undefined
  if (type === 'animation') throw inputMediaFailure('type "animation" can\'t be used in sendMediaGroup')
  return readInputMedia(world, params, item)
}

type InputMedia = { file: StoredFile; caption: FormattedText }

/** An InputMedia: a file that came along, or one by its id, and its caption. */
export function readInputMedia(world: World, params: Params, item: unknown): InputMedia {
  if (!isObject(item)) throw inputMediaFailure('expected an Object')
  const { type, media, caption, parse_mode: mode, caption_entities: entities } = item
  const kind = mediaKinds.find((known) => known === type)
  if (type === undefined) throw inputMediaFailure(`Can't find field "type"`)
  if (!kind || kind === 'voice' || kind === 'sticker' || kind === 'video_note') {
    throw inputMediaFailure(`type "${String(type)}" is unsupported`)
  }
  const details = detailsIn((name) => item[name])
  const file =
    typeof media === 'string' ? inputFile(world, params, { value: media, field: '', kind, details }) : undefined
  if (!file) throw inputMediaFailure('media not found')
  return { file, caption: checkCaption(format(textOf(caption), textOf(mode), entities)) }
}

function inputMediaFailure(why: string): Error {
  return badRequest(`Can't parse InputMedia: ${why}`)
}

/** What a call, or an InputMedia, says of its file. */
function detailsIn(field: (name: string) => unknown): FileDetails {
  const seconds = Number(field('duration') ?? 0)
  const [width = 0, height = 0] = ['width', 'height'].map((name) => Number(field(name) ?? 0))
  const words = ['title', 'performer', 'emoji'].flatMap((name) => (field(name) ? [[name, String(field(name))]] : []))
  return {
    ...Object.fromEntries(words),
    ...(seconds > 0 ? { seconds } : {}),
    ...(width > 0 && height > 0 ? { size: { width, height } } : {}),
    ...(String(field('has_spoiler')) === 'true' ? { spoiler: true } : {}),
  }
}

/** Whether these may stand in one album. */
export function checkAlbum(kinds: MediaKind[]): void {
  const alone = kinds.find((kind) => !mixable.includes(kind))
  if (alone && new Set(kinds).size > 1) throw badRequest(`${tdlibNames[alone]} can't be mixed with other media types`)
}

/** A file by id, by `attach://`, or uploaded in the field itself; URLs are refused, as nothing here leaves the machine. */
function inputFile(
  world: World,
  params: Params,
  { value, field, kind, details }: { value: string; field: string; kind: MediaKind; details: FileDetails },
): StoredFile | undefined {
  const attached = /^attach:\/\/(.*)$/.exec(value)?.[1]
  if (value !== '' && attached === undefined) return knownFile(world, value, kind)
  const upload = params.file(attached ?? field)
  if (!upload) return undefined
  const data = Buffer.from(upload.data)
  checkUpload(kind, data)
  const { fallback, type } = names[kind]
  return world.files.add({
    kind: shownAs(kind, data),
    name: upload.name || fallback,
    type: typeOf(upload.type, type),
    data,
    details,
  })
}

function knownFile(world: World, fileId: string, kind: MediaKind): StoredFile {
  if (/^https?:\/\//i.test(fileId)) throw badRequest('failed to get HTTP URL content')
  const file = world.files.find(fileId)
  if (!file) throw badRequest('Wrong file identifier/HTTP URL specified')
  if (file.kind !== kind) {
    throw badRequest(`Can't use file of type ${tdlibNames[file.kind]} as ${tdlibNames[kind]}`)
  }
  return file
}

/** The server looks at the bytes and the name; a type the client did not give is the usual one. */
function typeOf(given: string, usual: string): string {
  return ['', 'text/plain', 'application/octet-stream'].includes(given) ? usual : given
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
