import type { SentFile } from '../person.ts'
import { checkCaption, withFoundEntities } from './entities.ts'
import type { StoredFile } from './files.ts'
import { type Content, mention, sendFromPerson } from './messages.ts'
import type { FileMention, FormattedText, MediaKind } from './types.ts'
import type { Account, Kept, World } from './world.ts'

/**
 * A person sends files: each is a message of its own, told apart from an album only by a shared media_group_id with no
 * end mark; the caption stands under the first. Answers the first message.
 */
export function sendFiles(
  world: World,
  account: Account,
  caption: string,
  [first, ...more]: [SentFile, ...SentFile[]],
  replyTo?: Kept,
): Kept {
  const found = checkCaption(withFoundEntities({ text: caption, entities: [] }))
  const group = more.length > 0 ? { media_group_id: String(account.user.id * 1000 + account.nextMessageId) } : {}
  const send = (file: SentFile, words: Content, reply?: Kept): Kept => {
    const { name, type } = file
    const stored = world.files.add({ kind: kindOf(file), name, type, data: Buffer.from(file.data) })
    return sendFromPerson(
      world,
      account,
      { content: { ...group, ...mediaContent(stored), ...words }, files: [stored] },
      reply,
    )
  }
  const sent = send(first, captionContent(found), replyTo)
  for (const file of more) send(file, {})
  return sent
}

export function captionContent({ text, entities }: FormattedText): Content {
  return { ...(text === '' ? {} : { caption: text }), ...(entities.length > 0 ? { caption_entities: entities } : {}) }
}

/** The part of a message that names its file; a photo is named once for each size it is kept in. */
export function mediaContent(file: StoredFile): Content {
  if (file.kind === 'photo') {
    return { photo: [mention(file, { width: 90, height: 90 }), mention(file, { width: 1280, height: 960 })] }
  }
  const named = mention(file, shapes[file.kind])
  // Bots that know no animations read them as documents (core.telegram.org/bots/api#message).
  return file.kind === 'animation' ? { animation: named, document: mention(file) } : { [file.kind]: named }
}

const shapes: Record<Exclude<MediaKind, 'photo'>, Partial<FileMention>> = {
  document: {},
  voice: { duration: 1 },
  audio: { duration: 1 },
  video: { width: 512, height: 512, duration: 1 },
  animation: { width: 512, height: 512, duration: 1 },
  video_note: { width: 512, height: 512, duration: 1 },
  sticker: { width: 512, height: 512, type: 'regular', is_animated: false },
}

function kindOf({ type, name }: SentFile): MediaKind {
  if (type === 'image/gif') return 'animation'
  if (type === 'image/webp' && name.startsWith('sticker')) return 'sticker'
  if (type.startsWith('image/')) return 'photo'
  if (type.startsWith('video/')) return 'video'
  if (type === 'audio/ogg') return 'voice'
  return type.startsWith('audio/') ? 'audio' : 'document'
}
