import { type DeliveryId, shortId } from '../../core/ids.ts'
import type { Language } from '../../core/language.ts'
import type { Shown } from '../../core/letters/shownLetters.ts'
import { say } from '../../core/texts/texts.ts'
import { button } from './scene.ts'
import type { Row, View } from './view.ts'

/** What stands where a stranger's words stood that their reader no longer has, where they cannot be gone altogether. */
export function goneView(
  language: Language,
  { what, leaves }: { what: Shown; leaves: 'nothing' | 'taken back' },
): View {
  if ('openLetterId' in what) return { text: say(language, 'discover.gone'), rows: [onward(language, 'discover')] }
  if ('commentId' in what) return { text: say(language, 'refuse.comment.gone'), rows: [onward(language, 'discover')] }
  return {
    text: say(language, leaves === 'nothing' ? 'read.gone' : 'read.takenBack'),
    rows: [onward(language, 'inbox', '0')],
  }
}

/** What a button of the notice itself carries behind the delivery: the letter then shows in its place. */
export const ON_NOTICE = 'n'

/** What the notice of a letter says that its reader opened from somewhere else, or no longer has. */
export function noticeOverView(
  language: Language,
  { deliveryId, says }: { deliveryId: DeliveryId; says: 'opened' | 'gone' },
): View {
  if (says === 'gone') return { text: say(language, 'arrived.movedOn'), rows: [onward(language, 'inbox', '0')] }
  const again = button(say(language, 'arrived.again'), 'open', shortId(deliveryId))
  return { text: say(language, 'arrived.opened'), rows: [[again]] }
}

function onward(language: Language, to: 'inbox' | 'discover', ...args: string[]): Row {
  return [button(say(language, `menu.${to}`), to, ...args)]
}
