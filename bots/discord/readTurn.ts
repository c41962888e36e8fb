import { MEDIA_MOST, type Media } from '../../core/chat/media/media.ts'
import { tidy } from '../dialogue/richText.ts'
import { type Act, decodeAction, type Turn } from '../dialogue/turn.ts'
import type { DiscordEvent, EditEvent, InteractionEvent, MessageEvent } from './event.ts'
import { decodeForm } from './forms.ts'
import { SnowflakeUtil } from './library.ts'
import { readMarkdown } from './markdown.ts'
import { mediaRef } from './media.ts'
import { nameOfThing } from './namesOfThings.ts'
import { pressedIn } from './spots.ts'

/** The turn in an event. A form can only open as the answer to a command or a press: to a written message one asks back. */
export function readTurn(event: DiscordEvent): Turn {
  const who = { id: event.id, platform: 'discord' as const, platformId: event.personId, chatId: event.chatId }
  if (event.is === 'interaction') {
    const place = event.chatId === undefined ? 'public' : 'private'
    return {
      ...who,
      locale: event.locale || undefined,
      place,
      asks: 'form',
      act: readAct(event.asked),
      ...pressedIn(event),
    }
  }
  if (event.is === 'delete')
    return {
      ...who,
      locale: undefined,
      place: 'private',
      asks: 'messages',
      act: { kind: 'deleted', messageId: event.messageId },
    }
  if (event.is === 'reaction') {
    const change = event.on ? { add: event.emoji } : { remove: event.emoji }
    const act = { kind: 'reacted', messageId: event.messageId, change } as const
    return { ...who, locale: undefined, place: 'private', asks: 'messages', act }
  }
  const said = saidIn(event)
  if (event.is === 'edit')
    return {
      ...who,
      locale: undefined,
      place: 'private',
      asks: 'messages',
      act: { kind: 'edited', messageId: event.messageId },
      ...said,
    }
  const act: Act =
    event.text.trim() === '' || event.carries?.stays ? { kind: 'other' } : { kind: 'text', text: event.text }
  return { ...who, locale: undefined, place: 'private', asks: 'messages', act, ...said }
}

/**
 * What a message says in a live chat; nothing where it carries something that does not travel. A sticker is what it is
 * called: its picture may move, and belongs to Discord.
 */
function saidIn(event: MessageEvent | EditEvent): Pick<Turn, 'said' | 'stays'> {
  const { files = [], stickers = [], stays } = event.carries ?? {}
  const meant = stickers.map((name) => nameOfThing(name, 'sticker')).join(' ')
  const { hidesLink, ...text } = readMarkdown([event.text, meant].filter(Boolean).join('\n'))
  if (stays) return { stays }
  if (text.text.trim() === '' && files.length === 0) return {}
  const message = event.is === 'edit' ? { id: event.messageId, replyTo: undefined } : event
  const media = files.slice(0, MEDIA_MOST).map(
    ({ id, kind, spoiler }): Media => ({
      platform: 'discord',
      kind,
      ref: mediaRef(event.chatId, message.id, id),
      spoiler,
    }),
  )
  const { id: messageId, replyTo } = message
  return {
    said: { messageId, text: tidy(text), media, replyTo, writtenAt: SnowflakeUtil.timestampFrom(messageId), hidesLink },
  }
}

function readAct(asked: InteractionEvent['asked']): Act {
  switch (asked.kind) {
    case 'command':
      return asked
    case 'press': {
      const { action, args } = decodeAction(asked.customId)
      return { kind: 'press', action, args: [...args, ...asked.chosen.slice(0, 1)] }
    }
    case 'form':
      return { kind: 'form', ...decodeForm(asked.customId), values: asked.values }
  }
}
