import type { Opts } from 'telegraf/types'
import type { CleanFile } from '../../core/chat/media/media.ts'
import type { OutMessage } from './render.ts'
import type { Showing } from './sender.ts'

/** One request that shows files. */
export type FileCall = { [Method in Showing]: { method: Method; payload: Opts<Method> } }[Showing]

type Around = { chat: string; caption: OutMessage | undefined; replyTo: string | undefined }

/**
 * The requests that show files as what they are. Pictures and videos that came together are an album; all else goes by
 * itself (core.telegram.org/bots/api#sendmediagroup). The caption stands under the first; undefined where that one can
 * have none (a round video, api#sendvideonote). The first is the reply.
 */
export function fileCalls(files: readonly CleanFile[], { chat, caption, replyTo }: Around): FileCall[] | undefined {
  const together = files.filter(inAlbum)
  const alone = together.length > 1 ? files.filter((file) => !inAlbum(file)) : files
  const begins = together.length > 1 ? undefined : alone[0]
  if (caption && begins?.kind === 'round') return undefined
  const under = caption ? { caption: caption.text, caption_entities: caption.entities } : {}
  const calls = (first: boolean) => ({
    chat_id: chat,
    ...(first ? under : {}),
    ...(first && replyTo !== undefined
      ? { reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true } }
      : {}),
  })
  const album = together.length > 1 ? [albumCall(together, calls(true), under)] : []
  return [...album, ...alone.map((file, i) => callOf(file, calls(album.length === 0 && i === 0)))]
}

/**
 * The same as an ordinary video or file, for people who take no voice messages and round videos
 * (Premium lets one restrict them: core.telegram.org/api/privacy); undefined where it is neither.
 */
export function plainCall({ method, payload }: FileCall): FileCall | undefined {
  if (method === 'sendVoice') {
    const { voice, duration: _duration, ...rest } = payload
    return { method: 'sendDocument', payload: { ...rest, document: voice } }
  }
  if (method !== 'sendVideoNote') return undefined
  const { video_note: video, length, ...rest } = payload
  return { method: 'sendVideo', payload: { ...rest, video, ...(length ? { width: length, height: length } : {}) } }
}

const inAlbum = ({ kind, type }: CleanFile) => kind === 'picture' || (kind === 'video' && type === MP4)

type Common = { chat_id: string; caption?: string; caption_entities?: OutMessage['entities'] }

function albumCall(
  files: readonly CleanFile[],
  { caption: _caption, caption_entities: _entities, ...to }: Common,
  under: object,
): FileCall {
  const media = files.map((file, i) => ({
    ...(file.kind === 'picture' ? { type: 'photo' as const } : { type: 'video' as const, ...measures(file) }),
    media: source(file),
    has_spoiler: file.spoiler,
    ...(i === 0 ? under : {}),
  }))
  return { method: 'sendMediaGroup', payload: { ...to, media } }
}

function callOf(file: CleanFile, common: Common): FileCall {
  const input = source(file)
  const seconds = { duration: Math.round(file.seconds ?? 0) }
  const seen = { ...common, has_spoiler: file.spoiler }
  switch (file.kind) {
    case 'picture':
      return { method: 'sendPhoto', payload: { ...seen, photo: input } }
    case 'gif':
      return { method: 'sendAnimation', payload: { ...seen, animation: input } }
    case 'animation':
      return { method: 'sendAnimation', payload: { ...seen, animation: input, ...measures(file) } }
    case 'round':
      return { method: 'sendVideoNote', payload: { ...common, video_note: input, ...seconds, length: file.width ?? 0 } }
    case 'voice':
      return { method: 'sendVoice', payload: { ...common, voice: input, ...seconds } }
    case 'audio':
      return audioCall(file, common)
    case 'video':
      if (file.type !== MP4) return { method: 'sendDocument', payload: { ...common, document: input } }
      return { method: 'sendVideo', payload: { ...seen, video: input, ...measures(file), supports_streaming: true } }
  }
}

/** Music is MP3 or M4A; Ogg is played as a voice message, and the rest is a file (core.telegram.org/bots/api#sendaudio, #sendvoice). */
function audioCall(file: CleanFile, common: Common): FileCall {
  const seconds = { duration: Math.round(file.seconds ?? 0) }
  if (file.type === 'audio/mpeg' || file.type === 'audio/mp4')
    return { method: 'sendAudio', payload: { ...common, audio: source(file), ...seconds } }
  return { method: 'sendDocument', payload: { ...common, document: source(file) } }
}

const MP4 = 'video/mp4'

const source = ({ data, name }: CleanFile) => ({ source: data, filename: name })

const measures = ({ seconds = 0, width = 0, height = 0 }: CleanFile) => ({
  duration: Math.round(seconds),
  ...(width && height ? { width, height } : {}),
})
