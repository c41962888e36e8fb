import type { SeenCommand, SeenControl, SeenMessage } from '../person.ts'
import type { ForwardOrigin, Message } from './types.ts'
import type { Kept, Profile } from './world.ts'

/** A message as the person's Telegram shows it. */
export function seen(kept: Kept): SeenMessage {
  const { message, reactions } = kept
  return {
    id: String(message.message_id),
    from: kept.fromBot ? 'bot' : 'me',
    text: message.text ?? message.caption ?? sharedText(message),
    controls: controlsOf(kept),
    ephemeral: false,
    at: kept.at,
    ...(kept.editedAt === undefined ? {} : { editedAt: kept.editedAt }),
    deleted: kept.deleted,
    ...(message.reply_to_message ? { replyTo: String(message.reply_to_message.message_id) } : {}),
    reactions: [
      ...(reactions.me === undefined ? [] : [{ emoji: reactions.me, from: 'me' as const }]),
      ...(reactions.bot === undefined ? [] : [{ emoji: reactions.bot, from: 'bot' as const }]),
    ],
    files: kept.files.map(({ name, type, data, kind }) => ({
      name,
      type,
      size: data.length,
      kind,
      spoiler: message.has_media_spoiler === true,
    })),
    ...(message.media_group_id === undefined ? {} : { album: message.media_group_id }),
    ...(message.forward_origin ? { forwardedFrom: originName(message.forward_origin) } : {}),
    place: 'dm',
    raw: message,
  }
}

function originName(origin: ForwardOrigin): string {
  switch (origin.type) {
    case 'user':
      return origin.sender_user.first_name
    case 'hidden_user':
      return origin.sender_user_name
    case 'channel':
      return origin.chat.title
  }
}

/** What stands on a contact card, a map, a poll or a die. */
function sharedText({ contact, location, venue, poll, dice }: Message): string {
  if (contact) return `👤 ${contact.first_name} ${contact.phone_number}`
  if (venue) return `📍 ${venue.title}`
  if (location) return `📍 ${location.latitude}, ${location.longitude}`
  if (poll) return [`📊 ${poll.question}`, ...poll.options.map(({ text }) => `○ ${text}`)].join('\n')
  return dice ? `${dice.emoji} ${dice.value}` : ''
}

/** Inline buttons stand under their message; the keys of a reply keyboard count as buttons of the message that put it up. */
function controlsOf({ message, markup, keyboardUp }: Kept): SeenControl[] {
  const inline = (message.reply_markup?.inline_keyboard ?? []).flat().map(
    (button): SeenControl => ({
      kind: button.url === undefined ? 'button' : 'link',
      label: button.text,
      id: button.url ?? button.callback_data ?? button.copy_text?.text ?? '',
      disabled: false,
    }),
  )
  if (markup?.kind !== 'keyboard' || !keyboardUp) return inline
  return markup.keyboard.keyboard.flat().map(({ text }) => ({ kind: 'button', label: text, id: text, disabled: false }))
}

/**
 * The commands the picker shows in a private chat (core.telegram.org/bots/api#determining-list-of-commands):
 * the narrowest scope that has a list, first in the person's language, then in any.
 */
export function pickerCommands(profile: Profile, chatId: number, languageCode: string): SeenCommand[] {
  const language = languageCode.slice(0, 2).toLowerCase()
  for (const scope of [`chat:${chatId}`, 'all_private_chats', 'default']) {
    for (const code of [language, '']) {
      const commands = profile.commands.get(`${scope}|${code}`)
      if (commands) {
        return commands.map(({ command, description }) => ({ name: command, label: command, description, options: [] }))
      }
    }
  }
  return []
}
