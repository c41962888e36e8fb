import { shortId } from '../../core/ids.ts'
import type { Language } from '../../core/language.ts'
import type { OpenFacts } from '../../core/openLetters/noticeFacts.ts'
import { formatNumber } from '../../core/texts/format.ts'
import { promptOf } from '../../core/texts/prompts.ts'
import { say } from '../../core/texts/texts.ts'
import { button, primary } from './scene.ts'
import type { View } from './view.ts'

/** What a person hears of open letters, answers under them and those they follow. */
export function openNotice(facts: OpenFacts, language: Language): View {
  switch (facts.kind) {
    case 'open-thanked': {
      const { excerpt, thanks } = facts
      return {
        text: say(language, 'told.thanked', { excerpt, count: formatNumber(thanks, language), one: thanks === 1 }),
      }
    }
    case 'open-commented':
    case 'comment-answered': {
      const text = say(language, facts.kind === 'open-commented' ? 'told.commented' : 'told.answered', facts)
      return { text, rows: [[primary(say(language, 'told.look'), 'd-talk', shortId(facts.openLetterId), '0')]] }
    }
    case 'followed-opened': {
      const read = primary(say(language, 'told.followed.read'), 'd-read', shortId(facts.openLetterId))
      return { text: say(language, 'told.followed', facts), rows: [[read]] }
    }
    case 'followed-digest':
      return {
        text: say(language, 'told.digest'),
        rows: [[primary(say(language, 'following.letters'), 'f-letters', '0')]],
      }
    case 'daily-prompt':
      return {
        title: say(language, 'prompt.title'),
        text: promptOf(facts.day, language),
        rows: [
          [
            primary(say(language, 'prompt.answer'), 'write', 'prompt', String(facts.day)),
            button(say(language, 'prompt.stop'), 'p-stop'),
          ],
        ],
      }
  }
}
