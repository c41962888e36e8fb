import type { AccountFacts } from '../../core/accounts/noticeFacts.ts'
import { shortId } from '../../core/ids.ts'
import type { Language } from '../../core/language.ts'
import { say } from '../../core/texts/texts.ts'
import { danger, primary } from './scene.ts'
import type { View } from './view.ts'

/** What a person is told about their own account. */
export function accountNotice(facts: AccountFacts, language: Language): View {
  switch (facts.kind) {
    case 'binding-asked': {
      const id = shortId(facts.bindingId)
      return {
        title: say(language, 'bind.asked.title'),
        text: say(language, 'bind.asked.text', { phrase: facts.phrase }),
        rows: [
          [primary(say(language, 'bind.asked.yes'), 'bind', id), danger(say(language, 'bind.notMe'), 'not-me', id)],
        ],
      }
    }
    case 'self-bound': {
      const platform = say(language, `platform.${facts.platform}`)
      const notMe = danger(say(language, 'bind.notMe'), 'not-me', shortId(facts.bindingId))
      return { text: say(language, 'bind.told', { platform }), rows: [[notMe]] }
    }
    case 'export-ready':
      return {
        text: say(language, 'mydata.ready'),
        rows: [[{ label: say(language, 'mydata.ready.button'), url: facts.url }]],
      }
  }
}
