import { tidy } from '../dialogue/richText.ts'
import { type Act, decodeAction, type Turn } from '../dialogue/turn.ts'
import { hidesLink, readEntities } from './entities.ts'
import { type KeptUpdate, personOf } from './keptUpdate.ts'
import { spotOf } from './spots.ts'

/** The turn in a kept update. The private chat's id is the person's; only `language_code` tells the locale. */
export function readTurn(update: KeptUpdate): Turn {
  const person = personOf(update)
  const id = String(person.id)
  return {
    id: String(update.update_id),
    platform: 'telegram',
    platformId: id,
    chatId: id,
    locale: person.language_code,
    place: 'private',
    asks: 'messages',
    act: readAct(update),
    ...(update.callback_query ? { pressed: spotOf(id, String(update.callback_query.message.message_id)).id } : {}),
    ...saidIn(update.message ?? update.edited_message),
  }
}

/**
 * What a message says in a live chat; nothing where it is of a kind that does not travel. A sticker that moves is the
 * emoji it stands for.
 */
function saidIn(message: KeptUpdate['message']): Pick<Turn, 'said' | 'stays'> {
  if (!message) return {}
  const { message_id, date, files = [], emoji, reply_to_message: replied } = message
  const meant = message.media === 'sticker' && files.length === 0 ? emoji : undefined
  const text = message.text ?? message.caption ?? meant ?? ''
  if (message.media !== undefined && files.length === 0 && meant === undefined)
    return { stays: message.large ? 'large' : 'kind' }
  if (text === '' && files.length === 0) return {}
  const entities = message.entities ?? message.caption_entities ?? []
  return {
    said: {
      messageId: String(message_id),
      text: tidy(readEntities(text, entities)),
      media: files.map(({ id, same, kind, spoiler }) => ({ platform: 'telegram', kind, ref: id, same, spoiler })),
      ...(message.group === undefined ? {} : { ofAlbum: true }),
      replyTo: replied && String(replied.message_id),
      writtenAt: date === undefined ? undefined : date * 1_000,
      hidesLink: hidesLink(text, entities),
    },
  }
}

function readAct(update: KeptUpdate): Act {
  const { message, edited_message: edited, callback_query: press, my_chat_member: member } = update
  if (edited) return { kind: 'edited', messageId: String(edited.message_id) }
  if (update.message_reaction) return readReaction(update.message_reaction)
  if (message) return message.text === undefined ? { kind: 'other' } : readText(message.text)
  if (press) return { kind: 'press', ...decodeAction(press.data) }
  // In a private chat this update means blocked or unblocked (core.telegram.org/bots/api#update).
  return { kind: member?.new_chat_member.status === 'kicked' ? 'left' : 'returned' }
}

/**
 * A command or words. In a private chat a command can only be for us, so a bot's name after it is dropped. What
 * follows `/start` is a deep link's payload (core.telegram.org/bots/features#deep-linking).
 */
function readText(text: string): Act {
  const [, name, rest] = COMMAND.exec(text) ?? []
  if (!name) return { kind: 'text', text }
  const command = name.toLowerCase()
  const option = rest && ARGUMENT[command]
  return { kind: 'command', name: command, options: option ? { [option]: rest } : {} }
}

/** A custom emoji has an id that means something on Telegram only: the nearest that all know is a heart. */
function readReaction({ message_id, new_reaction }: NonNullable<KeptUpdate['message_reaction']>): Act {
  return {
    kind: 'reacted',
    messageId: String(message_id),
    change: { set: new_reaction.map(({ emoji }) => emoji ?? '❤') },
  }
}

/** What the words after a command are. */
const ARGUMENT: Record<string, string | undefined> = { start: 'payload', link: 'code' }

const COMMAND = /^\/(\w{1,32})(?:@\w+)?(?:\s+(.*\S))?\s*$/s
