import { z } from 'zod'
import { bytesMost, type Media, mediaKindOf } from '../../core/chat/media/media.ts'

/**
 * What is kept of an update until it is handled: Telegram's own fields (core.telegram.org/bots/api#update), without
 * anybody's name or picture, and only of private chats, where the chat's id is the person's.
 */
export type KeptUpdate = z.output<typeof keptUpdate>

/** Undefined for all that asks nothing of us: groups, channels, bots, service messages, the unknown. */
export function keepUpdate(update: unknown): KeptUpdate | undefined {
  return keptUpdate.safeParse(update).data
}

/** Whose update it is. */
export function personOf(update: KeptUpdate): TelegramPerson {
  const { message, edited_message: edited, callback_query: press, my_chat_member: member } = update
  const from = (message ?? edited ?? press ?? member)?.from ?? update.message_reaction?.user
  if (!from) throw new Error('an update of nobody was kept')
  return from
}

type TelegramPerson = z.output<typeof person>

/** What a person can put into a message beside words (core.telegram.org/bots/api#message); the rest are service messages. */
const MEDIA = [
  'animation',
  'audio',
  'checklist',
  'contact',
  'dice',
  'document',
  'game',
  'giveaway',
  'giveaway_winners',
  'invoice',
  'live_photo',
  'location',
  'paid_media',
  'photo',
  'poll',
  'sticker',
  'story',
  'venue',
  'video',
  'video_note',
  'voice',
] as const

const person = z.object({ id: z.int(), is_bot: z.literal(false), language_code: z.string().optional() })
const entity = z.object({ type: z.string(), offset: z.int(), length: z.int() })
const privateChat = z.object({ type: z.literal('private') })

const file = z.object({
  file_id: z.string(),
  file_unique_id: z.string().optional(),
  file_size: z.int().optional(),
  mime_type: z.string().optional(),
  emoji: z.string().optional(),
  is_animated: z.boolean().optional(),
  is_video: z.boolean().optional(),
})
type File = z.output<typeof file>

/** A file of a message, by Telegram's id. `same` is alike for the same bytes, however often they are named. */
export type KeptFile = { id: string; same: string; kind: Media['kind']; spoiler: boolean }

type Carrying = { [Kind in FileField]?: File | undefined } & {
  photo?: File[] | undefined
  has_media_spoiler?: boolean | undefined
}

/**
 * What a message carries that may travel, or that it is too large; a photo in its largest size. Sent as a file, a picture
 * or a recording is still one. An animation is named as a file as well, and a moving sticker is none of these.
 */
function filesIn(media: Carrying): { files?: KeptFile[]; large?: true } {
  const spoiler = media.has_media_spoiler === true
  const found = fileIn(media)
  if (!found?.kind) return {}
  const { kind, file } = found
  if ((file.file_size ?? 0) > bytesMost(kind)) return { large: true }
  return { files: [{ id: file.file_id, same: file.file_unique_id ?? file.file_id, kind, spoiler }] }
}

function fileIn(media: Carrying): { kind: Media['kind'] | undefined; file: File } | undefined {
  const photo = media.photo?.at(-1)
  if (photo) return { kind: 'picture', file: photo }
  const { animation, voice, audio, video, video_note: round, sticker, document } = media
  if (animation) return { kind: animation.mime_type === 'image/gif' ? 'picture' : 'animation', file: animation }
  if (voice) return { kind: 'voice', file: voice }
  if (audio) return { kind: 'audio', file: audio }
  if (video) return { kind: 'video', file: video }
  if (round) return { kind: 'round', file: round }
  if (sticker && !sticker.is_animated && !sticker.is_video) return { kind: 'sticker', file: sticker }
  return document && { kind: mediaKindOf(document.mime_type), file: document }
}

type FileField = 'animation' | 'voice' | 'audio' | 'video' | 'video_note' | 'sticker' | 'document'

const message = z
  .looseObject({
    message_id: z.int(),
    date: z.int().optional(),
    from: person,
    chat: privateChat,
    text: z.string().optional(),
    entities: z.array(entity).optional(),
    caption: z.string().optional(),
    caption_entities: z.array(entity).optional(),
    reply_to_message: z.object({ message_id: z.int() }).optional(),
    media_group_id: z.string().optional(),
    photo: z.array(file).optional(),
    animation: file.optional(),
    voice: file.optional(),
    audio: file.optional(),
    video: file.optional(),
    video_note: file.optional(),
    sticker: file.optional(),
    document: file.optional(),
    has_media_spoiler: z.boolean().optional(),
  })
  .transform(({ message_id, date, from, text, entities, reply_to_message, ...rest }) => ({
    message_id,
    ...(date === undefined ? {} : { date }),
    from,
    text,
    ...(entities ? { entities } : {}),
    ...(rest.caption === undefined ? {} : { caption: rest.caption }),
    ...(rest.caption_entities ? { caption_entities: rest.caption_entities } : {}),
    ...(rest.media_group_id === undefined ? {} : { group: rest.media_group_id }),
    ...(rest.sticker?.emoji === undefined ? {} : { emoji: rest.sticker.emoji }),
    ...filesIn(rest),
    ...(reply_to_message ? { reply_to_message } : {}),
    media: MEDIA.find((kind) => kind in rest),
  }))
  .refine(({ text, media }) => text !== undefined || media !== undefined)

const callbackQuery = z.object({
  id: z.string(),
  from: person,
  data: z.string(),
  message: z.object({ message_id: z.int(), chat: privateChat }),
})

const myChatMember = z.object({ from: person, chat: privateChat, new_chat_member: z.object({ status: z.string() }) })

/** Other kinds than emoji (custom ones, paid ones) stand for themselves: they are told apart, not known. */
const reaction = z.looseObject({ type: z.string(), emoji: z.string().optional() })
const messageReaction = z.object({
  message_id: z.int(),
  user: person,
  chat: privateChat,
  new_reaction: z.array(reaction.transform(({ type, emoji }) => ({ type, ...(emoji ? { emoji } : {}) }))),
})

const keptUpdate = z
  .object({
    update_id: z.int(),
    message: message.optional(),
    edited_message: message.optional(),
    callback_query: callbackQuery.optional(),
    my_chat_member: myChatMember.optional(),
    message_reaction: messageReaction.optional(),
  })
  .refine(
    (update) =>
      update.message ??
      update.edited_message ??
      update.callback_query ??
      update.my_chat_member ??
      update.message_reaction,
  )
