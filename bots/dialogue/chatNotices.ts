import { FIRST_MINUTES } from '../../core/chat/limits.ts'
import type { ChatFacts } from '../../core/chat/noticeFacts.ts'
import { type ChatId, shortId } from '../../core/ids.ts'
import type { Language } from '../../core/language.ts'
import { say } from '../../core/texts/texts.ts'
import { button, danger, primary } from './scene.ts'
import type { Button, View } from './view.ts'

/** What a person is told about a chat. */
export function chatNotice(facts: ChatFacts, language: Language): View {
  switch (facts.kind) {
    case 'chat-invited': {
      const id = shortId(facts.inviteId)
      const yes = primary(say(language, 'chat.invited.yes'), 'chat-yes', id)
      return {
        text: say(language, 'chat.invited'),
        rows: [[yes, button(say(language, 'chat.invited.no'), 'chat-no', id)]],
      }
    }
    case 'chat-begun':
      return begun(language, facts)
    case 'chat-ended':
      return facts.earlier
        ? earlierEnded(language, facts)
        : ended(language, { ...facts, text: say(language, 'chat.ended') })
    case 'chat-keep': {
      const keep = primary(say(language, 'chat.keep'), 'chat-keep', shortId(facts.chatId))
      return { text: say(language, 'chat.keep.offered'), rows: [[keep]] }
    }
    case 'chat-idle': {
      const stay = primary(say(language, 'chat.stay'), 'chat-stay')
      return { text: say(language, 'chat.idle'), rows: [[stay, ...leaving(language, facts.chatId)]] }
    }
    case 'chat-declined':
      return { text: say(language, 'chat.declined') }
    case 'chat-lost':
      return { text: say(language, facts.over ? 'chat.lost.over' : facts.file ? 'chat.lost.file' : 'chat.lost') }
    case 'chat-nobody':
      return {
        text: say(language, 'chat.nobody'),
        rows: [[button(say(language, 'chat.look'), 'chat'), primary(say(language, 'menu.write'), 'write', 'stranger')]],
      }
  }
}

/** What somebody may do who waits for a stranger. */
export function waitingWays(language: Language): Button[] {
  return [button(say(language, 'chat.look'), 'chat'), button(say(language, 'chat.stop'), 'chat-stop')]
}

/** Two are together. */
export function begun(
  language: Language,
  { chatId, first, withFriend }: { chatId: ChatId; first: boolean; withFriend: boolean },
): View {
  const text = [say(language, 'chat.begun'), first ? say(language, 'chat.begun.first', { minutes: FIRST_MINUTES }) : '']
  return {
    title: say(language, withFriend ? 'chat.begun.friend' : 'chat.begun.title'),
    text: text.filter(Boolean).join('\n\n'),
    footer: say(language, 'chat.begun.hint'),
    rows: [leaving(language, chatId)],
  }
}

/** The ways out of a chat, each in one tap; pressed later, they are still about this one. */
export function leaving(language: Language, chatId: ChatId): Button[] {
  const id = shortId(chatId)
  return [
    button(say(language, 'chat.leave'), 'chat-leave', id),
    danger(say(language, 'chat.report'), 'chat-report', id),
  ]
}

/** A chat is over, with the ways on from there. */
export function ended(
  language: Language,
  { chatId, withFriend, text }: { chatId: ChatId; withFriend: boolean; text: string },
): View {
  return {
    title: say(language, 'chat.ended.title'),
    text,
    rows: [
      [primary(say(language, 'chat.next'), 'chat-next'), ...keeping(language, chatId, withFriend)],
      parting(language, chatId),
    ],
  }
}

/** The same, told to somebody who is in another one by now. */
function earlierEnded(language: Language, { chatId, withFriend }: { chatId: ChatId; withFriend: boolean }): View {
  const keep = keeping(language, chatId, withFriend)
  return {
    text: say(language, 'chat.ended.earlier'),
    rows: [...(keep.length > 0 ? [keep] : []), parting(language, chatId)],
  }
}

const keeping = (language: Language, chatId: ChatId, withFriend: boolean): Button[] =>
  withFriend ? [] : [button(say(language, 'chat.keep'), 'chat-keep', shortId(chatId))]

/** Of a chat that is over. */
export const reporting = (language: Language, chatId: ChatId): Button =>
  danger(say(language, 'read.report'), 'report', shortId(chatId), 'chat')

const parting = (language: Language, chatId: ChatId): Button[] => [
  reporting(language, chatId),
  danger(say(language, 'read.block'), 'chat-block', shortId(chatId)),
]
