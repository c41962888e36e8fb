import { FIRST_MINUTES } from '../../core/chat/limits.ts'
import type { ChatFacts } from '../../core/chat/noticeFacts.ts'
import { shortId } from '../../core/ids.ts'
import type { Language } from '../../core/language.ts'
import { say } from '../../core/texts/texts.ts'
import { button, danger, primary } from './scene.ts'
import type { View } from './view.ts'

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
      return ended(language, say(language, 'chat.ended'))
    case 'chat-idle': {
      const stay = primary(say(language, 'chat.stay'), 'chat-stay')
      return { text: say(language, 'chat.idle'), rows: [[stay, danger(say(language, 'chat.leave'), 'chat-leave')]] }
    }
    case 'chat-declined':
    case 'chat-lost':
      return { text: say(language, facts.kind === 'chat-lost' ? 'chat.lost' : 'chat.declined') }
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
    rows: [[danger(say(language, 'chat.leave'), 'chat-leave')]],
  }
}

/** A chat is over, with the ways on from there. */
export function ended(language: Language, text: string): View {
  return {
    title: say(language, 'chat.ended.title'),
    text,
    rows: [[primary(say(language, 'chat.next'), 'chat')]],
  }
}
