import { z } from 'zod'

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

const message = z
  .looseObject({
    message_id: z.int(),
    from: person,
    chat: privateChat,
    text: z.string().optional(),
    entities: z.array(entity).optional(),
    reply_to_message: z.object({ message_id: z.int() }).optional(),
  })
  .transform(({ message_id, from, text, entities, reply_to_message, ...rest }) => ({
    message_id,
    from,
    text,
    ...(entities ? { entities } : {}),
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
