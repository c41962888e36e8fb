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
      return ended(language, { ...facts, text: say(language, 'chat.ended') })
    case 'chat-keep': {
      const keep = primary(say(language, 'chat.keep'), 'chat-keep', shortId(facts.chatId))
      return { text: say(language, 'chat.keep.offered'), rows: [[keep]] }
    }
    case 'chat-idle': {
      const stay = primary(say(language, 'chat.stay'), 'chat-stay')
      return { text: say(language, 'chat.idle'), rows: [[stay, ...leaving(language)]] }
    }
    case 'chat-declined':
      return { text: say(language, 'chat.declined') }
    case 'chat-lost':
      return { text: say(language, facts.file ? 'chat.lost.file' : 'chat.lost') }
    case 'chat-nobody':
      return {
        text: say(language, 'chat.nobody'),
        rows: [[button(say(language, 'chat.look'), 'chat'), primary(say(language, 'menu.write'), 'write', 'stranger')]],
      }
  }
}

/** Two are together. */
export function begun(language: Language, { first, withFriend }: { first: boolean; withFriend: boolean }): View {
  const text = [
    say(language, withFriend ? 'chat.begun.friend' : 'chat.begun'),
    first ? say(language, 'chat.begun.first', { minutes: FIRST_MINUTES }) : '',
  ]
  return {
    title: say(language, 'chat.begun.title'),
    text: text.filter(Boolean).join('\n\n'),
    footer: say(language, 'chat.begun.hint'),
    rows: [leaving(language)],
  }
}

/** The ways out of a chat, each in one tap. */
export function leaving(language: Language): Button[] {
  return [button(say(language, 'chat.leave'), 'chat-leave'), danger(say(language, 'chat.report'), 'chat-report')]
}

/** A chat is over, with the ways on from there. */
export function ended(
  language: Language,
  { chatId, withFriend, text }: { chatId: ChatId; withFriend: boolean; text: string },
): View {
  const id = shortId(chatId)
  const keep = withFriend ? [] : [button(say(language, 'chat.keep'), 'chat-keep', id)]
  return {
    title: say(language, 'chat.ended.title'),
    text,
    rows: [
      [primary(say(language, 'chat.next'), 'chat'), ...keep],
      [
        danger(say(language, 'read.report'), 'report', id, 'chat'),
        danger(say(language, 'read.block'), 'chat-block', id),
      ],
    ],
  }
}
