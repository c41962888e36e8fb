/** The objects of the Bot API as they stand in its JSON (core.telegram.org/bots/api), as far as private chats need them. */
import type { FileKind } from '../person.ts'

export type User = {
  id: number
  is_bot: boolean
  first_name: string
  last_name?: string
  username?: string
  language_code?: string
}

type Chat = { id: number; type: 'private'; first_name: string; last_name?: string; username?: string }

export type Entity = {
  type: string
  /** In UTF-16 code units, as everywhere in the Bot API. */
  offset: number
  length: number
  url?: string
  user?: { id: number; is_bot?: boolean; first_name?: string; username?: string }
  language?: string
  custom_emoji_id?: string
}

/** Text with its formatting taken out of it. */
export type FormattedText = { text: string; entities: Entity[] }

export type InlineButton = {
  text: string
  style?: string
  url?: string
  callback_data?: string
  copy_text?: { text: string }
}
export type InlineKeyboard = { inline_keyboard: InlineButton[][] }
type ReplyKeyboard = {
  keyboard: { text: string }[][]
  one_time_keyboard?: boolean
  resize_keyboard?: boolean
  is_persistent?: boolean
  input_field_placeholder?: string
}
export type ReplyMarkup =
  | { kind: 'inline'; inline: InlineKeyboard }
  | { kind: 'keyboard'; keyboard: ReplyKeyboard }
  | { kind: 'remove' }
  | { kind: 'force'; placeholder?: string }

/** A file as a message names it. */
export type FileMention = {
  file_id: string
  file_unique_id: string
  file_size: number
  file_name?: string
  mime_type?: string
  width?: number
  height?: number
  duration?: number
  /** The width and height of a video note. */
  length?: number
  title?: string
  performer?: string
  emoji?: string
  set_name?: string
  is_animated?: boolean
  is_video?: boolean
  type?: string
}

export type ForwardOrigin =
  | { type: 'user'; sender_user: User; date: number }
  | { type: 'hidden_user'; sender_user_name: string; date: number }
  | { type: 'channel'; chat: { id: number; type: 'channel'; title: string }; message_id: number; date: number }

export const mediaKinds = [
  'photo',
  'document',
  'video',
  'voice',
  'sticker',
  'animation',
  'audio',
  'video_note',
] as const satisfies readonly FileKind[]
export type MediaKind = (typeof mediaKinds)[number]

export type Message = {
  message_id: number
  from: User
  chat: Chat
  date: number
  edit_date?: number
  forward_origin?: ForwardOrigin
  reply_to_message?: Message
  media_group_id?: string
  has_protected_content?: boolean
  text?: string
  entities?: Entity[]
  link_preview_options?: Record<string, unknown>
  caption?: string
  caption_entities?: Entity[]
  has_media_spoiler?: boolean
  show_caption_above_media?: boolean
  photo?: FileMention[]
  document?: FileMention
  video?: FileMention
  voice?: FileMention
  sticker?: FileMention
  animation?: FileMention
  audio?: FileMention
  video_note?: FileMention
  contact?: { phone_number: string; first_name: string; user_id?: number }
  location?: { latitude: number; longitude: number }
  venue?: { location: { latitude: number; longitude: number }; title: string; address: string }
  poll?: { id: string; question: string; options: { text: string; voter_count: number }[]; [field: string]: unknown }
  dice?: { emoji: string; value: number }
  reply_markup?: InlineKeyboard
}

export type ReactionType = { type: 'emoji'; emoji: string } | { type: 'custom_emoji'; custom_emoji_id: string }

export type UpdateType = 'message' | 'edited_message' | 'callback_query' | 'my_chat_member' | 'message_reaction'
