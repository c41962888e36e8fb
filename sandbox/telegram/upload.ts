import type { SentFile } from '../person.ts'
import { type PictureSize, pictureSize } from '../pictures.ts'
import { checkCaption, withFoundEntities } from './entities.ts'
import type { StoredFile } from './files.ts'
import { type Content, mention, sendFromPerson } from './messages.ts'
import type { FileMention, FormattedText, MediaKind } from './types.ts'
import type { Account, Kept, World } from './world.ts'

/**
 * A person sends files: each is a message of its own, told apart from an album only by a shared media_group_id with no
 * end mark; the caption stands under the first. `more` stands in every one. Answers the first message.
 */
export function sendFiles(
  world: World,
  account: Account,
  caption: FormattedText,
  [first, ...others]: [SentFile, ...SentFile[]],
  { replyTo, more = {} }: { replyTo?: Kept | undefined; more?: Content },
): Kept {
  const found = checkCaption(withFoundEntities(caption))
  const group = others.length > 0 ? { media_group_id: String(account.user.id * 1000 + account.nextMessageId) } : {}
  const send = (file: SentFile, words: Content, reply?: Kept): Kept => {
    const stored = storeFile(world, file)
    return sendFromPerson(
      world,
      account,
      { content: { ...more, ...group, ...mediaContent(stored), ...words }, files: [stored] },
      reply,
    )
  }
  const sent = send(first, captionContent(found), replyTo)
  for (const file of others) send(file, {})
  return sent
}

/** Keeps a file of a person, as the kind their client sends it as. */
export function storeFile(world: World, file: SentFile): StoredFile {
  const { name, type, data, as, ...details } = file
  return world.files.add({ kind: as ?? kindOf(file), name, type, data: Buffer.from(data), details })
}

export function captionContent({ text, entities }: FormattedText): Content {
  return { ...(text === '' ? {} : { caption: text }), ...(entities.length > 0 ? { caption_entities: entities } : {}) }
}

/** The part of a message that names its file; a photo is named once for each size it is kept in. */
export function mediaContent(file: StoredFile): Content {
  const spoiler = file.details?.spoiler === true && mayBeCovered.includes(file.kind) ? { has_media_spoiler: true } : {}
  const size = pictureSize(file.data)
  if (file.kind === 'photo') return { ...spoiler, photo: photoSizes(size).map((one) => mention(file, one)) }
  const named = mention(file, { ...shapes[file.kind], ...(isSized(file.kind) ? size : {}), ...said(file) })
  // Bots that know no animations read them as documents (core.telegram.org/bots/api#message).
  if (file.kind === 'animation') return { ...spoiler, animation: named, document: mention(file) }
  return { ...spoiler, [file.kind]: named }
}

function isSized(kind: MediaKind): boolean {
  return kind === 'sticker' || kind === 'animation'
}

const mayBeCovered: readonly MediaKind[] = ['photo', 'video', 'animation']

/** A thumbnail of 90 and the picture at 1280, by the longer side. */
function photoSizes(size: PictureSize = { width: 1280, height: 960 }): PictureSize[] {
  const within = (most: number): PictureSize => {
    const scale = Math.min(1, most / Math.max(size.width, size.height, 1))
    return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) }
  }
  return [within(90), within(1280)]
}

/** What the sender, or the file itself, says of it. */
function said({ kind, type, details = {} }: StoredFile): Partial<FileMention> {
  const { seconds, emoji, title, performer, size } = details
  if (kind === 'sticker') {
    return {
      is_animated: type === 'application/x-tgsticker',
      is_video: type === 'video/webm',
      ...(emoji === undefined ? {} : { emoji }),
    }
  }
  return {
    ...(seconds === undefined || kind === 'document' ? {} : { duration: Math.round(seconds) }),
    ...(kind === 'video' || kind === 'animation' ? size : {}),
    ...(kind === 'audio' && title !== undefined ? { title } : {}),
    ...(kind === 'audio' && performer !== undefined ? { performer } : {}),
  }
}

const shapes: Record<Exclude<MediaKind, 'photo'>, Partial<FileMention>> = {
  document: {},
  voice: { duration: 1 },
  audio: { duration: 1 },
  video: { width: 512, height: 512, duration: 1 },
  animation: { width: 512, height: 512, duration: 1 },
  video_note: { length: 384, duration: 1 },
  sticker: { width: 512, height: 512, type: 'regular' },
}

function kindOf({ type, name }: SentFile): MediaKind {
  if (type === 'image/gif') return 'animation'
  if (type === 'image/webp' && name.startsWith('sticker')) return 'sticker'
  if (type.startsWith('image/')) return 'photo'
  if (type.startsWith('video/')) return 'video'
  if (type === 'audio/ogg') return 'voice'
  return type.startsWith('audio/') ? 'audio' : 'document'
}
