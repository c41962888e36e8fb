import { type Act, decodeAction, type Turn } from '../dialogue/turn.ts'
import type { DiscordEvent, InteractionEvent } from './event.ts'
import { decodeForm } from './forms.ts'

/** The turn in an event. A form can only open as the answer to a command or a press: to a written message one asks back. */
export function readTurn(event: DiscordEvent): Turn {
  const who = { id: event.id, platform: 'discord' as const, platformId: event.personId, chatId: event.chatId }
  if (event.is === 'interaction') {
    const place = event.chatId === undefined ? 'public' : 'private'
    return { ...who, locale: event.locale || undefined, place, asks: 'form', act: readAct(event.asked) }
  }
  const act: Act = event.text.trim() === '' ? { kind: 'other' } : { kind: 'text', text: event.text }
  return { ...who, locale: undefined, place: 'private', asks: 'messages', act }
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
