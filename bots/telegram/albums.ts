import type { Update } from 'telegraf/types'
import { MEDIA_MOST } from '../../core/chat/media/media.ts'
import { type KeptUpdate, personOf } from './keptUpdate.ts'

/**
 * The messages of an album as one: Telegram sends each by itself, told to belong together by an id they share
 * (core.telegram.org/bots/api#message, media_group_id). The first one stands for all.
 */
export function gatherAlbums(updates: readonly KeptUpdate[]): KeptUpdate[] {
  const gathered: KeptUpdate[] = []
  for (const update of updates) {
    const first = update.message?.group === undefined ? undefined : gathered.find((one) => isTogether(one, update))
    if (first) gathered[gathered.indexOf(first)] = joined(first, update)
    else gathered.push(update)
  }
  return gathered
}

function isTogether(one: KeptUpdate, other: KeptUpdate): boolean {
  return one.message?.group === other.message?.group && personOf(one).id === personOf(other).id
}

function joined(first: KeptUpdate, { message: more }: KeptUpdate): KeptUpdate {
  const { message } = first
  if (!message || !more) return first
  const files = [...(message.files ?? []), ...(more.files ?? [])].slice(0, MEDIA_MOST)
  const words = wordsOf(message, more)
  // One thing in it that does not travel keeps the whole from travelling.
  const media = more.files ? message.media : more.media
  const kept = message.files && more.files ? { files } : { files: [] }
  const large = message.large || more.large ? { large: true as const } : {}
  return { ...first, message: { ...message, ...words, ...kept, ...large, media } }
}

/** Each picture may have words of its own: one line after the other. */
function wordsOf(one: Captioned, other: Captioned): Pick<Captioned, 'caption' | 'caption_entities'> {
  if (one.caption === undefined || other.caption === undefined) return pick(one.caption === undefined ? other : one)
  const shift = one.caption.length + 1
  const later = (other.caption_entities ?? []).map((entity) => ({ ...entity, offset: entity.offset + shift }))
  return {
    caption: `${one.caption}\n${other.caption}`,
    caption_entities: [...(one.caption_entities ?? []), ...later],
  }
}

type Captioned = NonNullable<KeptUpdate['message']>
const pick = ({ caption, caption_entities }: Captioned) => ({
  ...(caption === undefined ? {} : { caption }),
  ...(caption_entities ? { caption_entities } : {}),
})

/** Whether the last of a batch belongs to an album, of which more may be to come. */
export function endsInAlbum(updates: readonly Update[]): boolean {
  const last = updates.at(-1)
  return last !== undefined && 'message' in last && 'media_group_id' in last.message
}
