import type { Language } from '../../core/language.ts'
import { say } from '../../core/texts/texts.ts'
import { button } from './scene.ts'
import type { View } from './view.ts'

/** What stands where a letter stood that its reader no longer has, where it cannot be gone altogether. */
export function goneView(language: Language, leaves: 'nothing' | 'taken back'): View {
  return {
    text: say(language, leaves === 'nothing' ? 'read.gone' : 'read.takenBack'),
    rows: [[button(say(language, 'menu.inbox'), 'inbox', '0')]],
  }
}
