import { z } from 'zod'
import { bytesMost, type Media, mediaKindOf } from '../../core/chat/media/media.ts'

/**
 * What is kept of an update until it is handled: Telegram's own fields (core.telegram.org/bots/api#update), without
 * anybody's name or picture, and only of private chats, where the chat's id is the person's.
 */
export type KeptUpdate = z.output<typeof keptUpdate>

/** Undefined for all that asks nothing of us: groups, channels, bots, service messages, unknown kinds of updates. */
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

/** What a person can put into a message beside words (core.telegram.org/bots/api#message). */
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

/** What makes a message a service message: Telegram tells of something, and nobody said anything (as above). */
const SERVICE = [
  'boost_added',
  'channel_chat_created',
  'chat_background_set',
  'chat_owner_changed',
  'chat_owner_left',
  'chat_shared',
  'checklist_tasks_added',
  'checklist_tasks_done',
  'connected_website',
  'delete_chat_photo',
  'direct_message_price_changed',
  'forum_topic_closed',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_reopened',
  'general_forum_topic_hidden',
  'general_forum_topic_unhidden',
  'gift',
  'gift_upgrade_sent',
  'giveaway_completed',
  'giveaway_created',
  'group_chat_created',
  'left_chat_member',
  'managed_bot_created',
  'message_auto_delete_timer_changed',
  'migrate_from_chat_id',
  'migrate_to_chat_id',
  'new_chat_members',
  'new_chat_photo',
  'new_chat_title',
  'paid_message_price_changed',
  'passport_data',
  'pinned_message',
  'poll_option_added',
  'poll_option_deleted',
  'proximity_alert_triggered',
  'refunded_payment',
  'successful_payment',
  'suggested_post_approval_failed',
  'suggested_post_approved',
  'suggested_post_declined',
  'suggested_post_paid',
  'suggested_post_refunded',
  'supergroup_chat_created',
  'unique_gift',
  'user_shared',
  'users_shared',
  'video_chat_ended',
  'video_chat_participants_invited',
  'video_chat_scheduled',
  'video_chat_started',
  'web_app_data',
  'write_access_allowed',
] as const

/** What it carries beside words. What Telegram may invent tomorrow is something, too: its writer hears that it does not travel. */
function mediaOf(message: object, text: string | undefined): (typeof MEDIA)[number] | 'unknown' | undefined {
  const known = MEDIA.find((kind) => kind in message)
  if (known || text !== undefined || SERVICE.some((kind) => kind in message)) return known
  return 'unknown'
}

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
    media: mediaOf(rest, text),
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
